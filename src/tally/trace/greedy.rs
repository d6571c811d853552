//! Spending by the order of a score, told from the list of all projects.

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::shares::by_id;
use super::{Bought, Decision, Out, Scored, Step, Why};
use crate::tally::constraints::Guard;
use crate::tally::rule::{Greedy, NoFit, Score, Utility};
use crate::tally::ties::TieOrder;
use crate::tally::{Instance, ProjectIndex};

/// What a project scores: see [`Greedy`].
pub fn scored(instance: &Instance, score: Score, project: ProjectIndex) -> Scored {
    let cost = instance.project(project).cost;
    let (counted, per) = match score {
        Score::Votes => (u128::from(instance.votes(project)), 1),
        Score::VotesPerCost => (u128::from(instance.votes(project)), cost),
        Score::Points => (instance.total_worth(project, Utility::Points), 1),
        Score::PointsPerCost => (instance.total_worth(project, Utility::Points), cost),
        Score::BordaPerCost => (instance.total_worth(project, Utility::Borda), cost),
        Score::RankScore => (instance.total_worth(project, Utility::RankScore), 1),
    };
    // A free project that nobody wants stands at the end, not above all others.
    Scored { counted, per: if counted == 0 { 1 } else { per } }
}

/// Orders the higher score first.
fn higher_first(a: &Scored, b: &Scored) -> Ordering {
    match (a.per, b.per) {
        (0, 0) => Ordering::Equal,
        (0, _) => Ordering::Less,
        (_, 0) => Ordering::Greater,
        _ => (BigUint::from(b.counted) * a.per).cmp(&(BigUint::from(a.counted) * b.per)),
    }
}

/// The projects that take part, the highest score first.
pub fn list(instance: &Instance, rule: &Greedy, order: &TieOrder) -> Vec<(ProjectIndex, Scored)> {
    let mut list: Vec<(ProjectIndex, Scored)> = instance
        .indexes()
        .filter(|&project| instance.project(project).cost <= instance.budget())
        .map(|project| (project, scored(instance, rule.score, project)))
        .filter(|(_, scored)| scored.counted >= u128::from(rule.threshold))
        .collect();
    list.sort_by(|(a, x), (b, y)| higher_first(x, y).then_with(|| order.rank(*a).cmp(&order.rank(*b))));
    list
}

/// Tells what greedy buys beside `before` with `left` cents.
pub fn tell(
    instance: &Instance,
    rule: &Greedy,
    order: &TieOrder,
    before: &[ProjectIndex],
    mut left: u64,
) -> Vec<Step> {
    let mut guard = Guard::new(instance);
    before.iter().for_each(|&project| guard.buy(project));
    let mut steps = not_listed(instance, rule, before);
    let mut list = list(instance, rule, order);
    list.retain(|(project, _)| !before.contains(project));
    let mut round = before.len();
    let mut ended = false;
    for (place, (project, scored)) in list.iter().enumerate() {
        let fits = |p: ProjectIndex| instance.project(p).cost <= left;
        let why = if ended {
            Some(Why::Ended(left))
        } else if !guard.allows(*project) {
            Some(Why::Limits)
        } else if !fits(*project) {
            ended = rule.no_fit == NoFit::Stop;
            Some(Why::NoRoom(left))
        } else {
            None
        };
        if let Some(why) = why {
            steps.push(Step::Out(Out { project: *project, after: round, why }));
            continue;
        }
        let equal = list[place..].iter().take_while(|(_, other)| higher_first(scored, other).is_eq());
        let in_reach = |p: &ProjectIndex| guard.allows(*p) && (fits(*p) || rule.no_fit == NoFit::Stop);
        let tied: Vec<ProjectIndex> = equal.map(|(p, _)| *p).filter(in_reach).collect();
        let tied = if tied.len() > 1 { tied } else { Vec::new() };
        let amount = instance.project(*project).cost;
        left -= amount;
        round += 1;
        guard.buy(*project);
        let decision = Decision::Score(scored.clone());
        steps.push(Step::Bought(Bought { round, project: *project, amount, left, decision, tied }));
    }
    steps
}

/// Projects that do not take part.
fn not_listed(instance: &Instance, rule: &Greedy, before: &[ProjectIndex]) -> Vec<Step> {
    let mut steps = Vec::new();
    for project in by_id(instance).into_iter().filter(|p| !before.contains(p)) {
        let counted = scored(instance, rule.score, project).counted;
        let why = if instance.project(project).cost > instance.budget() {
            Why::OverBudget
        } else if counted < u128::from(rule.threshold) {
            Why::Threshold { counted, least: rule.threshold }
        } else {
            continue;
        };
        steps.push(Step::Out(Out { project, after: before.len(), why }));
    }
    steps
}
