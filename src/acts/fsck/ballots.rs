//! I1 to I4: one ballot a letter, each with its leaf, none after the close; then the sealed list.

use std::collections::{BTreeMap, BTreeSet};

use super::super::{ActError, log::size};
use super::{Findings, Subject, ways};
use crate::domain::ballot::Ballot;
use crate::domain::ballot_box::{BallotBox, Owner};
use crate::domain::ballot_key::BallotKey;
use crate::domain::control_number::ControlNumber;
use crate::domain::leaf;
use crate::domain::log::entry::Entry;
use crate::domain::register::{self, LetterState};
use crate::domain::round::{Origin, Phase};
use crate::domain::rules::Rules;
use crate::domain::sealed::SealedBallots;
use crate::store::{self, Conn, ballot, sealed};

/// The ballots of one round.
pub async fn check(
    conn: &mut Conn,
    subject: &Subject,
    key: Option<BallotKey>,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let Some(rules) = &subject.rules else { return Ok(()) };
    if subject.round.origin == Origin::Vote {
        letters(conn, subject, findings).await?;
        let ballots = key.map(|key| BallotBox::new(rules.clone(), key));
        boxed(conn, subject, ballots.as_ref(), findings).await?;
        ways::check(conn, subject, ballots.as_ref(), findings).await?;
    }
    sealed(conn, subject, rules, findings).await
}

/// The letters of the register, and which of them were revoked.
async fn letters(conn: &mut Conn, subject: &Subject, findings: &mut Findings) -> Result<(), ActError> {
    let id = &subject.round.id;
    let told = store::register::find(conn, id).await?;
    findings.unless(told.is_some_and(|register| register.accepted.is_some()), "I3", || {
        format!("{id}: no second person accepted the letters")
    });
    let slots = store::register::slots(conn, id).await?;
    let (letters, spares) = register::counts(slots.iter().copied());
    let found = ((letters, spares), register::root(slots.into_iter()));
    // The hashes of the codes are erased at the seal.
    let codes = match subject.round.phase {
        phase if phase > Phase::Closed => None,
        _ => Some(register::codes_mark(&store::register::letters(conn, id).await?)),
    };
    let logged = subject.entries.iter().any(|entry| match entry {
        Entry::Register { letters, spares, root, codes: mark } => {
            ((*letters, *spares), *root) == found && codes.is_none_or(|codes| codes == *mark)
        }
        _ => false,
    });
    findings.unless(logged, "I3", || format!("{id}: the letters are not the ones in the log"));
    // What the desk did since: each revoked letter and each spare put in its place stands in the log.
    let (mut revoked, mut used): (Vec<_>, Vec<_>) = subject.entries.iter().filter_map(revoked_by).unzip();
    revoked.sort();
    let kept = store::register::in_state(conn, id, LetterState::Revoked).await?;
    findings
        .unless(kept == revoked, "I3", || format!("{id}: the revoked letters are not the ones in the log"));
    used.retain(Option::is_some);
    let waiting = size(store::register::in_state(conn, id, LetterState::Spare).await?.len());
    findings.unless(waiting + size(used.len()) == spares, "I3", || {
        format!("{id}: the spare letters in use are not the ones in the log")
    });
    Ok(())
}

fn revoked_by(entry: &Entry) -> Option<(ControlNumber, Option<ControlNumber>)> {
    match entry {
        Entry::Revoke { control, by, .. } => Some((*control, *by)),
        _ => None,
    }
}

/// Ballots in the box beside the leaves in queue or log.
async fn boxed(
    conn: &mut Conn,
    subject: &Subject,
    ballots: Option<&BallotBox>,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let (id, phase) = (&subject.round.id, subject.round.phase);
    let queued = ballot::queued(conn, id).await?;
    findings.unless(queued.is_empty() || phase == Phase::Open, "I4", || {
        format!("{id}: ballots wait for a close that has been")
    });
    let logged = match leaf::of_log(&subject.entries) {
        Ok(logged) => logged,
        Err(fault) => {
            findings.add("I3", format!("{id}: {fault}"));
            return Ok(());
        }
    };
    let stored = ballot::list(conn, id).await?;
    if phase > Phase::Closed {
        findings.unless(stored.is_empty(), "I4", || {
            format!("{id}: {} ballots are still with letters", stored.len())
        });
        return Ok(());
    }
    let mut counting = match leaf::counting(&[logged, queued].concat()) {
        Ok(counting) => counting,
        Err(fault) => {
            findings.add("I1", format!("{id}: {fault}"));
            BTreeMap::new()
        }
    };
    for voter in &stored {
        let control = voter.control;
        let Some(one) = &voter.ballot else { continue };
        let owner = Owner { letter: &voter.letter, control };
        let opens = ballots.is_none_or(|ballots| ballots.open(owner, &one.locked).is_some());
        findings.unless(opens, "I3", || format!("{id}: the ballot of letter {control} was changed"));
        findings.unless(voter.state == LetterState::Issued, "I1", || {
            format!("{id}: letter {control} has a ballot and is not good")
        });
        findings.unless(counting.remove(&control) == Some(one.locked.commitment), "I3", || {
            format!("{id}: the ballot of letter {control} was added")
        });
    }
    for control in counting.keys() {
        findings.add("I3", format!("{id}: the ballot of letter {control} is missing"));
    }
    Ok(())
}

/// The sealed list, row by row and as a whole.
async fn sealed(
    conn: &mut Conn,
    subject: &Subject,
    rules: &Rules,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let id = &subject.round.id;
    let rows = sealed::list(conn, id).await?;
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
        let intact = row.digest == sealed::digest(id, row.number, &row.choices);
        findings.unless(intact, "I3", || format!("{id}: sealed ballot {} was changed", row.number));
        findings
            .unless(row.number <= count, "I3", || format!("{id}: sealed ballot {} was added", row.number));
    }
    let present: BTreeSet<u64> = rows.iter().map(|row| row.number).collect();
    for number in (1..=count).filter(|number| !present.contains(number)) {
        findings.add("I3", format!("{id}: sealed ballot {number} is missing"));
    }
    let ballots: Result<Vec<Ballot>, _> = rows.iter().map(|row| Ballot::parse(rules, &row.choices)).collect();
    let salt = sealed::salt(conn, id).await?;
    let same = match (ballots, salt) {
        (Ok(list), Some(salt)) => SealedBallots::new(id.clone(), salt, list).digest() == digest,
        _ => false,
    };
    findings.unless(same, "I3", || format!("{id}: the sealed ballots are not the ones in the log"));
    Ok(())
}
