//! Plans that go on as one (a merge), and a plan that goes on as two (a split). The rules:
//!
//! - The office or one of the groups proposes a merge; only the office asks for a split. Whoever owns a group says yes or no for it.
//! - A yes is to exactly these versions: once a plan of the proposal is sent in anew, no earlier yes counts any more.
//! - Only when every group said yes does anything happen. The plan that goes on keeps its text and its group; the others end, each
//!   with a link to it. A split gives its group a new draft and the old plan back, and the group itself takes out of each what
//!   belongs in the other: nobody else changes a word or a sum.
//! - A no ends the proposal without any consequence, and so does whoever proposed it. It holds nothing up: the office may decide
//!   about a plan meanwhile, after which the proposal is of no use. It lapses after a term of the round ([`super::Clocks`]).
//! - Only plans of one round that were sent in and not decided about, one proposal at a time each; a plan in which another one
//!   goes on never goes on in a third; a bid goes on only with bids.
//! - Supporters do not move along: they supported another text.

use super::{Form, Pitch};
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, PitchId, RegroupId, RoundId};
use crate::domain::time::Moment;

/// Most plans that go on as one, the one that goes on included.
pub const MAX_PARTS: usize = 6;
/// Most plans that a form names, before it is refused for more than go on as one.
pub const MOST_NAMED: usize = 50;
/// Most proposals that the group of a plan makes about it.
pub const MAX_PROPOSALS: u64 = 5;
/// Longest name of a part, in characters.
pub const MAX_NAME: usize = 80;

/// What is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Several plans go on as one.
    Merge,
    /// One plan goes on as two.
    Split,
}

impl Kind {
    /// Every kind with its name in the database and in texts.
    pub const NAMES: [(Kind, &'static str); 2] = [(Kind::Merge, "merge"), (Kind::Split, "split")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Kind::NAMES.iter().find(|(kind, _)| *kind == self).expect("every kind has a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<Kind> {
        Kind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// How a proposal ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Every group said yes.
    Done,
    /// A group said no.
    Refused,
    /// Whoever proposed it took it back.
    Withdrawn,
    /// Its term passed, or a plan in it was decided about.
    Past,
}

impl End {
    /// Every end with its name in the database and in texts.
    pub const NAMES: [(End, &'static str); 4] =
        [(End::Done, "done"), (End::Refused, "refused"), (End::Withdrawn, "withdrawn"), (End::Past, "past")];

    /// Its name.
    pub fn name(self) -> &'static str {
        End::NAMES.iter().find(|(end, _)| *end == self).expect("every end has a name").1
    }

    /// The end of this name.
    pub fn named(name: &str) -> Option<End> {
        End::NAMES.iter().find(|(_, known)| *known == name).map(|(end, _)| *end)
    }
}

/// Who proposed it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proposer {
    /// Someone of the office.
    Office(AccountId),
    /// The group of one of the plans.
    Group(PitchId),
}

/// What a group said, and to which versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Yes or no.
    pub is_yes: bool,
    /// The fingerprint of all the versions.
    pub agreed: Digest,
    /// When.
    pub at: Moment,
}

/// A plan in a proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Which plan.
    pub pitch: PitchId,
    /// What its group said.
    pub said: Option<Said>,
}

/// A proposal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regroup {
    /// Random.
    pub id: RegroupId,
    /// What is proposed.
    pub kind: Kind,
    /// In which round.
    pub round: RoundId,
    /// The plan that goes on, or that is split.
    pub pitch: PitchId,
    /// Why.
    pub reason: String,
    /// What a split leaves in the plan, and what goes on apart.
    pub names: [String; 2],
    /// When it was proposed.
    pub at: Moment,
    /// Until when groups say something to it.
    pub until: Moment,
    /// By whom.
    pub by: Proposer,
    /// The function of that person then.
    pub function: String,
    /// How and when it ended.
    pub ended: Option<(End, Moment)>,
    /// The new draft of a split, and until when both parts are sent in.
    pub draft: Option<(PitchId, Moment)>,
    /// The plans in it.
    pub parts: Vec<Part>,
}

impl Regroup {
    /// What a group says yes to: this proposal about these versions, and nothing else.
    pub fn mark(&self, versions: &[(PitchId, Digest)]) -> Digest {
        let mut all: Vec<String> =
            versions.iter().map(|(pitch, version)| format!("{pitch} {version}")).collect();
        all.sort();
        let told = format!("{} {} {} {}", self.id, self.kind.name(), self.pitch, all.join("\n"));
        Digest::of_parts(&[b"schuifruimte-regroup/1\0", told.as_bytes()])
    }

