//! Support for plans before they are looked at: how many a round asks for, lists on paper, and taking it back. Giving it under an
//! address is in `talk`, since its owner says yes to it the same way.

use serde_json::json;

use super::budget::function_of;
use super::log::Note;
use super::{ActError, Context, plain, proposal};
use crate::domain::digest::Digest;
use crate::domain::id::{PitchId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::pace::TALK_CHOICES;
use crate::domain::pitch::Pitch;
use crate::domain::support::{List, MAX_ARCHIVE, MOST_ON_LIST, Support, Threshold};
use crate::domain::talk::{is_about, is_on};
use crate::store::{self, Conn, Tx, pace, pitch, support};

/// Longest reason of a list that is struck out, in characters.
const MAX_REASON: usize = 500;

/// Sets how many supporters a round asks for, until its rules are frozen.
pub async fn set_threshold(ctx: &Context<'_>, round: &RoundId, wanted: &Threshold) -> Result<(), ActError> {
    if !wanted.is_sound() {
        return Err(ActError::field("support_supporters", "support-number"));
    }
    let mut tx = ctx.begin().await?;
    proposal::editable(&mut tx, round).await?;
    support::set_threshold(&mut tx, round, wanted).await?;
    let detail = json!({
        "supporters": wanted.supporters, "per": wanted.per, "residents": wanted.residents, "needed": wanted.needed(),
    });
    ctx.finish(tx, Note::with("support.terms", round, detail).of_rows(Kept::SupportTerms, round)).await
}

/// The desk enters a paper list: how many people are on it, and under what it is in the archive. It counts as much as what
/// comes on screen.
pub async fn enter_list(
    ctx: &Context<'_>,
    round: &RoundId,
    id: &PitchId,
    (people, archive): (u64, &str),
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let archive = plain::told("support_archive", archive, MAX_ARCHIVE)?;
    plain::names(&[("support_archive", archive)])?;
    if !(1..=MOST_ON_LIST).contains(&people) {
        return Err(ActError::field("support_people", "support-people"));
    }
    let mut tx = ctx.begin().await?;
    supported(&mut tx, round, id).await?;
    let twin = support::lists(&mut tx, round).await?;
    if twin.iter().any(|(_, list)| list.struck.is_none() && list.archive == archive) {
        return Err(ActError::field("support_archive", "support-twice"));
    }
    let function = function_of(ctx, &mut tx).await?;
    let new =
        List { number: 0, people, archive: archive.to_string(), by, function, at: ctx.now, struck: None };
    support::add_list(&mut tx, id, &new).await?;
    let detail = json!({ "people": people });
    ctx.finish(tx, Note::with("support.list", id, detail).of_rows(Kept::SupportLists, id)).await
}

/// Strikes out a list that was entered wrongly, with the reason.
pub async fn strike(
    ctx: &Context<'_>,
    round: &RoundId,
    (id, number): (&PitchId, u64),
    reason: &str,
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::told("support_reason", reason, MAX_REASON)?;
    let mut tx = ctx.begin().await?;
    supported(&mut tx, round, id).await?;
    if !support::strike(&mut tx, (id, number), (&by, reason), ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(
        tx,
        Note::with("support.strike", id, json!({ "list": number })).of_rows(Kept::SupportLists, id),
    )
    .await
}

/// The owner of an address takes its support back.
pub async fn withdraw(ctx: &Context<'_>, mark: &Digest, id: &PitchId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !pace::take(&mut tx, &TALK_CHOICES, &mark.to_string(), ctx.now).await? {
        return Err(ActError::TooOften);
    }
    if !support::remove(&mut tx, id, mark).await? {
        return Ok(());
    }
    ctx.finish(tx, Note::new("support.end", id)).await
}

/// How many people support a plan, and how many it needs.
pub async fn standing(conn: &mut Conn, found: &Pitch) -> Result<(Support, Threshold), ActError> {
    Ok((support::of_plan(conn, &found.id).await?, support::threshold(conn, &found.round).await?))
}

/// Refuses a plan with fewer supporters than its round asks for.
pub(super) async fn require_enough(conn: &mut Conn, found: &Pitch) -> Result<(), ActError> {
    let (support, threshold) = standing(conn, found).await?;
    if support.total() < threshold.needed() {
        return Err(ActError::field("pt_admit", "support-few"));
    }
    Ok(())
}

/// A plan of a round whose support still counts.
async fn supported(tx: &mut Tx, round: &RoundId, id: &PitchId) -> Result<Pitch, ActError> {
    let found = pitch::find(tx, id).await?.filter(|found| &found.round == round && is_about(found));
    let found = found.ok_or(ActError::NotFound)?;
    let round = store::round::find(tx, round).await?.ok_or(ActError::NotFound)?;
    if !is_on(&round) {
        return Err(ActError::WrongPhase(round.phase));
    }
    Ok(found)
}
