//! The staff log (Dutch: dossierlogboek): private, one hash chain for the whole service. Each link's
//! hash covers the hash before it, so nothing in between can be changed or left out unseen.

use serde::Serialize;
use serde_json::Value;

use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, InitiatorId};
use crate::domain::ledger::Stretch;
use crate::domain::log::kept::ToldRows;
use crate::domain::time::Moment;

/// What the first link stands on.
pub fn start() -> Digest {
    Digest::of(b"schuifruimte-staff-log/1")
}

/// The hash of a link.
pub fn link(previous: &Digest, entry: &[u8]) -> Digest {
    Digest::of_parts(&[previous.bytes(), entry])
}

/// One act or security event. It holds no data of voters.
#[derive(Debug, Clone, Serialize)]
pub struct StaffEntry {
    /// When.
    pub at: Moment,
    /// Who; the command line acts as `operator`.
    pub by: String,
    /// Which act, as noun and verb: `round.open`.
    pub act: &'static str,
    /// What it was done to.
    pub object: String,
    /// What else an auditor wants to know.
    pub detail: Value,
    /// The postings that the act made in the ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postings: Option<Stretch>,
    /// Fingerprints of the rows that it wrote, where tables are held against the log.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<ToldRows>,
}

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff who is signed in.
    Staff(AccountId),
    /// Whoever may run commands on the server.
    Operator,
    /// The service by itself, at its hours.
    Service,
    /// Someone who pitches and is signed in.
    Initiator(InitiatorId),
    /// Someone at the pages who is not signed in.
    Visitor,
}

impl Actor {
    /// How the log names the actor.
    pub fn name(&self) -> String {
        match self {
            Actor::Staff(account) => account.to_string(),
            Actor::Operator => "operator".to_string(),
            Actor::Service => "service".to_string(),
            // Never to be taken for a member of staff.
            Actor::Initiator(who) => format!("initiator:{who}"),
            Actor::Visitor => "visitor".to_string(),
        }
    }
}

impl StaffEntry {
    /// The bytes that are stored and hashed.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("a staff entry is plain data")
    }
}

/// The postings that a stored entry tells of.
pub fn postings(entry: &[u8]) -> Option<Stretch> {
    #[derive(serde::Deserialize)]
    struct Told {
        postings: Option<Stretch>,
    }
    serde_json::from_slice::<Told>(entry).ok()?.postings
}
