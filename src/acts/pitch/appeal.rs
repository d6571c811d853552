//! A second look at a plan that was refused: its group asks within a term, and another officer decides within a term. Nobody
//! asks twice about one refusal.

use serde_json::json;

use super::assessment::{Known, of_group};
use super::review::{decided, event, happened, listed};
use super::typist;
use super::{Author, assessment};
use crate::acts::log::Note;
use crate::acts::person::require_other;
use crate::acts::{ActError, Context, plain};
use crate::domain::id::{AccountId, PitchId, ProposalId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::pitch::clock::end_after;
use crate::domain::pitch::{Course, Event, EventKind, MAX_WORDS, Pitch, State};
use crate::domain::round::Round;
use crate::store::{Conn, Tx, pitch};

/// Asks that another officer looks again at a plan that was refused.
pub async fn ask(ctx: &Context<'_>, author: Author<'_>, id: &PitchId, words: &str) -> Result<(), ActError> {
    let words = plain::told("pt_appeal", words, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let (held, found) = of_group(ctx, &mut tx, author, id).await?;
    let known = Known::of(&mut tx, &held, id).await?;
    let course = known.course();
    let (Some(refused), Some(until)) = (course.refusal(), course.appeal_until()) else {
        return Err(ActError::StillNeeded);
    };
    if found.state != State::NotAdmitted || !pitch::claim(&mut tx, id, found.state).await? {
        return Err(ActError::StillNeeded);
    }
    if until < ctx.now {
        return Err(ActError::field("pt_appeal", "pt-appeal-late"));
    }
    let event = Event {
        until: Some(end_after(ctx.now, known.clocks.ruling)),
        about: Some(refused.number),
        ..super::event(ctx, EventKind::Appeal, typist(ctx, author)?, words)
    };
    happened(ctx, &mut tx, &found, &event).await?;
    let detail =
        json!({ "round": held.id, "until": event.until, "at_desk": matches!(author, Author::Desk(_)) });
    ctx.finish(tx, Note::with("pitch.appeal", id, detail).of_rows(Kept::Pitch, id)).await
}

/// Leaves a plan refused after a second look, with the reason.
pub async fn uphold(ctx: &Context<'_>, round: &RoundId, id: &PitchId, reason: &str) -> Result<(), ActError> {
    let reason = plain::told("pt_ruling", reason, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let (held, found, asked) = second_look(ctx, &mut tx, round, id).await?;
    ruled(ctx, &mut tx, &found, (EventKind::Uphold, asked, reason)).await?;
    let detail = json!({ "round": held.id });
    ctx.finish(tx, Note::with("pitch.uphold", id, detail).of_rows(Kept::Pitch, id)).await
}

/// Puts a plan on the list after a second look, with the reason: from here on it is a plan as any other. Refused while a
/// question about it is answered with no: whoever looks again answers it anew.
pub async fn overturn(
    ctx: &Context<'_>,
    round: &RoundId,
    id: &PitchId,
    reason: &str,
) -> Result<ProposalId, ActError> {
    let reason = plain::told("pt_ruling", reason, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let (held, found, asked) = second_look(ctx, &mut tx, round, id).await?;
    assessment::lets_in(&mut tx, id).await?;
    ruled(ctx, &mut tx, &found, (EventKind::Overturn, asked, reason)).await?;
    let (plan, version) = listed(ctx, &mut tx, &held, &found).await?;
    let detail = json!({ "round": held.id, "proposal": plan, "version": version });
    ctx.finish(tx, Note::with("pitch.overturn", id, detail).of_rows(Kept::Pitch, id)).await?;
    Ok(plan)
}

/// A plan at which another officer looks again, with its round and the number of the request.
async fn second_look(
    ctx: &Context<'_>,
    tx: &mut Tx,
    round: &RoundId,
    id: &PitchId,
) -> Result<(Round, Pitch, u64), ActError> {
    let (held, found) = decided(ctx, tx, round, id).await?;
    let known = Known::of(tx, &held, id).await?;
    let asked = require_second(ctx, tx, id, &known.course()).await?;
    Ok((held, found, asked))
}

async fn ruled(
    ctx: &Context<'_>,
    tx: &mut Tx,
    found: &Pitch,
    (kind, asked, reason): (EventKind, u64, &str),
) -> Result<(), ActError> {
    if !pitch::claim(tx, &found.id, found.state).await? {
        return Err(ActError::DraftChanged);
    }
    let event = Event { about: Some(asked), ..event(ctx, tx, kind, reason).await? };
    happened(ctx, tx, found, &event).await
}

/// Refuses whoever refused the plan or answered about it before it was asked, and where nobody asked; the number of the request.
pub(super) async fn require_second(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &PitchId,
    course: &Course<'_>,
) -> Result<u64, ActError> {
    let asked = course.appeal().ok_or(ActError::StillNeeded)?;
    for first in barred(tx, id, course).await? {
        require_other(ctx, tx, &first).await?;
    }
    Ok(asked.number)
}

/// Who does not look again: whoever refused, answered before it was asked, or typed the request at the desk. Nobody while nobody asked.
pub(super) async fn barred(
    conn: &mut Conn,
    id: &PitchId,
    course: &Course<'_>,
) -> Result<Vec<AccountId>, ActError> {
    let (Some(refused), Some(asked)) = (course.refusal(), course.appeal()) else { return Ok(Vec::new()) };
    let answered = pitch::assessment::of(conn, id).await?.into_iter();
    let before = answered.filter(|one| one.at < asked.at).map(|one| one.by);
    Ok(before.chain(refused.by.clone()).chain(asked.by.clone()).collect())
}
