//! The Method of Equal Shares, one run at a fixed endowment.
//!
//! *Definition.* Every voter holds the same endowment. For each project that is left, let ρ be the
//! smallest number such that its supporters can pay for it when each pays `min(balance, ρ·u)`, where
//! `u` is what the project is worth to a supporter (its price, or one). A project whose supporters
//! hold less than its price is out for good. Buy the project with the smallest ρ, take the payments,
//! repeat until nothing can be paid for. Projects dearer than the budget are out from the start; free
//! projects with a supporter are in from the start.
//!
//! *Source.* D. Peters, G. Pierczyński, P. Skowron: Proportional Participatory Budgeting with
//! Additive Utilities (2021).
//!
//! *How it is exact.* All balances are whole numbers over one common denominator, which grows by the
//! number of full payers at a purchase. Voters with equal balances form a class, and arithmetic is
//! done per class. ρ never falls during a run (balances only fall), so an old ρ is a lower bound, and
//! a project is only evaluated again when its bound is the smallest.
//!
//! *It ends*: each turn buys a project or ends the run.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use num_bigint::BigUint;

use crate::tally::ballots::ProjectIndex;
use crate::tally::instance::Instance;
use crate::tally::outcome::{Purchase, Stage};
use crate::tally::purse::Purse;
use crate::tally::ratio::Ratio;
use crate::tally::rule::Utility;
use crate::tally::ties::{TieLog, TieOrder};

/// What a run bought, and what every voter has left.
#[derive(Debug, Clone)]
pub struct Run {
    /// In the order of purchase.
    pub bought: Vec<Purchase>,
    /// The balances at the end.
    pub purse: Purse,
}

/// Runs Equal Shares with this endowment per voter (cents).
pub fn run(
    instance: &Instance,
    utility: Utility,
    endowment: &Ratio,
    order: &TieOrder,
    ties: &mut TieLog,
) -> Run {
    let mut purse = Purse::new(instance, endowment);
    let (free, mut queue) = first_bounds(instance, utility);
    let mut bought = free;
    while let Some(best) = cheapest(instance, utility, &purse, &mut queue) {
        let mut tied: Vec<ProjectIndex> = best.iter().map(|found| found.project).collect();
        tied.sort_by_key(|&project| order.rank(project));
        if tied.len() > 1 {
            ties.met(bought.len() + 1, Some(endowment), &tied);
        }
        for found in best {
            if found.project == tied[0] {
                let payment = purse.pay(instance, found.project, &found.share, found.payers);
                bought.push(Purchase::whole(instance, found.project, Stage::Shares(payment)));
            } else {
                queue.push(Reverse(Bound { rho: found.rho, project: found.project }));
            }
        }
    }
    Run { bought, purse }
}

/// Free projects that someone wants, and the queue of all others with their first lower bound: the
/// price divided equally among all supporters.
fn first_bounds(instance: &Instance, utility: Utility) -> (Vec<Purchase>, BinaryHeap<Reverse<Bound>>) {
    let mut free = Vec::new();
    let mut queue = BinaryHeap::new();
    for project in instance.indexes().filter(|&p| instance.votes(p) > 0) {
        let cost = instance.project(project).cost;
        if cost == 0 {
            free.push(Purchase::whole(instance, project, Stage::Free));
        } else if cost <= instance.budget() {
            let per = BigUint::from(instance.votes(project)) * worth(utility, cost);
            queue.push(Reverse(Bound { rho: Rho { over: cost.into(), under: per }, project }));
        }
    }
    (free, queue)
}

fn worth(utility: Utility, cost: u64) -> u64 {
    match utility {
        Utility::Cost => cost,
        Utility::Cardinality | Utility::Points | Utility::Borda | Utility::RankScore => 1,
    }
}

/// All projects with the smallest ρ, taken from the queue; `None` when nothing can be paid for.
fn cheapest(
    instance: &Instance,
    utility: Utility,
    purse: &Purse,
    queue: &mut BinaryHeap<Reverse<Bound>>,
) -> Option<Vec<Found>> {
    let mut best: Vec<Found> = Vec::new();
    while let Some(Reverse(next)) = queue.peek() {
        if best.first().is_some_and(|found| next.rho > found.rho) {
            break;
        }
        let project = queue.pop().expect("it was just looked at").0.project;
        let Some((share, payers)) = purse.offer(instance, project) else { continue };
        let under = purse.denominator() * payers * worth(utility, instance.project(project).cost);
        let found = Found { rho: Rho { over: share.clone(), under }, project, share, payers };
        match best.first().map_or(Ordering::Less, |first| found.rho.cmp(&first.rho)) {
            Ordering::Equal => best.push(found),
            Ordering::Less => {
                let worse = std::mem::replace(&mut best, vec![found]);
                queue.extend(worse.into_iter().map(|w| Reverse(Bound { rho: w.rho, project: w.project })));
            }
            Ordering::Greater => queue.push(Reverse(Bound { rho: found.rho, project })),
        }
    }
    (!best.is_empty()).then_some(best)
}

/// A project that its supporters can pay for.
struct Found {
    project: ProjectIndex,
    rho: Rho,
    /// What the full payers pay together, over the common denominator.
    share: BigUint,
    /// How many voters pay in full.
    payers: u64,
}

/// A lower bound on ρ of a project.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Bound {
    rho: Rho,
    project: ProjectIndex,
}

/// A fraction that is only compared, so not reduced.
struct Rho {
    over: BigUint,
    under: BigUint,
}

impl PartialEq for Rho {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Rho {}

impl PartialOrd for Rho {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rho {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.over * &other.under).cmp(&(&other.over * &self.under))
    }
}
