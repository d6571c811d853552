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
use super::constraints::endowments;
use super::instance::Instance;
use super::outcome::Purchase;
use super::ratio::Ratio;
use super::rule::{Add1, Affordable, Completion, EqualShares, Start, Stop};
use super::rules::equal_shares::{Arithmetic, Engine};
use super::ties::{TieLog, TieOrder};

/// The most runs that raising the endowment may take. A real city round takes hundreds, one in forints
/// hundreds of thousands.
pub const MAX_RUNS: u64 = 10_000_000;

/// Equal Shares with its completion: what the run that stands bought, and its endowment.
pub fn shares(
    instance: &Instance,
    rule: &EqualShares,
    arithmetic: Arithmetic,
    order: &TieOrder,
    ties: &mut TieLog,
) -> Result<(Vec<Purchase>, Ratio), CountError> {
    let exact = endowments(instance);
    let raising = match rule.completion {
        Completion::None => None,
        Completion::Add1(add1) => {
            let once = add1.affordable == Affordable::CountOnce && everything_fits(instance);
            (!once).then_some(add1)
        }
    };
    let start = match raising {
        Some(Add1 { start: Start::Integral, .. }) => exact.integral(),
        Some(Add1 { start: Start::Exact, .. }) | None => exact,
    };
    let mut engine = Engine::new(instance, rule.utility, start, arithmetic);
    if !engine.run(0, order, ties) {
        unreachable!("the first endowments are not more than the budget together");
    }
    if let Some(add1) = raising {
        raise(instance, add1, &mut engine, order, ties)?;
    }
    Ok((engine.purchases(), engine.endowment()))
}

/// Raises until the stop rule is met, and ends with the run that stands in the engine.
fn raise(
    instance: &Instance,
    Add1 { step, stop, .. }: Add1,
    engine: &mut Engine,
    order: &TieOrder,
    ties: &mut TieLog,
) -> Result<(), CountError> {
    let goals = Goals::new(instance);
    let mut raised: u64 = 0;
    for _ in 0..MAX_RUNS {
        if step == 0 || goals.are_met(stop, &engine.bought()) {
            return Ok(());
        }
        let higher = raised.checked_add(step).ok_or(CountError::StepTooSmall)?;
        if !engine.run(higher, order, ties) {
            engine.run(raised, order, &mut TieLog::default());
            return Ok(());
        }
        raised = higher;
    }
    Err(CountError::StepTooSmall)
}

fn everything_fits(instance: &Instance) -> bool {
    let all: u128 = instance.projects().iter().map(|project| u128::from(project.cost)).sum();
    all <= instance.budget().into()
}

/// What can still be bought, to know when no higher endowment is tried.
struct Goals<'a> {
    instance: &'a Instance,
    /// Supported projects that fit the budget alone.
    supported: Vec<ProjectIndex>,
    /// All projects.
    all: Vec<ProjectIndex>,
}

impl Goals<'_> {
    fn new(instance: &Instance) -> Goals<'_> {
        let fits_alone = |p: &ProjectIndex| instance.project(*p).cost <= instance.budget();
        let supported = instance.indexes().filter(|&p| instance.votes(p) > 0).filter(fits_alone);
        Goals { instance, supported: supported.collect(), all: instance.indexes().collect() }
    }

    /// Whether no higher endowment is tried after this outcome.
    fn are_met(&self, stop: Stop, bought: &[ProjectIndex]) -> bool {
        let mut has = vec![false; self.all.len()];
        bought.iter().for_each(|&p| has[p as usize] = true);
        let cost = |p: ProjectIndex| self.instance.project(p).cost;
        let left = self.instance.budget() - bought.iter().map(|&p| cost(p)).sum::<u64>();
        let none_fits = |set: &[ProjectIndex]| !set.iter().any(|&p| !has[p as usize] && cost(p) <= left);
        let all_bought = self.supported.iter().all(|&p| has[p as usize]);
        match stop {
            Stop::OverBudget => all_bought,
            Stop::ExhaustiveSupported => none_fits(&self.supported),
            Stop::ExhaustiveAll => none_fits(&self.all) || all_bought,
        }
    }
}
