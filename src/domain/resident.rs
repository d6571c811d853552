//! Residents (Dutch: bewoners) whom an outside provider names: what the registrar and the server keep in the place of that
//! name, for one round.
//!
//! The key follows from the key of the round's codes, so that it is brought, marked and destroyed with it. Who has that
//! key and a list of names can make the pseudonyms again; who has only the database cannot, and the pseudonyms of two
//! rounds have nothing in common.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroize as _;

use super::digest::Digest;
use super::id::RoundId;
use super::voting_code::CodeKey;

/// Most characters of what a provider calls someone: OpenID Connect Core 1.0, section 2, on `sub`.
pub const MAX_NAME: usize = 255;

/// The key under which a round knows the residents that a provider names. It shows nothing.
pub struct ResidentKey([u8; 32]);

impl ResidentKey {
    /// The key that belongs to that of the codes of a round.
    pub fn of(codes: &CodeKey) -> ResidentKey {
        ResidentKey(mac(codes.bytes(), &["schuifruimte-residents/1"]))
    }

    /// What stands in the register for whom a provider calls `name`. Two providers may call two people the same.
    pub fn pseudonym(&self, round: &RoundId, issuer: &str, name: &str) -> Digest {
        Digest::from_bytes(mac(&self.0, &["schuifruimte-resident/1", issuer, name, round.as_str()]))
    }
}

/// A MAC over parts, none of which can run into the next.
fn mac(key: &[u8; 32], parts: &[&str]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("HMAC takes a key of any length");
    for part in parts {
        let length = u64::try_from(part.len()).expect("a length fits in 64 bits");
        mac.update(&length.to_be_bytes());
        mac.update(part.as_bytes());
    }
    mac.finalize().into_bytes().into()
}

impl fmt::Debug for ResidentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResidentKey(***)")
    }
}

impl Drop for ResidentKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// Whether a text can be the address of a provider, in a register and in the settings. It goes into the pseudonyms letter
/// by letter.
pub fn is_issuer(text: &str) -> bool {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or("");
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\"<>\\@".contains(&byte));
    !host.is_empty() && !host.starts_with('/') && is_plain && text.len() <= MAX_NAME
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pseudonym_is_of_one_key_one_round_one_provider_and_one_name() {
        let key = |byte| ResidentKey::of(&CodeKey::from_bytes([byte; 32]));
        let (zuilen, ondiep) = (RoundId::new("zuilen"), RoundId::new("ondiep"));
        let (one, two) = ("https://een.example", "https://twee.example");
        let all = [
            key(1).pseudonym(&zuilen, one, "999990019"),
            key(2).pseudonym(&zuilen, one, "999990019"),
            key(1).pseudonym(&ondiep, one, "999990019"),
            key(1).pseudonym(&zuilen, two, "999990019"),
            key(1).pseudonym(&zuilen, one, "999990020"),
            key(1).pseudonym(&zuilen, "https://een.example9", "99990019"),
        ];
        let unique: std::collections::BTreeSet<&Digest> = all.iter().collect();
        assert_eq!(unique.len(), all.len());
        assert_eq!(key(1).pseudonym(&zuilen, one, "999990019"), all[0]);
    }

    #[test]
    fn an_issuer_is_an_address_without_anything_behind_it() {
        for good in
            ["https://inloggen.example", "https://inloggen.example/realms/utrecht", "http://127.0.0.1:9"]
        {
            assert!(is_issuer(good), "{good}");
        }
        for bad in
            ["", "inloggen.example", "https://", "https:///x", "https://a b", "https://a?x", "https://a#x"]
        {
            assert!(!is_issuer(bad), "{bad}");
        }
        assert!(!is_issuer("https://u@evil.example"));
    }
}
