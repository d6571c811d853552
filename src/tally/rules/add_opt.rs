//! Raising the endowment of Exact Equal Shares from breakpoint to breakpoint ("add-opt").
//!
//! *Definition.* Run Exact Equal Shares with budget / voters. Find the smallest rise of the endowment with
//! which the run would go otherwise, raise it by that, run again. `best` goes on until nothing can change any
//! more and keeps, of the outcomes within the budget, the first that spends most; `first-over` keeps the
//! outcome before the first one over budget; `exhaustive` also ends when no supported project fits in what
//! is left; `skip` is `first-over` with rises for projects only that the last outcome did not buy.
//!
//! *Source.* S. Kraiczy, I. Robinson, E. Elkind: Streamlining Equal Shares (2025, arXiv 2502.11797); `best` is
//! the form of pabutools, the others are those of the authors.
//!
//! *The smallest rise.* While a run goes as it went (the same purchases by the same payers in the same
//! order), a higher endowment adds the same to every balance in every round. In a round the run goes otherwise
//! only when some project has more payers than it had there and with them comes before the one that was
//! chosen there: by a larger gain, or by an equal one and the declared order (the chosen one itself with more
//! payers has a larger gain; where nothing was chosen, anything comes before it). For `k` payers to be
//! able to pay, the `k`-th richest supporter must hold price / `k`: the rise is price / `k` less that balance. The
//! smallest over all rounds, projects and `k` is where the run first goes otherwise.
//!
//! *No breakpoint is missed*, though not every `k` and round is looked at. Of the supporters in a class of equal
//! balance the last gives the lowest price / `k` and the largest gain, so only the ends of classes count. And
//! for one project and `k` the first round in which `k` payers are enough has the smallest rise, as balances
//! fall from round to round; so a later round only matters when fewer payers are enough there.
//!
//! *It ends.* Every breakpoint is price / `k` plus payments of one voter, each a price / `k` again; of such sums
//! there are finitely many, and each jump goes to a larger one. [`MAX_RUNS`] refuses an election for which this takes
//! too long.

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::exact_equal_shares::{self, Above, Run, Standing, Worth, buyable};
use crate::tally::CountError;
use crate::tally::ProjectIndex;
use crate::tally::completion::MAX_RUNS;
use crate::tally::constraints::Guard;
use crate::tally::instance::Instance;
use crate::tally::outcome::{Purchase, spent};
use crate::tally::ratio::Ratio;
use crate::tally::rule::{AddOpt, ExactEqualShares};
use crate::tally::ties::{TieLog, TieOrder};

/// Nobody holds more than budget / voters in the first run.
const FIRST: &str = "the first run is within the budget";

/// Exact Equal Shares with its completion: the run that stands and its endowment.
pub fn exact_shares_run(
    instance: &Instance,
    rule: &ExactEqualShares,
    order: &TieOrder,
    ties: &mut TieLog,
) -> Result<(Run, Ratio), CountError> {
    let worth = Worth::of(rule.utility)?;
    let mut endowment = Ratio::of(instance.budget(), instance.voters().max(1));
    let Some(form) = rule.add_opt else {
        let run = exact_equal_shares::run(instance, worth, &endowment, (order, ties), |_| ());
        return Ok((run, endowment));
    };
    let mut kept: Option<(Run, Ratio)> = None;
    for _ in 0..MAX_RUNS {
        let mut rises = Rises::new(instance, worth, order);
        let run = exact_equal_shares::run(instance, worth, &endowment, (order, &mut *ties), |round| {
            rises.look(round);
        });
        let cost = spent(&run.bought);
        let over = cost > instance.budget();
        if over && form != AddOpt::Best {
            return Ok(kept.expect(FIRST));
        }
        let rise = match form {
            AddOpt::Skip => rises.smallest(|p| run.bought.iter().all(|purchase| purchase.project != p)),
            AddOpt::Exhaustive if is_exhaustive(instance, &run.bought) => None,
            AddOpt::Best | AddOpt::FirstOver | AddOpt::Exhaustive => rises.smallest(|_| true),
        };
        let higher = rise.map(|rise| sum(&endowment, &rise));
        let more = kept.as_ref().is_none_or(|(best, _)| cost > spent(&best.bought));
        if !over && (form != AddOpt::Best || more) {
            kept = Some((run, endowment));
        }
        match higher {
            Some(higher) => endowment = higher,
            None => return Ok(kept.expect(FIRST)),
        }
    }
    Err(CountError::StepTooSmall)
}

