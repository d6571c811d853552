//! Reading what is published about a round: the sealed ballots, the outcome, the certificate, and
//! all of it together as a bundle.

use std::collections::BTreeMap;

use super::ActError;
use super::round::{OUTCOME, RULES, rules};
use crate::domain::bundle::{self, Bundle};
use crate::domain::certificate::Certificate;
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::log::entry::Entry;
use crate::domain::lot::Draw;
use crate::domain::outcome::OutcomeDocument;
use crate::domain::register::write_controls;
use crate::domain::round::Origin;
use crate::domain::rules::Rules;
use crate::domain::sealed::SealedBallots;
use crate::store::{Conn, certificate, document, log, register, round, sealed};

/// The name of a certificate among a round's documents.
pub fn certificate_name(number: u64) -> String {
    format!("certificate-{number}.json")
}

/// The name of its signatures.
pub fn signatures_name(number: u64) -> String {
    format!("signatures-{number}.json")
}

/// The sealed ballots of a round, checked against the log.
pub async fn sealed(conn: &mut Conn, rules: &Rules) -> Result<SealedBallots, ActError> {
    let id = &rules.round;
    let rows = sealed::list(conn, id).await?;
    let broken = || ActError::Integrity(format!("the sealed ballots of {id} are not the ones in the log"));
    let salt = sealed::salt(conn, id).await?.ok_or_else(broken)?;
    let mut text = crate::domain::sealed::head(id, rows.len(), &salt);
    for row in &rows {
        text.push_str(&row.choices);
        text.push('\n');
    }
    let expected = super::log::entries(conn, id).await?.into_iter().find_map(|entry| match entry {
        Entry::Seal { sealed, .. } => Some(sealed),
        _ => None,
    });
    if expected != Some(Digest::of(text.as_bytes())) {
        return Err(broken());
    }
    SealedBallots::parse(rules, &text)
        .map_err(|error| ActError::Integrity(format!("the sealed ballots of {id}: {error}")))
}

/// The outcome of a round, once it was counted.
pub async fn outcome(conn: &mut Conn, id: &RoundId) -> Result<Option<OutcomeDocument>, ActError> {
    let Some(bytes) = document::find(conn, id, OUTCOME).await? else { return Ok(None) };
    let outcome = OutcomeDocument::parse(&bytes);
    Ok(Some(outcome.ok_or_else(|| ActError::Integrity(format!("the outcome of {id} cannot be read")))?))
}

/// The story of the count, where the ballots are published.
pub async fn trace(conn: &mut Conn, id: &RoundId) -> Result<Option<Vec<u8>>, ActError> {
    Ok(document::find(conn, id, bundle::TRACE).await?)
}

/// The lot of a round, if one was drawn: the one that the log names.
pub async fn draw(conn: &mut Conn, id: &RoundId) -> Result<Option<Draw>, ActError> {
    let logged = super::log::entries(conn, id).await?.into_iter().find_map(|entry| match entry {
        Entry::Draw { draw, .. } => Some(draw),
        _ => None,
    });
    let Some(hash) = logged else { return Ok(None) };
    let bytes = document::find(conn, id, bundle::DRAW).await?;
    let bytes = bytes.filter(|bytes| Digest::of(bytes) == hash);
    let draw = bytes.and_then(|bytes| Draw::parse(&bytes));
    Ok(Some(draw.ok_or_else(|| ActError::Integrity(format!("the lot of {id} is not the one in the log")))?))
}

/// The newest certificate of a round with its record, whatever became of it.
pub async fn certificate(
    conn: &mut Conn,
    id: &RoundId,
) -> Result<Option<(certificate::Stored, Certificate)>, ActError> {
    let Some(record) = certificate::list(conn, id).await?.pop() else { return Ok(None) };
    let document = read(conn, id, &record).await?;
    Ok(Some((record, document)))
}

/// The certificates that are or were in force, in order; each took the place of the one before it.
pub async fn chain(
    conn: &mut Conn,
    id: &RoundId,
) -> Result<Vec<(certificate::Stored, Certificate)>, ActError> {
    let mut chain = Vec::new();
    for record in certificate::list(conn, id).await?.into_iter().filter(|one| one.approved.is_some()) {
        let document = read(conn, id, &record).await?;
        chain.push((record, document));
    }
    Ok(chain)
}

async fn read(conn: &mut Conn, id: &RoundId, record: &certificate::Stored) -> Result<Certificate, ActError> {
    let broken = || ActError::Integrity(format!("certificate {} of {id} cannot be read", record.number));
    let bytes = document::find(conn, id, &certificate_name(record.number)).await?.ok_or_else(broken)?;
    if Digest::of(&bytes) != record.hash {
        return Err(broken());
    }
    Certificate::parse(&bytes).ok_or_else(broken)
}

/// Everything published about a certified round, byte for byte as it was fixed.
pub async fn bundle(conn: &mut Conn, id: &RoundId) -> Result<Bundle, ActError> {
    let found = round::find(conn, id).await?.ok_or(ActError::NotFound)?;
    if !found.phase.shows_outcome() {
        return Err(ActError::WrongPhase(found.phase));
    }
    let rules = rules(conn, id).await?;
    let signed = certificate::list(conn, id).await?.into_iter().filter(|one| one.approved.is_some());
    let mut numbers: Vec<u64> = signed.map(|one| one.number).collect();
    let number = numbers.pop().ok_or_else(|| incomplete(id, "certificate"))?;
    let mut files = BTreeMap::new();
    let mut documents = vec![
        (RULES.to_string(), RULES.to_string()),
        (OUTCOME.to_string(), OUTCOME.to_string()),
        (bundle::CERTIFICATE.to_string(), certificate_name(number)),
        (bundle::SIGNATURES.to_string(), signatures_name(number)),
    ];
    for number in numbers {
        documents.push((bundle::earlier_certificate(number), certificate_name(number)));
        documents.push((bundle::earlier_signatures(number), signatures_name(number)));
    }
    for (file, name) in documents {
        let bytes = document::find(conn, id, &name).await?.ok_or_else(|| incomplete(id, &name))?;
        files.insert(file, bytes);
    }
    // A count of before there were traces has none; `verify` knows which must have one.
    if let Some(trace) = trace(conn, id).await? {
        files.insert(bundle::TRACE.to_string(), trace);
    }
    if let Some(draw) = draw(conn, id).await? {
        files.insert(bundle::DRAW.to_string(), draw.write());
    }
    let mut lines = Vec::new();
    for stored in log::round(conn, id).await? {
        lines.extend_from_slice(&stored.entry);
        lines.push(b'\n');
    }
    files.insert(bundle::LOG.to_string(), lines);
    let newest = log::checkpoints(conn, id).await?.pop().ok_or_else(|| incomplete(id, "checkpoint"))?;
    files.insert(bundle::CHECKPOINT.to_string(), newest.note.into_bytes());
    files.insert(bundle::LOG_KEY.to_string(), format!("{}\n", rules.log_key).into_bytes());
    if found.origin == Origin::Vote {
        let slots = register::slots(conn, id).await?;
        files.insert(bundle::CONTROLS.to_string(), write_controls(slots.into_iter()).into_bytes());
    }
    let sealed = sealed(conn, &rules).await?;
    if rules.publishes_ballots(sealed.count()) {
        files.insert(bundle::BALLOTS.to_string(), sealed.write().into_bytes());
    }
    Ok(Bundle::new(files))
}

fn incomplete(id: &RoundId, what: &str) -> ActError {
    ActError::Integrity(format!("{id} is certified and has no {what}"))
}
