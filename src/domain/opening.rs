//! The opening bundle: for each ballot that counts its letter's control number, its commitment, the random
//! bytes behind it, and the choices. Made at the seal for auditors only. With it they see that each entry in the
//! log opens to one ballot of the sealed list; together with the registrar's list of persons it would tell who
//! voted for what, so nobody may hold both.

use std::collections::BTreeMap;
use std::fmt;

use super::ballot::Ballot;
use super::control_number::ControlNumber;
use super::digest::{Digest, hex, unhex};
use super::rules::Rules;
use super::sealed::SealedBallots;

/// First word of the file.
const FORMAT: &str = "schuifruimte-opening/1";

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

/// Why an opening bundle does not show what it should.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningError {
    /// The line, counted from 1; 0 for the whole.
    pub line: usize,
    /// What is wrong.
    pub reason: &'static str,
}

impl fmt::Display for OpeningError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(self.reason),
            line => write!(f, "line {line}: {}", self.reason),
        }
    }
}

/// The file: a line with the round and the number of ballots, then one ballot a line, by control number.
pub fn write(rules: &Rules, openings: &BTreeMap<ControlNumber, Opening>) -> String {
    let line = |(control, one): (&ControlNumber, &Opening)| {
        format!("{control} {} {} {}\n", one.commitment, hex(&one.nonce), one.ballot.canonical())
    };
    let lines: String = openings.iter().map(line).collect();
    format!("{FORMAT} {} {}\n{lines}", rules.round, openings.len())
}

/// Reads the file; only what [`write`] gives is such a file, and every commitment must open.
pub fn parse(rules: &Rules, text: &str) -> Result<BTreeMap<ControlNumber, Opening>, OpeningError> {
    let refuse = |line, reason| OpeningError { line, reason };
    let fingerprint = rules.fingerprint();
    let mut openings = BTreeMap::new();
    for (line, text) in (2..).zip(text.lines().skip(1)) {
        let (control, opening) =
            parse_line(rules, text).ok_or(refuse(line, "this is not an opened ballot"))?;
        if opening.ballot.commitment(&fingerprint, control, &opening.nonce) != opening.commitment {
            return Err(refuse(line, "the commitment does not open to this ballot"));
        }
        if openings.insert(control, opening).is_some() {
            return Err(refuse(line, "this letter stands here twice"));
        }
    }
    if write(rules, &openings) != text {
        return Err(refuse(1, "this is not the opening bundle of this round, or not in order"));
    }
    Ok(openings)
}

fn parse_line(rules: &Rules, text: &str) -> Option<(ControlNumber, Opening)> {
    let mut words = text.splitn(4, ' ');
    let control = ControlNumber::parse(words.next()?)?;
    let commitment = Digest::parse(words.next()?)?;
    let nonce = unhex(words.next()?)?.try_into().ok()?;
    let ballot = Ballot::parse(rules, words.next()?).ok()?;
    Some((control, Opening { commitment, nonce, ballot }))
}

/// Whether these are exactly the ballots that count by the log, and exactly the sealed ones.
pub fn check(
    openings: &BTreeMap<ControlNumber, Opening>,
    counting: &BTreeMap<ControlNumber, Digest>,
    sealed: &SealedBallots,
) -> Result<(), OpeningError> {
    let refuse = |reason| Err(OpeningError { line: 0, reason });
    let opened = openings.iter().map(|(control, one)| (control, &one.commitment));
    if !opened.eq(counting) {
        return refuse("these are not the ballots that count by the log");
    }
    let mut ballots: Vec<String> = openings.values().map(|one| one.ballot.canonical()).collect();
    ballots.sort();
    if ballots != sealed.canonical() {
        return refuse("these are not the ballots that were sealed");
    }
    Ok(())
}
