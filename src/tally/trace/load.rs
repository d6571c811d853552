//! Sequential Phragmén, told from the load that every voter carries.

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::Zero;

use super::shares::{Terms, by_id, free};
use super::{Bought, Decision, Out, Step, Why};
use crate::tally::constraints::Guard;
use crate::tally::ratio::Ratio;
use crate::tally::rule::NoFit;
use crate::tally::{Instance, ProjectIndex};

/// What every voter carries: whole numbers over one denominator, in cents.
struct Loads<'a> {
    instance: &'a Instance,
    denominator: BigUint,
    of_group: Vec<BigUint>,
}

impl Loads<'_> {
    /// What each supporter would carry after the purchase.
    fn with(&self, project: ProjectIndex) -> Ratio {
        let weights = self.instance.group_weights();
        let mut sum = &self.denominator * self.instance.project(project).cost;
        for &group in self.instance.supporters(project) {
            let load = &self.of_group[group as usize];
            if !load.is_zero() {
                sum += load * weights[group as usize];
            }
        }
        Ratio::new(sum, &self.denominator * self.instance.votes(project))
    }

    fn set(&mut self, project: ProjectIndex, load: &Ratio) {
        let common = self.denominator.lcm(load.denominator());
        let factor = &common / &self.denominator;
        self.of_group.iter_mut().for_each(|known| *known *= &factor);
        let new = load.numerator() * (&common / load.denominator());
        for &group in self.instance.supporters(project) {
            self.of_group[group as usize] = new.clone();
        }
        self.denominator = common;
    }
}

/// Tells a whole selection.
pub fn tell(terms: Terms<'_>, no_fit: NoFit) -> Vec<Step> {
    let Terms { instance, order, .. } = terms;
    let mut loads = Loads {
        instance,
        denominator: 1_u32.into(),
        of_group: vec![BigUint::zero(); instance.group_weights().len()],
    };
    let mut steps = Vec::new();
    let mut guard = Guard::new(instance);
    let (mut round, mut left) = (0, instance.budget());
    let mut open = first(instance, &mut steps);
    for project in free(terms, &mut guard) {
        round += 1;
        let decision = Decision::Free;
        steps.push(Step::Bought(Bought { round, project, amount: 0, left, decision, tied: vec![] }));
    }
    loop {
        open.retain(|&project| {
            let why = if !guard.allows(project) {
                Why::Limits
            } else if no_fit == NoFit::Skip && instance.project(project).cost > left {
                Why::NoRoom(left)
            } else {
                return true;
            };
            steps.push(Step::Out(Out { project, after: round, why }));
            false
        });
        let with: Vec<(ProjectIndex, Ratio)> = open.iter().map(|&p| (p, loads.with(p))).collect();
        let Some(load) = with.iter().map(|(_, load)| load).min().cloned() else { return steps };
        let mut tied: Vec<ProjectIndex> =
            with.into_iter().filter(|(_, other)| *other == load).map(|(p, _)| p).collect();
        tied.sort_by_key(|&p| order.rank(p));
        let dear = |p: &ProjectIndex| instance.project(*p).cost > left;
        if tied.iter().any(dear) {
            let why = |p: ProjectIndex| if dear(&p) { Why::NoRoom(left) } else { Why::Ended(left) };
            let outs = open.iter().map(|&p| {
                let why = if tied.contains(&p) { why(p) } else { Why::Ended(left) };
                Step::Out(Out { project: p, after: round, why })
            });
            steps.extend(outs);
            return steps;
        }
        let project = tied[0];
        let amount = instance.project(project).cost;
        loads.set(project, &load);
        guard.buy(project);
        open.retain(|p| *p != project);
        (round, left) = (round + 1, left - amount);
        let tied = if tied.len() > 1 { tied } else { Vec::new() };
        let decision = Decision::Load(load);
        steps.push(Step::Bought(Bought { round, project, amount, left, decision, tied }));
    }
}

/// The projects that take part, in the order of their ids; tells of the others.
fn first(instance: &Instance, steps: &mut Vec<Step>) -> Vec<ProjectIndex> {
    let mut open = by_id(instance);
    open.retain(|&project| {
        let cost = instance.project(project).cost;
        let why = match (cost > instance.budget(), instance.votes(project)) {
            (true, _) => Why::OverBudget,
            (false, 0) => Why::NoSupport,
            (false, _) => return cost > 0,
        };
        steps.push(Step::Out(Out { project, after: 0, why }));
        false
    });
    open
}
