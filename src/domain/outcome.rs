//! The outcome of a round (Dutch: uitslag) as a published document: winners in the order in which they
//! were bought, what each other plan lacked, and the same ballots under the other rule beside it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::count_rule::CountRule;
use super::digest::Digest;
use super::id::{ProposalId, RoundId};
use super::money::Cents;
use super::rules::Rules;
use super::sealed::SealedBallots;
use crate::tally::explain::{Lack, explain};
use crate::tally::metrics::{self, Compare};
use crate::tally::ties::Tie;
use crate::tally::{CountError, Instance, Outcome, ProjectIndex, Ratio, Stage, count};

/// Version of the published form.
const FORMAT: &str = "schuifruimte-outcome/1";

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
    /// The part of the rule that bought it.
    pub bought_by: BoughtBy,
    /// Voters who paid for it from their share.
    pub payers: Option<u64>,
    /// The most that one of them paid.
    pub highest_payment: Option<ExactAmount>,
    /// What was left of the budget after it.
    pub left_after: Cents,
}

/// The part of a rule that buys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BoughtBy {
    /// From the shares of those who chose it.
    Shares,
    /// By the number of votes.
    Votes,
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
    /// What its supporters still held together, under Equal Shares.
    pub behind: Option<ExactAmount>,
    /// It would have won had it cost exactly this much less.
    pub short_by: Option<Cents>,
    /// It would have won with exactly so many more voters who choose it alone.
    pub supporters_needed: Option<u64>,
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
    /// Counts the sealed ballots of a round under its rules.
    pub fn compute(rules: &Rules, ballots: &SealedBallots) -> Result<OutcomeDocument, CountError> {
        let instance = ballots.instance(rules);
        let outcome = count(&instance, &rules.count.0)?;
        let plans = Plans { rules, instance: &instance };
        let cost = cents(outcome.cost());
        Ok(OutcomeDocument {
            format: FORMAT.to_string(),
            round: rules.round.clone(),
            rules: rules.fingerprint(),
            sealed: ballots.digest(),
            ballots: ballots.count(),
            blank: ballots.blank(),
            budget: rules.spendable(),
            count: rules.count.clone(),
            endowment: outcome.endowment.clone().map(ExactAmount),
            winners: plans.winners(&outcome),
            cost,
            left: rules.spendable().minus(cost).expect("a count never spends more than there is"),
            others: plans.others(explain(&instance, &rules.count.0, &outcome)?.lacks),
            ties: outcome.ties.iter().map(|tie| plans.tie(tie)).collect(),
            without_winner: metrics::without_winner(&instance, &outcome),
            comparison: plans.comparison(&outcome)?,
        })
    }

    /// The file.
    pub fn write(&self) -> Vec<u8> {
        super::certificate::pretty(self)
    }

    /// Reads the file; only what [`OutcomeDocument::write`] gives is such a file.
    pub fn parse(bytes: &[u8]) -> Option<OutcomeDocument> {
        let outcome: OutcomeDocument = serde_json::from_slice(bytes).ok()?;
        (outcome.format == FORMAT && outcome.write() == bytes).then_some(outcome)
    }
}

fn cents(amount: u64) -> Cents {
    Cents::from_unsigned(amount).expect("the engine counts with amounts that came from the rules")
}

/// The plans of the rules beside the projects of the engine.
struct Plans<'a> {
    rules: &'a Rules,
    instance: &'a Instance,
}

impl Plans<'_> {
    fn id(&self, project: ProjectIndex) -> ProposalId {
        self.rules.proposals[project as usize].id.clone()
    }

    fn amount(&self, project: ProjectIndex) -> Cents {
        self.rules.proposals[project as usize].amount
    }

    fn winners(&self, outcome: &Outcome) -> Vec<Winner> {
        let mut left = self.rules.spendable();
        let winner = |purchase: &crate::tally::Purchase| {
            let amount = self.amount(purchase.project);
            left = left.minus(amount).expect("a count never spends more than there is");
            let (bought_by, payment) = match &purchase.stage {
                Stage::Shares(payment) => (BoughtBy::Shares, Some(payment)),
                Stage::Free | Stage::Load(_) | Stage::Welfare => (BoughtBy::Shares, None),
                Stage::Greedy => (BoughtBy::Votes, None),
            };
            Winner {
                id: self.id(purchase.project),
                amount,
                votes: self.instance.votes(purchase.project),
                bought_by,
                payers: payment.map(|payment| payment.payers),
                highest_payment: payment.map(|payment| ExactAmount(payment.highest.clone())),
                left_after: left,
            }
        };
        outcome.purchases.iter().map(winner).collect()
    }

    fn others(&self, lacks: Vec<Lack>) -> Vec<Other> {
        let other = |lack: Lack| Other {
            id: self.id(lack.project),
            amount: self.amount(lack.project),
            votes: self.instance.votes(lack.project),
            behind: lack.behind.map(ExactAmount),
            short_by: lack.short_by.map(cents),
            supporters_needed: lack.supporters_needed,
        };
        let mut others: Vec<Other> = lacks.into_iter().map(other).collect();
        others.sort_by(|a, b| b.votes.cmp(&a.votes).then_with(|| a.id.cmp(&b.id)));
        others
    }

    fn tie(&self, tie: &Tie) -> TieMet {
        TieMet {
            purchase: u64::try_from(tie.round).expect("a count has few purchases"),
            tied: tie.tied.iter().map(|&project| self.id(project)).collect(),
            changes_outcome: tie.changes_outcome(),
        }
    }

    fn comparison(&self, outcome: &Outcome) -> Result<Comparison, CountError> {
        let rule = self.rules.count.counterpart();
        let other = count(self.instance, &rule.0)?;
        let preference = metrics::preference(self.instance, Compare::Satisfaction, outcome, &other);
        Ok(Comparison {
            count: rule,
            winners: other.winners().map(|project| self.id(project)).collect(),
            cost: cents(other.cost()),
            without_winner: metrics::without_winner(self.instance, &other),
            prefer_this: preference.first,
            prefer_other: preference.second,
        })
    }
}

/// An exact amount, written as a fraction of euros: `38` or `12345/200`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExactAmount(pub Ratio);

impl Serialize for ExactAmount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let euros = Ratio::new(self.0.numerator().clone(), self.0.denominator() * 100_u32);
        serializer.collect_str(&euros)
    }
}

impl<'de> Deserialize<'de> for ExactAmount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ExactAmount, D::Error> {
        let text = String::deserialize(deserializer)?;
        let (above, below) = text.split_once('/').unwrap_or((&text, "1"));
        let parts = (above.parse(), below.parse());
        match parts {
            (Ok(above), Ok(below)) if below != num_bigint::BigUint::ZERO => {
                let above: num_bigint::BigUint = above;
                Ok(ExactAmount(Ratio::new(above * 100_u32, below)))
            }
            _ => Err(serde::de::Error::custom("not an exact amount")),
        }
    }
}
