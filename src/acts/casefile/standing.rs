//! The case file of a standing round: its rule, every request with what was decided, its postings, and the files of its
//! grants. It can be taken while the round runs; then it says that it goes on.

use serde_json::{Value, json};

use super::super::ActError;
use super::{decisions, postings};
use crate::domain::casefile::{CaseFile, Part, Subject};
use crate::domain::id::RoundId;
use crate::domain::interest::Interest;
use crate::domain::retention::Kind;
use crate::domain::standing::{QuickRequest, StandingRound};
use crate::store::{self, Conn};

/// Everything of a standing round.
pub(super) async fn standing(conn: &mut Conn, id: &RoundId) -> Result<CaseFile, ActError> {
    let found = store::standing::find(conn, id).await?.ok_or(ActError::NotFound)?;
    let requests = store::standing::requests(conn, id).await?;
    let mut parts = vec![
        Part::json("ronde", "De snelle pot: regeling, plafond, termijn", facts(&found)),
        Part::json(
            "aanvragen",
            "Elke aanvraag, met het besluit en waarom",
            requests.iter().map(request).collect(),
        ),
    ];
    parts.push(Part::json("belangen", "Verklaringen over belangen", interests(conn, id).await?));
    parts.extend(postings(&store::ledger::postings_of_round(conn, id).await?));
    let decisions = store::decision::of_requests(conn, id).await?;
    parts.extend(
        decisions::parts(conn, &decisions).await?.into_iter().map(|part| part.within("zonder-subsidie")),
    );
    let (mut until, mut over) = (found.ended_at, found.ended_at.is_some());
    for record in store::grant::of_round(conn, id).await? {
        let file = super::grant::grant(conn, &record.id).await?;
        over &= file.until.is_some();
        until = until.max(file.until);
        let folder = format!("subsidies/{}", record.id);
        parts.extend(file.parts.into_iter().map(|part| part.within(&folder)));
    }
    Ok(CaseFile {
        subject: Subject::Standing,
        id: id.to_string(),
        title: found.plan.title.clone(),
        from: Some(found.opened_at),
        until: until.filter(|_| over),
        terms: vec![
            Kind::Recipient,
            Kind::Applicant,
            Kind::Words,
            Kind::Request,
            Kind::Interest,
            Kind::Money,
            Kind::CaseFile,
        ],
        parts,
    })
}

fn facts(round: &StandingRound) -> Value {
    let plan = &round.plan;
    let regulation = json!({
        "title": plan.regulation.title, "place": plan.regulation.place, "date": plan.regulation.date,
    });
    json!({
        "id": round.id, "title": plan.title, "area": round.area, "area_name": round.area_name, "year": round.year,
        "line": round.line, "allocation": round.allocation, "ceiling": plan.ceiling, "most": plan.most,
        "term_days": plan.term_days, "regulation": regulation, "opened_at": round.opened_at,
        "ended_at": round.ended_at,
    })
}

/// Who stated an interest in which request, or in none.
async fn interests(conn: &mut Conn, id: &RoundId) -> Result<Value, ActError> {
    let stated = store::interest::list(conn, id).await?;
    let one = |one: &Interest| {
        // A request stands in the place of the plan, by its number.
        json!({ "by": one.by, "request": one.plan, "reason": one.reason, "at": one.at })
    };
    Ok(stated.iter().map(one).collect())
}

fn request(one: &QuickRequest) -> Value {
    let decided = one.decided.as_ref().map(|decided| {
        json!({
            "grant": decided.grant, "reason": decided.reason, "by": decided.by, "at": decided.at,
        })
    });
    json!({
        "number": one.number, "applicant": one.asked.applicant, "title": one.asked.title, "place": one.asked.place,
        "amount": one.asked.amount, "received_at": one.asked.received_at, "due_at": one.due_at,
        "entered_by": one.entered_by, "decided": decided,
    })
}
