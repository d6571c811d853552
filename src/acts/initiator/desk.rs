//! Residents without e-mail, who are served at the desk. Nobody signs in to such an account, also not the office.

use crate::acts::log::Note;
use crate::acts::{ActError, Context};
use crate::domain::id::InitiatorId;
use crate::domain::initiator::{Initiator, name_fault};
use crate::domain::log::kept::Kept;
use crate::store::initiator;

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
