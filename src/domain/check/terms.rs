//! What a round holds recipients to: parts of a whole, a sum, and who is shut out.

use serde::{Deserialize, Serialize};

use crate::domain::money::{BasisPoints, Cents};

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
    /// The version of the register; 0 when nothing was ever entered.
    pub smo_register: u64,
}

impl RecipientTerms {
    /// The terms of a round under a version of the register.
    pub fn new(terms: Terms, smo_register: u64) -> RecipientTerms {
        let Terms { of_round, of_year, onward, integrity } = terms;
        RecipientTerms { of_round, of_year, onward, integrity_from: integrity, smo_register }
    }

    /// What the checks hold recipients to.
    pub fn terms(self) -> Terms {
        let RecipientTerms { of_round, of_year, onward, integrity_from, smo_register: _ } = self;
        Terms { of_round, of_year, onward, integrity: integrity_from }
    }
}
