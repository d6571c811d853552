//! Equal Shares with bounded overspending: a project that its supporters cannot quite pay for may win, at
//! the price of a higher charge.
//!
//! *Definition.* Every voter holds budget / voters. For each project that fits in what is left of the budget,
//! and each part α of its price (0 < α ≤ 1), let λ be the number with which the supporters pay that part when
//! each pays `min(balance, λ·u)`, where `u` is what the project is worth to a supporter; if the others were to
//! pay as much per part as these do, the whole would ask ρ = λ/α of each unit of worth. Buy, whole, the project
//! with the smallest ρ/α; each supporter is charged `min(balance, ρ·u)`. Repeat until nothing fits. What the
//! charges do not cover comes from the budget.
//!
//! *Source.* G. Papasotiropoulos, S. Z. Pishbin, O. Skibski, P. Skowron, T. Wąs: Method of Equal Shares with
//! Bounded Overspending (2024, arXiv 2409.15005).
//!
//! *Settled here.*
//! - *Which λ are tried*: those at which a supporter runs dry, `balance / u`, up to the λ that pays the whole, and
//!   that one. Between two of them the supporters pay P + λ·U, and ρ/α = λ·price² / (P + λ·U)² first rises and then
//!   falls, so it is smallest at an end; below the first, where P is 0, it only falls.
//! - *Equal ρ/α within a project*: the smallest λ, which charges least. Between projects: the declared order.
//! - *Start*: budget / voters, never rounded. There is no completion: the rule itself goes on while anything
//!   that somebody with money wants fits.
//! - A project whose supporters hold nothing has no α and is never bought. Free projects with a supporter are
//!   in from the start; what the limits do not allow is out for good.
//!
//! *How it is exact.* Balances are whole numbers over one denominator, in lowest terms after each purchase. With `B`
//! the balance of who runs dry, `T = P·u + B·U`, `D` the denominator and `c` the price, ρ is `B·c / T` and
//! ρ/α is `B·u·c·c·D / T²`; when the whole is paid both are `(c·D - P) / (D·U)`. These are compared crosswise.
//! Balances only fall, so ρ/α never falls: an old one is a lower bound, and a project is only evaluated again
//! when its bound is the smallest.
//!
//! *It ends*: each turn buys a project or ends the run.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use num_bigint::BigUint;
use num_traits::{One, Zero};

use super::free;
use crate::tally::ProjectIndex;
use crate::tally::constraints::Guard;
use crate::tally::instance::Instance;
use crate::tally::outcome::{Purchase, Stage, spent};
use crate::tally::purse::Purse;
use crate::tally::ratio::Ratio;
use crate::tally::rule::Utility;
use crate::tally::ties::{TieLog, TieOrder};

/// Counts with bounded overspending: what it buys, in order, and the endowment.
pub fn run(
    instance: &Instance,
    utility: Utility,
    order: &TieOrder,
    ties: &mut TieLog,
) -> (Vec<Purchase>, Ratio) {
    let endowment = Ratio::of(instance.budget(), instance.voters().max(1));
    let mut purse = Purse::new(instance, &endowment);
    let mut guard = Guard::new(instance);
    let mut bought = free::buy(instance, utility, order, &mut guard, ties);
    let mut queue: BinaryHeap<Reverse<Bound>> = instance
        .indexes()
        .filter(|&p| instance.project(p).cost > 0 && free::supported(instance, utility, p))
        .map(|project| Reverse(Bound { ratio: Fraction(BigUint::zero(), BigUint::one()), project }))
        .collect();
    loop {
        let left = instance.budget() - spent(&bought);
        let open = |p: ProjectIndex| instance.project(p).cost <= left && guard.allows(p);
        let best = smallest(instance, utility, &purse, open, &mut queue);
        let mut tied: Vec<ProjectIndex> = best.iter().map(|found| found.bound.project).collect();
        tied.sort_by_key(|&project| order.rank(project));
        let Some(&chosen) = tied.first() else { return (bought, endowment) };
        if tied.len() > 1 {
            ties.met(bought.len() + 1, Some(&endowment), &tied);
        }
        for found in best {
            if found.bound.project == chosen {
                let Fraction(over, under) = found.rho;
                let payment = purse.pay_by_worth(instance, chosen, utility, (over, under));
                guard.buy(chosen);
                bought.push(Purchase::whole(instance, chosen, Stage::Shares(payment)));
            } else {
                queue.push(Reverse(found.bound));
            }
        }
    }
}

/// All open projects with the smallest ρ/α, taken from the queue.
fn smallest(
    instance: &Instance,
    utility: Utility,
    purse: &Purse,
    open: impl Fn(ProjectIndex) -> bool,
    queue: &mut BinaryHeap<Reverse<Bound>>,
) -> Vec<Found> {
    let mut best: Vec<Found> = Vec::new();
    while let Some(Reverse(next)) = queue.peek() {
        if best.first().is_some_and(|found| next.ratio > found.bound.ratio) {
            break;
        }
        let project = queue.pop().expect("it was just looked at").0.project;
        if !open(project) {
            continue;
        }
        let Some(found) = evaluate(instance, utility, purse, project) else { continue };
        match best.first().map_or(Ordering::Less, |first| found.bound.cmp_ratio(&first.bound)) {
            Ordering::Equal => best.push(found),
            Ordering::Less => {
                let worse = std::mem::replace(&mut best, vec![found]);
                queue.extend(worse.into_iter().map(|found| Reverse(found.bound)));
            }
            Ordering::Greater => queue.push(Reverse(found.bound)),
        }
    }
    best
}

/// The smallest ρ/α of a project, with its ρ; `None` when its supporters hold nothing.
fn evaluate(instance: &Instance, utility: Utility, purse: &Purse, project: ProjectIndex) -> Option<Found> {
    let cost = instance.project(project).cost;
    let due = purse.denominator() * cost;
    let holders = purse.holders(instance, project, utility);
    let mut dry = BigUint::zero();
    let mut rest: BigUint = holders.iter().map(|holder| BigUint::from(holder.weight) * holder.worth).sum();
    let mut best: Option<(Fraction, Fraction)> = None;
    for holder in holders {
        let raised = &dry * holder.worth + holder.balance * &rest;
        let whole = raised >= &due * holder.worth;
        let (ratio, rho) = if whole {
            let paid_whole = Fraction(&due - &dry, purse.denominator() * &rest);
            (paid_whole.clone(), paid_whole)
        } else {
            let over = holder.balance * holder.worth * cost * &due;
            (Fraction(over, &raised * &raised), Fraction(holder.balance * cost, raised))
        };
        if best.as_ref().is_none_or(|(smallest, _)| ratio < *smallest) {
            best = Some((ratio, rho));
        }
        if whole {
            break;
        }
        dry += holder.balance * holder.weight;
        rest -= BigUint::from(holder.weight) * holder.worth;
    }
    best.map(|(ratio, rho)| Found { bound: Bound { ratio, project }, rho })
}

/// A project that can be bought.
struct Found {
    bound: Bound,
    /// What it asks per unit of worth.
    rho: Fraction,
}

/// A lower bound on ρ/α of a project.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Bound {
    ratio: Fraction,
    project: ProjectIndex,
}

impl Bound {
    fn cmp_ratio(&self, other: &Bound) -> Ordering {
        self.ratio.cmp(&other.ratio)
    }
}

/// A fraction that is only compared, so not reduced.
#[derive(Clone)]
struct Fraction(BigUint, BigUint);

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Fraction {}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.0 * &other.1).cmp(&(&other.0 * &self.1))
    }
}
