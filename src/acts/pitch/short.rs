//! Telling a group that too few people support its plan. It hears how much is missing and has the term of the round to mend a plan:
//! only when that has passed, and still too few support it, the plan can be refused for that. The plan stays where it is meanwhile.

use serde_json::json;

use super::assessment::Known;
use super::hearing::is_lost_since;
use super::review::{decided, event, happened};
use super::terms;
use crate::acts::log::Note;
use crate::acts::{ActError, Context, plain, support};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::pitch::clock::end_after;
use crate::domain::pitch::{Event, EventKind, MAX_WORDS, State};
use crate::store::pitch;

/// Tells it. While the term of an earlier telling runs nothing new is told, unless that says nothing any more.
pub async fn tell(ctx: &Context<'_>, round: &RoundId, id: &PitchId, words: &str) -> Result<(), ActError> {
    let words = plain::told("pt_short", words, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let (held, found) = decided(ctx, &mut tx, round, id).await?;
    let known = Known::of(&mut tx, &held, id).await?;
    let waits = matches!(found.state, State::Submitted | State::Incomplete);
    // Told anew once the term is over, and once what was told says nothing any more: support can be lost again after it was enough.
    let course = known.course();
    let runs = course.short().and_then(|told| told.until).is_some_and(|until| ctx.now <= until);
    if !waits || (runs && !is_lost_since(&mut tx, &found, &course).await?) {
        return Err(ActError::StillNeeded);
    }
    let missing = support::missing(&mut tx, &found).await?;
    if missing == 0 {
        return Err(ActError::field("pt_short", "support-has-enough"));
    }
    if !pitch::claim(&mut tx, id, found.state).await? {
        return Err(ActError::DraftChanged);
    }
    let until = end_after(ctx.now, terms(&mut tx, &held).await?.repair_days);
    let event = Event { until: Some(until), ..event(ctx, &mut tx, EventKind::Short, words).await? };
    happened(ctx, &mut tx, &found, &event).await?;
    let detail = json!({ "round": round, "until": until, "missing": missing });
    ctx.finish(tx, Note::with("pitch.short", id, detail).of_rows(Kept::Pitch, id)).await
}
