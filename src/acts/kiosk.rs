//! Turns at a kiosk: one voter follows the other, and what the last one left is taken from nobody.

use super::{ActError, Context};
use crate::store::{self, Conn, kiosk_turn};

/// Minutes for which a form of a turn is taken: a little longer than its page stays on the screen.
pub const TURN_MINUTES: i64 = 11;

/// Ends a turn, on every copy of the service. The moment that is kept is a whole hour: a turn ends with a vote, and nobody is
/// to read there when that was.
pub async fn end(ctx: &Context<'_>, turn: &str) -> Result<(), ActError> {
    let late = ctx.now.plus_minutes(TURN_MINUTES + 60);
    let until = late.plus_seconds(-(late.micros() / 1_000_000).rem_euclid(3_600)).whole_seconds();
    let mut tx = ctx.begin().await?;
    kiosk_turn::end(&mut tx, turn, until).await?;
    store::commit(tx).await?;
    Ok(())
}

/// Whether a turn has ended.
pub async fn has_ended(conn: &mut Conn, turn: &str) -> Result<bool, ActError> {
    Ok(kiosk_turn::has_ended(conn, turn).await?)
}
