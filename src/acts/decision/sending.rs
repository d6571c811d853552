//! Sending a letter (Dutch: bekendmaking, Awb art. 3:41): from the day after it the term for objections runs.

use jiff::civil::Date;
use serde_json::json;

use crate::acts::interest::require_none;
use crate::acts::log::Note;
use crate::acts::{ActError, Context, grant as grants};
use crate::domain::calendar::{day_of, days_after, objection_until};
use crate::domain::decision::{Decision, DecisionKind, DecisionNumber, Means, Sending};
use crate::domain::grant::GrantStep;
use crate::domain::id::{AccountId, RoundId};
use crate::domain::letter::Letter;
use crate::domain::log::kept::Kept;
use crate::store::{Tx, decision, grant};

/// Days between the sending of a letter and noting it, at most: who finds an older one sends it again.
const MOST_DAYS_AGO: i64 = 14;

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
    let by = ctx.signer()?.clone();
    let mut tx = ctx.begin().await?;
    let taken = decision::find(&mut tx, posted.number).await?.ok_or(ActError::NotFound)?;
    let sending = send(ctx, &mut tx, (&taken, posted), by).await?;
    let detail = json!({ "letter": sending.letter, "on": posted.on.to_string(), "by": posted.means.name() });
    let note = Note::with("decision.announce", &taken.number, detail);
    ctx.finish(tx, note.of_rows(Kept::Sending, &taken.number)).await
}

/// Notes that every letter due of a round was sent, in one act: all of them or none. Refused when these are not exactly
/// the letters that are due, such as when a colleague sent one meanwhile.
pub async fn announce_all(
    ctx: &Context<'_>,
    round: &RoundId,
    letters: &[Posted<'_>],
) -> Result<usize, ActError> {
    let by = ctx.signer()?.clone();
    let mut tx = ctx.begin().await?;
    let mut due = decision::letters::due_of_round(&mut tx, round).await?;
    if due.is_empty() {
        return Err(ActError::NotFound);
    }
    // Grants are taken in one order by every act; what is about no grant waits for nobody.
    due.sort_by(|one, other| (&one.grant, &one.number).cmp(&(&other.grant, &other.number)));
    let mut sent = Vec::new();
    for taken in &due {
        let posted = letters.iter().find(|one| one.number == &taken.number).ok_or(ActError::DraftChanged)?;
        let sending = send(ctx, &mut tx, (taken, posted), by.clone()).await?;
        sent.push(json!({ "decision": taken.number.0, "letter": sending.letter, "on": posted.on.to_string(), "by": posted.means.name() }));
    }
    if letters.len() != due.len() {
        return Err(ActError::DraftChanged);
    }
    let mut note = Note::with("decision.announce-all", round, json!({ "letters": sent }));
    for taken in &due {
        note = note.of_rows(Kept::Sending, &taken.number);
    }
    ctx.finish(tx, note).await?;
    Ok(due.len())
}

/// Notes the sending of one letter, once: the day on it and the last day for objections stand from then on. Whoever
/// notes it cannot choose a day so long ago that the term would be over before anybody heard of it.
async fn send(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (taken, posted): (&Decision, &Posted<'_>),
    by: AccountId,
) -> Result<Sending, ActError> {
    require_none(ctx, tx, &taken.round).await?;
    if posted.on < day_of(taken.at) {
        return Err(ActError::field("sent_on", "before-decision"));
    }
    if posted.on > day_of(ctx.now) {
        return Err(ActError::field("sent_on", "future"));
    }
    if posted.on < days_after(day_of(ctx.now), -MOST_DAYS_AGO) {
        return Err(ActError::field("sent_on", "ans-long-ago"));
    }
    if posted.letter.date != posted.on.to_string() {
        return Err(ActError::Integrity(format!("the letter of {} has another day on it", taken.number)));
    }
    let record = match (&taken.grant, taken.kind) {
        (Some(id), DecisionKind::Award) => Some(grant::find(tx, id).await?.ok_or(ActError::NotFound)?),
        (Some(_) | None, _) => None,
    };
    if let Some(record) = record {
        grants::step(ctx, tx, &record, GrantStep::Announce, &taken.number.0).await?;
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
    if decision::send(tx, &sending, posted.letter).await? { Ok(sending) } else { Err(ActError::DraftChanged) }
}
