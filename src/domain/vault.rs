//! The key under which the service keeps account numbers. A copy of the database tells no account without it.

use std::fmt;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroize as _;

use super::digest::{Digest, hex, unhex};
use super::iban::Iban;
use super::id::{AccountId, RecipientId};
use super::seed::Seed;

/// Random bytes in front of what is locked.
const NONCE: usize = 24;

/// The key. It shows nothing of itself.
#[derive(Clone)]
pub struct VaultKey([u8; 32]);

/// An account number as it is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct LockedIban {
    /// 24 random bytes, then the number encrypted, then 16 that guard it. It opens for its own recipient only.
    pub bytes: Vec<u8>,
    /// The last four characters, for pages.
    pub last_four: String,
    /// The same for the same number under the same key: tells one account from another without opening either.
    pub mark: Digest,
}

impl VaultKey {
    /// A key from 32 random bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> VaultKey {
        VaultKey(bytes)
    }

    /// What tells this key from others and nothing of itself: it stands in the database beside what the key locked.
    pub fn fingerprint(&self) -> Digest {
        Digest::of_parts(&[b"schuifruimte-vault-key/1\0", &self.0])
    }

    /// Locks the account number of a recipient away.
    pub fn lock(&self, owner: &RecipientId, iban: &Iban, seed: &mut Seed) -> LockedIban {
        let random = seed.bytes();
        let first: &[u8; NONCE] = random.first_chunk().expect("32 bytes hold 24");
        let (msg, aad) = (iban.whole().as_bytes(), tied(owner));
        let locked = self.cipher().encrypt(&XNonce::from(*first), Payload { msg, aad: &aad });
        let locked = locked.expect("an account number is far shorter than the cipher takes");
        LockedIban {
            bytes: [first.as_slice(), &locked].concat(),
            last_four: iban.last_four().to_string(),
            mark: self.mark(iban),
        }
    }

    /// Opens an account number; `None` when it is another recipient's, was changed, or the key is another one.
    pub fn open(&self, owner: &RecipientId, locked: &LockedIban) -> Option<Iban> {
        let (first, msg) = locked.bytes.split_first_chunk::<NONCE>()?;
        let aad = tied(owner);
        let plain = self.cipher().decrypt(&XNonce::from(*first), Payload { msg, aad: &aad }).ok()?;
        let iban = Iban::parse(std::str::from_utf8(&plain).ok()?).ok()?;
        (self.mark(&iban) == locked.mark).then_some(iban)
    }

    /// Locks the secret of someone's app away, in hexadecimal.
    pub fn lock_secret(&self, owner: &AccountId, secret: &[u8], seed: &mut Seed) -> String {
        let random = seed.bytes();
        let first: &[u8; NONCE] = random.first_chunk().expect("32 bytes hold 24");
        let aad = tied_to_account(owner);
        let locked = self.cipher().encrypt(&XNonce::from(*first), Payload { msg: secret, aad: &aad });
        let locked = locked.expect("a secret is far shorter than the cipher takes");
        hex(&[first.as_slice(), &locked].concat())
    }

    /// Opens the secret of someone's app; `None` when it is another person's, was changed, or the key is another one.
    pub fn open_secret(&self, owner: &AccountId, locked: &str) -> Option<Vec<u8>> {
        let bytes = unhex(locked)?;
        let (first, msg) = bytes.split_first_chunk::<NONCE>()?;
        let aad = tied_to_account(owner);
        self.cipher().decrypt(&XNonce::from(*first), Payload { msg, aad: &aad }).ok()
    }

    /// What tells an account number from others.
    pub fn mark(&self, iban: &Iban) -> Digest {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(b"schuifruimte-account/1\0");
        mac.update(iban.whole().as_bytes());
        Digest::from_bytes(mac.finalize().into_bytes().into())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new((&self.0).into())
    }
}

fn tied(owner: &RecipientId) -> Vec<u8> {
    [b"schuifruimte-iban/1\0".as_slice(), owner.as_str().as_bytes()].concat()
}

fn tied_to_account(owner: &AccountId) -> Vec<u8> {
    [b"schuifruimte-app/1\0".as_slice(), owner.as_str().as_bytes()].concat()
}

impl Drop for VaultKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for VaultKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VaultKey(***)")
    }
}

impl fmt::Debug for LockedIban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LockedIban(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_opens_for_its_recipient_under_its_key_and_for_nobody_else() {
        let (key, other) = (VaultKey::from_bytes([3; 32]), VaultKey::from_bytes([4; 32]));
        let iban = Iban::parse("NL91ABNA0417164300").unwrap();
        let (truus, henk) = (RecipientId::new("truus"), RecipientId::new("henk"));
        let mut seed = Seed::new([9; 32]);
        let locked = key.lock(&truus, &iban, &mut seed);
        assert_eq!(key.open(&truus, &locked), Some(iban.clone()));
        assert_eq!(key.open(&henk, &locked), None, "moved to another row");
        assert_eq!(other.open(&truus, &locked), None);
        let again = key.lock(&henk, &iban, &mut seed);
        assert_eq!(again.mark, locked.mark, "the same account is told apart from others");
        assert_ne!(again.bytes, locked.bytes);
        assert_ne!(other.mark(&iban), locked.mark, "and only under the key");
        assert!(!String::from_utf8_lossy(&locked.bytes).contains("0417164300"));
    }

    #[test]
    fn the_secret_of_an_app_opens_for_its_person_only() {
        let (key, other) = (VaultKey::from_bytes([3; 32]), VaultKey::from_bytes([4; 32]));
        let (marijke, joris) = (AccountId::new("m"), AccountId::new("j"));
        let locked = key.lock_secret(&marijke, b"a secret", &mut Seed::new([9; 32]));
        assert_eq!(key.open_secret(&marijke, &locked).as_deref(), Some(b"a secret".as_slice()));
        assert_eq!(key.open_secret(&joris, &locked), None);
        assert_eq!(other.open_secret(&marijke, &locked), None);
        assert_eq!(key.open_secret(&marijke, "00"), None);
    }
}
