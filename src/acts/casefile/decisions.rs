//! Decisions, the letters about them as they were sent, and objections.

use serde_json::{Value, json};

use super::super::ActError;
use crate::domain::casefile::{Body, Part};
use crate::domain::decision::{Decision, Sending};
use crate::domain::letter::Letter;
use crate::domain::objection::Objection;
use crate::store::{self, Conn};

/// Everything about these decisions.
pub(super) async fn parts(conn: &mut Conn, decisions: &[Decision]) -> Result<Vec<Part>, ActError> {
    let (mut told, mut objections, mut parts) = (Vec::new(), Vec::new(), Vec::new());
    for taken in decisions {
        let sending = store::decision::sending(conn, &taken.number).await?;
        told.push(decision(taken, sending.as_ref()));
        // A letter whose text had its time is in the case file that was made before; its fingerprint stays here.
        let text = store::decision::letter(conn, &taken.number).await?.unwrap_or_default();
        if let Some(letter) = Letter::parse(&text) {
            parts.push(Part {
                name: format!("brieven/{}", taken.number),
                about: "Brief over een besluit, zoals hij is verstuurd",
                body: Body::Letter(letter),
            });
        }
        objections.extend(store::objection::of_decision(conn, &taken.number).await?.iter().map(objection));
    }
    parts.push(Part::json("besluiten", "Besluiten, met gronden en verzending", told.into()));
    parts.push(Part::json("bezwaren", "Bezwaren tegen de besluiten", objections.into()));
    Ok(parts)
}

fn decision(taken: &Decision, sending: Option<&Sending>) -> Value {
    let facts: Value = serde_json::from_str(&taken.facts.write()).expect("facts are written as JSON");
    let sending = sending.map(|sending| {
        json!({
            "on": sending.on.to_string(), "means": sending.means.name(),
            "objection_until": sending.objection_until.to_string(), "at": sending.at, "by": sending.by,
            "letter_sha256": sending.letter,
        })
    });
    json!({
        "number": taken.number.0, "kind": taken.kind.name(), "grant": taken.grant, "round": taken.round,
        "proposal": taken.proposal, "request": taken.request, "sum": taken.sum, "at": taken.at, "by": taken.by, "function": taken.function,
        "mandate": taken.mandate, "reason": taken.reason, "facts_sha256": taken.digest, "facts": facts,
        "sending": sending,
    })
}

fn objection(one: &Objection) -> Value {
    let extensions: Vec<Value> = one
        .extensions
        .iter()
        .map(|more| json!({ "until": more.until.to_string(), "reason": more.reason, "at": more.at, "by": more.by }))
        .collect();
    let ended = one.ended.as_ref().map(|ended| {
        json!({
            "outcome": ended.outcome.name(), "decision": ended.decision.as_ref().map(|number| &number.0),
            "grant": ended.grant, "reason": ended.reason, "at": ended.at, "by": ended.by,
        })
    });
    json!({
        "number": one.number, "decision": one.decision.0, "received_on": one.received.to_string(),
        "posted_on": one.posted.map(|day| day.to_string()), "reference": one.reference,
        "advice": one.advice.name(), "at": one.at, "by": one.by, "extensions": extensions, "ended": ended,
    })
}
