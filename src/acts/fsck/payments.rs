//! I8, payments: orders are what the ledger holds as to be paid and paid, a batch is the sum of its orders and has two
//! persons, nobody keeps more than was granted, and a closed grant is empty.

use std::collections::BTreeMap;

use super::super::ActError;
use super::Findings;
use super::books::Books;
use crate::domain::decision::{Decision, DecisionKind};
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::id::{GrantId, LineId};
use crate::domain::ledger::{AccountKind, Balance, Posting, PostingKind};
use crate::domain::money::Cents;
use crate::domain::payment::{Advance, Batch, BatchNumber, BatchState, Order, OrderState};
use crate::store::settlement::Settlement;
use crate::store::{Conn, payment, settlement};

/// Every order, batch, plan and settlement.
pub async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    let orders = payment::orders(conn).await?;
    payable(&books.accounts, &orders, findings);
    paid(&books.postings, &orders, findings);
    given_up(&books.postings, &books.decisions, findings);
    let mut of_batches: BTreeMap<&BatchNumber, Vec<&Order>> = BTreeMap::new();
    let mut of_grants: BTreeMap<&GrantId, Vec<&Order>> = BTreeMap::new();
    for order in &orders {
        of_grants.entry(&order.grant).or_default().push(order);
        if let Some(batch) = &order.batch {
            of_batches.entry(batch).or_default().push(order);
        }
    }
    for batch in payment::batches(conn).await? {
        of_batch(&batch, &of_batches.remove(&batch.number).unwrap_or_default(), findings);
    }
    let mut reclaimed: BTreeMap<GrantId, i64> = BTreeMap::new();
    for (grant, made) in settlement::reclaims(conn).await? {
        *reclaimed.entry(grant).or_default() += made.amount.get();
    }
    let mut advances: BTreeMap<GrantId, Vec<Advance>> = BTreeMap::new();
    for (grant, advance) in payment::all_advances(conn).await? {
        advances.entry(grant).or_default().push(advance);
    }
    let mut settlements: BTreeMap<_, _> = settlement::settlements(conn).await?.into_iter().collect();
    for record in &books.grants {
        let own: Vec<&Balance> = books.accounts_of(&record.id).collect();
        let ordered = of_grants.remove(&record.id).unwrap_or_default();
        let plan = advances.remove(&record.id).unwrap_or_default();
        planned(record, &own, (&plan, &ordered), findings);
        settled(record, &own, settlements.remove(&record.id).as_ref(), findings);
        let wanted = reclaimed.remove(&record.id).unwrap_or_default();
        let receivable = own.iter().filter(|one| one.key.kind == AccountKind::Receivable);
        let receivable: i64 = receivable.map(|one| one.credit.get()).sum();
        findings.unless(wanted == receivable, "I8", || {
            format!(
                "grant {}: {receivable} cents were to be paid back, its decisions say otherwise",
                record.id
            )
        });
    }
    Ok(())
}

fn payable(accounts: &[Balance], orders: &[Order], findings: &mut Findings) {
    let mut wanted: BTreeMap<(GrantId, LineId), i64> = BTreeMap::new();
    for order in orders.iter().filter(|order| order.state.is_payable()) {
        *wanted.entry((order.grant.clone(), order.line.clone())).or_default() += order.amount.get();
    }
    for account in accounts.iter().filter(|one| one.key.kind == AccountKind::Payable) {
        let Some(grant) = account.key.grant.clone() else { continue };
        let ordered = wanted.remove(&(grant.clone(), account.key.line.clone())).unwrap_or_default();
        findings.unless(ordered == account.balance().get(), "I8", || {
            format!("grant {grant}: {} is to be paid, its orders say {ordered} cents", account.balance())
        });
    }
    findings.unless(wanted.is_empty(), "I8", || "orders without money to be paid".to_string());
}

/// Each paid order has one payment more than it has returns, of its sum, in the ledger.
fn paid(postings: &[Posting], orders: &[Order], findings: &mut Findings) {
    let mut net: BTreeMap<&str, i64> = BTreeMap::new();
    let is_of_bank = |kind| matches!(kind, PostingKind::Payment | PostingKind::Return);
    for posting in postings.iter().filter(|posting| is_of_bank(posting.draft.kind)) {
        let sign = if posting.draft.kind == PostingKind::Payment { 1 } else { -1 };
        let number = posting.draft.reference.split(' ').next().unwrap_or("");
        *net.entry(number).or_default() += sign * posting.draft.amount.get();
    }
    for order in orders {
        let wanted = if order.state == OrderState::Paid { order.amount.get() } else { 0 };
        let found = net.remove(order.number.0.as_str()).unwrap_or_default();
        findings.unless(found == wanted, "I8", || {
            format!("order {}: paid {found} cents in the ledger, not {wanted}", order.number)
        });
    }
    findings.unless(net.is_empty(), "I8", || "payments without an order".to_string());
}

