//! What a plan costs and who pays what of it. The asked amount is what is left over: nobody types it.

use serde::{Deserialize, Serialize};

use crate::domain::money::Cents;

/// Most lines of cost, and most others who pay along.
pub const MAX_LINES: usize = 20;
/// Longest name of a line, in characters.
pub const MAX_LINE: usize = 120;

/// One line: what is paid for, or who pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What, or who.
    pub what: String,
    /// How much; nothing while it is not known.
    pub amount: Cents,
}

/// The budget of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Budget {
    /// What it costs, line by line.
    pub costs: Vec<Line>,
    /// What the group pays itself.
    pub own: Option<Cents>,
    /// What others pay: a fund, a housing corporation, an insurer.
    pub funding: Vec<Line>,
}

/// What is wrong with a budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetFault {
    /// There is no line of cost.
    Empty,
    /// A line has no name or no amount.
    Line,
    /// Others pay all of it: there is nothing to ask for.
    NothingAsked,
    /// It is more than any amount.
    TooMuch,
}

impl Budget {
    /// What it costs together; nothing when that is more than any amount.
    pub fn cost(&self) -> Option<Cents> {
        Cents::sum(self.costs.iter().map(|line| line.amount)).ok()
    }

    /// What the group and others pay of it.
    pub fn covered(&self) -> Option<Cents> {
        let own = self.own.unwrap_or(Cents::ZERO);
        Cents::sum(self.funding.iter().map(|line| line.amount).chain([own])).ok()
    }

    /// What is asked of the municipality: what nobody else pays.
    pub fn asked(&self) -> Option<Cents> {
        self.cost()?.minus(self.covered()?).ok()
    }

    /// What is wrong with it.
    pub fn faults(&self) -> Vec<BudgetFault> {
        let mut faults = Vec::new();
        let is_bad = |line: &Line| line.what.trim().is_empty() || line.amount == Cents::ZERO;
        if self.costs.is_empty() {
            faults.push(BudgetFault::Empty);
        }
        if self.costs.iter().chain(&self.funding).any(is_bad) {
            faults.push(BudgetFault::Line);
        }
        match (self.cost(), self.covered()) {
            (Some(cost), Some(covered)) if !self.costs.is_empty() && covered >= cost => {
                faults.push(BudgetFault::NothingAsked);
            }
            (Some(_), Some(_)) => {}
            (None, _) | (_, None) => faults.push(BudgetFault::TooMuch),
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn lines(amounts: &[i64]) -> Vec<Line> {
        let line = |cents: &i64| Line { what: "iets".to_string(), amount: Cents::new(*cents).unwrap() };
        amounts.iter().map(line).collect()
    }

    fn budget(costs: &[i64], own: i64, funding: &[i64]) -> Budget {
        Budget { costs: lines(costs), own: Cents::new(own).ok(), funding: lines(funding) }
    }

    #[test]
    fn what_is_asked_is_what_nobody_else_pays() {
        assert_eq!(budget(&[100_000, 50_050], 25_050, &[25_000]).asked(), Cents::new(100_000).ok());
        assert_eq!(budget(&[], 0, &[]).faults(), [BudgetFault::Empty]);
        assert_eq!(budget(&[100], 100, &[]).faults(), [BudgetFault::NothingAsked]);
        assert_eq!(budget(&[100], 50, &[60]).asked(), None, "less than nothing is not asked");
        assert_eq!(budget(&[100, 0], 0, &[]).faults(), [BudgetFault::Line]);
        let most = Cents::MAX.get();
        assert_eq!(budget(&[most, 1], 0, &[]).faults(), [BudgetFault::TooMuch]);
    }

    proptest! {
        #[test]
        fn the_parts_add_up_to_the_whole_to_the_cent(
            costs in prop::collection::vec(1_i64..10_000_000, 1..20),
            own in 0_i64..10_000_000,
            funding in prop::collection::vec(1_i64..1_000_000, 0..20),
        ) {
            let made = budget(&costs, own, &funding);
            let (cost, covered) = (costs.iter().sum::<i64>(), own + funding.iter().sum::<i64>());
            match made.asked() {
                Some(asked) => prop_assert_eq!(asked.get() + covered, cost),
                None => prop_assert!(covered > cost),
            }
            prop_assert_eq!(made.faults().is_empty(), covered < cost);
        }

        #[test]
        fn the_order_of_lines_changes_nothing(mut costs in prop::collection::vec(1_i64..10_000_000, 1..20)) {
            let before = budget(&costs, 0, &[]).asked();
            costs.reverse();
            prop_assert_eq!(budget(&costs, 0, &[]).asked(), before);
        }
    }
}
