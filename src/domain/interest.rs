//! What staff state about their own interest in a round (Dutch: belangenverklaring), and who checked its plans.

use super::id::{AccountId, ProposalId};
use super::time::Moment;

/// Longest reason, in characters.
pub const MAX_REASON: usize = 1_000;

/// A statement. It stands: who had an interest has had it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interest {
    /// Who states it.
    pub by: AccountId,
    /// The plan in which there is an interest; `None` says that there is none in the round.
    pub plan: Option<ProposalId>,
    /// Which interest.
    pub reason: String,
    /// When.
    pub at: Moment,
}

/// Whether a plan can be carried out and is allowed (Dutch: haalbaarheidstoets).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanCheck {
    /// Which plan.
    pub plan: ProposalId,
    /// Whether it can and may.
    pub feasible: Feasible,
    /// Who looked.
    pub by: AccountId,
    /// When.
    pub at: Moment,
    /// Why.
    pub reason: String,
}

/// Whether a plan can be carried out and is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Feasible {
    /// It can and may.
    Yes,
    /// It cannot or may not.
    No,
}

impl Feasible {
    /// Its name in the database and in forms.
    pub fn name(self) -> &'static str {
        match self {
            Feasible::Yes => "yes",
            Feasible::No => "no",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Feasible> {
        [Feasible::Yes, Feasible::No].into_iter().find(|one| one.name() == name)
    }
}

/// Whether someone stated an interest in a plan of the round.
pub fn has_interest(stated: &[Interest], who: &AccountId) -> bool {
    stated.iter().any(|one| &one.by == who && one.plan.is_some())
}

/// Whether someone stated anything about a round: an interest, or that there is none.
pub fn has_stated(stated: &[Interest], who: &AccountId) -> bool {
    stated.iter().any(|one| &one.by == who)
}
