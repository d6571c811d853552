//! Paper ballots (Dutch: papieren stembiljetten). A paper carries the code of a letter and numbers of plans; two people
//! enter it without seeing what the other one typed, and only what two people typed alike goes to the ballot box.
//!
//! Until then an entry lies locked under the key of the ballots, as long as any other, with the code as its keyed hash.
//! When the ballot is in the box, or the paper is rejected, the entries are gone: what remains is a number in a stack and
//! how it ended. A paper that is no ballot is a line with the class of the reason; nothing is mended.

use super::ballot::Choice;
use super::digest::Digest;
use super::id::{AccountId, PaperBatchId, PaperId};
use super::proposal::Proposal;
use super::rules::Rules;
use super::time::Moment;

/// The most papers in one stack.
pub const MAX_PAPERS: u64 = 500;
/// The most numbers that are read off one paper.
pub const MAX_NUMBERS: usize = 100;
/// The highest number that is read off a paper.
const MAX_NUMBER: u64 = 999;
/// So long is what is locked away of each entry.
const LENGTH: usize = 512;

/// When papers were handed in, as whoever takes them in says. Before the last moment of the vote nobody is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandedIn {
    /// Before the last moment.
    InTime,
    /// After it: they do not count.
    TooLate,
}

/// A stack of papers (Dutch: stapel) as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Batch {
    /// Which stack.
    pub id: PaperBatchId,
    /// Its number within the round.
    pub number: u64,
    /// How many papers it has.
    pub papers: u64,
    /// Whether it was handed in after the last moment.
    pub late: bool,
    /// Who took it in.
    pub received_by: AccountId,
    /// When.
    pub received_at: Moment,
}

/// A paper in a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    /// Which paper. Random.
    pub id: PaperId,
    /// Its stack.
    pub batch: PaperBatchId,
    /// Its number within the stack.
    pub number: u64,
    /// How far it is.
    pub state: State,
    /// Why it does not count.
    pub reason: Option<Rejection>,
    /// Why the first two entries differed, by the third person.
    pub dispute: Option<Dispute>,
    /// Who entered it, in order.
    pub by: Vec<AccountId>,
}

