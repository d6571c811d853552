//! Exact Equal Shares, one run at a fixed endowment: all who pay for a project pay the same.
//!
//! *Definition.* Every voter holds the same endowment. For each project that is left, take its supporters
//! and drop the poorest while they hold less than the price divided by those who remain. A project that
//! keeps nobody cannot be bought. Of the others buy the one with the most payers times worth per euro (the
//! worth of a project is its price, or one), each payer paying price / payers, and repeat. Supporters
//! who were dropped pay nothing. Projects dearer than the budget are out from the start; free projects with a
//! supporter are in from the start; what the limits do not allow is out for good.
//!
//! *Source.* S. Kraiczy, I. Robinson, E. Elkind: Streamlining Equal Shares (2025, arXiv 2502.11797).
//!
//! *How it is exact.* All balances are whole numbers over one common denominator, in classes of equal
//! balance; payers times worth per price is compared crosswise. Who holds too little of an equal part is
//! in a class of whom all do, so classes are dropped whole.
//!
//! *What is evaluated.* Balances only fall, so the payers of a project only become fewer. Its last number of
//! payers is a bound from above, and a project is only evaluated again when its bound is the largest.
//!
//! *It ends*: each turn buys a project or ends the run.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::free;
use crate::tally::CountError;
use crate::tally::ProjectIndex;
use crate::tally::constraints::Guard;
use crate::tally::instance::Instance;
use crate::tally::outcome::{Purchase, Stage};
use crate::tally::purse::Purse;
use crate::tally::ratio::Ratio;
use crate::tally::rule::Utility;
use crate::tally::ties::{TieLog, TieOrder};

/// What a bought project is worth to each of its supporters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Worth {
    /// Its price: the most payers win.
    Price,
    /// One: the lowest payment wins.
    One,
}

impl Worth {
    /// The worth that a utility names. Points and ranks differ between the voters of one project, for which
    /// the method has no definition.
    pub fn of(utility: Utility) -> Result<Worth, CountError> {
        match utility {
            Utility::Cost => Ok(Worth::Price),
            Utility::Cardinality => Ok(Worth::One),
            Utility::Points | Utility::Borda | Utility::RankScore => Err(CountError::Incompatible(
                "Exact Equal Shares needs a project to be worth the same to all who chose it: use cost or cardinality",
            )),
        }
    }

    /// Payers times worth per cent of the price.
    pub fn gain(self, instance: &Instance, project: ProjectIndex, payers: u64) -> Gain {
        match self {
            Worth::Price => Gain { over: payers, under: 1 },
            Worth::One => Gain { over: payers, under: instance.project(project).cost },
        }
    }
}

/// A fraction that is only compared, so not reduced.
#[derive(Debug, Clone, Copy)]
pub struct Gain {
    over: u64,
    under: u64,
}

impl Gain {
    /// The fewest payers that bring this project to this gain, or above it where `above` says so.
    pub fn payers_for(self, worth: Worth, cost: u64, above: Above) -> u64 {
        let under = match worth {
            Worth::Price => 1,
            Worth::One => cost,
        };
        let (over, per) = (u128::from(self.over) * u128::from(under), u128::from(self.under));
        let payers = match above {
            Above::Equal => over.div_ceil(per),
            Above::Strictly => over / per + 1,
        };
        u64::try_from(payers).unwrap_or(u64::MAX)
    }
}

/// Whether an equal gain is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Above {
    /// It is.
    Equal,
    /// It is not.
    Strictly,
}

