//! Advances, payments, the account of the recipient and the settlement.

use serde_json::{Value, json};

use super::super::ActError;
use crate::domain::casefile::Part;
use crate::domain::id::GrantId;
use crate::domain::payee::PayeeRevision;
use crate::domain::payment::{Advance, Order};
use crate::domain::settlement::Account;
use crate::store::settlement::{Reclaim, Settlement};
use crate::store::{self, Conn};

/// Everything about the money of a grant after its award.
pub(super) async fn parts(conn: &mut Conn, id: &GrantId) -> Result<Vec<Part>, ActError> {
    let plan = store::payment::plan(conn, id).await?;
    let ends = plan.as_ref().map(|plan| plan.ends_on.to_string());
    let income = plan.and_then(|plan| plan.income).map(crate::domain::money::BasisPoints::get);
    let advances = store::payment::advances(conn, id).await?;
    let orders = store::payment::orders_of_grant(conn, id).await?;
    let returned = store::payment::return_reasons(conn, id).await?;
    let payees = store::payee::of_grant(conn, id).await?;
    let paid = json!({
        "activities_end_on": ends, "income_bp": income,
        "advances": advances.iter().map(advance).collect::<Vec<Value>>(),
        "orders": orders.iter().map(|one| order(one, returned.get(&one.number), &payees)).collect::<Vec<Value>>(),
    });
    let reminded = store::settlement::reminder(conn, id).await?.map(|day| day.to_string());
    let received = store::settlement::account(conn, id).await?;
    let accounted = json!({ "reminded_on": reminded, "account": received.as_ref().map(account) });
    let settled = store::settlement::settlement(conn, id).await?;
    let all = store::settlement::reclaims(conn).await?;
    let reclaims: Vec<Value> =
        all.iter().filter(|(grant, _)| grant == id).map(|(_, made)| reclaim(made)).collect();
    let settled = json!({ "settlement": settled.as_ref().map(settlement), "reclaims": reclaims });
    Ok(vec![
        Part::json("betalingen", "Voorschotten en betalingen", paid),
        Part::json("verantwoording", "De verantwoording van de ontvanger", accounted),
        Part::json("vaststelling", "De vaststelling en wat terugkomt", settled),
    ])
}

fn advance(one: &Advance) -> Value {
    json!({
        "number": one.number, "line": one.line, "due_on": one.due_on.to_string(), "amount": one.amount,
        "condition": one.condition,
    })
}

fn order(one: &Order, because: Option<&String>, payees: &[PayeeRevision]) -> Value {
    let payee = payees.iter().find(|payee| Some(payee.revision) == one.payee);
    let account = payee.and_then(|payee| payee.account.as_ref());
    let confirmed = payee.and_then(|payee| payee.confirmed.as_ref());
    let returned = one.returned.as_ref();
    json!({
        "number": one.number.0, "line": one.line, "part": one.part.number(), "amount": one.amount,
        "due_on": one.due_on.to_string(), "state": one.state.name(),
        "batch": one.batch.as_ref().map(|batch| &batch.0), "paid_on": one.paid_on.map(|day| day.to_string()),
        "reference": one.reference, "returned_because": because,
        "returned_on": returned.map(|bank| bank.on.to_string()),
        "return_reference": returned.map(|bank| &bank.reference), "returned_by": returned.map(|bank| &bank.by),
        "replaces": one.replaces.as_ref().map(|replaced| &replaced.0),
        "account_last_four": account.map(|account| &account.last_four), "recipient_revision": one.payee,
        "account_changed_by": payee.filter(|payee| payee.needs_second).map(|payee| &payee.changed_by),
        "account_confirmed_by": confirmed.map(|seen| &seen.by),
    })
}

/// A change of who is paid after an award, with what the second person saw.
pub(super) fn change(one: &PayeeRevision) -> Value {
    let confirmed = one.confirmed.as_ref();
    json!({
        "revision": one.revision, "account_last_four": one.account.as_ref().map(|account| &account.last_four),
        "changed_by": one.changed_by, "changed_at": one.changed_at,
        "confirmed_by": confirmed.map(|seen| &seen.by), "confirmed_at": confirmed.map(|seen| seen.at),
        "seen_on": confirmed.map(|seen| seen.statement_on.to_string()), "seen": confirmed.map(|seen| &seen.ground),
    })
}

fn account(one: &Account) -> Value {
    json!({
        "received_on": one.received_on.to_string(), "class": one.class.name(), "spent": one.spent,
        "done": one.done.name(), "activities": one.activities, "reached": one.reached, "results": one.results,
        "growth": one.growth.name(), "late": one.is_late,
    })
}

fn settlement(made: &Settlement) -> Value {
    json!({
        "decision": made.decision, "way": made.way.name(), "granted": made.granted, "settled": made.settled,
        "settled_on": made.settled_on.to_string(), "reason": made.reason,
    })
}

fn reclaim(made: &Reclaim) -> Value {
    json!({
        "number": made.number, "decision": made.decision, "amount": made.amount,
        "decided_on": made.decided_on.to_string(), "pay_until": made.pay_until.to_string(), "reason": made.reason,
    })
}
