//! What a count yields.

use super::ballots::ProjectIndex;
use super::instance::Instance;
use super::ratio::Ratio;
use super::ties::Tie;

/// The result of a count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The winners, in the order in which they were bought.
    pub purchases: Vec<Purchase>,
    /// The endowment of a voter in the run that stands, in cents; `None` for rules without one.
    pub endowment: Option<Ratio>,
    /// What the winners are worth to all voters together, under the rule that makes this as large as it can
    /// be (cents for [`super::rule::Utility::Cost`]).
    pub value: Option<u128>,
    /// Every tie met.
    pub ties: Vec<Tie>,
    /// Who moves up when money comes back, in this order: see [`super::reserve`].
    pub reserve: Vec<ProjectIndex>,
}

/// One winner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purchase {
    /// Which project.
    pub project: ProjectIndex,
    /// What it gets, in cents: its price, or a part of it where the limits allow that.
    pub amount: u64,
    /// The part of the rule that bought it.
    pub stage: Stage,
}

/// The part of a rule that buys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stage {
    /// It costs nothing and somebody wants it.
    Free,
    /// Bought from the shares of those who chose it.
    Shares(Payment),
    /// Bought by the order of the votes.
    Greedy,
    /// Bought when it raised the highest load of a voter least: to this many cents.
    Load(Ratio),
    /// Part of the set that is worth most.
    Welfare,
}

/// How the supporters of a project paid for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payment {
    /// Voters who paid something.
    pub payers: u64,
    /// The most that one voter paid, in cents.
    pub highest: Ratio,
}

impl Purchase {
    /// The whole price of a project.
    pub fn whole(instance: &Instance, project: ProjectIndex, stage: Stage) -> Purchase {
        Purchase { project, amount: instance.project(project).cost, stage }
    }
}

/// What purchases cost together, in cents.
pub fn spent(purchases: &[Purchase]) -> u64 {
    purchases.iter().map(|purchase| purchase.amount).sum()
}

impl Outcome {
    /// Before the count.
    pub fn nothing() -> Outcome {
        Outcome { purchases: Vec::new(), endowment: None, value: None, ties: Vec::new(), reserve: Vec::new() }
    }

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
    pub fn cost(&self) -> u64 {
        spent(&self.purchases)
    }
}
