//! The settlement: what the recipient keeps, and what follows from that.

use serde_json::json;

use super::super::decision::{self, Taken};
use super::super::log::Note;
use super::super::payment::{drop_order, key_of, next_number};
use super::super::{ActError, Context, grant as grants, ledger, mandate, payee, plain};
use super::standing::{Standing, held, standing};
use crate::domain::budget::CeilingExceeded;
use crate::domain::decision::facts::Changed;
use crate::domain::decision::{DecisionKind, DecisionNumber};
use crate::domain::grant::{GrantRecord, GrantStep};
use crate::domain::id::GrantId;
use crate::domain::ledger::{AccountKind, Draft, PostingKind};
use crate::domain::money::Cents;
use crate::domain::payment::{Order, OrderState, Part};
use crate::domain::settlement::{YearSettled, divide, most, pay_back_until};
use crate::store::settlement::{Reclaim, Settlement};
use crate::store::{self, Tx, grant, payment, settlement};

/// Decides what the recipient keeps. What is still due is ordered, what is not needed goes back to its area, what was
/// paid too much is reclaimed: each in its own year.
pub async fn settle(ctx: &Context<'_>, id: &GrantId, sum: Cents, reason: &str) -> Result<(), ActError> {
    let (today, reason) = (ctx.now.local().date(), plain::any_reason("pay_why", reason)?);
    let mut tx = ctx.begin().await?;
    let record = grant::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    grants::step(ctx, &mut tx, &record, GrantStep::Settle, reason).await?;
    ledger::hold(&mut tx).await?;
    let now = standing(&mut tx, &record, today).await?;
    let way = now.way().ok_or(ActError::field("settled", "unaccounted"))?;
    let granted = now.granted();
    let room = most(granted, now.account.as_ref());
    if sum > room {
        return Err(ActError::Ceiling(CeilingExceeded { room }));
    }
    if sum < granted && reason.is_empty() {
        return Err(ActError::field("pay_why", "empty"));
    }
    mandate::require(ctx, &mut tx, DecisionKind::Settlement, sum).await?;
    drop_open_orders(ctx, &mut tx, id).await?;
    let now = standing(&mut tx, &record, today).await?;
    let years = divide(&held(&now.accounts, &now.lines), sum)
        .map_err(|more| ActError::Ceiling(CeilingExceeded { room: more.granted }))?;
    let taken = Taken { grant: &record, kind: DecisionKind::Settlement, sum, reason };
    let decision = decision::take(ctx, &mut tx, &taken).await?;
    let made = Settlement {
        decision: decision.0.clone(),
        way,
        granted,
        settled: sum,
        settled_on: today,
        reason: reason.to_string(),
    };
    settlement::add_settlement(&mut tx, id, &made).await?;
    let mut drafts = Vec::new();
    for year in &years {
        drafts.extend(order_rest(ctx, &mut tx, &record, &now, year).await?);
        drafts.extend(postings(&now, year)?.map(|draft| draft.referring(decision.clone())));
    }
    let too_much = Cents::sum(years.iter().map(YearSettled::reclaim)).unwrap_or(Cents::MAX);
    reclaim_paid(ctx, &mut tx, &record, too_much, reason).await?;
    ledger::post(ctx, &mut tx, &drafts).await?;
    // What is left of the award now is what is not needed.
    let accounts = store::ledger::accounts_of_grant(&mut tx, id).await?;
    let left = grants::released(&mut tx, &record, &accounts).await?;
    let left: Vec<Draft> = left.into_iter().map(|draft| draft.referring(decision.clone())).collect();
    ledger::post(ctx, &mut tx, &left).await?;
    let detail = json!({ "decision": decision.0, "way": way.name(), "settled": sum, "reclaim": too_much });
    ctx.finish(tx, Note::with("grant.settle", id, detail)).await
}