/// What was given up was given up by a decision about just that sum. Postings from before that was so name none.
fn given_up(postings: &[Posting], decisions: &[Decision], findings: &mut Findings) {
    let mut sums: BTreeMap<&str, i64> = BTreeMap::new();
    for posting in postings.iter().filter(|posting| posting.draft.kind == PostingKind::WriteOff) {
        *sums.entry(posting.draft.reference.as_str()).or_default() += posting.draft.amount.get();
    }
    sums.remove("");
    for taken in decisions.iter().filter(|taken| taken.kind == DecisionKind::WriteOff) {
        let found = sums.remove(taken.number.0.as_str()).unwrap_or_default();
        findings.unless(found == taken.sum.get(), "I8", || {
            format!("decision {}: {found} cents were given up, not {}", taken.number, taken.sum)
        });
    }
    findings.unless(sums.is_empty(), "I8", || "money was given up without a decision".to_string());
}

fn of_batch(batch: &Batch, own: &[&Order], findings: &mut Findings) {
    let sum = Cents::sum(own.iter().map(|order| order.amount)).unwrap_or(Cents::MAX);
    let count = super::super::log::size(own.len());
    let is_whole = (count, sum) == (batch.count, batch.sum);
    let is_empty = own.is_empty();
    findings.unless(if batch.state == BatchState::Withdrawn { is_empty } else { is_whole }, "I8", || {
        format!("batch {}: {count} orders of {sum}, noted {} of {}", batch.number, batch.count, batch.sum)
    });
    let is_same = batch.approved.as_ref().is_some_and(|(by, _)| by == &batch.gathered.0);
    findings.unless(!is_same, "I8", || {
        format!("batch {} was put together and approved by one person", batch.number)
    });
}

fn planned(
    record: &GrantRecord,
    own: &[&Balance],
    (advances, orders): (&[Advance], &[&Order]),
    findings: &mut Findings,
) {
    let credited = |line: &LineId, kind| -> i64 {
        let accounts = own.iter().filter(|one| &one.key.line == line && one.key.kind == kind);
        accounts.map(|one| one.credit.get()).sum()
    };
    for advance in advances {
        let line = &advance.line;
        let all: i64 = advances.iter().filter(|one| &one.line == line).map(|one| one.amount.get()).sum();
        let granted = credited(line, AccountKind::Committed).max(credited(line, AccountKind::Selected));
        findings.unless(all <= granted, "I8", || {
            format!("grant {}: advances of {all} cents, granted {granted}", record.id)
        });
    }
    for order in orders.iter().filter(|order| order.part.number() > 0) {
        let is_planned = advances.iter().any(|advance| {
            (advance.number, &advance.line, advance.amount)
                == (order.part.number(), &order.line, order.amount)
        });
        findings.unless(is_planned, "I8", || format!("order {} is not an advance as planned", order.number));
    }
}

fn settled(record: &GrantRecord, own: &[&Balance], made: Option<&Settlement>, findings: &mut Findings) {
    let must = matches!(record.state, GrantState::Settled | GrantState::Closed);
    findings.unless(!must || made.is_some(), "I8", || {
        format!("grant {} is settled without a decision", record.id)
    });
    let kept: i64 =
        own.iter().filter(|one| one.key.kind == AccountKind::Settled).map(|one| one.balance().get()).sum();
    if let Some(made) = made {
        findings.unless(made.settled <= made.granted, "I8", || {
            format!("grant {}: settled {}, granted {}", record.id, made.settled, made.granted)
        });
        // What was given up stays with the recipient as well.
        findings.unless(kept <= made.granted.get(), "I8", || {
            format!("grant {}: {kept} cents settled in the ledger, granted {}", record.id, made.granted)
        });
    }
    let is_left = own.iter().any(|one| {
        one.key.kind != AccountKind::Settled
            && one.key.kind != AccountKind::Selected
            && one.balance() > Cents::ZERO
    });
    findings.unless(record.state != GrantState::Closed || !is_left, "I8", || {
        format!("grant {} is closed and not empty", record.id)
    });
}
