//! Rules side by side, under several budgets.

use rayon::prelude::*;

use super::{Compare, Labels, Measures, Preference, measure, preference};
use crate::tally::CountError;
use crate::tally::count::count;
use crate::tally::instance::Instance;
use crate::tally::outcome::Outcome;
use crate::tally::rule::{Method, Rule, Utility};

/// Budgets as shares of a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shares {
    /// The whole, in cents.
    pub of: u64,
    /// Hundredths of a percent of it: 500 for 5%. The budget is rounded down to the cent.
    pub basis_points: Vec<u32>,
}

/// The same ballots under several rules and budgets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The columns.
    pub rules: Vec<Rule>,
    /// One for each budget, in the order they were given.
    pub rows: Vec<Row>,
}

/// One budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The share of the whole that it is.
    pub basis_points: u32,
    /// In cents.
    pub budget: u64,
    /// One for each rule; an error where it could not be counted.
    pub cells: Vec<Result<Cell, CountError>>,
}

/// One rule under one budget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// What was bought.
    pub outcome: Outcome,
    /// What it means for voters.
    pub measures: Measures,
    /// How many voters have more winners under the first rule, and how many under this one; `None` where the
    /// first rule could not be counted.
    pub against_first: Option<Preference>,
}

/// Counts the same ballots under each rule and each budget.
pub fn compare(instance: &Instance, rules: &[Rule], shares: &Shares, labels: &Labels) -> Table {
    let row = |&basis_points: &u32| {
        let budget = u128::from(shares.of) * u128::from(basis_points) / 10_000;
        let budget = u64::try_from(budget).unwrap_or(u64::MAX);
        let instance = instance.with_budget(budget);
        let outcomes: Vec<Result<Outcome, CountError>> =
            rules.par_iter().map(|rule| count(&instance, rule)).collect();
        let first = outcomes.first().and_then(|first| first.as_ref().ok()).cloned();
        let cell = |(outcome, rule): (Result<Outcome, CountError>, &Rule)| {
            let outcome = outcome?;
            let measures = measure(&instance, &outcome, worth(&rule.method), labels);
            let against = |first| preference(&instance, Compare::Satisfaction, first, &outcome);
            let against_first = first.as_ref().map(against);
            Ok(Cell { outcome, measures, against_first })
        };
        Row { basis_points, budget, cells: outcomes.into_iter().zip(rules).map(cell).collect() }
    };
    Table { rules: rules.to_vec(), rows: shares.basis_points.iter().map(row).collect() }
}

/// What projects are worth under a method; their price where it does not say.
fn worth(method: &Method) -> Utility {
    match method {
        Method::EqualShares(shares) => shares.utility,
        Method::ExactEqualShares(shares) => shares.utility,
        Method::MaxWelfare(utility) | Method::BoundedOverspending(utility) => *utility,
        Method::Greedy(_) | Method::Phragmen(_) | Method::MaximinSupport => Utility::Cost,
    }
}
