//! Greedy selection.
//!
//! *Definition.* Order the projects by a score, highest first: the number of ballots that name it,
//! or that number divided by its price. Go down the list and take each project that costs at most
//! what is left of the budget; at one that does not fit, go on with the next (`skip`) or end
//! (`stop`). Equal scores are taken in the declared tie order. A project dearer than the whole
//! budget is not on the list.
//!
//! *Source.* This is how Dutch, Polish and French cities count; `greedy`, `greedy-no-skip` and
//! `greedy-threshold` are its names in the Pabulib collection.
//!
//! *It ends*: each project is looked at once.

use std::cmp::Ordering;

use crate::tally::ballots::ProjectIndex;
use crate::tally::instance::Instance;
use crate::tally::outcome::{Purchase, Stage, spent};
use crate::tally::rule::{Greedy, NoFit, Score};
use crate::tally::ties::{TieLog, TieOrder};

/// Buys with what `bought` leaves of the budget and appends to it.
pub fn select(
    instance: &Instance,
    rule: &Greedy,
    order: &TieOrder,
    bought: &mut Vec<Purchase>,
    ties: &mut TieLog,
) {
    let list = ranking(instance, rule, order, bought);
    let mut left = instance.budget() - spent(bought);
    for (place, &project) in list.iter().enumerate() {
        let equals = list[place..]
            .iter()
            .take_while(|&&other| by_score(instance, rule.score, project, other).is_eq())
            .count();
        if equals > 1 {
            ties.met(bought.len() + 1, None, &list[place..place + equals]);
        }
        let cost = instance.project(project).cost;
        if cost <= left {
            left -= cost;
            bought.push(Purchase::whole(instance, project, Stage::Greedy));
        } else if rule.no_fit == NoFit::Stop {
            return;
        }
    }
}

/// The projects that take part, best first.
fn ranking(instance: &Instance, rule: &Greedy, order: &TieOrder, bought: &[Purchase]) -> Vec<ProjectIndex> {
    let mut list: Vec<ProjectIndex> = instance
        .indexes()
        .filter(|&p| instance.project(p).cost <= instance.budget())
        .filter(|&p| instance.votes(p) >= rule.threshold)
        .filter(|&p| bought.iter().all(|purchase| purchase.project != p))
        .collect();
    list.sort_by(|&a, &b| {
        by_score(instance, rule.score, a, b).then_with(|| order.rank(a).cmp(&order.rank(b)))
    });
    list
}

/// Orders the higher score first. A free project with a supporter stands above all others.
fn by_score(instance: &Instance, score: Score, a: ProjectIndex, b: ProjectIndex) -> Ordering {
    let votes = |p| u128::from(instance.votes(p));
    let cost = |p| u128::from(instance.project(p).cost);
    match score {
        Score::Votes | Score::Points | Score::PointsPerCost | Score::BordaPerCost | Score::RankScore => {
            votes(b).cmp(&votes(a))
        }
        Score::VotesPerCost => {
            let free = |p| cost(p) == 0 && votes(p) > 0;
            let per_cost = |p| (votes(p), cost(p).max(1));
            let ((va, ca), (vb, cb)) = (per_cost(a), per_cost(b));
            free(b).cmp(&free(a)).then_with(
                || {
                    if free(a) { Ordering::Equal } else { (vb * ca).cmp(&(va * cb)) }
                },
            )
        }
    }
}
