//! What people say about a plan until the vote begins (talk; Dutch: gesprek): questions, points for and against, remarks, and
//! the answers of its group. Whoever has a mail address takes part under a name of choice; nothing here ranks anything (S47).
//! What the office takes off stays told, with the reason, and another officer looks at it again when its writer asks.

pub mod contribution;

use super::digest::Digest;
use super::id::{AccountId, CommentId, PitchId};
use super::moderation::Ground;
use super::pitch::{Event, Pitch, State};
use super::round::{Origin, Phase, Round};
use super::time::Moment;

/// Longest question, remark or answer, in characters.
pub const MAX_WORDS: usize = 1_500;
/// Longest point for or against.
pub const MAX_POINT: usize = 300;
/// Most comments about one plan, answers included.
pub const MOST_COMMENTS: u64 = 5_000;
/// Most answers to one comment.
pub const MOST_ANSWERS: u64 = 5;
/// Comments on one page.
pub const PER_PAGE: u64 = 25;

/// What a comment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CommentKind {
    /// Something that the group can answer.
    Question,
    /// Anything else.
    Remark,
    /// What speaks for the plan, shortly.
    For,
    /// What speaks against it.
    Against,
    /// Of its group, to one of these.
    Answer,
    /// Of an organisation that supports the plan, in one line (S59). It is no vote, and counted with nothing.
    Endorsement,
}

impl CommentKind {
    /// The kinds that people come with.
    pub const TYPED: [CommentKind; 4] =
        [CommentKind::Question, CommentKind::Remark, CommentKind::For, CommentKind::Against];

    /// Every kind with its name in the database, in forms and in texts.
    pub const NAMES: [(CommentKind, &'static str); 6] = [
        (CommentKind::Question, "question"),
        (CommentKind::Remark, "remark"),
        (CommentKind::For, "for"),
        (CommentKind::Against, "against"),
        (CommentKind::Answer, "answer"),
        (CommentKind::Endorsement, "endorsement"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        CommentKind::NAMES.iter().find(|(kind, _)| *kind == self).expect("every kind has a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<CommentKind> {
        CommentKind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }

    /// The kind of this name that people come with: an answer is not among them.
    pub fn typed(name: &str) -> Option<CommentKind> {
        CommentKind::named(name).filter(|kind| CommentKind::TYPED.contains(kind))
    }

    /// Its longest words, in characters.
    pub fn most(self) -> usize {
        match self {
            CommentKind::For | CommentKind::Against => MAX_POINT,
            CommentKind::Endorsement => contribution::MAX_ENDORSEMENT,
            CommentKind::Question | CommentKind::Remark | CommentKind::Answer => MAX_WORDS,
        }
    }
}

/// Who speaks. It is shown with every comment, so that nobody takes one for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Someone with a mail address.
    Resident,
    /// The group of the plan.
    Group,
    /// The contact of a social-brokerage organisation, which comments and decides nothing (S10, S56).
    Smo,
    /// An organisation that supports the plan.
    Organisation,
}

impl Side {
    /// Every side with its name in the database and in texts.
    pub const NAMES: [(Side, &'static str); 4] = [
        (Side::Resident, "resident"),
        (Side::Group, "group"),
        (Side::Smo, "smo"),
        (Side::Organisation, "organisation"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Side::NAMES.iter().find(|(side, _)| *side == self).expect("every side has a name").1
    }

    /// The side of this name.
    pub fn named(name: &str) -> Option<Side> {
        Side::NAMES.iter().find(|(_, known)| *known == name).map(|(side, _)| *side)
    }
}

/// Whether everyone may read a comment that was placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// At once.
    Free,
    /// Not before an officer looked at it.
    Waits,
    /// An officer let it in.
    Shown,
    /// The same, of a partner: an organisation in the register of social-brokerage organisations (S10).
    Partner,
    /// An officer did not let it in.
    Refused,
}

impl Entry {
    /// Whether everyone reads it.
    pub fn is_in(self) -> bool {
        matches!(self, Entry::Free | Entry::Shown | Entry::Partner)
    }
}

/// Something that somebody said about a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Random.
    pub id: CommentId,
    /// About which plan.
    pub pitch: PitchId,
    /// What it is.
    pub kind: CommentKind,
    /// To what, for an answer.
    pub parent: Option<CommentId>,
    /// Who speaks.
    pub side: Side,
    /// Under which name.
    pub name: String,
    /// What it says; empty once it is gone.
    pub words: String,
    /// Who was signed in to write it, as in the staff log; empty for who came by mail.
    pub by: String,
    /// Who typed it at the desk for its group.
    pub desk: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// When it was taken back, or its time had come.
    pub gone: Option<Moment>,
    /// Whether an officer let it in, where one has to; and whether that organisation is a partner: one in the register of
    /// social-brokerage organisations.
    pub entry: Entry,
    /// Why the office took it off, where it stands so.
    pub withheld: Option<(Ground, String)>,
}

impl Comment {
    /// The fingerprint of what a comment says, which stays when its words go.
    pub fn digest(name: &str, words: &str) -> Digest {
        Digest::of_parts(&[b"schuifruimte-comment/1\0", name.as_bytes(), b"\0", words.as_bytes()])
    }

    /// Whether everyone reads its words.
    pub fn is_shown(&self) -> bool {
        self.gone.is_none() && self.withheld.is_none() && self.entry.is_in()
    }
}

/// In which order comments stand: by time, as the reader chooses, and never by what others think of them (S47).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The newest first.
    Newest,
    /// The oldest first.
    Oldest,
}

impl Order {
    /// Every order with its name in addresses and in texts.
    pub const NAMES: [(Order, &'static str); 2] = [(Order::Newest, "nieuw"), (Order::Oldest, "oud")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Order::NAMES.iter().find(|(order, _)| *order == self).expect("every order has a name").1
    }

    /// The order of this name; the newest first where there is none.
    pub fn named(name: &str) -> Order {
        Order::NAMES.iter().find(|(_, known)| *known == name).map_or(Order::Newest, |(order, _)| *order)
    }
}

/// How much was said about a plan, by kind, without what was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counts(pub Vec<(CommentKind, u64)>);

impl Counts {
    /// How many of a kind.
    pub fn of(&self, kind: CommentKind) -> u64 {
        self.0.iter().find(|(known, _)| *known == kind).map_or(0, |(_, count)| *count)
    }

