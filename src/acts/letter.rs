//! Revoking letters while the vote is open, by two people and visible in the log.

use std::collections::BTreeSet;

use serde_json::json;

use super::log::{self, Note};
use super::person::require_other;
use super::{ActError, Context};
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, RevocationId, RoundId};
use crate::domain::log::chain::Actor;
use crate::domain::log::entry::Entry;
use crate::domain::register::LetterState;
use crate::domain::revocation::{Reason, Revocation, State};
use crate::domain::round::Phase;
use crate::store::ballot::Voter;
use crate::store::{Tx, ballot, register, revocation, round};

/// What someone at the desk asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// The number on the letter that is no longer good.
    pub control: ControlNumber,
    /// The number on the spare letter that is handed out instead.
    pub by: Option<ControlNumber>,
    /// Why.
    pub reason: Reason,
}

/// Asks to revoke a letter of an open round; another person decides.
pub async fn ask(ctx: &mut Context<'_>, id: &RoundId, wanted: &Wanted) -> Result<RevocationId, ActError> {
    let asked_by = staff(ctx)?;
    let mut tx = ctx.begin().await?;
    claim_open(&mut tx, id).await?;
    letters(&mut tx, id, wanted.control, wanted.by).await?;
    if wanted.by.is_some() && revocation::is_promised(&mut tx, id, wanted.by).await? {
        return Err(ActError::field("by", "spare"));
    }
    let request = Revocation {
        id: RevocationId::new(ctx.seed.id()),
        control: wanted.control,
        by: wanted.by,
        reason: wanted.reason,
        asked_by,
        asked_at: ctx.now,
        state: State::Asked,
    };
    if !revocation::add(&mut tx, id, &request).await? {
        return Err(ActError::field("control", "waits"));
    }
    let detail = json!({ "letter": wanted.control, "by": wanted.by, "reason": wanted.reason.name() });
    ctx.finish(tx, Note::with("letter.ask-revoke", id, detail)).await?;
    Ok(request.id)
}

/// Revokes the letter of a request: a ballot under it does not count, and the spare letter becomes good.
/// Whoever asked cannot do this.
pub async fn approve(ctx: &Context<'_>, id: &RoundId, request: &RevocationId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    claim_open(&mut tx, id).await?;
    let found = waiting(&mut tx, id, request).await?;
    let entry = revoke(ctx, &mut tx, id, &found).await?;
    log::append(ctx, &mut tx, id, &[entry]).await?;
    let detail = json!({ "letter": found.control, "by": found.by, "reason": found.reason.name() });
    ctx.finish(tx, Note::with("letter.revoke", id, detail)).await
}

/// Revokes the letter of a request that waits: what the public log then tells.
async fn revoke(ctx: &Context<'_>, tx: &mut Tx, id: &RoundId, found: &Revocation) -> Result<Entry, ActError> {
    let account = staff(ctx)?;
    require_other(ctx, tx, &found.asked_by).await?;
    must(revocation::approve(tx, &found.id, &account).await?)?;
    let (letter, spare) = letters(tx, id, found.control, found.by).await?;
    must(register::set_state(tx, &letter.letter, (LetterState::Issued, LetterState::Revoked)).await?)?;
    if let Some(spare) = spare {
        must(register::set_state(tx, &spare.letter, (LetterState::Spare, LetterState::Issued)).await?)?;
    }
    if let Some(stored) = &letter.ballot {
        let commitment = stored.locked.commitment;
        let is_there = ballot::remove(tx, &letter.letter, &commitment).await?;
        if !is_there || !ballot::void(tx, &commitment).await? {
            let what = format!("the ballot of letter {} has no entry that waits", found.control);
            return Err(ActError::Integrity(what));
        }
    }
    Ok(Entry::Revoke { at: ctx.now.whole_seconds(), control: found.control, by: found.by })
}

/// Most letters that are reported as returned, or revoked as such, at once.
pub const MOST_RETURNED: usize = 500;

/// What came of a report of letters that the post brought back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reported {
    /// So many requests wait for a second person now.
    Asked(u64),
    /// Nothing was done: these are no good letters of the round, or a request for them waits already.
    Unknown(Vec<ControlNumber>),
}

