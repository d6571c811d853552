//! Sessions of people who pitch.

use crate::acts::log::Note;
use crate::acts::{ActError, Context};
use crate::domain::digest::{Digest, hex};
use crate::domain::id::InitiatorId;
use crate::domain::initiator::{IDLE_MINUTES, Initiator};
use crate::domain::log::chain::Actor;
use crate::domain::time::Moment;
use crate::store::initiator as accounts;
use crate::store::initiator::session::{self, Session};
use crate::store::{self, Store, Tx, passkey};

/// Minutes for which a session that ended by itself is kept.
const KEPT_MINUTES: i64 = 24 * 60;

/// Sessions that were last used before this have ended, and a day has passed since.
pub fn ended_before(now: Moment) -> Moment {
    now.plus_minutes(-(IDLE_MINUTES + KEPT_MINUTES))
}

fn key(token: &str) -> Digest {
    Digest::of_parts(&[b"schuifruimte-initiator-session/1\0", token.as_bytes()])
}

/// Who is signed in where somebody comes in.
#[derive(Debug, Clone, Copy)]
pub struct Already<'a> {
    /// Who.
    pub who: &'a InitiatorId,
    /// What a page may show of that session.
    pub handle: &'a str,
}

/// Who is behind a cookie.
#[derive(Debug, Clone)]
pub struct Found {
    /// Who.
    pub who: Initiator,
    /// What a page may show of the session.
    pub handle: String,
    /// Since when: then the person proved who they are.
    pub since: Moment,
}

/// Begins a session, in the place of the one that is there; the text for the cookie.
pub(super) async fn begin(
    ctx: &mut Context<'_>,
    tx: &mut Tx,
    who: &InitiatorId,
    already: Option<Already<'_>>,
) -> Result<String, ActError> {
    if let Some(already) = already {
        session::remove(tx, already.who, already.handle).await?;
    }
    let token = hex(&ctx.seed.bytes());
    let session = Session { handle: ctx.seed.id(), created: ctx.now, seen: ctx.now };
    session::add(tx, &key(&token), who, &session).await?;
    Ok(token)
}

/// Begins a session for who showed a passkey: its id, and the counter of its device. Refused when that did not move on:
/// then there are two of it.
pub async fn start_with_key(
    ctx: &mut Context<'_>,
    who: &InitiatorId,
    (key, counter): (&str, u64),
    already: Option<Already<'_>>,
) -> Result<String, ActError> {
    let mut tx = ctx.begin().await?;
    if !passkey::touch(&mut tx, key, counter, ctx.now).await? {
        return Err(ActError::SignInFailed);
    }
    ctx.actor = Actor::Initiator(who.clone());
    accounts::touch(&mut tx, who, ctx.now).await?;
    let token = begin(ctx, &mut tx, who, already).await?;
    ctx.finish(tx, Note::new("initiator.session", who)).await?;
    Ok(token)
}

/// Who is behind a cookie, if the session still stands. Its use is noted at most once a
/// minute. `days` is how long a session lasts however busy.
pub async fn find(store: &Store, token: &str, days: u8, now: Moment) -> Result<Option<Found>, ActError> {
    let key = key(token);
    let found = session::find(&mut *store.read().await?, &key).await?;
    let Some((found, who)) = found else { return Ok(None) };
    let has_ended = found.seen.plus_minutes(IDLE_MINUTES) <= now
        || found.created.plus_minutes(i64::from(days) * 24 * 60) <= now;
    if has_ended {
        return Ok(None);
    }
    if found.seen.plus_minutes(1) <= now {
        let mut tx = store.begin().await?;
        session::touch(&mut tx, &key, now).await?;
        accounts::touch(&mut tx, &who.id, now).await?;
        store.noting(store::commit(tx).await)?;
    }
    Ok(Some(Found { who, handle: found.handle, since: found.created }))
}

/// Ends one session of a person.
pub async fn end(ctx: &Context<'_>, who: &InitiatorId, handle: &str) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !session::remove(&mut tx, who, handle).await? {
        return Err(ActError::NotFound);
    }
    ctx.finish(tx, Note::new("initiator.end", who)).await
}

/// Ends every session of a person but the present one.
pub async fn end_others(ctx: &Context<'_>, who: &InitiatorId, present: &str) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    session::remove_others(&mut tx, who, present).await?;
    ctx.finish(tx, Note::new("initiator.end", who)).await
}
