//! BoundsSet that hold for more than one round: each change is a decision that stays, with its reason.

use super::budget::function_of;
use super::{ActError, Context, ledger, plain};
use crate::domain::bounds::{BoundsDecision, BoundsSet};
use crate::store::{Tx, bounds};

/// Writes down the decision behind a change; the transaction is the caller's, and so is the staff log. `field` is where
/// the reason was typed.
pub(super) async fn decide(
    ctx: &Context<'_>,
    tx: &mut Tx,
    set: BoundsSet,
    (field, reason): (&'static str, &str),
) -> Result<(), ActError> {
    let reason = plain::reason(field, reason)?.to_string();
    ledger::hold(tx).await?;
    let function = function_of(ctx, tx).await?;
    let decision = BoundsDecision { number: 0, set, reason, at: ctx.now, by: ctx.actor.name(), function };
    Ok(bounds::add(tx, &decision).await?)
}
