//! Numbers of bank accounts (ISO 13616). Pages and logs see the last four characters and no more.

use std::fmt;

/// The length of a number per country, where SEPA payments go; from the registry of ISO 13616.
const LENGTHS: [(&str, usize); 36] = [
    ("AD", 24),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
];

/// The number of a bank account. It shows only where it is asked for: see [`Iban::whole`].
#[derive(Clone, PartialEq, Eq)]
pub struct Iban(String);

/// It is no number of a bank account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadIban;

impl Iban {
    /// Reads a number as people type it, with or without spaces: a country that is paid to, its length, and a
    /// remainder of 1 (ISO 7064, MOD 97-10).
    pub fn parse(typed: &str) -> Result<Iban, BadIban> {
        let text: String = typed.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_uppercase();
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let country = text.get(..2).ok_or(BadIban)?;
        let length = LENGTHS.iter().find(|(known, _)| *known == country).map(|(_, length)| *length);
        let checked = text.bytes().skip(2).take(2).all(|byte| byte.is_ascii_digit());
        if !plain || !checked || length != Some(text.len()) || remainder(&text) != 1 {
            return Err(BadIban);
        }
        Ok(Iban(text))
    }

    /// The whole number: for payment files, never for a page or a log.
    pub fn whole(&self) -> &str {
        &self.0
    }

    /// The last four characters: enough to tell one's own account.
    pub fn last_four(&self) -> &str {
        &self.0[self.0.len() - 4..]
    }
}

/// What is left of the number by 97, its first four characters moved behind the others and letters as 10 to 35.
fn remainder(text: &str) -> u32 {
    let (front, rest) = text.split_at(4);
    let mut left = 0;
    for digit in rest.chars().chain(front.chars()).filter_map(|c| c.to_digit(36)) {
        left = (left * if digit < 10 { 10 } else { 100 } + digit) % 97;
    }
    left
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Iban(***)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A Dutch number with the right check digits for these ten digits.
    fn dutch(account: u64) -> String {
        let body = format!("SRUM{account:010}");
        let check = 98 - remainder(&format!("NL00{body}"));
        format!("NL{check:02}{body}")
    }

    #[test]
    fn a_number_is_read_as_people_type_it_and_shows_its_end_only() {
        // The examples of the registry of ISO 13616.
        for good in
            ["NL91 ABNA 0417 1643 00", "nl91abna0417164300", "BE68 5390 0754 7034", "DE89370400440532013000"]
        {
            assert!(Iban::parse(good).is_ok(), "{good}");
        }
        let iban = Iban::parse("NL91 ABNA 0417 1643 00").unwrap();
        assert_eq!((iban.last_four(), format!("{iban:?}").as_str()), ("4300", "Iban(***)"));
        for bad in [
            "",
            "NL",
            "NL91ABNA041716430",
            "XX91ABNA0417164300",
            "NL91ABNA0417164301",
            "é€",
            "NL9éABNA041716430",
        ] {
            assert_eq!(Iban::parse(bad), Err(BadIban), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_changed_digit_is_refused(account in 0u64..10_000_000_000, place in 2usize..18, digit in 0u8..10) {
            let good = dutch(account);
            prop_assert!(Iban::parse(&good).is_ok());
            let mut bytes = good.clone().into_bytes();
            prop_assume!(bytes[place].is_ascii_digit());
            bytes[place] = b'0' + digit;
            let changed = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(Iban::parse(&changed).is_ok(), changed == good);
        }

        #[test]
        fn two_neighbours_that_changed_places_are_refused(account in 0u64..10_000_000_000, place in 8usize..17) {
            let good = dutch(account);
            let mut bytes = good.clone().into_bytes();
            bytes.swap(place, place + 1);
            let changed = String::from_utf8(bytes).unwrap();
            prop_assert_eq!(Iban::parse(&changed).is_ok(), changed == good);
        }

        #[test]
        fn no_text_breaks_it(text in "\\PC{0,40}") {
            let _read = Iban::parse(&text);
        }
    }
}
