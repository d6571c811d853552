//! An own account: name, another address, and its end.

use super::mailbox::Mailbox;
use super::{Draft, Opened, make_link};
use crate::acts::log::Note;
use crate::acts::{ActError, Context, outbox};
use crate::domain::id::InitiatorId;
use crate::domain::initiator::{Initiator, LINK_MINUTES, Purpose, name_fault};
use crate::domain::log::kept::Kept;
use crate::domain::mail::{Address, Content};
use crate::domain::pace::{CHANGES, MAIL_TO_ADDRESS};
use crate::store::{Tx, initiative, initiator, pace};

/// Which of the two addresses of a move.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// The one that the account has.
    From,
    /// The one that it is to have.
    To,
}

/// Refuses whoever changes more than people do.
pub(in crate::acts) async fn at_pace(
    ctx: &Context<'_>,
    tx: &mut Tx,
    who: &InitiatorId,
) -> Result<(), ActError> {
    match pace::take(tx, &CHANGES, who.as_str(), ctx.now).await? {
        true => Ok(()),
        false => Err(ActError::TooOften),
    }
}

/// Gives the account another name, and mail another language.
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
    at_pace(ctx, &mut tx, who).await?;
    initiator::rename(&mut tx, who, name.trim(), language).await?;
    ctx.finish(tx, Note::new("initiator.rename", who).of_rows(Kept::Initiator, who)).await
}

/// Asks for another address. Both get a mail and both have to say yes; who asks is not told whether the new one has an
/// account already, and it gets the same mail.
pub async fn ask_move(ctx: &mut Context<'_>, who: &Initiator, to: &Address) -> Result<(), ActError> {
    let Some(from) = who.email.clone() else { return Err(ActError::NotFound) };
    if &from == to {
        return Err(ActError::field("post_email", "post-same"));
    }
    let mut tx = ctx.begin().await?;
    // The own address is bothered as often as the new one at most.
    let has_room = pace::take(&mut tx, &MAIL_TO_ADDRESS, from.as_str(), ctx.now).await?;
    if !has_room {
        return Err(ActError::TooOften);
    }
    let until = ctx.now.plus_minutes(LINK_MINUTES);
    initiator::end_move(&mut tx, &who.id).await?;
    initiator::ask_move(&mut tx, &who.id, to, until).await?;
    let language = who.language.as_str();
    let draft = Draft { purpose: Purpose::MoveFrom(who.id.clone()), email: &from, language, until };
    let token = make_link(ctx, &mut tx, draft).await?;
    let content = Content::MoveFrom { token, until, to: to.shortened() };
    outbox::queue(&mut tx, &mut ctx.seed, ctx.now, (&from, language, &content)).await?;
    let mailbox = Mailbox::of(&mut tx, to).await?;
    let language = mailbox.language(language);
    let draft = Draft { purpose: Purpose::MoveTo(who.id.clone()), email: to, language, until };
    let token = make_link(ctx, &mut tx, draft).await?;
    let has_room = pace::take(&mut tx, &MAIL_TO_ADDRESS, to.as_str(), ctx.now).await?;
    if has_room && mailbox.takes_unasked() {
        let content = Content::MoveTo { token, until };
        outbox::queue(&mut tx, &mut ctx.seed, ctx.now, (to, language, &content)).await?;
    }
    ctx.finish(tx, Note::new("initiator.ask_move", &who.id)).await
}

/// One of the two addresses says yes; with the second yes the account has its new address.
pub(super) async fn says(
    ctx: &mut Context<'_>,
    mut tx: Tx,
    who: &InitiatorId,
    side: Side,
) -> Result<Opened, ActError> {
    match side {
        Side::From => initiator::from_says(&mut tx, who).await?,
        Side::To => initiator::to_says(&mut tx, who).await?,
    }
    let asked = initiator::find_move(&mut tx, who).await?.ok_or(ActError::LinkExpired)?;
    let account = initiator::find(&mut tx, who).await?.ok_or(ActError::LinkExpired)?;
    if !(asked.from_said && asked.to_said) {
        ctx.finish(tx, Note::new("initiator.say_move", who)).await?;
        return Ok(Opened::HalfMoved);
    }
    if !initiator::readdress(&mut tx, who, &asked.to).await? {
        // Whoever reads the mail of both addresses may know that both have an account.
        return Err(ActError::field("post_email", "post-taken"));
    }
    initiator::end_move(&mut tx, who).await?;
    if let Some(old) = &account.email {
        let mail = (old, account.language.as_str(), &Content::Moved);
        outbox::queue(&mut tx, &mut ctx.seed, ctx.now, mail).await?;
    }
    ctx.finish(tx, Note::new("initiator.move", who).of_rows(Kept::Initiator, who)).await?;
    Ok(Opened::Moved)
}

/// Ends the own account. Refused while the person is in a group.
pub async fn remove(ctx: &Context<'_>, who: &InitiatorId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !initiative::of(&mut tx, who).await?.is_empty() {
        return Err(ActError::StillNeeded);
    }
    initiator::remove(&mut tx, who).await?;
    let note = Note::new("initiator.remove", who);
    ctx.finish(tx, note.of_rows(Kept::Initiator, who).of_rows(Kept::Passkeys, who)).await
}
