//! Maximum welfare.
//!
//! *Definition.* What a project is worth is the sum of what it is worth to each voter who chose it. Buy the
//! set of projects that is worth most together among all sets within the budget and the limits. Projects
//! that are worth nothing are not bought, except free ones that somebody chose and that the limits allow.
//! Of several best sets the first in the declared order counts: the one that holds the project that stands
//! first of all in which they differ. Whether there are several is always found out; the last of them in
//! the declared order then stands for the others, as a tie between the first projects in which the two
//! differ.
//!
//! *Source.* Known as utilitarian welfare (N. Talmon, P. Faliszewski: A Framework for Approval-Based
//! Budgeting Methods, 2019); it is the knapsack problem.
//!
//! *How it is exact.* See [`super::knapsack`]: whole numbers only, and no set is left out that could be best.
//! Ceilings, minima (ceilings on all other projects) and sets that exclude each other take part in the search
//! as long as any two of these sets lie within each other or share nothing; other limits are refused.
//!
//! *It ends*: so does the knapsack, by its bound on the number of sets.

use std::cmp::Reverse;

use crate::tally::CountError;
use crate::tally::ballots::ProjectIndex;
use crate::tally::constraints::Guard;
use crate::tally::instance::Instance;
use crate::tally::outcome::{Purchase, Stage};
use crate::tally::rule::Utility;
use crate::tally::ties::{TieLog, TieOrder};

use super::knapsack::{Among, Item, Part, best};

/// Why limits are refused.
const CROSSING: CountError = CountError::Incompatible(
    "max-welfare cannot be combined with limits on sets of projects that share a part and differ in both",
);
/// Why an election is refused.
const TOO_MANY: CountError = CountError::Incompatible(
    "max-welfare would have to compare too many sets of projects in this election; choose another rule",
);

/// Runs the rule: what it buys (free projects first, then in the declared order), and what that is worth.
pub fn run(
    instance: &Instance,
    utility: Utility,
    order: &TieOrder,
    ties: &mut TieLog,
) -> Result<(Vec<Purchase>, u128), CountError> {
    let guard = Guard::new(instance);
    let worth = |p: ProjectIndex| instance.total_worth(p, utility);
    let able = |p: &ProjectIndex| instance.project(*p).cost <= instance.budget() && guard.allows(*p);
    let mut listed: Vec<ProjectIndex> = instance.indexes().filter(able).filter(|&p| worth(p) > 0).collect();
    listed.sort_by_key(|&project| order.rank(project));
    let item = |&p: &ProjectIndex| Item { cost: instance.project(p).cost, value: worth(p) };
    let items: Vec<Item> = listed.iter().map(item).collect();
    let root = limits(instance, &listed).ok_or(CROSSING)?;
    let mut places = best(&items, &root, Among::First).ok_or(TOO_MANY)?;
    let other = best(&items, &root, Among::Last).ok_or(TOO_MANY)?;

    places.sort_by_key(|&at| (items[at].cost > 0, at));
    if let (Some(here), Some(there)) = (first_without(&places, &other), first_without(&other, &places)) {
        let round = places.iter().position(|&at| at == here).expect("it is one of them") + 1;
        ties.met(round, None, &[listed[here], listed[there]]);
    }
    let value = places.iter().map(|&at| items[at].value).sum();
    let mut won: Vec<ProjectIndex> = places.into_iter().map(|at| listed[at]).collect();
    add_free(instance, order, &mut won);
    let stage = |p: ProjectIndex| if instance.project(p).cost == 0 { Stage::Free } else { Stage::Welfare };
    Ok((won.into_iter().map(|p| Purchase::whole(instance, p, stage(p))).collect(), value))
}

/// The smallest of `set` that is not in `other`.
fn first_without(set: &[usize], other: &[usize]) -> Option<usize> {
    set.iter().filter(|at| !other.contains(at)).min().copied()
}

/// Puts the free projects that are worth nothing and that somebody chose before the others, as far as the
/// limits allow them beside what won.
fn add_free(instance: &Instance, order: &TieOrder, won: &mut Vec<ProjectIndex>) {
    let mut guard = Guard::new(instance);
    won.iter().for_each(|&project| guard.buy(project));
    let is_free = |&p: &ProjectIndex| instance.project(p).cost == 0;
    let mut more: Vec<ProjectIndex> = instance.indexes().filter(is_free).collect();
    more.retain(|p| instance.votes(*p) > 0 && !won.contains(p));
    more.sort_by_key(|&project| order.rank(project));
    for project in more {
        if guard.allows(project) {
            guard.buy(project);
            won.push(project);
        }
    }
    won.sort_by_key(|&project| (instance.project(project).cost > 0, order.rank(project)));
}

/// A set of places under a limit.
struct Limited {
    places: Vec<usize>,
    /// In cents; `None` when at most one may be taken.
    most: Option<u64>,
}

/// The budget and the limits as a tree; `None` when two of their sets cross.
fn limits(instance: &Instance, listed: &[ProjectIndex]) -> Option<Part> {
    let places = |of: &dyn Fn(ProjectIndex) -> bool| -> Vec<usize> {
        (0..listed.len()).filter(|&at| of(listed[at])).collect()
    };
    let all = instance.limits();
    let ceilings = all.ceilings.iter().map(|ceiling| {
        let places = places(&|p| ceiling.projects.contains(&p));
        Limited { places, most: Some(ceiling.most) }
    });
    let minima = all.minima.iter().map(|minimum| {
        let places = places(&|p| !minimum.projects.contains(&p));
        Limited { places, most: Some(instance.budget().saturating_sub(minimum.least)) }
    });
    let exclusive =
        all.exclusive.iter().map(|set| Limited { places: places(&|p| set.contains(&p)), most: None });
    let mut sets: Vec<Limited> = ceilings.chain(minima).chain(exclusive).collect();
    sets.retain(|set| !set.places.is_empty());
    // From large to small; of equal sets the exclusive one lies within.
    sets.sort_by_key(|set| (Reverse(set.places.len()), set.most.is_none()));
    let root = Limited { places: (0..listed.len()).collect(), most: Some(instance.budget()) };
    tree(&root, &sets)
}

/// One limit with all limits within it; these are given from large to small.
fn tree(limit: &Limited, within: &[Limited]) -> Option<Part> {
    let Some(most) = limit.most else { return Some(Part::OneOf(limit.places.clone())) };
    let mut parts = Vec::new();
    let mut rest: Vec<usize> = limit.places.clone();
    let mut todo: Vec<&Limited> = within.iter().collect();
    while let Some(&first) = todo.first() {
        let holds = |set: &Limited| set.places.iter().filter(|at| first.places.contains(at)).count();
        let mut inner = Vec::new();
        let mut outer = Vec::new();
        for &set in &todo[1..] {
            match holds(set) {
                0 => outer.push(set),
                shared if shared == set.places.len() => {
                    inner.push(Limited { places: set.places.clone(), most: set.most });
                }
                _ => return None,
            }
        }
        rest.retain(|at| !first.places.contains(at));
        parts.push(tree(first, &inner)?);
        todo = outer;
    }
    parts.extend(rest.into_iter().map(Part::Item));
    Some(Part::Within { parts, most })
}
