//! Quick response: opening and ending a standing round, entering a request and deciding it.

use serde_json::json;

use super::interest::require_stated;
use super::log::Note;
use super::origin::Origin;
use super::{ActError, Context, FieldFault, ledger, plain};
use crate::domain::budget::CeilingExceeded;
use crate::domain::grant::{GrantRecord, GrantState, GrantStep, Source};
use crate::domain::id::{AllocationId, GrantId, RoundId};
use crate::domain::ledger::{AccountKey, AccountKind, Draft, PostingKind, Reference};
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::domain::standing::{
    Asked, Decided, MAX_REASON, QuickRequest, StandingFault, StandingPlan, StandingRound,
};
use crate::store::{self, Conn, Tx, budget, grant, round, standing};

/// Opens a standing round: its ceiling comes out of what the area set apart for quick response, and the rest out of
/// what no round holds. Together standing rounds stay below what the city wants at most for the quick pot.
pub async fn open(
    ctx: &Context<'_>,
    id: &RoundId,
    allocation: &AllocationId,
    plan: &StandingPlan,
) -> Result<(), ActError> {
    if RoundId::parse(id.as_str()).as_ref() != Ok(id) {
        return Err(ActError::field("id", "slug"));
    }
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    if round::find(&mut tx, id).await?.is_some() || standing::find(&mut tx, id).await?.is_some() {
        return Err(ActError::field("id", "taken"));
    }
    let part =
        budget::allocation(&mut tx, allocation).await?.ok_or(ActError::field("allocation", "choose"))?;
    let faults: Vec<FieldFault> = plan.faults(ctx.now).into_iter().map(field).collect();
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    plain::lines(&[
        ("title", &plan.title),
        ("regulation_title", &plan.regulation.title),
        ("regulation_place", &plan.regulation.place),
    ])?;
    let room = quick_room(&mut tx, &part.id, part.ceiling).await?;
    if plan.ceiling > room {
        return Err(ActError::Ceiling(CeilingExceeded { room }));
    }
    let area = AccountKey::area(&part.line, &part.id);
    let (own, to) = (area.clone().in_pot(Pot::Quick), AccountKey::round(&part.line, &part.id, id));
    let apart = store::ledger::balance(&mut tx, &own).await?.min(plan.ceiling);
    let rest = plan.ceiling.minus(apart).unwrap_or(Cents::ZERO);
    let drafts = [
        Draft::new(PostingKind::Ceiling, own, to.clone(), apart),
        Draft::new(PostingKind::Ceiling, area, to, rest),
    ];
    ledger::post(ctx, &mut tx, &drafts).await?;
    standing::add(&mut tx, id, allocation, plan, ctx.now).await?;
    let detail = json!({ "ceiling": plan.ceiling, "most": plan.most, "days": plan.term_days });
    ctx.finish(tx, Note::with("standing.open", id, detail)).await
}

/// What standing rounds of an area may still hold together.
async fn quick_room(tx: &mut Tx, allocation: &AllocationId, ceiling: Cents) -> Result<Cents, ActError> {
    let city = store::pot::city(tx).await?;
    let most = city
        .iter()
        .find(|one| one.limit.pot == Pot::Quick)
        .map_or(Cents::ZERO, |one| one.limit.most.of(ceiling));
    let rounds = standing::list(tx).await?;
    let mut taken = Cents::ZERO;
    for one in rounds.iter().filter(|one| &one.allocation == allocation) {
        let held = if one.ended_at.is_none() { one.plan.ceiling } else { spent(tx, one).await? };
        taken = taken.plus(held).unwrap_or(Cents::MAX);
    }
    Ok(most.minus(taken).unwrap_or(Cents::ZERO))
}

/// What went out of a standing round to grants.
async fn spent(tx: &mut Tx, round: &StandingRound) -> Result<Cents, ActError> {
    let granted = grant::of_round(tx, &round.id).await?;
    let counted = granted
        .iter()
        .filter(|one| !matches!(one.state, GrantState::Refused | GrantState::Withdrawn | GrantState::Lapsed));
    Ok(Cents::sum(counted.map(|one| one.amount)).unwrap_or(Cents::MAX))
}

/// Ends a standing round: it takes no more requests, and what it did not grant goes back to where it came from: the
/// pot of its area, and then the area. Requests that
/// wait are decided first.
pub async fn end(ctx: &Context<'_>, id: &RoundId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = hold(&mut tx, id).await?;
    if standing::requests(&mut tx, id).await?.iter().any(|one| one.decided.is_none()) {
        return Err(ActError::field("word", "waiting"));
    }
    ledger::hold(&mut tx).await?;
    let own = AccountKey::round(&found.line, &found.allocation, id);
    let left = store::ledger::balance(&mut tx, &own).await?;
    let back = Origin::of_round(&mut tx, id).await?.back(&own, left).into_iter();
    let drafts: Vec<Draft> =
        back.map(|(to, sum)| Draft::new(PostingKind::Release, own.clone(), to, sum)).collect();
    ledger::post(ctx, &mut tx, &drafts).await?;
    if !standing::end(&mut tx, id, ctx.now).await? {
        return Err(ActError::VoteClosed);
    }
    ctx.finish(tx, Note::with("standing.end", id, json!({ "left": left }))).await
}

