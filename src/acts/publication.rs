//! Reading what is published about a round: the sealed ballots, the outcome, the certificate.

use super::{ActError, round::OUTCOME};
use crate::domain::certificate::Certificate;
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::log::entry::Entry;
use crate::domain::outcome::OutcomeDocument;
use crate::domain::rules::Rules;
use crate::domain::sealed::SealedBallots;
use crate::store::{Conn, ballot, certificate, document};

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
    let rows = ballot::sealed(conn, id).await?;
    let mut text = format!("schuifruimte-ballots/1 {id} {}\n", rows.len());
    for row in &rows {
        text.push_str(&row.choices);
        text.push('\n');
    }
    let expected = super::log::entries(conn, id).await?.into_iter().find_map(|entry| match entry {
        Entry::Seal { sealed, .. } => Some(sealed),
        _ => None,
    });
    if expected != Some(Digest::of(text.as_bytes())) {
        return Err(ActError::Integrity(format!("the sealed ballots of {id} are not the ones in the log")));
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

/// The newest certificate of a round with its record, whatever became of it.
pub async fn certificate(
    conn: &mut Conn,
    id: &RoundId,
) -> Result<Option<(certificate::Stored, Certificate)>, ActError> {
    let Some(record) = certificate::list(conn, id).await?.pop() else { return Ok(None) };
    let broken = || ActError::Integrity(format!("certificate {} of {id} cannot be read", record.number));
    let bytes = document::find(conn, id, &certificate_name(record.number)).await?.ok_or_else(broken)?;
    if Digest::of(&bytes) != record.hash {
        return Err(broken());
    }
    let document = Certificate::parse(&bytes).ok_or_else(broken)?;
    Ok(Some((record, document)))
}
