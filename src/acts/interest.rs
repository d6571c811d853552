//! What staff state about their own interest in a round, and who checks its plans. Whoever has an interest in a plan of
//! a round checks nothing in it, signs nothing of it, and takes no step of any of its grants (S58).

use std::collections::BTreeSet;

use serde_json::json;

use super::log::Note;
use super::person::require_other;
use super::{ActError, Context, plain};
use crate::domain::id::{AccountId, GrantId, ProposalId, RoundId};
use crate::domain::interest::{Feasible, Interest, MAX_REASON, PlanCheck, has_interest, has_stated};
use crate::domain::log::chain::Actor;
use crate::domain::log::kept::Kept;
use crate::domain::round::{Origin, Phase};
use crate::store::pitch::life;
use crate::store::{Conn, Tx, account_change, grant, interest, proposal, round, standing};

/// States that there is no interest in a round, or one in a plan of it. A statement stands. The round is held: nothing is
/// signed in it while an interest is stated.
pub async fn state(
    ctx: &Context<'_>,
    id: &RoundId,
    plan: Option<&ProposalId>,
    reason: &str,
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = reason.trim();
    if reason.chars().count() > MAX_REASON || (plan.is_some() && reason.is_empty()) {
        return Err(ActError::field("check_why", "empty"));
    }
    plain::texts(&[("check_why", reason)])?;
    let mut tx = ctx.begin().await?;
    claim(&mut tx, id).await?;
    if let Some(plan) = plan {
        known(&mut tx, id, plan).await?;
    }
    let stated = Interest { by, plan: plan.cloned(), reason: reason.to_string(), at: ctx.now };
    interest::add(&mut tx, id, &stated).await?;
    ctx.finish(tx, Note::with("interest.state", id, json!({ "plan": plan })).of_rows(Kept::Interests, id))
        .await
}

/// States that there is no interest in a standing round for quick response, or one in a request to it: once for the round,
/// whatever is asked from it later. The round is held.
pub async fn state_standing(
    ctx: &Context<'_>,
    id: &RoundId,
    request: Option<u64>,
    reason: &str,
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = reason.trim();
    if reason.chars().count() > MAX_REASON || (request.is_some() && reason.is_empty()) {
        return Err(ActError::field("check_why", "empty"));
    }
    plain::texts(&[("check_why", reason)])?;
    let mut tx = ctx.begin().await?;
    // What was granted from a round that has ended goes on, and so does who may act on it.
    standing::claim(&mut tx, id).await?;
    standing::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let requests = standing::requests(&mut tx, id).await?;
    if request.is_some_and(|number| requests.iter().all(|one| one.number != number)) {
        return Err(ActError::field("interest_plan", "choose"));
    }
    let stated = Interest { by, plan: None, reason: reason.to_string(), at: ctx.now };
    interest::add_standing(&mut tx, id, &stated, request).await?;
    ctx.finish(
        tx,
        Note::with("interest.state", id, json!({ "request": request })).of_rows(Kept::Interests, id),
    )
    .await
}

/// Writes down whether a plan can be carried out and is allowed, until the list of plans is fixed. Whoever does this does
/// not sign the certificate.
pub async fn check_plan(
    ctx: &Context<'_>,
    id: &RoundId,
    plan: &ProposalId,
    feasible: Feasible,
    reason: &str,
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::told("check_why", reason, MAX_REASON)?;
    let mut tx = ctx.begin().await?;
    let phase = claim(&mut tx, id).await?;
    if phase >= Phase::Ready {
        return Err(ActError::WrongPhase(phase));
    }
    known(&mut tx, id, plan).await?;
    require_none(ctx, &mut tx, id).await?;
    let check = PlanCheck { plan: plan.clone(), feasible, by, at: ctx.now, reason: reason.to_string() };
    interest::add_plan_check(&mut tx, id, &check).await?;
    let detail = json!({ "plan": plan, "answer": feasible.name() });
    ctx.finish(tx, Note::with("plan.check", id, detail).of_rows(Kept::PlanChecks, id)).await
}

/// Holds a round for this transaction; the phase it is in.
async fn claim(tx: &mut Tx, id: &RoundId) -> Result<Phase, ActError> {
    let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
    if round::claim(tx, id, found.phase).await? {
        Ok(found.phase)
    } else {
        Err(ActError::WrongPhase(found.phase))
    }
}

async fn known(tx: &mut Tx, id: &RoundId, plan: &ProposalId) -> Result<(), ActError> {
    let plans = proposal::list(tx, id).await?;
    if plans.iter().any(|one| &one.id == plan) {
        Ok(())
    } else {
        Err(ActError::field("interest_plan", "choose"))
    }
}

/// Whether the human behind an account stated an interest, under any account.
pub(super) async fn is_interested(
    conn: &mut Conn,
    stated: &[Interest],
    who: &AccountId,
) -> Result<bool, ActError> {
    let all = account_change::identities(conn, who).await?;
    Ok(all.iter().any(|one| has_interest(stated, one)))
}

/// Refuses who stated an interest in a plan of the round.
pub(super) async fn require_none(ctx: &Context<'_>, conn: &mut Conn, id: &RoundId) -> Result<(), ActError> {
    let Actor::Staff(who) = &ctx.actor else { return Ok(()) };
    let stated = interest::list(conn, id).await?;
    if is_interested(conn, &stated, who).await? { Err(ActError::ConflictOfInterest) } else { Ok(()) }
}

/// Refuses who stated an interest in a plan of the round of one of these grants.
pub(super) async fn require_none_of(
    ctx: &Context<'_>,
    conn: &mut Conn,
    grants: impl IntoIterator<Item = &GrantId>,
) -> Result<(), ActError> {
    let ids: BTreeSet<&GrantId> = grants.into_iter().collect();
    let records = grant::some(conn, ids.iter().copied()).await?;
    if records.len() != ids.len() {
        return Err(ActError::NotFound);
    }
    for round in records.values().map(|record| record.source.round()).collect::<BTreeSet<_>>() {
        require_none(ctx, conn, round).await?;
    }
    Ok(())
}

/// Refuses who stated an interest in a plan of the round or a request to it, and who stated nothing about it yet.
/// Imported elections have no plans that were voted on here: nothing is stated about them.
pub(super) async fn require_stated(ctx: &Context<'_>, conn: &mut Conn, id: &RoundId) -> Result<(), ActError> {
    let Actor::Staff(who) = &ctx.actor else { return Ok(()) };
    let stated = interest::list(conn, id).await?;
    if is_interested(conn, &stated, who).await? {
        return Err(ActError::ConflictOfInterest);
    }
    let is_asked = round::find(conn, id).await?.is_none_or(|found| found.origin == Origin::Vote);
    if is_asked && !has_stated(&stated, who) {
        return Err(ActError::InterestUnstated);
    }
    Ok(())
}

/// Refuses who may not sign the certificate of a round: whoever has an interest or did not say, and whoever checked one
/// of its plans, looked at one that a group sent in, or decided whether it comes on the ballot (S55).
pub(super) async fn require_signer(ctx: &Context<'_>, conn: &mut Conn, id: &RoundId) -> Result<(), ActError> {
    require_stated(ctx, conn, id).await?;
    for one in interest::plan_checks(conn, id).await? {
        require_other(ctx, conn, &one.by).await?;
    }
    for (by, _) in life::deciders(conn, id).await? {
        require_other(ctx, conn, &by).await?;
    }
    Ok(())
}
