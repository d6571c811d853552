//! What someone signs in with beside a password.

use super::{Permission, Role};

/// Whether a password alone is enough for who signs, certifies, decides or keeps accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SecondFactor {
    /// It is not: they add a passkey or an app before they do anything else.
    #[default]
    Required,
    /// It is. For a demonstration only.
    Optional,
}

impl SecondFactor {
    /// Both with their names in settings.
    pub const NAMES: [(SecondFactor, &'static str); 2] =
        [(SecondFactor::Required, "required"), (SecondFactor::Optional, "optional")];

    /// Its name.
    pub fn name(self) -> &'static str {
        SecondFactor::NAMES.iter().find(|(one, _)| *one == self).expect("both have a name").1
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<SecondFactor> {
        SecondFactor::NAMES.iter().find(|(_, known)| *known == name).map(|(one, _)| *one)
    }
}

/// What someone has beside a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Factors {
    /// Whether an app shows codes.
    pub has_code: bool,
    /// How many passkeys there are.
    pub keys: u64,
}

impl Factors {
    /// Whether this person must add one before anything else.
    pub fn is_missing(self, role: Role, wanted: SecondFactor) -> bool {
        wanted == SecondFactor::Required && !self.has_code && self.keys == 0 && role.needs_second_factor()
    }
}

impl Role {
    /// Whether it signs, certifies, decides or keeps accounts.
    pub fn needs_second_factor(self) -> bool {
        let heavy = [
            Permission::ManageStaff,
            Permission::ManageMunicipality,
            Permission::ManageMoney,
            Permission::ConfirmTransfers,
            Permission::RunRounds,
            Permission::Certify,
            Permission::DecideGrants,
        ];
        heavy.into_iter().any(|permission| self.may(permission))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_signs_needs_more_than_a_password_and_who_reads_does_not() {
        let alone = Factors::default();
        for role in
            [Role::ProgrammeManager, Role::Officer, Role::Certifier, Role::SubsidyDesk, Role::PlatformAdmin]
        {
            assert!(alone.is_missing(role, SecondFactor::Required), "{}", role.name());
            assert!(!alone.is_missing(role, SecondFactor::Optional));
            assert!(!Factors { has_code: true, keys: 0 }.is_missing(role, SecondFactor::Required));
            assert!(!Factors { has_code: false, keys: 1 }.is_missing(role, SecondFactor::Required));
        }
        for role in [Role::Desk, Role::CouncilReader, Role::Auditor, Role::SmoContact, Role::Registrar] {
            assert!(!alone.is_missing(role, SecondFactor::Required), "{}", role.name());
        }
    }
}
