//! Sessions of staff: beginning, using, proving anew, ending.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context, factor};
use crate::domain::account::{Account, CEREMONY_MINUTES, Factors, IDLE_MINUTES, LONGEST_MINUTES};
use crate::domain::digest::{Digest, hex};
use crate::domain::id::AccountId;
use crate::domain::log::chain::Actor;
use crate::domain::log::kept::Kept;
use crate::domain::passkey::Owner;
use crate::domain::time::Moment;
use crate::store::ceremony::{self, Begun};
use crate::store::session::{self, Session};
use crate::store::{self, Store, Tx, account, passkey};

/// Minutes for which a session that ended by itself is kept.
const KEPT_MINUTES: i64 = 24 * 60;

/// Who is behind a cookie, and since when.
#[derive(Debug, Clone)]
pub struct Found {
    /// Who.
    pub account: Account,
    /// What the person has beside a password.
    pub factors: Factors,
    /// When the person last proved to be there.
    pub proved_at: Moment,
}

/// What somebody came in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way<'a> {
    /// A password alone, where there is nothing else to ask; its stored text, which must still be that of the account.
    Password(&'a str),
    /// A password and a code of an app, or one on paper.
    Code,
    /// A passkey that was checked, and how often it says it was used.
    Passkey(&'a str, u64),
    /// The link of an invitation; the stored text of the password that was chosen with it.
    Link(&'a str),
}

impl Way<'_> {
    /// Its word in the staff log.
    fn name(self) -> &'static str {
        match self {
            Way::Password(_) => "password",
            Way::Code => "code",
            Way::Passkey(..) => "passkey",
            Way::Link(_) => "link",
        }
    }
}

/// The browser in which somebody comes in.
#[derive(Debug, Clone, Copy)]
pub struct Browser<'a> {
    /// Itself and its system, in two words.
    pub device: &'a str,
    /// The cookie that it still had; its session ends, whosever it was.
    pub earlier: Option<&'a str>,
}

/// Sessions that were last used before this have ended, and a day has passed since.
pub fn ended_before(now: Moment) -> Moment {
    now.plus_minutes(-(IDLE_MINUTES + KEPT_MINUTES))
}

/// What the database keeps of the text in a browser's cookie.
pub fn key(token: &str) -> Digest {
    Digest::of_parts(&[b"schuifruimte-session/1\0", token.as_bytes()])
}

/// Begins a session for an account that proved who it is: the text for the cookie.
pub async fn start(
    ctx: &mut Context<'_>,
    who: &AccountId,
    way: Way<'_>,
    browser: &Browser<'_>,
) -> Result<String, ActError> {
    let mut tx = ctx.begin().await?;
    // Checking took a while, in which two people may have let this person begin anew: what was shown must still be theirs.
    let is_theirs = match way {
        Way::Password(stored) => {
            let is_held = account::hold(&mut tx, who, stored).await?;
            let factors = store::factor::of(&mut tx, who).await?;
            is_held && !factors.has_code && factors.keys == 0
        }
        Way::Passkey(key, counter) => passkey::touch(&mut tx, key, counter, ctx.now).await?,
        Way::Link(stored) => account::hold(&mut tx, who, stored).await?,
        Way::Code => true,
    };
    if !is_theirs {
        return Err(ActError::SignInFailed);
    }
    open(ctx, tx, who, way, browser).await
}

/// Begins a session in a transaction that is under way, and ends that one.
async fn open(
    ctx: &mut Context<'_>,
    mut tx: Tx,
    who: &AccountId,
    way: Way<'_>,
    browser: &Browser<'_>,
) -> Result<String, ActError> {
    let token = hex(&ctx.seed.bytes());
    let (account, device) = (who.clone(), browser.device.to_string());
    let session = Session { account, created_at: ctx.now, seen_at: ctx.now, proved_at: ctx.now, device };
    if let Some(earlier) = browser.earlier {
        session::remove(&mut tx, &key(earlier)).await?;
    }
    session::add(&mut tx, &key(&token), &session).await?;
    ctx.actor = Actor::Staff(who.clone());
    let note = Note::with("session.start", who, json!({ "way": way.name() }));
    // A code on paper may be gone with it.
    ctx.finish(tx, note.of_rows(Kept::Entry, who)).await?;
    Ok(token)
}

