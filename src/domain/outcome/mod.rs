//! The outcome of a round (Dutch: uitslag) as a published document: winners in the order in which they
//! were bought and who paid for them, why each other plan did not win, and the same ballots under other
//! rules beside it.
//!
//! *Formats.* `schuifruimte-outcome/2` is `/1` with fields added: what the document does not say, it leaves
//! out, so that a document of either form is written as it was read. Rounds that were counted under the first
//! form stay as they are; [`OutcomeDocument::again`] tells how they are counted again.
//!
//! *What a round in totals only keeps back.* Its ballots are not published, and no list or trace from which
//! they could be put together: no [`OutcomeDocument::trace`], no classes of payers, no money followed from
//! purchase to purchase, and no [`OutcomeDocument::measures`].

mod beside;
mod counting;
mod exact;
mod lots;
mod pots;
mod story;

use serde::{Deserialize, Serialize};

use super::count_rule::CountRule;
use super::digest::Digest;
use super::id::{ProposalId, RoundId};
use super::money::Cents;

pub use counting::{CountRefused, Counted};
pub use exact::{ExactAmount, ExactNumber};
pub use story::{Column, Measured, Objection, OtherChoice, PaidClass, Portion, Reason, Support, Took};

/// The first form.
const FIRST: &str = "schuifruimte-outcome/1";
/// The form of a new document.
const FORMAT: &str = "schuifruimte-outcome/2";

/// The file `outcome.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeDocument {
    /// Version of the form.
    pub format: String,
    /// Which round.
    pub round: RoundId,
    /// Fingerprint of its rules.
    pub rules: Digest,
    /// SHA-256 of the sealed list of ballots.
    pub sealed: Digest,
    /// SHA-256 of `trace.txt`, the story of the count; since the second form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trace: Option<Digest>,
    /// SHA-256 of `draw.json`, where a lot was drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub draw: Option<Digest>,
    /// Ballots counted, blank ones included.
    pub ballots: u64,
    /// Blank ballots.
    pub blank: u64,
    /// What could be spent.
    pub budget: Cents,
    /// How it was counted.
    pub count: CountRule,
    /// What each voter held in the run that stands, under Equal Shares.
    pub endowment: Option<ExactAmount>,
    /// The plans that won, in the order in which they were bought.
    pub winners: Vec<Winner>,
    /// What they cost together.
    pub cost: Cents,
    /// What is left.
    pub left: Cents,
    /// The plans that did not win, most votes first.
    pub others: Vec<Other>,
    /// Every tie met.
    pub ties: Vec<TieMet>,
    /// Voters of whom no chosen plan won, blank ballots included.
    pub without_winner: u64,
    /// The same ballots under the other rule.
    pub comparison: Comparison,
    /// The rules side by side, that of the round first; since the second form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub side_by_side: Option<Vec<Column>>,
    /// What the outcome means for the voters; since the second form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Measured>,
}

/// A plan that won.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Winner {
    /// Which plan.
    pub id: ProposalId,
    /// What it costs.
    pub amount: Cents,
    /// Ballots that name it.
    pub votes: u64,
    /// Points or places that it got together; left out where the rule adds up votes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u64>,
    /// The part of the rule that bought it.
    pub bought_by: BoughtBy,
    /// Voters who paid for it from their share.
    pub payers: Option<u64>,
    /// The most that one of them paid.
    pub highest_payment: Option<ExactAmount>,
    /// What was left of the budget after it.
    pub left_after: Cents,
    /// The purchase, from 1; since the second form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<u64>,
    /// The amount divided by the highest payment; since the second form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effective_votes: Option<ExactNumber>,
    /// Who paid what, the lowest payment first; since the second form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paid: Vec<PaidClass>,
    /// What those who chose it held together, rounded down to the cent: at the start, then after each
    /// purchase from shares before this one; since the second form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Cents>,
}

/// The part of a rule that buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BoughtBy {
    /// From the shares of those who chose it.
    Shares,
    /// By the number of votes, or the score that the rule counts.
    Votes,
    /// It costs nothing and somebody chose it.
    Free,
    /// Because it raised the highest load of a voter least.
    Load,
    /// As part of the set that is worth most.
    Welfare,
}

