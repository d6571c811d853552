//! Control numbers: printed on the letter and public in the log, so that also those who did not vote
//! can see that nobody voted for them. Ten digits, so that nobody takes one for a voting code.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Eight random digits and two check digits: `4827-1635-37`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ControlNumber(u32);

/// How many different numbers there are.
pub const NUMBERS: u32 = 100_000_000;

impl ControlNumber {
    /// The number with this value below [`NUMBERS`].
    pub fn new(value: u32) -> ControlNumber {
        ControlNumber(value % NUMBERS)
    }

    fn check_digits(self) -> u32 {
        // ISO 7064 MOD 97-10, as on bank accounts: catches single errors and swaps.
        let remainder = u64::from(self.0) * 100 % 97;
        98 - u32::try_from(remainder).expect("a remainder of 97 is small")
    }

    /// Reads a control number with or without hyphens and spaces.
    pub fn parse(text: &str) -> Option<ControlNumber> {
        let digits: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
        if digits.len() != 10 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number = ControlNumber(digits[..8].parse().ok()?);
        (format!("{:02}", number.check_digits()) == digits[8..]).then_some(number)
    }
}

impl fmt::Display for ControlNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:04}-{:02}", self.0 / 10_000, self.0 % 10_000, self.check_digits())
    }
}

impl Serialize for ControlNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for ControlNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ControlNumber, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number = ControlNumber::parse(&text).filter(|number| number.to_string() == text);
        number.ok_or_else(|| serde::de::Error::custom("not a control number"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_number_reads_back_and_a_wrong_digit_is_caught() {
        let number = ControlNumber::new(48_271_635);
        let text = number.to_string();
        assert_eq!(ControlNumber::parse(&text), Some(number));
        assert_eq!(ControlNumber::parse(&text.replace('-', " ")), Some(number));
        for place in (0..text.len()).filter(|&place| text.as_bytes()[place] != b'-') {
            let mut wrong = text.clone().into_bytes();
            wrong[place] = if wrong[place] == b'9' { b'0' } else { wrong[place] + 1 };
            assert_eq!(ControlNumber::parse(&String::from_utf8(wrong).unwrap()), None, "place {place}");
        }
    }
}
