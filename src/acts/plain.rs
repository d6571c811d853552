//! Texts that people type are plain text: the one place that refuses what is not.

use super::{ActError, FieldFault};
use crate::domain::plain::{Unplain, fault_of_line, fault_of_text};

/// Refuses lines, each with the field it was typed in, that hold what nobody sees.
pub(super) fn lines(typed: &[(&'static str, &str)]) -> Result<(), ActError> {
    refuse(typed, fault_of_line)
}

/// The same of texts that may have several lines.
pub(super) fn texts(typed: &[(&'static str, &str)]) -> Result<(), ActError> {
    refuse(typed, fault_of_text)
}

fn refuse(typed: &[(&'static str, &str)], fault: fn(&str) -> Option<Unplain>) -> Result<(), ActError> {
    let told = |(field, text): &(&'static str, &str)| {
        let fault = match fault(text)? {
            Unplain::Unseen => "vlt-unseen",
            Unplain::Mark => "vlt-mark",
        };
        Some(FieldFault { field, fault })
    };
    let faults: Vec<FieldFault> = typed.iter().filter_map(told).collect();
    if faults.is_empty() { Ok(()) } else { Err(ActError::Fields(faults)) }
}
