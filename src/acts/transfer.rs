//! The schuifruimte itself: money that shifts between areas, years and pots, within the reserved share of one budget
//! (S36). One person of the office proposes with a reason, another one confirms; both sign with their function.

use serde_json::json;

use super::budget::function_of;
use super::log::Note;
use super::person::require_other;
use super::{ActError, Context, ledger, mandate, plain};
use crate::domain::area::Area;
use crate::domain::budget::{Budget, CeilingExceeded, Line};
use crate::domain::decision::DecisionKind;
use crate::domain::id::AllocationId;
use crate::domain::ledger::{AccountKey, Draft, PostingKind, Reference};
use crate::domain::log::chain::Actor;
use crate::domain::money::Cents;
use crate::domain::transfer::{
    self as domain, Place, ProposedTransfer, Signed, Transfer, TransferFault, TransferState,
};
use crate::store::{Conn, Tx, area, budget, transfer};

/// Proposes that money shifts: its number. Refused when there is less than that to shift.
pub async fn propose(ctx: &Context<'_>, proposal: &ProposedTransfer) -> Result<u64, ActError> {
    plain::reason("why", &proposal.reason)?;
    if proposal.amount == Cents::ZERO {
        return Err(ActError::field("sum", "amount"));
    }
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let by = signed(ctx, &mut tx).await?;
    let kind = kind_today(ctx, &mut tx, proposal).await?;
    let room = room(&mut tx, &proposal.from).await?;
    if room < proposal.amount {
        return Err(ActError::Ceiling(CeilingExceeded { room }));
    }
    let number = transfer::propose(&mut tx, kind, proposal, &by).await?;
    ctx.finish(tx, Note::with("transfer.propose", number, detail(proposal))).await?;
    Ok(number)
}

/// What a shift is on the day of who acts; refused when the money cannot go that way.
async fn kind_today(
    ctx: &Context<'_>,
    tx: &mut Tx,
    proposal: &ProposedTransfer,
) -> Result<PostingKind, ActError> {
    let areas = area::list(tx).await?;
    let from = year(tx, &proposal.from, &areas, "from").await?;
    let to = year(tx, &proposal.to, &areas, "to").await?;
    let this_year = i64::from(ctx.now.local().year());
    let kind = domain::kind(proposal, (&from.0, from.1.year), (&to.0, to.1.year), this_year);
    kind.map_err(|fault| ActError::field("to", fault_name(fault)))
}

/// Confirms a proposal as a second person: the money moves.
pub async fn confirm(ctx: &mut Context<'_>, number: u64) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let by = signed(ctx, &mut tx).await?;
    let Transfer { kind, proposal, proposed, .. } = waiting(&mut tx, number).await?;
    require_other(ctx, &mut tx, &proposed.by).await?;
    mandate::require(ctx, &mut tx, DecisionKind::Transfer, proposal.amount).await?;
    // A year may have ended since: then it is another kind of shift, or none at all.
    if kind_today(ctx, &mut tx, &proposal).await? != kind {
        return Err(ActError::DraftChanged);
    }
    let room = room(&mut tx, &proposal.from).await?;
    if room < proposal.amount {
        return Err(ActError::Ceiling(CeilingExceeded { room }));
    }
    let from = account(&mut tx, &proposal.from).await?.ok_or(ActError::NotFound)?;
    let to = match account(&mut tx, &proposal.to).await? {
        Some(to) => to,
        None => open(ctx, &mut tx, &proposal.to).await?,
    };
    let draft = Draft::new(kind, from, to, proposal.amount).because(&proposal.reason);
    ledger::post(ctx, &mut tx, &[draft.referring(Reference::Transfer(number))]).await?;
    // The ledger is held: its last posting is this one.
    let posting = crate::store::ledger::size(&mut tx).await?;
    if !transfer::decide(&mut tx, number, TransferState::Confirmed, (&by, ""), Some(posting)).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, Note::with("transfer.confirm", number, detail(&proposal))).await
}

