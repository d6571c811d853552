//! The end of a plan by its own group: taken back, or thrown away as a draft.

use serde_json::json;

use super::{Author, allowed, at_writing_pace, event, stored_help, told, turned, writable};
use crate::acts::log::Note;
use crate::acts::{ActError, Context, proposal};
use crate::domain::id::PitchId;
use crate::domain::initiator::MemberRole;
use crate::domain::log::kept::Kept;
use crate::domain::pitch::help::Why;
use crate::domain::pitch::{EventKind, Pitch, State};
use crate::store::pitch::{Turn, ally, life};
use crate::store::{self, Tx, pitch};

/// Takes a plan back, which its owner may until the list for the ballot is fixed. A plan on that list goes off it.
pub async fn withdraw(ctx: &Context<'_>, author: Author<'_>, id: &PitchId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = pitch::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let group = found.group.as_ref().ok_or(ActError::NotFound)?;
    allowed(ctx, &mut tx, author, group, MemberRole::Owner).await?;
    at_writing_pace(ctx, &mut tx, author).await?;
    if !found.state.can_be_withdrawn() {
        return Err(ActError::StillNeeded);
    }
    let rows = off_ballot(&mut tx, &found).await?;
    let turn = Turn {
        from: found.state,
        to: State::Withdrawn,
        until: None,
        proposal: None,
        applicant: &found.applicant,
    };
    turned(ctx, &mut tx, id, &turn).await?;
    life::add_event(&mut tx, id, &event(ctx, EventKind::Withdraw, None, "")).await?;
    told::group(ctx, &mut tx, &found).await?;
    let note = Note { rows, ..Note::with("pitch.withdraw", id, json!({ "round": found.round })) };
    ctx.finish(tx, note.of_rows(Kept::Pitch, id)).await
}

/// Throws a draft away that was never sent in; that it ended, and why, is counted without its words or a name.
pub async fn drop_draft(
    ctx: &Context<'_>,
    author: Author<'_>,
    id: &PitchId,
    why: Why,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = writable(ctx, &mut tx, author, id).await?;
    at_writing_pace(ctx, &mut tx, author).await?;
    ally::forget(&mut tx, id).await?;
    stored_help::ended(&mut tx, id, why, ctx.now).await?;
    if !pitch::remove_draft(&mut tx, id).await? {
        return Err(ActError::StillNeeded);
    }
    ctx.finish(tx, Note::with("pitch.drop", id, json!({ "round": found.round, "why": why.name() }))).await
}

/// Takes the plan off the ballot that this plan became, if it is on one; what the staff log then tells of.
pub(super) async fn off_ballot(tx: &mut Tx, found: &Pitch) -> Result<Vec<(Kept, String)>, ActError> {
    let Some(on) = found.proposal.as_ref().filter(|_| found.state == State::Admissible) else {
        return Ok(Vec::new());
    };
    proposal::editable(tx, &found.round).await?;
    if !store::proposal::withdraw(tx, &found.round, on).await? {
        return Err(ActError::DraftChanged);
    }
    Ok(match store::picture::remove_all(tx, &found.round, on).await? {
        0 => Vec::new(),
        _ => vec![(Kept::Pictures, format!("{}/{on}", found.round))],
    })
}
