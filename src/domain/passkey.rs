//! Passkeys have owners of two kinds: staff, and people who pitch. The keys are of one kind; what they open is not.

use super::id::{AccountId, InitiatorId};

/// Longest name that an owner gives a passkey, in characters.
pub const MAX_NAME: usize = 60;
/// Most passkeys of one owner.
pub const MOST: usize = 20;

/// Whose a passkey is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// Someone of the staff.
    Staff(AccountId),
    /// Someone who pitches.
    Initiator(InitiatorId),
}

impl Owner {
    /// The id; opaque, and no two owners have the same.
    pub fn id(&self) -> &str {
        match self {
            Owner::Staff(id) => id.as_str(),
            Owner::Initiator(id) => id.as_str(),
        }
    }

    /// Who of the staff.
    pub fn staff(&self) -> Option<&AccountId> {
        match self {
            Owner::Staff(id) => Some(id),
            Owner::Initiator(_) => None,
        }
    }

    /// Who of those who pitch.
    pub fn initiator(&self) -> Option<&InitiatorId> {
        match self {
            Owner::Initiator(id) => Some(id),
            Owner::Staff(_) => None,
        }
    }
}

/// What is wrong with the name of a passkey, as the ending of a text key; nothing when it is good.
pub fn name_fault(name: &str) -> Option<&'static str> {
    let name = name.trim();
    match name.is_empty() || name.chars().count() > MAX_NAME {
        true => Some("empty"),
        false => None,
    }
}
