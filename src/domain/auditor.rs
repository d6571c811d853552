//! Auditors: people outside the office who can open every commitment after the seal, such as a resident of
//! the jury and the audit office of the city. They do not hold the list of letters and persons.

use serde::{Deserialize, Serialize};

use super::plain::is_unseen;

/// Longest name of an auditor, in characters.
const MAX_NAME: usize = 100;
/// How the public key of an auditor begins, in the form of the age tool (https://age-encryption.org).
const KEY_PREFIX: &str = "age1";
/// How the secret one begins; it stands nowhere here.
const SECRET: &str = "AGE-SECRET-KEY";
/// Length of such a key.
const KEY_LENGTH: usize = 62;

/// One auditor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Auditor {
    /// Name and office, as the public reads it.
    pub name: String,
    /// The public key to which the opening bundle is encrypted.
    pub key: String,
}

/// What is wrong with an auditor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditorFault {
    /// No name, one that is too long, one with letters that nobody sees, or a secret key in its place.
    Name,
    /// Not a public key of age. A secret key is refused here as well.
    Key,
}

impl Auditor {
    /// An auditor with a name and a key that has the form of one; whether the key is whole is seen where it
    /// is used.
    pub fn new(name: &str, key: &str) -> Result<Auditor, AuditorFault> {
        let (name, key) = (name.trim(), key.trim());
        if name.is_empty()
            || name.chars().count() > MAX_NAME
            || name.chars().any(is_unseen)
            || name.to_uppercase().contains(SECRET)
        {
            return Err(AuditorFault::Name);
        }
        let fits = key.len() == KEY_LENGTH && key.starts_with(KEY_PREFIX);
        let fits = fits && key.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        if !fits {
            return Err(AuditorFault::Key);
        }
        Ok(Auditor { name: name.to_string(), key: key.to_string() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_auditor_has_a_name_that_can_be_read_and_a_public_key() {
        let key = format!("age1{}", "q".repeat(58));
        assert_eq!(Auditor::new(" Truus ", &key).map(|one| one.name), Ok("Truus".to_string()));
        for name in ["", "Truus\u{202e}", "a\nb", "AGE-SECRET-KEY-1QQ", &"x".repeat(101)] {
            assert_eq!(Auditor::new(name, &key), Err(AuditorFault::Name), "{name:?}");
        }
        for key in ["", "age1q", &key.to_uppercase(), &key.replace('q', "!"), "AGE-SECRET-KEY-1QQ"] {
            assert_eq!(Auditor::new("Truus", key), Err(AuditorFault::Key), "{key}");
        }
    }
}
