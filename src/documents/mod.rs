//! What leaves the service and is neither page nor row. Made from the domain, used by the web and the
//! command line; nothing here decides.

pub mod atom;
pub mod bundle;
pub mod casefile;
pub mod letter;
pub mod mail;
pub mod news;
#[cfg(feature = "pdf")]
pub mod paper;
pub mod payment_list;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod picture;
pub mod report;
pub mod sepa;
#[cfg(feature = "pdf")]
pub mod typeset;
#[cfg(feature = "pdf")]
pub mod voting_letters;

use crate::domain::extract::is_formula;

/// A text that no spreadsheet takes for a formula: one that begins like a formula is made to begin like a text, also
/// when it begins with what a spreadsheet may pass over.
fn harmless(text: &str) -> String {
    let begins_beside = text.starts_with(['\t', '\r', '\n']);
    if begins_beside || is_formula(text.trim_start()) { format!("'{text}") } else { text.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_becomes_a_formula() {
        for name in
            ["=1+1", "+31 6", "-1", "@buurt", "\t=1", "\r", "\n=1", " =1+1", "＝1+1", "＋1", "－1", "＠buurt"]
        {
            assert_eq!(harmless(name), format!("'{name}"));
        }
        assert_eq!(harmless("Buurt & Zo"), "Buurt & Zo");
    }
}
