//! Moderation: taking off what somebody wrote and what may not stand there (Dutch: weghalen), with a ground and a reason that everyone
//! reads. Its writer is told and can ask for a second look, which another officer gives. One way for all that people write with a plan.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::id::{AccountId, CommentId, GrantId, MeetingId, PitchId, RegroupId, RoundId, WithholdingId};
use super::time::Moment;

/// Days in which the writer can ask for a second look.
pub const APPEAL_DAYS: i64 = 14;
/// Days in which another officer looks again.
pub const RULING_DAYS: i64 = 28;
/// Days in which a group without e-mail is told by the desk what the second look came to.
pub const RULED_DAYS: i64 = 14;
/// Days after which pictures and reports of progress that were taken off go for good, where nobody asked for a second look. It is longer than
/// the term to ask for one, which for who has no e-mail begins later.
pub const FINAL_DAYS: i64 = 90;
/// Most reports about one thing that are kept; the office looks at it long before.
pub const MOST_REPORTS: u64 = 25;
/// Longest words of a report, in characters.
pub const MAX_REPORT: usize = 500;

/// Something that was written, or shown.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Written {
    /// Something that was said about a plan.
    Comment(CommentId),
    /// A meeting that a group called.
    Meeting(MeetingId),
    /// What was told of a year of a takeover: of which bid, in which step.
    Account(PitchId, u64),
    /// Why a group proposed that plans go on as one: it stands with each of them.
    Merge(RegroupId),
    /// What a group said to what the office found, or why it asked another officer to decide again: of which plan, in which event.
    Said(PitchId, u64),
    /// A picture that a group sent in: with which plan, which one.
    Picture(PitchId, u64),
    /// The text of a plan as its group sent it in: which plan, which version. Its name, its sum and who asks stay: by those it stands on the
    /// ballot and is counted.
    Plan(PitchId, u64),
    /// What was told of how a plan goes, with its pictures: of which grant, in which report.
    Progress(GrantId, u64),
}

impl Written {
    /// The name of each kind: in the database and in texts, and in addresses.
    pub const KINDS: [(&'static str, &'static str); 8] = [
        ("comment", "bericht"),
        ("meeting", "bijeenkomst"),
        ("account", "jaar"),
        ("merge", "samengaan"),
        ("said", "reactie"),
        ("picture", "foto"),
        ("plan", "plan"),
        ("progress", "voortgang"),
    ];

    /// The name of its kind in the database and in texts.
    pub fn kind(&self) -> &'static str {
        match self {
            Written::Comment(_) => "comment",
            Written::Meeting(_) => "meeting",
            Written::Account(..) => "account",
            Written::Merge(_) => "merge",
            Written::Said(..) => "said",
            Written::Picture(..) => "picture",
            Written::Plan(..) => "plan",
            Written::Progress(..) => "progress",
        }
    }

    /// The name of its kind in addresses and forms.
    pub fn word(&self) -> &'static str {
        let own = Written::KINDS.iter().find(|(kind, _)| *kind == self.kind());
        own.expect("every kind has a word").1
    }

    /// Its name within its kind.
    pub fn id(&self) -> String {
        match self {
            Written::Comment(id) => id.to_string(),
            Written::Meeting(id) => id.to_string(),
            Written::Account(pitch, number)
            | Written::Said(pitch, number)
            | Written::Picture(pitch, number)
            | Written::Plan(pitch, number) => format!("{pitch}.{number}"),
            Written::Merge(id) => id.to_string(),
            Written::Progress(grant, number) => format!("{grant}.{number}"),
        }
    }

    /// What has this name in the database, whether or not it is there.
    pub fn named(kind: &str, id: &str) -> Option<Written> {
        let numbered = || {
            let (of, number) = id.rsplit_once('.')?;
            Some((of, number.parse().ok()?))
        };
        match kind {
            "comment" => Some(Written::Comment(CommentId::new(id))),
            "meeting" => Some(Written::Meeting(MeetingId::new(id))),
            "account" => numbered().map(|(of, number)| Written::Account(PitchId::new(of), number)),
            "merge" => Some(Written::Merge(RegroupId::new(id))),
            "said" => numbered().map(|(of, number)| Written::Said(PitchId::new(of), number)),
            "picture" => numbered().map(|(of, number)| Written::Picture(PitchId::new(of), number)),
            "plan" => numbered().map(|(of, number)| Written::Plan(PitchId::new(of), number)),
            "progress" => numbered().map(|(of, number)| Written::Progress(GrantId::new(of), number)),
            _ => None,
        }
    }

    /// What an address or a form names so.
    pub fn worded(word: &str, id: &str) -> Option<Written> {
        let (kind, _) = Written::KINDS.iter().find(|(_, known)| *known == word)?;
        Written::named(kind, id)
    }
}

