//! The form of a ballot (Dutch: vorm van het stembiljet): what a voter does with the plans, and within which
//! numbers. Frozen in the rules when the round opens.
//!
//! In `rules.json` a ballot on which plans are only chosen is `{"min", "max"}`, as it was before there were other
//! forms; `form` and `per_theme` are there only where they say something, so older rules keep their bytes.

use serde::{Deserialize, Serialize};

use super::ballot::Mark;
use super::money::Cents;
use super::proposal::Proposal;
use super::worth::Worth;

/// The most points that a voter may have to divide: more would be no choice that anyone overlooks.
pub const MOST_POINTS: u64 = 1_000;

/// The most plans on a ballot with a field for each plan, so that a browser sends them in one form.
pub const MOST_FIELDS: usize = 150;

/// What a voter does with the plans, and within which numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotForm {
    /// At least so many plans; 0 allows a blank ballot.
    pub min: u64,
    /// At most so many plans.
    pub max: u64,
    /// What is done with them.
    #[serde(rename = "form", default, skip_serializing_if = "Marking::is_approval")]
    pub marking: Marking,
    /// At most so many plans of one theme; plans without a theme are not limited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per_theme: Option<u64>,
}

/// What is done with the plans.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Marking {
    /// Plans are chosen.
    #[default]
    Approval,
    /// Plans are chosen that together cost no more than the ceiling of the round (Dutch: begroten).
    Knapsack,
    /// One plan is chosen.
    OneChoice,
    /// Points are divided over plans.
    Points(Points),
    /// Plans are put in order, the best one first.
    Ranking,
}

/// Points to divide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Points {
    /// How many a voter has; at most [`MOST_POINTS`].
    pub total: u64,
    /// At most so many for one plan.
    pub each: u64,
    /// Whether some may be left.
    pub spend: Spend,
}

/// Whether points may be left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Spend {
    /// All are divided, but on a blank ballot.
    All,
    /// Some may be left.
    UpTo,
}

/// What is wrong with a form, at its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormFault {
    /// The most plans on a ballot is nothing, or below the least.
    Count,
    /// A ballot with one choice holds at most one plan.
    OneChoice,
    /// There are no points, or too many.
    Total,
    /// A plan may have none of the points, or more than there are.
    Each,
    /// All points must be divided, and the plans that one may choose cannot hold them; or each of the plans that one
    /// must choose cannot have one.
    Spend,
    /// No plan of a theme may be chosen.
    PerTheme,
}

impl Marking {
    /// Whether plans are only chosen.
    pub fn is_by_choice(&self) -> bool {
        match self {
            Marking::Approval | Marking::Knapsack | Marking::OneChoice => true,
            Marking::Points(_) | Marking::Ranking => false,
        }
    }

    /// Whether plans are chosen, as many as one wants within the numbers, and nothing more.
    pub fn is_approval(&self) -> bool {
        *self == Marking::Approval
    }

    /// What a rule must add up to count such ballots.
    pub fn worth(&self) -> Worth {
        match self {
            Marking::Approval | Marking::Knapsack | Marking::OneChoice => Worth::Votes,
            Marking::Points(_) => Worth::Points,
            Marking::Ranking => Worth::Places,
        }
    }

    /// Whether a voter marks plans like this.
    pub fn takes(&self, mark: Mark) -> bool {
        let wanted = match mark {
            Mark::Chosen => Worth::Votes,
            Mark::Points(_) => Worth::Points,
            Mark::Place(_) => Worth::Places,
        };
        self.worth() == wanted
    }

    /// The most bytes that a mark adds to the id of its plan in the canonical text, what parts it from the next included.
    pub fn mark_length(&self) -> usize {
        match self {
            Marking::Approval | Marking::Knapsack | Marking::OneChoice | Marking::Ranking => 1,
            Marking::Points(points) => 2 + points.each.to_string().len(),
        }
    }
}

impl BallotForm {
    /// Plans are chosen: at least `min` and at most `max`.
    pub fn approval(min: u64, max: u64) -> BallotForm {
        BallotForm { min, max, marking: Marking::Approval, per_theme: None }
    }

    /// What is wrong with it.
    pub fn faults(&self) -> Vec<FormFault> {
        let mut faults = Vec::new();
        if self.max == 0 || self.min > self.max {
            faults.push(FormFault::Count);
        }
        match self.marking {
            Marking::OneChoice if self.max > 1 => faults.push(FormFault::OneChoice),
            Marking::Points(points) => faults.extend(self.points_faults(&points)),
            Marking::Approval | Marking::Knapsack | Marking::OneChoice | Marking::Ranking => {}
        }
        if self.per_theme == Some(0) {
            faults.push(FormFault::PerTheme);
        }
        faults
    }

