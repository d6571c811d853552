//! Meetings about a round or a plan (Dutch: bijeenkomsten): when, where, how one gets in, and afterwards what was said there.

use super::digest::Digest;
use super::id::{AccountId, MeetingId, PitchId, RoundId};
use super::time::Moment;

/// Most meetings of a round, and of one plan.
pub const MOST_OF_ROUND: usize = 100;
/// The same of one plan.
pub const MOST_OF_PLAN: usize = 10;
/// Longest name and place, in characters.
pub const MAX_LINE: usize = 120;
/// Longest words about it and about how one gets in.
pub const MAX_WORDS: usize = 1_000;
/// Longest report.
pub const MAX_REPORT: usize = 5_000;
/// Days ahead within which one is planned.
pub const MOST_DAYS: i64 = 400;

/// A meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Meeting {
    /// Random.
    pub id: MeetingId,
    /// For which round.
    pub round: RoundId,
    /// About which plan; nothing where it is about the whole round.
    pub pitch: Option<PitchId>,
    /// What it is called.
    pub title: String,
    /// When.
    pub at: Moment,
    /// Where.
    pub place: String,
    /// How one gets in: steps, a lift, a language, a loop for who hears badly.
    pub access: String,
    /// What it is about.
    pub about: String,
    /// Who called it, as in the staff log.
    pub by: String,
    /// Who typed it at the desk for its group.
    pub desk: Option<AccountId>,
    /// When it was called.
    pub made: Moment,
    /// When and why it was called off.
    pub cancelled: Option<(Moment, String)>,
    /// When and what was reported of it.
    pub report: Option<(Moment, String)>,
}

impl Meeting {
    /// The fingerprint of the words with which it was called: it stays when they are erased.
    pub fn digest(&self) -> Digest {
        let mut parts: Vec<&[u8]> = vec![b"schuifruimte-meeting/1".as_slice()];
        for words in [&self.title, &self.place, &self.access, &self.about] {
            parts.extend([b"\0".as_slice(), words.as_bytes()]);
        }
        Digest::of_parts(&parts)
    }

    /// Whether a group called it: the office calls its own off.
    pub fn is_of_group(&self) -> bool {
        self.pitch.is_some() && (self.desk.is_some() || self.by.starts_with("initiator:"))
    }

    /// Whether its words were erased.
    pub fn is_gone(&self) -> bool {
        self.title.is_empty()
    }

    /// Whether it is still to come.
    pub fn comes(&self, now: Moment) -> bool {
        self.cancelled.is_none() && now < self.at
    }

    /// Whether what was said there can be reported.
    pub fn takes_report(&self, now: Moment) -> bool {
        self.cancelled.is_none() && self.report.is_none() && self.at <= now
    }
}
