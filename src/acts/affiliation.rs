//! Two recipients that no longer belong together. Why is asked and kept; where one of them counts as one with a
//! social-brokerage organisation, a second person ends it: whoever parts from such an organisation can get money again.

use serde_json::json;

use super::log::Note;
use super::person::require_other_named;
use super::recipient::set_families;
use super::{ActError, Context, plain};
use crate::domain::id::RecipientId;
use crate::domain::recipient::{Affiliation, MAX_NAME, Parting};
use crate::domain::smo::Identity;
use crate::store::{Tx, recipient, smo};

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Parted {
    /// They no longer count as one.
    Ended,
    /// Another person has to end it.
    Waits,
}

/// Writes down that two recipients no longer belong together, and why. With a social-brokerage organisation in their family
/// it waits until another person does the same, whose reason is not asked. Refused when the same person does it twice.
pub async fn part(
    ctx: &Context<'_>,
    one: &RecipientId,
    other: &RecipientId,
    reason: &str,
) -> Result<Parted, ActError> {
    let reason = reason.trim();
    plain::lines(&[("part_reason", reason)])?;
    let mut tx = ctx.begin().await?;
    super::ledger::hold(&mut tx).await?;
    let pair = if one < other { (one, other) } else { (other, one) };
    let link = link(&mut tx, pair).await?;
    let waits = in_register(ctx, &mut tx, one).await?;
    let by = ctx.actor.name();
    match &link.parting {
        None if reason.is_empty() || reason.chars().count() > MAX_NAME => {
            return Err(ActError::field("part_reason", "empty"));
        }
        None => {
            let asked = Parting { at: ctx.now, by: by.clone(), reason: reason.to_string(), ended_by: None };
            recipient::ask_to_part(&mut tx, pair, &asked).await?;
            if waits {
                let note = Note::with("recipient.part-ask", one, json!({ "other": other }));
                ctx.finish(tx, note).await?;
                return Ok(Parted::Waits);
            }
        }
        Some(asked) if waits => require_other_named(ctx, &mut tx, &asked.by).await?,
        Some(_) => (),
    }
    recipient::part(&mut tx, pair, &by, ctx.now).await?;
    set_families(ctx, &mut tx).await?;
    ctx.finish(tx, Note::with("recipient.part", one, json!({ "other": other }))).await?;
    Ok(Parted::Ended)
}

async fn link(tx: &mut Tx, pair: (&RecipientId, &RecipientId)) -> Result<Affiliation, ActError> {
    let links = recipient::affiliations(tx).await?;
    let own = |link: &Affiliation| link.ended.is_none() && (&link.pair.0, &link.pair.1) == pair;
    links.into_iter().find(own).ok_or(ActError::NotFound)
}

/// Whether someone who counts as one with a recipient stands in the register.
async fn in_register(ctx: &Context<'_>, tx: &mut Tx, one: &RecipientId) -> Result<bool, ActError> {
    let own = recipient::find(tx, one).await?.ok_or(ActError::NotFound)?;
    let (register, family) = (smo::newest(tx).await?, recipient::family(tx, &own.family).await?);
    Ok(family.iter().any(|one| register.names(&Identity::of(one), ctx.now)))
}
