//! What is planned for when, and the account that pays.

use serde_json::json;

use super::super::log::Note;
use super::super::{ActError, Context, FieldFault, ledger, plain};
use super::{held_in, hold_grant};
use crate::domain::budget::CeilingExceeded;
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::iban::Iban;
use crate::domain::id::GrantId;
use crate::domain::ledger::AccountKind;
use crate::domain::money::Cents;
use crate::domain::payment::{Advance, Payer};
use crate::store::payment::{self, Plan};
use crate::store::{self};

/// Longest condition of an advance and name of an account holder, in characters.
const MAX_TEXT: usize = 200;

/// Writes when the activities of a grant end, and what is known of the recipient's income.
pub async fn set_plan(ctx: &Context<'_>, id: &GrantId, plan: &Plan) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    may_plan(&hold_grant(ctx, &mut tx, id).await?)?;
    payment::set_plan(&mut tx, id, plan).await?;
    ctx.finish(tx, Note::with("payment.plan", id, json!({ "ends_on": plan.ends_on.to_string() }))).await
}

/// Plans an advance: its number follows the last one. The advances of a year are never more than what is granted for
/// it.
pub async fn add_advance(ctx: &Context<'_>, id: &GrantId, wanted: &Advance) -> Result<u64, ActError> {
    let (line, amount, condition) = (&wanted.line, wanted.amount, wanted.condition.trim());
    let faults: Vec<FieldFault> = [
        (amount == Cents::ZERO, FieldFault { field: "advance", fault: "amount" }),
        (condition.chars().count() > MAX_TEXT, FieldFault { field: "condition", fault: "long" }),
    ]
    .into_iter()
    .filter_map(|(is_bad, fault)| is_bad.then_some(fault))
    .collect();
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    plain::texts(&[("condition", condition)])?;
    let mut tx = ctx.begin().await?;
    may_plan(&hold_grant(ctx, &mut tx, id).await?)?;
    ledger::hold(&mut tx).await?;
    let accounts = store::ledger::accounts_of_grant(&mut tx, id).await?;
    let known = payment::advances(&mut tx, id).await?;
    let granted = held_in(&accounts, line, &GRANTED);
    let planned = Cents::sum(known.iter().filter(|one| &one.line == line).map(|one| one.amount));
    let room = granted.minus(planned.unwrap_or(Cents::MAX)).unwrap_or(Cents::ZERO);
    if room < amount {
        return Err(ActError::Ceiling(CeilingExceeded { room }));
    }
    let number = known.last().map_or(1, |last| last.number + 1);
    let advance = Advance { number, condition: condition.to_string(), ..wanted.clone() };
    payment::add_advance(&mut tx, id, &advance).await?;
    let detail = json!({ "number": number, "amount": amount, "due_on": wanted.due_on.to_string() });
    ctx.finish(tx, Note::with("payment.advance", id, detail)).await?;
    Ok(number)
}

/// Everything that stands for a grant, but for what is to be paid back.
const GRANTED: [AccountKind; 6] = [
    AccountKind::Selected,
    AccountKind::Committed,
    AccountKind::Payable,
    AccountKind::Paid,
    AccountKind::Accounted,
    AccountKind::Settled,
];

/// Takes an advance that was not ordered out of the plan.
pub async fn remove_advance(ctx: &Context<'_>, id: &GrantId, number: u64) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    may_plan(&hold_grant(ctx, &mut tx, id).await?)?;
    if !payment::remove_advance(&mut tx, id, number).await? {
        return Err(ActError::NotFound);
    }
    ctx.finish(tx, Note::with("payment.advance.remove", id, json!({ "number": number }))).await
}

/// A plan belongs to the time between the certificate and the settlement.
fn may_plan(record: &GrantRecord) -> Result<(), ActError> {
    match record.state {
        GrantState::Certified
        | GrantState::Awarded
        | GrantState::Objection
        | GrantState::Advances
        | GrantState::Running => Ok(()),
        GrantState::Selected
        | GrantState::Accounted
        | GrantState::Settled
        | GrantState::Closed
        | GrantState::Withdrawn
        | GrantState::Refused
        | GrantState::Revoked
        | GrantState::Lapsed => Err(ActError::WrongState(record.state)),
    }
}

/// Enters or changes the account of the municipality that pays.
pub async fn set_payer(ctx: &Context<'_>, name: &str, iban: &str) -> Result<(), ActError> {
    let (name, iban) = (name.trim(), Iban::parse(iban));
    let mut faults = Vec::new();
    if name.is_empty() || name.chars().count() > MAX_TEXT {
        faults.push(FieldFault { field: "payer", fault: "empty" });
    }
    if iban.is_err() {
        faults.push(FieldFault { field: "payer_iban", fault: "pay-iban" });
    }
    let (Ok(iban), true) = (iban, faults.is_empty()) else { return Err(ActError::Fields(faults)) };
    plain::lines(&[("payer", name)])?;
    let mut tx = ctx.begin().await?;
    payment::set_payer(&mut tx, &Payer { name: name.to_string(), iban: iban.whole().to_string() }).await?;
    ctx.finish(tx, Note::new("payment.payer", name)).await
}
