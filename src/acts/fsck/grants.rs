//! I8, grants: each stands where its steps led, is of the sum that was set aside for it, holds what it was awarded until
//! it is settled, and is about the plan that was voted on.

use super::super::ActError;
use super::books::Books;
use super::{Findings, Subject};
use crate::domain::certificate::Certificate;
use crate::domain::decision::DecisionKind;
use crate::domain::grant::{GrantRecord, GrantState, Source};
use crate::domain::id::LineId;
use crate::domain::money::Cents;
use crate::domain::objection::Objection;
use crate::domain::round::Origin;
use crate::store::{Conn, certificate, objection};

/// Every grant.
pub async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    let objections = objection::list(conn).await?;
    for record in &books.grants {
        walked(record, books, findings);
        selected(record, books, &objections, findings);
        awarded(record, books, findings);
        held(record, books, findings);
    }
    Ok(())
}

/// The steps of a grant are a walk from the outcome to where it stands.
fn walked(record: &GrantRecord, books: &Books, findings: &mut Findings) {
    let id = &record.id;
    let mut stands = GrantState::Selected;
    for (wanted, event) in (1..).zip(books.history(id)) {
        let name = event.step.name();
        findings.unless(event.number == wanted && event.from == stands, "I8", || {
            format!("grant {id}: {name} stands where no step led")
        });
        findings.unless(event.from.after(event.step) == Ok(event.to), "I8", || {
            format!("grant {id}: {name} does not lead from {} to {}", event.from.name(), event.to.name())
        });
        stands = event.to;
    }
    findings.unless(record.state == stands, "I8", || {
        format!("grant {id} is {}, and its last step led to {}", record.state.name(), stands.name())
    });
}

/// What is noted for the first year is what was set aside: by a certificate or a request, or by an objection that was
/// upheld, out of what the round held back.
fn selected(record: &GrantRecord, books: &Books, objections: &[Objection], findings: &mut Findings) {
    let (id, amount) = (&record.id, record.amount);
    let (sum, from_held_back) = books.set_aside(id).last().copied().unwrap_or((Cents::ZERO, false));
    findings.unless(sum == amount, "I8", || format!("grant {id}: {sum} was set aside for it, not {amount}"));
    let upheld =
        objections.iter().any(|one| one.ended.as_ref().is_some_and(|it| it.grant.as_ref() == Some(id)));
    // A standing round holds nothing back: who is right gets money of the round itself.
    let held_back = upheld && record.source.proposal().is_some();
    findings.unless(held_back == from_held_back, "I8", || {
        format!("grant {id}: money held back for objections was set aside without one that was upheld, or the other way around")
    });
}

/// An award has a decision of its moment, of the sum of all its years, and nothing else has one.
fn awarded(record: &GrantRecord, books: &Books, findings: &mut Findings) {
    let (id, sum) = (&record.id, books.awarded(record));
    let award = books.award(id);
    let mut decisions = books.decisions_of(id, DecisionKind::Award);
    let Some(taken) = decisions.next() else {
        findings.unless(award.is_none() && !record.state.is_awarded(), "I8", || {
            format!("grant {id} is awarded without a decision")
        });
        return;
    };
    findings.unless(decisions.next().is_none(), "I8", || format!("grant {id} was awarded twice"));
    findings.unless(taken.sum == sum, "I8", || {
        format!("grant {id}: its award was decided at {}, and its years are {sum}", taken.sum)
    });
    let same = award.is_some_and(|event| (event.at, event.by.as_str()) == (taken.at, taken.by.as_str()));
    findings.unless(same, "I8", || {
        format!("grant {id}: decision {} awards it, and no step at that moment says so", taken.number)
    });
}

/// From the award until the settlement all its accounts of a year together hold what it was awarded for that year.
fn held(record: &GrantRecord, books: &Books, findings: &mut Findings) {
    let stands = matches!(
        record.state,
        GrantState::Awarded
            | GrantState::Objection
            | GrantState::Advances
            | GrantState::Running
            | GrantState::Accounted
    );
    if !stands {
        return;
    }
    let of = |line: &LineId| {
        let own = books.accounts_of(&record.id).filter(|account| &account.key.line == line);
        Cents::sum(own.map(|account| account.balance())).unwrap_or(Cents::MAX)
    };
    let later = books.agreed(&record.id).iter().map(|year| match &year.taken_back {
        Some(_) => (&year.slice.line, Cents::ZERO),
        None => (&year.slice.line, year.slice.amount),
    });
    for (line, wanted) in std::iter::once((&record.line, record.amount)).chain(later) {
        let found = of(line);
        findings.unless(found == wanted, "I8", || {
            format!(
                "grant {}: {found} of what it was awarded on line {line} is held, not {wanted}",
                record.id
            )
        });
    }
}

/// The grants of a round are about the plans of its frozen rules, and under the certificates that set money aside for them.
pub fn certified(
    subject: &Subject,
    chain: &[(certificate::Stored, Certificate)],
    books: &Books,
    findings: &mut Findings,
) {
    let Some(rules) = &subject.rules else { return };
    let of_round = |record: &&GrantRecord| record.source.round() == &rules.round;
    let mut wanted: Vec<_> = chain
        .iter()
        .filter(|_| subject.round.origin == Origin::Vote)
        .flat_map(|(stored, one)| one.set_aside().map(|grant| (stored.number, &grant.proposal, grant.amount)))
        .collect();
    for record in books.grants.iter().filter(of_round) {
        let Source::Vote { proposal, certificate, .. } = &record.source else { continue };
        let same = rules.proposal(proposal).is_some_and(|plan| {
            (&plan.title, &plan.applicant, plan.pot) == (&record.title, &record.applicant, record.pot)
        });
        findings.unless(same, "I6", || {
            format!("grant {}: its plan was called something else when the round opened", record.id)
        });
        let (sum, from_held_back) =
            books.set_aside(&record.id).first().copied().unwrap_or((Cents::ZERO, false));
        if from_held_back {
            let is_in_force = chain.iter().any(|(stored, _)| stored.number == *certificate);
            findings.unless(is_in_force, "I8", || format!("grant {}: it has no certificate", record.id));
            continue;
        }
        let place = wanted.iter().position(|one| *one == (*certificate, proposal, sum));
        findings.unless(place.is_some(), "I8", || {
            format!("grant {}: certificate {certificate} does not set {sum} aside for it", record.id)
        });
        wanted.retain(|one| one.1 != proposal);
    }
    for (number, proposal, amount) in wanted {
        findings.add(
            "I8",
            format!(
                "{}: certificate {number} sets {amount} aside for plan {proposal}, and there is no grant",
                rules.round
            ),
        );
    }
}
