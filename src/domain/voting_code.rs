//! Voting codes (Dutch: stemcode): 16 symbols in 4 groups, 15 random and one check symbol; 74.3 bits.
//!
//! The server never stores a code: it keeps `HMAC-SHA-256(K_code, round || code)`, and the key is made
//! by the registrar for one round and kept outside the database.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroize as _;

use super::digest::Digest;
use super::id::RoundId;
use super::symbols;

/// Symbols in a code.
pub const LENGTH: usize = 16;
/// A code with a right check symbol. It shows itself only when asked by name.
#[derive(Clone, PartialEq, Eq)]
pub struct VotingCode(String);

/// Why a typed text is not a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadCode {
    /// Nothing was typed.
    Empty,
    /// So many symbols instead of sixteen.
    Length(usize),
    /// The symbol at this place (from 1) never occurs in a code.
    Symbol(usize, char),
    /// Some symbol is wrong or two are swapped.
    Check,
}

impl VotingCode {
    /// Makes a code from 15 random values below 31.
    pub fn from_values(values: [u32; LENGTH - 1]) -> VotingCode {
        let mut text: String = values.iter().map(|&value| symbols::symbol(value)).collect();
        text.push(symbols::check_symbol(&values));
        VotingCode(text)
    }

    /// Reads what a resident typed: small letters, spaces, hyphens, dots and wide forms are fine.
    pub fn parse(typed: &str) -> Result<VotingCode, BadCode> {
        let text = symbols::typed(typed);
        if text.is_empty() {
            return Err(BadCode::Empty);
        }
        if let Some((place, strange)) = (1..).zip(text.chars()).find(|&(_, c)| symbols::value(c).is_none()) {
            return Err(BadCode::Symbol(place, strange));
        }
        if text.len() != LENGTH {
            return Err(BadCode::Length(text.len()));
        }
        let values: Vec<u32> = text.chars().filter_map(symbols::value).collect();
        if symbols::checks(&values) { Ok(VotingCode(text)) } else { Err(BadCode::Check) }
    }

    /// The code in groups of four, for the letter.
    pub fn for_the_letter(&self) -> String {
        symbols::grouped(&self.0)
    }

    /// Its first group, as it stands on the letter.
    pub fn start(&self) -> &str {
        &self.0[..4]
    }

    /// Whether it spells a word that nobody wants in a letter.
    pub fn is_rude(&self) -> bool {
        RUDE.iter().any(|word| self.0.contains(word))
    }
}

/// Runs of symbols that the registrar does not print (only words the alphabet can spell).
const RUDE: [&str; 12] =
    ["ANUS", "ARSE", "CUNT", "FUCK", "JAP", "KKK", "KUT", "NAZ", "NSB", "SEKS", "SEX", "WANK"];

impl fmt::Debug for VotingCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VotingCode(***)")
    }
}

/// The key under which a round's codes are stored. Made by the registrar; shows nothing.
#[derive(Clone)]
pub struct CodeKey([u8; 32]);

impl CodeKey {
    /// A key from 32 random bytes.
    pub fn from_bytes(bytes: [u8; 32]) -> CodeKey {
        CodeKey(bytes)
    }

    /// The bytes, for the key file.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// What stands in the register and on paper, so that everyone sees whether this is the key of these letters.
    pub fn mark(&self) -> Digest {
        Digest::of_parts(&[b"schuifruimte-code-key-mark/1\0", &self.0])
    }

    /// What the server stores in the place of a code.
    pub fn mac(&self, round: &RoundId, code: &VotingCode) -> Digest {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0).expect("HMAC takes a key of any length");
        mac.update(b"schuifruimte-code/1\0");
        mac.update(round.as_str().as_bytes());
        mac.update(b"\0");
        mac.update(code.0.as_bytes());
        Digest::from_bytes(mac.finalize().into_bytes().into())
    }
}

impl Drop for CodeKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for CodeKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CodeKey(***)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_check_symbol_of_the_test_vector() {
        let values: Vec<u32> = "23456789ABCDEFG".chars().filter_map(symbols::value).collect();
        assert_eq!(symbols::check_symbol(&values), 'S');
    }

    #[test]
    fn a_code_is_read_however_people_type_it() {
        let code = VotingCode::parse("23456789ABCDEFGS").unwrap();
        for typed in [
            "2345 6789 abcd efgs",
            "2345-6789-ABCD-EFGS\n",
            "2345–6789–ABCD–EFGS",
            "２３４５ 6789 ABCD EFGS",
            "2345.6789\u{a0}ABCD.EFGS",
        ] {
            assert_eq!(VotingCode::parse(typed), Ok(code.clone()), "{typed}");
        }
        assert_eq!(code.for_the_letter(), "2345 6789 ABCD EFGS");
        assert_eq!(format!("{code:?}"), "VotingCode(***)");
    }

    #[test]
    fn a_wrong_code_is_named_for_what_is_wrong() {
        assert_eq!(VotingCode::parse("  "), Err(BadCode::Empty));
        assert_eq!(VotingCode::parse("2345 67O9 ABCD EFGS"), Err(BadCode::Symbol(7, 'O')));
        assert_eq!(VotingCode::parse("2345 6789"), Err(BadCode::Length(8)));
        assert_eq!(VotingCode::parse(&"2".repeat(10_000)), Err(BadCode::Length(symbols::MAX_TYPED)));
        assert_eq!(VotingCode::parse("2345 6789 ABCD EFGT"), Err(BadCode::Check));
        assert_eq!(VotingCode::parse("2345\x006789"), Err(BadCode::Symbol(5, '\0')));
    }

    proptest! {
        #[test]
        fn every_wrong_symbol_and_every_swap_is_caught(values in prop::array::uniform15(0_u32..31), place in 0_usize..16, other in 0_usize..16, wrong in 0_u32..31) {
            let code = VotingCode::from_values(values);
            let mut symbols: Vec<char> = code.0.chars().collect();
            if symbols[place] != symbols::symbol(wrong) {
                let mut mistyped = symbols.clone();
                mistyped[place] = symbols::symbol(wrong);
                prop_assert!(VotingCode::parse(&mistyped.iter().collect::<String>()).is_err());
            }
            if symbols[place] != symbols[other] {
                symbols.swap(place, other);
                prop_assert!(VotingCode::parse(&symbols.iter().collect::<String>()).is_err());
            }
            prop_assert_eq!(VotingCode::parse(&code.for_the_letter().to_lowercase()), Ok(code));
        }

        #[test]
        fn no_text_makes_the_reader_fall(text in any::<String>()) {
            let _ = VotingCode::parse(&text);
        }
    }

    #[test]
    fn the_same_code_is_another_secret_in_another_round_or_under_another_key() {
        let code = VotingCode::parse("23456789ABCDEFGS").unwrap();
        let (a, b) = (RoundId::new("zuilen-2027"), RoundId::new("ondiep-2027"));
        let key = CodeKey::from_bytes([7; 32]);
        assert_ne!(key.mac(&a, &code), key.mac(&b, &code));
        assert_ne!(key.mac(&a, &code), CodeKey::from_bytes([8; 32]).mac(&a, &code));
        assert_ne!(key.mark(), CodeKey::from_bytes([8; 32]).mark());
    }
}
