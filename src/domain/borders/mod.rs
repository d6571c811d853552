//! Files of municipalities and of Statistics Netherlands (CBS): neighbourhoods (buurten), districts (wijken), areas
//! made of neighbourhoods, and figures. A file is taken whole or not at all; what is wrong is told with its place.

mod contents;
mod table;

use std::fmt;

pub use contents::{Found, MemberRow, Names, Only, areas, districts, figures, neighbourhoods};
pub use table::{Table, parse};

/// Where in a file something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// A line, from 1 for the one with the names of the columns.
    Line(u64),
    /// A feature of a GeoJSON file, from 1.
    Feature(u64),
    /// The file as a whole.
    File,
}

/// Why a file was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BordersError {
    /// Where.
    pub place: Place,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// There is nothing in it.
    Empty,
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// Another number of cells than columns: found, expected.
    Cells(u64, u64),
    /// It cannot be read as CSV or GeoJSON.
    Unreadable,
    /// A column that stands there twice.
    RepeatedColumn(String),
    /// A column, or property, that must be there.
    MissingColumn(String),
    /// An empty cell that may not be, by its column.
    EmptyCell(String),
    /// A text that is too long or has signs that do not belong there, by its column.
    BadText(String),
    /// A code with other signs than letters, digits and hyphens.
    BadCode(String),
    /// A code that stands there twice.
    Repeated(String),
    /// A shape that is not a polygon.
    NoPolygon,
    /// Coordinates that are nowhere in the Netherlands.
    Outside,
    /// Degrees and metres in one file.
    Mixed,
    /// A polygon of which nothing is left on a map.
    TooSmall,
    /// A cell that should be a number: its column.
    NoNumber(String),
    /// A neighbourhood that is not known here.
    UnknownNeighbourhood(String),
    /// An area of a district with a neighbourhood of another one: the neighbourhood.
    OtherDistrict(String),
    /// A district that is not known here.
    UnknownDistrict(String),
    /// One area with two names, or in two districts.
    Contradiction(String),
    /// A code that is in use for something else here.
    Taken(String),
    /// A neighbourhood of an area that another area has as well, where they may not overlap.
    Overlap(String),
    /// No row that is meant, or no column with figures.
    Nothing,
}

impl Fault {
    /// Its name, as the ending of a text key.
    pub fn name(&self) -> &'static str {
        match self {
            Fault::Empty => "empty-file",
            Fault::NotUtf8 => "not-utf8",
            Fault::Cells(..) => "cells",
            Fault::Unreadable => "unreadable",
            Fault::RepeatedColumn(_) => "repeated-column",
            Fault::MissingColumn(_) => "missing-column",
            Fault::EmptyCell(_) => "empty-cell",
            Fault::BadText(_) => "bad-text",
            Fault::BadCode(_) => "bad-code",
            Fault::Repeated(_) => "repeated",
            Fault::NoPolygon => "no-polygon",
            Fault::Outside => "outside",
            Fault::Mixed => "mixed",
            Fault::TooSmall => "too-small",
            Fault::NoNumber(_) => "no-number",
            Fault::UnknownNeighbourhood(_) => "unknown-neighbourhood",
            Fault::OtherDistrict(_) => "other-district",
            Fault::UnknownDistrict(_) => "unknown-district",
            Fault::Contradiction(_) => "contradiction",
            Fault::Taken(_) => "taken-code",
            Fault::Overlap(_) => "overlap",
            Fault::Nothing => "nothing",
        }
    }

    /// The column or code that it is about.
    pub fn what(&self) -> &str {
        match self {
            Fault::RepeatedColumn(what)
            | Fault::MissingColumn(what)
            | Fault::EmptyCell(what)
            | Fault::BadText(what)
            | Fault::BadCode(what)
            | Fault::Repeated(what)
            | Fault::NoNumber(what)
            | Fault::UnknownNeighbourhood(what)
            | Fault::OtherDistrict(what)
            | Fault::UnknownDistrict(what)
            | Fault::Contradiction(what)
            | Fault::Taken(what)
            | Fault::Overlap(what) => what,
            Fault::Empty
            | Fault::NotUtf8
            | Fault::Cells(..)
            | Fault::Unreadable
            | Fault::NoPolygon
            | Fault::Outside
            | Fault::Mixed
            | Fault::TooSmall
            | Fault::Nothing => "",
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Line(number) => write!(f, "line {number}"),
            Place::Feature(number) => write!(f, "feature {number}"),
            Place::File => f.write_str("the file"),
        }
    }
}

impl fmt::Display for BordersError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        match &self.fault {
            Fault::Empty => f.write_str("there is nothing in it"),
            Fault::NotUtf8 => f.write_str("the text is not UTF-8"),
            Fault::Cells(found, expected) => write!(f, "{found} cells where the first line has {expected}"),
            Fault::Unreadable => f.write_str("this is neither CSV nor GeoJSON"),
            Fault::RepeatedColumn(name) => write!(f, "the column {name} stands there twice"),
            Fault::MissingColumn(name) => write!(f, "there is no column {name}"),
            Fault::EmptyCell(name) => write!(f, "{name} is empty"),
            Fault::BadText(name) => write!(f, "{name} is too long or has signs that do not belong there"),
            Fault::BadCode(code) => write!(f, "{code:?} is not a code of letters, digits and hyphens"),
            Fault::Repeated(code) => write!(f, "{code} stands there twice"),
            Fault::NoPolygon => f.write_str("the shape is not a polygon"),
            Fault::Outside => f.write_str(
                "the coordinates are nowhere in the Netherlands: neither longitude and latitude, nor metres (RD)",
            ),
            Fault::Mixed => f.write_str("degrees and metres stand in one file"),
            Fault::TooSmall => f.write_str("nothing is left of this polygon on a map"),
            Fault::NoNumber(name) => write!(f, "{name} should be a number with at most six decimals"),
            Fault::UnknownNeighbourhood(code) => write!(f, "the neighbourhood {code} is not known here"),
            Fault::OtherDistrict(code) => write!(f, "the neighbourhood {code} is in another district"),
            Fault::UnknownDistrict(code) => write!(f, "the district {code} is not known here"),
            Fault::Contradiction(code) => write!(f, "{code} has two names or two districts"),
            Fault::Taken(code) => write!(f, "{code} is in use for something else"),
            Fault::Overlap(code) => write!(f, "the neighbourhood {code} is in another area already"),
            Fault::Nothing => f.write_str("there is nothing in it to take"),
        }
    }
}

impl std::error::Error for BordersError {}

impl BordersError {
    /// Something wrong with the file as a whole.
    pub fn file(fault: Fault) -> BordersError {
        BordersError { place: Place::File, fault }
    }
}
