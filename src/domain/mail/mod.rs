//! Mail that the service sends: what it says as data, and the way of one mail from the table to the server.
//!
//! A mail is written down in the transaction of the act that wants it ([`crate::acts::outbox`]) and carried by a job. No mail
//! is ever sent twice by itself: before its words go out it is marked as begun, and one that was begun and never answered is
//! `unsure`, which only a person can send again. So a mail that is sent without a person arrives at most once; one that
//! certainly did not arrive is tried again.

mod address;

pub use address::{Address, BadAddress};

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::id::{PitchId, ProposalId, RoundId};
use super::initiator::MemberRole;
use super::news::{News, Topic};
use super::pitch::{self, EventKind};
use super::progress::{self, ChangeKind};
use super::talk::withholding::{Ground, Ruling};
use super::time::Moment;

/// What a mail says, without its words: those are written when it is sent, in the language of its receiver. It never holds
/// a voting code, and a link in it opens one thing once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Content {
    /// The link with which someone signs in.
    Enter {
        /// The text of the link.
        token: String,
        /// Until when it opens.
        until: Moment,
    },
    /// Someone is asked to join a group.
    Invitation {
        /// The text of the link.
        token: String,
        /// Until when it opens.
        until: Moment,
        /// The name of the group.
        initiative: String,
        /// What the one who is asked may do in it.
        role: MemberRole,
    },
    /// To the address that an account has: it is about to get another one.
    MoveFrom {
        /// The text of the link.
        token: String,
        /// Until when it opens.
        until: Moment,
        /// The new address, shortened.
        to: String,
    },
    /// To the address that an account is about to get.
    MoveTo {
        /// The text of the link.
        token: String,
        /// Until when it opens.
        until: Moment,
    },
    /// To the address that an account had: it has another one now.
    Moved,
    /// To the address of an account: it has one more passkey.
    KeyAdded,
    /// Whether the owner of the address wants to follow something.
    Follow {
        /// The text of the link.
        token: String,
        /// Until when it opens.
        until: Moment,
        /// The name of what is followed.
        title: String,
    },
    /// Whether the owner of the address says yes to what was written about a plan under it.
    Contribution {
        /// The mark of the address.
        mark: Digest,
        /// When the link was made.
        at: Moment,
        /// Until when it says yes.
        until: Moment,
        /// The name of the plan.
        title: String,
    },
    /// What the office did with something that the receiver wrote about a plan.
    Withheld {
        /// Where the link leads.
        door: Door,
        /// What it did.
        took: Took,
    },
    /// Whether someone takes part in a plan of another group.
    Alliance {
        /// The text of the link.
        token: String,
        /// Until when it opens.
        until: Moment,
        /// The group that leads.
        lead: String,
        /// Who is asked.
        member: String,
        /// The name of the plan.
        title: String,
    },
    /// News of what someone follows.
    News {
        /// By what is followed.
        about: Vec<Told>,
    },
    /// To everyone in a group: something happened to its plan.
    Plan {
        /// The plan.
        pitch: PitchId,
        /// Its name.
        title: String,
        /// What happened.
        what: EventKind,
        /// On which ground.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ground: Option<pitch::Ground>,
        /// What the office says.
        words: String,
        /// Until when the group can do something about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<Moment>,
    },
    /// To everyone in a group: the municipality decided whether its plan may go in another way.
    Ruled {
        /// The round.
        round: RoundId,
        /// The plan.
        plan: ProposalId,
        /// Its name.
        title: String,
        /// What kind of change.
        change: ChangeKind,
        /// Yes or no.
        ruling: progress::Ruling,
        /// Why.
        words: String,
    },
}

/// Where whoever wrote about a plan sees what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "door", rename_all = "snake_case")]
pub enum Door {
    /// What was written under an address.
    Address {
        /// The mark of the address.
        mark: Digest,
        /// When the link was made.
        at: Moment,
    },
    /// The talk about a plan, for its group.
    Group {
        /// The plan.
        pitch: PitchId,
    },
}

/// What the office did with something that was written about a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "took", rename_all = "snake_case")]
pub enum Took {
    /// It took it off.
    Off {
        /// The name of the plan.
        title: String,
        /// Why, from the list.
        ground: Ground,
        /// Why, in words.
        reason: String,
        /// Until when a second look can be asked for.
        until: Moment,
    },
    /// It did not let an organisation in that says it supports a plan.
    Refused {
        /// The name of the plan.
        title: String,
        /// Why.
        reason: String,
    },
    /// Another officer gave a second look.
    Ruled {
        /// The name of the plan.
        title: String,
        /// What that came to.
        ruling: Ruling,
        /// Why.
        reason: String,
    },
}

