//! Decisions, letters and objections: numbers without gaps, a mandate behind every signature, a decision behind every
//! award, and the letter that was sent as it was sent.

use std::collections::BTreeMap;

use super::super::ActError;
use super::Findings;
use super::books::Books;
use crate::domain::calendar::{day_of, objection_until};
use crate::domain::decision::{Decision, DecisionKind, DecisionNumber, Sending};
use crate::domain::digest::Digest;
use crate::domain::grant::{GrantRecord, GrantState};
use crate::domain::letter::Letter;
use crate::domain::mandate::{Mandate, covering};
use crate::domain::retention::ERASED;
use crate::store::{Conn, decision, mandate, objection, standing};

/// Everything about decisions.
pub(super) async fn check(conn: &mut Conn, books: &Books, findings: &mut Findings) -> Result<(), ActError> {
    let register = mandate::list(conn).await?;
    let numbers = books.decisions.iter().map(|taken| taken.number.0.as_str());
    gaps(numbers, "", findings);
    let sent = decision::sendings(conn).await?;
    for taken in &books.decisions {
        signed(taken, &register, findings);
        if let Some((sending, text)) = sent.get(&taken.number) {
            letter(taken, sending, text, findings);
        }
    }
    for record in &books.grants {
        decided(record, books, &sent, findings);
    }
    objections(conn, &books.decisions, findings).await
}

/// Numbers run from 1 in each year: `2027-00001`, with a letter before the year for some registers.
fn gaps<'a>(numbers: impl Iterator<Item = &'a str>, before: &str, findings: &mut Findings) {
    let mut last: BTreeMap<String, u64> = BTreeMap::new();
    for number in numbers {
        let year = number.split('-').next().unwrap_or_default().to_string();
        let seq = last.entry(year.clone()).or_default();
        *seq += 1;
        let wanted = year.strip_prefix(before).and_then(|year| year.parse().ok());
        let wanted = wanted.map(|year: i64| format!("{before}{}", DecisionNumber::of(year, *seq)));
        findings.unless(wanted.as_deref() == Some(number), "I9", || {
            format!("number {number} does not follow the one before it")
        });
    }
}

/// The mandate that a decision names covered it at that moment, and its facts are what was frozen.
fn signed(taken: &Decision, register: &[Mandate], findings: &mut Findings) {
    let covered = covering(register, &taken.by, taken.kind, taken.sum, taken.at);
    findings.unless(covered.is_some_and(|row| row.number == taken.mandate), "I9", || {
        format!("decision {}: no mandate covered it when it was taken", taken.number)
    });
    // Who asked for quick response is erased with the grant; the fingerprint is of what stood there.
    let is_erased = taken.proposal.is_none() && taken.facts.plan.applicant == ERASED;
    let intact = is_erased || Digest::of(taken.facts.write().as_bytes()) == taken.digest;
    findings.unless(intact, "I9", || format!("decision {}: its facts were changed", taken.number));
}

fn letter(taken: &Decision, sending: &Sending, text: &str, findings: &mut Findings) {
    let number = &taken.number;
    let dated = sending.on >= day_of(taken.at) && sending.objection_until == objection_until(sending.on);
    findings
        .unless(dated, "I9", || format!("decision {number}: the term for objections is not the legal one"));
    // The text may be gone after its term of keeping; what is there is what was sent.
    if text.is_empty() {
        return;
    }
    let same = Letter::parse(text)
        .is_some_and(|letter| letter.digest() == sending.letter && letter.date == sending.on.to_string());
    findings.unless(same, "I9", || format!("decision {number}: its letter is not the one that was sent"));
}

/// A grant that was refused has a decision that says so, and with the letter about an award the term began.
fn decided(
    record: &GrantRecord,
    books: &Books,
    sent: &BTreeMap<DecisionNumber, (Sending, String)>,
    findings: &mut Findings,
) {
    let of = |kind| books.decisions_of(&record.id, kind).next();
    let award = of(DecisionKind::Award);
    let refused = of(DecisionKind::Refusal).is_some() || record.state != GrantState::Refused;
    findings.unless(refused, "I8", || format!("grant {} is refused without a decision", record.id));
    let announced = award.is_some_and(|taken| sent.contains_key(&taken.number));
    findings.unless(!announced || record.state != GrantState::Awarded, "I9", || {
        format!("grant {}: the letter about its award was sent, and its term did not begin", record.id)
    });
    let is_past_award = record.state.is_awarded() && record.state != GrantState::Awarded;
    findings.unless(announced || !is_past_award, "I9", || {
        format!("grant {}: it went on after its award and no letter was sent", record.id)
    });
}

async fn objections(
    conn: &mut Conn,
    decisions: &[Decision],
    findings: &mut Findings,
) -> Result<(), ActError> {
    let all = objection::list(conn).await?;
    gaps(all.iter().map(|one| one.number.as_str()), "B", findings);
    for one in &all {
        let Some(ended) = &one.ended else { continue };
        let Some(number) = &ended.decision else { continue };
        let of = |number: &DecisionNumber| decisions.iter().find(|taken| &taken.number == number);
        let earlier = of(&one.decision);
        let right = of(number).is_some_and(|taken| {
            taken.kind == DecisionKind::Objection
                && earlier.is_some_and(|earlier| earlier.by != taken.by && taken.by == ended.by)
        });
        let refused_it = match earlier.and_then(|earlier| Some((&earlier.round, earlier.request?))) {
            None => false,
            Some((round, request)) => {
                let known = standing::requests(conn, round).await?;
                known.iter().any(|asked| asked.number == request && asked.is_decided_by(&ended.by))
            }
        };
        let right = right && !refused_it;
        findings.unless(right, "I9", || {
            format!(
                "objection {}: someone judged their own decision, or no decision stands behind it",
                one.number
            )
        });
    }
    Ok(())
}