impl PartialEq for Gain {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Gain {}

impl PartialOrd for Gain {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Gain {
    fn cmp(&self, other: &Self) -> Ordering {
        let cross = |a: &Gain, b: &Gain| u128::from(a.over) * u128::from(b.under);
        cross(self, other).cmp(&cross(other, self))
    }
}

/// What a run bought, and what every voter has left.
#[derive(Debug, Clone)]
pub struct Run {
    /// In the order of purchase.
    pub bought: Vec<Purchase>,
    /// The balances at the end.
    pub purse: Purse,
}

/// What stands before a purchase, or at the end of a run.
pub struct Standing<'a> {
    /// What every voter holds.
    pub purse: &'a Purse,
    /// What has been bought.
    pub guard: &'a Guard<'a>,
    /// What is about to be bought, with its gain; `None` at the end.
    pub chosen: Option<(ProjectIndex, Gain)>,
}

/// Runs Exact Equal Shares with this endowment per voter (cents). `watch` sees each round.
pub fn run(
    instance: &Instance,
    worth: Worth,
    endowment: &Ratio,
    (order, ties): (&TieOrder, &mut TieLog),
    mut watch: impl FnMut(&Standing<'_>),
) -> Run {
    let mut purse = Purse::new(instance, endowment);
    let mut guard = Guard::new(instance);
    let mut bought = free::buy(instance, utility_of(worth), order, &mut guard, ties);
    let mut queue = first_bounds(instance, worth);
    loop {
        let best = best_gain(instance, worth, &purse, &guard, &mut queue);
        let mut tied: Vec<ProjectIndex> = best.iter().map(|found| found.bound.project).collect();
        tied.sort_by_key(|&project| order.rank(project));
        let chosen = tied.first().copied();
        let gain = best.first().map(|found| found.bound.gain);
        watch(&Standing { purse: &purse, guard: &guard, chosen: chosen.zip(gain) });
        let Some(chosen) = chosen else { return Run { bought, purse } };
        if tied.len() > 1 {
            ties.met(bought.len() + 1, Some(endowment), &tied);
        }
        for found in best {
            if found.bound.project == chosen {
                let payment = purse.pay_alike(instance, chosen, found.payers, found.poorest);
                guard.buy(chosen);
                bought.push(Purchase::whole(instance, chosen, Stage::Shares(payment)));
            } else {
                queue.push(found.bound);
            }
        }
    }
}

fn utility_of(worth: Worth) -> Utility {
    match worth {
        Worth::Price => Utility::Cost,
        Worth::One => Utility::Cardinality,
    }
}

/// The projects that can be bought for money at all: supported, not free, not dearer than the budget.
pub fn buyable(instance: &Instance) -> impl Iterator<Item = ProjectIndex> + '_ {
    let in_reach = |&p: &ProjectIndex| (1..=instance.budget()).contains(&instance.project(p).cost);
    instance.indexes().filter(in_reach).filter(|&p| instance.votes(p) > 0)
}

/// Every project with its first bound: all its supporters pay.
fn first_bounds(instance: &Instance, worth: Worth) -> BinaryHeap<Bound> {
    let bound = |project| Bound { gain: worth.gain(instance, project, instance.votes(project)), project };
    buyable(instance).map(bound).collect()
}

/// All projects with the largest gain, taken from the queue; none when nothing can be bought.
fn best_gain(
    instance: &Instance,
    worth: Worth,
    purse: &Purse,
    guard: &Guard<'_>,
    queue: &mut BinaryHeap<Bound>,
) -> Vec<Found> {
    let mut best: Vec<Found> = Vec::new();
    while let Some(next) = queue.peek() {
        if best.first().is_some_and(|found| next.gain < found.bound.gain) {
            break;
        }
        let project = queue.pop().expect("it was just looked at").project;
        if !guard.allows(project) {
            continue;
        }
        let Some((payers, poorest)) = purse.equal_payers(instance, project) else { continue };
        let bound = Bound { gain: worth.gain(instance, project, payers), project };
        match best.first().map_or(Ordering::Greater, |first| bound.gain.cmp(&first.bound.gain)) {
            Ordering::Equal => best.push(Found { bound, payers, poorest }),
            Ordering::Greater => {
                let worse = std::mem::replace(&mut best, vec![Found { bound, payers, poorest }]);
                queue.extend(worse.into_iter().map(|found| found.bound));
            }
            Ordering::Less => queue.push(bound),
        }
    }
    best
}

/// A project that can be bought.
struct Found {
    bound: Bound,
    payers: u64,
    /// The place of the poorest payers in the ascending order of balances.
    poorest: usize,
}

/// An upper bound on the gain of a project.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Bound {
    gain: Gain,
    project: ProjectIndex,
}
