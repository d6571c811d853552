//! Where to look for a threshold. A guess steers, counting again decides.

use crate::tally::rule::{Completion, Method};
use crate::tally::trace::{Bought, Decision, Scored, Step, Trace, Why, scored};
use crate::tally::{Instance, ProjectIndex};

/// Discounts at which a project may come to win.
pub fn discounts(instance: &Instance, trace: &Trace, project: ProjectIndex) -> Vec<u64> {
    let cost = instance.project(project).cost;
    let mut prices: Vec<u64> = trace.reach(project).map(|reach| reach.price.floor()).into_iter().collect();
    for why in outs(trace, project) {
        match why {
            Why::NoRoom(left) | Why::Ended(left) => prices.push(*left),
            Why::OverBudget => prices.push(instance.budget()),
            Why::Held(_) | Why::NoSupport | Why::Limits | Why::NoGroup | Why::Threshold { .. } => {}
        }
    }
    prices.into_iter().filter(|price| (1..cost).contains(price)).map(|price| cost - price).collect()
}

/// Numbers of more supporters with which a project may come to win.
pub fn supporters(instance: &Instance, trace: &Trace, project: ProjectIndex) -> Vec<u64> {
    let mut guesses = Vec::new();
    if let Some(reach) = trace.reach(project) {
        guesses.push(diluted(instance, trace, project, reach.supporters));
    }
    guesses.extend(in_order(instance, trace, project));
    guesses
}

/// Where one run divides the budget, more voters leave less for each: with `n` voters, of whom `v` support
/// the project, `more` whole endowments of money come from `more * n / (n - v - more)` new voters.
fn diluted(instance: &Instance, trace: &Trace, project: ProjectIndex, more: u64) -> u64 {
    let raises = match &trace.rule.method {
        Method::EqualShares(shares) => shares.completion != Completion::None,
        Method::ExactEqualShares(shares) => shares.add_opt.is_some(),
        Method::Greedy(_)
        | Method::Phragmen(_)
        | Method::MaximinSupport
        | Method::MaxWelfare(_)
        | Method::BoundedOverspending(_) => true,
    };
    let voters = instance.voters();
    match voters.checked_sub(instance.votes(project)).and_then(|rest| rest.checked_sub(more)) {
        Some(rest) if !raises && rest > 0 => more.saturating_mul(voters).div_ceil(rest),
        Some(_) | None => more,
    }
}

fn outs(trace: &Trace, project: ProjectIndex) -> impl Iterator<Item = &Why> {
    trace.steps.iter().filter_map(move |step| match step {
        Step::Out(out) if out.project == project => Some(&out.why),
        Step::Out(_) | Step::Bought(_) | Step::Then(_) | Step::LastPass(_) => None,
    })
}

/// How many more votes bring a project to the last place in the order where it still fits.
fn in_order(instance: &Instance, trace: &Trace, project: ProjectIndex) -> Option<u64> {
    let rule = trace.rule.greedy_part()?;
    let own = scored(instance, rule.score, project);
    let cost = instance.project(project).cost;
    let start = trace.steps.iter().find_map(|step| match step {
        Step::Then(left) => Some(*left),
        Step::Out(_) | Step::Bought(_) | Step::LastPass(_) => None,
    });
    if start.unwrap_or(trace.budget) < cost {
        return None;
    }
    let listed = rule.threshold.saturating_sub(u64::try_from(own.counted).unwrap_or(u64::MAX));
    let by_score = |bought: &&Bought| matches!(bought.decision, Decision::Score(_));
    let last = trace.bought().filter(by_score).filter(|bought| bought.left + bought.amount >= cost).last();
    let before = match last.map(|bought| (&bought.decision, bought.left)) {
        Some((Decision::Score(other), left)) if left < cost => level(&own, other),
        Some(_) | None => 0,
    };
    Some(listed.max(before).max(1))
}

/// How many more votes bring the one to the score of the other.
fn level(own: &Scored, other: &Scored) -> u64 {
    let needed = (other.counted * u128::from(own.per)).div_ceil(u128::from(other.per.max(1)));
    u64::try_from(needed.saturating_sub(own.counted)).unwrap_or(u64::MAX)
}
