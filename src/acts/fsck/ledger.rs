//! I8, the ledger: every balance is rebuilt from the postings and compared, and no posting went where none may go.

use std::collections::BTreeMap;

use super::super::ActError;
use super::Findings;
use super::books::Books;
use crate::domain::ledger::{AccountKind, Balance, Posting, Stretch};
use crate::domain::log::chain;
use crate::domain::money::Cents;
use crate::store::{Conn, ledger, log};

/// What went through an account, or through many, in cents: debit and credit.
type Sums = (i64, i64);

/// Every posting, account and control account.
pub async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    let Books { postings, accounts, .. } = books;
    numbered(postings, ledger::size(conn).await?, findings);
    for posting in postings.iter().filter(|posting| !posting.draft.is_allowed()) {
        let (from, to) = (posting.draft.from.id(), posting.draft.to.id());
        let kind = posting.draft.kind.name();
        findings.add("I8", format!("posting {}: no {kind} goes from {from} to {to}", posting.seq));
    }
    noted(conn, postings, findings).await?;
    let rebuilt = rebuild(postings);
    for account in accounts {
        let id = account.key.id();
        let (debit, credit) = rebuilt.get(&id).copied().unwrap_or_default();
        let same = (account.debit.get(), account.credit.get()) == (debit, credit);
        findings.unless(same, "I8", || {
            let (noted_debit, noted_credit) = (account.debit, account.credit);
            let (debit, credit) = (told(debit), told(credit));
            format!("account {id}: noted {noted_debit} debit and {noted_credit} credit, its postings say {debit} and {credit}")
        });
        findings.unless(account.key.kind == AccountKind::Line || debit <= credit, "I8", || {
            format!("account {id} is below nothing")
        });
    }
    controls(conn, accounts, findings).await
}

fn numbered(postings: &[Posting], size: u64, findings: &mut Findings) {
    let gap = (1..).zip(postings).find(|(wanted, posting)| *wanted != posting.seq);
    if let Some((wanted, _)) = gap {
        findings.add("I8", format!("the ledger has no posting {wanted}"));
    }
    let count = u64::try_from(postings.len()).unwrap_or(u64::MAX);
    findings.unless(count == size, "I8", || format!("the ledger holds {count} postings and claims {size}"));
}

/// Every posting is one that an entry of the staff log tells of, word for word: the chain of that log holds the ledger. A
/// database of an older version, in which nobody acted since, has no such entry yet.
async fn noted(conn: &mut Conn, postings: &[Posting], findings: &mut Findings) -> Result<(), ActError> {
    let mut next = 1;
    for stored in log::staff(conn).await? {
        let Some(told) = chain::postings(&stored.entry) else { continue };
        let (first, last) = (told.first, told.last);
        let place = |seq: u64| usize::try_from(seq).unwrap_or(usize::MAX);
        let own = postings.get(place(first).saturating_sub(1)..place(last)).unwrap_or_default();
        let same = first == next && Stretch::of(own).as_ref() == Some(&told);
        findings.unless(same, "I8", || {
            format!("postings {first} to {last} are not the ones of entry {} of the staff log", stored.seq)
        });
        next = last + 1;
    }
    let size = super::super::log::size(postings.len());
    let (claimed, _) = ledger::noted(conn).await?;
    findings.unless(next > size || (next == 1 && claimed == 0), "I8", || {
        format!("postings {next} to {size}: no entry of the staff log tells of them")
    });
    Ok(())
}

fn rebuild(postings: &[Posting]) -> BTreeMap<String, Sums> {
    let mut rebuilt: BTreeMap<String, Sums> = BTreeMap::new();
    for posting in postings {
        let amount = posting.draft.amount.get();
        rebuilt.entry(posting.draft.from.id()).or_default().0 += amount;
        rebuilt.entry(posting.draft.to.id()).or_default().1 += amount;
    }
    rebuilt
}

async fn controls(conn: &mut Conn, accounts: &[Balance], findings: &mut Findings) -> Result<(), ActError> {
    let mut sums = BTreeMap::new();
    for account in accounts {
        let key = &account.key;
        let sum: &mut Sums =
            sums.entry((key.line.clone(), key.allocation.clone(), key.kind, key.pot)).or_default();
        sum.0 += account.debit.get();
        sum.1 += account.credit.get();
    }
    for control in ledger::controls(conn).await? {
        let key = (control.line.clone(), control.allocation.clone(), control.kind, control.pot);
        let sum = sums.remove(&key).unwrap_or_default();
        findings.unless(sum == (control.debit.get(), control.credit.get()), "I8", || {
            let area = control.allocation.as_ref().map_or("no area", |id| id.as_str());
            format!("the sums of {} for {area} are not those of its accounts", control.kind.name())
        });
    }
    findings.unless(sums.is_empty(), "I8", || "accounts without a control account".to_string());
    Ok(())
}

fn told(cents: i64) -> String {
    Cents::new(cents).map_or_else(|_| format!("{cents} cents"), |amount| amount.to_string())
}