/// Enters a request: its number, and with it begins its term.
pub async fn ask(ctx: &Context<'_>, id: &RoundId, asked: Asked) -> Result<u64, ActError> {
    let mut tx = ctx.begin().await?;
    let found = hold(&mut tx, id).await?;
    let faults: Vec<FieldFault> = found.faults(&asked, ctx.now).into_iter().map(field).collect();
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    plain::names(&[("applicant", &asked.applicant), ("title", &asked.title)])?;
    plain::lines(&[("place", &asked.place)])?;
    let number = super::log::size(standing::requests(&mut tx, id).await?.len()) + 1;
    let due_at = found.due(asked.received_at);
    let request = QuickRequest { number, asked, due_at, entered_by: ctx.actor.name(), decided: None };
    standing::ask(&mut tx, id, &request).await?;
    ctx.finish(tx, Note::new("standing.ask", format!("{id}/{number}"))).await?;
    Ok(number)
}

/// What is decided about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It gets what it asks.
    Grant,
    /// It gets nothing.
    Refuse,
}

/// Decides a request, with a reason that everyone can read. Refused for who has an interest in a request to the round, and
/// for who did not say so or otherwise first. A grant takes its money out of the round at once.
pub async fn decide(
    ctx: &Context<'_>,
    id: &RoundId,
    number: u64,
    decision: Decision,
    reason: &str,
) -> Result<Option<GrantId>, ActError> {
    let reason = reason.trim();
    if !(1..=MAX_REASON).contains(&reason.chars().count()) {
        return Err(ActError::field("why", "reason"));
    }
    plain::texts(&[("why", reason)])?;
    let mut tx = ctx.begin().await?;
    let found = hold(&mut tx, id).await?;
    require_stated(ctx, &mut tx, id).await?;
    let mut requests = standing::requests(&mut tx, id).await?.into_iter();
    let request = requests.find(|one| one.number == number).ok_or(ActError::NotFound)?;
    if request.decided.is_some() {
        return Err(ActError::DraftChanged);
    }
    let grant = match decision {
        Decision::Refuse => None,
        Decision::Grant => Some(select(ctx, &mut tx, &found, &request, reason).await?),
    };
    let (by, at) = (ctx.actor.name(), ctx.now);
    let decided = Decided { grant: grant.clone(), reason: reason.to_string(), by, at };
    if !standing::decide(&mut tx, id, number, &decided).await? {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "granted": grant.is_some() });
    ctx.finish(tx, Note::with("standing.decide", format!("{id}/{number}"), detail)).await?;
    Ok(grant)
}

/// The record of a grant out of a standing round, and its money out of the round.
async fn select(
    ctx: &Context<'_>,
    tx: &mut Tx,
    found: &StandingRound,
    request: &QuickRequest,
    reason: &str,
) -> Result<GrantId, ActError> {
    let record = GrantRecord {
        id: found.grant(request.number),
        line: found.line.clone(),
        allocation: found.allocation.clone(),
        source: Source::Standing { round: found.id.clone() },
        pot: Pot::Quick,
        title: request.asked.title.clone(),
        applicant: request.asked.applicant.clone(),
        amount: request.asked.amount,
        state: GrantState::Selected,
    };
    grant::add(tx, &record).await?;
    super::grant::step(ctx, tx, &record, GrantStep::Certify, reason).await?;
    let (from, to) = (record.round_account(), record.account(AccountKind::Selected));
    let draft = Draft::new(PostingKind::Select, from, to, record.amount);
    ledger::post(ctx, tx, &[draft.referring(Reference::Request(request.number))]).await?;
    Ok(record.id)
}

/// A standing round that has not ended, held for this transaction.
async fn hold(tx: &mut Tx, id: &RoundId) -> Result<StandingRound, ActError> {
    let claimed = standing::claim(tx, id).await?;
    let found = standing::find(tx, id).await?.ok_or(ActError::NotFound)?;
    if claimed { Ok(found) } else { Err(ActError::VoteClosed) }
}

/// Whether a standing round has ended: nobody can ask from it any more.
pub(super) async fn is_over(conn: &mut Conn, id: &RoundId) -> Result<bool, ActError> {
    Ok(standing::find(conn, id).await?.is_none_or(|found| found.ended_at.is_some()))
}

/// What a standing round can still grant.
pub async fn room(conn: &mut Conn, round: &StandingRound) -> Result<Cents, ActError> {
    let own = AccountKey::round(&round.line, &round.allocation, &round.id);
    Ok(store::ledger::balance(conn, &own).await?)
}

fn field(fault: StandingFault) -> FieldFault {
    let (field, fault) = match fault {
        StandingFault::Title => ("title", "empty"),
        StandingFault::Ceiling => ("ceiling", "amount"),
        StandingFault::Most => ("most", "most"),
        StandingFault::Term => ("term_days", "term"),
        StandingFault::Regulation => ("regulation_date", "unpublished"),
        StandingFault::Applicant => ("applicant", "empty"),
        StandingFault::Place => ("place", "long"),
        StandingFault::Amount => ("amount", "most-request"),
        StandingFault::Received => ("received_at", "received"),
    };
    FieldFault { field, fault }
}
