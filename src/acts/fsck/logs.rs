//! I5: both logs only grow, and every checkpoint ever served agrees with the newest.

use super::super::ActError;
use super::{Findings, Subject};
use crate::domain::digest::Digest;
use crate::domain::log::chain;
use crate::domain::log::entry::Entry;
use crate::domain::log::merkle;
use crate::domain::log::note::NoteVerifier;
use crate::store::{Conn, log};

/// The chain of the staff log, from its first link to its head.
pub async fn staff(conn: &mut Conn, findings: &mut Findings) -> Result<(), ActError> {
    let mut previous = chain::start();
    let stored = log::staff(conn).await?;
    for (place, link) in (1..).zip(&stored) {
        findings.unless(link.seq == place, "I5", || format!("staff log: entry {place} is missing"));
        previous = chain::link(&previous, &link.entry);
        findings.unless(link.hash == previous, "I5", || format!("staff log: entry {} was changed", link.seq));
        previous = link.hash;
    }
    let (size, hash) = log::staff_head(conn).await?;
    let length = super::super::log::size(stored.len());
    let agrees = size == length && (stored.is_empty() || hash == previous.to_string());
    findings
        .unless(agrees, "I5", || format!("staff log: the head tells of {size} entries, there are {length}"));
    Ok(())
}

/// The tree of a round, the order of its entries, and every checkpoint.
pub async fn round(conn: &mut Conn, subject: &Subject, findings: &mut Findings) -> Result<(), ActError> {
    let id = &subject.round.id;
    let stored = log::round(conn, id).await?;
    let mut leaves: Vec<Digest> = Vec::new();
    for (place, entry) in (1..).zip(&stored) {
        let leaf = merkle::leaf(&entry.entry);
        findings.unless(entry.seq == place, "I5", || format!("log of {id}: entry {place} is missing"));
        findings.unless(entry.hash == leaf, "I5", || format!("log of {id}: entry {} was changed", entry.seq));
        leaves.push(leaf);
    }
    let mut previous: Option<&Entry> = None;
    for (place, entry) in (1..).zip(&subject.entries) {
        let follows = entry.may_follow(previous);
        findings.unless(follows, "I5", || {
            format!("log of {id}: entry {place} ({}) may not stand there", entry.name())
        });
        previous = Some(entry);
    }
    checkpoints(conn, subject, &leaves, findings).await
}

async fn checkpoints(
    conn: &mut Conn,
    subject: &Subject,
    leaves: &[Digest],
    findings: &mut Findings,
) -> Result<(), ActError> {
    let id = &subject.round.id;
    let served = log::checkpoints(conn, id).await?;
    let key = subject.rules.as_ref().and_then(|rules| NoteVerifier::parse(&rules.log_key));
    for one in &served {
        let place = usize::try_from(one.size).unwrap_or(usize::MAX);
        let root = leaves.get(..place).map(merkle::root);
        let agrees = root == Some(one.root);
        findings.unless(agrees, "I5", || {
            format!("log of {id}: it is not the one signed at {} entries", one.size)
        });
        let signed = key.as_ref().and_then(|key| key.open(&one.note).ok());
        let opens = signed.is_some_and(|note| (note.size, note.root) == (one.size, one.root));
        findings
            .unless(opens, "I5", || format!("log of {id}: the signature at {} entries is false", one.size));
    }
    let covered = served.last().map_or(0, |last| last.size) == super::super::log::size(leaves.len());
    findings.unless(covered, "I5", || format!("log of {id}: the newest checkpoint does not cover it"));
    Ok(())
}
