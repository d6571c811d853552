//! Coming in for the first time, and coming in again after losing everything. Whoever keeps accounts makes a link and never
//! learns a password.

use serde_json::{Value, json};

use super::log::Note;
use super::person::require_other;
use super::{ActError, Context};
use crate::domain::account::{Account, INVITED_HOURS};
use crate::domain::digest::{Digest, hex};
use crate::domain::id::AccountId;
use crate::domain::log::chain::Actor;
use crate::domain::log::kept::Kept;
use crate::domain::passkey::Owner;
use crate::store::{self, Tx, account, account_change, invitation, passkey, session};

/// What the database keeps of a link.
fn key(token: &str) -> Digest {
    Digest::of_parts(&[b"schuifruimte-invitation/1\0", token.as_bytes()])
}

/// Makes a link for an account that never came in: what stands in it. An older link of the account is worth nothing then.
/// Not by who proposed the account.
pub async fn make(ctx: &mut Context<'_>, id: &AccountId) -> Result<String, ActError> {
    let mut tx = ctx.begin().await?;
    let stored = account::stored_password(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let is_open = account::find(&mut tx, id).await?.is_some_and(|account| account.enabled);
    let is_new = stored.is_empty() && passkey::of(&mut tx, &Owner::Staff(id.clone())).await?.is_empty();
    if !is_open || !is_new {
        // Nobody confirmed it yet; and who has been here before begins anew with the word of two people.
        return Err(ActError::FourEyes);
    }
    // Whoever made up an account must not be the one who holds its link.
    for first in account_change::proposers(&mut tx, id).await? {
        require_other(ctx, &mut tx, &first).await?;
    }
    require_other(ctx, &mut tx, id).await?;
    let token = put(ctx, &mut tx, id).await?;
    ctx.finish(tx, Note::new("account.invite", id).of_rows(Kept::Entry, id)).await?;
    Ok(token)
}

async fn put(ctx: &mut Context<'_>, tx: &mut Tx, id: &AccountId) -> Result<String, ActError> {
    let token = hex(&ctx.seed.bytes());
    let until = ctx.now.plus_minutes(INVITED_HOURS * 60);
    invitation::put(tx, id, &key(&token), until).await?;
    Ok(token)
}

/// Whose link it is, while it is good. Looking at it leaves it good.
pub async fn whose(ctx: &Context<'_>, token: &str) -> Result<Account, ActError> {
    let mut conn = ctx.store.read().await?;
    let id = invitation::whose(&mut conn, &key(token), ctx.now).await?.ok_or(ActError::LinkExpired)?;
    let found = account::find(&mut conn, &id).await?.filter(|account| account.enabled);
    found.ok_or(ActError::LinkExpired)
}

/// Uses a link: from now on this is the password (its stored text), and the link is worth nothing.
pub async fn accept(ctx: &mut Context<'_>, token: &str, password: &str) -> Result<Account, ActError> {
    let mut tx = ctx.begin().await?;
    let id = invitation::take(&mut tx, &key(token), ctx.now).await?.ok_or(ActError::LinkExpired)?;
    let found = account::find(&mut tx, &id).await?.filter(|account| account.enabled);
    let found = found.ok_or(ActError::LinkExpired)?;
    // Whatever was added before the link was used is not of who uses it.
    remove_factors(&mut tx, &id).await?;
    account::set_password(&mut tx, &id, password).await?;
    ctx.actor = Actor::Staff(id.clone());
    ctx.finish(tx, noted("account.accept", &id, Value::Null)).await?;
    Ok(found)
}

/// Asks that someone who lost everything begins anew. Another person who keeps accounts confirms it.
pub async fn ask_reset(ctx: &Context<'_>, id: &AccountId) -> Result<(), ActError> {
    let by = ctx.person()?;
    let mut tx = ctx.begin().await?;
    account::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    require_other(ctx, &mut tx, id).await?;
    invitation::ask_reset(&mut tx, id, by, ctx.now).await?;
    ctx.finish(tx, Note::new("account.reset_ask", id).of_rows(Kept::Entry, id)).await
}

/// Takes such a request away.
pub async fn refuse_reset(ctx: &Context<'_>, id: &AccountId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !invitation::end_reset(&mut tx, id).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, Note::new("account.reset_refuse", id).of_rows(Kept::Entry, id)).await
}

/// Confirms as second person that someone begins anew: what stands in the link. Nothing that the person signed in with
/// works any more.
pub async fn confirm_reset(ctx: &mut Context<'_>, id: &AccountId) -> Result<String, ActError> {
    ctx.person()?;
    let mut tx = ctx.begin().await?;
    let (asked_by, _) = invitation::reset(&mut tx, id).await?.ok_or(ActError::DraftChanged)?;
    require_other(ctx, &mut tx, &asked_by).await?;
    require_other(ctx, &mut tx, id).await?;
    if !invitation::end_reset(&mut tx, id).await? {
        return Err(ActError::DraftChanged);
    }
    reset(ctx, tx, id, json!({ "asked_by": asked_by })).await
}

/// The same from the command line, by whoever runs the service: for the first account, where nobody else is.
pub async fn reset_by_operator(ctx: &mut Context<'_>, id: &AccountId) -> Result<String, ActError> {
    if ctx.actor != Actor::Operator {
        return Err(ActError::FourEyes);
    }
    let tx = ctx.begin().await?;
    reset(ctx, tx, id, Value::Null).await
}

async fn reset(ctx: &mut Context<'_>, mut tx: Tx, id: &AccountId, detail: Value) -> Result<String, ActError> {
    account::set_password(&mut tx, id, "").await?;
    remove_factors(&mut tx, id).await?;
    let token = put(ctx, &mut tx, id).await?;
    ctx.finish(tx, noted("account.reset", id, detail)).await?;
    Ok(token)
}

/// Takes everything away with which someone signs in beside a password, and all that is open under it.
pub(super) async fn remove_factors(tx: &mut Tx, id: &AccountId) -> Result<(), ActError> {
    let owner = Owner::Staff(id.clone());
    passkey::remove_all(tx, &owner).await?;
    store::factor::remove_code(tx, id).await?;
    store::ceremony::remove_all(tx, &owner).await?;
    Ok(session::remove_all(tx, id).await?)
}

/// A note with everything with which someone signs in.
pub(super) fn noted(act: &'static str, id: &AccountId, detail: Value) -> Note {
    let all = [Kept::Password, Kept::Passkeys, Kept::Code, Kept::Entry];
    all.into_iter().fold(Note::with(act, id, detail), |note, kept| note.of_rows(kept, id))
}