/// With what something stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum With {
    /// With a plan; what groups said of a merge with that of the group that proposed it.
    Plan(PitchId),
    /// With the grant of a plan that was chosen.
    Grant(GrantId),
}

impl With {
    /// Its name.
    pub fn as_str(&self) -> &str {
        match self {
            With::Plan(id) => id.as_str(),
            With::Grant(id) => id.as_str(),
        }
    }

    /// The plan.
    pub fn plan(&self) -> Option<&PitchId> {
        match self {
            With::Plan(id) => Some(id),
            With::Grant(_) => None,
        }
    }

    /// The grant.
    pub fn grant(&self) -> Option<&GrantId> {
        match self {
            With::Plan(_) => None,
            With::Grant(id) => Some(id),
        }
    }
}

impl fmt::Display for Written {
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
    /// In which round.
    pub round: RoundId,
    /// With what it stood.
    pub with: With,
    /// What.
    pub of: Written,
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
    /// When the desk told its group that, where nobody in that has e-mail.
    pub ruling_told: Option<Moment>,
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

    /// Whether nobody of the desk told its group what the second look came to, and it is not long ago.
    pub fn is_ruling_untold(&self, now: Moment) -> bool {
        let recent = |ruled: &ByOffice| now < ruled.at.plus_minutes(RULED_DAYS * 24 * 60);
        self.ruling_told.is_none() && self.ruled.as_ref().is_some_and(|(_, ruled)| recent(ruled))
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

/// What the desk tells a group in which nobody has e-mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToTell {
    /// That something was taken off.
    Off,
    /// What the second look came to.
    Ruling,
}

/// What of what was taken off of one thing, the newest first, is still to be told to such a group.
pub fn to_tell(taken: &[Withholding], now: Moment) -> Option<(&Withholding, ToTell)> {
    let off = taken.iter().find(|one| one.stands() && one.is_untold()).map(|one| (one, ToTell::Off));
    off.or_else(|| taken.iter().find(|one| one.is_ruling_untold(now)).map(|one| (one, ToTell::Ruling)))
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

/// How often the office took something off in a round, for everyone: of all that people write with plans.
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
            Written::Comment(CommentId::new("ab")),
            Written::Meeting(MeetingId::new("ab")),
            Written::Account(PitchId::new("ab"), 5),
            Written::Merge(RegroupId::new("ab")),
            Written::Said(PitchId::new("ab"), 5),
            Written::Picture(PitchId::new("ab"), 1),
            Written::Plan(PitchId::new("ab"), 3),
            Written::Progress(GrantId::new("zuilen.01"), 2),
        ];
        for (one, (kind, word)) in all.iter().zip(Written::KINDS) {
            assert_eq!((one.kind(), one.word()), (kind, word));
            assert_eq!(Written::named(kind, &one.id()).as_ref(), Some(one));
            assert_eq!(Written::worded(word, &one.id()).as_ref(), Some(one));
        }
        for (kind, id) in [("account", "ab"), ("account", "ab."), ("account", "ab.x"), ("elders", "ab")] {
            assert_eq!(Written::named(kind, id), None, "{kind} {id}");
        }
        assert_eq!(Written::worded("comment", "ab"), None, "addresses are Dutch");
    }
}
