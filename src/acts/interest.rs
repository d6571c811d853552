//! What staff state about their own interest in a round, and who checks its plans. Whoever has an interest in a plan of
//! a round checks nothing in it and signs nothing of it.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context, plain};
use crate::domain::id::{AccountId, ProposalId, RoundId};
use crate::domain::interest::{Feasible, Interest, MAX_REASON, PlanCheck, has_interest, has_stated};
use crate::domain::log::chain::Actor;
use crate::domain::log::kept::Kept;
use crate::domain::round::Origin;
use crate::store::{Conn, Tx, interest, proposal, round};

/// States that there is no interest in a round, or one in a plan of it. A statement stands.
pub async fn state(
    ctx: &Context<'_>,
    id: &RoundId,
    plan: Option<&ProposalId>,
    reason: &str,
) -> Result<(), ActError> {
    let by = person(ctx)?.clone();
    let reason = reason.trim();
    if reason.chars().count() > MAX_REASON || (plan.is_some() && reason.is_empty()) {
        return Err(ActError::field("check_why", "empty"));
    }
    plain::texts(&[("check_why", reason)])?;
    let mut tx = ctx.begin().await?;
    round::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    if let Some(plan) = plan {
        known(&mut tx, id, plan).await?;
    }
    let stated = Interest { by, plan: plan.cloned(), reason: reason.to_string(), at: ctx.now };
    interest::add(&mut tx, id, &stated).await?;
    ctx.finish(tx, Note::with("interest.state", id, json!({ "plan": plan })).of_rows(Kept::Interests, id))
        .await
}

/// Writes down whether a plan can be carried out and is allowed. Whoever does this does not sign the certificate.
pub async fn check_plan(
    ctx: &Context<'_>,
    id: &RoundId,
    plan: &ProposalId,
    feasible: Feasible,
    reason: &str,
) -> Result<(), ActError> {
    let by = person(ctx)?.clone();
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MAX_REASON {
        return Err(ActError::field("check_why", "empty"));
    }
    plain::texts(&[("check_why", reason)])?;
    let mut tx = ctx.begin().await?;
    round::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    known(&mut tx, id, plan).await?;
    require_none(ctx, &mut tx, id).await?;
    let check = PlanCheck { plan: plan.clone(), feasible, by, at: ctx.now, reason: reason.to_string() };
    interest::add_plan_check(&mut tx, id, &check).await?;
    let detail = json!({ "plan": plan, "answer": feasible.name() });
    ctx.finish(tx, Note::with("plan.check", id, detail).of_rows(Kept::PlanChecks, id)).await
}

/// A person answers for it, never the command line.
pub(super) fn person<'a>(ctx: &'a Context<'_>) -> Result<&'a AccountId, ActError> {
    match &ctx.actor {
        Actor::Staff(account) => Ok(account),
        Actor::Operator | Actor::Service | Actor::Visitor => Err(ActError::FourEyes),
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

/// Refuses who stated an interest in a plan of the round.
pub(super) async fn require_none(ctx: &Context<'_>, conn: &mut Conn, id: &RoundId) -> Result<(), ActError> {
    let Actor::Staff(who) = &ctx.actor else { return Ok(()) };
    let stated = interest::list(conn, id).await?;
    if has_interest(&stated, who) { Err(ActError::ConflictOfInterest) } else { Ok(()) }
}

/// Refuses who stated an interest in a plan of the round, and who stated nothing about it yet. Standing rounds and
/// imported elections have no plans that were voted on here: nothing is stated about them.
pub(super) async fn require_stated(ctx: &Context<'_>, conn: &mut Conn, id: &RoundId) -> Result<(), ActError> {
    let Actor::Staff(who) = &ctx.actor else { return Ok(()) };
    let stated = interest::list(conn, id).await?;
    if has_interest(&stated, who) {
        return Err(ActError::ConflictOfInterest);
    }
    let is_voted = round::find(conn, id).await?.is_some_and(|found| found.origin == Origin::Vote);
    if is_voted && !has_stated(&stated, who) {
        return Err(ActError::InterestUnstated);
    }
    Ok(())
}

/// Refuses who may not sign the certificate of a round: whoever has an interest or did not say, and whoever checked one
/// of its plans.
pub(super) async fn require_signer(ctx: &Context<'_>, conn: &mut Conn, id: &RoundId) -> Result<(), ActError> {
    require_stated(ctx, conn, id).await?;
    let Actor::Staff(who) = &ctx.actor else { return Ok(()) };
    let checked = interest::plan_checks(conn, id).await?;
    if checked.iter().any(|one| &one.by == who) { Err(ActError::FourEyes) } else { Ok(()) }
}
