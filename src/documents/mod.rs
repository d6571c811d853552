//! What leaves the service and is neither page nor row. Made from the domain, used by the web and the
//! command line; nothing here decides.

pub mod bundle;
pub mod casefile;
pub mod letter;
pub mod mail;
pub mod payment_list;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod report;
pub mod sepa;

/// What a spreadsheet would take for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text that no spreadsheet takes for a formula: one that begins like a formula is made to begin like a text.
fn harmless(text: &str) -> String {
    if text.starts_with(FORMULA) { format!("'{text}") } else { text.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_becomes_a_formula() {
        assert_eq!(harmless("=1+1"), "'=1+1");
        assert_eq!(harmless("@buurt"), "'@buurt");
        assert_eq!(harmless("Buurt & Zo"), "Buurt & Zo");
    }
}