/// Orders that are not on their way are given up; with one on its way nobody knows what was paid.
async fn drop_open_orders(ctx: &Context<'_>, tx: &mut Tx, id: &GrantId) -> Result<(), ActError> {
    let mut drafts = Vec::new();
    for order in payment::orders_of_grant(tx, id).await? {
        match order.state {
            OrderState::Ordered | OrderState::Returned => drafts.push(drop_order(tx, &order).await?),
            OrderState::Gathered | OrderState::Sent => {
                return Err(ActError::field("settled", "under-way"));
            }
            OrderState::Paid | OrderState::Cancelled | OrderState::Renewed => {}
        }
    }
    ledger::post(ctx, tx, &drafts).await
}

/// Orders what is still due in a year; refused when it would reach a social-brokerage organisation.
async fn order_rest(
    ctx: &Context<'_>,
    tx: &mut Tx,
    record: &GrantRecord,
    now: &Standing,
    year: &YearSettled,
) -> Result<Option<Draft>, ActError> {
    if year.rest == Cents::ZERO {
        return Ok(None);
    }
    let order = Order {
        number: next_number(ctx, tx).await?,
        grant: record.id.clone(),
        line: year.line.clone(),
        part: Part::Rest,
        amount: year.rest,
        due_on: ctx.now.local().date(),
        state: OrderState::Ordered,
        batch: None,
        paid_on: None,
        reference: String::new(),
        payee: payee::newest(tx, &record.id).await?,
        returned: None,
        replaces: None,
    };
    grants::checks::keep_out(tx, [&record.id], ctx.now).await?;
    payment::add_order(tx, &order).await?;
    let from = key_of(&now.accounts, &year.line, AccountKind::Committed)?;
    let to = from.with(AccountKind::Payable);
    Ok(Some(Draft::new(PostingKind::Advance, from, to, year.rest).referring(&order.number)))
}

/// What else a settlement means in a year.
fn postings(now: &Standing, year: &YearSettled) -> Result<impl Iterator<Item = Draft> + use<>, ActError> {
    let key = |kind| key_of(&now.accounts, &year.line, kind);
    let paid = key(AccountKind::Paid)?;
    let (accounted, settled) = (key(AccountKind::Accounted)?, key(AccountKind::Settled)?);
    let receivable = key(AccountKind::Receivable)?;
    Ok([
        Draft::new(PostingKind::Settle, accounted.clone(), settled.clone(), year.keep_accounted),
        Draft::new(PostingKind::Settle, paid.clone(), settled, year.keep_paid),
        Draft::new(PostingKind::Reclaim, accounted, receivable.clone(), year.reclaim_accounted),
        Draft::new(PostingKind::Reclaim, paid, receivable, year.reclaim_paid),
    ]
    .into_iter())
}

/// Decides that the recipient pays back, with its term and its letter: the number of the decision, and none when there
/// is nothing to pay back.
pub(in crate::acts) async fn reclaim_paid(
    ctx: &Context<'_>,
    tx: &mut Tx,
    record: &GrantRecord,
    sum: Cents,
    reason: &str,
) -> Result<Option<DecisionNumber>, ActError> {
    reclaim_changing(ctx, tx, record, (sum, reason), None).await
}

/// The same of what the recipient was to keep by a settlement, which is changed with it.
pub(super) async fn reclaim_changing(
    ctx: &Context<'_>,
    tx: &mut Tx,
    record: &GrantRecord,
    (sum, reason): (Cents, &str),
    changed: Option<Changed>,
) -> Result<Option<DecisionNumber>, ActError> {
    if sum == Cents::ZERO {
        return Ok(None);
    }
    mandate::require(ctx, tx, DecisionKind::Reclaim, sum).await?;
    let taken = Taken { grant: record, kind: DecisionKind::Reclaim, sum, reason };
    let decision = decision::take_changing(ctx, tx, &taken, changed).await?;
    let decided_on = ctx.now.local().date();
    let pay_until = pay_back_until(decided_on);
    let (number, amount, reason) = (decision.clone(), sum, reason.to_string());
    let decision = decision.0;
    let made = Reclaim { number: 0, decision, amount, decided_on, pay_until, reason };
    settlement::add_reclaim(tx, &record.id, &made).await?;
    Ok(Some(number))
}
