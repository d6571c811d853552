//! What a member of staff is there for (S56). Two people are needed for what matters, and no role carries both halves of it.

use super::Permission;

/// What a member of staff is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Keeps the municipality and the money of the city.
    ProgrammeManager,
    /// Runs rounds, at a wijkbureau.
    Officer,
    /// Signs for results, at a wijkbureau.
    Certifier,
    /// Brings in the register of voting letters. Works on another machine than the service.
    Registrar,
    /// Helps residents at the desk and on the telephone.
    Desk,
    /// Decides about grants and keeps their files.
    SubsidyDesk,
    /// Reads for the council, without the files of persons.
    CouncilReader,
    /// Speaks for a social-brokerage organisation: sees rounds, comments on plans, decides nothing.
    SmoContact,
    /// Looks and changes nothing.
    Auditor,
    /// Keeps the accounts of staff. Has no part in rounds, money or results.
    PlatformAdmin,
}

/// Where a role works.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Posting {
    /// For the whole city: its money, its accounts, its books.
    City,
    /// In districts, or for the whole city.
    Either,
}

impl Role {
    /// Every role with its name in the database and on the command line.
    pub const NAMES: [(Role, &'static str); 10] = [
        (Role::ProgrammeManager, "programme-manager"),
        (Role::Officer, "officer"),
        (Role::Certifier, "certifier"),
        (Role::Registrar, "registrar"),
        (Role::Desk, "desk"),
        (Role::SubsidyDesk, "subsidy-desk"),
        (Role::CouncilReader, "council-reader"),
        (Role::SmoContact, "smo-contact"),
        (Role::Auditor, "auditor"),
        (Role::PlatformAdmin, "platform-admin"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Role::NAMES.iter().find(|(role, _)| *role == self).expect("every role has a name").1
    }

    /// The role of this name.
    pub fn named(name: &str) -> Option<Role> {
        Role::NAMES.iter().find(|(_, known)| *known == name).map(|(role, _)| *role)
    }

    /// The names of all roles, for who types one.
    pub fn all_names() -> String {
        Role::NAMES.map(|(_, name)| name).join(", ")
    }

    /// Whether the role carries the permission.
    pub fn may(self, permission: Permission) -> bool {
        permission.roles().contains(&self)
    }

    /// Where it works.
    pub fn posting(self) -> Posting {
        match self {
            Role::ProgrammeManager | Role::PlatformAdmin => Posting::City,
            Role::Officer
            | Role::Certifier
            | Role::Registrar
            | Role::Desk
            | Role::SubsidyDesk
            | Role::CouncilReader
            | Role::SmoContact
            | Role::Auditor => Posting::Either,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_role_carries_both_halves_of_what_two_people_do() {
        let apart = [
            (Permission::ManageMoney, Permission::Certify),
            (Permission::ManageMoney, Permission::DecideGrants),
            (Permission::ManageMunicipality, Permission::RunRounds),
            (Permission::ManageStaff, Permission::ManageMoney),
            (Permission::ManageStaff, Permission::ManageMunicipality),
            (Permission::ManageStaff, Permission::RunRounds),
            (Permission::ManageStaff, Permission::Certify),
            (Permission::ManageStaff, Permission::DecideGrants),
            (Permission::ManageStaff, Permission::ViewLetters),
        ];
        for (role, name) in Role::NAMES {
            assert_eq!(Role::named(name), Some(role));
            for (one, other) in apart {
                assert!(!(role.may(one) && role.may(other)), "{name}: {} and {}", one.name(), other.name());
            }
        }
    }

    #[test]
    fn who_only_looks_changes_nothing() {
        let looks = [
            Permission::ViewOffice,
            Permission::ViewRounds,
            Permission::ViewMoney,
            Permission::ViewGrants,
            Permission::ViewLetters,
            Permission::ReadLog,
        ];
        for role in [Role::Auditor, Role::CouncilReader, Role::SmoContact] {
            for (permission, name) in Permission::NAMES {
                // S56: the contact of a social-brokerage organisation comments, and nothing else.
                let comments = (role, permission) == (Role::SmoContact, Permission::Comment);
                assert!(
                    looks.contains(&permission) || comments || !role.may(permission),
                    "{}: {name}",
                    role.name()
                );
            }
        }
        assert!(Role::SmoContact.may(Permission::Comment) && !Role::Officer.may(Permission::Comment));
        assert!(!Role::CouncilReader.may(Permission::ViewGrants), "no files of persons for the council");
    }
}
