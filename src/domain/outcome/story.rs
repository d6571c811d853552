//! What the second form of the outcome adds: who paid what, why a plan did not win, what the outcome means
//! for the voters, and the rules side by side.

use serde::{Deserialize, Serialize};

use super::exact::{ExactAmount, ExactNumber};
use crate::domain::count_rule::CountRule;
use crate::domain::id::ProposalId;
use crate::domain::money::Cents;
use crate::domain::pot::Pot;

/// What voters gave a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Support {
    /// Ballots that name it.
    pub votes: u64,
    /// Points or places together, where the rule adds these up.
    pub score: Option<u64>,
}

impl Support {
    /// What the rule adds up of it.
    pub fn score(self) -> u64 {
        self.score.unwrap_or(self.votes)
    }
}

/// Voters who paid as much for a plan, to the cent. The exact payments stand in the trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaidClass {
    /// How many.
    pub voters: u64,
    /// What each of them paid, rounded down to the cent.
    pub each: Cents,
}

/// The last thing that kept a plan out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Reason {
    /// It costs so much more than the whole budget.
    OverBudget {
        /// How much.
        by: Cents,
    },
    /// Nobody chose it.
    NoSupport,
    /// It has too few votes, or points, for the threshold in the rules.
    TooFew {
        /// What it has.
        counted: u64,
        /// What it needs.
        least: u64,
    },
    /// The limits in the rules do not allow it beside the winners.
    Limits,
    /// Its pot has too little left; only in a round with pots.
    PotFull {
        /// The pot.
        pot: Pot,
        /// What is left in it.
        left: Cents,
    },
    /// What is left is kept for other pots, which have a minimum; only in a round with pots.
    PotKept {
        /// Those pots.
        pots: Vec<Pot>,
        /// What is left beside that.
        left: Cents,
    },
    /// Those who chose it could not pay for it together from what they had left.
    HeldTooLittle,
    /// There was too little left when its turn came.
    NoRoom {
        /// What was left.
        left: Cents,
        /// What it costs beyond that.
        short: Cents,
    },
    /// The selection ended before its turn, at another plan that did not fit.
    Ended {
        /// What was left.
        left: Cents,
    },
    /// It was equally good as a winner that stands before it in the declared order.
    LostTie {
        /// That winner.
        to: ProposalId,
    },
    /// The rule chose other plans.
    NotChosen,
}

/// The purchase that took most money from those who chose a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Took {
    /// The purchase, from 1.
    pub round: u64,
    /// What was bought.
    pub id: ProposalId,
    /// What they paid for it together.
    pub amount: ExactAmount,
}

/// What another choice at a tie would have changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherChoice {
    /// The plan in the place of the one that was chosen.
    pub id: ProposalId,
    /// Plans that would have won and did not.
    pub joins: Vec<ProposalId>,
    /// Plans that won and would not have.
    pub leaves: Vec<ProposalId>,
}

/// One rule over the ballots of the round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Column {
    /// The rule.
    pub count: CountRule,
    /// Its winners in order.
    pub winners: Vec<ProposalId>,
    /// What they cost together.
    pub cost: Cents,
    /// Voters of whom no chosen plan won, blank ballots included.
    pub without_winner: u64,
    /// Winners on a ballot, on average.
    pub average_winners: ExactNumber,
    /// Voters with more winners under the rule of the round; 0 in its own column.
    pub prefer_this: u64,
    /// Voters with more winners under this one; 0 in the column of the round.
    pub prefer_other: u64,
}

/// What the outcome means for the voters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// How many voters have 0, 1, 2 ... winners on their ballot.
    pub winners_per_voter: Vec<u64>,
    /// Winners on a ballot, on average.
    pub average_winners: ExactNumber,
    /// What the winners on a ballot cost together, on average.
    pub average_cost: ExactAmount,
    /// By theme: what comes to it when each voter spreads an equal part of the budget over the plans of the
    /// own ballot, and what its winners cost.
    pub themes: Vec<Portion>,
    /// A group of voters that is promised more by EJR+ up to one project; `None` when there is none.
    pub ejr_plus: Option<Objection>,
}

/// What is spent on a theme against its fair share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Portion {
    /// The theme.
    pub name: String,
    /// Its fair share.
    pub fair: ExactAmount,
    /// What is spent on it.
    pub spent: ExactAmount,
}

/// A group of voters that is promised more than it gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    /// What they all chose and did not get.
    pub id: ProposalId,
    /// How many they are.
    pub voters: u64,
}
