//! From sealed ballots to the document and the trace.

use std::fmt;

use super::pots;
use super::{
    BoughtBy, ExactAmount, ExactNumber, FORMAT, Other, OtherChoice, OutcomeDocument, PaidClass, Reason,
};
use super::{TieMet, Took, Winner};
use crate::domain::count_rule::CountRule;
use crate::domain::digest::Digest;
use crate::domain::id::ProposalId;
use crate::domain::lot::Draw;
use crate::domain::money::Cents;
use crate::domain::rules::Rules;
use crate::domain::sealed::SealedBallots;
use crate::domain::worth::Worth;
use crate::tally::explain::{self, Explanation, Lack, Thresholds, explain};
use crate::tally::metrics;
use crate::tally::ties::Tie;
use crate::tally::trace::{Bought, Decision, Trace, TraceError};
use crate::tally::{CountError, Instance, Outcome, ProjectIndex, Stage};

/// What a count gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The file `outcome.json`.
    pub outcome: OutcomeDocument,
    /// The file `trace.txt`; none where the ballots are not published, and none beside the first form.
    pub trace: Option<String>,
}

/// Why there is no outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountRefused {
    /// The winners depend on a tie between these plans that the rules leave open: a lot must be drawn.
    DrawRequired(Vec<ProposalId>),
    /// It cannot be counted.
    Count(CountError),
}

impl fmt::Display for CountRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CountRefused::DrawRequired(tied) => {
                let names: Vec<&str> = tied.iter().map(ProposalId::as_str).collect();
                write!(f, "the outcome depends on a tie that the rules leave open: {}", names.join(", "))
            }
            CountRefused::Count(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CountRefused {}

impl OutcomeDocument {
    /// Counts the sealed ballots of a round under its rules, with the lot that was drawn, if one was.
    pub fn compute(
        rules: &Rules,
        draw: Option<&Draw>,
        ballots: &SealedBallots,
    ) -> Result<Counted, CountRefused> {
        let search = |plans: &Plans<'_>, outcome: &Outcome| explain(plans.instance, &plans.rule.0, outcome);
        OutcomeDocument::counted(rules, draw, ballots, search)
    }

    fn counted(
        rules: &Rules,
        draw: Option<&Draw>,
        ballots: &SealedBallots,
        explain: impl FnOnce(&Plans<'_>, &Outcome) -> Result<Explanation, TraceError>,
    ) -> Result<Counted, CountRefused> {
        let instance = ballots.instance(rules);
        let plans = Plans { rules, draw, rule: rules.count_with(draw), instance: &instance };
        plans.count(ballots, |outcome| explain(&plans, outcome)).map_err(|error| match error {
            CountError::DrawRequired(tied) => CountRefused::DrawRequired(plans.ids(&tied)),
            other => CountRefused::Count(other),
        })
    }

    /// Counts again, to compare with a document that was fixed before; equal bytes are wanted.
    ///
    /// All is counted and told anew, but for two numbers of each plan that did not win: `short_by` and
    /// `supporters_needed` are not looked for again but confirmed. The plan wins with exactly that much and
    /// loses with one cent, or one voter, less; a number of which that is not true is left out here, so that the
    /// bytes differ. A number that the document does not give claims nothing, and nothing is counted for it.
    ///
    /// For a document of the first form the winners, who paid, the money, the voters without a winner and the
    /// comparison are counted again. Its advice to those who did not win (`behind`, `short_by`, `supporters_needed`)
    /// and its list of ties came from other explanations than those of this program, which look for thresholds in
    /// another order and list each tie once: they are taken over as they stand, and vouched for by the log alone.
    pub fn again(
        told: Option<&OutcomeDocument>,
        rules: &Rules,
        draw: Option<&Draw>,
        ballots: &SealedBallots,
    ) -> Result<Counted, CountRefused> {
        let confirmed = |plans: &Plans<'_>, outcome: &Outcome| {
            let thresholds = |project| plans.thresholds(told, project);
            explain::confirm(plans.instance, &plans.rule.0, outcome, thresholds)
        };
        let counted = OutcomeDocument::counted(rules, draw, ballots, confirmed)?;
        let Some(told) = told.filter(|told| told.is_of_the_first_form()) else { return Ok(counted) };
        let mut outcome = counted.outcome.in_the_first_form();
        outcome.ties = told.ties.clone();
        for other in &mut outcome.others {
            if let Some(stored) = told.others.iter().find(|stored| stored.id == other.id) {
                other.behind = stored.behind.clone();
                (other.short_by, other.supporters_needed) = (stored.short_by, stored.supporters_needed);
            }
        }
        Ok(Counted { outcome, trace: None })
    }
}

pub(super) fn cents(amount: u64) -> Cents {
    Cents::from_unsigned(amount).expect("the engine counts with amounts that came from the rules")
}

fn number(place: usize) -> u64 {
    u64::try_from(place).expect("a count has few purchases")
}

/// The plans of the rules beside the projects of the engine.
pub(super) struct Plans<'a> {
    pub rules: &'a Rules,
    pub draw: Option<&'a Draw>,
    /// How is counted: the rule of the round, and the lot.
    pub rule: CountRule,
    pub instance: &'a Instance,
}

