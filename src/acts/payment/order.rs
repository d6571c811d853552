//! Orders to pay.

use serde_json::json;

use super::super::decision::{self, Taken};
use super::super::log::Note;
use super::super::origin::Origin;
use super::super::{ActError, Context, grant as grants, ledger, mandate, payee, plain};
use super::{hold_grant, key_of};
use crate::domain::decision::DecisionKind;
use crate::domain::grant::{GrantState, GrantStep};
use crate::domain::id::GrantId;
use crate::domain::ledger::{AccountKind, Draft, PostingKind};
use crate::domain::payment::{Order, OrderNumber, OrderState, Part};
use crate::store::{self, Tx, payment};

/// Orders an advance as it was planned: its condition is met. Nothing is ordered before the decision was sent, nor when
/// the money would now reach a social-brokerage organisation.
pub async fn order_advance(ctx: &Context<'_>, id: &GrantId, number: u64) -> Result<OrderNumber, ActError> {
    let mut tx = ctx.begin().await?;
    let record = hold_grant(ctx, &mut tx, id).await?;
    match record.state {
        GrantState::Objection => {
            grants::step(ctx, &mut tx, &record, GrantStep::Advance, "").await?;
        }
        GrantState::Advances | GrantState::Running => {}
        GrantState::Selected
        | GrantState::Certified
        | GrantState::Awarded
        | GrantState::Accounted
        | GrantState::Settled
        | GrantState::Closed
        | GrantState::Withdrawn
        | GrantState::Refused
        | GrantState::Revoked
        | GrantState::Lapsed => return Err(ActError::WrongState(record.state)),
    }
    ledger::hold(&mut tx).await?;
    grants::checks::keep_out(&mut tx, [id], ctx.now).await?;
    payee::require(&mut tx, [id]).await?;
    let advance = payment::advance(&mut tx, id, number).await?.ok_or(ActError::NotFound)?;
    let order = Order {
        number: next_number(ctx, &mut tx).await?,
        grant: id.clone(),
        line: advance.line,
        part: Part::Advance(number),
        amount: advance.amount,
        due_on: advance.due_on,
        state: OrderState::Ordered,
        batch: None,
        paid_on: None,
        reference: String::new(),
        payee: payee::newest(&mut tx, id).await?,
        returned: None,
        replaces: None,
    };
    payment::add_order(&mut tx, &order).await?;
    let accounts = store::ledger::accounts_of_grant(&mut tx, id).await?;
    let to = key_of(&accounts, &order.line, AccountKind::Payable)?;
    let from = to.with(AccountKind::Committed);
    let posting = Draft::new(PostingKind::Advance, from, to, order.amount).referring(&order.number);
    ledger::post(ctx, &mut tx, &[posting]).await?;
    let detail = json!({ "order": order.number.0, "amount": order.amount });
    ctx.finish(tx, Note::with("payment.order", id, detail)).await?;
    Ok(order.number)
}

/// The number of the next order.
pub(in crate::acts) async fn next_number(ctx: &Context<'_>, tx: &mut Tx) -> Result<OrderNumber, ActError> {
    Ok(OrderNumber::new(ctx.now.local().year(), payment::next_order(tx).await?))
}

/// Gives up an order for an advance that is not on its way: its money stands with the grant again.
pub async fn cancel(ctx: &Context<'_>, number: &OrderNumber) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let order = payment::order(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    let record = hold_grant(ctx, &mut tx, &order.grant).await?;
    if order.part == Part::Rest {
        // What a settlement says is paid, to another account if need be.
        return Err(ActError::WrongState(record.state));
    }
    ledger::hold(&mut tx).await?;
    let posting = drop_order(&mut tx, &order).await?;
    ledger::post(ctx, &mut tx, &[posting]).await?;
    ctx.finish(tx, Note::with("payment.cancel", &order.grant, json!({ "order": number.0 }))).await
}

/// Takes an order that is not on its way out; what is to be posted for it.
pub(in crate::acts) async fn drop_order(tx: &mut Tx, order: &Order) -> Result<Draft, ActError> {
    let may = matches!(order.state, OrderState::Ordered | OrderState::Returned);
    if !may || !payment::step_order(tx, &order.number, order.state, OrderState::Cancelled).await? {
        return Err(ActError::DraftChanged);
    }
    let accounts = store::ledger::accounts_of_grant(tx, &order.grant).await?;
    let from = key_of(&accounts, &order.line, AccountKind::Payable)?;
    let to = from.with(AccountKind::Committed);
    Ok(Draft::new(PostingKind::Release, from, to, order.amount).referring(&order.number))
}

/// Gives up what was still due after a settlement, because nobody is left to be paid: the settlement is changed by a
/// decision with a mandate and a letter of its own (Awb art. 4:49), the money returns to where it came from, and the
/// grant can be closed.
pub async fn give_up(ctx: &Context<'_>, number: &OrderNumber, reason: &str) -> Result<(), ActError> {
    let reason = plain::reason("pay_why", reason)?;
    let mut tx = ctx.begin().await?;
    let order = payment::order(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    let record = hold_grant(ctx, &mut tx, &order.grant).await?;
    if order.part != Part::Rest || record.state != GrantState::Settled {
        return Err(ActError::WrongState(record.state));
    }
    let (kind, sum) = (DecisionKind::Revocation, order.amount);
    mandate::require(ctx, &mut tx, kind, sum).await?;
    ledger::hold(&mut tx).await?;
    let dropped = drop_order(&mut tx, &order).await?;
    let committed = dropped.to.clone();
    let taken = Taken { grant: &record, kind, sum, reason };
    let decision = decision::take(ctx, &mut tx, &taken).await?;
    let mut drafts = vec![dropped];
    for (to, part) in Origin::of_grant(&mut tx, &record).await?.back(&committed, sum) {
        let back = Draft::new(PostingKind::Release, committed.clone(), to, part);
        drafts.push(back.referring(decision.clone()));
    }
    ledger::post(ctx, &mut tx, &drafts).await?;
    let detail = json!({ "order": number.0, "decision": decision.0, "amount": sum });
    ctx.finish(tx, Note::with("payment.give_up", &order.grant, detail)).await
}

/// Puts a new order in the place of one that came back from the bank. The bank knows each number once.
pub async fn renew(ctx: &Context<'_>, number: &OrderNumber) -> Result<OrderNumber, ActError> {
    let mut tx = ctx.begin().await?;
    let order = payment::order(&mut tx, number).await?.ok_or(ActError::NotFound)?;
    hold_grant(ctx, &mut tx, &order.grant).await?;
    ledger::hold(&mut tx).await?;
    grants::checks::keep_out(&mut tx, [&order.grant], ctx.now).await?;
    payee::require(&mut tx, [&order.grant]).await?;
    if !payment::step_order(&mut tx, number, OrderState::Returned, OrderState::Renewed).await? {
        return Err(ActError::DraftChanged);
    }
    let today = ctx.now.local().date();
    let payee = payee::newest(&mut tx, &order.grant).await?;
    let again = Order {
        number: next_number(ctx, &mut tx).await?,
        due_on: today.max(order.due_on),
        payee,
        returned: None,
        replaces: Some(number.clone()),
        ..order
    };
    payment::add_order(&mut tx, &again).await?;
    let detail = json!({ "order": again.number.0, "instead_of": number.0 });
    ctx.finish(tx, Note::with("payment.renew", &again.grant, detail)).await?;
    Ok(again.number)
}
