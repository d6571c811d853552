//! Passkeys of staff and of people who pitch: adding one, using one, taking one away.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context, outbox, plain};
use crate::domain::id::InitiatorId;
use crate::domain::log::chain::Actor;
use crate::domain::log::kept::Kept;
use crate::domain::mail::Content;
use crate::domain::passkey::{MOST, Owner, name_fault};
use crate::store::passkey::Passkey;
use crate::store::{self, Tx, initiator, passkey};

/// Whoever acts, as owner of passkeys.
fn owner(ctx: &Context<'_>) -> Result<Owner, ActError> {
    match &ctx.actor {
        Actor::Staff(id) => Ok(Owner::Staff(id.clone())),
        Actor::Initiator(id) => Ok(Owner::Initiator(id.clone())),
        Actor::Operator | Actor::Service | Actor::Visitor => Err(ActError::SignInFailed),
    }
}

/// What the staff log says. Of people who pitch it names no passkey: their account is all that stands in a log.
fn note([staff, initiator]: [&'static str; 2], owner: &Owner, key: &str) -> Note {
    let note = match owner {
        Owner::Staff(id) => Note::with(staff, id, json!({ "passkey": key })),
        Owner::Initiator(id) => Note::new(initiator, id),
    };
    note.of_rows(Kept::Passkeys, owner.id())
}

/// Adds a passkey of whoever acts; the ceremony was checked. Who pitches is told so by mail.
pub async fn add(ctx: &mut Context<'_>, key: Passkey) -> Result<(), ActError> {
    let owner = owner(ctx)?;
    if let Some(fault) = name_fault(&key.name) {
        return Err(ActError::field("key_name", fault));
    }
    plain::lines(&[("key_name", &key.name)])?;
    let mut tx = ctx.begin().await?;
    if passkey::of(&mut tx, &owner).await?.len() >= MOST {
        return Err(ActError::field("key_name", "key-many"));
    }
    if key.owner != owner || !passkey::add(&mut tx, &key).await? {
        return Err(ActError::SignInFailed);
    }
    if let Owner::Initiator(who) = &owner {
        tell(ctx, &mut tx, who).await?;
    }
    ctx.finish(tx, note(["account.passkey", "initiator.passkey"], &owner, &key.id)).await
}

async fn tell(ctx: &mut Context<'_>, tx: &mut Tx, who: &InitiatorId) -> Result<(), ActError> {
    let who = initiator::find(tx, who).await?.ok_or(ActError::SignInFailed)?;
    let Some(email) = &who.email else { return Ok(()) };
    let mail = (email, who.language.as_str(), &Content::KeyAdded);
    outbox::queue(tx, &mut ctx.seed, ctx.now, mail).await
}

/// Removes a passkey of whoever acts.
pub async fn remove(ctx: &Context<'_>, key: &str) -> Result<(), ActError> {
    let owner = owner(ctx)?;
    let mut tx = ctx.begin().await?;
    if !passkey::remove(&mut tx, &owner, key).await? {
        return Err(ActError::NotFound);
    }
    ctx.finish(tx, note(["account.passkey_end", "initiator.passkey_end"], &owner, key)).await
}

/// Notes that a passkey was used. Refused when its counter did not move on: then there are two of it.
pub async fn used(ctx: &Context<'_>, key: &str, counter: u64) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !passkey::touch(&mut tx, key, counter, ctx.now).await? {
        return Err(ActError::SignInFailed);
    }
    Ok(ctx.store.noting(store::commit(tx).await)?)
}
