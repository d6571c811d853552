//! What each project that did not win lacked.
//!
//! Nothing is said that counting again does not confirm: `short_by` is given only when the project
//! wins at a price lower by exactly that much and loses at one cent less of a discount, and
//! `supporters_needed` only when it wins with exactly that many more voters who chose it alone and
//! loses with one fewer. Outcomes jump, so both are thresholds beside which the answer changes, not
//! claims about every other price or number.

use rayon::prelude::*;

use super::CountError;
use super::ballots::ProjectIndex;
use super::count::{Counted, count_in_order};
use super::instance::Instance;
use super::outcome::Stage;
use super::ratio::Ratio;
use super::rule::Rule;
use super::ties::TieOrder;

/// How often the count is repeated at most to find one threshold.
const MAX_TRIALS: u32 = 40;

/// What a project that did not win lacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// Which project.
    pub project: ProjectIndex,
    /// What its supporters still held together when Equal Shares ended (cents); `None` for greedy.
    pub behind: Option<Ratio>,
    /// By how many cents it was too dear.
    pub short_by: Option<u64>,
    /// How many more voters it needed who choose it alone.
    pub supporters_needed: Option<u64>,
}

/// Explains every project that did not win, in the order of the instance.
pub fn explain(instance: &Instance, rule: &Rule) -> Result<Vec<Lack>, CountError> {
    let order = TieOrder::new(instance, &rule.ties);
    let counted = count_in_order(instance, &rule.method, &order)?;
    let losers: Vec<ProjectIndex> = instance.indexes().filter(|&p| !counted.outcome.has(p)).collect();
    Ok(losers.into_par_iter().map(|project| lack(instance, rule, &counted, project)).collect())
}

fn lack(instance: &Instance, rule: &Rule, counted: &Counted, project: ProjectIndex) -> Lack {
    let cost = instance.project(project).cost;
    let behind = None::<Ratio>;
    let wins = |changed: &Instance| {
        let order = TieOrder::new(changed, &rule.ties);
        count_in_order(changed, &rule.method, &order).is_ok_and(|c| c.outcome.has(project))
    };
    let mut discounts: Vec<u64> = [behind.as_ref().map(Ratio::floor), Some(room(instance, counted, project))]
        .into_iter()
        .flatten()
        .map(|price| cost.saturating_sub(price))
        .filter(|discount| (1..cost).contains(discount))
        .collect();
    discounts.sort_unstable();
    let cheaper = |discount: u64| wins(&instance.with_cost(project, cost - discount));
    let short_by = discounts
        .into_iter()
        .find(|&discount| cheaper(discount))
        .and_then(|discount| threshold(discount, discount, cheaper));

    let shortage = cost.saturating_sub(behind.as_ref().map_or(0, Ratio::floor));
    let share = counted.outcome.endowment.as_ref().map_or(cost, Ratio::floor).max(1);
    let guess = shortage.div_ceil(share).max(1);
    let louder = |extra: u64| wins(&instance.with_supporters(project, extra));
    let supporters_needed = threshold(guess, instance.voters(), louder);
    Lack { project, behind, short_by, supporters_needed }
}

/// What was left of the budget when the project's turn came in the greedy part; if there was none,
/// what was left at the end.
fn room(instance: &Instance, counted: &Counted, project: ProjectIndex) -> u64 {
    let before = |other: ProjectIndex| instance.votes(other) >= instance.votes(project);
    let spent: u64 = counted
        .outcome
        .purchases
        .iter()
        .filter(|purchase| match purchase.stage {
            Stage::Free | Stage::Shares(_) | Stage::Load(_) | Stage::Welfare => true,
            Stage::Greedy => before(purchase.project),
        })
        .map(|purchase| purchase.amount)
        .sum();
    instance.budget() - spent
}

/// A number from 1 to `most` at which `wins` holds and just below which it does not, looked for from
/// `guess` upward and then between. `None` when none was found within [`MAX_TRIALS`].
fn threshold(guess: u64, most: u64, wins: impl Fn(u64) -> bool) -> Option<u64> {
    let mut trials = 0;
    let mut try_at = |number: u64| {
        trials += 1;
        (trials <= MAX_TRIALS).then(|| wins(number))
    };
    let (mut losing, mut winning) = (0, guess.min(most).max(1));
    while !try_at(winning)? {
        if winning == most {
            return None;
        }
        losing = winning;
        winning = winning.saturating_add(winning / 4 + 1).min(most);
    }
    if winning - losing > 1 && !try_at(winning - 1)? {
        return Some(winning);
    }
    while winning - losing > 1 {
        let middle = losing + (winning - losing) / 2;
        if try_at(middle)? { winning = middle } else { losing = middle }
    }
    Some(winning)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_is_where_the_answer_changes() {
        for truth in [1, 2, 17, 100] {
            for guess in [1, 5, 17, 99, 100] {
                assert_eq!(threshold(guess, 100, |n| n >= truth), Some(truth), "{truth} from {guess}");
            }
        }
        assert_eq!(threshold(3, 100, |_| false), None);
    }
}
