//! I3 for the ways in which ballots come in: what was counted of them makes up the ballots, each paper is where its stack
//! says, and nothing that was read off a paper outlives it. And I6 for the last moment of a vote: it is the one of the log.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::paper::place;
use super::super::{ActError, help};
use super::{Findings, Subject};
use crate::domain::ballot_box::BallotBox;
use crate::domain::channel::{Channel, told};
use crate::domain::leaf;
use crate::domain::log::entry::Entry;
use crate::domain::paper::{self, State};
use crate::domain::revocation;
use crate::domain::round::Phase;
use crate::store::channel::Help;
use crate::store::{self, Conn, ballot, channel, extension, log};

/// The ways and the papers of one round.
pub async fn check(
    conn: &mut Conn,
    subject: &Subject,
    ballots: Option<&BallotBox>,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let (id, phase) = (&subject.round.id, subject.round.phase);
    extended(conn, subject, findings).await?;
    let counted = channel::list(conn, id).await?;
    if phase == Phase::Cancelled {
        findings.unless(counted.is_empty(), "I3", || format!("{id}: a stopped vote has numbers of ballots"));
        return Ok(());
    }
    let queued = ballot::queued(conn, id).await?;
    let leaves = [leaf::of_log(&subject.entries).unwrap_or_default(), queued].concat();
    let first = leaves.iter().filter(|leaf| leaf.replaces.is_none()).count();
    let close = subject.entries.iter().find_map(|entry| match entry {
        Entry::Close { channels, .. } => Some(channels),
        _ => None,
    });
    // Rounds that closed before ways were counted have neither numbers nor totals in their log.
    let is_from_before = counted.is_empty() && close.is_some_and(Vec::is_empty);
    let sum: u64 = counted.iter().map(|(_, ballots)| ballots).sum();
    findings.unless(is_from_before || u64::try_from(first) == Ok(sum), "I3", || {
        format!("{id}: {sum} ballots were counted by their way, there are {first}")
    });
    findings.unless(close.is_none_or(|totals| *totals == told(&counted)), "I3", || {
        format!("{id}: the ways in which ballots came in are not the ones in the log")
    });
    let of = |wanted| counted.iter().find(|(one, _)| *one == wanted).map_or(0, |(_, ballots)| *ballots);
    let helped = channel::helped(conn, id).await?;
    for wanted in [Channel::Desk, Channel::Telephone] {
        let told: u64 = helped.iter().filter(|one| one.channel == wanted).map(|one| one.ballots).sum();
        findings.unless(told == of(wanted), "I3", || {
            format!("{id}: {told} voters were helped ({}), {} ballots came in", wanted.name(), of(wanted))
        });
    }
    noted(conn, subject, &helped, findings).await?;
    papers(conn, subject, (ballots, of(Channel::Paper)), findings).await
}

/// The last moment is the one of the log, which tells of each extension that two people made.
async fn extended(conn: &mut Conn, subject: &Subject, findings: &mut Findings) -> Result<(), ActError> {
    let id = &subject.round.id;
    let logged = subject.entries.iter().filter_map(|entry| match entry {
        Entry::Extend { until, .. } => Some(*until),
        _ => None,
    });
    let logged: Vec<_> = logged.collect();
    findings.unless(subject.round.extended.as_ref() == logged.last(), "I6", || {
        format!("{id}: the last moment of the vote is not the one in the log")
    });
    let done =
        extension::list(conn, id).await?.into_iter().filter(|one| one.state == revocation::State::Done);
    let done: Vec<_> = done.map(|one| one.until).collect();
    findings.unless(done == logged, "I6", || format!("{id}: its extensions are not the ones in the log"));
    Ok(())
}

/// Who helped is who said so in the staff log, and after the close as many voters as it told then. What a number of one
/// officer was before the close, only the ballots say, and they know no officer.
async fn noted(
    conn: &mut Conn,
    subject: &Subject,
    helped: &[Help],
    findings: &mut Findings,
) -> Result<(), ActError> {
    if helped.is_empty() {
        return Ok(());
    }
    let id = &subject.round.id;
    let (mut begun, mut closed) = (BTreeSet::new(), None);
    for stored in log::staff(conn).await? {
        let Ok(entry) = serde_json::from_slice::<Value>(&stored.entry) else { continue };
        if entry["object"] != id.as_str() {
            continue;
        }
        let detail = &entry["detail"];
        match entry["act"].as_str() {
            Some("ballot.help") => {
                begun.insert([&detail["day"], &detail["way"], &entry["by"]].map(Value::to_string));
            }
            Some("round.close") => closed = Some(detail["helped"].clone()),
            Some(_) | None => {}
        }
    }
    let said = |one: &Help| {
        let words = [one.day.as_str(), one.channel.name(), one.by.as_str()];
        begun.contains(&words.map(|word| Value::from(word).to_string()))
    };
    findings.unless(helped.iter().all(said), "I5", || {
        format!("{id}: someone helped voters, and the staff log does not tell of it")
    });
    findings.unless(closed.is_none_or(|told| told == help::told(helped)), "I5", || {
        format!("{id}: who helped voters is not what the staff log told at the close")
    });
    Ok(())
}

async fn papers(
    conn: &mut Conn,
    subject: &Subject,
    (ballots, counted): (Option<&BallotBox>, u64),
    findings: &mut Findings,
) -> Result<(), ActError> {
    let id = &subject.round.id;
    let all = store::paper::list(conn, id).await?;
    let cast = all.iter().filter(|paper| paper.state == State::Cast).count();
    findings.unless(u64::try_from(cast) == Ok(counted), "I3", || {
        format!("{id}: {cast} papers are in the box, {counted} ballots came in on paper")
    });
    for batch in store::paper::batches(conn, id).await? {
        let found = all.iter().filter(|paper| paper.batch == batch.id).count();
        findings.unless(u64::try_from(found) == Ok(batch.papers), "I3", || {
            format!("{id}: stack {} has {found} papers, {} were handed in", batch.number, batch.papers)
        });
    }
    for paper in &all {
        let entries = store::paper::entries(conn, &paper.id).await?;
        let wanted = match paper.state {
            State::Once | State::Equal => 1,
            State::Differs => 2,
            State::Waiting | State::Cast | State::Rejected => 0,
        };
        let name = || format!("{id}: paper {} of a stack", paper.number);
        findings
            .unless(entries.len() == wanted, "I3", || format!("{} has entries too many or too few", name()));
        findings.unless(subject.round.phase == Phase::Open || paper.state.is_final(), "I4", || {
            format!("{} still waits after the close", name())
        });
        let opens = |(half, locked): &(i64, Vec<u8>)| {
            ballots.is_none_or(|ballots| {
                let plain = ballots.take_out(&place(&paper.id, *half), locked);
                plain.is_some_and(|plain| paper::Entry::parse(&plain).is_some())
            })
        };
        findings.unless(entries.iter().all(opens), "I3", || format!("{}: an entry was changed", name()));
    }
    Ok(())
}
