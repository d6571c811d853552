//! Sequential Phragmén.
//!
//! *Definition.* Every voter carries a load, at first nothing. A project that is bought puts its price on
//! its supporters so that all of them end with the same load `t = (price + their loads) / supporters`.
//! Buy the project with the smallest `t`, in the declared order when several have it, and repeat. Every
//! project that a ballot names counts as approved, whatever points or place it got. Projects dearer than
//! the budget are out from the start; free projects with a supporter are in from the start. The rule
//! itself says nothing about the first project that does not fit in what is left: under `stop` the count
//! ends when one of those with the smallest `t` does not fit; under `skip` that one is out and the count
//! goes on.
//!
//! *Source.* Phragmén's method of 1899 with prices: M. Los, Z. Christoff, D. Grossi: Proportional Budget
//! Allocations: Towards a Systematization (2022). Stopping at one of the tied is how pabutools reads it.
//!
//! *How it is exact.* After a purchase all its supporters carry the same load, so every voter carries
//! nothing or the `t` of the last purchase it supported: at most one class of voters per purchase. Loads
//! are whole numbers over one common denominator, which a purchase multiplies by the number of its
//! supporters (in lowest terms). Loads only rise, so an old `t` is a lower bound, and a project is only
//! looked at again when its bound is the smallest.
//!
//! *It ends*: each turn buys a project, leaves one out for good, or is the last.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, Zero};

use crate::tally::ballots::ProjectIndex;
use crate::tally::constraints::Guard;
use crate::tally::instance::Instance;
use crate::tally::outcome::{Purchase, Stage};
use crate::tally::ratio::Ratio;
use crate::tally::rule::{NoFit, Utility};
use crate::tally::ties::{TieLog, TieOrder};

use super::free;

/// Runs the rule: what it buys, in order.
pub fn run(instance: &Instance, no_fit: NoFit, order: &TieOrder, ties: &mut TieLog) -> Vec<Purchase> {
    let mut guard = Guard::new(instance);
    let mut bought = free::buy(instance, Utility::Cardinality, order, &mut guard, ties);
    let mut loads = Loads::new(instance);
    let mut queue = first_bounds(instance);
    let mut left = instance.budget();
    while let Some((time, mut tied)) = earliest(instance, &loads, &mut queue) {
        tied.retain(|&project| guard.allows(project));
        let fits = |project: &ProjectIndex| instance.project(*project).cost <= left;
        if no_fit == NoFit::Stop && !tied.iter().all(fits) {
            break;
        }
        tied.retain(fits);
        tied.sort_by_key(|&project| order.rank(project));
        let Some((&chosen, others)) = tied.split_first() else { continue };
        if !others.is_empty() {
            ties.met(bought.len() + 1, None, &tied);
        }
        queue.extend(others.iter().map(|&project| Reverse(Bound { time: time.clone(), project })));
        left -= instance.project(chosen).cost;
        guard.buy(chosen);
        let load = loads.raise(instance, chosen);
        bought.push(Purchase::whole(instance, chosen, Stage::Load(load)));
    }
    bought
}

/// All projects that can be bought with their load before any purchase.
fn first_bounds(instance: &Instance) -> BinaryHeap<Reverse<Bound>> {
    let cost = |p: ProjectIndex| instance.project(p).cost;
    let buyable = |&p: &ProjectIndex| instance.votes(p) > 0 && (1..=instance.budget()).contains(&cost(p));
    let bound = |project| {
        let time = Time { over: cost(project).into(), under: instance.votes(project).into() };
        Reverse(Bound { time, project })
    };
    instance.indexes().filter(buyable).map(bound).collect()
}

/// The smallest load that a purchase can lead to and all projects that do, taken from the queue.
fn earliest(
    instance: &Instance,
    loads: &Loads,
    queue: &mut BinaryHeap<Reverse<Bound>>,
) -> Option<(Time, Vec<ProjectIndex>)> {
    let mut best: Option<(Time, Vec<ProjectIndex>)> = None;
    while let Some(Reverse(next)) = queue.peek() {
        if best.as_ref().is_some_and(|(time, _)| next.time > *time) {
            break;
        }
        let project = queue.pop().expect("it was just looked at").0.project;
        let time = loads.after(instance, project);
        match best.as_mut().map(|(smallest, tied)| (time.cmp(smallest), tied)) {
            Some((Ordering::Equal, tied)) => tied.push(project),
            Some((Ordering::Greater, _)) => queue.push(Reverse(Bound { time, project })),
            Some((Ordering::Less, _)) | None => {
                if let Some((later, tied)) = best.replace((time, vec![project])) {
                    let bound = |project| Reverse(Bound { time: later.clone(), project });
                    queue.extend(tied.into_iter().map(bound));
                }
            }
        }
    }
    best
}

/// What every voter carries.
struct Loads {
    denominator: BigUint,
    /// In cents times the denominator: nothing, then the load after each purchase.
    classes: Vec<BigUint>,
    /// The class of each group of equal ballots.
    class_of: Vec<usize>,
}

impl Loads {
    fn new(instance: &Instance) -> Loads {
        Loads {
            denominator: BigUint::one(),
            classes: vec![BigUint::zero()],
            class_of: vec![0; instance.group_weights().len()],
        }
    }

    /// The load of the supporters of a project if it were bought now. It has supporters.
    fn after(&self, instance: &Instance, project: ProjectIndex) -> Time {
        let mut weights = vec![0_u64; self.classes.len()];
        for &group in instance.supporters(project) {
            weights[self.class_of[group as usize]] += instance.group_weights()[group as usize];
        }
        let carried = self.classes.iter().zip(weights).filter(|(_, weight)| *weight > 0);
        let carried: BigUint = carried.map(|(load, weight)| load * weight).sum();
        let over = &self.denominator * instance.project(project).cost + carried;
        Time { over, under: &self.denominator * instance.votes(project) }
    }

    /// Gives the supporters of a project the load that [`Loads::after`] tells of.
    fn raise(&mut self, instance: &Instance, project: ProjectIndex) -> Ratio {
        let over = self.after(instance, project).over;
        let votes = BigUint::from(instance.votes(project));
        let divisor = over.gcd(&votes);
        let factor = votes / &divisor;
        if !factor.is_one() {
            self.denominator *= &factor;
            self.classes.iter_mut().for_each(|load| *load *= &factor);
        }
        for &group in instance.supporters(project) {
            self.class_of[group as usize] = self.classes.len();
        }
        let load = over / divisor;
        self.classes.push(load.clone());
        Ratio::new(load, self.denominator.clone())
    }
}

/// A load in cents: a fraction that is only compared, so not reduced.
#[derive(Debug, Clone)]
struct Time {
    over: BigUint,
    under: BigUint,
}

impl PartialEq for Time {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Time {}

impl PartialOrd for Time {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Time {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.over * &other.under).cmp(&(&other.over * &self.under))
    }
}

/// A project and a lower bound on the load that buying it leads to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Bound {
    time: Time,
    project: ProjectIndex,
}
