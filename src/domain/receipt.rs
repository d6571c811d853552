//! Receipts (Dutch: ontvangstbewijs): the promise that a ballot stands in the log. A receipt does not
//! show the choices, and nobody can prove a vote to a buyer with it.

use ed25519_dalek::{Signer as _, SigningKey};
use num_bigint::BigUint;
use num_integer::Integer;

use super::ballot_key::ChangeCode;
use super::control_number::ControlNumber;
use super::digest::{Digest, hex};
use super::id::RoundId;
use super::symbols;

/// Symbols of a tracker without its check symbol: 80 bits in base 31.
const TRACKER_SYMBOLS: usize = 17;
/// Bytes of the commitment that a tracker shows.
const TRACKER_BYTES: usize = 10;

/// What a voter takes home.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The number on the letter.
    pub control: ControlNumber,
    /// The commitment in the log.
    pub commitment: Digest,
    /// Ed25519 over the round, the control number and the commitment, in hexadecimal.
    pub signature: String,
    /// What changes the ballot until the close, with the code on the letter; only this receipt shows it.
    pub change: Option<ChangeCode>,
}

impl Receipt {
    /// Signs a receipt.
    pub fn sign(key: &SigningKey, round: &RoundId, control: ControlNumber, commitment: Digest) -> Receipt {
        let text = format!("schuifruimte-receipt/1\n{round}\n{control}\n{commitment}\n");
        Receipt { control, commitment, signature: hex(&key.sign(text.as_bytes()).to_bytes()), change: None }
    }

    /// The same receipt with a change code.
    pub fn with_change(self, change: Option<ChangeCode>) -> Receipt {
        Receipt { change, ..self }
    }

    /// The tracker (Dutch: volgcode) of the ballot, in groups of four.
    pub fn tracker(&self) -> String {
        tracker(&self.commitment)
    }
}

/// The first 80 bits of a commitment in the alphabet of codes, with a check symbol, in groups of four.
pub fn tracker(commitment: &Digest) -> String {
    let mut number = BigUint::from_bytes_be(&commitment.bytes()[..TRACKER_BYTES]);
    let base = BigUint::from(31_u32);
    let mut values = Vec::new();
    for _ in 0..TRACKER_SYMBOLS {
        let (rest, digit) = number.div_rem(&base);
        values.push(u32::try_from(digit).expect("a digit in base 31 is small"));
        number = rest;
    }
    values.reverse();
    let mut text: String = values.iter().map(|&value| symbols::symbol(value)).collect();
    text.push(symbols::check_symbol(&values));
    symbols::grouped(&text)
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signature, VerifyingKey};

    use super::*;

    #[test]
    fn a_receipt_is_signed_and_the_same_ballot_gives_the_same_receipt() {
        let key = SigningKey::from_bytes(&[3; 32]);
        let (round, control) = (RoundId::new("zuilen-2027"), ControlNumber::new(5));
        let receipt = Receipt::sign(&key, &round, control, Digest::of(b"c"));
        assert_eq!(receipt, Receipt::sign(&key, &round, control, Digest::of(b"c")));
        let text = format!("schuifruimte-receipt/1\nzuilen-2027\n{control}\n{}\n", Digest::of(b"c"));
        let signature = crate::domain::digest::unhex(&receipt.signature).unwrap();
        let public: VerifyingKey = key.verifying_key();
        assert!(public.verify_strict(text.as_bytes(), &Signature::from_slice(&signature).unwrap()).is_ok());
    }

    #[test]
    fn a_tracker_has_eighteen_symbols_and_follows_the_commitment() {
        let tracker_of = |text: &[u8]| tracker(&Digest::of(text));
        assert_eq!(tracker_of(b"a").len(), 18 + 4);
        assert_ne!(tracker_of(b"a"), tracker_of(b"b"));
    }
}
