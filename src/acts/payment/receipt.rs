//! What the bank did.

use std::collections::BTreeSet;

use serde_json::json;

use super::super::log::Note;
use super::super::origin::Origin;
use super::super::{ActError, Context, ledger, plain};
use super::{held_in, hold_grant, key_of, next_number};
use crate::domain::budget::CeilingExceeded;
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::id::GrantId;
use crate::domain::ledger::{AccountKind, Balance, Draft, PostingKind};
use crate::domain::money::Cents;
use crate::domain::payment::{Order, OrderNumber, OrderState, Part, Receipt};
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
    let numbers: Vec<OrderNumber> = receipts.iter().map(|receipt| receipt.order.clone()).collect();
    let known = payment::some_orders(&mut tx, &numbers).await?;
    let mut orders = Vec::new();
    for number in &numbers {
        orders.push(known.get(number).ok_or_else(|| ActError::Import(number.to_string()))?);
    }
    // Every act takes grants in the same order, and before the ledger.
    let grants: BTreeSet<_> = orders.iter().map(|order| &order.grant).collect();
    for grant in &grants {
        hold_grant(&mut tx, grant).await?;
    }
    ledger::hold(&mut tx).await?;
    let grants: Vec<&GrantId> = grants.into_iter().collect();
    let accounts = store::ledger::accounts_of_grants(&mut tx, &grants).await?;
    let (mut taken, mut drafts) = (Taken::default(), Vec::new());
    for (receipt, order) in receipts.iter().zip(orders) {
        if payment::pay_order(&mut tx, &receipt.order, receipt.paid_on, &receipt.reference).await? {
            let own = accounts.get(&order.grant).map_or(&[][..], Vec::as_slice);
            drafts.push(posting(own, order, &receipt.reference)?);
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

/// The bank refused a payment, or gave it back: also after the settlement, until the grant is closed. What is still due
/// waits for a better account; what was to be paid back anyway is paid back by it.
pub async fn give_back(ctx: &Context<'_>, number: &OrderNumber, reason: &str) -> Result<(), ActError> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(ActError::field("pay_why", "empty"));
    }
    plain::texts(&[("pay_why", reason)])?;
    let mut tx = ctx.begin().await?;
    let order = payment::order(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    let record = hold_grant(&mut tx, &order.grant).await?;
    if record.state == GrantState::Closed {
        return Err(ActError::WrongState(record.state));
    }
    ledger::hold(&mut tx).await?;
    match order.state {
        OrderState::Sent => step(&mut tx, &order, OrderState::Returned).await?,
        OrderState::Paid => take_back(ctx, &mut tx, (&record, &order), reason).await?,
        OrderState::Ordered
        | OrderState::Gathered
        | OrderState::Returned
        | OrderState::Cancelled
        | OrderState::Renewed => return Err(ActError::DraftChanged),
    }
    // The words stand with the order, where they can be erased; the log cannot.
    payment::say_why_returned(&mut tx, number, reason).await?;
    let detail = json!({ "order": number.0 });
    ctx.finish(tx, Note::with("payment.return", &order.grant, detail)).await
}

async fn step(tx: &mut Tx, order: &Order, to: OrderState) -> Result<(), ActError> {
    if payment::step_order(tx, &order.number, order.state, to).await? {
        Ok(())
    } else {
        Err(ActError::DraftChanged)
    }
}

/// Money of a paid order that is back, wherever it stands by now. First what was to be paid back: who got nothing by
/// this payment owes that much less, and what is then still due is ordered anew.
async fn take_back(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (record, order): (&GrantRecord, &Order),
    reason: &str,
) -> Result<(), ActError> {
    let accounts = store::ledger::accounts_of_grant(tx, &order.grant).await?;
    let payable = key_of(&accounts, &order.line, AccountKind::Payable)?;
    let told = format!("{} {}", order.number, order.reference);
    let owed = held_in(&accounts, &order.line, &[AccountKind::Receivable]).min(order.amount);
    let (mut left, mut drafts) = (order.amount, Vec::new());
    for kind in [AccountKind::Receivable, AccountKind::Paid, AccountKind::Accounted, AccountKind::Settled] {
        let part = held_in(&accounts, &order.line, &[kind]).min(left);
        left = left.minus(part).unwrap_or(Cents::ZERO);
        drafts.push(Draft::new(PostingKind::Return, payable.with(kind), payable.clone(), part));
    }
    if left > Cents::ZERO {
        let room = order.amount.minus(left).unwrap_or(Cents::ZERO);
        return Err(ActError::Ceiling(CeilingExceeded { room }));
    }
    let drafts: Vec<Draft> = drafts.into_iter().map(|draft| draft.because(reason).referring(&told)).collect();
    ledger::post(ctx, tx, &drafts).await?;
    if owed == Cents::ZERO {
        return step(tx, order, OrderState::Returned).await;
    }
    step(tx, order, OrderState::Cancelled).await?;
    let committed = payable.with(AccountKind::Committed);
    let mut drafts = vec![Draft::new(PostingKind::Release, payable.clone(), committed.clone(), order.amount)];
    let rest = order.amount.minus(owed).unwrap_or(Cents::ZERO);
    if rest > Cents::ZERO {
        let number = next_number(ctx, tx).await?;
        let due_on = ctx.now.local().date();
        let (part, state) = (Part::Rest, OrderState::Ordered);
        let again =
            Order { number, part, amount: rest, due_on, state, batch: None, paid_on: None, ..order.clone() };
        payment::add_order(tx, &Order { reference: String::new(), ..again }).await?;
        drafts.push(Draft::new(PostingKind::Advance, committed.clone(), payable, rest));
    }
    for (to, sum) in Origin::of_grant(tx, record).await?.back(&committed, owed) {
        drafts.push(Draft::new(PostingKind::Release, committed.clone(), to, sum));
    }
    let drafts: Vec<Draft> = drafts.into_iter().map(|draft| draft.because(reason).referring(&told)).collect();
    ledger::post(ctx, tx, &drafts).await
}

/// What a payment means in the ledger.
fn posting(accounts: &[Balance], order: &Order, reference: &str) -> Result<Draft, ActError> {
    let payable = key_of(accounts, &order.line, AccountKind::Payable)?;
    let draft =
        Draft::new(PostingKind::Payment, payable.clone(), payable.with(AccountKind::Paid), order.amount);
    Ok(draft.referring(format!("{} {reference}", order.number)))
}
