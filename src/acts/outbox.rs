//! Mail: written down in the transaction of the act that wants it, and carried by a job of the service.
//!
//! Carrying is the work of a machine and has no entry in the staff log for each step, like the last use of a session. What a
//! person must know of has one: mail that failed or is unsure, and what someone of the office then did.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context};
use crate::domain::id::MailId;
use crate::domain::mail::{self, Address, Content, Fault, LEASE_MINUTES, MailState, Next};
use crate::domain::seed::Seed;
use crate::domain::time::Moment;
pub use crate::store::outbox::Claimed;
use crate::store::{self, Tx, outbox};

/// Writes a mail down. Its name, and so its Message-ID, is fixed here.
pub(super) async fn queue(
    tx: &mut Tx,
    seed: &mut Seed,
    now: Moment,
    (address, language, content): (&Address, &str, &Content),
) -> Result<(), ActError> {
    queue_as(tx, MailId::new(seed.id()), now, (address, language, content)).await
}

/// Writes a mail down whose name follows from what it is about.
pub(super) async fn queue_as(
    tx: &mut Tx,
    id: MailId,
    now: Moment,
    (address, language, content): (&Address, &str, &Content),
) -> Result<(), ActError> {
    let until = mail::given_up_at(content, now);
    let new = outbox::New { id: &id, address, language, content, now, until };
    Ok(outbox::add(tx, &new).await?)
}

/// Takes the next mail that is due for this process.
pub async fn claim(ctx: &mut Context<'_>) -> Result<Option<Claimed>, ActError> {
    let claim = ctx.seed.id();
    let mut tx = ctx.begin().await?;
    let claimed = outbox::claim(&mut tx, &claim, ctx.now, ctx.now.plus_minutes(LEASE_MINUTES)).await?;
    save(ctx, tx).await?;
    Ok(claimed)
}

/// Marks that its words go out from now on. `false` when it is no longer held: then not one may go out.
pub async fn begin(ctx: &Context<'_>, held: &Claimed) -> Result<bool, ActError> {
    let mut tx = ctx.begin().await?;
    let done = outbox::begin(&mut tx, key(held), ctx.now.plus_minutes(LEASE_MINUTES)).await?;
    save(ctx, tx).await?;
    Ok(done)
}

/// The server took it.
pub async fn sent(ctx: &Context<'_>, held: &Claimed) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    outbox::sent(&mut tx, key(held), ctx.now).await?;
    save(ctx, tx).await
}

/// It was not sent, for this reason: it waits again, or is given up. Where its words went out and no answer came, it is
/// unsure from here on.
pub async fn not_sent(ctx: &Context<'_>, held: &Claimed, fault: Fault) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let until = mail::given_up_at(&held.content, held.queued);
    let state = match (fault, mail::next(fault, held.tries, ctx.now, until)) {
        (_, Next::Again(at)) => {
            outbox::put_off(&mut tx, key(held), fault, at).await?;
            return save(ctx, tx).await;
        }
        (Fault::Unanswered, Next::GiveUp) => MailState::Unsure,
        (_, Next::GiveUp) => MailState::Failed,
    };
    if !outbox::give_up(&mut tx, key(held), (state, fault), ctx.now).await? {
        return save(ctx, tx).await;
    }
    ctx.finish(tx, ended(&held.id, state, fault)).await
}

fn ended(id: &MailId, state: MailState, fault: Fault) -> Note {
    let act = if state == MailState::Unsure { "mail.unsure" } else { "mail.failed" };
    Note::with(act, id, json!({ "fault": fault.name() }))
}

/// Looks after mail whose process is gone and mail that is of no use any more. Done again, it changes nothing.
pub async fn tidy(ctx: &Context<'_>) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    outbox::return_claimed(&mut tx, ctx.now).await?;
    let unsure = outbox::leave_unsure(&mut tx, ctx.now).await?;
    let late = outbox::leave_late(&mut tx, ctx.now).await?;
    for id in &unsure {
        let note = ended(id, MailState::Unsure, Fault::Unanswered);
        super::log::note(&mut tx, &ctx.actor, ctx.now, note).await?;
    }
    for id in &late {
        let note = ended(id, MailState::Failed, Fault::Late);
        super::log::note(&mut tx, &ctx.actor, ctx.now, note).await?;
    }
    save(ctx, tx).await
}

/// Someone of the office has a mail that failed or is unsure sent once more.
pub async fn again(ctx: &Context<'_>, id: &MailId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !outbox::again(&mut tx, id, ctx.now).await? {
        return Err(ActError::NotFound);
    }
    ctx.finish(tx, Note::new("mail.again", id)).await
}

/// Someone of the office decides that a mail is not sent any more.
pub async fn drop_one(ctx: &Context<'_>, id: &MailId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !outbox::drop_one(&mut tx, id, ctx.now).await? {
        return Err(ActError::NotFound);
    }
    ctx.finish(tx, Note::new("mail.drop", id)).await
}

fn key(held: &Claimed) -> (&MailId, &str) {
    (&held.id, &held.claim)
}

async fn save(ctx: &Context<'_>, tx: Tx) -> Result<(), ActError> {
    ctx.store.noting(store::commit(tx).await)?;
    Ok(())
}
