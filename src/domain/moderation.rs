//! Moderation: taking off what somebody wrote and what may not stand there (Dutch: weghalen), with a ground and a reason that everyone
//! reads. Its writer is told and can ask for a second look, which another officer gives. One way for all that people write with a plan.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::id::{AccountId, CommentId, MeetingId, PitchId, RegroupId, WithholdingId};
use super::time::Moment;

/// Days in which the writer can ask for a second look.
pub const APPEAL_DAYS: i64 = 14;
/// Days in which another officer looks again.
pub const RULING_DAYS: i64 = 28;
/// Most reports about one thing that are kept; the office looks at it long before.
pub const MOST_REPORTS: u64 = 25;
/// Longest words of a report, in characters.
pub const MAX_REPORT: usize = 500;

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// Something that was said about a plan.
    Comment(CommentId),
    /// A meeting that a group called.
    Meeting(MeetingId),
    /// What was told of a year of a takeover: of which bid, in which step.
    Account(PitchId, u64),
    /// Why a group proposed that plans go on as one: it stands with each of them.
    Merge(RegroupId),
}

impl Subject {
    /// The names of the kinds, in the database, in addresses and in texts.
    pub const KINDS: [&'static str; 4] = ["comment", "meeting", "account", "merge"];

    /// The name of its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Subject::Comment(_) => "comment",
            Subject::Meeting(_) => "meeting",
            Subject::Account(..) => "account",
            Subject::Merge(_) => "merge",
        }
    }

    /// Its name within its kind.
    pub fn id(&self) -> String {
        match self {
            Subject::Comment(id) => id.to_string(),
            Subject::Meeting(id) => id.to_string(),
            Subject::Account(pitch, step) => format!("{pitch}.{step}"),
            Subject::Merge(id) => id.to_string(),
        }
    }

    /// What has this name, whether or not it is there.
    pub fn named(kind: &str, id: &str) -> Option<Subject> {
        match kind {
            "comment" => Some(Subject::Comment(CommentId::new(id))),
            "meeting" => Some(Subject::Meeting(MeetingId::new(id))),
            "account" => {
                let (pitch, step) = id.split_once('.')?;
                Some(Subject::Account(PitchId::new(pitch), step.parse().ok()?))
            }
            "merge" => Some(Subject::Merge(RegroupId::new(id))),
            _ => None,
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind(), self.id())
    }
}

/// Why something may not stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// It names or shows somebody who does not want that.
    Personal,
    /// It insults, threatens or shuts people out.
    Insult,
    /// It may not be said by law.
    Unlawful,
    /// It sells something.
    Advertising,
    /// It is not about the plan.
    OffTopic,
    /// Its writer pretends to be somebody else.
    Impostor,
}

impl Ground {
    /// Every ground with its name in the database, in forms and in texts.
    pub const NAMES: [(Ground, &'static str); 6] = [
        (Ground::Personal, "personal"),
        (Ground::Insult, "insult"),
        (Ground::Unlawful, "unlawful"),
        (Ground::Advertising, "advertising"),
        (Ground::OffTopic, "off_topic"),
        (Ground::Impostor, "impostor"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Ground::NAMES.iter().find(|(ground, _)| *ground == self).expect("every ground has a name").1
    }

    /// The ground of this name.
    pub fn named(name: &str) -> Option<Ground> {
        Ground::NAMES.iter().find(|(_, known)| *known == name).map(|(ground, _)| *ground)
    }
}

/// What the second look came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It stays away.
    Upheld,
    /// It stands there again.
    Restored,
}

impl Ruling {
    /// Every ruling with its name in the database, in forms and in texts.
    pub const NAMES: [(Ruling, &'static str); 2] =
        [(Ruling::Upheld, "upheld"), (Ruling::Restored, "restored")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Ruling::NAMES.iter().find(|(ruling, _)| *ruling == self).expect("every ruling has a name").1
    }

    /// The ruling of this name.
    pub fn named(name: &str) -> Option<Ruling> {
        Ruling::NAMES.iter().find(|(_, known)| *known == name).map(|(ruling, _)| *ruling)
    }
}

/// Who acted for the office, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByOffice {
    /// Who.
    pub by: AccountId,
    /// The function of that person then, which is what everyone sees.
    pub function: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Moment,
}

/// Something that was taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withholding {
    /// Random.
    pub id: WithholdingId,
    /// With which plan it stood; of a merge, that of the group that proposed it.
    pub pitch: PitchId,
    /// What.
    pub of: Subject,
    /// Why, from the list.
    pub ground: Ground,
    /// Who took it off, and why in words.
    pub taken: ByOffice,
    /// What its writer says about that.
    pub appeal: Option<(Moment, String)>,
    /// Who typed that at the desk.
    pub desk: Option<AccountId>,
    /// When the desk told its group, where nobody in that has e-mail.
    pub told: Option<Moment>,
    /// What the second look came to.
    pub ruled: Option<(Ruling, ByOffice)>,
}

impl Withholding {
    /// Whether its writer can ask for a second look.
    pub fn takes_appeal(&self, now: Moment) -> bool {
        self.appeal.is_none() && now < self.appeal_until()
    }

    /// Until when: for a group without e-mail its term begins when the desk told it.
    pub fn appeal_until(&self) -> Moment {
        self.told.unwrap_or(self.taken.at).plus_minutes(APPEAL_DAYS * 24 * 60)
    }

    /// Whether nobody of the desk told its group and it did not ask for a second look.
    pub fn is_untold(&self) -> bool {
        self.told.is_none() && self.appeal.is_none()
    }

    /// Until when another officer looks again, while that is waited for.
    pub fn rule_by(&self) -> Option<Moment> {
        let asked = self.appeal.as_ref().filter(|_| self.ruled.is_none());
        asked.map(|(at, _)| at.plus_minutes(RULING_DAYS * 24 * 60))
    }

    /// Whether it waits for another officer.
    pub fn waits(&self) -> bool {
        self.appeal.is_some() && self.ruled.is_none()
    }

    /// Whether it stands: what was restored is there again.
    pub fn stands(&self) -> bool {
        !matches!(self.ruled, Some((Ruling::Restored, _)))
    }
}

/// What a reader told the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Why it may not stand there.
    pub ground: Ground,
    /// More about that.
    pub words: String,
    /// When.
    pub at: Moment,
    /// When the office looked at it.
    pub looked: Option<Moment>,
}

/// How often the office took something off in a round, for everyone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Tally {
    /// Comments that were placed.
    pub placed: u64,
    /// Reports of readers.
    pub reported: u64,
    /// What was taken off, by ground.
    pub withheld: Vec<(Ground, u64)>,
    /// Second looks that were asked for.
    pub appealed: u64,
    /// What stands there again after one.
    pub restored: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_found_by_its_name() {
        let all = [
            Subject::Comment(CommentId::new("ab")),
            Subject::Meeting(MeetingId::new("ab")),
            Subject::Account(PitchId::new("ab"), 5),
            Subject::Merge(RegroupId::new("ab")),
        ];
        for (one, kind) in all.iter().zip(Subject::KINDS) {
            assert_eq!(one.kind(), kind);
            assert_eq!(Subject::named(kind, &one.id()).as_ref(), Some(one));
        }
        for (kind, id) in [("account", "ab"), ("account", "ab."), ("account", "ab.x"), ("elders", "ab")] {
            assert_eq!(Subject::named(kind, id), None, "{kind} {id}");
        }
    }
}
