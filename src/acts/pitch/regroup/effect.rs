//! What the last yes brings about: plans that end and name the one in which they go on, or a plan that goes back to its group
//! beside a new draft. No word and no sum of any plan changes here.

use serde_json::json;

use super::super::{Author, allowed, event, told, turned};
use super::{End, Kind, Regroup, mark};
use crate::acts::log::Note;
use crate::acts::pitch::assessment::{Known, of_group};
use crate::acts::pitch::{review, terms};
use crate::acts::{ActError, Context};
use crate::domain::id::{PitchId, RegroupId};
use crate::domain::initiator::MemberRole;
use crate::domain::log::kept::Kept;
use crate::domain::pitch::clock::end_after;
use crate::domain::pitch::{Content, Event, EventKind, MAX_PITCHES, Pitch, State};
use crate::domain::round::Round;
use crate::domain::time::Moment;
use crate::store::pitch::{Turn, ally, life, regroup};
use crate::store::{Tx, pitch};

/// Ends the act: once every group said yes to these versions, with what that brings about.
pub(super) async fn settled(
    ctx: &mut Context<'_>,
    mut tx: Tx,
    (which, held): (&RegroupId, &Round),
    mut note: Note,
) -> Result<(), ActError> {
    let one = regroup::find(&mut tx, which).await?.ok_or(ActError::NotFound)?;
    if one.is_agreed(&mark(&mut tx, &one).await?) {
        note.rows.extend(one.parts.iter().map(|part| (Kept::Pitch, part.pitch.to_string())));
        match one.kind {
            Kind::Merge => merge(ctx, &mut tx, &one).await?,
            Kind::Split => split(ctx, &mut tx, (&one, held)).await?,
        }
    }
    ctx.finish(tx, note).await
}

async fn find(tx: &mut Tx, id: &PitchId) -> Result<Pitch, ActError> {
    pitch::find(tx, id).await?.ok_or(ActError::NotFound)
}

/// Adds what happened to a plan, by whichever group said yes last, and tells its own.
async fn happened(
    ctx: &Context<'_>,
    tx: &mut Tx,
    found: &Pitch,
    (kind, reason, until): (EventKind, &str, Option<Moment>),
) -> Result<(), ActError> {
    life::add_event(tx, &found.id, &Event { until, ..event(ctx, kind, None, reason) }).await?;
    told::group(ctx, tx, found).await
}

async fn merge(ctx: &Context<'_>, tx: &mut Tx, one: &Regroup) -> Result<(), ActError> {
    for other in one.others() {
        let found = find(tx, other).await?;
        let turn = Turn {
            from: found.state,
            to: State::Merged,
            until: None,
            proposal: None,
            applicant: &found.applicant,
        };
        turned(ctx, tx, other, &turn).await?;
        if !regroup::merge(tx, other, &one.pitch).await? {
            return Err(ActError::DraftChanged);
        }
        ally::forget(tx, other).await?;
        happened(ctx, tx, &found, (EventKind::Merge, &one.reason, None)).await?;
    }
    let carrier = find(tx, &one.pitch).await?;
    happened(ctx, tx, &carrier, (EventKind::Merge, &one.reason, None)).await?;
    end(ctx, tx, one, None).await
}

async fn split(ctx: &mut Context<'_>, tx: &mut Tx, (one, held): (&Regroup, &Round)) -> Result<(), ActError> {
    let found = find(tx, &one.pitch).await?;
    let group = found.group.clone().ok_or(ActError::NotFound)?;
    let known = pitch::of_group(tx, &group).await?;
    let goes_on = |plan: &&Pitch| plan.round == held.id && !plan.state.is_ended();
    if known.iter().filter(goes_on).count() >= MAX_PITCHES {
        return Err(ActError::field("pm_answer", "pm-full"));
    }
    let until = end_after(ctx.now, terms(tx, held).await?.repair_days);
    let sent = life::newest_of(tx, &found.id).await?.ok_or_else(|| review::unreadable(&found.id))?;
    let draft = Pitch {
        id: PitchId::new(ctx.seed.id()),
        round: held.id.clone(),
        group: Some(group),
        applicant: found.applicant.clone(),
        state: State::Draft,
        content: Content { title: one.names[1].clone(), ..sent },
        made: ctx.now,
        changed: ctx.now,
        submitted: None,
        until: None,
        proposal: None,
        merged_into: None,
    };
    pitch::add(tx, &draft).await?;
    // What is already in the hands of its group stays there, with the time that this needs.
    let turn = Turn {
        from: found.state,
        to: State::Incomplete,
        until: Some(found.until.map_or(until, |before| before.max(until))),
        proposal: None,
        applicant: &found.applicant,
    };
    turned(ctx, tx, &found.id, &turn).await?;
    happened(ctx, tx, &found, (EventKind::Split, &one.reason, turn.until)).await?;
    end(ctx, tx, one, Some((&draft.id, until))).await
}

async fn end(
    ctx: &Context<'_>,
    tx: &mut Tx,
    one: &Regroup,
    draft: Option<(&PitchId, Moment)>,
) -> Result<(), ActError> {
    match regroup::end(tx, &one.id, (End::Done, ctx.now, &ctx.actor.name()), draft).await? {
        true => Ok(()),
        false => Err(ActError::DraftChanged),
    }
}

/// Gives a plan in which another one went on back to its group, which asks for it once: it writes what it wants of the other plan
/// into its own, and sends it in again within the usual term for mending.
pub async fn reopen(ctx: &Context<'_>, author: Author<'_>, id: &PitchId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let (held, found) = of_group(ctx, &mut tx, author, id).await?;
    // As heavy as taking it back: for who owns it.
    let group = found.group.as_ref().ok_or(ActError::NotFound)?;
    allowed(ctx, &mut tx, author, group, MemberRole::Owner).await?;
    let known = Known::of(&mut tx, &held, id).await?;
    if found.state != State::Submitted || !known.course().may_reopen() {
        return Err(ActError::StillNeeded);
    }
    let until = end_after(ctx.now, terms(&mut tx, &held).await?.repair_days);
    let turn = Turn {
        from: found.state,
        to: State::Incomplete,
        until: Some(until),
        proposal: None,
        applicant: &found.applicant,
    };
    turned(ctx, &mut tx, id, &turn).await?;
    happened(ctx, &mut tx, &found, (EventKind::Reopen, "", turn.until)).await?;
    let detail = json!({ "round": held.id, "until": until, "at_desk": matches!(author, Author::Desk(_)) });
    ctx.finish(tx, Note::with("pitch.reopen", id, detail).of_rows(Kept::Pitch, id)).await
}
