//! The limits of a round (Dutch: plafonds) as published text: what its count may buy, beside the money there
//! is. What each limit means stands in [`crate::tally::constraints`].
//!
//! In `rules.json` limits name categories and pots, not plans: the list of plans is frozen later than the
//! regulation that sets the limits. Limits that a round does not have are left out of the text, so the rules of a
//! round without limits are the same bytes as before there were any; a program that does not know a limit
//! refuses the file instead of counting without it.
//!
//! Shares are of what the count may spend, the ceiling less what is kept for objections, and rounded down to the cent.

use serde::{Deserialize, Serialize};

use super::count_rule::CountRule;
use super::money::{BasisPoints, Cents};
use super::pot::{CityLimit, Pot};
use super::proposal::Proposal;
use crate::tally::constraints::{Ceiling, Limits, Minimum, check};
use crate::tally::{CountError, Instance, Project, ProjectIndex};

/// What a round adds to its count.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundLimits {
    /// The most that the winners of a category may cost together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub categories: Vec<CategoryCeiling>,
    /// The pots, in their own order (S31): money that only their plans may use, and the most they may cost together.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pots: Vec<PotLimit>,
}

/// The ceiling of a category.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CategoryCeiling {
    /// The category, as the plans name it.
    pub category: String,
    /// The most that its winners may cost together.
    pub most: Cents,
}

/// The minimum and maximum of a pot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PotLimit {
    /// Which pot.
    pub pot: Pot,
    /// What only its plans may use.
    pub least: Bound,
    /// The most that its winners may cost together.
    pub most: Bound,
}

/// A part of what a count may spend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// In basis points of it, rounded down to the cent.
    Share(BasisPoints),
    /// In euro.
    Amount(Cents),
}

/// Why limits cannot hold together, or not with the rule of the round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Clash {
    /// The minima of the pots are more than there is.
    Minima,
    /// The minimum of this pot is more than its maximum, or than that of a category with all its plans.
    AboveMaximum(Pot),
    /// The rule does not go with them; in the words of the engine.
    Rule(&'static str),
    /// The rule does not add up what the ballots of the round say.
    Form,
}

/// What is wrong with the pots of a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PotFault {
    /// Less is set aside than the city wants at least.
    Least(Pot),
    /// More may be spent than the city wants at most.
    Most(Pot),
    /// The pot is not one between which plans of a vote are divided, or stands twice.
    Unknown(Pot),
}

impl Bound {
    /// In cents, of this.
    pub fn of(self, spendable: Cents) -> Cents {
        match self {
            Bound::Share(share) => share.of(spendable),
            Bound::Amount(amount) => amount,
        }
    }
}

