//! Support for plans before they are looked at: how many a round asks for, lists on paper, and taking it back. Giving it under an
//! address is in `talk`, since its owner says yes to it the same way.

use std::collections::BTreeSet;

use serde_json::json;

use super::budget::function_of;
use super::log::Note;
use super::person::{is_other_person, require_other};
use super::pitch::waiting;
use super::talk::open;
use super::{ActError, Context, interest, plain, proposal};
use crate::domain::digest::Digest;
use crate::domain::id::{PitchId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::pace::TALK_CHOICES;
use crate::domain::pitch::Pitch;
use crate::domain::round::Round;
use crate::domain::support::{List, MAX_ARCHIVE, MOST_ON_LIST, Support, Threshold};
use crate::domain::talk::{Open, is_on};
use crate::store::error::Guard;
use crate::store::{self, Conn, StoreError, Tx, pace, pitch, support};

/// Longest reason of a list that is struck out, in characters.
const MAX_REASON: usize = 500;

/// Sets how many supporters a round asks for, until its rules are frozen.
pub async fn set_threshold(ctx: &Context<'_>, round: &RoundId, wanted: &Threshold) -> Result<(), ActError> {
    if !wanted.is_sound() {
        return Err(ActError::field("support_supporters", "support-number"));
    }
    let mut tx = ctx.begin().await?;
    proposal::editable(&mut tx, round).await?;
    if support::threshold(&mut tx, round).await?.needed() != wanted.needed() {
        support::note_change(&mut tx, round, ctx.now).await?;
    }
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
    supported(ctx, &mut tx, round, id).await?;
    let function = function_of(ctx, &mut tx).await?;
    let (archive, at) = (archive.to_string(), ctx.now);
    let new = List { number: 0, people, archive, by, function, at, struck: None, confirmed: None };
    match support::add_list(&mut tx, (round, id), &new).await {
        // A list counts once in a round.
        Err(StoreError::Refused(Guard::Unique)) => {
            return Err(ActError::field("support_archive", "support-twice"));
        }
        done => done?,
    }
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
    // Also of a plan that was refused or taken back: its name in the archive comes free for the plan that it was meant for.
    let known = store::round::find(&mut tx, round).await?.ok_or(ActError::NotFound)?;
    if !is_on(&known) {
        return Err(ActError::WrongPhase(known.phase));
    }
    pitch::find(&mut tx, id).await?.filter(|found| &found.round == round).ok_or(ActError::NotFound)?;
    interest::require_none(ctx, &mut tx, round).await?;
    if !support::strike(&mut tx, (id, number), (&by, reason), ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(
        tx,
        Note::with("support.strike", id, json!({ "list": number })).of_rows(Kept::SupportLists, id),
    )
    .await
}

/// Says that a list says what a colleague entered: from then on it counts whoever decides about the plan.
pub async fn confirm(
    ctx: &Context<'_>,
    round: &RoundId,
    (id, number): (&PitchId, u64),
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    supported(ctx, &mut tx, round, id).await?;
    let lists = support::lists_of(&mut tx, id).await?;
    let list = lists.iter().find(|list| list.number == number).ok_or(ActError::NotFound)?;
    require_other(ctx, &mut tx, &list.by).await?;
    if !support::confirm(&mut tx, (id, number), &by, ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    let told = Note::with("support.confirm", id, json!({ "list": number, "people": list.people }));
    ctx.finish(tx, told.of_rows(Kept::SupportLists, id)).await
}

/// The plans of a round of which whoever acts can be the second person for a list: more support still changes anything for them, and
/// there is no interest in the round.
pub async fn confirmable(
    ctx: &Context<'_>,
    conn: &mut Conn,
    round: &Round,
) -> Result<BTreeSet<PitchId>, ActError> {
    match interest::require_none(ctx, conn, &round.id).await {
        Err(ActError::ConflictOfInterest) => return Ok(BTreeSet::new()),
        done => done?,
    }
    let sent = waiting::of_round(conn, round, ctx.now).await?;
    let needs = sent.into_iter().filter(|one| one.course().needs_support(one.pitch.state));
    Ok(needs.map(|one| one.pitch.id).collect())
}

/// The owner of an address takes its support back.
pub async fn withdraw(ctx: &Context<'_>, mark: &Digest, id: &PitchId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !pace::take(&mut tx, &TALK_CHOICES, &mark.to_string(), ctx.now).await? {
        return Err(ActError::TooOften);
    }
    support::note_loss(&mut tx, id, ctx.now).await?;
    if !support::remove(&mut tx, id, mark).await? {
        return Ok(());
    }
    ctx.finish(tx, Note::new("support.end", id)).await
}

/// How many people support a plan, and how many it needs.
pub async fn standing(conn: &mut Conn, found: &Pitch) -> Result<(Support, Threshold), ActError> {
    Ok((support::of_plan(conn, &found.id).await?, support::threshold(conn, &found.round).await?))
}

/// How many supporters a plan misses.
pub async fn missing(conn: &mut Conn, found: &Pitch) -> Result<u64, ActError> {
    let (support, threshold) = standing(conn, found).await?;
    Ok(threshold.needed().saturating_sub(support.total()))
}

/// Refuses a plan with fewer supporters than its round asks for, and one that has enough only by lists that whoever puts it on the
/// list for the ballot entered and nobody else saw: nobody makes a threshold alone.
pub(super) async fn require_enough(
    ctx: &Context<'_>,
    conn: &mut Conn,
    found: &Pitch,
) -> Result<(), ActError> {
    let (support, threshold) = standing(conn, found).await?;
    let total = support.total();
    if total < threshold.needed() {
        return Err(ActError::field("pt_admit", "support-few"));
    }
    let by = ctx.person()?;
    let mut own = 0_u64;
    for list in support::lists_of(conn, &found.id).await?.iter().filter(|list| list.waits()) {
        if !is_other_person(conn, by, &list.by).await? {
            own = own.saturating_add(list.people);
        }
    }
    match total.saturating_sub(own) < threshold.needed() {
        true => Err(ActError::field("pt_admit", "support-own-list")),
        false => Ok(()),
    }
}

/// Refuses where the support of a plan of a round does not count any more, and who has an interest in the round.
async fn supported(ctx: &Context<'_>, tx: &mut Tx, id: &RoundId, plan: &PitchId) -> Result<(), ActError> {
    let round = store::round::find(tx, id).await?.ok_or(ActError::NotFound)?;
    let found = pitch::find(tx, plan).await?.filter(|found| found.round == round.id);
    let found = found.ok_or(ActError::NotFound)?;
    let open = open::of_plan(tx, &round, &found).await?.ok_or(ActError::NotFound)?;
    if !is_on(&round) {
        return Err(ActError::WrongPhase(round.phase));
    }
    if !Open::takes_support(open) {
        return Err(ActError::field("support_plan", "support-refused"));
    }
    interest::require_none(ctx, tx, id).await?;
    // Two lists of one plan at the same moment come one after the other.
    match pitch::claim(tx, plan, found.state).await? {
        true => Ok(()),
        false => Err(ActError::DraftChanged),
    }
}
