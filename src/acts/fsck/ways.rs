//! I3 for the ways in which ballots come in: what was counted of them makes up the ballots, each paper is where its stack
//! says, and nothing that was read off a paper outlives it. And I6 for the last moment of a vote: it is the one of the log.

use super::super::ActError;
use super::super::paper::place;
use super::{Findings, Subject};
use crate::domain::ballot_box::BallotBox;
use crate::domain::channel::{Channel, told};
use crate::domain::leaf;
use crate::domain::log::entry::Entry;
use crate::domain::paper::{self, State};
use crate::domain::round::Phase;
use crate::store::{self, Conn, ballot, channel};

/// The ways and the papers of one round.
pub async fn check(
    conn: &mut Conn,
    subject: &Subject,
    ballots: Option<&BallotBox>,
    findings: &mut Findings,
) -> Result<(), ActError> {
    let (id, phase) = (&subject.round.id, subject.round.phase);
    let last = subject.entries.iter().rev().find_map(|entry| match entry {
        Entry::Extend { until, .. } => Some(*until),
        _ => None,
    });
    findings.unless(subject.round.extended == last, "I6", || {
        format!("{id}: the last moment of the vote is not the one in the log")
    });
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
    papers(conn, subject, (ballots, of(Channel::Paper)), findings).await
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