/// News of one thing that somebody follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What is followed.
    pub topic: Topic,
    /// Its name.
    pub title: String,
    /// What is new, oldest first, each with the name of its plan where that is not what is followed.
    pub news: Vec<(News, Option<String>)>,
}

impl Content {
    /// Its name, as the table and the texts know it.
    pub fn kind(&self) -> &'static str {
        match self {
            Content::Enter { .. } => "enter",
            Content::Invitation { .. } => "invitation",
            Content::MoveFrom { .. } => "move_from",
            Content::MoveTo { .. } => "move_to",
            Content::Moved => "moved",
            Content::KeyAdded => "key_added",
            Content::Follow { .. } => "follow",
            Content::Contribution { .. } => "contribution",
            Content::Withheld { .. } => "withheld",
            Content::Alliance { .. } => "alliance",
            Content::News { .. } => "news",
            Content::Plan { .. } => "plan",
            Content::Ruled { .. } => "ruled",
        }
    }

    /// The moment after which it is of no use to anybody.
    pub fn useless_after(&self) -> Option<Moment> {
        match self {
            Content::Enter { until, .. }
            | Content::Invitation { until, .. }
            | Content::MoveFrom { until, .. }
            | Content::MoveTo { until, .. }
            | Content::Follow { until, .. }
            | Content::Alliance { until, .. }
            | Content::Contribution { until, .. } => Some(*until),
            Content::Moved
            | Content::KeyAdded
            | Content::Withheld { .. }
            | Content::News { .. }
            | Content::Plan { .. }
            | Content::Ruled { .. } => None,
        }
    }

    /// Whether its receiver can say that no more of it may come: what others can cause, and what one chose to follow. What
    /// is told to someone about the own account always comes.
    pub fn can_be_stopped(&self) -> bool {
        match self {
            Content::Enter { .. }
            | Content::Invitation { .. }
            | Content::MoveTo { .. }
            | Content::Follow { .. }
            | Content::Contribution { .. }
            | Content::Alliance { .. }
            | Content::News { .. } => true,
            Content::MoveFrom { .. }
            | Content::Moved
            | Content::KeyAdded
            | Content::Withheld { .. }
            | Content::Plan { .. }
            | Content::Ruled { .. } => false,
        }
    }

    /// The text of its link.
    pub fn token(&self) -> Option<&str> {
        match self {
            Content::Enter { token, .. }
            | Content::Invitation { token, .. }
            | Content::MoveFrom { token, .. }
            | Content::MoveTo { token, .. }
            | Content::Follow { token, .. }
            | Content::Alliance { token, .. } => Some(token),
            Content::Moved
            | Content::KeyAdded
            | Content::Contribution { .. }
            | Content::Withheld { .. }
            | Content::News { .. }
            | Content::Plan { .. }
            | Content::Ruled { .. } => None,
        }
    }
}

/// Where a mail is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// It waits for its next try.
    Waiting,
    /// A process has it and talks to the server; not one of its words went out.
    Claimed,
    /// Its words are going out.
    Begun,
    /// The server took it.
    Sent,
    /// It was given up: it did not arrive.
    Failed,
    /// Its words went out and no answer came: it may have arrived.
    Unsure,
    /// A person decided that it is not to be sent any more.
    Dropped,
}

