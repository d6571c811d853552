//! Residents without e-mail, who are served at the desk. Nobody signs in to such an account, also not the office.

use crate::acts::log::Note;
use crate::acts::{ActError, Context, initiative};
use crate::domain::id::InitiatorId;
use crate::domain::initiator::{Initiator, name_fault};
use crate::domain::log::kept::Kept;
use crate::store::{Tx, initiator};

/// Opens an account without an address for someone at the desk. Who opened it stays with it.
pub async fn open(ctx: &mut Context<'_>, name: &str, language: &str) -> Result<InitiatorId, ActError> {
    let by = ctx.person()?.clone();
    if let Some(fault) = name_fault(name) {
        return Err(ActError::field("post_name", fault));
    }
    let who = Initiator {
        id: InitiatorId::new(ctx.seed.id()),
        email: None,
        name: name.trim().to_string(),
        language: language.to_string(),
        opened: ctx.now,
        opened_by: Some(by),
    };
    let mut tx = ctx.begin().await?;
    initiator::add(&mut tx, &who).await?;
    ctx.finish(tx, Note::new("initiator.open_at_desk", &who.id).of_rows(Kept::Initiator, &who.id)).await?;
    Ok(who.id)
}

/// Gives such an account another name and language.
pub async fn rename(
    ctx: &Context<'_>,
    who: &InitiatorId,
    name: &str,
    language: &str,
) -> Result<(), ActError> {
    if let Some(fault) = name_fault(name) {
        return Err(ActError::field("post_name", fault));
    }
    let mut tx = ctx.begin().await?;
    opened_here(&mut tx, who).await?;
    initiator::rename(&mut tx, who, name.trim(), language).await?;
    ctx.finish(tx, Note::new("initiator.rename_at_desk", who).of_rows(Kept::Initiator, who)).await
}

/// Ends such an account when its owner wants that: name and all are gone.
pub async fn remove(ctx: &Context<'_>, who: &InitiatorId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    opened_here(&mut tx, who).await?;
    let groups = initiative::take_out(&mut tx, who).await?;
    initiator::remove(&mut tx, who).await?;
    let note = Note::new("initiator.remove_at_desk", who).of_rows(Kept::Initiator, who);
    ctx.finish(tx, groups.iter().fold(note, |note, group| note.of_rows(Kept::Members, group))).await
}

/// Refuses the account of someone who comes in by mail: that is nobody else's.
async fn opened_here(tx: &mut Tx, who: &InitiatorId) -> Result<(), ActError> {
    let found = initiator::find(tx, who).await?;
    found.filter(|found| found.email.is_none()).map(|_| ()).ok_or(ActError::NotFound)
}
