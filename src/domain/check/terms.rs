//! What a round holds recipients to: parts of a whole, a sum, and who is shut out.

use serde::{Deserialize, Serialize};

use crate::domain::money::{BasisPoints, Cents};
use crate::domain::recipient::ProviderClass;

/// What the checks of a round hold recipients to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// The most that one recipient may have of a round's ceiling.
    pub of_round: BasisPoints,
    /// The most that one recipient may have of the reserved share of a year.
    pub of_year: BasisPoints,
    /// The most of a grant that may be paid on to others.
    pub onward: BasisPoints,
    /// From this sum on integrity is checked.
    pub integrity: Cents,
    /// The most that one plan may ask, by the class of its applicant.
    pub class_most: ClassLimits,
}

/// The most that one plan may ask in all its years, by the class of its applicant (S41). A class without a limit is held to
/// the ceiling of the round alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClassLimits {
    /// Initiatives of residents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resident: Option<Cents>,
    /// Small professional organisations.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub professional: Option<Cents>,
    /// Everyone else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<Cents>,
}

impl ClassLimits {
    /// The limit of a class.
    pub fn of(self, class: ProviderClass) -> Option<Cents> {
        match class {
            ProviderClass::Resident => self.resident,
            ProviderClass::Professional => self.professional,
            ProviderClass::Other => self.other,
        }
    }

    /// Whether an applicant of a class may ask a sum.
    pub fn allows(self, class: ProviderClass, sum: Cents) -> bool {
        self.of(class).is_none_or(|most| sum <= most)
    }

    /// Whether no class has a limit.
    pub fn is_empty(&self) -> bool {
        *self == ClassLimits::default()
    }
}

impl Default for Terms {
    /// A quarter of a round, a tenth of a year, a fifth paid on, integrity from 50,000 euro: each can be set otherwise.
    fn default() -> Terms {
        let share = |points| BasisPoints::new(points).expect("a share of the whole");
        Terms {
            of_round: share(2_500),
            of_year: share(1_000),
            onward: share(2_000),
            integrity: Cents::euros(50_000),
            class_most: ClassLimits::default(),
        }
    }
}

/// The terms as they stand in the frozen rules of a round, with the version of the register of social-brokerage
/// organisations that was in force when it opened. Someone who enters the register later is shut out as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecipientTerms {
    /// The most of the round's ceiling for one recipient with everyone who belongs to it, in basis points.
    pub of_round: BasisPoints,
    /// The same of the reserved share of the year.
    pub of_year: BasisPoints,
    /// The most of a grant that may be paid on to others, in basis points.
    pub onward: BasisPoints,
    /// From this sum on integrity is checked.
    pub integrity_from: Cents,
    /// The most that one plan may ask, by the class of its applicant; left out where no class has a limit.
    #[serde(default, skip_serializing_if = "ClassLimits::is_empty")]
    pub class_most: ClassLimits,
    /// The version of the register; 0 when nothing was ever entered.
    pub smo_register: u64,
}

impl RecipientTerms {
    /// The terms of a round under a version of the register.
    pub fn new(terms: Terms, smo_register: u64) -> RecipientTerms {
        let Terms { of_round, of_year, onward, integrity, class_most } = terms;
        RecipientTerms { of_round, of_year, onward, integrity_from: integrity, class_most, smo_register }
    }

    /// What the checks hold recipients to.
    pub fn terms(self) -> Terms {
        let RecipientTerms { of_round, of_year, onward, integrity_from, class_most, smo_register: _ } = self;
        Terms { of_round, of_year, onward, integrity: integrity_from, class_most }
    }
}
