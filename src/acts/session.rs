//! Sessions of staff: beginning, using, ending.

use super::log::Note;
use super::{ActError, Context};
use crate::domain::account::Account;
use crate::domain::digest::Digest;
use crate::domain::id::AccountId;
use crate::domain::log::chain::Actor;
use crate::domain::time::Moment;
use crate::store::session::{self, Session};
use crate::store::{Store, account};

/// Minutes without use after which a session ends.
const IDLE_MINUTES: i64 = 30;
/// Minutes after which a session ends however busy.
const LONGEST_MINUTES: i64 = 8 * 60;

/// Minutes for which a session that ended by itself is kept.
const KEPT_MINUTES: i64 = 24 * 60;

/// Sessions that were last used before this have ended, and a day has passed since.
pub fn ended_before(now: Moment) -> Moment {
    now.plus_minutes(-(IDLE_MINUTES + KEPT_MINUTES))
}

/// What the database keeps of the text in a browser's cookie.
pub fn key(token: &str) -> Digest {
    Digest::of_parts(&[b"schuifruimte-session/1\0", token.as_bytes()])
}

/// Begins a session for an account whose password was right: the text for the cookie.
pub async fn start(ctx: &mut Context<'_>, who: &Account) -> Result<String, ActError> {
    let token = crate::domain::digest::hex(&ctx.seed.bytes());
    let session = Session { account: who.id.clone(), created_at: ctx.now, seen_at: ctx.now };
    let mut tx = ctx.begin().await?;
    session::add(&mut tx, &key(&token), &session).await?;
    ctx.actor = Actor::Staff(who.id.clone());
    ctx.finish(tx, Note::new("session.start", &who.id)).await?;
    Ok(token)
}

/// Notes that signing in failed. What was typed is not noted: it may be a password.
pub async fn failed(ctx: &Context<'_>, known: Option<&AccountId>) -> Result<(), ActError> {
    let tx = ctx.begin().await?;
    let object = known.map_or("unknown", AccountId::as_str);
    ctx.finish(tx, Note::new("session.failed", object)).await
}

/// Ends a session.
pub async fn end(ctx: &Context<'_>, token: &str) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    session::remove(&mut tx, &key(token)).await?;
    ctx.finish(tx, Note::new("session.end", ctx.actor.name())).await
}

/// Who is behind a cookie, if the session still stands. Its use is noted at most once a minute.
pub async fn find(store: &Store, token: &str, now: Moment) -> Result<Option<Account>, ActError> {
    let key = key(token);
    let mut conn = store.read().await?;
    let Some(found) = session::find(&mut conn, &key).await? else { return Ok(None) };
    let idle = found.seen_at.plus_minutes(IDLE_MINUTES) <= now;
    if idle || found.created_at.plus_minutes(LONGEST_MINUTES) <= now {
        return Ok(None);
    }
    let who = account::find(&mut conn, &found.account).await?.filter(|account| account.enabled);
    drop(conn);
    if who.is_some() && found.seen_at.plus_minutes(1) <= now {
        let mut tx = store.begin().await?;
        session::touch(&mut tx, &key, now).await?;
        store.noting(crate::store::commit(tx).await)?;
    }
    Ok(who)
}
