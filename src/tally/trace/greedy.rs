//! Spending by the order of a score, told from the list of all projects.

use std::cmp::Ordering;

use num_bigint::BigUint;

use super::shares::by_id;
use super::{Bought, Decision, Out, Scored, Step, Why};
use crate::tally::constraints::{Guard, last_pass};
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

/// Tells what greedy buys beside `before`; where limits end with the list, it is gone through once more.
pub fn tell(
    instance: &Instance,
    rule: &Greedy,
    order: &TieOrder,
    before: &[(ProjectIndex, u64)],
    left: u64,
) -> Vec<Step> {
    let mut bought = before.to_vec();
    let mut pass = Pass { instance, rule, order, left, steps: Vec::new() };
    pass.go(&mut bought);
    if let Some(last) = last_pass(instance) {
        pass.steps.push(Step::LastPass(pass.left));
        let mut pass = Pass { instance: &last, ..pass };
        pass.go(&mut bought);
        return pass.steps;
    }
    pass.steps
}

/// Once down the list.
struct Pass<'a> {
    instance: &'a Instance,
    rule: &'a Greedy,
    order: &'a TieOrder,
    left: u64,
    steps: Vec<Step>,
}

impl Pass<'_> {
    fn go(&mut self, bought: &mut Vec<(ProjectIndex, u64)>) {
        let instance = self.instance;
        let mut guard = Guard::new(instance);
        bought.iter().for_each(|&(project, amount)| guard.buy_for(project, amount));
        let has = |p: &ProjectIndex| bought.iter().any(|(other, _)| other == p);
        self.steps.extend(not_listed(instance, self.rule, bought));
        let mut list = list(instance, self.rule, self.order);
        list.retain(|(project, _)| !has(project));
        let stops = self.rule.no_fit == NoFit::Stop;
        let mut ended = false;
        for (place, (project, scored)) in list.iter().enumerate() {
            let left = self.left;
            let cost = instance.project(*project).cost;
            let has_turn = |p: ProjectIndex| guard.offer(p, left).is_some() || (stops && guard.allows(p));
            let amount = if ended { None } else { guard.offer(*project, left) };
            let turn = !ended && has_turn(*project);
            let (after, over) = (bought.len(), cost > left);
            let Some(amount) = amount else {
                let why = match (ended, over && guard.allows(*project)) {
                    (true, _) => Why::Ended(left),
                    (false, true) => Why::NoRoom(left),
                    (false, false) => Why::Limits,
                };
                self.steps.push(Step::Out(Out { project: *project, after, why }));
                ended |= turn && over && stops;
                continue;
            };
            let equal = list[place..].iter().take_while(|(_, other)| higher_first(scored, other).is_eq());
            let tied: Vec<ProjectIndex> = equal.map(|(p, _)| *p).filter(|&p| has_turn(p)).collect();
            let tied = if tied.len() > 1 { tied } else { Vec::new() };
            self.left -= amount;
            guard.buy_for(*project, amount);
            bought.push((*project, amount));
            let (round, decision) = (bought.len(), Decision::Score(scored.clone()));
            let left = self.left;
            self.steps.push(Step::Bought(Bought { round, project: *project, amount, left, decision, tied }));
            ended |= over && stops;
        }
    }
}

/// Projects that do not take part.
fn not_listed(instance: &Instance, rule: &Greedy, before: &[(ProjectIndex, u64)]) -> Vec<Step> {
    let has = |p: &ProjectIndex| before.iter().any(|(other, _)| other == p);
    let mut steps = Vec::new();
    for project in by_id(instance).into_iter().filter(|p| !has(p)) {
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
