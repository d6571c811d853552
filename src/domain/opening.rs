//! The opening bundle: for each ballot that counts its letter's control number, its commitment, the random
//! bytes behind it, and the choices; and the salt of the sealed list. Made at the seal for auditors only. With it
//! they see that each entry in the log opens to one ballot of the sealed list, and count again also where the
//! ballots are not published. Together with the registrar's list of persons it would tell who voted for what, so
//! nobody may hold both.

use std::collections::BTreeMap;
use std::fmt;

use super::ballot::Ballot;
use super::control_number::ControlNumber;
use super::digest::{Digest, hex, unhex};
use super::rules::Rules;
use super::sealed::SealedBallots;

/// First word of the file.
pub const FORMAT: &str = "schuifruimte-opening/1";

/// How one commitment opens.
#[derive(Clone, PartialEq, Eq)]
pub struct Opening {
    /// The commitment in the log.
    pub commitment: Digest,
    /// The random bytes behind it.
    pub nonce: [u8; 32],
    /// The choices.
    pub ballot: Ballot,
}

impl fmt::Debug for Opening {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Opening({})", self.commitment)
    }
}

/// How every commitment that counts opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Openings {
    /// The salt of the sealed list.
    salt: Digest,
    /// By the number on the letter.
    ballots: BTreeMap<ControlNumber, Opening>,
}

/// Why an opening bundle does not show what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningError {
    /// The line, counted from 1; 0 for the whole.
    pub line: usize,
    /// What is wrong.
    pub reason: String,
}

impl OpeningError {
    fn at(line: usize, reason: impl Into<String>) -> OpeningError {
        OpeningError { line, reason: reason.into() }
    }
}

impl fmt::Display for OpeningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.reason),
            line => write!(f, "line {line}: {}", self.reason),
        }
    }
}

impl Openings {
    /// The openings of these ballots, whose sealed list has this salt.
    pub fn new(salt: Digest, ballots: BTreeMap<ControlNumber, Opening>) -> Openings {
        Openings { salt, ballots }
    }

    /// The file: a line with the round, the number of ballots and the salt of the sealed list, then one ballot a
    /// line, by control number.
    pub fn write(&self, rules: &Rules) -> String {
        let line = |(control, one): (&ControlNumber, &Opening)| {
            format!("{control} {} {} {}\n", one.commitment, hex(&one.nonce), one.ballot.canonical())
        };
        let lines: String = self.ballots.iter().map(line).collect();
        format!("{}{lines}", head(rules, self.ballots.len(), &self.salt))
    }

    /// Reads the file; only what [`Openings::write`] gives is such a file, and every commitment must open.
    pub fn parse(rules: &Rules, text: &str) -> Result<Openings, OpeningError> {
        let fingerprint = rules.fingerprint();
        let mut ballots = BTreeMap::new();
        for (line, text) in (2..).zip(text.lines().skip(1)) {
            let (control, opening) =
                parse_line(rules, text).ok_or(OpeningError::at(line, "this is not an opened ballot"))?;
            if opening.ballot.commitment(&fingerprint, control, &opening.nonce) != opening.commitment {
                return Err(OpeningError::at(line, "the commitment does not open to this ballot"));
            }
            if ballots.insert(control, opening).is_some() {
                return Err(OpeningError::at(line, format!("letter {control} stands here twice")));
            }
        }
        let first = text.lines().next().unwrap_or("");
        let salt = first.rsplit(' ').next().and_then(Digest::parse);
        let salt = salt.filter(|salt| first == head(rules, ballots.len(), salt).trim_end());
        let salt = salt.ok_or(OpeningError::at(
            1,
            format!("it does not name {}, the {} ballots below it and the salt", rules.round, ballots.len()),
        ))?;
        let openings = Openings { salt, ballots };
        if openings.write(rules) != text {
            return Err(OpeningError::at(0, "the ballots are not in the order of their control numbers"));
        }
        Ok(openings)
    }

    /// The sealed list that these ballots make, if they are exactly the ones that count by the log and exactly
    /// the ones behind the hash of the seal.
    pub fn check(
        &self,
        rules: &Rules,
        counting: &BTreeMap<ControlNumber, Digest>,
        sealed: &Digest,
    ) -> Result<SealedBallots, OpeningError> {
        if let Some(control) = counting.keys().find(|control| !self.ballots.contains_key(control)) {
            return Err(OpeningError::at(0, format!("the ballot of letter {control} is missing")));
        }
        for (line, (control, one)) in (2..).zip(&self.ballots) {
            if counting.get(control) != Some(&one.commitment) {
                let what = format!("this is not the ballot of letter {control} that counts by the log");
                return Err(OpeningError::at(line, what));
            }
        }
        let ballots = self.ballots.values().map(|one| one.ballot.clone()).collect();
        let list = SealedBallots::new(rules.round.clone(), self.salt, ballots);
        if list.digest() != *sealed {
            return Err(OpeningError::at(0, "these are not the ballots that were sealed"));
        }
        Ok(list)
    }
}

/// The first line.
fn head(rules: &Rules, ballots: usize, salt: &Digest) -> String {
    format!("{FORMAT} {} {ballots} {salt}\n", rules.round)
}

fn parse_line(rules: &Rules, text: &str) -> Option<(ControlNumber, Opening)> {
    let mut words = text.splitn(4, ' ');
    let control = ControlNumber::parse(words.next()?)?;
    let commitment = Digest::parse(words.next()?)?;
    let nonce = unhex(words.next()?)?.try_into().ok()?;
    let ballot = Ballot::parse(rules, words.next()?).ok()?;
    Some((control, Opening { commitment, nonce, ballot }))
}
