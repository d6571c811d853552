//! Batches: put together by one person, approved by another one, taken to the bank.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde_json::json;

use super::super::grant::checks::keep_out;
use super::super::log::Note;
use super::super::{ActError, Context, interest, ledger};
use crate::acts::person::require_other;
use crate::domain::digest::Digest;
use crate::domain::id::GrantId;
use crate::domain::money::Cents;
use crate::domain::payee::PayeeRevision;
use crate::domain::payment::{Batch, BatchNumber, BatchState, Order, OrderNumber, OrderState};
use crate::store::{Tx, payee, payment, recipient};

/// Most orders in one batch.
pub const MAX_ORDERS: usize = 5_000;

/// In which form a batch leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileForm {
    /// For the bank: ISO 20022 pain.001.
    Bank,
    /// For the bookkeeping system: CSV.
    List,
}

/// A file that is about to be handed out.
#[derive(Debug, Clone)]
pub struct Export {
    /// The fingerprint of the file for the bank as it is made now: that of the approval.
    pub bank: Digest,
    /// In which form it leaves.
    pub form: FileForm,
    /// The fingerprint of what leaves.
    pub file: Digest,
}

/// Puts waiting orders together, to be paid on a day. No order goes before its own day, and none whose money would reach
/// a social-brokerage organisation by now.
pub async fn gather(
    ctx: &Context<'_>,
    numbers: &[OrderNumber],
    execute_on: Date,
) -> Result<BatchNumber, ActError> {
    let by = ctx.person()?.clone();
    if numbers.is_empty() || numbers.len() > MAX_ORDERS {
        return Err(ActError::field("orders", "choose"));
    }
    if execute_on < ctx.now.local().date() {
        return Err(ActError::field("execute_on", "pay-past"));
    }
    let mut tx = ctx.begin().await?;
    // Places are given out in the turn of the ledger: every act takes its turns in one order.
    ledger::hold(&mut tx).await?;
    let seq = payment::next_batch(&mut tx).await?;
    let number = BatchNumber::new(ctx.now.local().year(), seq);
    let (mut sums, mut grants) = (Vec::new(), Vec::new());
    let known = payment::some_orders(&mut tx, numbers).await?;
    for wanted in numbers {
        let order = known.get(wanted).ok_or(ActError::NotFound)?;
        if order.state != OrderState::Ordered {
            return Err(ActError::DraftChanged);
        }
        if order.due_on > execute_on {
            return Err(ActError::field("execute_on", "pay-early"));
        }
        sums.push(order.amount);
        grants.push(order.grant.clone());
    }
    let own = recipient::of_some(&mut tx, &grants).await?;
    let ways: Vec<_> = grants.iter().map(|grant| own.get(grant).map(|own| own.pay_by)).collect();
    // A file for the bank and a list for cards are two things: a batch is one of them.
    if ways.windows(2).any(|pair| pair[0] != pair[1]) {
        return Err(ActError::field("orders", "pay2-mixed"));
    }
    interest::require_none_of(ctx, &mut tx, &grants).await?;
    keep_out(&mut tx, &grants, ctx.now).await?;
    confirmed(&mut tx, &grants).await?;
    let batch = Batch {
        number: number.clone(),
        state: BatchState::Gathered,
        execute_on,
        count: super::super::log::size(numbers.len()),
        sum: Cents::sum(sums).map_err(|_| ActError::field("orders", "choose"))?,
        gathered: (by, ctx.now),
        approved: None,
        file: None,
        exported: None,
    };
    payment::add_batch(&mut tx, &batch).await?;
    // The same number twice, or another person was faster.
    if payment::gather_orders(&mut tx, numbers, &number).await? != batch.count {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "orders": batch.count, "sum": batch.sum });
    ctx.finish(tx, Note::with("payment.gather", &number, detail)).await?;
    Ok(number)
}

/// Another person approves a batch, and with it the file that follows from it. Refused while one of its orders would
/// reach a social-brokerage organisation: the batch is given up, that order cancelled, and the rest gathered anew.
pub async fn approve(ctx: &Context<'_>, number: &BatchNumber, file: &Digest) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    let batch = payment::batch(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    require_other(ctx, &mut tx, &batch.gathered.0).await?;
    keep_out_of(ctx, &mut tx, number).await?;
    in_time(ctx, &batch)?;
    if !payment::approve_batch(&mut tx, number, &by, ctx.now, file).await? {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "orders": batch.count, "sum": batch.sum, "file": file.to_string() });
    ctx.finish(tx, Note::with("payment.approve", number, detail)).await
}

