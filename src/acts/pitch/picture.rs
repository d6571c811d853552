//! Pictures that a group adds to its plan, while it writes. They go along when the plan is sent in, and to the ballot when it
//! is admitted.

use serde_json::json;

use super::review::{event, happened, of_round};
use super::{Author, at_writing_pace, in_time, writable};
use crate::acts::log::Note;
use crate::acts::picture::fault_of_alt;
use crate::acts::proposal::editable;
use crate::acts::{ActError, Context, interest, plain};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::picture::{MOST, Pair};
use crate::domain::pitch::{EventKind, MAX_WORDS, Pitch, State};
use crate::domain::progress::Shot;
use crate::store::pitch::picture;
use crate::store::{self, pitch};

/// Adds a picture to a plan, with words for those who do not see it: its number.
pub async fn add(
    ctx: &Context<'_>,
    author: Author<'_>,
    id: &PitchId,
    (files, alt): (&Pair, &str),
) -> Result<u64, ActError> {
    fault_of_alt(alt)?;
    let mut tx = ctx.begin().await?;
    let found = in_time(ctx, writable(ctx, &mut tx, author, id).await?)?;
    at_writing_pace(ctx, &mut tx, author).await?;
    let known = picture::of(&mut tx, id).await?;
    if known.len() >= MOST {
        return Err(ActError::field("file", "words-picture-most"));
    }
    let number = known.last().map_or(0, |last| last.number) + 1;
    let (large, small) = (files.large.name(), files.small.name());
    let shot = Shot { number, large, small, alt: alt.trim().to_string() };
    picture::add(&mut tx, id, (&shot, files), (&ctx.actor.name(), ctx.now)).await?;
    let detail = json!({ "number": number, "large": large, "small": small });
    ctx.finish(tx, told(&found, Note::with("pitch.picture", id, detail))).await?;
    Ok(number)
}

/// Takes a picture off a plan: its files and its words are gone.
pub async fn remove(
    ctx: &Context<'_>,
    author: Author<'_>,
    id: &PitchId,
    number: u64,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = in_time(ctx, writable(ctx, &mut tx, author, id).await?)?;
    at_writing_pace(ctx, &mut tx, author).await?;
    if !picture::remove(&mut tx, id, number).await? {
        return Err(ActError::NotFound);
    }
    ctx.finish(tx, told(&found, Note::with("pitch.picture-off", id, json!({ "number": number })))).await
}

/// The office takes a picture off a plan that was sent in, with a reason that its group hears and everyone reads beside the plan. The
/// file is gone everywhere, on the ballot too; what people chose from stays as it was once the list is fixed.
pub async fn take_off(
    ctx: &Context<'_>,
    round: &RoundId,
    id: &PitchId,
    (number, reason): (u64, &str),
) -> Result<(), ActError> {
    ctx.person()?;
    let reason = plain::told("pt_picture_why", reason, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let found = of_round(&mut tx, round, id).await?;
    interest::require_none(ctx, &mut tx, round).await?;
    let known = picture::sent(&mut tx, id).await?;
    let shot = known.iter().find(|shot| shot.number == number);
    let shot = shot.ok_or(ActError::field("pt_picture", "choose"))?;
    if !pitch::claim(&mut tx, id, found.state).await? {
        return Err(ActError::DraftChanged);
    }
    let on_ballot = found.proposal.as_ref().filter(|_| found.state == State::Admissible);
    let object = match on_ballot {
        None => None,
        Some(plan) => {
            editable(&mut tx, round).await?;
            for one in store::picture::of_plan(&mut tx, round, plan).await? {
                if one.large == shot.large {
                    store::picture::remove(&mut tx, round, plan, one.number).await?;
                }
            }
            Some(format!("{round}/{plan}"))
        }
    };
    if !picture::erase_one(&mut tx, id, number, ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    let event = event(ctx, &mut tx, EventKind::Remark, reason).await?;
    happened(ctx, &mut tx, &found, &event).await?;
    let detail = json!({ "round": round, "number": number, "by_office": true });
    let mut note = Note::with("pitch.picture-off", id, detail).of_rows(Kept::Pitch, id);
    if let Some(object) = object {
        note = note.of_rows(Kept::Pictures, object);
    }
    ctx.finish(tx, note).await
}

/// What the staff log tells: of a draft nothing need stay, so it names no rows of one.
fn told(found: &Pitch, note: Note) -> Note {
    match found.submitted {
        None => note,
        Some(_) => note.of_rows(Kept::Pitch, &found.id),
    }
}
