//! After the settlement: paying back, giving up, closing.

use jiff::civil::Date;
use serde_json::json;

use super::super::log::Note;
use super::super::payment::{hold_grant, key_of};
use super::super::{ActError, Context, grant as grants, ledger, mandate, plain};
use super::settle::{area_of, reclaim_paid};
use super::standing::{Standing, standing};
use crate::domain::budget::CeilingExceeded;
use crate::domain::decision::DecisionKind;
use crate::domain::grant::{GrantState, GrantStep};
use crate::domain::id::{GrantId, LineId};
use crate::domain::ledger::{AccountKey, AccountKind, Draft, PostingKind};
use crate::domain::money::Cents;
use crate::domain::payment::MAX_REFERENCE;
use crate::domain::settlement::reclaim_until;
use crate::store::grant;

/// Reclaims more than the settlement did, of what the recipient kept: within five years (Awb art. 4:57).
pub async fn reclaim(ctx: &Context<'_>, id: &GrantId, sum: Cents, reason: &str) -> Result<(), ActError> {
    let (today, reason) = (ctx.now.local().date(), said(reason)?);
    let mut tx = ctx.begin().await?;
    let record = hold_grant(&mut tx, id).await?;
    ledger::hold(&mut tx).await?;
    let now = standing(&mut tx, &record, today).await?;
    let Some(settled) = now.settlement.as_ref().filter(|_| record.state == GrantState::Settled) else {
        return Err(ActError::WrongState(record.state));
    };
    if today > reclaim_until(settled.settled_on) {
        return Err(ActError::field("reclaim", "five-years"));
    }
    let mut drafts =
        move_back(&now, AccountKind::Settled, "reclaim", sum, |key| Ok(key.with(AccountKind::Receivable)))?;
    for draft in &mut drafts {
        draft.kind = PostingKind::Reclaim;
        draft.reason = reason.to_string();
    }
    reclaim_paid(ctx, &mut tx, &record, sum, reason).await?;
    ledger::post(ctx, &mut tx, &drafts).await?;
    ctx.finish(tx, Note::with("grant.reclaim", id, json!({ "amount": sum }))).await
}

/// The recipient paid back: the money returns to the area, in its own year. To take it along to another year is a
/// decision of its own (a carry-over).
pub async fn repaid(
    ctx: &Context<'_>,
    id: &GrantId,
    sum: Cents,
    paid_on: Date,
    reference: &str,
) -> Result<(), ActError> {
    let reference = reference.trim();
    if reference.is_empty() || reference.chars().count() > MAX_REFERENCE {
        return Err(ActError::field("pay_reference", "empty"));
    }
    let today = ctx.now.local().date();
    if paid_on > today {
        return Err(ActError::field("paid_on", "pay-future"));
    }
    let mut tx = ctx.begin().await?;
    let record = hold_grant(&mut tx, id).await?;
    ledger::hold(&mut tx).await?;
    let now = standing(&mut tx, &record, today).await?;
    let mut drafts = move_back(&now, AccountKind::Receivable, "repaid", sum, area_of)?;
    for draft in &mut drafts {
        draft.kind = PostingKind::Receipt;
        draft.reference = format!("{paid_on} {reference}");
    }
    ledger::post(ctx, &mut tx, &drafts).await?;
    ctx.finish(tx, Note::with("grant.repaid", id, json!({ "amount": sum }))).await
}

/// Gives up what cannot be got back. It takes the same mandate as a reclaim.
pub async fn write_off(ctx: &Context<'_>, id: &GrantId, sum: Cents, reason: &str) -> Result<(), ActError> {
    let (today, reason) = (ctx.now.local().date(), said(reason)?);
    let mut tx = ctx.begin().await?;
    let record = hold_grant(&mut tx, id).await?;
    mandate::require(ctx, &mut tx, DecisionKind::Reclaim, sum).await?;
    ledger::hold(&mut tx).await?;
    let now = standing(&mut tx, &record, today).await?;
    let settled = |key: &AccountKey| Ok(key.with(AccountKind::Settled));
    let mut drafts = move_back(&now, AccountKind::Receivable, "write_off", sum, settled)?;
    for draft in &mut drafts {
        draft.kind = PostingKind::WriteOff;
        draft.reason = reason.to_string();
    }
    ledger::post(ctx, &mut tx, &drafts).await?;
    // The words stand with the posting, which can be erased; the log cannot.
    ctx.finish(tx, Note::with("grant.write_off", id, json!({ "amount": sum }))).await
}

fn said(reason: &str) -> Result<&str, ActError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(ActError::field("pay_why", "empty"));
    }
    plain::texts(&[("pay_why", reason)])?;
    Ok(reason)
}

/// Takes a sum from the accounts of a kind, the last year first, each to an account of its own year. `field` is the one
/// that holds the sum.
fn move_back(
    now: &Standing,
    from: AccountKind,
    field: &'static str,
    sum: Cents,
    to: impl Fn(&AccountKey) -> Result<AccountKey, ActError>,
) -> Result<Vec<Draft>, ActError> {
    if sum == Cents::ZERO {
        return Err(ActError::field(field, "amount"));
    }
    let room = now.held(from);
    if sum > room {
        return Err(ActError::Ceiling(CeilingExceeded { room }));
    }
    let (mut left, mut drafts) = (sum, Vec::new());
    let lines: Vec<&LineId> = now.lines.iter().rev().map(|(_, line)| line).collect();
    for line in lines {
        let key = key_of(&now.accounts, line, from)?;
        let held = now.accounts.iter().find(|one| one.key == key).map_or(Cents::ZERO, |one| one.balance());
        let part = held.min(left);
        left = left.minus(part).unwrap_or(Cents::ZERO);
        let to = to(&key)?;
        drafts.push(Draft::new(PostingKind::Settle, key, to, part));
    }
    Ok(drafts)
}

/// Closes a grant when nothing is left to be paid or paid back. What was paid after the settlement is settled with it:
/// until then the bank may give it back.
pub async fn close(ctx: &Context<'_>, id: &GrantId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let record = grant::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    record.state.after(GrantStep::Close)?;
    let record = hold_grant(&mut tx, &record.id).await?;
    ledger::hold(&mut tx).await?;
    let now = standing(&mut tx, &record, ctx.now.local().date()).await?;
    let open = [AccountKind::Committed, AccountKind::Payable, AccountKind::Receivable];
    if open.iter().any(|kind| now.held(*kind) > Cents::ZERO) {
        return Err(ActError::field("close", "not-empty"));
    }
    let mut drafts = Vec::new();
    for (_, line) in &now.lines {
        let from = key_of(&now.accounts, line, AccountKind::Paid)?;
        let held = now.accounts.iter().find(|one| one.key == from).map_or(Cents::ZERO, |one| one.balance());
        let to = from.with(AccountKind::Settled);
        drafts.push(Draft::new(PostingKind::Settle, from, to, held));
    }
    ledger::post(ctx, &mut tx, &drafts).await?;
    grants::step(ctx, &mut tx, &record, GrantStep::Close, "").await?;
    ctx.finish(tx, Note::new("grant.close", id)).await
}
