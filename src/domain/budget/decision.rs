//! Decisions on a year of a budget: what it was, what it becomes, and when it may not.

use super::{Base, Budget, Ground};
use crate::domain::id::LineId;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::round::{Origin, Phase, Round};
use crate::domain::time::Moment;

/// What is decided about a year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stand {
    /// All money.
    pub total: Cents,
    /// The share for residents' plans.
    pub share: BasisPoints,
    /// What the share is taken of.
    pub base: Base,
}

impl Stand {
    /// The reserved share in cents.
    pub fn reserved(&self) -> Cents {
        self.share.of(self.total)
    }
}

/// A decision as it stands for ever.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its number, from 1.
    pub number: u64,
    /// The year it is about.
    pub line: LineId,
    /// When.
    pub at: Moment,
    /// Who, as in the staff log.
    pub by: String,
    /// Function of who decided, at that time.
    pub function: String,
    /// The decision of council or college behind it.
    pub ground: Ground,
    /// Why.
    pub reason: String,
    /// What it was; `None` for the first one.
    pub before: Option<Stand>,
    /// What it became.
    pub after: Stand,
}

/// Why the reserved share stays what it is (S9, S14).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShareKept {
    /// A round of that year runs, from its announcement to its certificate: its title.
    RoundRuns(String),
    /// The day on which the split may be decided again has not come: that day.
    BeforeReview(String),
}

/// Whether a year may become `wanted`, with these rounds of that year. Raising is always allowed, also before the day
/// of review: the share was promised to residents, who lose nothing by more. A lower total lowers what is reserved
/// as well, so it waits for running rounds; it does not touch the split.
pub fn may_become(
    budget: &Budget,
    rounds: &[Round],
    (old, wanted): (&Stand, &Stand),
    now: Moment,
) -> Result<(), ShareKept> {
    let lower_share = wanted.share < old.share;
    if !lower_share && wanted.reserved() >= old.reserved() {
        return Ok(());
    }
    if let Some(running) = rounds.iter().find(|round| runs(round)) {
        return Err(ShareKept::RoundRuns(running.plan.title.clone()));
    }
    if lower_share && !budget.is_under_review(now) {
        return Err(ShareKept::BeforeReview(budget.review_on.clone()));
    }
    Ok(())
}

/// Whether residents were told of a round and its outcome is not signed for yet.
fn runs(round: &Round) -> bool {
    round.origin == Origin::Vote
        && match round.phase {
            Phase::Propose
            | Phase::Check
            | Phase::Ready
            | Phase::Open
            | Phase::Closed
            | Phase::Sealed
            | Phase::Counted
            | Phase::Proposed => true,
            Phase::Draft | Phase::Certified | Phase::Final | Phase::Cancelled => false,
        }
}
