//! Neighbourhoods (Dutch: buurten): the smallest pieces that areas are made of and figures are published for.

use super::geo::Shape;
use super::id::{AreaId, NeighbourhoodId};

/// A neighbourhood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Neighbourhood {
    /// Its CBS code, such as `BU03440111`.
    pub code: NeighbourhoodId,
    /// Its name.
    pub name: String,
    /// The district that it is in.
    pub district: AreaId,
    /// Where it lies; without it there is no map.
    pub shape: Option<Shape>,
    /// Where its borders and names come from.
    pub origin: Origin,
    /// Whether the newest borders still have it.
    pub status: Status,
}

/// Where borders or names come from, for everyone to read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// Who published them.
    pub source: String,
    /// Of which year.
    pub year: i64,
    /// Under which licence.
    pub licence: String,
}

/// Whether the newest borders still have a neighbourhood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// They do.
    Current,
    /// They do not: it stays in areas and figures of earlier years.
    Ended,
}