/// Hands out the file of an approved batch: the first time its orders are on their way. The file is made anew each
/// time, because no account number is kept in it; it must be the one that was approved. Each time is noted.
pub async fn export(ctx: &Context<'_>, number: &BatchNumber, export: &Export) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    let batch = payment::batch(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    let orders = payment::orders_of_batch(&mut tx, number).await?;
    interest::require_none_of(ctx, &mut tx, orders.iter().map(|order| &order.grant)).await?;
    match batch.state {
        BatchState::Approved | BatchState::Exported => {}
        BatchState::Gathered | BatchState::Withdrawn => return Err(ActError::DraftChanged),
    }
    if batch.file.as_ref() != Some(&export.bank) {
        return Err(ActError::DraftChanged);
    }
    if batch.state == BatchState::Approved {
        keep_out_of(ctx, &mut tx, number).await?;
        in_time(ctx, &batch)?;
        let is_first = payment::export_batch(&mut tx, number, &by, ctx.now).await?;
        if !is_first || payment::send_orders(&mut tx, number).await? != batch.count {
            return Err(ActError::DraftChanged);
        }
    }
    let form = match export.form {
        FileForm::Bank => "pain.001",
        FileForm::List => "csv",
    };
    let detail = json!({ "form": form, "file": export.file.to_string(), "sum": batch.sum });
    ctx.finish(tx, Note::with("payment.export", number, detail)).await
}

/// Refuses a batch whose day to be paid on has passed: the bank would pay it on another one.
fn in_time(ctx: &Context<'_>, batch: &Batch) -> Result<(), ActError> {
    let has_passed = batch.execute_on < ctx.now.local().date();
    if has_passed { Err(ActError::field("execute_on", "pay-past")) } else { Ok(()) }
}

/// Refuses a batch in which money would reach a social-brokerage organisation, or another account than the one it was
/// gathered for, and who has an interest in the round of one of its grants. Registers, affiliations and recipients wait.
async fn keep_out_of(ctx: &Context<'_>, tx: &mut Tx, number: &BatchNumber) -> Result<(), ActError> {
    ledger::hold(tx).await?;
    let orders = payment::orders_of_batch(tx, number).await?;
    interest::require_none_of(ctx, tx, orders.iter().map(|order| &order.grant)).await?;
    keep_out(tx, orders.iter().map(|order| &order.grant), ctx.now).await?;
    let newest = confirmed(tx, orders.iter().map(|order| &order.grant)).await?;
    // Confirmed or not: whoever approves saw the accounts of the day it was gathered.
    let is_same = |order: &Order| newest.get(&order.grant).copied() == order.payee;
    if orders.iter().all(is_same) { Ok(()) } else { Err(ActError::DraftChanged) }
}

/// The revision of who is paid for each of these grants that counts now. Refused while a change of it waits for a second
/// person. The caller holds the turn of the ledger, in which a batch asks little and not each of its orders.
async fn confirmed(
    tx: &mut Tx,
    grants: impl IntoIterator<Item = &GrantId>,
) -> Result<BTreeMap<GrantId, u64>, ActError> {
    let known = payee::of_some(tx, grants).await?;
    let waits = known.iter().filter(|(_, known)| known.iter().any(PayeeRevision::waits));
    let waits: Vec<GrantId> = waits.map(|(grant, _)| grant.clone()).collect();
    if !waits.is_empty() {
        return Err(ActError::PayeeUnconfirmed(waits));
    }
    Ok(known.into_iter().filter_map(|(grant, known)| Some((grant, known.last()?.revision))).collect())
}

/// Gives up a batch that was not taken to the bank: its orders wait again.
pub async fn withdraw(ctx: &Context<'_>, number: &BatchNumber) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    payment::batch(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    let orders = payment::orders_of_batch(&mut tx, number).await?;
    interest::require_none_of(ctx, &mut tx, orders.iter().map(|order| &order.grant)).await?;
    if !payment::withdraw_batch(&mut tx, number).await? {
        return Err(ActError::DraftChanged);
    }
    payment::release_orders(&mut tx, number).await?;
    ctx.finish(tx, Note::new("payment.withdraw", number)).await
}
