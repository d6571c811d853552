//! What someone signs in with beside a password.

/// Whether a password alone is enough for staff, whatever their role.
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
    pub fn is_missing(self, wanted: SecondFactor) -> bool {
        wanted == SecondFactor::Required && !self.has_code && self.keys == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_alone_is_enough_for_a_demonstration_only() {
        let alone = Factors::default();
        assert!(alone.is_missing(SecondFactor::Required));
        assert!(!alone.is_missing(SecondFactor::Optional));
        assert!(!Factors { has_code: true, keys: 0 }.is_missing(SecondFactor::Required));
        assert!(!Factors { has_code: false, keys: 1 }.is_missing(SecondFactor::Required));
    }
}
