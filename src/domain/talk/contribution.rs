//! What somebody writes under a mail address, until its owner says yes to it. One mail can be about several: where an address
//! had one a moment ago, what is written next waits behind the same link.

use serde::{Deserialize, Serialize};

use super::CommentKind;
use crate::domain::id::{ContributionId, PitchId};
use crate::domain::mail::Address;
use crate::domain::time::Moment;

/// Minutes for which the owner of an address can say yes.
pub const CONFIRM_MINUTES: i64 = 48 * 60;
/// Days for which a link in a mail shows what was written under an address: as long as a round and its objections may take.
pub const LINK_DAYS: i64 = 400;
/// Longest line of an organisation that supports a plan, in characters.
pub const MAX_ENDORSEMENT: usize = 200;
/// Most that waits for the yes of one address.
pub const MOST_WAITING: u64 = 20;

/// What is contributed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum What {
    /// Something to say.
    Comment {
        /// The name of its kind.
        kind: String,
        /// Under which name.
        name: String,
        /// What it says.
        words: String,
    },
    /// That one wants the plan to be looked at.
    Support,
    /// What an organisation says that supports the plan.
    Endorsement {
        /// Its name.
        organisation: String,
        /// Why, in one line.
        words: String,
    },
}

/// Of which sort something is that was contributed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Something to say.
    Comment,
    /// Support of a resident.
    Support,
    /// Support of an organisation.
    Endorsement,
}

impl Sort {
    /// Its name, as in the texts.
    pub fn name(self) -> &'static str {
        match self {
            Sort::Comment => "comment",
            Sort::Support => "support",
            Sort::Endorsement => "endorsement",
        }
    }
}

impl What {
    /// Of which sort it is.
    pub fn sort(&self) -> Sort {
        match self {
            What::Comment { .. } => Sort::Comment,
            What::Support => Sort::Support,
            What::Endorsement { .. } => Sort::Endorsement,
        }
    }

    /// A comment.
    pub fn comment(kind: CommentKind, name: &str, words: &str) -> What {
        What::Comment { kind: kind.name().to_string(), name: name.to_string(), words: words.to_string() }
    }

    /// What an organisation says.
    pub fn endorsement(organisation: &str, words: &str) -> What {
        What::Endorsement { organisation: organisation.to_string(), words: words.to_string() }
    }

    /// As it is stored.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("a contribution is plain data")
    }

    /// Reads what [`What::write`] wrote.
    pub fn read(text: &str) -> Option<What> {
        serde_json::from_str(text).ok()
    }
}

/// What waits for a yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contribution {
    /// Random.
    pub id: ContributionId,
    /// About which plan.
    pub pitch: PitchId,
    /// Whose it is, once the owner says so.
    pub email: Address,
    /// The tag of the language of mail.
    pub language: String,
    /// What it is.
    pub what: What,
    /// When it was written.
    pub asked: Moment,
}

impl Contribution {
    /// Whether its owner can still say yes to it.
    pub fn is_open(&self, now: Moment) -> bool {
        now < self.asked.plus_minutes(CONFIRM_MINUTES)
    }
}
