//! A letter (Dutch: brief) as data: what stands in it, in which order. It is kept as it was sent; a page and a PDF are
//! drawn from it.

use serde::{Deserialize, Serialize};

use super::digest::Digest;

/// Version of the form.
pub const FORMAT: &str = "schuifruimte-letter/1";

/// A letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Letter {
    /// Version of the form.
    pub format: String,
    /// The tag of its language.
    pub language: String,
    /// Who sends it.
    pub sender: String,
    /// To whom, line by line.
    pub addressee: Vec<String>,
    /// Date, reference and the like: words and what they say.
    pub marks: Vec<[String; 2]>,
    /// What it is about: the title of the document.
    pub subject: String,
    /// The day on it, as `2027-03-01`.
    pub date: String,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// A part of a letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// The sentence that matters most.
    Decision(String),
    /// What an applicant wrote, in the own words.
    Quote(String),
    /// A list.
    List(Vec<String>),
    /// Words beside words.
    Table(Vec<[String; 2]>),
    /// Who signs, line by line.
    Signature(Vec<String>),
}

impl Letter {
    /// The text that is stored.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("a letter is plain data")
    }

    /// Reads the stored text; only what [`Letter::write`] gives is such a text.
    pub fn parse(text: &str) -> Option<Letter> {
        let letter: Letter = serde_json::from_str(text).ok()?;
        (letter.format == FORMAT && letter.write() == text).then_some(letter)
    }

    /// SHA-256 of the stored text.
    pub fn digest(&self) -> Digest {
        Digest::of(self.write().as_bytes())
    }
}
