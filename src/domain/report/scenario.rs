//! What if (S34): the same ballots, had the reserved share been another part of the line.
//!
//! What scales is the round: its ceiling, what it holds back for objections and the ceilings of its themes are what
//! they were, times the other share, divided by the share there was, rounded down to the cent. Plans, prices, ballots
//! and the way of counting stay as they are. Under the share there was, the outcome is the outcome there was.

use crate::domain::id::ProposalId;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::report::Cell;
use crate::domain::rules::Rules;
use crate::domain::sealed::SealedBallots;
use crate::tally::{CountError, Instance, count};

/// The most shares that are compared at once.
pub const MOST_SHARES: usize = 5;
/// The shares that are compared unless others are asked for.
pub const USUAL_SHARES: [i64; 3] = [500, 1_000, 3_000];

/// A plan that would have won, with what it would have got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WouldWin {
    /// Which plan.
    pub id: ProposalId,
    /// How much.
    pub amount: Cents,
}

/// What a round would have given under another share.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// The share.
    pub share: BasisPoints,
    /// The ceiling of the round under it.
    pub ceiling: Cents,
    /// What the count could spend of it.
    pub spendable: Cents,
    /// The plans that would have won, in the order in which they were bought; `None` where a lot would have decided.
    pub winners: Option<Vec<WouldWin>>,
}

/// An amount under another share, rounded down to the cent.
pub fn scaled(amount: Cents, share: BasisPoints, actual: BasisPoints) -> Cents {
    let cents = i128::from(amount.get()) * i128::from(share.get()) / i128::from(actual.get().max(1));
    i64::try_from(cents).ok().and_then(|cents| Cents::new(cents).ok()).unwrap_or(Cents::MAX)
}

/// The rules of a round as they would have been under another share.
fn under(rules: &Rules, share: BasisPoints, actual: BasisPoints) -> Rules {
    let mut rules = rules.clone();
    rules.ceiling = scaled(rules.ceiling, share, actual);
    rules.objection_reserve = scaled(rules.objection_reserve, share, actual);
    for category in &mut rules.limits.categories {
        category.most = scaled(category.most, share, actual);
    }
    rules
}

impl Scenario {
    /// Counts the ballots of a round as if the reserved share had been another.
    pub fn count(
        rules: &Rules,
        ballots: &SealedBallots,
        share: BasisPoints,
        actual: BasisPoints,
    ) -> Result<Scenario, CountError> {
        let rules = under(rules, share, actual);
        let instance: Instance = ballots.instance(&rules);
        let winners = match count(&instance, &rules.count.0) {
            Ok(outcome) => {
                let winner = |purchase: &crate::tally::Purchase| WouldWin {
                    id: rules.proposals[purchase.project as usize].id.clone(),
                    amount: Cents::from_unsigned(purchase.amount).unwrap_or(Cents::MAX),
                };
                Some(outcome.purchases.iter().map(winner).collect())
            }
            Err(CountError::DrawRequired(_)) => None,
            Err(other) => return Err(other),
        };
        Ok(Scenario { share, ceiling: rules.ceiling, spendable: rules.spendable(), winners })
    }

    /// What the winners would have cost.
    pub fn cost(&self) -> Cents {
        let amounts = self.winners.iter().flatten().map(|winner| winner.amount);
        Cents::sum(amounts).unwrap_or(Cents::MAX)
    }

    /// What would have been left.
    pub fn left(&self) -> Cents {
        self.spendable.minus(self.cost()).unwrap_or(Cents::ZERO)
    }

    /// Whether a plan would have won.
    pub fn has(&self, plan: &ProposalId) -> bool {
        self.winners.iter().flatten().any(|winner| &winner.id == plan)
    }
}

/// Names of the columns of the scenarios of a round.
pub const COLUMNS: [&str; 10] = [
    "scenario",
    "year_amount",
    "area_amount",
    "area_each",
    "ceiling",
    "spendable",
    "left",
    "plan",
    "plan_title",
    "outcome",
];

/// The rows of a scenario in a file: one for each plan of the round.
pub fn rows(rules: &Rules, scenario: &Scenario, around: &[Cell; 3]) -> Vec<Vec<Cell>> {
    let row = |plan: &crate::domain::proposal::Proposal| {
        let word = match &scenario.winners {
            None => "lot",
            Some(_) if scenario.has(&plan.id) => "wins",
            Some(_) => "not",
        };
        let mut cells = vec![Cell::Share(scenario.share)];
        cells.extend(around.iter().cloned());
        cells.extend([
            Cell::Money(scenario.ceiling),
            Cell::Money(scenario.spendable),
            Cell::Money(scenario.left()),
            Cell::Text(plan.id.to_string()),
            Cell::Text(plan.title.clone()),
            Cell::Word(word),
        ]);
        cells
    };
    rules.proposals.iter().map(row).collect()
}
