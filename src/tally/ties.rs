//! Ties: a declared total order, and a record of every tie met.

use std::cmp::Ordering;

use super::instance::{Instance, ProjectIndex};
use super::ratio::Ratio;

/// One step of the declared order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieRule {
    /// More votes first.
    MostVotes,
    /// Lower price first.
    LowestCost,
    /// Higher price first.
    HighestCost,
    /// Smaller id first, compared as text by code point (so "10" before "9").
    IdText,
    /// Smaller id first, whole numbers by value and before all other ids.
    IdNumber,
    /// First in the file first.
    FileOrder,
}

impl TieRule {
    /// Every step with its name on the command line and in published rules.
    pub const NAMES: [(TieRule, &'static str); 6] = [
        (TieRule::MostVotes, "most-votes"),
        (TieRule::LowestCost, "lowest-cost"),
        (TieRule::HighestCost, "highest-cost"),
        (TieRule::IdText, "id-text"),
        (TieRule::IdNumber, "id-number"),
        (TieRule::FileOrder, "file-order"),
    ];

    /// The name of this step.
    pub fn name(self) -> &'static str {
        TieRule::NAMES.iter().find(|(rule, _)| *rule == self).expect("every step has a name").1
    }

    /// The step of this name.
    pub fn named(name: &str) -> Option<TieRule> {
        TieRule::NAMES.iter().find(|(_, known)| *known == name).map(|(rule, _)| *rule)
    }

    fn compare(self, instance: &Instance, a: ProjectIndex, b: ProjectIndex) -> Ordering {
        let (left, right) = (instance.project(a), instance.project(b));
        match self {
            TieRule::MostVotes => instance.votes(b).cmp(&instance.votes(a)),
            TieRule::LowestCost => left.cost.cmp(&right.cost),
            TieRule::HighestCost => right.cost.cmp(&left.cost),
            TieRule::IdText => left.id.cmp(&right.id),
            TieRule::IdNumber => by_number(&left.id, &right.id),
            TieRule::FileOrder => a.cmp(&b),
        }
    }
}

fn by_number(left: &str, right: &str) -> Ordering {
    match (left.parse::<u64>(), right.parse::<u64>()) {
        (Ok(a), Ok(b)) => a.cmp(&b).then_with(|| left.cmp(right)),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => left.cmp(right),
    }
}

/// A total order over the projects of one instance: the rank of each, 0 first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieOrder {
    ranks: Vec<usize>,
}

impl TieOrder {
    /// The order that `steps` declare; the text of the id decides what they leave open.
    pub fn new(instance: &Instance, steps: &[TieRule]) -> TieOrder {
        let mut order: Vec<ProjectIndex> = instance.indexes().collect();
        let ladder = || steps.iter().copied().chain([TieRule::IdText]);
        order.sort_by(|&a, &b| {
            ladder().map(|step| step.compare(instance, a, b)).find(|o| o.is_ne()).unwrap_or(Ordering::Equal)
        });
        TieOrder::from_sequence(&order)
    }

    fn from_sequence(order: &[ProjectIndex]) -> TieOrder {
        let mut ranks = vec![0; order.len()];
        for (rank, &project) in order.iter().enumerate() {
            ranks[project as usize] = rank;
        }
        TieOrder { ranks }
    }

    /// The place of a project, 0 first.
    pub fn rank(&self, project: ProjectIndex) -> usize {
        self.ranks[project as usize]
    }

    /// The first of the tied projects. `tied` is not empty.
    pub fn first(&self, tied: &[ProjectIndex]) -> ProjectIndex {
        *tied.iter().min_by_key(|&&project| self.rank(project)).expect("there is a project to choose")
    }

    /// The same order with `project` moved to just before `other`.
    pub fn with_before(&self, project: ProjectIndex, other: ProjectIndex) -> TieOrder {
        let mut order: Vec<ProjectIndex> = (0..).take(self.ranks.len()).collect();
        order.sort_by_key(|&p| self.rank(p));
        order.retain(|&p| p != project);
        let place = order.iter().position(|&p| p == other).expect("the other project is in the order");
        order.insert(place, project);
        TieOrder::from_sequence(&order)
    }
}

/// Two or more projects that stood equal when one had to be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The purchase at which it was met, counted from 1.
    pub round: usize,
    /// The endowment of the run in which it was met (cents); `None` outside Equal Shares.
    pub endowment: Option<Ratio>,
    /// The tied projects in the declared order; the first was chosen.
    pub tied: Vec<ProjectIndex>,
    /// Whether another of these projects in the first place would have given other winners; `None`
    /// when the election has so many ties that this one was not tried.
    pub changes_outcome: Option<bool>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tally::instance::Project;

    #[test]
    fn the_declared_order_is_total() {
        let project = |id: &str, cost| Project { id: id.to_string(), cost };
        let instance = Instance::new(
            10,
            vec![project("9", 3), project("10", 3), project("x", 1)],
            vec![vec![0], vec![1], vec![1]],
        );
        let first = |steps: &[TieRule]| TieOrder::new(&instance, steps).first(&[0, 1, 2]);
        assert_eq!(first(&[]), 1, "as text, 10 stands before 9");
        assert_eq!(first(&[TieRule::IdNumber]), 0);
        assert_eq!(first(&[TieRule::MostVotes]), 1);
        assert_eq!(first(&[TieRule::LowestCost]), 2);
        assert_eq!(first(&[TieRule::HighestCost]), 1);
        assert_eq!(first(&[TieRule::FileOrder]), 0);
        let moved = TieOrder::new(&instance, &[]).with_before(2, 1);
        assert_eq!([moved.rank(2), moved.rank(1), moved.rank(0)], [0, 1, 2]);
    }
}
