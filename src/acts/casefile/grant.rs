//! The case file of one grant.

use serde_json::{Value, json};

use super::super::ActError;
use super::{decisions, payments, postings};
use crate::domain::casefile::{CaseFile, Part, Subject};
use crate::domain::grant::{GrantRecord, GrantStep, Source};
use crate::domain::id::GrantId;
use crate::domain::recipient::Recipient;
use crate::domain::retention::Kind;
use crate::store::grant::Event;
use crate::store::{self, Conn};

/// Everything of a grant.
pub(super) async fn grant(conn: &mut Conn, id: &GrantId) -> Result<CaseFile, ActError> {
    let record = store::grant::find(conn, id).await?.ok_or(ActError::NotFound)?;
    let history = store::grant::history(conn, id).await?;
    let awarded = history.iter().any(|event| event.step == GrantStep::Award);
    let last = history.last().filter(|_| record.state.is_over());
    let mut parts = vec![
        Part::json("subsidie", "De subsidie: plan, bedrag, ronde, stand", facts(&record)),
        Part::json("verloop", "Elke stap, met wie, wanneer en waarom", history.iter().map(event).collect()),
        Part::json("jaren", "Jaarschijven en aankondiging van het einde", years(conn, &record).await?),
        Part::json("ontvanger", "Aan wie de subsidie is verleend", recipients(conn, id).await?),
        Part::json("toetsen", "Toetsen voor de verlening", checks(conn, id).await?),
    ];
    parts.extend(postings(&store::ledger::postings_of_grant(conn, id).await?));
    let decisions = store::decision::of_grant(conn, id).await?;
    parts.extend(decisions::parts(conn, &decisions).await?);
    parts.extend(payments::parts(conn, id).await?);
    Ok(CaseFile {
        subject: Subject::Grant,
        id: id.to_string(),
        title: record.title.clone(),
        from: history.first().map(|event| event.at),
        until: last.map(|event| event.at),
        terms: vec![
            if awarded { Kind::Recipient } else { Kind::Applicant },
            Kind::Words,
            Kind::Money,
            Kind::CaseFile,
        ],
        parts,
    })
}

fn facts(record: &GrantRecord) -> Value {
    let certificate = match &record.source {
        Source::Vote { certificate, .. } => Some(certificate),
        Source::Standing { .. } => None,
    };
    json!({
        "id": record.id, "title": record.title, "applicant": record.applicant, "amount": record.amount,
        "state": record.state.name(), "pot": record.pot.name(), "line": record.line,
        "allocation": record.allocation, "round": record.source.round(), "proposal": record.source.proposal(),
        "certificate": certificate,
    })
}

fn event(event: &Event) -> Value {
    json!({
        "number": event.number, "step": event.step.name(), "from": event.from.name(), "to": event.to.name(),
        "at": event.at, "by": event.by, "reason": event.reason,
    })
}

async fn years(conn: &mut Conn, record: &GrantRecord) -> Result<Value, ActError> {
    let whole = store::slice::whole(conn, record).await?;
    let slices: Vec<Value> = whole
        .slices()
        .iter()
        .map(|slice| json!({ "year": slice.year, "line": slice.line, "amount": slice.amount }))
        .collect();
    let notice = store::slice::notice(conn, &record.id).await?;
    let notice = notice.map(|notice| json!({ "at": notice.at, "by": notice.by, "reason": notice.reason }));
    Ok(json!({ "sum": whole.sum(), "slices": slices, "notice": notice }))
}

/// Of the account only the last four signs: the number itself is not needed to account for the grant.
fn recipient(one: &Recipient) -> Value {
    json!({
        "id": one.id, "kind": one.kind.name(), "name": one.name,
        "street": one.address.street, "postcode": one.address.postcode, "place": one.address.place,
        "kvk": one.kvk.as_ref().map(|number| number.as_str()),
        "rsin": one.rsin.as_ref().map(|number| number.as_str()),
        "account_name": one.account_name, "account_last": one.iban.as_ref().map(|iban| iban.last_four.as_str()),
        "signers": one.signers, "revision": one.revision,
    })
}

async fn recipients(conn: &mut Conn, id: &GrantId) -> Result<Value, ActError> {
    let own = store::recipient::of_grant(conn, id).await?;
    let mut members = Vec::new();
    for member in store::check::members(conn, id).await? {
        let found = store::recipient::find(conn, &member.recipient).await?;
        members.push(json!({
            "recipient": found.as_ref().map(recipient), "share": member.share, "consented_on": member.consented,
        }));
    }
    let onward = store::check::onward(conn, id).await?;
    let onward: Vec<Value> = onward
        .iter()
        .map(|one| {
            let kvk = one.kvk.as_ref().map(|number| number.as_str());
            json!({ "name": one.name, "kvk": kvk, "amount": one.amount, "purpose": one.purpose })
        })
        .collect();
    let payees = store::payee::of_grant(conn, id).await?;
    let changes: Vec<Value> = payees.iter().filter(|one| one.needs_second).map(payments::change).collect();
    Ok(json!({
        "recipient": own.as_ref().map(recipient), "members": members, "onward": onward, "changes": changes,
    }))
}

async fn checks(conn: &mut Conn, id: &GrantId) -> Result<Value, ActError> {
    let answers = store::check::answers(conn, id).await?;
    let answer = |one: &crate::domain::check::Answered| {
        json!({
            "check": one.kind.name(), "answer": one.answer.name(), "recipient": one.about.0, "revision": one.about.1,
            "by": one.by, "at": one.at, "reason": one.reason,
        })
    };
    Ok(answers.iter().map(answer).collect())
}
