//! The result beside other rules over the same ballots, and what it means for the voters.

use super::counting::{Plans, cents};
use super::{Column, Comparison, ExactAmount, ExactNumber, Measured, Objection, Portion};
use crate::domain::count_rule::CountRule;
use crate::tally::count::count_in_order;
use crate::tally::metrics::{self, Compare, Labels, measure, preference};
use crate::tally::rule::{Method, Rule};
use crate::tally::ties::TieOrder;
use crate::tally::{CountError, Outcome};

/// With more plans than this, the rule that takes the set of most worth is not shown beside the others: it may
/// have to look at too many sets.
const MOST_PLANS_FOR_WELFARE: usize = 60;

impl Plans<'_> {
    /// The rule of the round beside its counterpart, and beside the set of most worth where that is quick.
    pub(super) fn beside(&self, outcome: &Outcome) -> Result<(Comparison, Vec<Column>), CountError> {
        let counterpart = self.rule.counterpart();
        let other = self.compared(&counterpart.0)?;
        let column = self.column(&counterpart, outcome, &other);
        let comparison = Comparison {
            count: counterpart.clone(),
            winners: column.winners.clone(),
            cost: column.cost,
            without_winner: column.without_winner,
            prefer_this: column.prefer_this,
            prefer_other: column.prefer_other,
        };
        let mut columns = vec![self.column(&self.rule, outcome, outcome), column];
        if self.rules.proposals.len() <= MOST_PLANS_FOR_WELFARE {
            let rule =
                Rule { method: Method::MaxWelfare(self.rule.worth().utility()), ties: counterpart.0.ties };
            match self.compared(&rule) {
                Ok(most) => columns.push(self.column(&CountRule(rule), outcome, &most)),
                // It is shown where it can be: it looks at too many sets, or the limits do not suit it.
                Err(CountError::Incompatible(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok((comparison, columns))
    }

    /// What another rule gives. Whether its ties matter is for the rule of a round only: it is counted up to five hundred
    /// times to know that.
    fn compared(&self, rule: &Rule) -> Result<Outcome, CountError> {
        let order = TieOrder::new(self.instance, &rule.ties);
        Ok(count_in_order(self.instance, &rule.method, &order)?.outcome)
    }

    fn column(&self, rule: &CountRule, of_round: &Outcome, outcome: &Outcome) -> Column {
        let preference = preference(self.instance, Compare::Satisfaction, of_round, outcome);
        let votes: u64 = outcome.winners().map(|winner| self.instance.votes(winner)).sum();
        let average = crate::tally::Ratio::of(votes, self.instance.voters().max(1));
        Column {
            count: rule.clone(),
            winners: outcome.winners().map(|project| self.id(project)).collect(),
            cost: cents(outcome.cost()),
            without_winner: metrics::without_winner(self.instance, outcome),
            average_winners: ExactNumber(average),
            prefer_this: preference.first,
            prefer_other: preference.second,
        }
    }

    pub(super) fn measured(&self, outcome: &Outcome) -> Measured {
        let theme = |plan: &crate::domain::proposal::Proposal| match plan.category.trim() {
            "" => Vec::new(),
            theme => vec![theme.to_string()],
        };
        let labels =
            Labels { categories: self.rules.proposals.iter().map(theme).collect(), areas: Vec::new() };
        let utility = match &self.rule.0.method {
            Method::EqualShares(shares) => shares.utility,
            Method::ExactEqualShares(shares) => shares.utility,
            Method::MaxWelfare(utility) | Method::BoundedOverspending(utility) => *utility,
            Method::Greedy(_) | Method::Phragmen(_) | Method::MaximinSupport => self.rule.worth().utility(),
        };
        let measures = measure(self.instance, outcome, utility, &labels);
        let portion = |portion: metrics::Portion| Portion {
            name: portion.name,
            fair: ExactAmount(portion.fair),
            spent: ExactAmount(portion.spent),
        };
        let objection =
            |group: metrics::Violation| Objection { id: self.id(group.project), voters: group.voters };
        Measured {
            winners_per_voter: measures.winners_per_voter,
            average_winners: ExactNumber(measures.average_winners),
            average_cost: ExactAmount(measures.average_cost),
            themes: measures.categories.into_iter().map(portion).collect(),
            ejr_plus: measures.ejr_plus.map(objection),
        }
    }
}