/// Lets a session go on under a new text, with the age and the proof that it has.
pub(super) async fn go_on(ctx: &mut Context<'_>, tx: &mut Tx, own: Session) -> Result<String, ActError> {
    let token = hex(&ctx.seed.bytes());
    session::add(tx, &key(&token), &Session { seen_at: ctx.now, ..own }).await?;
    Ok(token)
}

/// Begins what ends on the next page: the text for that page. Nothing of it is noted, because nothing came of it yet.
pub async fn begin(
    ctx: &mut Context<'_>,
    begun: Begun,
    whose: Option<&Owner>,
    state: &str,
) -> Result<String, ActError> {
    let token = hex(&ctx.seed.bytes());
    let until = ctx.now.plus_minutes(CEREMONY_MINUTES);
    let mut tx = ctx.begin().await?;
    ceremony::forget(&mut tx, ctx.now).await?;
    let new = ceremony::New { begun, owner: whose, state, until };
    ceremony::add(&mut tx, &key(&token), &new).await?;
    ctx.store.noting(store::commit(tx).await)?;
    Ok(token)
}

/// Ends what was begun: its state and whose it is. It is gone then, whatever comes of it.
pub async fn take(ctx: &Context<'_>, begun: Begun, token: &str) -> Result<(String, Option<Owner>), ActError> {
    let mut tx = ctx.begin().await?;
    let taken = ceremony::take(&mut tx, &key(token), begun, ctx.now).await?;
    ctx.store.noting(store::commit(tx).await)?;
    taken.ok_or(ActError::SignInFailed)
}

/// Begins what ends on the page that asks for a code: the text for that page. A password that changes meanwhile ends it.
pub async fn begin_code(ctx: &mut Context<'_>, who: &AccountId, stored: &str) -> Result<String, ActError> {
    begin(ctx, Begun::Code, Some(&Owner::Staff(who.clone())), &mark(stored)).await
}

/// What a page that waits for a code remembers of the stored text of a password.
fn mark(stored: &str) -> String {
    Digest::of_parts(&[b"schuifruimte-password-mark/1\0", stored.as_bytes()]).to_string()
}

/// Ends a sign-in that asked for a code: the text for the cookie. The code, the page and the session are one
/// transaction, so a code opens one session on all copies of the service together.
pub async fn start_with_code(
    ctx: &mut Context<'_>,
    from: &factor::From<'_>,
    page: &str,
    typed: &str,
    browser: &Browser<'_>,
) -> Result<String, ActError> {
    let mut tx = ctx.begin().await?;
    let whose = ceremony::whose(&mut tx, &key(page), Begun::Code, ctx.now).await?;
    let id = whose.as_ref().and_then(Owner::staff).ok_or(ActError::SignInFailed)?.clone();
    let enabled = account::find(&mut tx, &id).await?.is_some_and(|account| account.enabled);
    if !enabled {
        return Err(ActError::SignInFailed);
    }
    tx = factor::pass(ctx, tx, &id, from, typed).await?;
    let page = ceremony::take(&mut tx, &key(page), Begun::Code, ctx.now).await?;
    let (password, _) = page.ok_or(ActError::SignInFailed)?;
    let stored = account::stored_password(&mut tx, &id).await?.unwrap_or_default();
    if mark(&stored) != password || !account::hold(&mut tx, &id, &stored).await? {
        return Err(ActError::SignInFailed);
    }
    open(ctx, tx, &id, Way::Code, browser).await
}

/// Notes that the person behind a session proved anew to be there: the text for the new cookie.
pub async fn prove(ctx: &mut Context<'_>, token: &str) -> Result<String, ActError> {
    let tx = ctx.begin().await?;
    proved(ctx, tx, token).await
}

/// The same for who shows a code as well.
pub async fn prove_with_code(
    ctx: &mut Context<'_>,
    from: &factor::From<'_>,
    token: &str,
    typed: &str,
) -> Result<String, ActError> {
    let id = ctx.person()?.clone();
    let tx = ctx.begin().await?;
    let tx = factor::pass(ctx, tx, &id, from, typed).await?;
    proved(ctx, tx, token).await
}

