//! Codes that no letter has: how many of them are chance, and what is done when it is more than that. Typing errors are
//! found by the check symbol before this, so whoever comes here had a code of another round, or guesses.

use super::digest::Digest;
use super::id::RoundId;
use super::voting_code::VotingCode;

/// A code that was tried in a round, as it is counted: under a key, so that what is counted tells no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Guess {
    /// The round.
    pub round: Digest,
    /// The first symbols of the code in the round: who saw a part of a letter guesses the rest.
    pub start: Digest,
    /// The same from one client.
    pub here: Digest,
}

impl Guess {
    /// What is counted of a code that came from a client.
    pub fn of(key: &[u8; 32], round: &RoundId, code: &VotingCode, client: &[u8]) -> Guess {
        let mark = |kind: &[u8], parts: &[&[u8]]| {
            // Each part with its length, so that none runs into the next.
            let length =
                |part: &[u8]| u64::try_from(part.len()).expect("a length fits in 64 bits").to_be_bytes();
            let told: Vec<u8> = parts.iter().flat_map(|part| [&length(part), *part].concat()).collect();
            Digest::of_parts(&[b"schuifruimte-guess/1\0", key, kind, b"\0", &told])
        };
        let (round, start) = (round.as_str().as_bytes(), code.start().as_bytes());
        Guess {
            round: mark(b"round", &[round]),
            start: mark(b"start", &[round, start]),
            here: mark(b"here", &[round, start, client]),
        }
    }
}

/// What is counted, with how often it may be in how many minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Codes that begin alike, from everywhere. Above it, who tried one of them gets no further try.
    Start,
    /// The same, when they come from so many places that this does not end it. Above it nobody gets a try at a code that
    /// begins so; the desk replaces a letter that others saw.
    StartAnywhere,
    /// Codes in a round. Above it each code waits a moment before it is looked at.
    Round,
}

impl Bound {
    /// How often at most.
    pub fn most(self) -> i64 {
        match self {
            Bound::Start => 20,
            Bound::StartAnywhere => 60,
            Bound::Round => 100,
        }
    }

    /// In how many minutes.
    pub fn minutes(self) -> i64 {
        match self {
            Bound::Start | Bound::StartAnywhere => 60,
            Bound::Round => 10,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_that_begin_alike_are_counted_together_and_no_others() {
        let round = RoundId::new("zuilen");
        let code = |values: [u32; 15]| VotingCode::from_values(values);
        let of = |key: u8, round: &RoundId, last: u32, client: &[u8]| {
            Guess::of(&[key; 32], round, &code([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, last]), client)
        };
        let one = of(7, &round, 15, b"a");
        assert_eq!(one, of(7, &round, 16, b"a"));
        assert_ne!(one.start, of(8, &round, 15, b"a").start, "under a key");
        assert_ne!(one.start, of(7, &RoundId::new("ondiep"), 15, b"a").start);
        assert_ne!(one.here, of(7, &round, 15, b"b").here);
        assert_eq!(one.start, of(7, &round, 15, b"b").start);
        let other = Guess::of(&[7; 32], &round, &code([2; 15]), b"a");
        assert_ne!(one.start, other.start);
        assert_eq!(one.round, other.round);
        assert!(one.round != one.start && one.start != one.here);
    }
}
