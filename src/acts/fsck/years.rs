//! I8: later years of a grant hold what was agreed, what was taken back holds nothing that is still to be paid, and a
//! round whose reserve list ended has given back what it did not use.

use std::collections::BTreeMap;

use super::super::ActError;
use super::Findings;
use crate::domain::grant::GrantState;
use crate::domain::id::{GrantId, LineId};
use crate::domain::ledger::{AccountKind, Balance};
use crate::domain::money::Cents;
use crate::store::{Conn, grant, ledger, reserve_list, round, slice};

/// Every grant, and every round with a certificate.
pub async fn check(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    let accounts = ledger::accounts(conn).await?;
    let mut agreed: BTreeMap<GrantId, BTreeMap<LineId, Cents>> = BTreeMap::new();
    for (id, slice) in slice::list(conn).await? {
        agreed.entry(id).or_default().insert(slice.line, slice.amount);
    }
    let mut held: BTreeMap<&GrantId, Vec<&Balance>> = BTreeMap::new();
    for account in &accounts {
        if let Some(id) = &account.key.grant {
            held.entry(id).or_default().push(account);
        }
    }
    for record in grant::list(conn).await? {
        let own = held.remove(&record.id).unwrap_or_default();
        let years = agreed.remove(&record.id).unwrap_or_default();
        let later: Vec<&&Balance> = own.iter().filter(|one| one.key.line != record.line).collect();
        let strange =
            later.iter().find(|one| !years.contains_key(&one.key.line) && one.balance() > Cents::ZERO);
        findings.unless(strange.is_none(), "I8", || {
            format!("grant {} holds money of a year that was not agreed", record.id)
        });
        let stands = matches!(record.state, GrantState::Awarded | GrantState::Objection);
        for (line, amount) in years.iter().filter(|_| stands) {
            let sum = sum(later.iter().filter(|one| &one.key.line == line).map(|one| **one));
            findings.unless(sum == *amount, "I8", || {
                format!("grant {}: {sum} is held on line {line}, agreed was {amount}", record.id)
            });
        }
        let open = own.iter().filter(|one| {
            matches!(one.key.kind, AccountKind::Selected | AccountKind::Committed | AccountKind::Payable)
        });
        let open = sum(open.copied());
        findings.unless(record.state != GrantState::Revoked || open == Cents::ZERO, "I8", || {
            format!("grant {} was taken back and {open} is still to be paid", record.id)
        });
    }
    for found in round::list(conn).await? {
        if reserve_list::ended(conn, &found.id).await?.is_none() {
            continue;
        }
        let of_round =
            |one: &&Balance| one.key.kind == AccountKind::Round && one.key.round.as_ref() == Some(&found.id);
        let left = sum(accounts.iter().filter(of_round));
        findings.unless(left == Cents::ZERO, "I8", || {
            format!("round {}: its reserve list has ended and it still holds {left}", found.id)
        });
    }
    Ok(())
}

fn sum<'a>(accounts: impl Iterator<Item = &'a Balance>) -> Cents {
    Cents::sum(accounts.map(Balance::balance)).unwrap_or(Cents::MAX)
}
