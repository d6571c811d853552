//! People without a letter who ask the desk to call, while the vote is open. What they told is erased as soon as it was
//! done, when the vote closes, and after two weeks whatever happened. The staff log tells that it happened, of nobody.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context};
use crate::domain::calendar::{day_of, start_of};
use crate::domain::call::{Call, MOST_WAITING, Wanted};
use crate::domain::id::{CallId, RoundId};
use crate::domain::pace::{CALLS_OF_CLIENT, CALLS_OF_ROUND};
use crate::domain::round::Phase;
use crate::store::{Tx, call, pace, round};

/// Someone asks to be called. `client` is where the request comes from; nothing when the desk writes it down for who
/// phoned. Whether the number waits already is told to nobody. Refused with [`ActError::TooOften`] when that client, or
/// everybody together, asks too often.
pub async fn ask(
    ctx: &mut Context<'_>,
    id: &RoundId,
    client: Option<&str>,
    wanted: Wanted,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    require_open(&mut tx, id).await?;
    if let Some(client) = client {
        let may = pace::take(&mut tx, &CALLS_OF_CLIENT, client, ctx.now).await?
            && pace::take(&mut tx, &CALLS_OF_ROUND, id.as_str(), ctx.now).await?;
        if !may || call::count(&mut tx, id).await? >= MOST_WAITING {
            return Err(ActError::TooOften);
        }
    }
    let Wanted { about, name, phone } = wanted;
    let asked = start_of(day_of(ctx.now));
    let new = Call { id: CallId::new(ctx.seed.id()), about, name, phone, asked };
    call::add(&mut tx, id, &new).await?;
    ctx.finish(tx, Note::with("call.ask", id, json!({ "about": about.name() }))).await
}

/// The desk is done with a request: it is erased.
pub async fn done(ctx: &Context<'_>, id: &RoundId, which: &CallId) -> Result<(), ActError> {
    ctx.person()?;
    let mut tx = ctx.begin().await?;
    if !call::remove(&mut tx, id, which).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, Note::new("call.done", id)).await
}

async fn require_open(tx: &mut Tx, id: &RoundId) -> Result<(), ActError> {
    let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
    if found.phase == Phase::Open { Ok(()) } else { Err(ActError::WrongPhase(found.phase)) }
}
