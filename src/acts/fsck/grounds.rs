//! I8, what postings rest on: each names the decision, the order or the division behind it, and those say the same sum.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ActError;
use super::Findings;
use super::books::Books;
use crate::domain::decision::DecisionKind;
use crate::domain::division::Division;
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::id::{AllocationId, GrantId, LineId, RoundId};
use crate::domain::ledger::{AccountKind, Posting, PostingKind, Reference};
use crate::domain::payment::{Order, OrderState};
use crate::domain::round::{Origin, Phase, Round};
use crate::store::{Conn, division, payment, round};

/// Every posting about a grant or a round, and every division.
pub async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    let orders = payment::orders(conn).await?;
    let mut of_grants: BTreeMap<&GrantId, Vec<&Order>> = BTreeMap::new();
    for order in &orders {
        of_grants.entry(&order.grant).or_default().push(order);
    }
    for record in &books.grants {
        let own = of_grants.remove(&record.id).unwrap_or_default();
        named(record, &own, books, findings);
        awarded(record, books, findings);
        ordered(record, &own, books, findings);
        kept(record, books, findings);
    }
    let mut of_rounds: BTreeMap<&RoundId, Vec<&Posting>> = BTreeMap::new();
    for posting in &books.postings {
        let (from, to) = (&posting.draft.from, &posting.draft.to);
        if let Some(round) = to.round.as_ref().or(from.round.as_ref()) {
            of_rounds.entry(round).or_default().push(posting);
        }
    }
    for found in round::list(conn).await? {
        ceiling(&found, &of_rounds.remove(&found.id).unwrap_or_default(), findings);
    }
    divided(&division::list(conn).await?, books, findings);
    Ok(())
}

/// Money of a grant that was awarded moves by a decision about it or by one of its orders. A settlement of what was paid
/// since, when a grant is closed, named none in older versions.
fn named(record: &GrantRecord, orders: &[&Order], books: &Books, findings: &mut Findings) {
    let ordered: BTreeSet<&str> = orders.iter().map(|order| order.number.0.as_str()).collect();
    let mut decided: BTreeSet<&str> = BTreeSet::new();
    for (kind, _) in DecisionKind::NAMES {
        decided.extend(books.decisions_of(&record.id, kind).map(|taken| taken.number.0.as_str()));
    }
    // An order stands before the words of the bank; of decisions there may be two.
    let rests = |reference: &str| {
        reference.split(' ').next().is_some_and(|word| ordered.contains(word))
            || reference.split(", ").all(|number| decided.contains(number))
    };
    for posting in books.postings_of(&record.id) {
        let asks = match posting.draft.kind {
            PostingKind::Award | PostingKind::Advance | PostingKind::Payment | PostingKind::Reclaim => true,
            PostingKind::Release => posting.draft.from.kind != AccountKind::Selected,
            PostingKind::Settle | PostingKind::WriteOff => !posting.draft.reference.is_empty(),
            PostingKind::Budget
            | PostingKind::Allocate
            | PostingKind::Transfer
            | PostingKind::CarryOver
            | PostingKind::Ceiling
            | PostingKind::ObjectionReserve
            | PostingKind::Select
            | PostingKind::Return
            | PostingKind::Account
            | PostingKind::Receipt => false,
        };
        findings.unless(!asks || rests(&posting.draft.reference), "I8", || {
            let (seq, kind) = (posting.seq, posting.draft.kind.name());
            format!("posting {seq}: {kind} rests on no decision about grant {} and no order of it", record.id)
        });
    }
}

/// What was awarded by a decision is what was posted under its number.
fn awarded(record: &GrantRecord, books: &Books, findings: &mut Findings) {
    let Some(taken) = books.decisions_of(&record.id, DecisionKind::Award).next() else { return };
    let own = books.postings_of(&record.id).filter(|posting| posting.draft.kind == PostingKind::Award);
    let under = own.filter(|posting| posting.draft.reference == taken.number.0);
    let posted: i64 = under.map(|posting| posting.draft.amount.get()).sum();
    findings.unless(posted == taken.sum.get(), "I8", || {
        format!("decision {}: {posted} cents were awarded in the ledger, not {}", taken.number, taken.sum)
    });
}

