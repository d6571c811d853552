//! A whole count: Equal Shares with a rising endowment, then greedy with what is left; or greedy alone.
//!
//! *Raising the endowment ("add1").* Run Equal Shares at the first endowment, then again with one step
//! more per voter, and again. The last outcome within the budget stands when the next one would cost
//! more, or when the stop rule is met. Outcomes are not monotone in the endowment, so no run is skipped.
//!
//! *It ends.* Once each voter holds at least the price of the dearest supported project that fits the
//! budget alone, each supporter could pay any such project alone, unless it paid for others before.
//! Either all of them are bought, and the run ends here, or balances were spent; each further step adds
//! to every balance, and when each voter holds the sum of all those prices, all are bought. That outcome
//! is over budget or final. [`MAX_RUNS`] refuses a step so small that this takes too long.

use crate::tally::CountError;

use super::instance::{Instance, ProjectIndex};
use super::outcome::{Outcome, Purchase};
use super::ratio::Ratio;
use super::rule::{Completion, EqualShares, Method, ONE_UNIT, Rule, Start, Stop, Then};
use super::rules::equal_shares::{self, Purse, Run};
use super::rules::greedy;
use super::ties::{Tie, TieOrder};

/// The most runs that raising the endowment may take. A real city round takes hundreds.
pub const MAX_RUNS: u64 = 100_000;

/// The most other orders that are tried to learn whether ties mattered.
const MAX_TIE_TRIALS: usize = 500;

/// Counts an election.
pub fn count(instance: &Instance, rule: &Rule) -> Result<Outcome, CountError> {
    let order = TieOrder::new(instance, &rule.ties);
    let counted = count_in_order(instance, &rule.method, &order)?;
    let mut outcome = counted.outcome;
    outcome.ties = judge_ties(instance, &rule.method, &order, &outcome, counted.ties)?;
    Ok(outcome)
}

/// A count before its ties are judged.
pub struct Counted {
    /// The outcome, its list of ties still empty.
    pub outcome: Outcome,
    /// What voters have left of their shares; `None` for greedy.
    pub purse: Option<Purse>,
    ties: TieLog,
}

/// Counts with this order of tied projects.
pub fn count_in_order(instance: &Instance, method: &Method, order: &TieOrder) -> Result<Counted, CountError> {
    let mut ties = TieLog::default();
    let (mut purchases, endowment, purse) = match method {
        Method::Greedy(_) => (Vec::new(), None, None),
        Method::EqualShares(shares) => {
            let (run, endowment) = shares_run(instance, shares, order, &mut ties)?;
            (run.bought, Some(endowment), Some(run.purse))
        }
    };
    let greedy = match method {
        Method::Greedy(greedy) | Method::EqualShares(EqualShares { then: Then::Greedy(greedy), .. }) => {
            Some(greedy)
        }
        Method::EqualShares(EqualShares { then: Then::None, .. }) => None,
    };
    if let Some(greedy) = greedy {
        greedy::select(instance, greedy, order, &mut purchases, &mut ties);
    }
    Ok(Counted { outcome: Outcome { purchases, endowment, ties: Vec::new() }, purse, ties })
}

/// Equal Shares with its completion: the run that stands and its endowment.
fn shares_run(
    instance: &Instance,
    rule: &EqualShares,
    order: &TieOrder,
    ties: &mut TieLog,
) -> Result<(Run, Ratio), CountError> {
    let share = Ratio::of(instance.budget(), instance.voters().max(1));
    let mut run_with = |endowment: &Ratio| equal_shares::run(instance, rule.utility, endowment, order, ties);
    let (start, step, stop) = match rule.completion {
        Completion::None => return Ok((run_with(&share), share)),
        Completion::Add1 { start, step, stop } => (start, step, stop),
    };
    let mut endowment = match start {
        Start::Exact => share,
        Start::Integral => Ratio::whole(share.floor() / ONE_UNIT * ONE_UNIT),
    };
    let mut standing = run_with(&endowment);
    for _ in 0..MAX_RUNS {
        if step == 0 || is_final(instance, stop, &standing.bought) {
            return Ok((standing, endowment));
        }
        let higher = endowment.plus(step);
        let next = run_with(&higher);
        if spent(instance, &next.bought) > instance.budget() {
            return Ok((standing, endowment));
        }
        (standing, endowment) = (next, higher);
    }
    Err(CountError::StepTooSmall)
}

fn spent(instance: &Instance, bought: &[Purchase]) -> u64 {
    bought.iter().map(|purchase| instance.project(purchase.project).cost).sum()
}

/// Whether no higher endowment is tried.
fn is_final(instance: &Instance, stop: Stop, bought: &[Purchase]) -> bool {
    let left = instance.budget() - spent(instance, bought);
    let is_left = |p: &ProjectIndex| bought.iter().all(|purchase| purchase.project != *p);
    let fits = |p: &ProjectIndex| instance.project(*p).cost <= left;
    let supported = |p: &ProjectIndex| instance.votes(*p) > 0;
    let fits_alone = |p: &ProjectIndex| instance.project(*p).cost <= instance.budget();
    let mut rest = instance.indexes().filter(is_left);
    match stop {
        Stop::OverBudget => !rest.any(|p| supported(&p) && fits_alone(&p)),
        Stop::ExhaustiveSupported => !rest.any(|p| supported(&p) && fits(&p)),
        Stop::ExhaustiveAll => {
            let rest: Vec<ProjectIndex> = rest.collect();
            !rest.iter().any(fits) || !rest.iter().any(|p| supported(p) && fits_alone(p))
        }
    }
}

/// The ties met so far, each set of projects once.
#[derive(Debug, Default)]
pub struct TieLog {
    met: Vec<Tie>,
}

impl TieLog {
    /// Records a tie: the round, the endowment of the run, the tied projects in the declared order.
    pub fn met(&mut self, round: usize, endowment: Option<&Ratio>, tied: &[ProjectIndex]) {
        if self.met.iter().all(|known| known.tied != tied) {
            let endowment = endowment.cloned();
            self.met.push(Tie { round, endowment, tied: tied.to_vec(), changes_outcome: None });
        }
    }
}

/// Tries, for each tie, every other of its projects in the first place.
fn judge_ties(
    instance: &Instance,
    method: &Method,
    order: &TieOrder,
    outcome: &Outcome,
    log: TieLog,
) -> Result<Vec<Tie>, CountError> {
    let winners = outcome.winner_set();
    let mut ties = log.met;
    let mut trials = 0;
    for tie in &mut ties {
        let others = tie.tied.len() - 1;
        if trials + others > MAX_TIE_TRIALS {
            continue;
        }
        trials += others;
        let mut changes = false;
        for &other in &tie.tied[1..] {
            let order = order.with_before(other, tie.tied[0]);
            changes |= count_in_order(instance, method, &order)?.outcome.winner_set() != winners;
        }
        tie.changes_outcome = Some(changes);
    }
    Ok(ties)
}
