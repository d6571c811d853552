//! Milestones: planning one, and saying what happened to it.

use jiff::civil::Date;
use serde_json::json;

use super::super::log::Note;
use super::super::{ActError, Context, plain};
use super::{held, written};
use crate::domain::id::GrantId;
use crate::domain::log::kept::Kept;
use crate::domain::progress::{Event, MAX_TITLE, MOST_MILESTONES, Turn, may_plan};
use crate::store::progress::milestone;

/// Plans a milestone: its number.
pub async fn plan(ctx: &Context<'_>, id: &GrantId, title: &str, planned_on: Date) -> Result<u64, ActError> {
    let title = plain::told("milestone", title, MAX_TITLE)?;
    plain::names(&[("milestone", title)])?;
    let mut tx = ctx.begin().await?;
    let (_, side) = held(ctx, &mut tx, id, may_plan).await?;
    let number = milestone::of(&mut tx, id).await?.last().map_or(1, |last| last.number + 1);
    if number > MOST_MILESTONES {
        return Err(ActError::field("milestone", "after-most"));
    }
    let by = ctx.actor.name();
    milestone::add(&mut tx, id, (number, title, planned_on), written(ctx, side, &by)).await?;
    let detail = json!({ "number": number, "planned_on": planned_on.to_string() });
    ctx.finish(tx, Note::with("milestone.plan", id, detail).of_rows(Kept::Progress, id)).await?;
    Ok(number)
}

/// Says what happened to a milestone: it was reached on a day that is over, it moves to another day, or it is dropped. Why is
/// told where it does not come as planned.
pub async fn turn(
    ctx: &Context<'_>,
    id: &GrantId,
    number: u64,
    (turn, day, reason): (Turn, Date, &str),
) -> Result<(), ActError> {
    let reason = match turn.asks_reason() {
        true => plain::reason("turn_why", reason)?,
        false => plain::any_reason("turn_why", reason)?,
    };
    let today = ctx.now.local().date();
    if turn == Turn::Reached && day > today {
        return Err(ActError::field("turn_day", "pay-future"));
    }
    let mut tx = ctx.begin().await?;
    let (_, side) = held(ctx, &mut tx, id, may_plan).await?;
    let all = milestone::of(&mut tx, id).await?;
    let found = all.iter().find(|one| one.number == number).ok_or(ActError::NotFound)?;
    if found.end().is_some() {
        return Err(ActError::DraftChanged);
    }
    if turn == Turn::Moved && day == found.day() {
        return Err(ActError::field("turn_day", "after-same-day"));
    }
    let event = Event { turn, day, reason: reason.to_string(), side, at: ctx.now };
    let next = u64::try_from(found.events.len()).unwrap_or(u64::MAX) + 1;
    milestone::note(&mut tx, (id, number, next), &event, &ctx.actor.name()).await?;
    let detail = json!({ "number": number, "turn": turn.name(), "day": day.to_string() });
    ctx.finish(tx, Note::with("milestone.turn", id, detail).of_rows(Kept::Progress, id)).await
}
