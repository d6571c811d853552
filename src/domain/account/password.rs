//! Passwords of staff.

use argon2::Argon2;
use argon2::password_hash::PasswordHasher as _;
use unicode_normalization::UnicodeNormalization;

use crate::domain::seed::Seed;
use crate::domain::symbols;

/// Fewest characters of a password (NIST SP 800-63B-4 section 3.1.1.2: 15 where it is the only factor).
pub const MIN_PASSWORD: usize = 15;
/// Most characters of a password.
pub const MAX_PASSWORD: usize = 128;

/// A password as it was typed, in one Unicode form. It shows nothing.
pub struct Password(String);

/// The password is shorter than [`MIN_PASSWORD`] or longer than [`MAX_PASSWORD`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BadPassword;

impl Password {
    /// A password that may be chosen.
    pub fn choose(typed: &str) -> Result<Password, BadPassword> {
        let length = typed.chars().take(MAX_PASSWORD + 1).count();
        if (MIN_PASSWORD..=MAX_PASSWORD).contains(&length) {
            Ok(Password::typed(typed))
        } else {
            Err(BadPassword)
        }
    }

    /// A password that someone tries.
    pub fn typed(typed: &str) -> Password {
        Password(typed.chars().take(MAX_PASSWORD).nfc().collect())
    }

    /// The text of a password that nobody chose, to hand over once: twenty symbols that people do not
    /// confuse, about 99 bits.
    pub fn made(seed: &mut Seed) -> String {
        let text: String = (0..20).map(|_| symbols::symbol(seed.below(31))).collect();
        symbols::grouped(&text).replace(' ', "-").to_lowercase()
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
        assert!(stored.starts_with("$argon2id$"));
        assert!(Password::typed("een cafe\u{301} om de hoek").matches(&stored));
        assert!(!Password::typed("een cafe om de hoek").matches(&stored));
        assert!(Password::choose("te kort").is_err());
        assert!(Password::choose(&"x".repeat(129)).is_err());
    }
}
