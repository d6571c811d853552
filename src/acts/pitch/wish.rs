//! Help that is no money (S12): the office answers what a plan asks for, each wish by itself, and its group hears it. A later answer
//! takes the place of an earlier one, which stays on record.

use serde_json::json;

use super::review::{of_round, unreadable};
use super::told;
use crate::acts::budget::function_of;
use crate::acts::log::Note;
use crate::acts::{ActError, Context, interest, plain};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::mail::Content;
use crate::domain::pitch::form::Wish;
use crate::domain::pitch::wish::{Answered, MAX_ANSWERS, Met};
use crate::domain::pitch::{MAX_WORDS, State};
use crate::domain::round::Phase;
use crate::store::pitch::{life, wish as stored};
use crate::store::{pitch, round as stored_round};

/// Answers one wish of what was sent in last: the group gets it or not, and what or why.
pub async fn answer(
    ctx: &Context<'_>,
    (round, id): (&RoundId, &PitchId),
    (wish, met): (Wish, Met),
    words: &str,
) -> Result<(), ActError> {
    let words = plain::told("pt_wish_words", words, MAX_WORDS)?;
    let by = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    let found = of_round(&mut tx, round, id).await?;
    interest::require_none(ctx, &mut tx, round).await?;
    let phase = stored_round::find(&mut tx, round).await?.ok_or(ActError::NotFound)?.phase;
    if phase == Phase::Cancelled {
        return Err(ActError::WrongPhase(phase));
    }
    if !takes_answers(found.state) || !pitch::claim(&mut tx, id, found.state).await? {
        return Err(ActError::StillNeeded);
    }
    let sent = life::newest_of(&mut tx, id).await?.ok_or_else(|| unreadable(id))?;
    if !sent.wishes.contains(&wish) {
        return Err(ActError::NotFound);
    }
    let all = stored::of(&mut tx, id).await?;
    if all.len() >= MAX_ANSWERS {
        return Err(ActError::field("pt_wish_words", "post-many"));
    }
    let number = all.last().map_or(1, |last| last.number.saturating_add(1));
    let function = function_of(ctx, &mut tx).await?;
    let new = Answered { number, wish, met, words: words.to_string(), at: ctx.now, function };
    stored::add(&mut tx, id, &new, &by).await?;
    if let Some(group) = &found.group {
        let content = Content::Wished { pitch: id.clone(), title: sent.title, wish, met, words: new.words };
        told::members(ctx, &mut tx, (group, &format!("wish/{id}/{number}")), &content).await?;
    }
    let detail = json!({ "round": round, "wish": wish.name(), "met": met.name() });
    ctx.finish(tx, Note::with("pitch.wish", id, detail).of_rows(Kept::Wishes, id)).await
}

/// Whether the wishes of a plan can be answered: help can be given to what is on no ballot, too.
pub fn takes_answers(state: State) -> bool {
    match state {
        State::Submitted | State::Incomplete | State::Admissible | State::NotAdmitted => true,
        State::Draft | State::Withdrawn | State::Merged => false,
    }
}
