//! The mail to who wrote what was taken off: that it was, why, and what became of the second look.

use super::Context;
use crate::acts::ActError;
use crate::domain::id::InitiatorId;
use crate::domain::mail::{Address, Content, Door, Took};
use crate::domain::talk::{Comment, Side};
use crate::store::{Tx, initiator, talk};

/// Writes it down, where the writer has an address.
pub(super) async fn tell(
    ctx: &mut Context<'_>,
    tx: &mut Tx,
    to: &Comment,
    took: Took,
) -> Result<(), ActError> {
    let Some((email, language, door)) = writer(ctx, tx, to).await? else { return Ok(()) };
    let content = Content::Withheld { door, took };
    crate::acts::outbox::queue(tx, &mut ctx.seed, ctx.now, (&email, &language, &content)).await
}

/// Where mail of a writer goes, and where its link leads.
async fn writer(
    ctx: &Context<'_>,
    tx: &mut Tx,
    to: &Comment,
) -> Result<Option<(Address, String, Door)>, ActError> {
    match to.side {
        Side::Resident | Side::Organisation => {
            Ok(talk::mailbox(tx, &to.id).await?.map(|(email, language)| {
                let door = Door::Address { mark: email.mark(), at: ctx.now };
                (email, language, door)
            }))
        }
        Side::Group => {
            let who = InitiatorId::new(to.by.trim_start_matches("initiator:"));
            let found = initiator::find(tx, &who).await?;
            let door = Door::Group { pitch: to.pitch.clone() };
            Ok(found.and_then(|found| Some((found.email?, found.language, door))))
        }
        // The contact sees it at the office.
        Side::Smo => Ok(None),
    }
}
