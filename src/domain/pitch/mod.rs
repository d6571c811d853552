//! A plan as its initiators write it (pitch; on screens: plan), from the idea to the ballot. The office never writes in it
//! (S44): what it says stands beside it.
//!
//! ```text
//! draft -> submitted -> admissible (a proposal on the ballot) <--------------\
//!            |   ^  \-> not admitted (ground, reason) -> another officer looks again, once
//!            v   |
//!        incomplete (repair term)        everything but a draft and a refusal can be withdrawn; a draft is thrown away
//!            \---- merged: it goes on in another plan ([`regroup`])
//! ```
//!
//! [`assessment`] is what the office answers about it, [`clock`] the terms for all of this.

pub mod ally;
pub mod assessment;
pub mod budget;
pub mod clock;
pub mod content;
pub mod diff;
pub mod fault;
pub mod form;
mod hand;
pub mod hearing;
pub mod help;
pub mod offer;
pub mod regroup;
pub mod similar;
pub mod step;
pub mod terms;
pub mod wish;

pub use assessment::Assessment;
pub use budget::Budget;
pub use clock::{Clocks, Course};
pub use content::{Content, Form};
pub use fault::{Fault, Setting};
pub use hearing::{Answers, Hearing};
pub use terms::Terms;

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::id::{AccountId, InitiativeId, PitchId, ProposalId, RoundId};
use super::time::Moment;

/// Most plans of one group in one round that are not at their end.
pub const MAX_PITCHES: usize = 10;
/// Longest remark, reason and list of what is missing, in characters.
pub const MAX_WORDS: usize = 2_000;

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Only its group sees it.
    Draft,
    /// Sent in; the office looks at it.
    Submitted,
    /// Something is missing; the group mends it within a term (Awb art. 4:5).
    Incomplete,
    /// On the list for the ballot.
    Admissible,
    /// It does not go on the ballot, with the ground and the reason.
    NotAdmitted,
    /// Taken back by its group.
    Withdrawn,
    /// It goes on in another plan, with the consent of its group.
    Merged,
}

impl State {
    /// Every state with its name in the database and in texts.
    pub const NAMES: [(State, &'static str); 7] = [
        (State::Draft, "draft"),
        (State::Submitted, "submitted"),
        (State::Incomplete, "incomplete"),
        (State::Admissible, "admissible"),
        (State::NotAdmitted, "not_admitted"),
        (State::Withdrawn, "withdrawn"),
        (State::Merged, "merged"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        State::NAMES.iter().find(|(state, _)| *state == self).expect("every state has a name").1
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<State> {
        State::NAMES.iter().find(|(_, known)| *known == name).map(|(state, _)| *state)
    }

    /// Whether its group writes in it.
    pub fn is_written(self) -> bool {
        matches!(self, State::Draft | State::Incomplete)
    }

    /// Whether the office decides about it.
    pub fn waits_for_office(self) -> bool {
        self == State::Submitted
    }

    /// Whether the office has decided about it: from then on everyone reads what it found.
    pub fn is_decided(self) -> bool {
        matches!(self, State::Admissible | State::NotAdmitted)
    }

    /// Whether nothing comes of it, as it stands.
    pub fn is_ended(self) -> bool {
        matches!(self, State::NotAdmitted | State::Withdrawn | State::Merged)
    }

    /// Whether its group can still take it back, as far as the plan goes.
    pub fn can_be_withdrawn(self) -> bool {
        matches!(self, State::Submitted | State::Incomplete | State::Admissible)
    }

    /// Whether it can go on in another plan, or as two: it was sent in and nobody decided about it.
    pub fn is_undecided(self) -> bool {
        matches!(self, State::Submitted | State::Incomplete)
    }

    /// What everyone sees of it: nothing of a verdict before it is there, so that something is missing is for the group.
    pub fn for_everyone(self) -> State {
        match self {
            State::Incomplete => State::Submitted,
            State::Draft
            | State::Submitted
            | State::Admissible
            | State::NotAdmitted
            | State::Withdrawn
            | State::Merged => self,
        }
    }
}

/// A plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pitch {
    /// Random.
    pub id: PitchId,
    /// For which round.
    pub round: RoundId,
    /// Whose it is; nothing once the group ended.
    pub group: Option<InitiativeId>,
    /// The name of the group.
    pub applicant: String,
    /// Where it stands.
    pub state: State,
    /// What its group writes; the newest version is what was sent in.
    pub content: Content,
    /// When it was begun.
    pub made: Moment,
    /// When something in it changed last.
    pub changed: Moment,
    /// When it was sent in first.
    pub submitted: Option<Moment>,
    /// Until when it is to be mended.
    pub until: Option<Moment>,
    /// The plan on the ballot.
    pub proposal: Option<ProposalId>,
    /// The plan in which it goes on.
    pub merged_into: Option<PitchId>,
}

impl Pitch {
    /// Whether its group writes in it now: a draft, and what it has in hand while its time runs.
    pub fn is_written_at(&self, now: Moment) -> bool {
        self.state.is_written() && self.until.is_none_or(|until| now <= until)
    }

    /// Whether it can go on in another plan or as two: nobody decided about it, and its group is not late with sending it in again.
    /// Otherwise a late group would get a new term.
    pub fn can_regroup(&self, now: Moment) -> bool {
        self.state.is_undecided() && self.until.is_none_or(|until| now <= until)
    }
}

/// A version that was sent in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// 1 for the first.
    pub number: u64,
    /// What it says; nothing once it was erased.
    pub content: Option<Content>,
    /// The fingerprint of its text, which stays.
    pub digest: Digest,
    /// When.
    pub at: Moment,
    /// Who sent it, as in the staff log.
    pub by: String,
    /// Who typed it at the desk.
    pub desk: Option<AccountId>,
}

/// What happened to a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// It was sent in.
    Submit,
    /// The office asked to mend it.
    Repair,
    /// It was admitted.
    Admit,
    /// It was not.
    NotAdmit,
    /// Its group took it back.
    Withdraw,
    /// The office said something beside it.
    Remark,
    /// The office showed its group what it found.
    Show,
    /// Its group said something to that.
    Reply,
    /// The office takes more time to decide.
    Extend,
    /// The office told its group how much support is missing, and until when it can come.
    Short,
    /// Its group asked that another officer looks again.
    Appeal,
    /// That officer did, and it stays refused.
    Uphold,
    /// That officer did, and put it on the list.
    Overturn,
    /// It went on with another plan as one.
    Merge,
    /// A part of it goes on apart; its group takes that part out of it.
    Split,
    /// Its group takes it back in hand after a merge.
    Reopen,
}

