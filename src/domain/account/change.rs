//! What one person proposes for an account and another one confirms.

use super::{Role, Scope};
use crate::domain::id::AccountId;
use crate::domain::time::Moment;

/// What a change does once it is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// The account may sign in: it is new, or was closed.
    Open,
    /// Its role or its places become others; whether it may sign in stays as it is.
    Move,
}

impl ChangeKind {
    /// Every kind with its name.
    pub const NAMES: [(ChangeKind, &'static str); 2] =
        [(ChangeKind::Open, "open"), (ChangeKind::Move, "move")];

    /// Its name.
    pub fn name(self) -> &'static str {
        ChangeKind::NAMES.iter().find(|(kind, _)| *kind == self).expect("every kind has a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<ChangeKind> {
        ChangeKind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// A change that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number.
    pub number: u64,
    /// Of which account.
    pub account: AccountId,
    /// What it does.
    pub kind: ChangeKind,
    /// The role from then on.
    pub role: Role,
    /// The places from then on.
    pub scope: Scope,
    /// Who proposed it.
    pub by: AccountId,
    /// When.
    pub at: Moment,
}