fn sum(a: &Ratio, b: &Ratio) -> Ratio {
    let over = a.numerator() * b.denominator() + b.numerator() * a.denominator();
    Ratio::new(over, a.denominator() * b.denominator())
}

/// Whether no supported project fits in what is left.
fn is_exhaustive(instance: &Instance, bought: &[Purchase]) -> bool {
    let guard = Guard::after(instance, bought);
    let left = instance.budget() - spent(bought);
    let bought = |p: ProjectIndex| bought.iter().any(|purchase| purchase.project == p);
    !buyable(instance).any(|p| instance.project(p).cost <= left && !bought(p) && guard.allows(p))
}

/// The smallest rise for each project that would change the run, over the rounds seen so far.
struct Rises<'a> {
    instance: &'a Instance,
    worth: Worth,
    order: &'a TieOrder,
    open: Vec<ProjectIndex>,
    /// The fewest payers that were enough in an earlier round, by project.
    enough: Vec<u64>,
    smallest: Vec<Option<Ratio>>,
}

impl<'a> Rises<'a> {
    fn new(instance: &'a Instance, worth: Worth, order: &'a TieOrder) -> Rises<'a> {
        let all = instance.projects().len();
        let open = buyable(instance).collect();
        Rises { instance, worth, order, open, enough: vec![u64::MAX; all], smallest: vec![None; all] }
    }

    /// The smallest rise among the projects that `counts`.
    fn smallest(&self, counts: impl Fn(ProjectIndex) -> bool) -> Option<Ratio> {
        let counted = self.instance.indexes().filter(|&p| counts(p));
        counted.filter_map(|p| self.smallest[p as usize].clone()).min()
    }

    /// Looks at one round.
    fn look(&mut self, round: &Standing<'_>) {
        self.open.retain(|&p| round.guard.allows(p));
        for place in 0..self.open.len() {
            let project = self.open[place];
            let cost = self.instance.project(project).cost;
            let payers = round.chosen.map_or(1, |(chosen, gain)| {
                let first = self.order.rank(project) < self.order.rank(chosen);
                gain.payers_for(self.worth, cost, if first { Above::Equal } else { Above::Strictly })
            });
            let enough = &mut self.enough[project as usize];
            if payers < *enough && payers <= self.instance.votes(project) {
                *enough = payers;
                self.add(round, project, payers);
            }
        }
        self.open.retain(|&p| round.chosen.is_none_or(|(chosen, _)| chosen != p));
    }

    /// Adds the rises that bring a project to at least `fewest` payers in this round, where it has fewer.
    fn add(&mut self, round: &Standing<'_>, project: ProjectIndex, fewest: u64) {
        let purse = round.purse;
        let due = purse.denominator() * self.instance.project(project).cost;
        let mut payers = self.instance.votes(project);
        let mut best: Option<(BigUint, u64)> = None;
        for (balance, weight) in purse.supporters_by_balance(self.instance, project) {
            let held = balance * payers;
            if payers < fewest || held >= due {
                break;
            }
            let missing = (&due - held, payers);
            if best.as_ref().is_none_or(|known| less(&missing, known)) {
                best = Some(missing);
            }
            payers -= weight;
        }
        let Some((over, payers)) = best else { return };
        let rise = Ratio::new(over, purse.denominator() * payers);
        let known = &mut self.smallest[project as usize];
        if known.as_ref().is_none_or(|known| rise.cmp(known) == Ordering::Less) {
            *known = Some(rise);
        }
    }
}

/// Whether a fraction is below another.
fn less(a: &(BigUint, u64), b: &(BigUint, u64)) -> bool {
    &a.0 * b.1 < &b.0 * a.1
}