impl Plans<'_> {
    pub(super) fn id(&self, project: ProjectIndex) -> ProposalId {
        self.rules.proposals[project as usize].id.clone()
    }

    /// Points or places that a plan got together, where the rule adds these up.
    fn score(&self, project: ProjectIndex) -> Option<u64> {
        match self.rule.worth() {
            Worth::Votes => None,
            worth @ (Worth::Points | Worth::Places) => Some(worth.score_of(self.instance, project)),
        }
    }

    pub(super) fn ids(&self, projects: &[ProjectIndex]) -> Vec<ProposalId> {
        projects.iter().map(|&project| self.id(project)).collect()
    }

    /// The thresholds that a document of the newer form gives for a plan; none where it does not tell of it.
    fn thresholds(&self, told: Option<&OutcomeDocument>, project: ProjectIndex) -> Thresholds {
        let id = &self.rules.proposals[project as usize].id;
        let told = told.filter(|told| !told.is_of_the_first_form());
        let other = told.and_then(|told| told.others.iter().find(|other| other.id == *id));
        other.map_or(Thresholds::default(), |other| Thresholds {
            short_by: other.short_by.map(Cents::unsigned),
            supporters_needed: other.supporters_needed,
        })
    }

    fn count(
        &self,
        ballots: &SealedBallots,
        explain: impl FnOnce(&Outcome) -> Result<Explanation, TraceError>,
    ) -> Result<Counted, CountError> {
        let (rules, instance) = (self.rules, self.instance);
        let outcome = self.decided()?;
        let told = explain(&outcome)?;
        let shown = rules.publishes_ballots(ballots.count());
        let trace = shown.then(|| told.trace.write());
        let cost = cents(outcome.cost());
        let (comparison, side_by_side) = self.beside(&outcome)?;
        let mut document = OutcomeDocument {
            format: FORMAT.to_string(),
            round: rules.round.clone(),
            rules: rules.fingerprint(),
            sealed: ballots.digest(),
            trace: trace.as_ref().map(|trace| Digest::of(trace.as_bytes())),
            draw: self.draw.map(|draw| Digest::of(&draw.write())),
            ballots: ballots.count(),
            blank: ballots.blank(),
            budget: rules.spendable(),
            count: self.rule.clone(),
            endowment: outcome.endowment.clone().map(ExactAmount),
            winners: self.winners(&outcome, &told.trace),
            cost,
            left: rules.spendable().minus(cost).expect("a count never spends more than there is"),
            others: self.others(&outcome, told.lacks, &told.trace),
            ties: outcome.ties.iter().map(|tie| self.tie(tie)).collect(),
            without_winner: metrics::without_winner(instance, &outcome),
            comparison,
            side_by_side: Some(side_by_side),
            measures: shown.then(|| self.measured(&outcome)),
        };
        if !shown {
            keep_back(&mut document);
        }
        Ok(Counted { outcome: document, trace })
    }

    fn winners(&self, outcome: &Outcome, trace: &Trace) -> Vec<Winner> {
        let winner = |(purchase, bought): (&crate::tally::Purchase, &Bought)| {
            let (bought_by, payment) = match &purchase.stage {
                Stage::Shares(payment) => (BoughtBy::Shares, Some(payment)),
                Stage::Free => (BoughtBy::Free, None),
                Stage::Load(_) => (BoughtBy::Load, None),
                Stage::Welfare => (BoughtBy::Welfare, None),
                Stage::Greedy => (BoughtBy::Votes, None),
            };
            let paid = match &bought.decision {
                Decision::Shares(paid) => Some(paid),
                Decision::Free
                | Decision::Score(_)
                | Decision::Load(_)
                | Decision::Welfare(_)
                | Decision::Told => None,
            };
            Winner {
                id: self.id(purchase.project),
                amount: cents(bought.amount),
                votes: self.instance.votes(purchase.project),
                score: self.score(purchase.project),
                bought_by,
                payers: payment.map(|payment| payment.payers),
                highest_payment: payment.map(|payment| ExactAmount(payment.highest.clone())),
                left_after: cents(bought.left),
                round: Some(number(bought.round)),
                effective_votes: paid.map(|paid| ExactNumber(paid.effective_votes.clone())),
                paid: paid.map(|paid| classes(paid.floors())).unwrap_or_default(),
                held: held(trace, purchase.project),
            }
        };
        outcome.purchases.iter().zip(trace.bought()).map(winner).collect()
    }

    fn others(&self, outcome: &Outcome, lacks: Vec<Lack>, trace: &Trace) -> Vec<Other> {
        let other = |lack: Lack| Other {
            id: self.id(lack.project),
            amount: self.rules.proposals[lack.project as usize].amount,
            votes: self.instance.votes(lack.project),
            score: self.score(lack.project),
            short_by: lack.short_by.map(cents),
            supporters_needed: lack.supporters_needed,
            reason: Some(self.reason(outcome, &lack)),
            took_most: lack.took_most().map(|taken| Took {
                round: number(taken.round),
                id: self.id(taken.project),
                amount: ExactAmount(taken.amount.clone()),
            }),
            held: held(trace, lack.project),
            behind: lack.behind.map(ExactAmount),
        };
        let mut others: Vec<Other> = lacks.into_iter().map(other).collect();
        let counted = |one: &Other| one.score.unwrap_or(one.votes);
        others.sort_by(|a, b| counted(b).cmp(&counted(a)).then_with(|| a.id.cmp(&b.id)));
        others
    }

    fn reason(&self, outcome: &Outcome, lack: &Lack) -> Reason {
        match &lack.reason {
            explain::Reason::NoSupport => Reason::NoSupport,
            // No threshold in rules says it better.
            _ if self.instance.votes(lack.project) == 0 => Reason::NoSupport,
            explain::Reason::OverBudget(by) => Reason::OverBudget { by: cents(*by) },
            explain::Reason::TooFew { counted, least } => {
                Reason::TooFew { counted: u64::try_from(*counted).unwrap_or(u64::MAX), least: *least }
            }
            explain::Reason::Limits => self.limited(outcome, lack.project),
            explain::Reason::HeldTooLittle => Reason::HeldTooLittle,
            explain::Reason::NoRoom { left, short } => {
                Reason::NoRoom { left: cents(*left), short: cents(*short) }
            }
            explain::Reason::Ended { left } => Reason::Ended { left: cents(*left) },
            explain::Reason::LostTie(to) => Reason::LostTie { to: self.id(*to) },
            explain::Reason::NotChosen => Reason::NotChosen,
        }
    }

    fn limited(&self, outcome: &Outcome, project: ProjectIndex) -> Reason {
        let plan = |project: ProjectIndex| &self.rules.proposals[project as usize];
        let bought: Vec<_> =
            outcome.purchases.iter().map(|one| (plan(one.project), cents(one.amount))).collect();
        pots::reason(self.rules, plan(project), &bought)
    }

    fn tie(&self, tie: &Tie) -> TieMet {
        TieMet {
            purchase: number(tie.round),
            tied: self.ids(&tie.tied),
            changes_outcome: tie.changes_outcome(),
            others: tie
                .others
                .iter()
                .flatten()
                .map(|other| OtherChoice {
                    id: self.id(other.project),
                    joins: self.ids(&other.joins),
                    leaves: self.ids(&other.leaves),
                })
                .collect(),
        }
    }
}

/// Classes that paid the same to the cent become one.
fn classes(paid: impl Iterator<Item = (u64, u64)>) -> Vec<PaidClass> {
    let mut classes: Vec<PaidClass> = Vec::new();
    for (voters, each) in paid {
        let each = cents(each);
        match classes.last_mut() {
            Some(last) if last.each == each => last.voters += voters,
            _ => classes.push(PaidClass { voters, each }),
        }
    }
    classes
}

fn held(trace: &Trace, project: ProjectIndex) -> Vec<Cents> {
    let cents = |held: &crate::tally::Ratio| Cents::from_unsigned(held.floor()).unwrap_or(Cents::MAX);
    trace.held(project).iter().map(cents).collect()
}

/// What follows single ballots stays inside when the ballots do.
fn keep_back(document: &mut OutcomeDocument) {
    for winner in &mut document.winners {
        winner.paid.clear();
        winner.held.clear();
    }
    for other in &mut document.others {
        other.took_most = None;
        other.held.clear();
    }
}
