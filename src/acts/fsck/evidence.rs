//! Things that were looked at by nobody: the checks behind an award, the account of a recipient against the ledger, the
//! counters of orders, the chain of budget terms, and who was taken from a reserve list.

use std::collections::BTreeMap;

use super::super::ActError;
use super::Findings;
use super::books::Books;
use crate::domain::check::{Answer, Answered, CheckKind};
use crate::domain::grant::GrantRecord;
use crate::domain::id::GrantId;
use crate::domain::ledger::{AccountKind, PostingKind};
use crate::domain::money::Cents;
use crate::store::{Conn, budget, check as checks, payment, reserve_list, round, settlement};

/// All of them.
pub async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    let mut answers: BTreeMap<GrantId, Vec<Answered>> = BTreeMap::new();
    for (grant, answer) in checks::all_answers(conn).await? {
        answers.entry(grant).or_default().push(answer);
    }
    let spent: BTreeMap<GrantId, Option<Cents>> = settlement::spent(conn).await?.into_iter().collect();
    for record in &books.grants {
        answered(record, &answers.remove(&record.id).unwrap_or_default(), books, findings);
        accounted(record, spent.get(&record.id), books, findings);
    }
    let (orders, batches) = payment::counted(conn).await?;
    let found = (payment::orders(conn).await?.len(), payment::batches(conn).await?.len());
    let (wanted_orders, wanted_batches) =
        (super::super::log::size(found.0), super::super::log::size(found.1));
    findings.unless((orders, batches) == (wanted_orders, wanted_batches), "I8", || {
        format!("{orders} orders and {batches} batches were numbered, there are {wanted_orders} and {wanted_batches}")
    });
    for whole in budget::budgets(conn).await? {
        let terms = budget::terms(conn, &whole.id).await?;
        findings.unless(terms.windows(2).all(|two| two[0].after == two[1].before), "I8", || {
            format!("budget {}: a change of its terms does not follow the one before", whole.id)
        });
    }
    for found in round::list(conn).await? {
        for out in reserve_list::outs(conn, &found.id).await? {
            let granted = |record: &&GrantRecord| {
                record.source.round() == &found.id && record.source.proposal() == Some(&out.proposal)
            };
            let moved_up = books
                .grants
                .iter()
                .find(granted)
                .is_some_and(|record| !books.set_aside(&record.id).first().is_some_and(|first| first.1));
            findings.unless(!moved_up, "I9", || {
                format!(
                    "round {}: plan {} was taken from the reserve list and has a grant",
                    found.id, out.proposal
                )
            });
        }
    }
    Ok(())
}

/// The checks that every award asks for had an answer, about one recipient as it was, by others than who awarded.
fn answered(record: &GrantRecord, answers: &[Answered], books: &Books, findings: &mut Findings) {
    let Some(award) = books.award(&record.id) else { return };
    let kinds = [
        CheckKind::Ceiling,
        CheckKind::RecipientRound,
        CheckKind::RecipientYear,
        CheckKind::Smo,
        CheckKind::Account,
        CheckKind::DoubleFunding,
        CheckKind::Permit,
    ];
    let last = |kind: CheckKind| answers.iter().rev().find(|one| one.kind == kind && one.at <= award.at);
    let found: Vec<&Answered> = kinds.into_iter().filter_map(last).collect();
    let holds = |one: &&Answered| match one.answer {
        Answer::Yes => true,
        Answer::No => false,
        Answer::NotApplicable => one.kind == CheckKind::Permit,
    };
    let about = found.first().map(|one| &one.about);
    let whole = found.len() == kinds.len()
        && found.iter().all(|one| holds(one) && Some(&one.about) == about && one.by.as_str() != award.by);
    findings.unless(whole, "I9", || {
        format!("grant {}: it was awarded without the checks that it needs, or by who did them", record.id)
    });
}

/// What a recipient accounted for in the ledger is no more than it says it spent, and nobody else accounted for anything.
fn accounted(record: &GrantRecord, spent: Option<&Option<Cents>>, books: &Books, findings: &mut Findings) {
    let mut posted = 0;
    for draft in books.postings_of(&record.id).map(|posting| &posting.draft) {
        if draft.kind == PostingKind::Account {
            posted += if draft.to.kind == AccountKind::Accounted {
                draft.amount.get()
            } else {
                -draft.amount.get()
            };
        }
    }
    let most = match spent {
        None => 0,
        Some(None) => i64::MAX,
        Some(Some(spent)) => spent.get(),
    };
    findings.unless(posted <= most, "I8", || {
        format!(
            "grant {}: {posted} cents are accounted for in the ledger, and its account says less",
            record.id
        )
    });
}
