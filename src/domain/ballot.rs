//! Ballots (Dutch: stembiljet): one valid set of choices, and the commitment to it.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::control_number::ControlNumber;
use super::digest::Digest;
use super::id::ProposalId;
use super::rules::Rules;

/// How many plans a ballot may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotForm {
    /// At least so many; 0 allows a blank ballot.
    pub min: u64,
    /// At most so many.
    pub max: u64,
}

/// A ballot that follows the rules of its round. It shows its choices only when asked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ballot {
    choices: BTreeSet<ProposalId>,
}

/// Why choices are not a ballot. Nothing is ever corrected silently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BallotFault {
    /// Fewer plans than the rules ask.
    TooFew {
        /// The least.
        min: u64,
    },
    /// More plans than the rules allow.
    TooMany {
        /// The most.
        max: u64,
    },
    /// A plan that is not on the list.
    Unknown,
    /// The same plan twice.
    Twice,
}

impl fmt::Debug for Ballot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ballot(***)")
    }
}

impl Ballot {
    /// A ballot of these choices, if the rules allow it.
    pub fn new(rules: &Rules, choices: &[ProposalId]) -> Result<Ballot, BallotFault> {
        let set: BTreeSet<ProposalId> = choices.iter().cloned().collect();
        if set.len() != choices.len() {
            return Err(BallotFault::Twice);
        }
        if set.iter().any(|choice| rules.proposal(choice).is_none()) {
            return Err(BallotFault::Unknown);
        }
        let count = u64::try_from(set.len()).expect("a length fits in 64 bits");
        let BallotForm { min, max } = rules.ballot;
        if count < min {
            return Err(BallotFault::TooFew { min });
        }
        if count > max {
            return Err(BallotFault::TooMany { max });
        }
        Ok(Ballot { choices: set })
    }

    /// The chosen plans in the order of their ids.
    pub fn choices(&self) -> impl Iterator<Item = &ProposalId> {
        self.choices.iter()
    }

    /// The one text of this ballot: the ids between commas. Ids hold no comma.
    pub fn canonical(&self) -> String {
        self.choices.iter().map(ProposalId::as_str).collect::<Vec<_>>().join(",")
    }

    /// Reads a canonical text under the rules it was cast under.
    pub fn parse(rules: &Rules, canonical: &str) -> Result<Ballot, BallotFault> {
        let ids = canonical.split(',').filter(|id| !id.is_empty()).map(ProposalId::new);
        let ballot = Ballot::new(rules, &ids.collect::<Vec<_>>())?;
        if ballot.canonical() == canonical { Ok(ballot) } else { Err(BallotFault::Unknown) }
    }

    /// The commitment that stands in the log: it fixes the ballot and shows nothing of it. The control
    /// number makes it unique for each letter, the nonce hides the choices.
    pub fn commitment(&self, rules: &Digest, control: ControlNumber, nonce: &[u8; 32]) -> Digest {
        Digest::of_parts(&[
            b"pb-ballot-v1\0",
            rules.bytes(),
            control.to_string().as_bytes(),
            nonce,
            self.canonical().as_bytes(),
        ])
    }
}
