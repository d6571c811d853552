//! The case file of a certified round: its bundle, what it rested on, and the files of all its grants.

use serde_json::{Value, json};

use super::super::{ActError, publication};
use super::{decisions, postings};
use crate::domain::casefile::{Body, CaseFile, Part, Subject};
use crate::domain::id::RoundId;
use crate::domain::retention::Kind;
use crate::domain::round::Round;
use crate::domain::time::Moment;
use crate::store::{self, Conn};

/// Everything of a round. Refused before it is certified.
pub(super) async fn round(conn: &mut Conn, id: &RoundId) -> Result<CaseFile, ActError> {
    let found = store::round::find(conn, id).await?.ok_or(ActError::NotFound)?;
    let bundle = publication::bundle(conn, id).await?;
    let fixed = bundle.files().map(|(name, bytes)| Part {
        name: format!("bundel/{name}"),
        about: "De openbare bundel van de ronde, zoals hij is vastgelegd",
        body: Body::Fixed(bytes.to_vec()),
    });
    let mut parts: Vec<Part> = fixed.collect();
    let certificates = certificates(conn, id).await?;
    parts.push(Part::json("ronde", "De ronde: opzet, regeling, plafond", facts(&found)));
    parts.push(Part::json(
        "vaststellingen",
        "Wie elke vaststelling voorstelde en ondertekende",
        certificates,
    ));
    parts.push(Part::json(
        "belangen",
        "Verklaringen over belangen, en haalbaarheidstoetsen",
        stated(conn, id).await?,
    ));
    parts.extend(pictures(conn, id).await?);
    parts.extend(mixes(conn, &found).await?);
    parts.extend(postings(&store::ledger::postings_of_round(conn, id).await?));
    let decisions = store::decision::of_round(conn, id).await?;
    let without: Vec<_> = decisions.into_iter().filter(|taken| taken.grant.is_none()).collect();
    parts.extend(
        decisions::parts(conn, &without).await?.into_iter().map(|part| part.within("zonder-subsidie")),
    );
    let (mut until, mut over) = (last(conn, id).await?, true);
    for record in store::grant::of_round(conn, id).await? {
        let file = super::grant::grant(conn, &record.id).await?;
        over &= file.until.is_some();
        until = until.max(file.until);
        let folder = format!("subsidies/{}", record.id);
        parts.extend(file.parts.into_iter().map(|part| part.within(&folder)));
    }
    Ok(CaseFile {
        subject: Subject::Round,
        id: id.to_string(),
        title: found.plan.title.clone(),
        from: found.plan.dates.vote_from,
        until: until.filter(|_| over),
        terms: vec![
            Kind::Recipient,
            Kind::Applicant,
            Kind::Words,
            Kind::RoundWords,
            Kind::Picture,
            Kind::Interest,
            Kind::Money,
            Kind::CaseFile,
        ],
        parts,
    })
}

/// The pictures that were not erased, with their words.
async fn pictures(conn: &mut Conn, id: &RoundId) -> Result<Vec<Part>, ActError> {
    let (mut told, mut parts, mut after) = (Vec::new(), Vec::new(), (id.to_string(), String::new(), 0));
    while let Some((round, picture, [large, _])) =
        store::picture::next_files(conn, (&after.0, &after.1, after.2)).await?
    {
        if round != *id {
            break;
        }
        let name = format!("fotos/{}-{}.jpg", picture.plan, picture.number);
        told.push(json!({
            "file": name, "plan": picture.plan, "number": picture.number, "alt": picture.alt,
            "sha256": picture.large, "sha256_small": picture.small,
        }));
        parts.push(Part { name, about: "Een foto van een plan", body: Body::Fixed(large) });
        after = (round.to_string(), picture.plan.to_string(), picture.number);
    }
    if !told.is_empty() {
        parts.push(Part::json("fotos", "De foto's van de plannen", Value::from(told)));
    }
    Ok(parts)
}

fn facts(round: &Round) -> Value {
    let regulation = round.plan.regulation.as_ref();
    let regulation =
        regulation.map(|one| json!({ "title": one.title, "place": one.place, "date": one.date }));
    json!({
        "id": round.id, "title": round.plan.title, "area": round.area, "area_name": round.area_name,
        "year": round.year, "allocation": round.allocation, "phase": round.phase.name(),
        "ceiling": round.plan.ceiling, "objection_reserve": round.plan.objection_reserve,
        "granted": round.granted, "rules_sha256": round.rules, "regulation": regulation,
    })
}

async fn certificates(conn: &mut Conn, id: &RoundId) -> Result<Value, ActError> {
    let list = store::certificate::list(conn, id).await?;
    let one = |one: &store::certificate::Stored| {
        let approved = one.approved.as_ref().map(|(by, at)| json!({ "by": by, "at": at }));
        json!({
            "number": one.number, "sha256": one.hash, "proposed_by": one.proposed_by,
            "proposed_at": one.proposed_at, "approved": approved,
        })
    };
    Ok(list.iter().map(one).collect())
}

/// When the newest certificate was signed.
async fn last(conn: &mut Conn, id: &RoundId) -> Result<Option<Moment>, ActError> {
    let list = store::certificate::list(conn, id).await?;
    Ok(list.iter().filter_map(|one| one.approved.as_ref().map(|(_, at)| *at)).max())
}

async fn stated(conn: &mut Conn, id: &RoundId) -> Result<Value, ActError> {
    let interests = store::interest::list(conn, id).await?;
    let interests: Vec<Value> = interests
        .iter()
        .map(|one| json!({ "by": one.by, "plan": one.plan, "reason": one.reason, "at": one.at }))
        .collect();
    let checks = store::interest::plan_checks(conn, id).await?;
    let checks: Vec<Value> = checks
        .iter()
        .map(|one| {
            let feasible = one.feasible.name();
            json!({ "plan": one.plan, "feasible": feasible, "by": one.by, "at": one.at, "reason": one.reason })
        })
        .collect();
    Ok(json!({ "interests": interests, "plan_checks": checks }))
}

/// The mix statements of the area and the year, byte for byte as they were signed.
async fn mixes(conn: &mut Conn, round: &Round) -> Result<Vec<Part>, ActError> {
    let signed = store::mix::of_area(conn, &round.area, round.year).await?;
    let part = |one: store::mix::Stored| Part {
        name: format!("mix/verklaring-{}.json", one.number),
        about: "Mixverklaring van het wijkbureau, zoals zij is ondertekend",
        body: Body::Fixed(one.body),
    };
    Ok(signed.into_iter().map(part).collect())
}
