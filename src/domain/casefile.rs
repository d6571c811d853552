//! A case file (Dutch: dossier): everything of a grant or a round, for the municipal archive. What stands in it is
//! gathered here as parts; `documents` makes one file of them.

use serde_json::Value;

use super::letter::Letter;
use super::retention::Kind;
use super::time::Moment;

/// Version of the form of its list.
pub const FORMAT: &str = "schuifruimte-casefile/1";
/// The name of its list.
pub const CONTENTS: &str = "inhoud.json";

/// What a case file is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// One grant.
    Grant,
    /// A round with all its grants.
    Round,
    /// A standing round with its requests and grants.
    Standing,
}

impl Subject {
    /// Its name in the list and in the staff log.
    pub fn name(self) -> &'static str {
        match self {
            Subject::Grant => "grant",
            Subject::Round => "round",
            Subject::Standing => "standing-round",
        }
    }
}

/// What a part holds.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    /// Data.
    Json(Value),
    /// A table: the names of its columns, and its rows.
    Table(Vec<&'static str>, Vec<Vec<String>>),
    /// A letter as it was sent.
    Letter(Letter),
    /// A file as it was fixed.
    Fixed(Vec<u8>),
}

/// A part of a case file.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// Its name without an ending, or of a fixed file its whole name; folders before a stroke.
    pub name: String,
    /// What it is, in Dutch for the archivist.
    pub about: &'static str,
    /// What it holds.
    pub body: Body,
}

impl Part {
    /// A part with data.
    pub fn json(name: &str, about: &'static str, value: Value) -> Part {
        Part { name: name.to_string(), about, body: Body::Json(value) }
    }

    /// The same part in a folder.
    pub fn within(self, folder: &str) -> Part {
        Part { name: format!("{folder}/{}", self.name), ..self }
    }
}

/// Everything of a grant or a round.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseFile {
    /// What it is about.
    pub subject: Subject,
    /// Name of the grant or the round in the service.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When it began, as far as the service knows.
    pub from: Option<Moment>,
    /// When nothing more could happen to it; `None` as long as it goes on.
    pub until: Option<Moment>,
    /// Which terms of retention hold for what is in it.
    pub terms: Vec<Kind>,
    /// What is in it.
    pub parts: Vec<Part>,
}
