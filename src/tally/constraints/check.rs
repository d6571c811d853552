//! Which limits and rules do not go together.

use std::collections::BTreeSet;

use super::envelopes::{spenders, voters_by_home};
use super::{Ceiling, Leftover, Limits, Unused};
use crate::tally::CountError;
use crate::tally::ballots::ProjectIndex;
use crate::tally::instance::Instance;
use crate::tally::rule::{Greedy, Method, NoFit, Then};

/// Refuses limits that cannot be kept, and limits that mean nothing beside this method. The sentences are
/// the whole list of what is refused, but for one: maximum welfare itself refuses sets that cross.
pub fn check(instance: &Instance, method: &Method) -> Result<(), CountError> {
    let limits = instance.limits();
    if limits == &Limits::default() {
        return Ok(());
    }
    let why = known(instance).or_else(|| pots(instance)).or_else(|| greedy_part(limits, method));
    match why.or_else(|| envelopes(instance, method)) {
        Some(why) => Err(CountError::Incompatible(why)),
        None => Ok(()),
    }
}

/// Limits are about what there is.
fn known(instance: &Instance) -> Option<&'static str> {
    let limits = instance.limits();
    let sets = (limits.ceilings.iter().map(|ceiling| &ceiling.projects))
        .chain(limits.minima.iter().map(|minimum| &minimum.projects))
        .chain(&limits.exclusive);
    let mut named = sets.flatten().copied().chain(limits.parts.iter().map(|part| part.project));
    if named.any(|project| project as usize >= instance.projects().len()) {
        return Some("a limit names a project that is not in this election");
    }
    let stated: BTreeSet<ProjectIndex> = limits.parts.iter().map(|part| part.project).collect();
    if stated.len() < limits.parts.len() {
        return Some("a project states two minimum sums");
    }
    if limits.min_share.is_some_and(|share| share.per == 0 || share.of > share.per) {
        return Some("the share of ballots that a project needs is not between 0 and 1");
    }
    None
}

/// Minimum shares can all be kept at once.
fn pots(instance: &Instance) -> Option<&'static str> {
    let limits = instance.limits();
    let reserved: u128 = limits.minima.iter().map(|minimum| u128::from(minimum.least)).sum();
    if reserved > u128::from(instance.budget()) {
        return Some("the minimum shares together are more than the budget");
    }
    let mut seen = BTreeSet::new();
    for minimum in &limits.minima {
        let pot: BTreeSet<ProjectIndex> = minimum.projects.iter().copied().collect();
        let over = |ceiling: &Ceiling| {
            let inside = pot.iter().all(|project| ceiling.projects.contains(project));
            ceiling.most < minimum.least && inside && !pot.is_empty()
        };
        if limits.ceilings.iter().any(over) {
            return Some("a minimum share is more than the ceiling over the same projects");
        }
        if pot.into_iter().any(|project| !seen.insert(project)) {
            return Some("a project is in two pots with a minimum share; it can be in one only");
        }
    }
    None
}

/// What only a greedy part does.
fn greedy_part(limits: &Limits, method: &Method) -> Option<&'static str> {
    let greedy = greedy_of(method);
    if !limits.parts.is_empty() && greedy.is_none() {
        return Some("only greedy, or greedy after another rule, gives a project a part of its price");
    }
    let last_pass = limits.unused == Unused::Released || limits.leftover == Leftover::Free;
    if last_pass && greedy.is_none_or(|greedy| greedy.no_fit == NoFit::Stop) {
        return Some(
            "what is left without minimum shares or ceilings is spent by greedy that skips what does not fit; \
             this rule has no such part",
        );
    }
    None
}

/// The greedy part of a method.
pub(in crate::tally) fn greedy_of(method: &Method) -> Option<&Greedy> {
    let then = match method {
        Method::Greedy(greedy) => return Some(greedy),
        Method::EqualShares(shares) => &shares.then,
        Method::ExactEqualShares(shares) => &shares.then,
        Method::Phragmen(phragmen) => &phragmen.then,
        Method::MaximinSupport | Method::MaxWelfare(_) | Method::BoundedOverspending(_) => &Then::None,
    };
    match then {
        Then::Greedy(greedy) => Some(greedy),
        Then::None => None,
    }
}

/// Money that follows the voter.
fn envelopes(instance: &Instance, method: &Method) -> Option<&'static str> {
    let envelopes = &instance.limits().envelopes;
    if envelopes.is_empty() {
        return None;
    }
    match method {
        Method::EqualShares(shares) if shares.then == Then::None => {}
        Method::EqualShares(_) => {
            return Some(
                "greedy after Equal Shares would give what one envelope leaves to the largest area; \
                 leave it out, or count without envelopes",
            );
        }
        Method::Greedy(_)
        | Method::ExactEqualShares(_)
        | Method::Phragmen(_)
        | Method::MaximinSupport
        | Method::MaxWelfare(_)
        | Method::BoundedOverspending(_) => {
            return Some(
                "several envelopes in one count need Equal Shares: only there money follows the voter",
            );
        }
    }
    let total: u128 = envelopes.iter().map(|envelope| u128::from(envelope.amount)).sum();
    if total != u128::from(instance.budget()) {
        return Some("the envelopes together are not the budget");
    }
    let voters = voters_by_home(instance);
    for envelope in envelopes {
        let homes: BTreeSet<u32> = envelope.homes.iter().copied().collect();
        if homes.len() < envelope.homes.len() {
            return Some("an envelope names a home twice");
        }
        if homes.iter().any(|&home| home as usize >= instance.homes().len()) {
            return Some("an envelope names a home that this election does not know");
        }
        if spenders(&voters, envelope) == 0 {
            return Some("an envelope has no voters who could spend it");
        }
    }
    None
}
