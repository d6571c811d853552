//! What the bank did.

use std::collections::BTreeSet;

use serde_json::json;

use super::super::log::Note;
use super::super::{ActError, Context, ledger, plain};
use super::{hold_grant, key_of};
use crate::domain::ledger::{AccountKind, Draft, PostingKind};
use crate::domain::payment::{Order, OrderNumber, OrderState, Receipt};
use crate::store::{self, Tx, payment};

/// What became of an import.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Taken {
    /// Payments that were new.
    pub new: u64,
    /// Payments that were taken in before, with the same day and reference.
    pub known: u64,
}

/// Takes in what the bookkeeping system says was paid: all of it or nothing. What was taken in before does no harm; a
/// number that is not on its way to the bank, or that comes back with another day or reference, refuses the whole and
/// is named.
pub async fn pay(ctx: &Context<'_>, receipts: &[Receipt]) -> Result<Taken, ActError> {
    let mut tx = ctx.begin().await?;
    let mut orders = Vec::new();
    for receipt in receipts {
        let refused = || ActError::Import(receipt.order.to_string());
        orders.push(payment::order(&mut tx, &receipt.order).await?.ok_or_else(refused)?);
    }
    // Every act takes grants in the same order, and before the ledger.
    let grants: BTreeSet<_> = orders.iter().map(|order| order.grant.clone()).collect();
    for grant in &grants {
        hold_grant(&mut tx, grant).await?;
    }
    ledger::hold(&mut tx).await?;
    let (mut taken, mut drafts) = (Taken::default(), Vec::new());
    for (receipt, order) in receipts.iter().zip(&orders) {
        if payment::pay_order(&mut tx, &receipt.order, receipt.paid_on, &receipt.reference).await? {
            drafts.push(posting(&mut tx, order, PostingKind::Payment, &receipt.reference).await?);
            taken.new += 1;
            continue;
        }
        let now = payment::order(&mut tx, &receipt.order).await?.ok_or(ActError::NotFound)?;
        let is_same = now.state == OrderState::Paid
            && now.paid_on == Some(receipt.paid_on)
            && now.reference == receipt.reference;
        if !is_same {
            return Err(ActError::Import(receipt.order.to_string()));
        }
        taken.known += 1;
    }
    ledger::post(ctx, &mut tx, &drafts).await?;
    let detail = json!({ "new": taken.new, "known": taken.known });
    ctx.finish(tx, Note::with("payment.pay", "import", detail)).await?;
    Ok(taken)
}

/// The bank refused a payment, or gave it back.
pub async fn give_back(ctx: &Context<'_>, number: &OrderNumber, reason: &str) -> Result<(), ActError> {
    if reason.trim().is_empty() {
        return Err(ActError::field("pay_why", "empty"));
    }
    plain::texts(&[("pay_why", reason)])?;
    let mut tx = ctx.begin().await?;
    let order = payment::order(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    hold_grant(&mut tx, &order.grant).await?;
    ledger::hold(&mut tx).await?;
    let may = matches!(order.state, OrderState::Sent | OrderState::Paid);
    if !may || !payment::step_order(&mut tx, number, order.state, OrderState::Returned).await? {
        return Err(ActError::DraftChanged);
    }
    if order.state == OrderState::Paid {
        let posting = posting(&mut tx, &order, PostingKind::Return, &order.reference).await?;
        ledger::post(ctx, &mut tx, &[posting.because(reason.trim())]).await?;
    }
    // The words stand with the order, where they can be erased; the log cannot.
    payment::say_why_returned(&mut tx, number, reason.trim()).await?;
    let detail = json!({ "order": number.0 });
    ctx.finish(tx, Note::with("payment.return", &order.grant, detail)).await
}

/// What a payment, or its return, means in the ledger.
async fn posting(tx: &mut Tx, order: &Order, kind: PostingKind, reference: &str) -> Result<Draft, ActError> {
    let accounts = store::ledger::accounts_of_grant(tx, &order.grant).await?;
    let payable = key_of(&accounts, &order.line, AccountKind::Payable)?;
    let paid = payable.with(AccountKind::Paid);
    let (from, to) = if kind == PostingKind::Return { (paid, payable) } else { (payable, paid) };
    Ok(Draft::new(kind, from, to, order.amount).referring(format!("{} {reference}", order.number)))
}
