//! Allocation keys (Dutch: verdeelsleutels): how money is divided over areas by figures per neighbourhood. A key is
//! data, its arithmetic is a value ([`Reckoning`]) that is shown line by line and stored with the decision. All of it
//! is exact; only the last step rounds, to whole cents, by largest remainder.

mod arithmetic;
mod share;

use serde::{Deserialize, Serialize};

use super::id::{AreaId, NeighbourhoodId};
use super::indicator::Number;
use super::money::BasisPoints;

pub use arithmetic::{AreaLine, Bound, Line, Reckoning, reckon};
pub use share::largest_remainder;

/// A key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    /// The part that every area gets equally much of.
    #[serde(with = "points")]
    pub equal: BasisPoints,
    /// The column that counts inhabitants.
    pub inhabitants: String,
    /// By what the rest is divided.
    pub measure: Measure,
}

/// By what the part that is not equal is divided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Measure {
    /// By inhabitants.
    Inhabitants,
    /// By inhabitants, each neighbourhood times `clamp(1 + the sum of how far its indicators stand on the side of
    /// need from the mean of the city)`.
    Need {
        /// What is measured.
        indicators: Vec<Indicator>,
        /// Least and most that the factor may be.
        bounds: Bounds,
    },
    /// By inhabitants, each neighbourhood times `clamp(1 + step x in how many indicators it is in the quarter with
    /// most need)`: the shape of the city's stacking analysis (Dutch: stapelingsanalyse).
    Stacked {
        /// What is measured; their weights do not matter.
        indicators: Vec<Indicator>,
        /// What each counts for.
        step: Number,
        /// Least and most that the factor may be.
        bounds: Bounds,
    },
}

/// An indicator of a key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Indicator {
    /// The column with its figures.
    pub column: String,
    /// Which side means need.
    pub need: Side,
    /// What one unit away from the mean counts for.
    pub weight: Number,
}

/// Which side of the mean means need.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// A low figure.
    Low,
    /// A high figure.
    High,
}

/// Between what a factor stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// Least.
    pub least: Number,
    /// Most.
    pub most: Number,
}

/// Who gets a part: an area with its neighbourhoods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which area.
    pub area: AreaId,
    /// Its name.
    pub name: String,
    /// Its neighbourhoods.
    pub members: Vec<NeighbourhoodId>,
}

/// Why nothing can be reckoned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyError {
    /// No area to divide over.
    NoAreas,
    /// An area without neighbourhoods, by name.
    EmptyArea(String),
    /// A neighbourhood stands in two of the areas, by name.
    Overlap(NeighbourhoodId, String, String),
    /// The number of inhabitants of a neighbourhood is not published.
    NotPublished(NeighbourhoodId),
    /// A number of inhabitants below zero.
    Negative(NeighbourhoodId),
    /// An indicator without a single published figure.
    NoFigures(String),
    /// A measure without indicators.
    NoIndicators,
    /// The least factor is below zero or above the most.
    Bounds,
    /// Nobody lives in the areas, so that there is nothing to divide by.
    NoWeight,
}

mod points {
    use serde::{Deserialize as _, Deserializer, Serializer};

    use crate::domain::money::BasisPoints;

    pub(super) fn serialize<S: Serializer>(points: &BasisPoints, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(points.get())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BasisPoints, D::Error> {
        let points = i64::deserialize(deserializer)?;
        BasisPoints::new(points).map_err(|_| serde::de::Error::custom("not a share in basis points"))
    }
}
