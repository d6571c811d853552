//! Texts that people type are plain text: the one place that refuses what is not.

use super::{ActError, FieldFault};
use crate::domain::plain::{Unplain, fault_of_line, fault_of_name, fault_of_text};

/// The faults of what is no plain text, by their names at a field.
pub const FAULTS: [&str; 4] = ["vlt-unseen", "vlt-mark", "words-stacked", "words-wordless"];

/// Refuses lines, each with the field it was typed in, that hold what nobody sees.
pub(super) fn lines(typed: &[(&'static str, &str)]) -> Result<(), ActError> {
    refuse(typed, fault_of_line)
}

/// The same of lines that name something or someone: a picture alone is no name.
pub(super) fn names(typed: &[(&'static str, &str)]) -> Result<(), ActError> {
    refuse(typed, fault_of_name)
}

/// The same of texts that may have several lines.
pub(super) fn texts(typed: &[(&'static str, &str)]) -> Result<(), ActError> {
    refuse(typed, fault_of_text)
}

/// Longest reason of a decision, in characters.
const MAX_REASON: usize = 2_000;

/// A reason as it is kept: there is one, it is not too long, and it is plain text. `field` is where it was typed.
pub(super) fn reason<'a>(field: &'static str, typed: &'a str) -> Result<&'a str, ActError> {
    told(field, typed, MAX_REASON)
}

/// Words that must be there, of at most so many characters and plain, as they are kept. `field` is where they were typed.
pub(super) fn told<'a>(field: &'static str, typed: &'a str, most: usize) -> Result<&'a str, ActError> {
    let words = typed.trim();
    if words.is_empty() {
        return Err(ActError::field(field, "empty"));
    }
    if words.chars().count() > most {
        return Err(ActError::field(field, "long"));
    }
    texts(&[(field, words)]).map(|()| words)
}

/// A reason where there may be none.
pub(super) fn any_reason<'a>(field: &'static str, typed: &'a str) -> Result<&'a str, ActError> {
    let reason = typed.trim();
    if reason.chars().count() > MAX_REASON {
        return Err(ActError::field(field, "long"));
    }
    texts(&[(field, reason)]).map(|()| reason)
}

fn refuse(typed: &[(&'static str, &str)], fault: fn(&str) -> Option<Unplain>) -> Result<(), ActError> {
    let told = |(field, text): &(&'static str, &str)| {
        let fault = match fault(text)? {
            Unplain::Unseen => "vlt-unseen",
            Unplain::Stacked => "words-stacked",
            Unplain::Wordless => "words-wordless",
            Unplain::Mark => "vlt-mark",
        };
        Some(FieldFault { field, fault })
    };
    let faults: Vec<FieldFault> = typed.iter().filter_map(told).collect();
    if faults.is_empty() { Ok(()) } else { Err(ActError::Fields(faults)) }
}