    /// Whether groups can still say something to it, as far as it goes.
    pub fn is_open(&self, now: Moment) -> bool {
        self.ended.is_none() && now <= self.until
    }

    /// Whether every group said yes to these versions.
    pub fn is_agreed(&self, mark: &Digest) -> bool {
        let agrees = |said: &Said| said.is_yes && &said.agreed == mark;
        !self.parts.is_empty() && self.parts.iter().all(|part| part.said.as_ref().is_some_and(agrees))
    }

    /// The plans that end when it takes effect.
    pub fn others(&self) -> impl Iterator<Item = &PitchId> {
        self.parts.iter().map(|part| &part.pitch).filter(|pitch| **pitch != self.pitch)
    }

    /// What the group of a plan said to these versions.
    pub fn said(&self, pitch: &PitchId, mark: &Digest) -> Option<&Said> {
        let part = self.parts.iter().find(|part| &part.pitch == pitch)?;
        part.said.as_ref().filter(|said| &said.agreed == mark)
    }
}

/// A plan with which another one could go on as one, as everyone reads it: with what was sent in last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The plan.
    pub pitch: Pitch,
    /// Whether it is in a proposal that stands.
    pub is_taken: bool,
}

/// Why a plan cannot go on with another one as one now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hindrance {
    /// It was decided about, has no group any more, or is late: which of these it is, everyone need not know.
    State,
    /// It is in a proposal that stands.
    Taken,
    /// One of both is a bid, and the other one is not.
    Bid,
}

impl Hindrance {
    /// Its name, as the ending of a text key.
    pub fn name(self) -> &'static str {
        match self {
            Hindrance::State => "state",
            Hindrance::Taken => "taken",
            Hindrance::Bid => "bid",
        }
    }
}

impl Candidate {
    /// Why it cannot go on with a plan as one, if it cannot.
    pub fn hindrance(&self, own: &Pitch, now: Moment) -> Option<Hindrance> {
        let is_bid = |pitch: &Pitch| pitch.content.form == Form::Bid;
        if !self.pitch.can_regroup(now) || self.pitch.group.is_none() {
            return Some(Hindrance::State);
        }
        if self.is_taken {
            return Some(Hindrance::Taken);
        }
        (is_bid(&self.pitch) != is_bid(own)).then_some(Hindrance::Bid)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A yes is to these versions of these plans in this proposal, in whatever order they are read.
    #[test]
    fn every_version_counts_and_their_order_does_not() {
        let at = Moment::parse("2027-03-01T12:00:00Z").expect("a moment");
        let pitch = |name: &str| PitchId::new(name);
        let part = |name: &str| Part { pitch: pitch(name), said: None };
        let mut one = Regroup {
            id: RegroupId::new("r"),
            kind: Kind::Merge,
            round: RoundId::new("zuilen"),
            pitch: pitch("a"),
            reason: String::new(),
            names: [String::new(), String::new()],
            at,
            until: at.plus_minutes(60),
            by: Proposer::Group(pitch("a")),
            function: String::new(),
            ended: None,
            draft: None,
            parts: vec![part("a"), part("b")],
        };
        let versions = |a: &[u8], b: &[u8]| vec![(pitch("a"), Digest::of(a)), (pitch("b"), Digest::of(b))];
        let mark = one.mark(&versions(b"1", b"1"));
        let mut turned = versions(b"1", b"1");
        turned.reverse();
        assert_eq!(one.mark(&turned), mark);
        assert_ne!(one.mark(&versions(b"1", b"2")), mark);
        let other = Regroup { pitch: pitch("b"), ..one.clone() };
        assert_ne!(other.mark(&versions(b"1", b"1")), mark, "which one goes on is a part of it");
        assert!(!one.is_agreed(&mark));
        for part in &mut one.parts {
            part.said = Some(Said { is_yes: true, agreed: mark, at });
        }
        assert!(one.is_agreed(&mark) && !one.is_agreed(&one.mark(&versions(b"1", b"2"))));
        one.parts[1].said = Some(Said { is_yes: false, agreed: mark, at });
        assert!(!one.is_agreed(&mark) && one.said(&pitch("b"), &mark).is_some());
        assert!(one.is_open(one.until) && !one.is_open(one.until.plus_seconds(1)));
    }
}