    fn points_faults(&self, points: &Points) -> Option<FormFault> {
        let holds = points.each.saturating_mul(self.max);
        if points.total == 0 || points.total > MOST_POINTS {
            Some(FormFault::Total)
        } else if points.each == 0 || points.each > points.total {
            Some(FormFault::Each)
        } else if self.min > points.total || (points.spend == Spend::All && holds < points.total) {
            Some(FormFault::Spend)
        } else {
            None
        }
    }

    /// Whether a ballot that follows the rules can be made of these plans under this ceiling. Looks at the cheapest
    /// plans that the limit of themes allows: when those do not fit, no others do.
    pub fn can_be_filled(&self, proposals: &[Proposal], ceiling: Cents) -> bool {
        let mut left: Vec<&Proposal> = proposals.iter().collect();
        left.sort_by_key(|plan| plan.amount);
        let mut free: Vec<&Proposal> = Vec::new();
        for plan in left {
            let same = free.iter().filter(|one| one.theme() == plan.theme()).count();
            let most = self.per_theme.filter(|_| plan.theme().is_some());
            if most.is_none_or(|most| number(same) < most) {
                free.push(plan);
            }
        }
        let is_enough = number(free.len()) >= self.min;
        let least = free.iter().take(usize::try_from(self.min).unwrap_or(usize::MAX));
        is_enough
            && match self.marking {
                Marking::Approval | Marking::OneChoice => true,
                Marking::Knapsack => {
                    Cents::sum(least.map(|plan| plan.amount)).is_ok_and(|sum| sum <= ceiling)
                }
                Marking::Ranking => proposals.len() <= MOST_FIELDS,
                Marking::Points(points) => {
                    let holds = points.each.saturating_mul(self.max.min(number(free.len())));
                    proposals.len() <= MOST_FIELDS && (points.spend == Spend::UpTo || holds >= points.total)
                }
            }
    }
}

/// A length as a number of plans.
pub(super) fn number(length: usize) -> u64 {
    u64::try_from(length).expect("a length fits in 64 bits")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(total: u64, each: u64, spend: Spend) -> BallotForm {
        let marking = Marking::Points(Points { total, each, spend });
        BallotForm { marking, ..BallotForm::approval(0, 3) }
    }

    #[test]
    fn a_plain_choice_has_the_bytes_of_before_and_the_others_add_theirs() {
        let written = |form: &BallotForm| serde_json::to_string(form).expect("plain data");
        let forms = [
            (BallotForm::approval(1, 3), r#"{"min":1,"max":3}"#),
            (
                BallotForm { marking: Marking::Knapsack, per_theme: Some(2), ..BallotForm::approval(0, 9) },
                r#"{"min":0,"max":9,"form":"knapsack","per_theme":2}"#,
            ),
            (
                points(10, 5, Spend::All),
                r#"{"min":0,"max":3,"form":{"points":{"total":10,"each":5,"spend":"all"}}}"#,
            ),
            (
                BallotForm { marking: Marking::Ranking, ..BallotForm::approval(1, 3) },
                r#"{"min":1,"max":3,"form":"ranking"}"#,
            ),
        ];
        for (form, text) in forms {
            assert_eq!(written(&form), text);
            assert_eq!(serde_json::from_str::<BallotForm>(text).ok(), Some(form));
        }
        assert!(serde_json::from_str::<BallotForm>(r#"{"min":1,"max":3,"form":"dice"}"#).is_err());
        assert!(serde_json::from_str::<BallotForm>(r#"{"min":1,"max":3,"weights":1}"#).is_err());
    }

    #[test]
    fn a_form_that_nobody_can_fill_in_is_told_at_its_number() {
        assert_eq!(BallotForm::approval(0, 3).faults(), []);
        assert_eq!(BallotForm::approval(0, 0).faults(), [FormFault::Count]);
        assert_eq!(BallotForm::approval(3, 2).faults(), [FormFault::Count]);
        let one = BallotForm { marking: Marking::OneChoice, ..BallotForm::approval(1, 2) };
        assert_eq!(one.faults(), [FormFault::OneChoice]);
        assert_eq!(points(0, 1, Spend::All).faults(), [FormFault::Total]);
        assert_eq!(points(1_001, 1, Spend::UpTo).faults(), [FormFault::Total]);
        assert_eq!(points(10, 0, Spend::UpTo).faults(), [FormFault::Each]);
        assert_eq!(points(10, 11, Spend::UpTo).faults(), [FormFault::Each]);
        assert_eq!(points(10, 3, Spend::UpTo).faults(), []);
        assert_eq!(points(10, 3, Spend::All).faults(), [FormFault::Spend], "three plans hold nine points");
        assert_eq!(points(9, 3, Spend::All).faults(), []);
        let many = BallotForm { min: 3, ..points(2, 1, Spend::UpTo) };
        assert_eq!(many.faults(), [FormFault::Spend], "three plans want three points");
        let none = BallotForm { per_theme: Some(0), ..BallotForm::approval(0, 3) };
        assert_eq!(none.faults(), [FormFault::PerTheme]);
    }
}
