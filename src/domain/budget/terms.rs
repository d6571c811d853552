//! What a budget is called, when its split is looked at again and from which share it warns: decided again, on a ground
//! and with a reason, like its years.

use super::{Budget, Ground};
use crate::domain::id::BudgetId;
use crate::domain::money::BasisPoints;
use crate::domain::time::Moment;

/// What of a budget may be decided again, beside its years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Its name.
    pub name: String,
    /// See [`Budget::review_on`].
    pub review_on: String,
    /// See [`Budget::warning`].
    pub warning: BasisPoints,
}

/// A decision on it, as it stands for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermsDecision {
    /// Its number, from 1 over all budgets.
    pub number: u64,
    /// Which budget.
    pub budget: BudgetId,
    /// When.
    pub at: Moment,
    /// Who, as in the staff log.
    pub by: String,
    /// Function of who decided, at that time.
    pub function: String,
    /// The decision of council or college behind it.
    pub ground: Ground,
    /// Why.
    pub reason: String,
    /// What it was.
    pub before: Terms,
    /// What it became.
    pub after: Terms,
}

impl Terms {
    /// What a budget says now.
    pub fn of(budget: &Budget) -> Terms {
        Terms { name: budget.name.clone(), review_on: budget.review_on.clone(), warning: budget.warning }
    }

    /// The fields that do not hold for a budget at a moment, each with what is wrong. The day of review keeps the share
    /// from going down before it (S14): it is not taken away, and never moved to today or a day that has passed, which
    /// would let the same person lower the share at once.
    pub fn faults(&self, budget: &Budget, now: Moment) -> Vec<(&'static str, &'static str)> {
        let name = self.name.trim().is_empty() || self.name.chars().count() > 200;
        let today = now.local().date().to_string();
        let is_day =
            self.review_on.len() == 10 && Moment::parse_local(&format!("{}T00:00", self.review_on)).is_some();
        let year = self.review_on.get(..4).and_then(|year| year.parse::<i64>().ok());
        let within = year.is_some_and(|year| (budget.first_year..=budget.last_year()).contains(&year));
        let moved = self.review_on != budget.review_on;
        let day = moved && !self.review_on.is_empty() && !(is_day && within);
        let kept = moved && (self.review_on.is_empty() || self.review_on <= today);
        let same = *self == Terms::of(budget);
        [
            (name, ("name", "empty")),
            (day, ("review_on", "review")),
            (kept && !day, ("review_on", "lot-review")),
            (same, ("name", "lot-same")),
        ]
        .into_iter()
        .filter_map(|(wrong, fault)| wrong.then_some(fault))
        .collect()
    }
}
