//! A resident on the way to a provider and back (authorisation code flow with PKCE: RFC 6749, RFC 7636, OpenID Connect
//! Core 1.0): what goes along, what stays in the browser, and what stays here.
//!
//! Everything follows from two random texts and a key of the service. One text goes along to the provider, one stays in
//! a cookie, and the database keeps the fingerprints of both: neither the provider, nor the browser, nor whoever reads
//! the database can come back in the place of the resident.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead as _, KeyInit as _};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac as _};
use sha2::{Digest as _, Sha256};

use super::digest::{Digest, hex};
use super::seed::Seed;

/// How long someone may stay away, in minutes.
pub const MINUTES: i64 = 15;
/// Characters of each of the two texts.
const LENGTH: usize = 64;

/// One trip to a provider. It shows nothing.
pub struct SignIn {
    /// What goes along and comes back.
    pub state: String,
    /// What stays in the browser.
    pub browser: String,
    secret: [u8; 32],
}

impl SignIn {
    /// Begins a trip. `key` is that of the forms of the service.
    pub fn begin(key: &[u8; 32], seed: &mut Seed) -> SignIn {
        SignIn::of(key, hex(&seed.bytes()), hex(&seed.bytes()))
    }

    /// The trip of whoever comes back with these two texts; `None` when they are none of ours.
    pub fn read(key: &[u8; 32], state: &str, browser: &str) -> Option<SignIn> {
        let is_text = |text: &str| text.len() == LENGTH && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        (is_text(state) && is_text(browser)).then(|| SignIn::of(key, state.to_string(), browser.to_string()))
    }

    fn of(key: &[u8; 32], state: String, browser: String) -> SignIn {
        let secret = mac(key, &format!("schuifruimte-sign-in/1 {state} {browser}"));
        SignIn { state, browser, secret }
    }

    /// What the database keeps of the text that goes along.
    pub fn state_mark(&self) -> Digest {
        Digest::of_parts(&[b"schuifruimte-sign-in-state/1\0", self.state.as_bytes()])
    }

    /// What the database keeps of the text in the browser.
    pub fn browser_mark(&self) -> Digest {
        Digest::of_parts(&[b"schuifruimte-sign-in-browser/1\0", self.browser.as_bytes()])
    }

    /// What the provider must put in the token for this trip.
    pub fn nonce(&self) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.secret, "nonce"))
    }

    /// What only who began the trip can show: RFC 7636 section 4.1.
    pub fn verifier(&self) -> String {
        URL_SAFE_NO_PAD.encode(mac(&self.secret, "verifier"))
    }

    /// What the provider is told of the verifier beforehand: RFC 7636 section 4.2, S256.
    pub fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier()))
    }

    /// Locks a text away until the trip ends.
    pub fn lock(&self, text: &str) -> Vec<u8> {
        let locked = self.cipher().encrypt(&XNonce::default(), text.as_bytes());
        locked.expect("a form is far shorter than the cipher takes")
    }

    /// Opens what was locked for this trip.
    pub fn open(&self, locked: &[u8]) -> Option<String> {
        String::from_utf8(self.cipher().decrypt(&XNonce::default(), locked).ok()?).ok()
    }

    /// The key is of one trip, which locks one text: the number that must not be used twice can stay the same.
    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&mac(&self.secret, "review").into())
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignIn(***)")
    }
}

fn mac(key: &[u8; 32], text: &str) -> [u8; 32] {
    let mut mac =
        <Hmac<Sha256> as hmac::KeyInit>::new_from_slice(key).expect("HMAC takes a key of any length");
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_both_texts_and_the_key_together_make_the_trip() {
        let key = [7; 32];
        let trip = SignIn::begin(&key, &mut Seed::new([1; 32]));
        let locked = trip.lock("plan=01");
        let back = SignIn::read(&key, &trip.state, &trip.browser).unwrap();
        assert_eq!((back.nonce(), back.verifier()), (trip.nonce(), trip.verifier()));
        assert_eq!(back.open(&locked).as_deref(), Some("plan=01"));
        let other = SignIn::begin(&key, &mut Seed::new([2; 32]));
        let strangers = [
            SignIn::read(&[8; 32], &trip.state, &trip.browser).unwrap(),
            SignIn::read(&key, &other.state, &trip.browser).unwrap(),
            SignIn::read(&key, &trip.state, &other.browser).unwrap(),
        ];
        for stranger in strangers {
            assert!(stranger.nonce() != trip.nonce() && stranger.verifier() != trip.verifier());
            assert_eq!(stranger.open(&locked), None);
        }
        for (state, browser) in
            [("", &*trip.browser), (&*trip.state, "x"), (&*"g".repeat(64), &*trip.browser)]
        {
            assert!(SignIn::read(&key, state, browser).is_none());
        }
    }

    #[test]
    fn the_challenge_is_the_one_of_the_verifier() {
        let trip = SignIn::begin(&[7; 32], &mut Seed::new([1; 32]));
        // RFC 7636 section 4.1: 43 characters at least, of letters, digits and four signs.
        assert_eq!((trip.verifier().len(), trip.challenge().len()), (43, 43));
        assert_eq!(trip.challenge(), URL_SAFE_NO_PAD.encode(Sha256::digest(trip.verifier().as_bytes())));
        assert_ne!(trip.verifier(), trip.nonce());
    }
}