async fn proved(ctx: &mut Context<'_>, mut tx: Tx, token: &str) -> Result<String, ActError> {
    let new = hex(&ctx.seed.bytes());
    if !session::prove(&mut tx, &key(token), &key(&new), ctx.now).await? {
        return Err(ActError::SignInFailed);
    }
    let note = Note::new("session.prove", ctx.actor.name());
    ctx.finish(tx, note.of_rows(Kept::Entry, ctx.person()?)).await?;
    Ok(new)
}

/// Notes that signing in failed. What was typed is not noted: it may be a password.
pub async fn failed(ctx: &Context<'_>, known: Option<&AccountId>) -> Result<(), ActError> {
    let tx = ctx.begin().await?;
    let object = known.map_or("unknown", AccountId::as_str);
    ctx.finish(tx, Note::new("session.failed", object)).await
}

/// What was refused to somebody who is signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// What is not for this role or not in these districts, or is not there.
    Access,
    /// A form that another site sent.
    ForeignForm,
}

impl Refused {
    /// Its word in the staff log.
    pub fn act(self) -> &'static str {
        match self {
            Refused::Access => "session.denied",
            Refused::ForeignForm => "session.foreign_form",
        }
    }
}

/// Notes that something was refused to whoever acts: at which method and pattern of an address.
pub async fn refused(
    ctx: &Context<'_>,
    what: Refused,
    (method, route): (&str, &str),
) -> Result<(), ActError> {
    let id = ctx.person()?;
    let tx = ctx.begin().await?;
    ctx.finish(tx, Note::with(what.act(), id, json!({ "method": method, "route": route }))).await
}

/// Ends a session of whoever acts, or all of them but the one of this cookie.
pub async fn end_own(ctx: &Context<'_>, which: Option<&Digest>, token: &str) -> Result<(), ActError> {
    let id = ctx.person()?;
    let mut tx = ctx.begin().await?;
    match which {
        Some(one) => {
            if !session::remove_own(&mut tx, id, one).await? {
                return Err(ActError::NotFound);
            }
        }
        None => session::remove_others(&mut tx, id, &key(token)).await?,
    }
    ctx.finish(tx, Note::new("session.end", id)).await
}

/// Ends all sessions of one member of staff, and what that person had begun to sign in with.
pub async fn end_all_of(ctx: &Context<'_>, id: &AccountId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    session::remove_all(&mut tx, id).await?;
    ceremony::remove_all(&mut tx, &Owner::Staff(id.clone())).await?;
    ctx.finish(tx, Note::new("session.end", id)).await
}

/// Ends the sessions of everyone, people who pitch among them: how many there were.
pub async fn end_everyones(ctx: &Context<'_>) -> Result<u64, ActError> {
    let mut tx = ctx.begin().await?;
    let ended = session::remove_everyones(&mut tx).await?
        + store::initiator::session::remove_everyones(&mut tx).await?;
    ctx.finish(tx, Note::with("session.end", "service", json!({ "sessions": ended }))).await?;
    Ok(ended)
}

/// Ends a session.
pub async fn end(ctx: &Context<'_>, token: &str) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    session::remove(&mut tx, &key(token)).await?;
    ctx.finish(tx, Note::new("session.end", ctx.actor.name())).await
}

/// Whether a session has not ended by itself.
pub fn stands(session: &Session, now: Moment) -> bool {
    let is_idle = session.seen_at.plus_minutes(IDLE_MINUTES) <= now;
    !is_idle && now < session.created_at.plus_minutes(LONGEST_MINUTES)
}

/// Who is behind a cookie, if the session still stands. Its use is noted at most once a minute.
pub async fn find(store: &Store, token: &str, now: Moment) -> Result<Option<Found>, ActError> {
    let key = key(token);
    let mut conn = store.read().await?;
    let Some(found) = session::find(&mut conn, &key).await? else { return Ok(None) };
    if !stands(&found, now) {
        return Ok(None);
    }
    let who = account::find(&mut conn, &found.account).await?.filter(|account| account.enabled);
    let Some(account) = who else { return Ok(None) };
    let factors = store::factor::of(&mut conn, &account.id).await?;
    drop(conn);
    if found.seen_at.plus_minutes(1) <= now {
        let mut tx = store.begin().await?;
        session::touch(&mut tx, &key, now).await?;
        store.noting(store::commit(tx).await)?;
    }
    Ok(Some(Found { account, factors, proved_at: found.proved_at }))
}