/// Declares an enum whose cases have names.
macro_rules! named {
    ($(#[$doc:meta])* $name:ident, $count:literal, $what:literal, { $($(#[$case_doc:meta])* $case:ident = $text:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[$case_doc])* $case),* }

        impl $name {
            #[doc = concat!("Every ", $what, " with its name in the database and in forms.")]
            pub const NAMES: [($name, &'static str); $count] = [$(($name::$case, $text)),*];

            /// Its name.
            pub fn name(self) -> &'static str {
                $name::NAMES.iter().find(|(one, _)| *one == self).expect("every case has a name").1
            }

            #[doc = concat!("The ", $what, " of this name.")]
            pub fn named(name: &str) -> Option<$name> {
                $name::NAMES.iter().find(|(_, known)| *known == name).map(|(one, _)| *one)
            }
        }
    };
}

named! {
    /// How far a paper is.
    State, 6, "state", {
        /// Nobody entered it yet.
        Waiting = "waiting",
        /// One person entered it.
        Once = "once",
        /// Two people entered the same, and it is on its way to the box.
        Equal = "equal",
        /// Two people entered different things; a third one looks.
        Differs = "differs",
        /// It is in the box.
        Cast = "cast",
        /// It does not count.
        Rejected = "rejected",
    }
}

named! {
    /// What two people saw in the place of a ballot.
    Mark, 4, "mark", {
        /// It cannot be read.
        Unreadable = "unreadable",
        /// There is no code on it.
        NoCode = "no-code",
        /// What stands in the place of the code is none.
        BadCode = "bad-code",
        /// The stack has no paper of this number.
        Missing = "missing",
    }
}

named! {
    /// Why a paper does not count: a class, so that nothing of a ballot is written down.
    Rejection, 16, "reason", {
        /// It names more plans than a ballot may.
        TooMany = "too-many",
        /// It names fewer plans than a ballot must.
        TooFew = "too-few",
        /// Its plans cost more than there is, where they may not.
        OverCeiling = "over-ceiling",
        /// It names more plans of one theme than it may.
        Theme = "theme",
        /// It names a plan twice.
        Twice = "twice",
        /// It names a number that no plan has.
        Unknown = "unknown",
        /// It cannot be read.
        Unreadable = "unreadable",
        /// There is no code on it.
        NoCode = "no-code",
        /// What stands in the place of the code is none.
        BadCode = "bad-code",
        /// No letter has the code.
        NoLetter = "no-letter",
        /// The letter has a ballot.
        Voted = "voted",
        /// The letter was revoked.
        Revoked = "revoked",
        /// The stack has no paper of this number.
        Missing = "missing",
        /// It was handed in after the last moment.
        Late = "late",
        /// It was not entered before the close.
        Unentered = "unentered",
        /// The vote was stopped.
        Stopped = "stopped",
    }
}

named! {
    /// Why two entries of a paper differed.
    Dispute, 3, "cause", {
        /// One of the two mistyped.
        Typing = "typing",
        /// The paper is hard to read.
        Handwriting = "handwriting",
        /// One of the two had another paper in hand.
        OtherPaper = "other-paper",
    }
}

impl Mark {
    /// Why a paper with this mark does not count.
    pub fn rejection(self) -> Rejection {
        match self {
            Mark::Unreadable => Rejection::Unreadable,
            Mark::NoCode => Rejection::NoCode,
            Mark::BadCode => Rejection::BadCode,
            Mark::Missing => Rejection::Missing,
        }
    }
}

impl State {
    /// Whether nothing more happens to it.
    pub fn is_final(self) -> bool {
        matches!(self, State::Cast | State::Rejected)
    }
}

/// What one person read off a paper. It shows nothing of itself.
#[derive(Clone, PartialEq, Eq)]
pub enum Entry {
    /// A code and numbers of plans.
    Ballot {
        /// The keyed hash of the code.
        code: Digest,
        /// The numbers as they stand there, in ascending order.
        numbers: Vec<u64>,
    },
    /// No ballot.
    Mark(Mark),
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entry(***)")
    }
}

/// The numbers that were typed, with spaces or commas between them; `None` when something else stands there, or too much.
pub fn read_numbers(typed: &str) -> Option<Vec<u64>> {
    let parts = typed.split(|sign: char| sign.is_whitespace() || matches!(sign, ',' | ';' | '.' | '+'));
    let mut numbers = Vec::new();
    for part in parts.filter(|part| !part.is_empty()) {
        let number = part.parse().ok().filter(|number| (1..=MAX_NUMBER).contains(number))?;
        numbers.push(number);
    }
    numbers.sort_unstable();
    (numbers.len() <= MAX_NUMBERS).then_some(numbers)
}

impl Entry {
    /// What is locked away: as long as that of any other entry.
    pub fn bytes(&self) -> Vec<u8> {
        let text = match self {
            Entry::Ballot { code, numbers } => {
                let numbers: Vec<String> = numbers.iter().map(u64::to_string).collect();
                format!("{code} {}", numbers.join(","))
            }
            Entry::Mark(mark) => format!("- {}", mark.name()),
        };
        let mut bytes = text.into_bytes();
        bytes.resize(LENGTH, b' ');
        bytes
    }

    /// Reads what was locked away.
    pub fn parse(bytes: &[u8]) -> Option<Entry> {
        let text = std::str::from_utf8(bytes).ok()?.trim_end_matches(' ');
        let (code, rest) = text.split_once(' ').unwrap_or((text, ""));
        if code == "-" {
            return Mark::named(rest).map(Entry::Mark);
        }
        Some(Entry::Ballot { code: Digest::parse(code)?, numbers: read_numbers(rest)? })
    }
}

/// The plans in the order of their numbers on paper: from 1, in an order that follows from the fingerprint of the rules,
/// the same on every paper. Nobody chooses it, and everybody can compute it again.
pub fn numbered(rules: &Rules) -> Vec<&Proposal> {
    let fingerprint = rules.fingerprint();
    let mut plans: Vec<&Proposal> = rules.proposals.iter().collect();
    plans.sort_by_key(|plan| {
        Digest::of_parts(&[b"schuifruimte-paper/1\0", fingerprint.bytes(), plan.id.as_str().as_bytes()])
    });
    plans
}

/// What the numbers on a paper choose; `None` when a number belongs to no plan.
pub fn choices(rules: &Rules, numbers: &[u64]) -> Option<Vec<Choice>> {
    let plans = numbered(rules);
    let plan = |number: &u64| {
        let place = usize::try_from(*number).ok()?.checked_sub(1)?;
        plans.get(place).map(|plan| Choice::from(plan.id.clone()))
    };
    numbers.iter().map(plan).collect()
}

/// What a machine reads off the paper: for which round it is, and under which rules its numbers were drawn.
pub fn round_mark(rules: &Rules) -> String {
    let fingerprint = rules.fingerprint().to_string();
    format!("SCHUIFRUIMTE-PAPER/1 {} {}", rules.round, &fingerprint[..16])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_read_back_and_are_of_one_length() {
        let ballot = |numbers: &[u64]| Entry::Ballot { code: Digest::of(b"code"), numbers: numbers.to_vec() };
        let most = Entry::Ballot { code: Digest::of(b"x"), numbers: vec![MAX_NUMBER; MAX_NUMBERS] };
        for entry in [ballot(&[1, 4]), ballot(&[]), ballot(&[2, 2]), most, Entry::Mark(Mark::Unreadable)] {
            let bytes = entry.bytes();
            assert_eq!(bytes.len(), LENGTH);
            assert!(Entry::parse(&bytes) == Some(entry));
        }
        assert!(Entry::parse(b"- nothing").is_none());
    }

    #[test]
    fn numbers_are_read_as_people_type_them() {
        assert_eq!(read_numbers(" 12, 3 7;7"), Some(vec![3, 7, 7, 12]));
        assert_eq!(read_numbers(""), Some(Vec::new()), "a blank paper");
        for typed in ["0", "x", "3-4", "1000", "-1"] {
            assert_eq!(read_numbers(typed), None, "{typed}");
        }
        assert_eq!(read_numbers(&"1 ".repeat(MAX_NUMBERS + 1)), None);
    }
}