    /// How many that are no answers.
    pub fn all(&self) -> u64 {
        self.0.iter().filter(|(kind, _)| CommentKind::TYPED.contains(kind)).map(|(_, count)| count).sum()
    }
}

/// Whether people talk about the plans of a round: from the first plan until the vote begins. Who votes should not have to
/// follow what is said meanwhile, and no group has to answer while others campaign.
pub fn is_on(round: &Round) -> bool {
    let before_vote = match round.phase {
        Phase::Propose | Phase::Check | Phase::Ready => true,
        Phase::Draft
        | Phase::Open
        | Phase::Closed
        | Phase::Sealed
        | Phase::Counted
        | Phase::Proposed
        | Phase::Certified
        | Phase::Final
        | Phase::Cancelled => false,
    };
    round.origin == Origin::Vote && before_vote
}

/// How far people talk about a plan that was sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Open {
    /// In full.
    Full,
    /// It was refused, and another officer looks again: more people can support it and its group can answer.
    SecondLook,
    /// It was refused: what was said can be read.
    Read,
    /// It goes on in another plan: what was said can be read.
    Merged,
}

impl Open {
    /// How far it is about a plan; `asked` is the request for a second look that nobody decided about. Nothing of what was never
    /// sent in or was taken back.
    pub fn of(pitch: &Pitch, asked: Option<&Event>) -> Option<Open> {
        pitch.submitted?;
        match (pitch.state, asked) {
            (State::Draft | State::Withdrawn, _) => None,
            (State::Submitted | State::Incomplete | State::Admissible, _) => Some(Open::Full),
            (State::NotAdmitted, Some(_)) => Some(Open::SecondLook),
            (State::NotAdmitted, None) => Some(Open::Read),
            (State::Merged, _) => Some(Open::Merged),
        }
    }

    /// Whether people say something new, or are called to a meeting.
    pub fn takes_words(self) -> bool {
        match self {
            Open::Full => true,
            Open::SecondLook | Open::Read | Open::Merged => false,
        }
    }

    /// Whether people and organisations support it, and its group answers.
    pub fn takes_support(self) -> bool {
        match self {
            Open::Full | Open::SecondLook => true,
            Open::Read | Open::Merged => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_read_back_and_nobody_types_an_answer() {
        for (kind, name) in CommentKind::NAMES {
            assert_eq!(CommentKind::named(name), Some(kind));
            assert_eq!(CommentKind::typed(name).is_some(), CommentKind::TYPED.contains(&kind));
        }
        for (side, name) in Side::NAMES {
            assert_eq!(Side::named(name), Some(side));
        }
        assert_eq!(Order::named("steun"), Order::Newest, "there is no order by what others think");
        assert_ne!(Comment::digest("ab", "c"), Comment::digest("a", "bc"));
    }
}
