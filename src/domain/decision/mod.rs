//! Formal decisions (Dutch: besluiten) of the municipality about money, taken by mandate (Awb art. 10:3).

pub mod facts;
pub mod terms;

use std::fmt;

use jiff::civil::Date;

pub use facts::Facts;
pub use terms::Terms;

use super::digest::Digest;
use super::id::{AccountId, GrantId, ProposalId, RoundId};
use super::money::Cents;
use super::time::Moment;

/// What is decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DecisionKind {
    /// A grant is awarded (Dutch: verlening).
    Award,
    /// A request is refused (Dutch: afwijzing).
    Refusal,
    /// An award is taken back or changed (Dutch: intrekking).
    Revocation,
    /// What the recipient keeps (Dutch: vaststelling).
    Settlement,
    /// What the recipient must pay back (Dutch: terugvordering).
    Reclaim,
    /// On an objection (Dutch: beslissing op bezwaar).
    Objection,
    /// Money moves between areas, pots or years within the reserve.
    Transfer,
    /// What need not be paid back any more (Dutch: kwijtschelding, Awb art. 4:94a).
    WriteOff,
}

impl DecisionKind {
    /// Every kind with its name in the database and in published documents.
    pub const NAMES: [(DecisionKind, &'static str); 8] = [
        (DecisionKind::Award, "award"),
        (DecisionKind::Refusal, "refusal"),
        (DecisionKind::Revocation, "revocation"),
        (DecisionKind::Settlement, "settlement"),
        (DecisionKind::Reclaim, "reclaim"),
        (DecisionKind::Objection, "objection"),
        (DecisionKind::Transfer, "transfer"),
        (DecisionKind::WriteOff, "write-off"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        DecisionKind::NAMES.iter().find(|(kind, _)| *kind == self).expect("every kind has a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<DecisionKind> {
        DecisionKind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// The number of a decision, for letters and for the ledger: `2027-00041`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DecisionNumber(pub String);

impl DecisionNumber {
    /// The number of the decision that is `seq` in its year.
    pub fn of(year: i64, seq: u64) -> DecisionNumber {
        DecisionNumber(format!("{year}-{seq:05}"))
    }

    /// Reads a number as this service gives them.
    pub fn read(text: &str) -> Option<DecisionNumber> {
        let (year, seq) = text.split_once('-')?;
        let number = DecisionNumber::of(year.parse().ok()?, seq.parse().ok()?);
        (number.0 == text).then_some(number)
    }
}

impl fmt::Display for DecisionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A decision as it was taken. It is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its number: one row per calendar year, without gaps.
    pub number: DecisionNumber,
    /// What was decided.
    pub kind: DecisionKind,
    /// About which grant, where there is one.
    pub grant: Option<GrantId>,
    /// Of which round or standing round.
    pub round: RoundId,
    /// About which plan of the round, where it came from a vote.
    pub proposal: Option<ProposalId>,
    /// About which request, where it came from a standing round and there is no grant.
    pub request: Option<u64>,
    /// The sum that it is about, in cents.
    pub sum: Cents,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: AccountId,
    /// The function of who signed, as it was.
    pub function: String,
    /// The row of the mandate register that it rests on.
    pub mandate: u64,
    /// Why, for the applicant to read.
    pub reason: String,
    /// What its letter is made of, frozen.
    pub facts: Facts,
    /// SHA-256 of the stored facts.
    pub digest: Digest,
}

/// How a letter went out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// On paper.
    Post,
    /// By e-mail.
    Mail,
}

impl Means {
    /// Every means with its name in the database and in forms.
    pub const NAMES: [(Means, &'static str); 2] = [(Means::Post, "post"), (Means::Mail, "mail")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Means::NAMES.iter().find(|(means, _)| *means == self).expect("every means has a name").1
    }

    /// The means of this name.
    pub fn named(name: &str) -> Option<Means> {
        Means::NAMES.iter().find(|(_, known)| *known == name).map(|(means, _)| *means)
    }
}

/// That a letter was sent (Dutch: bekendmaking, Awb art. 3:41): from the day after it the term for objections runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sending {
    /// Of which decision.
    pub decision: DecisionNumber,
    /// The day on which it was sent.
    pub on: Date,
    /// How.
    pub means: Means,
    /// The last day for objections.
    pub objection_until: Date,
    /// When it was noted.
    pub at: Moment,
    /// By whom.
    pub by: AccountId,
    /// SHA-256 of the letter as it was sent.
    pub letter: Digest,
}
