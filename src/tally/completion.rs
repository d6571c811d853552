//! Raising the endowment ("add1").
//!
//! Run Equal Shares at the first endowment, then again with one step more per voter, and again. The last
//! outcome within the budget stands when the next one would cost more, or when the stop rule is met.
//! Outcomes are not monotone in the endowment, so no run is skipped.
//!
//! *It ends.* Once each voter holds at least the price of the dearest supported project that fits the
//! budget alone, each supporter could pay any such project alone, unless it paid for others before.
//! Either all of them are bought, and the run ends here, or balances were spent; each further step adds
//! to every balance, and when each voter holds the sum of all those prices, all are bought. That outcome
//! is over budget or final. [`MAX_RUNS`] refuses a step so small that this takes too long.

use super::CountError;
use super::ballots::ProjectIndex;
use super::instance::Instance;
use super::outcome::{Purchase, spent};
use super::ratio::Ratio;
use super::rule::{Completion, EqualShares, ONE_UNIT, Start, Stop};
use super::rules::equal_shares::{self, Run};
use super::ties::{TieLog, TieOrder};

/// The most runs that raising the endowment may take. A real city round takes hundreds.
pub const MAX_RUNS: u64 = 100_000;

/// Equal Shares with its completion: the run that stands and its endowment.
pub fn shares_run(
    instance: &Instance,
    rule: &EqualShares,
    order: &TieOrder,
    ties: &mut TieLog,
) -> Result<(Run, Ratio), CountError> {
    let share = Ratio::of(instance.budget(), instance.voters().max(1));
    let mut run_with = |endowment: &Ratio| equal_shares::run(instance, rule.utility, endowment, order, ties);
    let (start, step, stop) = match rule.completion {
        Completion::None => return Ok((run_with(&share), share)),
        Completion::Add1(add1) => (add1.start, add1.step, add1.stop),
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
        if spent(&next.bought) > instance.budget() {
            return Ok((standing, endowment));
        }
        (standing, endowment) = (next, higher);
    }
    Err(CountError::StepTooSmall)
}

/// Whether no higher endowment is tried.
fn is_final(instance: &Instance, stop: Stop, bought: &[Purchase]) -> bool {
    let left = instance.budget() - spent(bought);
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
