//! Maximum welfare.
//!
//! *Definition.* What a project is worth is the sum of what it is worth to each voter who chose it. Buy the
//! set of projects that is worth most together among all sets within the budget and the limits. Projects
//! that are worth nothing are not bought, except free ones that somebody chose and that the limits allow.
//! Of several best sets the first in the declared order counts: the one that holds the project that stands
//! first of all in which they differ. Whether there are several is always found out, and one of the others is
//! told as a tie between the first projects in which the two differ: one that only a lot could put second
//! if there is such a set, otherwise the last in the declared order.
//!
//! *Source.* Known as utilitarian welfare (N. Talmon, P. Faliszewski: A Framework for Approval-Based
//! Budgeting Methods, 2019); it is the knapsack problem.
//!
//! *How it is exact.* See [`super::knapsack`]: whole numbers only, and no set is left out that could be best.
//! Ceilings, pots with a minimum and sets that exclude each other take part in the search, as long as any two
//! of these sets share nothing or one lies within the other, and no pot within another set. Other limits are
//! refused. A pot takes from the budget what it costs, and its minimum if that is more.
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
    "max-welfare cannot be combined with these limits: two sets of projects overlap and neither lies within \
     the other, or a pot with a minimum lies within another set",
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
    let search = |listed: &[ProjectIndex], among| best_set(instance, utility, listed, among);

    let mut won = search(&listed, Among::First)?;
    let mut other = search(&contrary(&listed, &won, order), Among::First)?;
    if without(&other, &won, order).is_none() {
        other = search(&listed, Among::Last)?;
    }
    let tied = (without(&won, &other, order), without(&other, &won, order));
    let value = won.iter().map(|&project| worth(project)).sum();
    add_free(instance, order, &mut won, ties);
    if let (Some(here), Some(there)) = tied {
        let round = won.iter().position(|&project| project == here).expect("it won") + 1;
        ties.met(round, None, &[here, there]);
    }
    let stage = |p: ProjectIndex| if instance.project(p).cost == 0 { Stage::Free } else { Stage::Welfare };
    Ok((won.into_iter().map(|p| Purchase::whole(instance, p, stage(p))).collect(), value))
}

/// The best set out of these projects, where the order in which they are listed decides.
fn best_set(
    instance: &Instance,
    utility: Utility,
    listed: &[ProjectIndex],
    among: Among,
) -> Result<Vec<ProjectIndex>, CountError> {
    let item =
        |&p: &ProjectIndex| Item { cost: instance.project(p).cost, value: instance.total_worth(p, utility) };
    let items: Vec<Item> = listed.iter().map(item).collect();
    let root = limits(instance, listed).ok_or(CROSSING)?;
    let places = best(&items, &root, among).ok_or(TOO_MANY)?;
    Ok(places.into_iter().map(|at| listed[at]).collect())
}

/// The order of the list, where winners stand after all that the declared order does not put before or after
/// them. Whatever lot falls, the winners win if they are the first best set in this order: only a best set
/// with a loser among equals could come before them.
fn contrary(listed: &[ProjectIndex], won: &[ProjectIndex], order: &TieOrder) -> Vec<ProjectIndex> {
    let equals = listed.chunk_by(|&a, &b| !order.decides(a, b));
    let parts = equals.map(|equals| equals.iter().partition(|p| !won.contains(p)));
    parts.flat_map(|(losers, winners): (Vec<_>, Vec<_>)| losers.into_iter().chain(winners)).collect()
}

/// The first of a set that is not in the other.
fn without(set: &[ProjectIndex], other: &[ProjectIndex], order: &TieOrder) -> Option<ProjectIndex> {
    set.iter().filter(|p| !other.contains(p)).min_by_key(|&&p| order.rank(p)).copied()
}

/// Puts all free projects before the others, also those that are worth nothing and that somebody chose, as far
/// as the limits allow them beside what won. These are a tie only where the limits shut one out.
fn add_free(instance: &Instance, order: &TieOrder, won: &mut Vec<ProjectIndex>, ties: &mut TieLog) {
    let mut guard = Guard::new(instance);
    won.iter().for_each(|&project| guard.buy(project));
    let is_free = |&p: &ProjectIndex| instance.project(p).cost == 0 && instance.votes(p) > 0;
    let mut more: Vec<ProjectIndex> = instance.indexes().filter(is_free).collect();
    more.retain(|p| !won.contains(p) && guard.allows(*p));
    more.sort_by_key(|&project| order.rank(project));
    let before = won.len();
    for &project in &more {
        if guard.allows(project) {
            guard.buy(project);
            won.push(project);
        }
    }
    if won.len() - before < more.len() {
        ties.met(1, None, &more);
    }
    won.sort_by_key(|&project| (instance.project(project).cost > 0, order.rank(project)));
}

/// A set of places under a limit.
#[derive(Clone)]
struct Limited {
    places: Vec<usize>,
    kind: Kind,
}

/// The limits, of equal sets from the outer to the inner one. Amounts in cents.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// A pot with this minimum.
    Own(u64),
    /// A ceiling.
    Within(u64),
    /// At most one may be taken.
    OneOf,
}

/// The budget and the limits as a tree; `None` when two of their sets cross.
fn limits(instance: &Instance, listed: &[ProjectIndex]) -> Option<Part> {
    let limited = |of: &[ProjectIndex], kind| Limited {
        places: (0..listed.len()).filter(|&at| of.contains(&listed[at])).collect(),
        kind,
    };
    let all = instance.limits();
    let pots = all.minima.iter().map(|minimum| limited(&minimum.projects, Kind::Own(minimum.least)));
    let ceilings = all.ceilings.iter().map(|ceiling| limited(&ceiling.projects, Kind::Within(ceiling.most)));
    let exclusive = all.exclusive.iter().map(|set| limited(set, Kind::OneOf));
    let mut sets: Vec<Limited> = pots.chain(ceilings).chain(exclusive).collect();
    // A pot without projects keeps its money all the same.
    sets.retain(|set| match set.kind {
        Kind::Own(least) => least > 0,
        Kind::Within(_) | Kind::OneOf => !set.places.is_empty(),
    });
    sets.sort_by_key(|set| (Reverse(set.places.len()), set.kind));
    let parts = inside(&(0..listed.len()).collect::<Vec<_>>(), &sets)?;
    Some(Part::Within { parts, most: instance.budget() })
}

/// The parts of these places with all limits on some of them; these are given from large to small.
fn inside(places: &[usize], limits: &[Limited]) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    let mut rest = places.to_vec();
    let mut todo = limits.to_vec();
    while !todo.is_empty() {
        let first = todo.remove(0);
        let shared = |set: &Limited| set.places.iter().filter(|at| first.places.contains(at)).count();
        let (apart, within): (Vec<_>, Vec<_>) = todo.into_iter().partition(|set| shared(set) == 0);
        if within.iter().any(|set| shared(set) < set.places.len() || matches!(set.kind, Kind::Own(_))) {
            return None;
        }
        parts.push(match first.kind {
            Kind::Own(least) => Part::Own { parts: inside(&first.places, &within)?, least },
            Kind::Within(most) => Part::Within { parts: inside(&first.places, &within)?, most },
            Kind::OneOf => Part::OneOf(first.places.clone()),
        });
        rest.retain(|at| !first.places.contains(at));
        todo = apart;
    }
    parts.extend(rest.into_iter().map(Part::Item));
    Some(parts)
}