/// A plan that did not win. What cannot be said truly is not said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Other {
    /// Which plan.
    pub id: ProposalId,
    /// What it costs.
    pub amount: Cents,
    /// Ballots that name it.
    pub votes: u64,
    /// Points or places that it got together; left out where the rule adds up votes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u64>,
    /// What its supporters still held together, under Equal Shares.
    pub behind: Option<ExactAmount>,
    /// It would have won had it cost exactly this much less, and not at one cent less of a discount; where
    /// it is left out, nothing is claimed.
    pub short_by: Option<Cents>,
    /// It would have won with exactly so many more voters who choose it alone (and give it one point), and not with one fewer; where
    /// it is left out, nothing is claimed.
    pub supporters_needed: Option<u64>,
    /// The last thing that kept it out; since the second form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The purchase that took most from those who chose it, while they could still pay; since the second form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub took_most: Option<Took>,
    /// What those who chose it held together, rounded down to the cent: at the start, then after each
    /// purchase from shares; since the second form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<Cents>,
}

/// A tie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TieMet {
    /// The purchase at which it was met, from 1.
    pub purchase: u64,
    /// The tied plans in the declared order; the first was chosen.
    pub tied: Vec<ProposalId>,
    /// Whether another choice would have given other winners; `None` when not tried.
    pub changes_outcome: Option<bool>,
    /// What each other choice would have changed, where it was tried; since the second form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<OtherChoice>,
}

/// The same ballots under another rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Comparison {
    /// The other rule.
    pub count: CountRule,
    /// Its winners in order.
    pub winners: Vec<ProposalId>,
    /// What they cost together.
    pub cost: Cents,
    /// Voters of whom no chosen plan won under it.
    pub without_winner: u64,
    /// Voters with more winners under the rule of the round.
    pub prefer_this: u64,
    /// Voters with more winners under the other rule.
    pub prefer_other: u64,
}

impl OutcomeDocument {
    /// The file.
    pub fn write(&self) -> Vec<u8> {
        super::certificate::pretty(self)
    }

    /// Reads the file, of either form; only what [`OutcomeDocument::write`] gives is such a file.
    pub fn parse(bytes: &[u8]) -> Option<OutcomeDocument> {
        let outcome: OutcomeDocument = serde_json::from_slice(bytes).ok()?;
        (outcome.says_what_its_form_says() && outcome.write() == bytes).then_some(outcome)
    }

    /// What voters gave a plan; `None` for a plan of which it does not tell.
    pub fn support(&self, plan: &ProposalId) -> Option<Support> {
        let winners = self.winners.iter().map(|one| (&one.id, one.votes, one.score));
        let mut all = winners.chain(self.others.iter().map(|one| (&one.id, one.votes, one.score)));
        all.find(|(id, ..)| *id == plan).map(|(_, votes, score)| Support { votes, score })
    }

    /// Whether this is a document of the first form.
    pub fn is_of_the_first_form(&self) -> bool {
        self.format == FIRST
    }

    fn says_what_its_form_says(&self) -> bool {
        match self.format.as_str() {
            FIRST => *self == self.clone().in_the_first_form(),
            FORMAT => self.side_by_side.is_some() && self.others.iter().all(|other| other.reason.is_some()),
            _ => false,
        }
    }

    /// The same without what the second form added.
    pub fn in_the_first_form(mut self) -> OutcomeDocument {
        self.format = FIRST.to_string();
        (self.trace, self.side_by_side, self.measures) = (None, None, None);
        for winner in &mut self.winners {
            if winner.bought_by != BoughtBy::Votes {
                winner.bought_by = BoughtBy::Shares;
            }
            (winner.round, winner.effective_votes, winner.score) = (None, None, None);
            winner.paid.clear();
            winner.held.clear();
        }
        for other in &mut self.others {
            (other.reason, other.took_most, other.score) = (None, None, None);
            other.held.clear();
        }
        self.ties.iter_mut().for_each(|tie| tie.others.clear());
        self
    }
}
