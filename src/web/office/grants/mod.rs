//! Grants: the list, and one page for everything about a grant, made of sections.

pub mod checks;
pub mod condition;
pub mod decisions;
pub mod file;
mod file_page;
mod growing;
pub mod held;
pub mod list;
pub mod page;
pub mod payment_forms;
pub mod payment_steps;
pub mod payments;
pub mod progress;
pub mod step;
pub mod years;

/// The texts of the accounts of the ledger, by the name of their kind.
pub fn account_key(kind: crate::domain::ledger::AccountKind) -> String {
    format!("ledger-{}", kind.name())
}
