//! The reserve list: who moves up when money comes back.
//!
//! *Definition.* All projects that did not win and that could win under the limits by themselves, in the order
//! of the greedy part of the rule (its score, its threshold, the declared order of equals); where the rule has
//! no greedy part, by votes, and only what somebody chose. When a winner withdraws or needs less, the list is
//! gone through from the top: a project moves up when its price fits into what is then free of the budget and
//! the limits allow it beside the projects that stand ([`move_up`]). So the order is known on the day of the
//! result, and the limits hold on the day that somebody moves up: a variant stays on the list while the other
//! variant stands, and a plan of a full category waits for money of that category.
//!
//! *Example*, in the election of [`super::constraints`]. Park, pond and choir win, fair and lamp are the reserve.
//! Pond (30) withdraws: fair and lamp move up. Had fair and choir excluded each other, only lamp would.
//!
//! *Why not the order in which the rule would buy with more money?* Outcomes of Equal Shares jump with the
//! money: with more, a winner may lose. No officer can explain such a list, and it would be another one for
//! every sum. Votes are on every result page.
//!
//! With several envelopes there is no list: by votes, the money of one area would go to the largest. What comes
//! back there belongs to its envelopes; the election is counted again without the project that left.

use super::ballots::ProjectIndex;
use super::constraints::check::greedy_of;
use super::constraints::{Guard, last_pass};
use super::instance::Instance;
use super::outcome::{Purchase, spent};
use super::rule::{Greedy, Method};
use super::rules::greedy;
use super::ties::TieOrder;

/// The reserve list of a count that bought this.
pub fn list(
    instance: &Instance,
    method: &Method,
    order: &TieOrder,
    bought: &[Purchase],
) -> Vec<ProjectIndex> {
    if !instance.limits().envelopes.is_empty() {
        return Vec::new();
    }
    let rule = greedy_of(method).cloned().unwrap_or_else(|| Greedy::by_votes(1));
    let last = last_pass(instance);
    let alone = Guard::new(last.as_ref().unwrap_or(instance));
    let mut list = greedy::places(instance, &rule, order, bought);
    list.retain(|&project| alone.offer(project, instance.budget()).is_some());
    list
}

/// Who moves up from the reserve when these purchases stand, for the whole price, in order.
pub fn move_up(instance: &Instance, standing: &[Purchase], reserve: &[ProjectIndex]) -> Vec<ProjectIndex> {
    let mut guard = Guard::after(instance, standing);
    let mut left = instance.budget().saturating_sub(spent(standing));
    let mut moved = Vec::new();
    for &project in reserve {
        let cost = instance.project(project).cost;
        if cost <= left && guard.allows(project) {
            left -= cost;
            guard.buy(project);
            moved.push(project);
        }
    }
    moved
}
