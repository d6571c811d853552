//! Refusals (Dutch: afwijzingen) for everyone whose plan was not selected: each of them may object.

use serde_json::json;

use super::facts::{Voted, of_request};
use super::{About, write};
use crate::acts::interest::require_none;
use crate::acts::log::Note;
use crate::acts::{ActError, Context, plain};
use crate::domain::decision::{DecisionKind, DecisionNumber};
use crate::domain::grant::GrantState;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::proposal::Proposal;
use crate::domain::round::{Origin, Round};
use crate::domain::standing::{QuickRequest, StandingRound};
use crate::store::{Conn, Tx, decision, grant, proposal, round};

/// The plans of a round that got nothing.
pub struct Others {
    /// Those without a refusal yet, by number.
    pub waiting: Vec<Proposal>,
    /// Whether one of them may still move up: a grant that is not awarded yet can fall away.
    pub may_move_up: bool,
}

/// The plans of a certified round that have neither a grant nor a refusal.
pub async fn others(conn: &mut Conn, id: &RoundId) -> Result<Others, ActError> {
    let grants = grant::of_round(conn, id).await?;
    let refused: Vec<Option<ProposalId>> = decision::of_round(conn, id)
        .await?
        .into_iter()
        .filter(|taken| taken.kind == DecisionKind::Refusal)
        .map(|taken| taken.proposal)
        .collect();
    let has_grant = |plan: &ProposalId| grants.iter().any(|one| one.source.proposal() == Some(plan));
    let mut waiting = proposal::list(conn, id).await?;
    waiting.retain(|plan| !has_grant(&plan.id) && !refused.contains(&Some(plan.id.clone())));
    let may_move_up =
        grants.iter().any(|one| matches!(one.state, GrantState::Selected | GrantState::Certified));
    Ok(Others { waiting, may_move_up })
}

/// Refuses every plan of a round that was not selected, in one go: how many. Only when none of them can move up any
/// more.
pub async fn refuse_others(ctx: &Context<'_>, id: &RoundId, reason: &str) -> Result<usize, ActError> {
    let mut tx = ctx.begin().await?;
    held(ctx, &mut tx, id).await?;
    let Others { waiting, may_move_up } = others(&mut tx, id).await?;
    if may_move_up {
        return Err(ActError::field("refusals", "may-move-up"));
    }
    refuse(ctx, tx, id, &waiting, reason).await
}

/// Refuses one plan that was not selected, because the money was out, also while others could still fall away. It stays
/// on the reserve list: if it moves up, it gets a new decision. [`super::super::reserve_list::strike`] refuses a plan on
/// its own ground.
pub async fn refuse_plan(
    ctx: &Context<'_>,
    id: &RoundId,
    plan: &ProposalId,
    reason: &str,
) -> Result<usize, ActError> {
    let mut tx = ctx.begin().await?;
    held(ctx, &mut tx, id).await?;
    let mut waiting = others(&mut tx, id).await?.waiting;
    waiting.retain(|one| &one.id == plan);
    if waiting.is_empty() {
        return Err(ActError::NotFound);
    }
    refuse(ctx, tx, id, &waiting, reason).await
}

/// Refuses a plan that was not selected, unless it was refused before; the transaction is the caller's.
pub(in super::super) async fn refuse_once(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &RoundId,
    plan: &ProposalId,
    reason: &str,
) -> Result<(), ActError> {
    let waiting = others(tx, id).await?.waiting;
    let Some(plan) = waiting.iter().find(|one| &one.id == plan) else { return Ok(()) };
    let about = About { grant: None, round: id.clone(), proposal: Some(plan.id.clone()), request: None };
    let facts = Voted::read(tx, id).await?.facts(&plan.id)?;
    write(ctx, tx, (DecisionKind::Refusal, plan.amount, reason), about, facts).await?;
    Ok(())
}

/// Refuses a request to a standing round; the transaction is the caller's, and so is the statement of interest.
pub(in super::super) async fn refuse_request(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (round, request): (&StandingRound, &QuickRequest),
    reason: &str,
) -> Result<DecisionNumber, ActError> {
    let about = About { grant: None, round: round.id.clone(), proposal: None, request: Some(request.number) };
    let facts = of_request(tx, round, request).await?;
    write(ctx, tx, (DecisionKind::Refusal, request.asked.amount, reason), about, facts).await
}

/// Holds a round of which the outcome was certified, for who has no interest in it.
async fn held(ctx: &Context<'_>, tx: &mut Tx, id: &RoundId) -> Result<Round, ActError> {
    let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
    require_none(ctx, tx, id).await?;
    if !found.phase.shows_outcome() || found.origin != Origin::Vote {
        return Err(ActError::WrongPhase(found.phase));
    }
    if !round::claim(tx, id, found.phase).await? {
        return Err(ActError::WrongPhase(found.phase));
    }
    Ok(found)
}

async fn refuse(
    ctx: &Context<'_>,
    mut tx: Tx,
    id: &RoundId,
    plans: &[Proposal],
    reason: &str,
) -> Result<usize, ActError> {
    let reason = plain::any_reason("motive", reason)?;
    let voted = Voted::read(&mut tx, id).await?;
    let mut numbers: Vec<DecisionNumber> = Vec::new();
    for plan in plans {
        let about = About { grant: None, round: id.clone(), proposal: Some(plan.id.clone()), request: None };
        let facts = voted.facts(&plan.id)?;
        let what = (DecisionKind::Refusal, plan.amount, reason);
        numbers.push(write(ctx, &mut tx, what, about, facts).await?);
    }
    let told: Vec<&str> = numbers.iter().map(|number| number.0.as_str()).collect();
    ctx.finish(tx, Note::with("decision.refuse", id, json!({ "decisions": told }))).await?;
    Ok(numbers.len())
}
