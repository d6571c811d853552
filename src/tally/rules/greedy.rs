//! Greedy selection.
//!
//! *Definition.* Order the projects by a score, highest first. Go down the list and take each project
//! that costs at most what is left of the budget; at one that does not fit, go on with the next
//! (`skip`) or end (`stop`). What the limits do not allow is passed over; they may also give a project
//! a part of its price, or end before a last pass over the list (`constraints`). Equal scores are taken
//! in the declared tie order. Projects dearer than the whole budget are not on the list, nor those that
//! have less than the threshold of what the score counts, before any division. A score per euro of a
//! project that costs nothing and has anything to count is above all others; without it, it is nothing.
//!
//! *Source.* This is how Dutch, Polish and French cities count; in the Pabulib collection `greedy` is
//! `skip`, `greedy-no-skip` is `stop`, and `greedy-threshold` adds the threshold of the file. Two of
//! its names are not rules that a file tells: in `greedy-exclusive` conflicting variants exclude each
//! other, but the files do not say which (the official checker can only warn), so they come in as
//! limits of the instance; `greedy-custom` is whatever its comment says.
//!
//! *How it is exact.* Scores are whole numbers; per euro they are compared crosswise.
//!
//! *It ends*: each project is looked at once.

use std::cmp::Ordering;

use num_bigint::BigUint;

use crate::tally::ProjectIndex;
use crate::tally::constraints::{Guard, last_pass};
use crate::tally::instance::Instance;
use crate::tally::outcome::{Purchase, Stage, spent};
use crate::tally::rule::{Greedy, NoFit, Score, Utility};
use crate::tally::ties::{TieLog, TieOrder};

/// Buys with what `bought` leaves of the budget and appends to it. Where limits end when the list has been
/// gone through, it is gone through once more without them.
pub fn select(
    instance: &Instance,
    rule: &Greedy,
    order: &TieOrder,
    bought: &mut Vec<Purchase>,
    ties: &mut TieLog,
) {
    go_through(instance, rule, order, bought, ties);
    if let Some(open) = last_pass(instance) {
        go_through(&open, rule, order, bought, ties);
    }
}

/// Goes through the list once.
fn go_through(
    instance: &Instance,
    rule: &Greedy,
    order: &TieOrder,
    bought: &mut Vec<Purchase>,
    ties: &mut TieLog,
) {
    let mut guard = Guard::after(instance, bought);
    let list = ranking(instance, rule, order, bought);
    let mut left = instance.budget() - spent(bought);
    for (place, candidate) in list.iter().enumerate() {
        let comes_up = |p: ProjectIndex| match rule.no_fit {
            NoFit::Skip => guard.offer(p, left).is_some(),
            NoFit::Stop => guard.offer(p, left).is_some() || guard.allows(p),
        };
        let project = candidate.project;
        if !comes_up(project) {
            continue;
        }
        let equals = list[place..].iter().take_while(|other| candidate.compare(other).is_eq());
        let tied: Vec<ProjectIndex> = equals.map(|other| other.project).filter(|&p| comes_up(p)).collect();
        if tied.len() > 1 {
            ties.met(bought.len() + 1, None, &tied);
        }
        let Some(amount) = guard.offer(project, left) else { return };
        left -= amount;
        guard.buy_for(project, amount);
        bought.push(Purchase { project, amount, stage: Stage::Greedy });
    }
}

/// The projects that are on the list beside what has been bought, best first.
pub fn places(
    instance: &Instance,
    rule: &Greedy,
    order: &TieOrder,
    bought: &[Purchase],
) -> Vec<ProjectIndex> {
    ranking(instance, rule, order, bought).into_iter().map(|candidate| candidate.project).collect()
}

/// A project with its score as a fraction.
struct Candidate {
    project: ProjectIndex,
    /// What the score counts.
    number: u128,
    /// What it is divided by: the price, or 1; 0 only for a free project with something to count.
    per: u64,
}

impl Candidate {
    fn new(instance: &Instance, score: Score, project: ProjectIndex) -> Candidate {
        let number = counted(instance, score, project);
        let per = match score {
            Score::Votes | Score::Points | Score::RankScore => 1,
            Score::VotesPerCost | Score::PointsPerCost | Score::BordaPerCost if number == 0 => 1,
            Score::VotesPerCost | Score::PointsPerCost | Score::BordaPerCost => {
                instance.project(project).cost
            }
        };
        Candidate { project, number, per }
    }

    /// Orders the higher score first.
    fn compare(&self, other: &Candidate) -> Ordering {
        if self.per == 0 || other.per == 0 {
            return self.per.min(1).cmp(&other.per.min(1));
        }
        if self.per == other.per {
            return other.number.cmp(&self.number);
        }
        let cross = |a: &Candidate, b: &Candidate| BigUint::from(a.number) * b.per;
        cross(other, self).cmp(&cross(self, other))
    }
}

/// What a score counts: votes, points or places, before any division.
fn counted(instance: &Instance, score: Score, project: ProjectIndex) -> u128 {
    match score {
        Score::Votes | Score::VotesPerCost => u128::from(instance.votes(project)),
        Score::Points | Score::PointsPerCost => instance.total_worth(project, Utility::Points),
        Score::BordaPerCost => instance.total_worth(project, Utility::Borda),
        Score::RankScore => instance.total_worth(project, Utility::RankScore),
    }
}

/// The projects that take part, best first.
fn ranking(instance: &Instance, rule: &Greedy, order: &TieOrder, bought: &[Purchase]) -> Vec<Candidate> {
    let mut list: Vec<Candidate> = instance
        .indexes()
        .filter(|&p| instance.project(p).cost <= instance.budget())
        .filter(|&p| bought.iter().all(|purchase| purchase.project != p))
        .map(|p| Candidate::new(instance, rule.score, p))
        .filter(|candidate| candidate.number >= u128::from(rule.threshold))
        .collect();
    list.sort_by(|a, b| a.compare(b).then_with(|| order.rank(a.project).cmp(&order.rank(b.project))));
    list
}
