//! I1 to I4: one ballot a letter, each with its leaf, none after the close; then the sealed list.

use std::collections::{BTreeMap, BTreeSet};

use super::super::ActError;
use super::{Findings, Subject};
use crate::domain::ballot::Ballot;
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::{Digest, unhex};
use crate::domain::log::entry::Entry;
use crate::domain::register;
use crate::domain::round::{Origin, Phase};
use crate::domain::rules::Rules;
use crate::domain::sealed::SealedBallots;
use crate::store::{self, Conn, ballot};

/// The ballots of one round.
pub async fn check(conn: &mut Conn, subject: &Subject, findings: &mut Findings) -> Result<(), ActError> {
    let Some(rules) = &subject.rules else { return Ok(()) };
    if subject.round.origin == Origin::Vote {
        letters(conn, subject, findings).await?;
        boxed(conn, subject, rules, findings).await?;
    }
    sealed(conn, subject, rules, findings).await
}

async fn letters(conn: &mut Conn, subject: &Subject, findings: &mut Findings) -> Result<(), ActError> {
    let id = &subject.round.id;
    let told = store::register::find(conn, id).await?;
    findings.unless(told.is_some_and(|register| register.accepted.is_some()), "I3", || {
        format!("{id}: no second person accepted the letters")
    });
    let kept = store::register::letters(conn, id).await?;
    let slots = || kept.iter().map(register::Entry::slot);
    let found = (register::counts(slots()), register::root(slots()), register::codes_mark(&kept));
    let logged = subject.entries.iter().any(|entry| match entry {
        Entry::Register { letters, spares, root, codes } => ((*letters, *spares), *root, *codes) == found,
        _ => false,
    });
    findings.unless(logged, "I3", || format!("{id}: the letters are not the ones in the log"));
    Ok(())
}

/// Ballots in the box beside the leaves in queue or log.
async fn boxed(
    conn: &mut Conn,
    subject: &Subject,
    rules: &Rules,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let id = &subject.round.id;
    let mut leaves: BTreeMap<Digest, ControlNumber> = BTreeMap::new();
    for entry in &subject.entries {
        if let Entry::Ballot { control, commitment } = entry {
            leaves.insert(*commitment, *control);
        }
    }
    let queued = ballot::queued(conn, id).await?;
    let kept = subject.round.phase == Phase::Open;
    findings
        .unless(queued.is_empty() || kept, "I4", || format!("{id}: ballots wait for a close that has been"));
    leaves.extend(queued.iter().map(|leaf| (leaf.commitment, leaf.control)));
    let stored = ballot::list(conn, id).await?;
    if subject.round.phase > Phase::Closed {
        findings.unless(stored.is_empty(), "I4", || {
            format!("{id}: {} ballots are still with letters", stored.len())
        });
        return Ok(());
    }
    let mut seen: BTreeSet<ControlNumber> = BTreeSet::new();
    for (one, control) in &stored {
        findings.unless(seen.insert(*control), "I1", || format!("{id}: letter {control} has two ballots"));
        findings.unless(opens(rules, one, *control), "I3", || {
            format!("{id}: the ballot of letter {control} was changed")
        });
        let leaf = leaves.remove(&one.commitment);
        findings.unless(leaf == Some(*control), "I3", || {
            format!("{id}: the ballot of letter {control} was added")
        });
    }
    for control in leaves.values() {
        findings.add("I3", format!("{id}: the ballot of letter {control} is missing"));
    }
    Ok(())
}

fn opens(rules: &Rules, stored: &ballot::Stored, control: ControlNumber) -> bool {
    let nonce = unhex(&stored.nonce).and_then(|bytes| <[u8; 32]>::try_from(bytes).ok());
    match (Ballot::parse(rules, &stored.choices), nonce) {
        (Ok(ballot), Some(nonce)) => {
            ballot.commitment(&rules.fingerprint(), control, &nonce) == stored.commitment
        }
        _ => false,
    }
}

/// The sealed list, row by row and as a whole.
async fn sealed(
    conn: &mut Conn,
    subject: &Subject,
    rules: &Rules,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let id = &subject.round.id;
    let rows = ballot::sealed(conn, id).await?;
    let logged = subject.entries.iter().find_map(|entry| match entry {
        Entry::Seal { ballots, sealed, .. } => Some((*ballots, *sealed)),
        _ => None,
    });
    let Some((count, digest)) = logged else {
        findings.unless(rows.is_empty(), "I3", || format!("{id}: sealed ballots before the seal"));
        return Ok(());
    };
    for (place, row) in (1..).zip(&rows) {
        findings
            .unless(row.number >= place, "I3", || format!("{id}: sealed ballot {} stands twice", row.number));
        let intact = row.digest == ballot::sealed_digest(id, row.number, &row.choices);
        findings.unless(intact, "I3", || format!("{id}: sealed ballot {} was changed", row.number));
        findings
            .unless(row.number <= count, "I3", || format!("{id}: sealed ballot {} was added", row.number));
    }
    let present: BTreeSet<u64> = rows.iter().map(|row| row.number).collect();
    for number in (1..=count).filter(|number| !present.contains(number)) {
        findings.add("I3", format!("{id}: sealed ballot {number} is missing"));
    }
    let ballots: Result<Vec<Ballot>, _> = rows.iter().map(|row| Ballot::parse(rules, &row.choices)).collect();
    let salt = ballot::salt(conn, id).await?;
    let same = match (ballots, salt) {
        (Ok(list), Some(salt)) => SealedBallots::new(id.clone(), salt, list).digest() == digest,
        _ => false,
    };
    findings.unless(same, "I3", || format!("{id}: the sealed ballots are not the ones in the log"));
    Ok(())
}
