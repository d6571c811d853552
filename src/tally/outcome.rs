//! What a count yields.

use super::instance::{Instance, ProjectIndex};
use super::ratio::Ratio;
use super::ties::Tie;

/// The result of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The winners, in the order in which they were bought.
    pub purchases: Vec<Purchase>,
    /// The endowment of a voter in the run that stands, in cents; `None` for greedy.
    pub endowment: Option<Ratio>,
    /// Every tie met.
    pub ties: Vec<Tie>,
}

/// One winner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// Which project.
    pub project: ProjectIndex,
    /// The part of the rule that bought it.
    pub stage: Stage,
}

/// The part of a rule that buys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// Bought from the shares of those who chose it.
    Shares(Payment),
    /// Bought by the order of the votes.
    Greedy,
}

/// How the supporters of a project paid for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Voters who paid something.
    pub payers: u64,
    /// The most that one voter paid, in cents.
    pub highest: Ratio,
}

impl Outcome {
    /// The winners, in the order in which they were bought.
    pub fn winners(&self) -> impl Iterator<Item = ProjectIndex> + '_ {
        self.purchases.iter().map(|purchase| purchase.project)
    }

    /// Whether the project won.
    pub fn has(&self, project: ProjectIndex) -> bool {
        self.winners().any(|winner| winner == project)
    }

    /// The winners in ascending order, to compare two outcomes as sets.
    pub fn winner_set(&self) -> Vec<ProjectIndex> {
        let mut set: Vec<ProjectIndex> = self.winners().collect();
        set.sort_unstable();
        set
    }

    /// What the winners cost together, in cents.
    pub fn cost(&self, instance: &Instance) -> u64 {
        self.winners().map(|winner| instance.project(winner).cost).sum()
    }
}
