//! Members of staff: what each role may do, and passwords.

use argon2::Argon2;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use unicode_normalization::UnicodeNormalization;

use super::id::AccountId;
use super::seed::Seed;
use super::symbols;

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Opaque; the only thing of a person that stands in a log or a bundle.
    pub id: AccountId,
    /// What the person types to sign in.
    pub login: String,
    /// Name, for colleagues.
    pub name: String,
    /// Function, as it stands under a certificate.
    pub function: String,
    /// What the person may do.
    pub role: Role,
    /// Whether the person may still sign in.
    pub enabled: bool,
}

/// What a member of staff is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Keeps the municipality, its officers and its money.
    ProgrammeManager,
    /// Runs rounds.
    Officer,
    /// Signs for results.
    Certifier,
    /// Looks and changes nothing.
    Auditor,
}

/// What a route of the office asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// See the office.
    ViewOffice,
    /// Change the municipality, its areas and its officers.
    ManageMunicipality,
    /// Decide budget lines and what areas may spend.
    ManageMoney,
    /// Propose that money shifts between areas, years and pots, and refuse or take back a proposal.
    ProposeTransfers,
    /// Confirm as second person what another one proposed to shift.
    ConfirmTransfers,
    /// Prepare rounds, take them through their phases, propose certificates.
    RunRounds,
    /// Approve or refuse a proposed certificate.
    Certify,
    /// Keep the files of grants: checks, accounts, objections, letters.
    HandleGrants,
    /// Decide about grants. The mandate register says which decisions, up to which sum.
    DecideGrants,
}

impl Permission {
    /// Its name, as in the list of routes.
    pub fn name(self) -> &'static str {
        match self {
            Permission::ViewOffice => "view office",
            Permission::ManageMunicipality => "manage municipality",
            Permission::ManageMoney => "manage money",
            Permission::ProposeTransfers => "propose transfers",
            Permission::ConfirmTransfers => "confirm transfers",
            Permission::RunRounds => "run rounds",
            Permission::Certify => "certify",
            Permission::HandleGrants => "handle grants",
            Permission::DecideGrants => "decide grants",
        }
    }
}

impl Role {
    /// Every role with its name in the database and on the command line.
    pub const NAMES: [(Role, &'static str); 4] = [
        (Role::ProgrammeManager, "programme-manager"),
        (Role::Officer, "officer"),
        (Role::Certifier, "certifier"),
        (Role::Auditor, "auditor"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Role::NAMES.iter().find(|(role, _)| *role == self).expect("every role has a name").1
    }

    /// The role of this name.
    pub fn named(name: &str) -> Option<Role> {
        Role::NAMES.iter().find(|(_, known)| *known == name).map(|(role, _)| *role)
    }

    /// Whether the role carries the permission.
    pub fn may(self, permission: Permission) -> bool {
        match permission {
            Permission::ViewOffice => true,
            Permission::ManageMunicipality | Permission::ManageMoney => self == Role::ProgrammeManager,
            Permission::ProposeTransfers => self != Role::Auditor,
            Permission::ConfirmTransfers => matches!(self, Role::ProgrammeManager | Role::Certifier),
            Permission::RunRounds | Permission::HandleGrants => {
                matches!(self, Role::Officer | Role::Certifier)
            }
            Permission::Certify | Permission::DecideGrants => self == Role::Certifier,
        }
    }
}

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
        Argon2::default().verify_password(self.0.as_bytes(), stored).is_ok()
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

    #[test]
    fn nobody_may_both_decide_money_and_certify_results() {
        for (role, name) in Role::NAMES {
            assert_eq!(Role::named(name), Some(role));
            assert!(!(role.may(Permission::ManageMoney) && role.may(Permission::Certify)), "{name}");
            assert!(!(role.may(Permission::ManageMunicipality) && role.may(Permission::RunRounds)), "{name}");
            assert!(!(role.may(Permission::ManageMoney) && role.may(Permission::DecideGrants)), "{name}");
        }
    }
}
