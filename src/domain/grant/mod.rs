//! Grants (Dutch: subsidie): what the outcome of a count means in money, and what becomes of it.
//!
//! [`Grant`] is what a certificate sets aside for a plan. It is no award yet: that is a formal decision of the
//! municipality, and [`record::GrantRecord`] follows it from there to the last receipt, along [`state`].
//! What is granted in all its years together is [`years::Whole`].

pub mod record;
pub mod state;
pub mod years;

pub use record::{GrantRecord, Source};
pub use state::{GrantState, GrantStep, WrongState};
pub use years::{Called, Notice, Slice, Whole, YearsFault};

use serde::{Deserialize, Serialize};

use crate::domain::budget::{CeilingExceeded, fits};
use crate::domain::id::ProposalId;
use crate::domain::money::Cents;
use crate::domain::outcome::OutcomeDocument;
use crate::domain::rules::Rules;

/// Money for a plan that won.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grant {
    /// Which plan.
    pub proposal: ProposalId,
    /// How much: what the plan asked.
    pub amount: Cents,
}

/// The sum of grants.
pub fn total(grants: &[Grant]) -> Cents {
    Cents::sum(grants.iter().map(|grant| grant.amount)).unwrap_or(Cents::MAX)
}

/// The grants that follow from an outcome: each winner gets what it asked. Refused when they do not fit
/// in what the round may grant (ceiling less what is held back for objections).
pub fn propose(rules: &Rules, outcome: &OutcomeDocument) -> Result<Vec<Grant>, CeilingExceeded> {
    let grants: Vec<Grant> = outcome
        .winners
        .iter()
        .map(|winner| Grant { proposal: winner.id.clone(), amount: winner.amount })
        .collect();
    check(rules, &grants)?;
    Ok(grants)
}

/// Whether grants fit in what the round may grant.
pub fn check(rules: &Rules, grants: &[Grant]) -> Result<(), CeilingExceeded> {
    fits(rules.spendable(), Cents::ZERO, total(grants))
}
