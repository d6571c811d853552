//! What the bank did.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde_json::json;

use super::super::log::Note;
use super::super::origin::Origin;
use super::super::{ActError, Context, FieldFault, ledger, payee, plain};
use super::{held_in, hold_grant, key_of, next_number};
use crate::domain::budget::CeilingExceeded;
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::id::GrantId;
use crate::domain::ledger::{AccountKind, Balance, Draft, PostingKind};
use crate::domain::money::Cents;
use crate::domain::payment::{
    Batch, MAX_REFERENCE, Order, OrderNumber, OrderState, Part, PaymentNotice, Returned,
};
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
/// is named. A day can be neither ahead of now nor before the order was taken to the bank.
pub async fn pay(ctx: &Context<'_>, receipts: &[PaymentNotice]) -> Result<Taken, ActError> {
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
        hold_grant(ctx, &mut tx, grant).await?;
    }
    ledger::hold(&mut tx).await?;
    let grants: Vec<&GrantId> = grants.into_iter().collect();
    let accounts = store::ledger::accounts_of_grants(&mut tx, &grants).await?;
    let batches =
        payment::some_batches(&mut tx, orders.iter().filter_map(|order| order.batch.as_ref())).await?;
    let (mut taken, mut drafts) = (Taken::default(), Vec::new());
    for (receipt, order) in receipts.iter().zip(orders) {
        let left = order.batch.as_ref().and_then(|number| batches.get(number)).and_then(left_on);
        if receipt.paid_on > ctx.now.local().date() || left.is_some_and(|day| receipt.paid_on < day) {
            return Err(ActError::Import(receipt.order.to_string()));
        }
        if payment::pay_order(&mut tx, &receipt.order, receipt.paid_on, &receipt.reference).await? {
            let own = accounts.get(&order.grant).map_or(&[][..], Vec::as_slice);
            drafts.push(posting(own, order)?);
            taken.new += 1;
            continue;
        }
        let now = payment::order(&mut tx, &receipt.order).await?.ok_or(ActError::NotFound)?;
        let is_same = now.state == OrderState::Paid
            && now.paid_on == Some(receipt.paid_on)
            && now.reference == receipt.reference;
        if !is_same {
            return Err(ActError::Import(both(&mut tx, &receipt.order).await?));
        }
        taken.known += 1;
    }
    ledger::post(ctx, &mut tx, &drafts).await?;
    let detail = json!({ "new": taken.new, "known": taken.known });
    ctx.finish(tx, Note::with("payment.pay", "import", detail)).await?;
    Ok(taken)
}

/// The day on which a batch was taken to the bank: nothing of it was paid before.
fn left_on(batch: &Batch) -> Option<Date> {
    batch.exported.as_ref().map(|(_, at)| at.local().date())
}

/// The number of an order, with that of the one in its place: a payment for the first after it was renewed may be one
/// that is paid twice.
async fn both(tx: &mut Tx, number: &OrderNumber) -> Result<String, ActError> {
    let again = payment::replacing(tx, number).await?;
    Ok(again.map_or_else(|| number.to_string(), |again| format!("{number} → {again}")))
}

/// What the bank says of a payment that it refused or gave back.
#[derive(Debug, Clone)]
pub struct GivenBack {
    /// Its day.
    pub on: Date,
    /// Its reference.
    pub reference: String,
    /// Why, in words.
    pub reason: String,
}

impl GivenBack {
    fn faults(&self, earliest: Option<Date>, today: Date) -> Vec<FieldFault> {
        let reference = self.reference.trim();
        let bad = reference.is_empty() || reference.chars().count() > MAX_REFERENCE;
        [
            (self.reason.trim().is_empty(), "pay_why", "empty"),
            (bad, "pay_reference", "empty"),
            (self.on > today, "returned_on", "pay-future"),
            (earliest.is_some_and(|earliest| self.on < earliest), "returned_on", "pay2-before"),
        ]
        .into_iter()
        .filter_map(|(wrong, field, fault)| wrong.then_some(FieldFault { field, fault }))
        .collect()
    }
}

/// The bank refused a payment, or gave it back, by its own day and reference: also after the settlement, until the grant
/// is closed. What is still due waits for a better account; what was to be paid back anyway is paid back by it.
pub async fn give_back(ctx: &Context<'_>, number: &OrderNumber, bank: &GivenBack) -> Result<(), ActError> {
    let (reason, reference) = (bank.reason.trim(), bank.reference.trim());
    plain::texts(&[("pay_why", reason)])?;
    plain::lines(&[("pay_reference", reference)])?;
    let mut tx = ctx.begin().await?;
    let order = payment::order(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    let record = hold_grant(ctx, &mut tx, &order.grant).await?;
    // Somebody else may have noted the same while this one waited for the grant.
    let order = payment::order(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    let batches = payment::some_batches(&mut tx, &order.batch).await?;
    let earliest = order.paid_on.max(batches.values().find_map(left_on));
    let faults = bank.faults(earliest, ctx.now.local().date());
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    if record.state == GrantState::Closed {
        return Err(ActError::WrongState(record.state));
    }
    ledger::hold(&mut tx).await?;
    match order.state {
        OrderState::Sent | OrderState::Paid => {}
        OrderState::Ordered
        | OrderState::Gathered
        | OrderState::Returned
        | OrderState::Cancelled
        | OrderState::Renewed => return Err(ActError::DraftChanged),
    }
    // The words stand with the order, where they can be erased; the log cannot. They come first: an order that was given
    // up takes no more.
    let returned = Returned { on: bank.on, reference: reference.to_string(), by: ctx.actor.name() };
    payment::say_returned(&mut tx, number, &returned, reason).await?;
    if order.state == OrderState::Paid {
        take_back(ctx, &mut tx, (&record, &order)).await?;
    } else {
        step(&mut tx, &order, OrderState::Returned).await?;
    }
    let detail = json!({ "order": number.0, "on": bank.on.to_string() });
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
) -> Result<(), ActError> {
    let accounts = store::ledger::accounts_of_grant(tx, &order.grant).await?;
    let payable = key_of(&accounts, &order.line, AccountKind::Payable)?;
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
    let drafts: Vec<Draft> = drafts.into_iter().map(|draft| draft.referring(&order.number)).collect();
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
        let payee = payee::newest(tx, &order.grant).await?;
        let again = Order {
            number,
            part,
            amount: rest,
            due_on,
            state,
            batch: None,
            paid_on: None,
            payee,
            replaces: Some(order.number.clone()),
            ..order.clone()
        };
        payment::add_order(tx, &Order { reference: String::new(), ..again }).await?;
        drafts.push(Draft::new(PostingKind::Advance, committed.clone(), payable, rest));
    }
    for (to, sum) in Origin::of_grant(tx, record).await?.back(&committed, owed) {
        drafts.push(Draft::new(PostingKind::Release, committed.clone(), to, sum));
    }
    let drafts: Vec<Draft> = drafts.into_iter().map(|draft| draft.referring(&order.number)).collect();
    ledger::post(ctx, tx, &drafts).await
}

/// What a payment means in the ledger.
fn posting(accounts: &[Balance], order: &Order) -> Result<Draft, ActError> {
    let payable = key_of(accounts, &order.line, AccountKind::Payable)?;
    let draft =
        Draft::new(PostingKind::Payment, payable.clone(), payable.with(AccountKind::Paid), order.amount);
    Ok(draft.referring(&order.number))
}
