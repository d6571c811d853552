//! I8: later years of a grant hold what was agreed, what was taken back holds nothing that is still to be paid, and a
//! round whose reserve list ended has given back what it did not use.

use super::super::ActError;
use super::Findings;
use super::books::{Agreed, Books};
use crate::domain::decision::DecisionKind;
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::id::LineId;
use crate::domain::ledger::{AccountKind, Balance};
use crate::domain::money::Cents;
use crate::store::{Conn, reserve_list, round};

/// Every grant, and every round with a certificate.
pub async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    for record in &books.grants {
        let own: Vec<&Balance> = books.accounts_of(&record.id).collect();
        let agreed = books.agreed(&record.id);
        let is_year = |line: &LineId| agreed.iter().any(|year| &year.slice.line == line);
        let mut later = own.iter().filter(|one| one.key.line != record.line);
        let strange = later.any(|one| !is_year(&one.key.line) && one.balance() > Cents::ZERO);
        findings.unless(!strange, "I8", || {
            format!("grant {} holds money of a year that was not agreed", record.id)
        });
        for year in agreed {
            taken_back(record, year, books, findings);
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
        let left = sum(books.accounts.iter().filter(of_round));
        findings.unless(left == Cents::ZERO, "I8", || {
            format!("round {}: its reserve list has ended and it still holds {left}", found.id)
        });
    }
    Ok(())
}

/// A year that was taken back was so by a decision about the grant, of its sum.
fn taken_back(record: &GrantRecord, year: &Agreed, books: &Books, findings: &mut Findings) {
    let Some(number) = &year.taken_back else { return };
    let mut revocations = books.decisions_of(&record.id, DecisionKind::Revocation);
    let decided = revocations.any(|taken| &taken.number.0 == number && taken.sum == year.slice.amount);
    findings.unless(decided, "I8", || {
        format!("grant {}: {} was taken back, and no decision says so", record.id, year.slice.year)
    });
}

fn sum<'a>(accounts: impl Iterator<Item = &'a Balance>) -> Cents {
    Cents::sum(accounts.map(Balance::balance)).unwrap_or(Cents::MAX)
}
