//! Codes of an authenticator app (RFC 6238: 30 seconds, six digits, SHA-1, which is all that apps agree on), and codes on
//! paper for who lost the app.

use totp_rs::{Builder, Totp};
use zeroize::Zeroize as _;

use crate::domain::digest::Digest;
use crate::domain::id::AccountId;
use crate::domain::seed::Seed;
use crate::domain::symbols;
use crate::domain::time::Moment;

/// How many codes on paper someone gets.
pub const RECOVERY_CODES: usize = 10;

/// What the app and the service both know: 160 bits (RFC 4226 section 4). It shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeSecret([u8; 20]);

impl CodeSecret {
    /// A new secret.
    pub fn made(seed: &mut Seed) -> CodeSecret {
        let bytes = seed.bytes();
        CodeSecret(*bytes.first_chunk().expect("32 bytes hold 20"))
    }

    /// A secret that was kept.
    pub fn from_bytes(bytes: &[u8]) -> Option<CodeSecret> {
        bytes.try_into().ok().map(CodeSecret)
    }

    /// Its bytes, to lock away.
    pub fn bytes(&self) -> &[u8; 20] {
        &self.0
    }

    /// The step in which a code is right: that of `now`, the one before or the one after.
    pub fn step(&self, typed: &str, now: Moment) -> Option<i64> {
        let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
        let seconds = u64::try_from(now.micros() / 1_000_000).ok()?;
        if digits.len() != 6 || typed.chars().count() > symbols::MAX_TYPED {
            return None;
        }
        self.totp("", "").check(&digits, seconds).and_then(|step| i64::try_from(step).ok())
    }

    /// What the app reads as a picture.
    pub fn address(&self, issuer: &str, login: &str) -> String {
        let plain = |text: &str| text.replace(':', " ");
        let address = self.totp(&plain(issuer), &plain(login)).to_url();
        address.expect("a login is not empty and has no colon")
    }

    /// What is typed into an app that reads no picture.
    pub fn typed(&self) -> String {
        symbols::grouped(&totp_rs::Secret::from(self.0).to_base32())
    }

    fn totp(&self, issuer: &str, login: &str) -> Totp {
        let secret = Builder::new().with_secret(self.0).with_skew(1);
        let named = secret.with_issuer(Some(issuer)).with_account_name(login);
        named.build().expect("160 bits, six digits and 30 seconds are what the standard says")
    }
}

impl Drop for CodeSecret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl std::fmt::Debug for CodeSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CodeSecret(***)")
    }
}

/// A code on paper: 24 symbols that people do not confuse, 118 bits, so that no one finds it from its plain hash
/// (ASVS 6.5.2 wants 112).
pub fn recovery_code(seed: &mut Seed) -> String {
    let text: String = (0..24).map(|_| symbols::symbol(seed.below(31))).collect();
    symbols::grouped(&text)
}

/// What is kept of a code on paper. It has too many bits to be guessed from its hash.
pub fn recovery_hash(account: &AccountId, typed: &str) -> Digest {
    let parts = [b"schuifruimte-recovery/1\0", account.as_str().as_bytes(), b"\0"];
    Digest::of_parts(&[parts[0], parts[1], parts[2], symbols::typed(typed).as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Moment {
        Moment::from_micros(second * 1_000_000)
    }

    #[test]
    fn codes_are_those_of_the_standard_for_the_step_before_and_after_too() {
        // RFC 6238 appendix B, SHA-1: at second 59 the code is 94287082; six digits of it are 287082.
        let secret = CodeSecret::from_bytes(b"12345678901234567890").unwrap();
        assert_eq!(secret.step("287082", at(59)), Some(1));
        assert_eq!(secret.step("287 082", at(0)), Some(1), "a clock that is behind");
        assert_eq!(secret.step("287082", at(89)), Some(1), "and one that is ahead");
        assert_eq!(secret.step("287082", at(90)), None);
        assert_eq!(secret.step("287083", at(59)), None);
        for strange in ["", "28708", "2870820", "abcdef", "２８７０８２"] {
            assert_eq!(secret.step(strange, at(59)), None, "{strange}");
        }
        assert!(secret.address("Schuifruimte: Utrecht", "marijke").starts_with("otpauth://totp/"));
        assert_eq!(format!("{secret:?}"), "CodeSecret(***)");
    }

    #[test]
    fn a_code_on_paper_is_read_however_it_is_typed_and_is_one_persons() {
        let code = recovery_code(&mut Seed::new([3; 32]));
        let (marijke, joris) = (AccountId::new("m"), AccountId::new("j"));
        let small = code.to_lowercase().replace(' ', "-");
        assert_eq!(recovery_hash(&marijke, &code), recovery_hash(&marijke, &small));
        assert_ne!(recovery_hash(&marijke, &code), recovery_hash(&joris, &code));
    }
}