impl MailState {
    /// Every state with its name.
    pub const NAMES: [(MailState, &'static str); 7] = [
        (MailState::Waiting, "waiting"),
        (MailState::Claimed, "claimed"),
        (MailState::Begun, "begun"),
        (MailState::Sent, "sent"),
        (MailState::Failed, "failed"),
        (MailState::Unsure, "unsure"),
        (MailState::Dropped, "dropped"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        MailState::NAMES.iter().find(|(state, _)| *state == self).expect("every state has a name").1
    }

    /// The state of this name.
    pub fn named(name: &str) -> Option<MailState> {
        MailState::NAMES.iter().find(|(_, known)| *known == name).map(|(state, _)| *state)
    }
}

/// Why a mail is not sent yet, or never was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The mail server could not be reached, or let us not in.
    Unreachable,
    /// The server said: not now (a reply of the 400s).
    PutOff,
    /// The server said: never (a reply of the 500s about this mail).
    Refused,
    /// The connection broke, or the server was too slow, before any word of the mail went out.
    Broken,
    /// Its words went out and no answer came.
    Unanswered,
    /// It waited until it was of no use, or longer than [`PATIENCE_MINUTES`].
    Late,
    /// It cannot be written.
    Unwritable,
}

impl Fault {
    /// Every fault with its name.
    pub const NAMES: [(Fault, &'static str); 7] = [
        (Fault::Unreachable, "unreachable"),
        (Fault::PutOff, "put_off"),
        (Fault::Refused, "refused"),
        (Fault::Broken, "broken"),
        (Fault::Unanswered, "unanswered"),
        (Fault::Late, "late"),
        (Fault::Unwritable, "unwritable"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Fault::NAMES.iter().find(|(fault, _)| *fault == self).expect("every fault has a name").1
    }

    /// The fault of this name.
    pub fn named(name: &str) -> Option<Fault> {
        Fault::NAMES.iter().find(|(_, known)| *known == name).map(|(fault, _)| *fault)
    }
}

/// Seconds until the next try, after the first, the second and so on: growing, so that a server that is down is not
/// run over when it comes back.
const WAITS: [i64; 8] = [15, 60, 3 * 60, 10 * 60, 30 * 60, 2 * 3_600, 6 * 3_600, 12 * 3_600];
/// Most tries of one mail.
pub const MOST_TRIES: u64 = 12;
/// Minutes after which a mail that still waits is given up: three days.
pub const PATIENCE_MINUTES: i64 = 3 * 24 * 60;
/// Minutes for which a process may hold a mail before another one looks at it: longer than any talk with a server lasts.
pub const LEASE_MINUTES: i64 = 10;
/// Minutes for which the office sees what became of a mail: a week.
pub const KEPT_MINUTES: i64 = 7 * 24 * 60;

/// Minutes for which mail waits where no server is set: two weeks. Nobody has anything of it then.
pub const WAITING_KEPT_MINUTES: i64 = 14 * 24 * 60;

/// What becomes of a mail that was certainly not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// It is tried again at this moment.
    Again(Moment),
    /// It is given up.
    GiveUp,
}

/// What becomes of a mail after so many tries (this one included) that ended so. One that is soon of no use (`until`) is
/// tried more often: it waits for a sixth of the time that is left at most.
pub fn next(fault: Fault, tries: u64, now: Moment, until: Moment) -> Next {
    match fault {
        Fault::Refused | Fault::Late | Fault::Unwritable | Fault::Unanswered => Next::GiveUp,
        Fault::Unreachable | Fault::PutOff | Fault::Broken if tries >= MOST_TRIES => Next::GiveUp,
        Fault::Unreachable | Fault::PutOff | Fault::Broken => {
            let place = usize::try_from(tries.saturating_sub(1)).unwrap_or(usize::MAX);
            let wait = *WAITS.get(place).unwrap_or(&WAITS[WAITS.len() - 1]);
            let left = (until.micros() - now.micros()) / 1_000_000;
            Next::Again(now.plus_seconds(wait.min((left / 6).max(WAITS[0]))))
        }
    }
}

/// When a mail that still waits is given up.
pub fn given_up_at(content: &Content, queued: Moment) -> Moment {
    let patience = queued.plus_minutes(PATIENCE_MINUTES);
    content.useless_after().map_or(patience, |until| until.min(patience))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let now = Moment::from_micros(0);
        let far = now.plus_minutes(PATIENCE_MINUTES);
        let mut last = 0;
        for tries in 1..MOST_TRIES {
            let Next::Again(at) = next(Fault::PutOff, tries, now, far) else {
                panic!("{tries} is not the last")
            };
            assert!(at.micros() >= last, "{tries}");
            last = at.micros();
        }
        assert_eq!(next(Fault::PutOff, MOST_TRIES, now, far), Next::GiveUp);
        let soon = now.plus_minutes(30);
        assert_eq!(
            next(Fault::Broken, 6, now, soon),
            Next::Again(now.plus_minutes(5)),
            "it is of no use later"
        );
        for never in [Fault::Refused, Fault::Unanswered, Fault::Unwritable, Fault::Late] {
            assert_eq!(next(never, 1, now, far), Next::GiveUp, "{never:?} is never tried again by itself");
        }
    }

    #[test]
    fn a_mail_reads_back_and_waits_no_longer_than_it_is_of_use() {
        let until = Moment::from_micros(60_000_000);
        let content = Content::Enter { token: "ab".into(), until };
        let text = serde_json::to_string(&content).unwrap();
        assert_eq!(serde_json::from_str::<Content>(&text).unwrap(), content);
        assert_eq!(given_up_at(&content, Moment::from_micros(0)), until);
        assert_eq!(given_up_at(&Content::Moved, until), until.plus_minutes(PATIENCE_MINUTES));
        for (state, name) in MailState::NAMES {
            assert_eq!(MailState::named(name), Some(state));
        }
    }
}
