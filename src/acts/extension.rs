//! Extending a vote (Dutch: verlengen), by two people without an interest in it, only where the rules allowed it at the opening and only before the
//! last moment. The public log tells it.

use serde_json::json;

use super::interest::require_none;
use super::log::{self, Note};
use super::person::require_other;
use super::round::rules;
use super::{ActError, Context, plain};
use crate::domain::id::RoundId;
use crate::domain::log::entry::Entry;
use crate::domain::log::kept::Kept;
use crate::domain::revocation::State;
use crate::domain::round::{Phase, Round};
use crate::domain::time::Moment;
use crate::store::extension::{self, Extension};
use crate::store::{Tx, round};

/// The longest reason.
const MAX_REASON: usize = 500;

/// Asks to extend the vote of a round; another person decides.
pub async fn ask(ctx: &Context<'_>, id: &RoundId, until: Moment, reason: &str) -> Result<(), ActError> {
    let asked_by = ctx.person()?.clone();
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MAX_REASON {
        return Err(ActError::field("extend_why", "reason"));
    }
    plain::texts(&[("extend_why", reason)])?;
    let until = until.whole_seconds();
    let mut tx = ctx.begin().await?;
    let found = claim_open(&mut tx, id).await?;
    require_none(ctx, &mut tx, id).await?;
    check(ctx, &mut tx, &found, until).await?;
    let earlier = extension::list(&mut tx, id).await?;
    if earlier.iter().any(|one| one.state == State::Asked) {
        return Err(ActError::field("extend_to", "extend-waits"));
    }
    let asked = Extension {
        number: log::size(earlier.len()) + 1,
        until,
        reason: reason.to_string(),
        asked_by,
        asked_at: ctx.now,
        state: State::Asked,
    };
    extension::add(&mut tx, id, &asked).await?;
    let note = Note::with("round.ask-extend", id, json!({ "until": until, "reason": reason }));
    ctx.finish(tx, note.of_rows(Kept::Extensions, id)).await
}

/// Extends the vote, as another human than who asked; the log of the round says so.
pub async fn approve(ctx: &Context<'_>, id: &RoundId, number: u64) -> Result<(), ActError> {
    let who = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    let found = claim_open(&mut tx, id).await?;
    let asked = waiting(&mut tx, id, number).await?;
    require_other(ctx, &mut tx, &asked.asked_by).await?;
    require_none(ctx, &mut tx, id).await?;
    check(ctx, &mut tx, &found, asked.until).await?;
    must(extension::decide(&mut tx, id, number, (State::Done, &who)).await?)?;
    must(round::extend(&mut tx, id, asked.until).await?)?;
    let entry = Entry::Extend { at: ctx.now.whole_seconds(), until: asked.until };
    log::append(ctx, &mut tx, id, &[entry]).await?;
    let note = Note::with("round.extend", id, json!({ "until": asked.until }));
    ctx.finish(tx, note.of_rows(Kept::Extensions, id)).await
}

/// Refuses to extend; whoever asked may take it back this way as well.
pub async fn refuse(ctx: &Context<'_>, id: &RoundId, number: u64) -> Result<(), ActError> {
    let who = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    claim_open(&mut tx, id).await?;
    waiting(&mut tx, id, number).await?;
    must(extension::decide(&mut tx, id, number, (State::Refused, &who)).await?)?;
    ctx.finish(tx, Note::new("round.keep-end", id).of_rows(Kept::Extensions, id)).await
}

/// Lets what waits lapse, because the vote ends; the note tells of it where there is something to tell.
pub(super) async fn lapse(tx: &mut Tx, id: &RoundId, note: Note) -> Result<Note, ActError> {
    extension::lapse(tx, id).await?;
    let has_none = extension::list(tx, id).await?.is_empty();
    Ok(if has_none { note } else { note.of_rows(Kept::Extensions, id) })
}

/// Whether the frozen rules allow it, at this moment.
async fn check(ctx: &Context<'_>, tx: &mut Tx, found: &Round, until: Moment) -> Result<(), ActError> {
    let deadline = rules(tx, &found.id).await?.deadline();
    let may = found.vote_until().is_some_and(|now_until| deadline.may_extend(now_until, until, ctx.now));
    if may { Ok(()) } else { Err(ActError::field("extend_to", "extension")) }
}

async fn waiting(tx: &mut Tx, id: &RoundId, number: u64) -> Result<Extension, ActError> {
    let all = extension::list(tx, id).await?;
    let found = all.into_iter().find(|one| one.number == number).ok_or(ActError::NotFound)?;
    if found.state == State::Asked { Ok(found) } else { Err(ActError::DraftChanged) }
}

fn must(touched: bool) -> Result<(), ActError> {
    if touched { Ok(()) } else { Err(ActError::DraftChanged) }
}

/// Takes the turn of the writer of ballots, so that no vote comes in between.
async fn claim_open(tx: &mut Tx, id: &RoundId) -> Result<Round, ActError> {
    let is_open = round::claim(tx, id, Phase::Open).await?;
    let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
    if is_open { Ok(found) } else { Err(ActError::WrongPhase(found.phase)) }
}
