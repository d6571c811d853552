//! Passwords of staff.

use std::sync::OnceLock;

use argon2::Argon2;
use argon2::password_hash::PasswordHasher as _;
use sha1::Digest as _;
use unicode_normalization::UnicodeNormalization;

use super::weak::{is_like, is_weak};
use crate::domain::digest::hex;

/// Fewest characters of a password (NIST SP 800-63B-4 section 3.1.1.2: 15 where it is the only factor).
pub const MIN_PASSWORD: usize = 15;
/// Most characters of a password.
pub const MAX_PASSWORD: usize = 128;

/// A password as it was typed, in one Unicode form. It shows nothing.
pub struct Password(String);

/// Why a password may not be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadPassword {
    /// It is shorter than [`MIN_PASSWORD`] or longer than [`MAX_PASSWORD`].
    Length,
    /// Others try it first.
    Weak,
    /// It is the one of before, or hardly another one.
    Former,
}

impl Password {
    /// A password that may be chosen.
    pub fn choose(typed: &str) -> Result<Password, BadPassword> {
        Password::choose_for(typed, &[])
    }

    /// A password that may be chosen by someone to whom these words belong: login, name, municipality.
    pub fn choose_for(typed: &str, own: &[&str]) -> Result<Password, BadPassword> {
        let password = Password::typed(typed);
        if !(MIN_PASSWORD..=MAX_PASSWORD).contains(&password.0.chars().count()) {
            Err(BadPassword::Length)
        } else if is_weak(&password.0, own) {
            Err(BadPassword::Weak)
        } else {
            Ok(password)
        }
    }

    /// The same for who has a password already: it is not that one with a digit more.
    pub fn choose_after(former: &str, typed: &str, own: &[&str]) -> Result<Password, BadPassword> {
        let (chosen, former) = (Password::choose_for(typed, own)?, Password::typed(former));
        if is_like(&chosen.0, &former.0) { Err(BadPassword::Former) } else { Ok(chosen) }
    }

    /// A password that someone tries. What is far too long is cut, and then still too long to be anyone's.
    pub fn typed(typed: &str) -> Password {
        Password(typed.chars().take(4 * MAX_PASSWORD + 1).nfc().collect())
    }

    /// The stored text of a password that nobody has: what is held against what is typed where there is no password, so
    /// that the answer takes as long.
    pub fn of_nobody() -> &'static str {
        static STORED: OnceLock<String> = OnceLock::new();
        STORED.get_or_init(|| Password("nobody".to_string()).hash(b"schuifruimte-nob"))
    }

    /// What finds it in a list of passwords that leaked: SHA-1 in capital hexadecimal digits. Nothing is kept of it.
    pub fn sha1(&self) -> String {
        hex(&sha1::Sha1::digest(self.0.as_bytes())).to_ascii_uppercase()
    }

    /// The argon2id text that is stored (parameters, salt and hash).
    pub fn hash(&self, salt: &[u8; 16]) -> String {
        let hash = Argon2::default().hash_password_with_salt(self.0.as_bytes(), salt);
        hash.expect("the default parameters take any password and a salt of 16 bytes").to_string()
    }

    /// Whether it is the password behind a stored text.
    pub fn matches(&self, stored: &str) -> bool {
        super::memory::matches(self.0.as_bytes(), stored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_opens_what_it_closed_in_whatever_form_it_was_typed() {
        let password = Password::choose("een café om de hoek").unwrap();
        let stored = password.hash(&[7; 16]);
        let opens = |typed: &str| Password::typed(typed).matches(&stored);
        assert!(opens("een cafe\u{301} om de hoek"));
        assert!(!opens("een cafe om de hoek"));
        assert_eq!(Password::choose("te kort").err(), Some(BadPassword::Length));
        assert_eq!(
            Password::choose(&"xyzabc deft".repeat(12)).err(),
            Some(BadPassword::Length),
            "132 characters"
        );
        assert_eq!(Password::choose(&"a".repeat(1_000_000)).err(), Some(BadPassword::Length));
        assert_eq!(Password::choose("wachtwoord 2027 !!").err(), Some(BadPassword::Weak));
        assert_eq!(
            Password::typed("password").sha1(),
            "5BAA61E4C9B93F3F0682250B6CF8331B7EE68FD8",
            "FIPS 180-4"
        );
    }

    #[test]
    fn a_new_password_is_not_the_one_of_before_made_longer() {
        let former = "een café om de hoek";
        for typed in [former, "Een Cafe om de Hoek!!", "een café om de hoek 2", "nu een café om de hoek"] {
            let refused = Password::choose_after(former, typed, &[]).err();
            assert_eq!(refused, Some(BadPassword::Former), "{typed}");
        }
        assert!(Password::choose_after(former, "vier paarden eten stroop om de dag", &[]).is_ok());
        assert!(Password::choose_after("", former, &[]).is_ok());
    }

    #[test]
    fn hashes_cost_what_the_house_agreed_and_nobody_costs_the_same() {
        // 19 MiB, two passes, one lane: trust.md 2.5.
        let stored = Password::choose("een café om de hoek").unwrap().hash(&[7; 16]);
        for stored in [stored.as_str(), Password::of_nobody()] {
            assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        }
        assert!(!Password::choose("een café om de hoek").unwrap().matches(Password::of_nobody()));
    }
}
