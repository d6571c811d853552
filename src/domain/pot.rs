//! Pots (Dutch: potten): what money inside a round or an area is meant for (S27, S31, S35).

use serde::{Deserialize, Serialize};

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

    /// The pot of this name.
    pub fn named(name: &str) -> Option<Pot> {
        Pot::NAMES.iter().find(|(_, known)| *known == name).map(|(pot, _)| *pot)
    }
}
