//! What voting must do, in plain maps and with nothing of the program under test: who has which ballot, what
//! each ballot took the place of, how often a wrong change code was given.

use std::collections::BTreeMap;

/// On what somebody relies. Ballots are numbered in the order in which they were accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A code that no letter has.
    Stranger,
    /// The code of a letter.
    Code,
    /// That, and the change code of a ballot, or one that no ballot has.
    ChangeCode(Option<usize>),
    /// The page with the receipt of a ballot, or of one that never was.
    Visit(Option<usize>),
}

/// One sending.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sent {
    pub letter: usize,
    pub by: By,
    pub choice: usize,
    pub cast: usize,
}

/// Why a sending is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum No {
    Closed,
    UnknownCode,
    Voted,
    OtherSending,
    Replaced,
    WrongChangeCode,
    Locked,
    /// Something that the model never says.
    Other(String),
}

/// A ballot that was accepted at some time.
#[derive(Debug, Clone, Copy)]
pub struct Accepted {
    pub letter: usize,
    pub choice: usize,
    pub cast: usize,
    pub replaces: Option<usize>,
    pub voided: bool,
}

/// What a letter is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Letter {
    Good,
    Spare,
    Revoked,
}

/// How far the round is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    Open,
    Closed,
    Sealed,
}

/// The whole vote.
#[derive(Debug, Clone)]
pub struct Model {
    pub stage: Stage,
    pub letters: Vec<Letter>,
    pub accepted: Vec<Accepted>,
    /// The ballot that counts for each letter, and the wrong change codes given for it.
    pub counting: BTreeMap<usize, (usize, u64)>,
}

impl Model {
    /// A round with so many good letters and so many spare ones after them.
    pub fn new(good: usize, spare: usize) -> Model {
        let letters = [vec![Letter::Good; good], vec![Letter::Spare; spare]].concat();
        Model { stage: Stage::Open, letters, accepted: Vec::new(), counting: BTreeMap::new() }
    }

    /// What one sending gives: the number of the ballot on the receipt, or a refusal.
    pub fn send(&mut self, sent: Sent) -> Result<usize, No> {
        if self.stage != Stage::Open {
            return Err(No::Closed);
        }
        let Sent { letter, by, choice, cast } = sent;
        match (by, self.letters[letter]) {
            (By::Stranger, _) | (_, Letter::Spare) => return Err(No::UnknownCode),
            (_, Letter::Revoked) => return Err(No::Replaced),
            (_, Letter::Good) => {}
        }
        let under = self.counting.get(&letter).copied();
        let (ballot, wrong) = match (by, under) {
            (By::Stranger | By::Visit(_), None) => return Err(No::UnknownCode),
            (By::Code | By::ChangeCode(_), None) => return self.accept(sent, None),
            (_, Some(under)) => under,
        };
        if self.accepted[ballot].cast == cast {
            return if self.accepted[ballot].choice == choice { Ok(ballot) } else { Err(No::OtherSending) };
        }
        match by {
            By::Visit(pass) if pass == Some(ballot) => self.accept(sent, Some(ballot)),
            By::Stranger | By::Code | By::Visit(_) => Err(No::Voted),
            By::ChangeCode(_) if wrong >= 5 => Err(No::Locked),
            By::ChangeCode(typed) if typed == Some(ballot) => self.accept(sent, Some(ballot)),
            By::ChangeCode(_) => {
                self.counting.insert(letter, (ballot, wrong + 1));
                Err(No::WrongChangeCode)
            }
        }
    }

    fn accept(&mut self, sent: Sent, replaces: Option<usize>) -> Result<usize, No> {
        let Sent { letter, choice, cast, .. } = sent;
        self.accepted.push(Accepted { letter, choice, cast, replaces, voided: false });
        let number = self.accepted.len() - 1;
        self.counting.insert(letter, (number, 0));
        Ok(number)
    }

    /// Two people revoke a letter and perhaps make a spare one good; whether that can be.
    pub fn revoke(&mut self, letter: usize, by: Option<usize>) -> bool {
        let may = self.stage == Stage::Open
            && self.letters[letter] == Letter::Good
            && by.is_none_or(|by| self.letters[by] == Letter::Spare);
        if may {
            self.take_away(letter);
            by.into_iter().for_each(|by| self.letters[by] = Letter::Good);
        }
        may
    }

    /// A letter is no longer good, and its ballot does not count.
    pub fn take_away(&mut self, letter: usize) {
        self.letters[letter] = Letter::Revoked;
        if let Some((ballot, _)) = self.counting.remove(&letter) {
            self.accepted[ballot].voided = true;
        }
    }
}
