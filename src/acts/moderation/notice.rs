//! The mail to who wrote what was taken off: that it was, why, and what became of the second look.

use super::written::{About, Found, What};
use crate::acts::pitch::told;
use crate::acts::{ActError, Context, outbox};
use crate::domain::mail::{Content, Door, Took};
use crate::domain::moderation::Withholding;
use crate::domain::talk::{Comment, Side};
use crate::store::{Tx, talk};

/// Writes it down, where the writer has an address. What a group wrote is told to everyone in it.
pub(super) async fn tell(
    ctx: &mut Context<'_>,
    tx: &mut Tx,
    (found, of): (&Found, &Withholding),
    took: Took,
) -> Result<(), ActError> {
    if let What::Comment(comment) = &found.what
        && comment.side != Side::Group
    {
        return writer(ctx, tx, comment, took).await;
    }
    let (group, door) = match &found.about {
        About::Plan(plan) => (plan.group.as_ref(), Door::Group { pitch: plan.id.clone() }),
        About::Grant(grant, group) => {
            let Some(group) = group else { return Ok(()) };
            (Some(group), Door::Carrier { group: group.clone(), grant: grant.id.clone() })
        }
    };
    let Some(group) = group else { return Ok(()) };
    let name = match &took {
        Took::Ruled { .. } => format!("moderation/{}/ruled", of.id),
        Took::Off { .. } | Took::Refused { .. } => format!("moderation/{}/off", of.id),
    };
    let content = Content::Withheld { door, took };
    told::members(ctx, tx, (group, &name), &content).await
}

/// The same to who wrote it under an address. The contact of a social-brokerage organisation sees it at the office.
pub(in crate::acts) async fn writer(
    ctx: &mut Context<'_>,
    tx: &mut Tx,
    to: &Comment,
    took: Took,
) -> Result<(), ActError> {
    let Some((email, language)) = talk::mailbox(tx, &to.id).await? else { return Ok(()) };
    let door = Door::Address { mark: email.mark(), at: ctx.now };
    let content = Content::Withheld { door, took };
    outbox::queue(tx, &mut ctx.seed, ctx.now, (&email, &language, &content)).await
}