impl RoundLimits {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self == &RoundLimits::default()
    }

    /// The limits of a pot, if the round has it.
    pub fn pot(&self, pot: Pot) -> Option<&PotLimit> {
        self.pots.iter().find(|limit| limit.pot == pot)
    }

    /// Whether a plan may ask from this pot: from none in a round without pots, else from one that the round has.
    pub fn takes(&self, pot: Pot) -> bool {
        if self.pots.is_empty() { pot == Pot::None } else { self.pot(pot).is_some() }
    }

    /// The same as limits on these plans, in their order, when there is so much to spend. A category that no plan
    /// names limits nothing; the minimum of a pot without plans stays unspent.
    pub fn on(&self, proposals: &[Proposal], spendable: Cents) -> Limits {
        let named = |wanted: &dyn Fn(&Proposal) -> bool| -> Vec<ProjectIndex> {
            let named = (0..).zip(proposals).filter(|(_, plan)| wanted(plan));
            named.map(|(project, _)| project).collect()
        };
        let of_pot = |limit: &PotLimit| named(&|plan| plan.pot == limit.pot);
        let category = |row: &CategoryCeiling| Ceiling {
            name: row.category.clone(),
            projects: named(&|plan| plan.category == row.category),
            most: row.most.unsigned(),
        };
        let most = |limit: &PotLimit| Ceiling {
            name: limit.pot.name().to_string(),
            projects: of_pot(limit),
            most: limit.most.of(spendable).unsigned(),
        };
        let least = |limit: &PotLimit| Minimum {
            name: limit.pot.name().to_string(),
            projects: of_pot(limit),
            least: limit.least.of(spendable).unsigned(),
        };
        let minima = self.pots.iter().map(least).filter(|minimum| minimum.least > 0);
        Limits {
            ceilings: self.categories.iter().map(category).chain(self.pots.iter().map(most)).collect(),
            minima: minima.collect(),
            ..Limits::default()
        }
    }

    /// Why these limits cannot hold on these plans under this rule, if they cannot: what the count itself would
    /// refuse, found before anyone votes.
    pub fn clash(&self, proposals: &[Proposal], spendable: Cents, rule: &CountRule) -> Option<Clash> {
        let above = |limit: &&PotLimit| limit.least.of(spendable) > limit.most.of(spendable);
        if let Some(limit) = self.pots.iter().find(above) {
            return Some(Clash::AboveMaximum(limit.pot));
        }
        let least = Cents::sum(self.pots.iter().map(|limit| limit.least.of(spendable)));
        if least.map_or(true, |least| least > spendable) {
            return Some(Clash::Minima);
        }
        let project = |plan: &Proposal| Project { id: plan.id.to_string(), cost: plan.amount.unsigned() };
        let instance =
            Instance::new(spendable.unsigned(), proposals.iter().map(project).collect(), Vec::new())
                .with_limits(self.on(proposals, spendable));
        match check(&instance, &rule.0.method) {
            Ok(()) => None,
            Err(CountError::Incompatible(why)) => Some(self.told(proposals, spendable, why)),
            Err(CountError::StepTooSmall | CountError::DrawRequired(_) | CountError::Unconfirmed(_)) => None,
        }
    }

    /// The pot whose minimum is more than the ceiling of a category that holds all its plans, if that is why.
    fn told(&self, proposals: &[Proposal], spendable: Cents, why: &'static str) -> Clash {
        let inside = |limit: &&PotLimit| {
            let mut categories = self.categories.iter().filter(|row| row.most < limit.least.of(spendable));
            categories.any(|row| {
                let mut own = proposals.iter().filter(|plan| plan.pot == limit.pot);
                own.all(|plan| plan.category == row.category)
            })
        };
        self.pots.iter().find(inside).map_or(Clash::Rule(why), |limit| Clash::AboveMaximum(limit.pot))
    }

    /// What is wrong with the pots beside what the city wants (S52): each minimum at least, and each maximum at most,
    /// that of the city. A round without pots is left to be so.
    pub fn faults(&self, spendable: Cents, city: &[CityLimit]) -> Vec<PotFault> {
        let mut faults = Vec::new();
        if self.pots.is_empty() {
            return faults;
        }
        for (place, limit) in self.pots.iter().enumerate() {
            let again = self.pots[..place].iter().any(|one| one.pot == limit.pot);
            if again || !Pot::OF_A_VOTE.contains(&limit.pot) {
                faults.push(PotFault::Unknown(limit.pot));
            }
        }
        for wanted in city.iter().filter(|wanted| Pot::OF_A_VOTE.contains(&wanted.pot)) {
            let (least, most) = match self.pot(wanted.pot) {
                Some(limit) => (limit.least.of(spendable), limit.most.of(spendable)),
                None => (Cents::ZERO, Cents::ZERO),
            };
            if least < wanted.least.of(spendable) {
                faults.push(PotFault::Least(wanted.pot));
            }
            if most > wanted.most.of(spendable) {
                faults.push(PotFault::Most(wanted.pot));
            }
        }
        faults
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::Rule;

    fn share(percent: i64) -> Bound {
        Bound::Share(BasisPoints::new(percent * 100).expect("a share"))
    }

    fn pots(continuity: (i64, i64), renewal: (i64, i64)) -> RoundLimits {
        let limit = |pot, (least, most)| PotLimit { pot, least: share(least), most: share(most) };
        RoundLimits {
            categories: Vec::new(),
            pots: vec![limit(Pot::Continuity, continuity), limit(Pot::Renewal, renewal)],
        }
    }

    #[test]
    fn limits_are_published_by_the_name_of_the_category() {
        let text = r#"{"categories":[{"category":"groen","most":"5000.00"}]}"#;
        let limits: RoundLimits = serde_json::from_str(text).expect("limits");
        assert_eq!(limits.categories[0].most, Cents::euros(5_000));
        assert_eq!(serde_json::to_string(&limits).expect("plain data"), text);
        let unknown = r#"{"categories":[],"buurten":[]}"#;
        assert!(serde_json::from_str::<RoundLimits>(unknown).is_err(), "nothing unknown is ignored");
        assert!(RoundLimits::default().is_empty() && !limits.is_empty());
    }

    /// The database opens no round without its pots, and knows such limits by the name of this list (`migrations/`).
    #[test]
    fn limits_name_the_list_of_pots_only_where_there_are_pots() {
        let written = |limits: &RoundLimits| serde_json::to_string(limits).expect("plain data");
        assert!(written(&pots((20, 60), (30, 70))).contains("\"pots\":"));
        let ceiling = CategoryCeiling { category: "\"pots\":".to_string(), most: Cents::euros(1) };
        let named = RoundLimits { categories: vec![ceiling], pots: Vec::new() };
        assert!(!written(&named).contains("\"pots\":"), "a theme of that name is another thing");
    }

    #[test]
    fn pots_are_published_as_shares_or_amounts() {
        let text = r#"{"pots":[{"pot":"renewal","least":{"share":3000},"most":{"amount":"700.00"}}]}"#;
        let limits: RoundLimits = serde_json::from_str(text).expect("limits");
        assert_eq!(serde_json::to_string(&limits).expect("plain data"), text);
        let spendable = Cents::new(100_001).expect("an amount");
        let on = limits.on(&[], spendable);
        assert_eq!((on.minima[0].least, on.ceilings[0].most), (30_000, 70_000), "rounded down to the cent");
        assert!(limits.takes(Pot::Renewal) && !limits.takes(Pot::None) && !limits.takes(Pot::Continuity));
        let over = r#"{"pots":[{"pot":"renewal","least":{"share":10001},"most":{"share":3000}}]}"#;
        assert!(serde_json::from_str::<RoundLimits>(over).is_err());
    }

    #[test]
    fn limits_that_cannot_hold_are_found_before_the_vote() {
        let (rule, spendable) = (CountRule(Rule::round_default()), Cents::euros(1_000));
        assert_eq!(pots((20, 60), (30, 70)).clash(&[], spendable, &rule), None);
        assert_eq!(pots((60, 60), (41, 70)).clash(&[], spendable, &rule), Some(Clash::Minima));
        let above = pots((20, 60), (80, 70)).clash(&[], spendable, &rule);
        assert_eq!(above, Some(Clash::AboveMaximum(Pot::Renewal)));
    }

    #[test]
    fn a_round_stays_within_what_the_city_wants_of_each_pot() {
        let points = |percent: i64| BasisPoints::new(percent * 100).expect("a share");
        let city = [
            CityLimit { pot: Pot::Continuity, least: points(20), most: points(60) },
            CityLimit { pot: Pot::Renewal, least: points(30), most: points(70) },
            CityLimit { pot: Pot::Development, least: points(0), most: points(10) },
        ];
        let faults = |limits: RoundLimits| limits.faults(Cents::euros(1_000), &city);
        assert_eq!(faults(pots((20, 60), (30, 70))), []);
        assert_eq!(faults(pots((25, 50), (40, 60))), [], "stricter is allowed");
        let wide = faults(pots((19, 61), (30, 70)));
        assert_eq!(wide, [PotFault::Least(Pot::Continuity), PotFault::Most(Pot::Continuity)]);
        let one = RoundLimits { pots: pots((20, 60), (30, 70)).pots[..1].to_vec(), ..RoundLimits::default() };
        assert_eq!(faults(one), [PotFault::Least(Pot::Renewal)], "no pot of the city is left out");
        assert_eq!(faults(RoundLimits::default()), []);
    }
}
