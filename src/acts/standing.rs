//! Quick response: opening and ending a standing round, entering a request and deciding it.

use serde_json::json;

use super::decision::refuse_request;
use super::interest::require_stated;
use super::log::Note;
use super::origin::Origin;
use super::{ActError, Context, FieldFault, ledger, plain};
use crate::domain::budget::CeilingExceeded;
use crate::domain::decision::{Decision as DecisionRecord, DecisionNumber};
use crate::domain::grant::{GrantRecord, GrantState, GrantStep, Source};
use crate::domain::id::{AllocationId, GrantId, RoundId};
use crate::domain::ledger::{AccountKey, AccountKind, Draft, PostingKind, Reference};
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::domain::retention::ERASED;
use crate::domain::standing::{
    Asked, Decided, MAX_REASON, QuickRequest, StandingFault, StandingPlan, StandingRound,
};
use crate::store::{self, Conn, Tx, budget, decision, grant, round, standing};

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
/// for who did not say so or otherwise first. A grant takes its money out of the round at once. A refusal is a formal
/// decision (Awb art. 1:3, second paragraph) under a mandate, and its letter is due; an award gets its own later.
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
        Decision::Refuse => {
            refuse_request(ctx, &mut tx, (&found, &request), reason).await?;
            None
        }
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

/// Takes the formal decision about a request that was refused before there was one, for the reason that was written down
/// then: its letter is due from now on. Also in a round that has ended.
pub async fn answer(ctx: &Context<'_>, id: &RoundId, number: u64) -> Result<DecisionNumber, ActError> {
    let mut tx = ctx.begin().await?;
    // Nobody waits for a round that has ended: the turn of the ledger, which every decision takes, is enough.
    standing::claim(&mut tx, id).await?;
    let found = standing::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    require_stated(ctx, &mut tx, id).await?;
    let mut requests = standing::requests(&mut tx, id).await?.into_iter();
    let request = requests.find(|one| one.number == number).ok_or(ActError::NotFound)?;
    let words = |decided: &&Decided| decided.grant.is_none() && decided.reason != ERASED;
    let refused = request.decided.as_ref().filter(words);
    let reason = refused.map(|decided| decided.reason.clone()).ok_or(ActError::NotFound)?;
    let known = decision::requests::refusals(&mut tx, id).await?;
    if known.iter().any(|one| one.request == number) {
        return Err(ActError::DraftChanged);
    }
    let taken = refuse_request(ctx, &mut tx, (&found, &request), &reason).await?;
    let detail = json!({ "decision": taken.0 });
    ctx.finish(tx, Note::with("standing.answer", format!("{id}/{number}"), detail)).await?;
    Ok(taken)
}

/// The record of a grant out of a standing round, and its money out of the round.
async fn select(
    ctx: &Context<'_>,
    tx: &mut Tx,
    found: &StandingRound,
    request: &QuickRequest,
    reason: &str,
) -> Result<GrantId, ActError> {
    let record = record_of(found, request);
    grant::add(tx, &record).await?;
    super::grant::step(ctx, tx, &record, GrantStep::Certify, reason).await?;
    let (from, to) = (record.round_account(), record.account(AccountKind::Selected));
    let draft = Draft::new(PostingKind::Select, from, to, record.amount);
    ledger::post(ctx, tx, &[draft.referring(Reference::Request(request.number))]).await?;
    Ok(record.id)
}

/// The grant of a request, before its first step.
fn record_of(found: &StandingRound, request: &QuickRequest) -> GrantRecord {
    GrantRecord {
        id: request.grant(&found.id),
        line: found.line.clone(),
        allocation: found.allocation.clone(),
        source: Source::Standing { round: found.id.clone() },
        pot: Pot::Quick,
        title: request.asked.title.clone(),
        applicant: request.asked.applicant.clone(),
        amount: request.asked.amount,
        state: GrantState::Selected,
    }
}

/// Sets money aside for a request that was refused, because an objection against that is right (Awb art. 7:11): out of the
/// round, or out of what [`pay_upheld`] takes when the round has ended. It is awarded as any other.
pub(super) async fn uphold(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (taken, request): (&DecisionRecord, u64),
    (amount, objection): (Cents, &str),
) -> Result<GrantId, ActError> {
    standing::claim(tx, &taken.round).await?;
    let found = standing::find(tx, &taken.round).await?.ok_or(ActError::NotFound)?;
    let mut requests = standing::requests(tx, &found.id).await?.into_iter();
    let request = requests.find(|one| one.number == request).ok_or(ActError::NotFound)?;
    let record = GrantRecord { amount, ..record_of(&found, &request) };
    grant::add(tx, &record).await?;
    super::grant::step(ctx, tx, &record, GrantStep::Certify, objection).await?;
    pay_upheld(ctx, tx, &record, taken).await?;
    Ok(record.id)
}

/// Posts what an objection that is right takes out of a standing round for a grant. Of a round that ended it is what its pot
/// has left, and then what its area has free, past what the city wants at most of quick response: an objection that is right
/// is paid also when the pot is empty (Awb art. 4:25, third paragraph).
pub(super) async fn pay_upheld(
    ctx: &Context<'_>,
    tx: &mut Tx,
    record: &GrantRecord,
    taken: &DecisionRecord,
) -> Result<(), ActError> {
    let found = standing::find(tx, record.source.round()).await?.ok_or(ActError::NotFound)?;
    ledger::hold(tx).await?;
    let own = record.round_account();
    let mut drafts = Vec::new();
    if found.ended_at.is_some() {
        let area = AccountKey::area(&record.line, &record.allocation);
        let pot = area.clone().in_pot(Pot::Quick);
        let apart = store::ledger::balance(tx, &pot).await?.min(record.amount);
        let rest = record.amount.minus(apart).unwrap_or(Cents::ZERO);
        drafts.push(Draft::new(PostingKind::Ceiling, pot, own.clone(), apart));
        drafts.push(Draft::new(PostingKind::Ceiling, area, own.clone(), rest));
    }
    let to = record.account(AccountKind::Selected);
    drafts.push(Draft::new(PostingKind::Select, own, to, record.amount));
    let drafts: Vec<Draft> = drafts.into_iter().map(|draft| draft.referring(taken.number.clone())).collect();
    ledger::post(ctx, tx, &drafts).await
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

/// What an objection that is right may still give out of a standing round: what it has left, or when it has ended what its
/// area has for quick response and free of all pots.
pub async fn upheld_room(conn: &mut Conn, id: &RoundId) -> Result<Cents, ActError> {
    let found = standing::find(conn, id).await?.ok_or(ActError::NotFound)?;
    if found.ended_at.is_none() {
        return room(conn, &found).await;
    }
    let area = AccountKey::area(&found.line, &found.allocation);
    let apart = store::ledger::balance(conn, &area.clone().in_pot(Pot::Quick)).await?;
    Ok(apart.plus(store::ledger::balance(conn, &area).await?).unwrap_or(Cents::MAX))
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
