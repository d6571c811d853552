//! I8: what lines, rounds and grants say is what the ledger holds for them, and no part passes its whole.

use std::collections::BTreeMap;

use super::super::ActError;
use super::Findings;
use super::books::Books;
use crate::domain::grant::{self, GrantRecord, GrantState};
use crate::domain::ledger::{AccountKind, Balance};
use crate::domain::money::Cents;
use crate::domain::round::{Origin, Phase, Round};
use crate::store::{Conn, budget, certificate, round};

/// Every line, round and grant.
pub async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    let accounts = &books.accounts;
    let lines = budget::lines(conn).await?;
    for line in &lines {
        let of = |kind| {
            let mut own = accounts.iter().filter(|one| one.key.line == line.id && one.key.kind == kind);
            own.next().map_or((0, 0), |one| (one.debit.get(), one.credit.get()))
        };
        let ((given, back), (out, fixed)) = (of(AccountKind::Line), of(AccountKind::Fixed));
        let (total, fixed) = (given - back, fixed - out);
        let same = total == line.total.get() && total - fixed == line.reserved().get();
        findings.unless(same, "I8", || {
            let (total, reserved) = (line.total, line.reserved());
            format!(
                "line {}: the ledger holds something else than {total}, of which {reserved} reserved",
                line.id
            )
        });
    }
    let carried: i64 = lines.iter().map(crate::domain::budget::Line::carried).sum();
    findings.unless(carried == 0, "I8", || "what one year gave another did not get".to_string());
    let mut of_rounds = BTreeMap::new();
    for account in accounts {
        if let Some(round) = &account.key.round {
            of_rounds.entry(round).or_insert_with(Vec::new).push(account);
        }
    }
    for found in round::list(conn).await? {
        let own: Vec<&Balance> = of_rounds.remove(&found.id).unwrap_or_default();
        of_round(conn, &found, &own, findings).await?;
    }
    for record in &books.grants {
        let own: Vec<&Balance> = books.accounts_of(&record.id).collect();
        of_grant(record, &own, findings);
    }
    Ok(())
}

/// What stands on the accounts of a kind.
fn held(own: &[&Balance], kind: AccountKind) -> Cents {
    let parts = own.iter().filter(|one| one.key.kind == kind).map(|one| one.balance());
    Cents::sum(parts).unwrap_or(Cents::MAX)
}

async fn of_round(
    conn: &mut Conn,
    round: &Round,
    own: &[&Balance],
    findings: &mut Findings,
) -> Result<(), ActError> {
    let granted = grant::total(&certificate::grants(conn, &round.id).await?);
    findings.unless(granted == round.granted && granted <= round.plan.spendable(), "I8", || {
        format!("round {}: granted {granted}, noted {}", round.id, round.granted)
    });
    let (free, objections) = (held(own, AccountKind::Round), held(own, AccountKind::Objection));
    let wanted = match round.phase {
        Phase::Cancelled => Some((Cents::ZERO, Cents::ZERO)),
        Phase::Certified | Phase::Final if round.origin == Origin::Vote => None,
        Phase::Draft
        | Phase::Propose
        | Phase::Check
        | Phase::Ready
        | Phase::Open
        | Phase::Closed
        | Phase::Sealed
        | Phase::Counted
        | Phase::Proposed
        | Phase::Certified
        | Phase::Final => Some((round.plan.spendable(), round.plan.objection_reserve)),
    };
    findings.unless(wanted.is_none_or(|wanted| wanted == (free, objections)), "I8", || {
        format!("round {}: the ledger holds {free} and {objections} for objections", round.id)
    });
    // The accounts of its first year; a later year of its grants has an allocation of its own.
    let first = own.iter().filter(|one| one.key.allocation.as_ref() == Some(&round.allocation));
    let all = Cents::sum(first.map(|one| one.balance())).unwrap_or(Cents::MAX);
    findings.unless(all <= round.plan.ceiling, "I8", || {
        format!("round {}: the ledger holds {all}, more than its ceiling", round.id)
    });
    Ok(())
}

fn of_grant(record: &GrantRecord, own: &[&Balance], findings: &mut Findings) {
    let selected = held(own, AccountKind::Selected);
    let waits = matches!(record.state, GrantState::Selected | GrantState::Certified);
    let wanted = if waits { record.amount } else { Cents::ZERO };
    findings.unless(selected == wanted, "I8", || {
        format!("grant {}: {selected} is set aside, not {wanted}", record.id)
    });
    let came_to_nothing =
        matches!(record.state, GrantState::Withdrawn | GrantState::Refused | GrantState::Lapsed);
    let all = Cents::sum(own.iter().map(|one| one.balance())).unwrap_or(Cents::MAX);
    findings.unless(!came_to_nothing || all == Cents::ZERO, "I8", || {
        format!("grant {} is over and still holds {all}", record.id)
    });
}
