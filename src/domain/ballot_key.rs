//! The key under which a round's ballots lie until the seal. A copy of the database tells nothing of a
//! ballot without it; when it is destroyed after the seal, no copy ever will.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;
use zeroize::Zeroize as _;

use super::digest::Digest;
use super::seed::Seed;
use super::symbols;

/// Symbols of a change code: 29.7 bits, with few tries.
pub const CHANGE_CODE_SYMBOLS: usize = 6;

/// The key of one round's ballots. It shows nothing of itself.
#[derive(Clone)]
pub struct BallotKey([u8; 32]);

impl BallotKey {
    /// A key from 32 random bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> BallotKey {
        BallotKey(bytes)
    }

    /// The bytes, for the key file.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What stands in the log, so that everyone sees that one and the same key was used and destroyed.
    pub fn mark(&self) -> Digest {
        Digest::of_parts(&[b"schuifruimte-ballot-key/1\0", &self.0])
    }

    /// The change code (Dutch: wijzigcode) on the receipt of a ballot: with the code on the letter it
    /// changes the ballot. It follows from the ballot and is kept nowhere.
    pub fn change_code(&self, commitment: &Digest) -> ChangeCode {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(b"schuifruimte-change/1\0");
        mac.update(commitment.bytes());
        let stream = mac.finalize().into_bytes();
        let mut seed = Seed::new(stream.into());
        ChangeCode((0..CHANGE_CODE_SYMBOLS).map(|_| symbols::symbol(seed.below(31))).collect())
    }
}

impl Drop for BallotKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for BallotKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BallotKey(***)")
    }
}

/// Six symbols that only the receipt shows.
#[derive(Clone)]
pub struct ChangeCode(String);

impl ChangeCode {
    /// Reads what a resident typed; `None` when it cannot be a change code.
    pub fn parse(typed: &str) -> Option<ChangeCode> {
        let text = symbols::typed(typed);
        let fits =
            text.chars().count() == CHANGE_CODE_SYMBOLS && text.chars().all(|c| symbols::value(c).is_some());
        fits.then_some(ChangeCode(text))
    }

    /// The code in groups of three, for the receipt.
    pub fn for_the_receipt(&self) -> String {
        format!("{} {}", &self.0[..3], &self.0[3..])
    }
}

impl PartialEq for ChangeCode {
    fn eq(&self, other: &ChangeCode) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for ChangeCode {}

impl fmt::Debug for ChangeCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ChangeCode(***)")
    }
}
