//! The seal of a round: the auditors' bundle is the one in the log, nothing goes on before the key of the ballots was
//! destroyed, and no letter keeps what a code or a resident could be known by.

use super::super::{ActError, round::OPENING};
use super::{Findings, Subject};
use crate::domain::digest::Digest;
use crate::domain::log::entry::Entry;
use crate::domain::round::{Origin, Phase};
use crate::store::{Conn, document, register, resident};

/// The seal of one round. `has_key` says whether the key of its ballots is still there.
pub async fn check(
    conn: &mut Conn,
    subject: &Subject,
    has_key: bool,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let (id, phase) = (&subject.round.id, subject.round.phase);
    if subject.round.origin == Origin::Import || phase <= Phase::Closed || phase == Phase::Cancelled {
        return Ok(());
    }
    let (mut opening, mut named, mut destroyed) = (None, None, None);
    for entry in &subject.entries {
        match entry {
            Entry::Open { ballot_key, .. } => named = Some(*ballot_key),
            Entry::Seal { opening: file, .. } => opening = *file,
            Entry::Note { key, .. } => destroyed = Some(*key),
            Entry::Config { .. }
            | Entry::Register { .. }
            | Entry::Revoke { .. }
            | Entry::Extend { .. }
            | Entry::Import { .. }
            | Entry::Ballot { .. }
            | Entry::Void { .. }
            | Entry::Close { .. }
            | Entry::Cancel { .. }
            | Entry::Draw { .. }
            | Entry::Tally { .. }
            | Entry::Certificate { .. } => {}
        }
    }
    let remembered = register::remembered(conn, id).await?;
    findings.unless(remembered == 0, "I10", || {
        format!("{id}: {remembered} letters still have the hash of a code or the pseudonym of a resident")
    });
    let away = resident::count(conn, id).await?;
    findings.unless(away == 0, "I10", || format!("{id}: {away} residents may still come back to sign in"));
    match document::find(conn, id, OPENING).await? {
        None => findings.add("I3", format!("{id}: the auditors' bundle is missing")),
        Some(bytes) => findings.unless(opening == Some(Digest::of(&bytes)), "I3", || {
            format!("{id}: the auditors' bundle is not the one in the log")
        }),
    }
    findings.unless(phase == Phase::Sealed || destroyed.is_some(), "I4", || {
        format!("{id}: it went on before the key of the ballots was noted as destroyed")
    });
    findings.unless(destroyed.is_none() || destroyed == named, "I4", || {
        format!("{id}: the key that was noted as destroyed is not the one of the opening")
    });
    findings.unless(!(has_key && destroyed.is_some()), "I4", || {
        format!("{id}: the key of the ballots was noted as destroyed and is still there")
    });
    Ok(())
}
