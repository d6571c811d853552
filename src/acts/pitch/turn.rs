//! A plan goes to another state, and what happened stands with it.

use crate::acts::{ActError, Context};
use crate::domain::id::{AccountId, PitchId};
use crate::domain::pitch::{Event, EventKind};
use crate::store::Tx;
use crate::store::pitch::{self, Turn};

/// Brings a plan to another state, if nobody did something to it meanwhile.
pub(super) async fn turned(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &PitchId,
    turn: &Turn<'_>,
) -> Result<(), ActError> {
    match pitch::turn(tx, id, turn, ctx.now).await? {
        true => Ok(()),
        false => Err(ActError::DraftChanged),
    }
}

/// Something that happened to a plan, about which nobody decided; its number comes with its place.
pub(super) fn event(ctx: &Context<'_>, kind: EventKind, by: Option<AccountId>, reason: &str) -> Event {
    Event {
        number: 0,
        kind,
        at: ctx.now,
        by,
        function: String::new(),
        ground: None,
        reason: reason.to_string(),
        until: None,
        about: None,
    }
}
