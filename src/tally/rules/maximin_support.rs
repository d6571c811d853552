//! Maximin support: sequential Phragmén with all loads spread anew each round.
//!
//! *Definition.* The price of a project may be spread over its supporters in any way. For a set of
//! projects let `L` be the smallest highest load of a voter that any spreading of all their prices
//! reaches. Each round, for every project that fits in what is left, take `L` of what is bought together
//! with that project; buy the project where it is smallest, in the declared order when several have it.
//! Projects that do not fit or that nobody chose are never bought; free projects with a supporter are in
//! from the start. Every project that a ballot names counts as approved.
//!
//! *Source.* H. Aziz, B. Lee, N. Talmon: Proportionally Representative Participatory Budgeting: Axioms and
//! Algorithms (2018), as generalised sequential Phragmén; the name is that of L. Sánchez-Fernández,
//! N. Fernández, J. Fisteus, M. Brill: The Maximin Support Method (2021).
//!
//! *How it is exact.* `L` of a set is the largest `price(T) / voters who chose one of T` over its subsets
//! `T` (Hall). Such a fraction is a lower bound; [`Spread::test`] decides with a flow of whole numbers
//! whether the prices can be spread so that nobody carries more, and if not it gives a subset with a
//! larger fraction. As sets only grow, `L` with a project never falls from round to round, so its bound
//! stays, and a project is only tested when its bound is the smallest.
//!
//! *It ends*: each turn of the inner loop leaves a project out, proves its bound, or raises it to the
//! fraction of another of finitely many subsets; each turn of the outer loop buys a project or is the last.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::tally::ballots::ProjectIndex;
use crate::tally::constraints::Guard;
use crate::tally::instance::Instance;
use crate::tally::outcome::{Purchase, Stage};
use crate::tally::rule::Utility;
use crate::tally::ties::{TieLog, TieOrder};

use super::free;
use super::spread::{Level, Spread};

/// Runs the rule: what it buys, in order.
pub fn run(instance: &Instance, order: &TieOrder, ties: &mut TieLog) -> Vec<Purchase> {
    let mut guard = Guard::new(instance);
    let mut bought = free::buy(instance, Utility::Cardinality, order, &mut guard, ties);
    let mut spread = Spread::new(instance);
    let mut left = instance.budget();
    let mut queue: Queue = instance
        .indexes()
        .filter(|&p| instance.project(p).cost > 0 && instance.votes(p) > 0)
        .map(|p| Reverse((Level { over: instance.project(p).cost, under: instance.votes(p) }, p)))
        .collect();
    loop {
        let may = |p: ProjectIndex| instance.project(p).cost <= left && guard.allows(p);
        let Some((level, mut tied)) = lowest(&mut spread, &mut queue, may) else { return bought };
        tied.sort_by_key(|&project| order.rank(project));
        if tied.len() > 1 {
            ties.met(bought.len() + 1, None, &tied);
        }
        let chosen = tied[0];
        queue.extend(tied[1..].iter().map(|&project| Reverse((level, project))));
        left -= instance.project(chosen).cost;
        guard.buy(chosen);
        spread.add(chosen, level);
        bought.push(Purchase::whole(instance, chosen, Stage::Load(level.ratio())));
    }
}

/// Projects with a lower bound on the highest load with them, the smallest first.
type Queue = BinaryHeap<Reverse<(Level, ProjectIndex)>>;

/// The smallest highest load that a purchase can lead to and all projects that do, taken from the queue.
/// Projects that may not be bought are dropped.
fn lowest(
    spread: &mut Spread,
    queue: &mut Queue,
    may: impl Fn(ProjectIndex) -> bool,
) -> Option<(Level, Vec<ProjectIndex>)> {
    let mut best: Option<(Level, Vec<ProjectIndex>)> = None;
    while let Some(&Reverse((bound, project))) = queue.peek() {
        if best.as_ref().is_some_and(|(level, _)| bound > *level) {
            break;
        }
        queue.pop();
        if !may(project) {
            continue;
        }
        let level = bound.max(spread.level());
        match (spread.test(project, level), &mut best) {
            (Some(higher), _) => queue.push(Reverse((higher, project))),
            (None, Some((_, tied))) => tied.push(project),
            (None, None) => best = Some((level, vec![project])),
        }
    }
    best
}
