//! A division (Dutch: verdeling): a decision that gave areas their part by a key, kept with its whole arithmetic.

use super::digest::Digest;
use super::id::{AllocationId, AreaId, DataSetId, LineId};
use super::key::{Key, KeyError, Reckoning};
use super::money::Cents;
use super::time::Moment;

/// What is to be divided, over what, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Of which line.
    pub line: LineId,
    /// Out of what a district may spend, over areas inside it; `None` for the reserved share itself.
    pub parent: Option<AreaId>,
    /// Over which areas.
    pub areas: Vec<AreaId>,
    /// With which figures.
    pub set: DataSetId,
    /// By which key.
    pub key: Key,
    /// How much.
    pub total: Cents,
}

/// What an area has before and gets by a division: all of it, with what areas inside it have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Which area.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// What it has now.
    pub before: Cents,
    /// What its rounds, its grants and the areas inside it take up: it cannot get less.
    pub least: Cents,
    /// What it gets.
    pub after: Cents,
}

/// Why nothing is divided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DivisionFault {
    /// The key cannot be reckoned.
    Key(KeyError),
    /// An area would get less than its rounds and the areas inside it take up.
    BelowUse {
        /// The name of the area.
        area: String,
        /// What it takes up.
        least: Cents,
    },
    /// An area does not get its money from what is divided, by name.
    Elsewhere(String),
}

/// A division that was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// From 1.
    pub number: u64,
    /// Of which line.
    pub line: LineId,
    /// Out of which allocation; `None` for the reserved share itself.
    pub parent: Option<AllocationId>,
    /// With which figures.
    pub set: DataSetId,
    /// Its arithmetic.
    pub reckoning: Reckoning,
    /// Its fingerprint.
    pub digest: Digest,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Moment,
    /// Who, as in the staff log.
    pub by: String,
    /// What each area had and got.
    pub parts: Vec<Given>,
}

/// What one allocation had and got by a division.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Which.
    pub allocation: AllocationId,
    /// What it had, with what areas inside it had.
    pub before: Cents,
    /// What it got.
    pub after: Cents,
}

/// The text of an arithmetic, as it is stored and fingerprinted.
pub fn written(reckoning: &Reckoning) -> String {
    serde_json::to_string(reckoning).expect("an arithmetic is plain data")
}
