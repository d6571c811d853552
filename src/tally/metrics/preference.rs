//! Which of two outcomes more voters prefer.

use crate::tally::instance::Instance;
use crate::tally::outcome::Outcome;

/// How two outcomes are compared voter by voter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compare {
    /// A voter prefers the outcome with more winners from the own ballot; none counts 0.
    Satisfaction,
    /// A voter prefers the outcome with at least one winner from the own ballot.
    ExclusionRatio,
}

/// How many voters prefer which of two outcomes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preference {
    /// Voters who prefer the first outcome.
    pub first: u64,
    /// Voters who prefer the second.
    pub second: u64,
}

/// For each group of equal ballots, how many winners it named.
fn satisfaction(instance: &Instance, outcome: &Outcome) -> Vec<u64> {
    let mut won = vec![false; instance.projects().len()];
    outcome.winners().for_each(|winner| won[winner as usize] = true);
    (0..instance.group_weights().len())
        .map(|group| instance.group_projects(group).iter().map(|&p| u64::from(won[p as usize])).sum())
        .collect()
}

/// Voters of whom no chosen project won. Blank ballots are among them.
pub fn without_winner(instance: &Instance, outcome: &Outcome) -> u64 {
    satisfaction(instance, outcome)
        .into_iter()
        .zip(instance.group_weights())
        .filter(|(winners, _)| *winners == 0)
        .map(|(_, weight)| weight)
        .sum()
}

/// Counts who prefers which outcome.
pub fn preference(instance: &Instance, by: Compare, first: &Outcome, second: &Outcome) -> Preference {
    let value = |winners: u64| match by {
        Compare::Satisfaction => winners,
        Compare::ExclusionRatio => winners.min(1),
    };
    let mut preference = Preference { first: 0, second: 0 };
    let pairs = satisfaction(instance, first).into_iter().zip(satisfaction(instance, second));
    for ((a, b), weight) in pairs.zip(instance.group_weights()) {
        match value(a).cmp(&value(b)) {
            std::cmp::Ordering::Greater => preference.first += weight,
            std::cmp::Ordering::Less => preference.second += weight,
            std::cmp::Ordering::Equal => {}
        }
    }
    preference
}
