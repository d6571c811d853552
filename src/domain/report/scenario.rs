//! What if (S34): the same ballots, had the reserved share been another part of the line.
//!
//! What scales is the round: its ceiling, what it holds back for objections, the ceilings of its themes and the minima
//! and maxima of its pots are what they were, times the other share, divided by the share there was when it opened,
//! rounded down to the cent. Plans, prices, ballots and the way of counting stay as they are, the lot too if one was
//! drawn. Under the share there was, the outcome is the outcome there was.

use crate::domain::id::ProposalId;
use crate::domain::limits::Bound;
use crate::domain::lot::Draw;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::proposal::Proposal;
use crate::domain::report::{Cell, per_resident};
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
    for pot in &mut rules.limits.pots {
        for bound in [&mut pot.least, &mut pot.most] {
            // A part of the money scales with the money.
            if let Bound::Amount(amount) = bound {
                *amount = scaled(*amount, share, actual);
            }
        }
    }
    let spendable = rules.spendable();
    if rules.limits.clash(&rules.proposals, spendable, &rules.count).is_some() {
        // Amounts that just fitted may miss by the cent that rounding took: the minima give way.
        for pot in &mut rules.limits.pots {
            let least = pot.least.of(spendable).get().saturating_sub(1);
            pot.least = Bound::Amount(Cents::new(least).unwrap_or_default());
        }
    }
    rules
}

impl Scenario {
    /// Counts the ballots of a round as if the reserved share had been another than the `actual` one. A lot that was
    /// drawn decides under each share: its seed comes from the rules there were.
    pub fn count(
        rules: &Rules,
        draw: Option<&Draw>,
        ballots: &SealedBallots,
        (share, actual): (BasisPoints, BasisPoints),
    ) -> Result<Scenario, CountError> {
        let rules = under(rules, share, actual);
        let instance: Instance = ballots.instance(&rules);
        let winners = match count(&instance, &rules.count_with(draw).0) {
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

/// What was decided about the money when the round opened, and what each district had of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// All money of the year.
    pub total: Cents,
    /// The share there was.
    pub share: BasisPoints,
    /// The area of the round first, then the districts and other areas that have money of their own.
    pub areas: Vec<AreaMoney>,
}

/// What an area had, with the areas inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaMoney {
    /// Its name.
    pub name: String,
    /// How much.
    pub amount: Cents,
    /// How many people live there, where that is known.
    pub inhabitants: Option<u64>,
}

impl Opened {
    /// What could have shifted in the year under another share.
    pub fn year(&self, share: BasisPoints) -> Cents {
        share.of(self.total)
    }

    /// What an area would have had under another share.
    pub fn area(&self, area: &AreaMoney, share: BasisPoints) -> Cents {
        scaled(area.amount, share, self.share)
    }

    /// The same for each of its residents, where they are known.
    pub fn each(&self, area: &AreaMoney, share: BasisPoints) -> Option<Cents> {
        per_resident(self.area(area, share), area.inhabitants?)
    }

    /// What stands before every row of a scenario, about one area.
    fn around(&self, area: &AreaMoney, share: BasisPoints) -> [Cell; 4] {
        [
            Cell::Share(share),
            Cell::Money(self.year(share)),
            Cell::Money(self.area(area, share)),
            Cell::maybe(self.each(area, share)),
        ]
    }
}

/// Names of the columns of the scenarios of a round.
pub const COLUMNS: [&str; 11] = [
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
    "area_name",
];

/// The rows of a scenario in a file: one for each plan of the round, then one for each area.
pub fn rows(rules: &Rules, scenario: &Scenario, opened: &Opened) -> Vec<Vec<Cell>> {
    let plan = |own: &AreaMoney, plan: &Proposal| {
        let word = match &scenario.winners {
            None => "lot",
            Some(_) if scenario.has(&plan.id) => "wins",
            Some(_) => "not",
        };
        let mut cells = Vec::from(opened.around(own, scenario.share));
        cells.extend([
            Cell::Money(scenario.ceiling),
            Cell::Money(scenario.spendable),
            Cell::Money(scenario.left()),
            Cell::Text(plan.id.to_string()),
            Cell::Text(plan.title.clone()),
            Cell::Word(word),
            Cell::Text(own.name.clone()),
        ]);
        cells
    };
    let area = |area: &AreaMoney| {
        let mut cells = Vec::from(opened.around(area, scenario.share));
        cells.resize(COLUMNS.len() - 1, Cell::Nothing);
        cells.push(Cell::Text(area.name.clone()));
        cells
    };
    let Some((own, others)) = opened.areas.split_first() else { return Vec::new() };
    let plans = rules.proposals.iter().map(|one| plan(own, one));
    plans.chain(others.iter().map(area)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_area_had_scales_with_the_share_and_is_rounded_down() {
        let points = |points| BasisPoints::new(points).expect("a share");
        let area = AreaMoney { name: "Noordwest".into(), amount: Cents::euros(100), inhabitants: Some(3) };
        let opened = Opened { total: Cents::euros(1_000), share: points(3_000), areas: vec![area.clone()] };
        assert_eq!(opened.year(points(1_000)), Cents::euros(100));
        assert_eq!(opened.area(&area, points(1_000)).get(), 3_333);
        assert_eq!(opened.each(&area, points(1_000)).map(Cents::get), Some(1_111));
        assert_eq!(opened.area(&area, points(3_000)), area.amount, "what there was is what there was");
    }
}