impl EventKind {
    /// Every kind with its name in the database and in texts.
    pub const NAMES: [(EventKind, &'static str); 16] = [
        (EventKind::Submit, "submit"),
        (EventKind::Repair, "repair"),
        (EventKind::Admit, "admit"),
        (EventKind::NotAdmit, "not_admit"),
        (EventKind::Withdraw, "withdraw"),
        (EventKind::Remark, "remark"),
        (EventKind::Show, "show"),
        (EventKind::Reply, "reply"),
        (EventKind::Extend, "extend"),
        (EventKind::Short, "short"),
        (EventKind::Appeal, "appeal"),
        (EventKind::Uphold, "uphold"),
        (EventKind::Overturn, "overturn"),
        (EventKind::Merge, "merge"),
        (EventKind::Split, "split"),
        (EventKind::Reopen, "reopen"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        EventKind::NAMES.iter().find(|(kind, _)| *kind == self).expect("every kind has a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<EventKind> {
        EventKind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// Whether everyone sees it of a plan in this state: what is asked of the group while it mends is for the group, and what the
    /// office found and the group said to it waits for the decision.
    pub fn is_public(self, state: State) -> bool {
        match self {
            EventKind::Repair | EventKind::Reopen => false,
            EventKind::Show | EventKind::Reply | EventKind::Short => state.is_decided(),
            EventKind::Submit
            | EventKind::Admit
            | EventKind::NotAdmit
            | EventKind::Withdraw
            | EventKind::Remark
            | EventKind::Extend
            | EventKind::Appeal
            | EventKind::Uphold
            | EventKind::Overturn
            | EventKind::Merge
            | EventKind::Split => true,
        }
    }
}

/// One thing that happened to a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// In order; set when it is stored.
    pub number: u64,
    /// What.
    pub kind: EventKind,
    /// When.
    pub at: Moment,
    /// Who of the office; nothing where the group did it itself.
    pub by: Option<AccountId>,
    /// The function of that person then.
    pub function: String,
    /// The ground of a refusal.
    pub ground: Option<Ground>,
    /// The words with it.
    pub reason: String,
    /// Until when something is to be done after it.
    pub until: Option<Moment>,
    /// The number of what it is about: the refusal of a request to look again, and the request of the decision about it.
    pub about: Option<u64>,
}

/// Why a plan does not go on the ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// It was not mended in time (Awb art. 4:5).
    Incomplete,
    /// It cannot be carried out.
    Unfeasible,
    /// It may not be carried out.
    Unlawful,
    /// It is not about this area or round.
    OutsideRound,
    /// Money would reach a social-brokerage organisation (S45).
    Excluded,
    /// Another scheme pays for it.
    Funded,
    /// Fewer people support it than its round asks for.
    Support,
}

impl Ground {
    /// Every ground with its name in the database and in texts.
    pub const NAMES: [(Ground, &'static str); 7] = [
        (Ground::Incomplete, "incomplete"),
        (Ground::Unfeasible, "unfeasible"),
        (Ground::Unlawful, "unlawful"),
        (Ground::OutsideRound, "outside"),
        (Ground::Excluded, "excluded"),
        (Ground::Funded, "funded"),
        (Ground::Support, "support"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Ground::NAMES.iter().find(|(ground, _)| *ground == self).expect("every ground has a name").1
    }

    /// The ground of this name.
    pub fn named(name: &str) -> Option<Ground> {
        Ground::NAMES.iter().find(|(_, known)| *known == name).map(|(ground, _)| *ground)
    }

    /// Whether a refusal on it rests on what the office answered about the plan.
    pub fn rests_on_answers(self) -> bool {
        match self {
            Ground::Incomplete | Ground::Support => false,
            Ground::Unfeasible
            | Ground::Unlawful
            | Ground::OutsideRound
            | Ground::Excluded
            | Ground::Funded => true,
        }
    }
}