/// What was ever ordered in a year of a grant is the sum of its orders, and what was given up of that, of those that were
/// cancelled. An order in the place of one that came back is the same money.
fn ordered(record: &GrantRecord, orders: &[&Order], books: &Books, findings: &mut Findings) {
    let mut sums: BTreeMap<&LineId, [i64; 4]> = BTreeMap::new();
    for posting in books.postings_of(&record.id) {
        let draft = &posting.draft;
        let own = sums.entry(&draft.from.line).or_default();
        if draft.kind == PostingKind::Advance {
            own[0] += draft.amount.get();
        } else if (draft.kind, draft.from.kind) == (PostingKind::Release, AccountKind::Payable) {
            own[1] += draft.amount.get();
        }
    }
    for order in orders {
        let own = sums.entry(&order.line).or_default();
        own[2] += if order.state == OrderState::Renewed { 0 } else { order.amount.get() };
        own[3] += if order.state == OrderState::Cancelled { order.amount.get() } else { 0 };
    }
    for (line, [advanced, released, wanted, cancelled]) in sums {
        findings.unless((advanced, released) == (wanted, cancelled), "I8", || {
            format!(
                "grant {}: {advanced} cents were ordered and {released} given up on line {line}, its orders say {wanted} \
                 and {cancelled}",
                record.id
            )
        });
    }
}

/// A closed grant leaves the recipient what was settled, less what was reclaimed of that and what lapsed, and what was given
/// up.
fn kept(record: &GrantRecord, books: &Books, findings: &mut Findings) {
    if record.state != GrantState::Closed {
        return;
    }
    let settled = books.decisions_of(&record.id, DecisionKind::Settlement).next();
    let mut wanted = settled.map_or(0, |taken| taken.sum.get());
    for posting in books.postings_of(&record.id) {
        let draft = &posting.draft;
        if draft.kind == PostingKind::WriteOff {
            wanted += draft.amount.get();
        } else if (draft.kind, draft.from.kind) == (PostingKind::Reclaim, AccountKind::Settled) {
            wanted -= draft.amount.get();
        }
    }
    // What was still due and for which nobody was left to be paid. Not every order that was cancelled: one that the bank
    // gave back may stand there anew, or was set off against what was to be paid back.
    let of_year =
        |number: &str| books.agreed(&record.id).iter().any(|year| year.taken_back.as_deref() == Some(number));
    let lapsed = books.decisions_of(&record.id, DecisionKind::Revocation);
    wanted -= lapsed.filter(|taken| !of_year(&taken.number.0)).map(|taken| taken.sum.get()).sum::<i64>();
    let own = books.accounts_of(&record.id).filter(|one| one.key.kind == AccountKind::Settled);
    let found: i64 = own.map(|one| one.balance().get()).sum();
    findings.unless(found == wanted, "I8", || {
        format!("grant {}: it is closed with {found} cents, and its decisions say {wanted}", record.id)
    });
}

/// A round that was certified had its ceiling in the ledger when the first plan was set aside out of it.
fn ceiling(found: &Round, own: &[&Posting], findings: &mut Findings) {
    let is_certified = matches!(found.phase, Phase::Certified | Phase::Final);
    let first = own.iter().position(|posting| posting.draft.kind == PostingKind::Select);
    let Some(first) = first.filter(|_| is_certified && found.origin == Origin::Vote) else { return };
    // Without a winner the money may be gone before an objection is upheld.
    if own[first].draft.from.kind != AccountKind::Round {
        return;
    }
    let (mut free, mut objections) = (0_i64, 0_i64);
    for draft in own[..first].iter().map(|posting| &posting.draft) {
        for (key, sign) in [(&draft.to, 1), (&draft.from, -1)] {
            if key.kind == AccountKind::Round {
                free += sign * draft.amount.get();
            } else if key.kind == AccountKind::Objection {
                objections += sign * draft.amount.get();
            }
        }
    }
    let wanted = (found.plan.spendable().get(), found.plan.objection_reserve.get());
    findings.unless((free, objections) == wanted, "I8", || {
        format!(
            "round {}: it was counted over {free} cents and {objections} for objections, not its ceiling",
            found.id
        )
    });
}

/// What an area got by a division is what the division says.
fn divided(divisions: &[Division], books: &Books, findings: &mut Findings) {
    let mut moved: BTreeMap<(u64, &AllocationId), i64> = BTreeMap::new();
    let known: BTreeSet<u64> = divisions.iter().map(|one| one.number).collect();
    for posting in &books.postings {
        let draft = &posting.draft;
        let Some(Reference::Division(number)) = Reference::read(&draft.reference) else { continue };
        findings.unless(known.contains(&number), "I8", || {
            format!("posting {}: there is no division {number}", posting.seq)
        });
        for (key, sign) in [(&draft.to, 1), (&draft.from, -1)] {
            if let Some(part) = &key.allocation {
                *moved.entry((number, part)).or_default() += sign * draft.amount.get();
            }
        }
    }
    for one in divisions {
        for part in &one.parts {
            let found = moved.get(&(one.number, &part.allocation)).copied().unwrap_or_default();
            findings.unless(found == part.after.get() - part.before.get(), "I8", || {
                format!(
                    "division {}: {found} cents moved to {}, not what it says",
                    one.number, part.allocation
                )
            });
        }
    }
}
