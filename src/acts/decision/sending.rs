//! Sending a letter (Dutch: bekendmaking, Awb art. 3:41): from the day after it the term for objections runs.

use jiff::civil::Date;
use serde_json::json;

use super::person;
use crate::acts::log::Note;
use crate::acts::{ActError, Context, grant as grants};
use crate::domain::calendar::{day_of, objection_until};
use crate::domain::decision::{DecisionKind, DecisionNumber, Means, Sending};
use crate::domain::grant::GrantStep;
use crate::domain::letter::Letter;
use crate::store::{decision, grant};

/// A letter that went out.
pub struct Posted<'a> {
    /// About which decision.
    pub number: &'a DecisionNumber,
    /// The letter as it was sent; it carries the day of sending.
    pub letter: &'a Letter,
    /// The day.
    pub on: Date,
    /// How.
    pub means: Means,
}

/// Notes that the letter about a decision was sent; with that of an award the grant's objection term begins.
pub async fn announce(ctx: &Context<'_>, posted: &Posted<'_>) -> Result<(), ActError> {
    let by = person(ctx)?.clone();
    let mut tx = ctx.begin().await?;
    let taken = decision::find(&mut tx, posted.number).await?.ok_or(ActError::NotFound)?;
    if posted.on < day_of(taken.at) {
        return Err(ActError::field("sent_on", "before-decision"));
    }
    if posted.on > day_of(ctx.now) {
        return Err(ActError::field("sent_on", "future"));
    }
    if posted.letter.date != posted.on.to_string() {
        return Err(ActError::Integrity(format!("the letter of {} has another day on it", taken.number)));
    }
    let record = match (&taken.grant, taken.kind) {
        (Some(id), DecisionKind::Award) => Some(grant::find(&mut tx, id).await?.ok_or(ActError::NotFound)?),
        (Some(_) | None, _) => None,
    };
    if let Some(record) = record {
        grants::step(ctx, &mut tx, &record, GrantStep::Announce, &taken.number.0).await?;
    }
    let sending = Sending {
        decision: taken.number.clone(),
        on: posted.on,
        means: posted.means,
        objection_until: objection_until(posted.on),
        at: ctx.now,
        by,
        letter: posted.letter.digest(),
    };
    if !decision::send(&mut tx, &sending, posted.letter).await? {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "letter": sending.letter, "on": posted.on.to_string(), "by": posted.means.name() });
    ctx.finish(tx, Note::with("decision.announce", &taken.number, detail)).await
}
