//! Numbers under which organisations are registered: KvK (trade register) and RSIN (legal persons).

use std::fmt;

/// A number of the trade register (Dutch: KvK-nummer): eight digits. It has no check digit.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Kvk(String);

/// A number of a legal person (Dutch: RSIN): nine digits that pass the test of eleven (Dutch: elfproef).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rsin(String);

/// It is no such number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadNumber;

/// The digits of what was typed, without spaces and points; exactly so many.
fn digits(typed: &str, count: usize) -> Result<String, BadNumber> {
    let text: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    let good = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    let all_same = text.bytes().all(|byte| Some(byte) == text.bytes().next());
    if good && !all_same { Ok(text) } else { Err(BadNumber) }
}

impl Kvk {
    /// Reads a number as people type it.
    pub fn parse(typed: &str) -> Result<Kvk, BadNumber> {
        digits(typed, 8).map(Kvk)
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Rsin {
    /// Reads a number as people type it. The digits weigh 9, 8, ... 2 and -1, and their sum is a multiple of 11.
    pub fn parse(typed: &str) -> Result<Rsin, BadNumber> {
        let text = digits(typed, 9)?;
        let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
        let sum: i32 =
            text.bytes().zip(weights).map(|(digit, weight)| i32::from(digit - b'0') * weight).sum();
        if sum % 11 == 0 { Ok(Rsin(text)) } else { Err(BadNumber) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Kvk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for Rsin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(Kvk::parse(" 1234 5678 ").unwrap().as_str(), "12345678");
        for bad in ["", "1234567", "123456789", "1234567a", "00000000", "１２３４５６７８"] {
            assert_eq!(Kvk::parse(bad), Err(BadNumber), "{bad}");
        }
        assert_eq!(Rsin::parse("1234.56.782").unwrap().as_str(), "123456782");
        for bad in ["123456789", "12345678", "000000000", "1234567822"] {
            assert_eq!(Rsin::parse(bad), Err(BadNumber), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_changed_digit_of_a_legal_person_is_refused(eight in 0u32..100_000_000, place in 0usize..9, digit in 0u8..10) {
            let text = format!("{eight:08}");
            let weighed: u32 = text.bytes().zip((2..=9).rev()).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
            prop_assume!(weighed % 11 < 10 && eight > 0);
            let good = format!("{text}{}", weighed % 11);
            prop_assume!(Rsin::parse(&good).is_ok());
            let mut bytes = good.clone().into_bytes();
            bytes[place] = b'0' + digit;
            let changed = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(Rsin::parse(&changed).is_ok(), changed == good);
        }
    }
}
