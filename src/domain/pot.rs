//! Pots (Dutch: potten): what money inside a round or an area is meant for (S27, S31, S35).

use serde::{Deserialize, Serialize};

use super::money::BasisPoints;

/// A pot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pot {
    /// Not in a pot.
    #[default]
    None,
    /// Going on with what works (Dutch: continuïteit).
    Continuity,
    /// Trying something new (Dutch: vernieuwing).
    Renewal,
    /// The first stage of a bid (Dutch: ontwikkeling).
    Development,
    /// Small sums within days (Dutch: snelle pot).
    Quick,
}

impl Pot {
    /// The pots between which the plans of a vote are divided. Small sums have a standing round of their own.
    pub const OF_A_VOTE: [Pot; 3] = [Pot::Continuity, Pot::Renewal, Pot::Development];

    /// The pots into which the money of an area is divided.
    pub const OF_AN_AREA: [Pot; 4] = [Pot::Continuity, Pot::Renewal, Pot::Development, Pot::Quick];

    /// Every pot with its name in the database and in published documents.
    pub const NAMES: [(Pot, &'static str); 5] = [
        (Pot::None, "none"),
        (Pot::Continuity, "continuity"),
        (Pot::Renewal, "renewal"),
        (Pot::Development, "development"),
        (Pot::Quick, "quick"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Pot::NAMES.iter().find(|(pot, _)| *pot == self).expect("every pot has a name").1
    }

    /// Whether it is in no pot.
    pub fn is_none(&self) -> bool {
        *self == Pot::None
    }

    /// The pot of this name.
    pub fn named(name: &str) -> Option<Pot> {
        Pot::NAMES.iter().find(|(_, known)| *known == name).map(|(pot, _)| *pot)
    }
}

/// What the city wants of a pot in every round (S52): a wijkbureau stays within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CityLimit {
    /// Which pot.
    pub pot: Pot,
    /// The smallest minimum that a round may set, of what its count may spend.
    pub least: BasisPoints,
    /// The largest maximum that a round may set.
    pub most: BasisPoints,
}
