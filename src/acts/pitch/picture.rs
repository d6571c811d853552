//! Pictures that a group adds to its plan, while it writes. They go along when the plan is sent in, and to the ballot when it
//! is admitted. What the office takes off of them is in `acts::moderation`.

use serde_json::json;

use super::{Author, at_writing_pace, in_time, writable};
use crate::acts::log::Note;
use crate::acts::picture::fault_of_alt;
use crate::acts::{ActError, Context};
use crate::domain::id::PitchId;
use crate::domain::log::kept::Kept;
use crate::domain::picture::{MOST, Pair};
use crate::domain::pitch::Pitch;
use crate::domain::progress::Shot;
use crate::store::pitch::picture;

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
    let number = picture::next(&mut tx, id).await?;
    let (large, small) = (files.large.name(), files.small.name());
    let shot = Shot { number, large, small, alt: alt.trim().to_string() };
    picture::add(&mut tx, id, (&shot, files), (&ctx.actor.name(), ctx.now)).await?;
    let detail = json!({ "number": number, "large": large, "small": small });
    ctx.finish(tx, told(&found, Note::with("pitch.picture", id, detail))).await?;
    Ok(number)
}

/// Takes a picture off a plan: its files and its words are gone. What the office took off stays as it is until that is over.
pub async fn remove(
    ctx: &Context<'_>,
    author: Author<'_>,
    id: &PitchId,
    number: u64,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = in_time(ctx, writable(ctx, &mut tx, author, id).await?)?;
    at_writing_pace(ctx, &mut tx, author).await?;
    if !picture::remove(&mut tx, id, number, ctx.now).await? {
        return Err(ActError::NotFound);
    }
    ctx.finish(tx, told(&found, Note::with("pitch.picture-off", id, json!({ "number": number })))).await
}

/// What the staff log tells: of a draft nothing need stay, so it names no rows of one.
fn told(found: &Pitch, note: Note) -> Note {
    match found.submitted {
        None => note,
        Some(_) => note.of_rows(Kept::Pitch, &found.id),
    }
}
