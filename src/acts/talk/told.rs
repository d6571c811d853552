//! Mail about the talk: to a group that people talk about its plan, and to who asked something that the group answered.

use super::Context;
use crate::acts::initiator::mailbox::Mailbox;
use crate::acts::pitch::told;
use crate::acts::{ActError, outbox};
use crate::domain::mail::Content;
use crate::domain::pace::TALK_TO_GROUP;
use crate::domain::pitch::Pitch;
use crate::domain::talk::Comment;
use crate::store::{Tx, pace, talk};

/// Tells the group of a plan that people talk about it: at most once in a day, however much they say.
pub(super) async fn said(ctx: &Context<'_>, tx: &mut Tx, about: (&Pitch, &str)) -> Result<(), ActError> {
    let (found, title) = about;
    let Some(group) = &found.group else { return Ok(()) };
    if !pace::take(tx, &TALK_TO_GROUP, found.id.as_str(), ctx.now).await? {
        return Ok(());
    }
    let content = Content::Said { pitch: found.id.clone(), title: title.to_string() };
    let name = format!("talk/{}/{}", found.id, ctx.now.micros());
    told::members(ctx, tx, (group, &name), &content).await
}

/// Tells who wrote a comment that the group answered, as long as the address is known and takes such mail.
pub(super) async fn answered(
    ctx: &mut Context<'_>,
    tx: &mut Tx,
    to: &Comment,
    (found, title): (&Pitch, &str),
) -> Result<(), ActError> {
    let Some((email, language)) = talk::mailbox(tx, &to.id).await? else { return Ok(()) };
    if !Mailbox::of(tx, &email).await?.takes_unasked() {
        return Ok(());
    }
    let (round, pitch) = (found.round.clone(), found.id.clone());
    let content = Content::Answered { round, pitch, title: title.to_string() };
    outbox::queue(tx, &mut ctx.seed, ctx.now, (&email, &language, &content)).await
}
