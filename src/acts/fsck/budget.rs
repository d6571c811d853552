//! I8, decisions and transfers: each year is what its last decision made of it, each decision follows the one before,
//! and money shifted by what two persons signed and by nothing else.

use std::collections::BTreeMap;

use super::super::ActError;
use super::Findings;
use super::books::Books;
use crate::domain::budget::{Allocation, Budget, Decision, Line, Stand};
use crate::domain::id::LineId;
use crate::domain::ledger::{AccountKey, Posting, PostingKind};
use crate::domain::transfer::{Place, Transfer, TransferState};
use crate::store::{self, Conn, budget};

/// Every budget, year, decision and transfer.
pub async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    super::bounds::of_all(conn, findings).await?;
    let lines = budget::lines(conn).await?;
    years(&budget::budgets(conn).await?, &lines, findings);
    decided(&lines, &budget::decisions(conn).await?, findings);
    let parts = budget::allocations(conn).await?;
    let mut moved: BTreeMap<u64, &Posting> = books
        .postings
        .iter()
        .filter(|one| matches!(one.draft.kind, PostingKind::Transfer | PostingKind::CarryOver))
        .map(|one| (one.seq, one))
        .collect();
    for transfer in store::transfer::list(conn).await? {
        let Some(seq) = transfer.posting else { continue };
        let posting = moved.remove(&seq);
        let place = |place: &Place| {
            let own = |part: &&Allocation| part.line == place.line && Some(&part.area) == place.area.as_ref();
            (place.line.clone(), parts.iter().find(own).map(|part| part.id.clone()), place.pot)
        };
        let same = posting.is_some_and(|one| {
            let side = |key: &AccountKey| (key.line.clone(), key.allocation.clone(), key.pot);
            one.draft.kind == transfer.kind
                && one.draft.amount == transfer.proposal.amount
                && side(&one.draft.from) == place(&transfer.proposal.from)
                && side(&one.draft.to) == place(&transfer.proposal.to)
        });
        let number = transfer.number;
        findings.unless(same, "I8", || format!("transfer {number}: posting {seq} is not what was confirmed"));
        signed(&transfer, findings);
    }
    for seq in moved.keys() {
        findings.add("I8", format!("posting {seq}: nobody signed for this transfer"));
    }
    Ok(())
}

fn years(budgets: &[Budget], lines: &[Line], findings: &mut Findings) {
    for whole in budgets {
        let mut own: Vec<i64> =
            lines.iter().filter(|line| line.budget == whole.id).map(|line| line.year).collect();
        own.sort_unstable();
        let all: Vec<i64> = (whole.first_year..=whole.last_year()).collect();
        findings
            .unless(own == all, "I8", || format!("budget {}: its years are {own:?}, not {all:?}", whole.id));
    }
}

fn decided(lines: &[Line], decisions: &[Decision], findings: &mut Findings) {
    let mut last: BTreeMap<&LineId, &Stand> = BTreeMap::new();
    for (wanted, one) in (1..).zip(decisions) {
        findings.unless(one.number == wanted, "I8", || format!("there is no budget decision {wanted}"));
        let before = last.insert(&one.line, &one.after);
        findings.unless(one.before.as_ref() == before, "I8", || {
            format!("budget decision {}: it does not follow the one before", one.number)
        });
    }
    for line in lines {
        let same = last.get(&line.id).is_some_and(|after| **after == line.stand());
        findings.unless(same, "I8", || format!("line {}: its last decision says something else", line.id));
    }
}

fn signed(transfer: &Transfer, findings: &mut Findings) {
    let second = transfer.decided.as_ref().map(|(signed, _)| &signed.by);
    let two = second.is_some_and(|by| by != &transfer.proposed.by);
    findings.unless(two && transfer.state == TransferState::Confirmed, "I8", || {
        format!("transfer {}: no second person confirmed it", transfer.number)
    });
}
