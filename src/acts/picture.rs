//! Pictures of plans: adding one and taking one off. None of it after the list is fixed: what people chose from is what
//! they saw. The rules hold no picture; the staff log tells which files they were.

use serde_json::json;

use super::log::Note;
use super::proposal::editable;
use super::{ActError, Context, FieldFault, plain};
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::picture::{MAX_ALT, MOST, Pair, Picture};
use crate::store::{picture, proposal};

/// What is wrong with the words beside a picture, so that a form can say it before the picture is read.
pub fn fault_of_alt(alt: &str) -> Result<(), ActError> {
    let fault = match alt.trim() {
        "" => "words-alt-empty",
        alt if alt.chars().count() > MAX_ALT => "words-alt-long",
        alt => return plain::names(&[("words_alt", alt)]),
    };
    Err(ActError::Fields(vec![FieldFault { field: "words_alt", fault }]))
}

/// Adds a picture to a plan, with words for those who do not see it: its number.
pub async fn add(
    ctx: &Context<'_>,
    round: &RoundId,
    plan: &ProposalId,
    files: &Pair,
    alt: &str,
) -> Result<u64, ActError> {
    fault_of_alt(alt)?;
    let mut tx = ctx.begin().await?;
    editable(&mut tx, round).await?;
    super::proposal::not_of_a_group(&mut tx, round, plan, "file").await?;
    let plans = proposal::list(&mut tx, round).await?;
    if !plans.iter().any(|one| one.id == *plan) {
        return Err(ActError::NotFound);
    }
    let known = picture::of_plan(&mut tx, round, plan).await?;
    if known.len() >= MOST {
        return Err(ActError::field("file", "words-picture-most"));
    }
    let number = known.iter().map(|one| one.number).max().unwrap_or(0) + 1;
    let (large, small) = (files.large.name(), files.small.name());
    let made = Picture { plan: plan.clone(), number, large, small, alt: alt.trim().to_string() };
    picture::add(&mut tx, round, (&made, files), (&ctx.actor.name(), ctx.now)).await?;
    let object = format!("{round}/{plan}");
    let note =
        Note::with("picture.add", &object, json!({ "number": number, "large": large, "small": small }));
    ctx.finish(tx, note.of_rows(Kept::Pictures, &object)).await?;
    Ok(number)
}

/// Takes a picture off a plan: its files and its words are gone.
pub async fn remove(
    ctx: &Context<'_>,
    round: &RoundId,
    plan: &ProposalId,
    number: u64,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    editable(&mut tx, round).await?;
    // What a group sent in is taken off with a reason and a second look, as all that it wrote.
    super::proposal::not_of_a_group(&mut tx, round, plan, "file").await?;
    if !picture::remove(&mut tx, round, plan, number).await? {
        return Err(ActError::NotFound);
    }
    let object = format!("{round}/{plan}");
    let note = Note::with("picture.remove", &object, json!({ "number": number }));
    ctx.finish(tx, note.of_rows(Kept::Pictures, &object)).await
}
