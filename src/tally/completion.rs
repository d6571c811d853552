//! Raising the endowment ("add1").
//!
//! Run Equal Shares at the first endowment, then again with one step more per voter, and again. The last
//! outcome within the budget stands when the next one would cost more, or when the stop rule is met.
//! Outcomes are not monotone in the endowment, so no run is skipped.
//!
//! *It ends.* Once each voter holds what all projects that take part cost together, nobody ever runs out,
//! and a higher endowment gives the same outcome: raising ends there at the latest, whatever the stop rule.
//! It also ends when each supported project is bought, or kept out by a limit. [`MAX_RUNS`] refuses a step so
//! small that this takes too long.

use super::CountError;
use super::ballots::ProjectIndex;
use super::constraints::{Guard, endowments};
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
    let (mut engine, _) = settled(instance, rule, arithmetic, order, ties)?;
    Ok((engine.purchases(), engine.endowment()))
}

/// The same without who paid what: what the run that stands bought, its endowment, and in how many runs it was
/// found.
pub fn bought(
    instance: &Instance,
    rule: &EqualShares,
    order: &TieOrder,
) -> Result<(Vec<ProjectIndex>, Ratio, u64), CountError> {
    let (engine, runs) = settled(instance, rule, Arithmetic::Swift, order, &mut TieLog::default())?;
    Ok((engine.bought(), engine.endowment(), runs))
}

/// The run that stands, in its engine, and how many runs there were.
fn settled<'a>(
    instance: &'a Instance,
    rule: &EqualShares,
    arithmetic: Arithmetic,
    order: &TieOrder,
    ties: &mut TieLog,
) -> Result<(Engine<'a>, u64), CountError> {
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
    engine.buy_free(order, ties);
    if !engine.run(0, order, ties) {
        unreachable!("the first endowments are not more than the budget together");
    }
    let runs = match raising {
        Some(add1) => raise(instance, add1, &mut engine, order, ties)?,
        None => 1,
    };
    Ok((engine, runs))
}

/// Raises until the stop rule is met, and ends with the run that stands in the engine; how many runs there were.
fn raise(
    instance: &Instance,
    Add1 { step, stop, .. }: Add1,
    engine: &mut Engine,
    order: &TieOrder,
    ties: &mut TieLog,
) -> Result<u64, CountError> {
    let goals = Goals::new(instance, engine.wanted());
    let mut pace = Pace::default();
    let mut raised: u64 = 0;
    for runs in 1..=MAX_RUNS {
        let richer_than_all = u128::from(engine.least()) >= goals.enough;
        if step == 0 || richer_than_all || goals.are_met(stop, &engine.bought()) {
            return Ok(runs);
        }
        // Not as far as to where the poorest holds enough: raising must end there and not beyond.
        let below_enough = goals.enough.saturating_sub(u128::from(engine.least()) + 1) / u128::from(step);
        let skipped = engine.steps().min(u64::try_from(below_enough).unwrap_or(u64::MAX));
        engine.repeat_ties(ties, skipped);
        raised = step
            .checked_mul(skipped)
            .and_then(|by| raised.checked_add(by))
            .ok_or(CountError::StepTooSmall)?;
        let higher = raised.checked_add(step).ok_or(CountError::StepTooSmall)?;
        engine.watch(pace.next(skipped).then_some(step));
        if !engine.run(higher, order, ties) {
            engine.watch(None);
            engine.run(raised, order, &mut TieLog::default());
            return Ok(runs + 2);
        }
        raised = higher;
    }
    Err(CountError::StepTooSmall)
}

/// When a run looks how far it can be raised: again at once where that let runs be skipped, and ever more
/// rarely where it did not.
#[derive(Default)]
struct Pace {
    watched: bool,
    pause: u32,
    waited: u32,
}

/// The longest pause between two looks, in runs.
const LONGEST_PAUSE: u32 = 64;

impl Pace {
    /// Whether the next run looks, after the last let `skipped` runs be skipped.
    fn next(&mut self, skipped: u64) -> bool {
        if skipped > 0 {
            self.pause = 0;
        } else if self.watched {
            self.pause = (self.pause * 2 + 1).min(LONGEST_PAUSE);
        }
        self.watched = self.waited >= self.pause;
        self.waited = if self.watched { 0 } else { self.waited + 1 };
        self.watched
    }
}

/// Whether all projects that take part fit the budget together.
pub fn everything_fits(instance: &Instance) -> bool {
    let limits = instance.limits();
    let share = limits.min_share.map_or(0, |share| share.at_least(instance.voters()));
    let needed = limits.min_votes.max(share);
    let costs = instance.indexes().filter(|&p| instance.votes(p) >= needed).map(|p| instance.project(p).cost);
    let all: u128 = costs.filter(|&cost| cost <= instance.budget()).map(u128::from).sum();
    all <= instance.budget().into()
}

/// What can still be bought, to know when no higher endowment is tried.
struct Goals<'a> {
    instance: &'a Instance,
    /// Projects that take part and are worth something to somebody.
    supported: Vec<ProjectIndex>,
    /// Projects that take part.
    all: Vec<ProjectIndex>,
    /// What the supported cost together: who holds this can pay for everything alone, so that a higher
    /// endowment changes nothing.
    enough: u128,
}

impl Goals<'_> {
    fn new(instance: &Instance, supported: Vec<ProjectIndex>) -> Goals<'_> {
        let fits_alone = |p: &ProjectIndex| instance.project(*p).cost <= instance.budget();
        let enough = supported.iter().map(|&p| u128::from(instance.project(p).cost)).sum();
        Goals { instance, supported, all: instance.indexes().filter(fits_alone).collect(), enough }
    }

    /// Whether no higher endowment is tried after this outcome.
    fn are_met(&self, stop: Stop, bought: &[ProjectIndex]) -> bool {
        let mut guard = Guard::new(self.instance);
        let mut has = vec![false; self.instance.projects().len()];
        let mut left = self.instance.budget();
        for &project in bought {
            guard.buy(project);
            has[project as usize] = true;
            left -= self.instance.project(project).cost;
        }
        let open = |p: &&ProjectIndex| !has[**p as usize] && guard.allows(**p);
        let fits = |p: &ProjectIndex| self.instance.project(*p).cost <= left;
        let mut supported = self.supported.iter().filter(open).peekable();
        let done = supported.peek().is_none();
        match stop {
            Stop::OverBudget => done,
            Stop::ExhaustiveSupported => !supported.any(fits),
            Stop::ExhaustiveAll => done || !self.all.iter().filter(open).any(fits),
        }
    }
}