/// Asks to revoke letters that the post brought back; another person decides. All of them or none. A number that stands
/// there twice counts once.
pub async fn report_returned(
    ctx: &mut Context<'_>,
    id: &RoundId,
    controls: &[ControlNumber],
) -> Result<Reported, ActError> {
    let asked_by = staff(ctx)?;
    let controls: BTreeSet<ControlNumber> = controls.iter().copied().collect();
    if controls.is_empty() || controls.len() > MOST_RETURNED {
        return Err(ActError::field("returned", "returned-size"));
    }
    let mut tx = ctx.begin().await?;
    claim_open(&mut tx, id).await?;
    let mut unknown = Vec::new();
    for control in &controls {
        let request = Revocation {
            id: RevocationId::new(ctx.seed.id()),
            control: *control,
            by: None,
            reason: Reason::Undeliverable,
            asked_by: asked_by.clone(),
            asked_at: ctx.now,
            state: State::Asked,
        };
        let letter = ballot::by_control(&mut tx, id, *control).await?;
        let is_good = letter.is_some_and(|letter| letter.state == LetterState::Issued);
        if !is_good || !revocation::add(&mut tx, id, &request).await? {
            unknown.push(*control);
        }
    }
    if !unknown.is_empty() {
        return Ok(Reported::Unknown(unknown));
    }
    let reason = Reason::Undeliverable.name();
    let detail = json!({ "letters": controls, "reason": reason });
    ctx.finish(tx, Note::with("letter.ask-revoke-returned", id, detail)).await?;
    Ok(Reported::Asked(u64::try_from(controls.len()).expect("a few hundred")))
}

/// The requests about returned letters that wait, at most [`MOST_RETURNED`]; they can be decided at once.
pub fn returned_waiting(all: &[Revocation]) -> Vec<&Revocation> {
    let is_one = |one: &&Revocation| {
        one.state == State::Asked && one.reason == Reason::Undeliverable && one.by.is_none()
    };
    all.iter().filter(is_one).take(MOST_RETURNED).collect()
}

/// What tells one set of requests from another: whoever decides about several decides about those on the page.
pub fn mark_of(requests: &[&Revocation]) -> Digest {
    Digest::of_all(requests.iter().map(|one| format!("{}\n", one.id)))
}

/// Revokes, as second person, all returned letters that were seen on the page: those of the mark.
pub async fn approve_returned(ctx: &Context<'_>, id: &RoundId, seen: Digest) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    claim_open(&mut tx, id).await?;
    let all = revocation::list(&mut tx, id).await?;
    let waiting = returned_waiting(&all);
    if waiting.is_empty() || mark_of(&waiting) != seen {
        return Err(ActError::DraftChanged);
    }
    let mut entries = Vec::new();
    for found in &waiting {
        entries.push(revoke(ctx, &mut tx, id, found).await?);
    }
    log::append(ctx, &mut tx, id, &entries).await?;
    let controls: Vec<ControlNumber> = waiting.iter().map(|one| one.control).collect();
    let detail = json!({ "letters": controls, "reason": Reason::Undeliverable.name() });
    ctx.finish(tx, Note::with("letter.revoke-returned", id, detail)).await
}

/// Refuses a request: the letter stays good. Whoever asked may take it back this way as well.
pub async fn refuse(ctx: &Context<'_>, id: &RoundId, request: &RevocationId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    claim_open(&mut tx, id).await?;
    let found = waiting(&mut tx, id, request).await?;
    must(revocation::refuse(&mut tx, request).await?)?;
    ctx.finish(tx, Note::with("letter.keep", id, json!({ "letter": found.control }))).await
}

/// A guarded update that touched no row: someone else was first.
fn must(touched: bool) -> Result<(), ActError> {
    if touched { Ok(()) } else { Err(ActError::DraftChanged) }
}

async fn waiting(tx: &mut Tx, id: &RoundId, request: &RevocationId) -> Result<Revocation, ActError> {
    let found = revocation::find(tx, id, request).await?.ok_or(ActError::NotFound)?;
    if found.state == State::Asked { Ok(found) } else { Err(ActError::DraftChanged) }
}

/// The letter that is revoked and the spare one that takes its place, if both are what they should be.
async fn letters(
    tx: &mut Tx,
    id: &RoundId,
    control: ControlNumber,
    by: Option<ControlNumber>,
) -> Result<(Voter, Option<Voter>), ActError> {
    let letter = ballot::by_control(tx, id, control).await?;
    let letter = letter.filter(|letter| letter.state == LetterState::Issued);
    let letter = letter.ok_or(ActError::field("control", "letter"))?;
    let Some(by) = by else { return Ok((letter, None)) };
    let spare = ballot::by_control(tx, id, by).await?;
    let spare = spare.filter(|spare| spare.state == LetterState::Spare);
    Ok((letter, Some(spare.ok_or(ActError::field("by", "spare"))?)))
}

fn staff(ctx: &Context<'_>) -> Result<AccountId, ActError> {
    match &ctx.actor {
        Actor::Staff(account) => Ok(account.clone()),
        Actor::Operator | Actor::Service | Actor::Visitor | Actor::Initiator(_) => Err(ActError::FourEyes),
    }
}

/// Takes the turn of the writer of ballots, so that no vote comes in between.
async fn claim_open(tx: &mut Tx, id: &RoundId) -> Result<(), ActError> {
    if round::claim(tx, id, Phase::Open).await? {
        return Ok(());
    }
    let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
    Err(ActError::WrongPhase(found.phase))
}