/// Refuses a proposal with a reason; whoever proposed it takes it back in the same way.
pub async fn refuse(ctx: &Context<'_>, number: u64, reason: &str) -> Result<(), ActError> {
    let reason = plain::reason("reason", reason)?;
    let mut tx = ctx.begin().await?;
    let by = signed(ctx, &mut tx).await?;
    let found = waiting(&mut tx, number).await?;
    let (state, act) = if found.proposed.by == by.by {
        (TransferState::Withdrawn, "transfer.withdraw")
    } else {
        (TransferState::Refused, "transfer.refuse")
    };
    if !transfer::decide(&mut tx, number, state, (&by, reason), None).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, Note::with(act, number, detail(&found.proposal))).await
}

/// What can shift from a place: what no round and no grant holds.
pub async fn room(conn: &mut Conn, place: &Place) -> Result<Cents, ActError> {
    match account(conn, place).await? {
        None => Ok(Cents::ZERO),
        Some(key) => Ok(crate::store::ledger::balance(conn, &key).await?),
    }
}

/// The account of a place; `None` when the area never had money in that year.
async fn account(conn: &mut Conn, place: &Place) -> Result<Option<AccountKey>, ActError> {
    let Place { line, area, pot } = place;
    let Some(area) = area else { return Ok(Some(AccountKey::reserve(line).in_pot(*pot))) };
    let parts = budget::allocations(conn).await?;
    let part = parts.into_iter().find(|part| &part.line == line && &part.area == area);
    Ok(part.map(|part| AccountKey::area(line, &part.id).in_pot(*pot)))
}

/// Makes the part of an area that never had money in that year.
async fn open(ctx: &mut Context<'_>, tx: &mut Tx, place: &Place) -> Result<AccountKey, ActError> {
    let id = AllocationId::new(ctx.seed.id());
    let area = place.area.as_ref().ok_or(ActError::NotFound)?;
    budget::add_allocation(tx, &id, &place.line, area).await?;
    Ok(AccountKey::area(&place.line, &id).in_pot(place.pot))
}

/// The year of a place and its budget.
async fn year(
    tx: &mut Tx,
    place: &Place,
    areas: &[Area],
    field: &'static str,
) -> Result<(Budget, Line), ActError> {
    let known = place.area.as_ref().is_none_or(|area| areas.iter().any(|one| &one.id == area));
    let line = budget::line(tx, &place.line).await?.filter(|_| known);
    let line = line.ok_or(ActError::field(field, "choose"))?;
    let whole = budget::budget(tx, &line.budget).await?.ok_or(ActError::NotFound)?;
    Ok((whole, line))
}

async fn waiting(tx: &mut Tx, number: u64) -> Result<Transfer, ActError> {
    let found = transfer::find(tx, number).await?.ok_or(ActError::NotFound)?;
    if found.state == TransferState::Proposed { Ok(found) } else { Err(ActError::DraftChanged) }
}

/// Money shifts on the word of persons, never of the command line.
async fn signed(ctx: &Context<'_>, tx: &mut Tx) -> Result<Signed, ActError> {
    let Actor::Staff(by) = &ctx.actor else { return Err(ActError::FourEyes) };
    Ok(Signed { by: by.clone(), function: function_of(ctx, tx).await?, at: ctx.now })
}

fn fault_name(fault: TransferFault) -> &'static str {
    match fault {
        TransferFault::SamePlace => "same-place",
        TransferFault::OtherBudget => "other-budget",
        TransferFault::YearOver => "year-over",
    }
}

fn detail(proposal: &ProposedTransfer) -> serde_json::Value {
    let place = |place: &Place| json!({ "line": place.line, "area": place.area, "pot": place.pot.name() });
    json!({ "from": place(&proposal.from), "to": place(&proposal.to), "amount": proposal.amount })
}
