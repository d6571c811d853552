//! What an outcome means for the voters. All numbers are exact; amounts are in cents.
//!
//! *Funded projects per voter*: the winners on the own ballot. A blank ballot has none.
//!
//! *Fair share of a label* (a category, an area). Each voter brings budget / voters. It is spread evenly over
//! the projects of the own ballot, and what comes to a project evenly over its labels. The fair share of a
//! label is what comes to it from all voters; that of blank ballots comes to no label. *Spending on a label*
//! is the sum over the winners of the price divided by the number of their labels. What has no label counts
//! under the empty name. Points and places do not matter here: who names a project, wants it.

mod compare;
mod ejr;
mod portions;
mod preference;

use super::instance::Instance;
use super::outcome::Outcome;
use super::ratio::Ratio;
use super::rule::Utility;

pub use compare::{Cell, Row, Shares, Table, compare};
pub use ejr::{Violation, ejr_plus};
pub use portions::Portion;
pub use preference::{Compare, Preference, preference, without_winner};

/// The labels of projects: for each project of the instance its categories and its areas. Empty where
/// they are not known.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Labels {
    /// The categories of each project.
    pub categories: Vec<Vec<String>>,
    /// The areas of each project.
    pub areas: Vec<Vec<String>>,
}

/// What an outcome means for the voters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measures {
    /// What could be spent, in cents.
    pub budget: u64,
    /// What was spent, in cents.
    pub spent: u64,
    /// All voters, blank ballots included.
    pub voters: u64,
    /// Voters of whom no chosen project won, blank ballots included.
    pub without_winner: u64,
    /// That number divided by all voters; 0 without voters.
    pub exclusion_ratio: Ratio,
    /// How many voters have 0, 1, 2 ... funded projects on their ballot.
    pub winners_per_voter: Vec<u64>,
    /// The average number of funded projects on a ballot; 0 without voters.
    pub average_winners: Ratio,
    /// The average of what the funded projects on a ballot cost together, in cents; 0 without voters.
    pub average_cost: Ratio,
    /// Spending against fair share by category, in the order of names; empty when no project has one.
    pub categories: Vec<Portion>,
    /// The same by area.
    pub areas: Vec<Portion>,
    /// A group of voters that EJR+ up to one project promises more; `None` when the outcome keeps it.
    pub ejr_plus: Option<Violation>,
}

/// Measures an outcome. `utility` is what a project is worth to voters where EJR+ is looked at.
pub fn measure(instance: &Instance, outcome: &Outcome, utility: Utility, labels: &Labels) -> Measures {
    let mut won = vec![false; instance.projects().len()];
    outcome.winners().for_each(|winner| won[winner as usize] = true);
    let mut per_voter = vec![0_u64];
    let (mut number, mut cost) = (0_u128, 0_u128);
    for (group, &weight) in instance.group_weights().iter().enumerate() {
        let winners = instance.group_projects(group).iter().filter(|&&p| won[p as usize]);
        let mut funded = 0;
        for &winner in winners {
            funded += 1;
            cost += u128::from(weight) * u128::from(instance.project(winner).cost);
        }
        if per_voter.len() <= funded {
            per_voter.resize(funded + 1, 0);
        }
        per_voter[funded] += weight;
        number += u128::from(weight) * u128::try_from(funded).expect("a length fits in 128 bits");
    }
    let per_head = |sum: u128| Ratio::new(sum.into(), instance.voters().max(1).into());
    Measures {
        budget: instance.budget(),
        spent: outcome.cost(),
        voters: instance.voters(),
        without_winner: per_voter[0],
        exclusion_ratio: per_head(u128::from(per_voter[0])),
        winners_per_voter: per_voter,
        average_winners: per_head(number),
        average_cost: per_head(cost),
        categories: portions::portions(instance, outcome, &labels.categories),
        areas: portions::portions(instance, outcome, &labels.areas),
        ejr_plus: ejr_plus(instance, outcome, utility),
    }
}
