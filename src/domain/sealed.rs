//! The sealed list: all ballots of a round as choices only, sorted by content. Neither the letter nor
//! the order of casting can be read from it.

use std::fmt;

use super::ballot::{Ballot, BallotFault, Choice, Mark};
use super::digest::Digest;
use super::id::RoundId;
use super::rules::Rules;
use super::worth::Worth;
use crate::tally::{BallotKind, Ballots, Instance, Project, ProjectIndex};

/// First word of the list.
const FORMAT: &str = "schuifruimte-ballots/1";

/// The ballots of a round without their letters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedBallots {
    round: RoundId,
    /// Random, published with the ballots: the hash in the log shows nothing of ballots that are not.
    salt: Digest,
    ballots: Vec<Ballot>,
}

/// Why a list was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl fmt::Display for SealedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.reason)
    }
}

impl SealedBallots {
    /// Puts ballots in the order of their content.
    pub fn new(round: RoundId, salt: Digest, mut ballots: Vec<Ballot>) -> SealedBallots {
        ballots.sort_by_key(Ballot::canonical);
        SealedBallots { round, salt, ballots }
    }

    /// The ballots in order.
    pub fn ballots(&self) -> &[Ballot] {
        &self.ballots
    }

    /// What hides the list behind its hash.
    pub fn salt(&self) -> &Digest {
        &self.salt
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        u64::try_from(self.ballots.len()).expect("a length fits in 64 bits")
    }

    /// How many name no plan.
    pub fn blank(&self) -> u64 {
        let blank = self.ballots.iter().filter(|ballot| ballot.choices().next().is_none()).count();
        u64::try_from(blank).expect("a length fits in 64 bits")
    }

    /// The file `ballots.txt`: a line with the round, the number and the salt, then one ballot a line.
    pub fn write(&self) -> String {
        let mut text = head(&self.round, self.ballots.len(), &self.salt);
        for ballot in &self.ballots {
            text.push_str(&ballot.canonical());
            text.push('\n');
        }
        text
    }

    /// The canonical choices of each ballot in order.
    pub fn canonical(&self) -> Vec<String> {
        self.ballots.iter().map(Ballot::canonical).collect()
    }

    /// The fingerprint in the log.
    pub fn digest(&self) -> Digest {
        Digest::of(self.write().as_bytes())
    }

    /// Reads the file; only what [`SealedBallots::write`] gives is such a file.
    pub fn parse(rules: &Rules, text: &str) -> Result<SealedBallots, SealedError> {
        let refuse = |line, reason| SealedError { line, reason };
        let body = text.strip_suffix('\n').ok_or(refuse(1, "the file does not end with its last ballot"))?;
        let mut lines = body.split('\n');
        let first = lines.next().unwrap_or("");
        let mut ballots: Vec<Ballot> = Vec::new();
        let mut last = "";
        for (line, canonical) in (2..).zip(lines) {
            if line > 2 && canonical < last {
                return Err(refuse(line, "the ballots are not in order"));
            }
            last = canonical;
            ballots.push(Ballot::parse(rules, canonical).map_err(|fault| refuse(line, reason(&fault)))?);
        }
        let salt = first.rsplit(' ').next().and_then(Digest::parse);
        let salt = salt.filter(|salt| first == head(&rules.round, ballots.len(), salt).trim_end());
        let salt = salt.ok_or(refuse(
            1,
            "the first line does not name this round, the number of ballots and the salt",
        ))?;
        Ok(SealedBallots { round: rules.round.clone(), salt, ballots })
    }

    /// The election to count.
    pub fn instance(&self, rules: &Rules) -> Instance {
        let projects = rules
            .proposals
            .iter()
            .map(|proposal| Project { id: proposal.id.to_string(), cost: proposal.amount.unsigned() });
        let place = |choice: &Choice| {
            let place = rules.proposals.iter().position(|proposal| proposal.id == choice.plan);
            let place = place.and_then(|place| ProjectIndex::try_from(place).ok());
            place.expect("a ballot only names plans of its rules")
        };
        let pointed = |choice: &Choice| match choice.mark {
            Mark::Points(points) => {
                (place(choice), u32::try_from(points).expect("a plan has at most the most points there are"))
            }
            Mark::Chosen | Mark::Place(_) => (place(choice), 1),
        };
        let worth = rules.ballot.marking.worth();
        let mut all = Ballots::new(match worth {
            Worth::Votes => BallotKind::Approval,
            Worth::Points => BallotKind::Points,
            Worth::Places => BallotKind::Ranking,
        });
        for ballot in &self.ballots {
            match worth {
                // A ranking stands in the order of its places.
                Worth::Votes | Worth::Places => all.push(ballot.marked().iter().map(place)),
                Worth::Points => all.push_points(ballot.marked().iter().map(pointed)),
            }
        }
        let instance = Instance::build(rules.spendable().unsigned(), projects.collect(), all);
        instance.with_limits(rules.limits.on(&rules.proposals, rules.spendable()))
    }
}

/// The first line.
pub fn head(round: &RoundId, ballots: usize, salt: &Digest) -> String {
    format!("{FORMAT} {round} {ballots} {salt}\n")
}

fn reason(fault: &BallotFault) -> &'static str {
    match fault {
        BallotFault::TooFew { .. } => "the ballot names fewer plans than the rules ask",
        BallotFault::TooMany { .. } => "the ballot names more plans than the rules allow",
        BallotFault::Unknown => "the ballot names a plan that is not on the list, or not in order",
        BallotFault::Twice => "the ballot names a plan twice",
        BallotFault::OtherForm(_) => "the ballot has another form than the rules ask",
        BallotFault::OverCeiling { .. } => "the plans on the ballot cost more than the ceiling of the round",
        BallotFault::Theme { .. } => "the ballot names more plans of one theme than the rules allow",
        BallotFault::Each { .. } => "the ballot gives a plan no points, or more than one may have",
        BallotFault::TooManyPoints { .. } => "the ballot gives more points than there are",
        BallotFault::PointsLeft { .. } => "the ballot leaves points that the rules want divided",
        BallotFault::SamePlace { .. } | BallotFault::NoPlace { .. } => {
            "the places on the ballot do not follow each other"
        }
    }
}
