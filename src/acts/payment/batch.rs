//! Batches: put together by one person, approved by another one, taken to the bank.

use jiff::civil::Date;
use serde_json::json;

use super::super::grant::checks::keep_out;
use super::super::log::Note;
use super::super::{ActError, Context, ledger};
use super::person;
use crate::domain::digest::Digest;
use crate::domain::money::Cents;
use crate::domain::payment::{Batch, BatchNumber, BatchState, OrderNumber, OrderState};
use crate::store::{Tx, payment};

/// Most orders in one batch.
const MAX_ORDERS: usize = 5_000;

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
    let by = person(ctx)?;
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
    keep_out(&mut tx, &grants, ctx.now).await?;
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
    let by = person(ctx)?;
    let mut tx = ctx.begin().await?;
    let batch = payment::batch(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    if batch.gathered.0 == by {
        return Err(ActError::FourEyes);
    }
    keep_out_of(ctx, &mut tx, number).await?;
    if !payment::approve_batch(&mut tx, number, &by, ctx.now, file).await? {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "orders": batch.count, "sum": batch.sum, "file": file.to_string() });
    ctx.finish(tx, Note::with("payment.approve", number, detail)).await
}

/// Hands out the file of an approved batch: the first time its orders are on their way. The file is made anew each
/// time, because no account number is kept in it; it must be the one that was approved. Each time is noted.
pub async fn export(ctx: &Context<'_>, number: &BatchNumber, export: &Export) -> Result<(), ActError> {
    let by = person(ctx)?;
    let mut tx = ctx.begin().await?;
    let batch = payment::batch(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    match batch.state {
        BatchState::Approved | BatchState::Exported => {}
        BatchState::Gathered | BatchState::Withdrawn => return Err(ActError::DraftChanged),
    }
    if batch.file.as_ref() != Some(&export.bank) {
        return Err(ActError::DraftChanged);
    }
    if batch.state == BatchState::Approved {
        keep_out_of(ctx, &mut tx, number).await?;
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

/// Refuses a batch in which money would reach a social-brokerage organisation. Registers and affiliations wait.
async fn keep_out_of(ctx: &Context<'_>, tx: &mut Tx, number: &BatchNumber) -> Result<(), ActError> {
    ledger::hold(tx).await?;
    let orders = payment::orders_of_batch(tx, number).await?;
    keep_out(tx, orders.iter().map(|order| &order.grant), ctx.now).await
}

/// Gives up a batch that was not taken to the bank: its orders wait again.
pub async fn withdraw(ctx: &Context<'_>, number: &BatchNumber) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    payment::batch(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    if !payment::withdraw_batch(&mut tx, number).await? {
        return Err(ActError::DraftChanged);
    }
    payment::release_orders(&mut tx, number).await?;
    ctx.finish(tx, Note::new("payment.withdraw", number)).await
}
