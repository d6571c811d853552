//! From two equal entries to the box: through the writer, as any vote. One letter counts once, whatever came first.

use std::sync::Arc;

use serde_json::json;

use super::super::ballot::{self, Vote, Way, Who, Writer};
use super::super::log::Note;
use super::super::{ActError, Context};
use super::claim_open;
use super::entering::{Which, find, must, read, stack};
use crate::domain::ballot_box::BallotBox;
use crate::domain::id::CastId;
use crate::domain::log::kept::Kept;
use crate::domain::paper::{Entry, Paper, Rejection, State, choices};
use crate::store::{Conn, paper};

/// How a paper on its way ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It is in the box.
    Cast,
    /// It does not count.
    Rejected(Rejection),
}

/// Brings an equal paper to the box. What stopped half-way is done again by the same call: the ballot, the number of its
/// way and the end of the paper are one transaction.
pub async fn cast(
    writer: &Writer,
    ctx: &mut Context<'_>,
    ballots: &Arc<BallotBox>,
    which: &Which,
) -> Result<Ended, ActError> {
    // By chance: a ballot that named its paper would tell in which way it came.
    let cast = CastId::new(ctx.seed.id());
    let (found, vote) = on_its_way(&mut *ctx.store.read().await?, ballots, which, cast).await?;
    let way = Way::Paper(found.id.clone());
    let reason = match ballot::cast_by(writer, ctx, ballots, (vote, way)).await {
        Ok(_) => return Ok(Ended::Cast),
        Err(ActError::AlreadyVoted | ActError::ChangeLocked) => Rejection::Voted,
        Err(ActError::CodeReplaced) => Rejection::Revoked,
        Err(ActError::CodeNotAccepted) => Rejection::NoLetter,
        Err(other) => return Err(other),
    };
    let mut tx = ctx.begin().await?;
    claim_open(&mut tx, &which.round).await?;
    must(paper::reject(&mut tx, &found.id, reason).await?)?;
    let stack = stack(&mut tx, which).await?;
    let detail = json!({ "stack": stack, "paper": which.number, "reason": reason.name() });
    let note = Note::with("paper.reject", &which.round, detail).of_rows(Kept::Papers, &which.batch);
    ctx.finish(tx, note).await?;
    Ok(Ended::Rejected(reason))
}

async fn on_its_way(
    conn: &mut Conn,
    ballots: &BallotBox,
    which: &Which,
    cast: CastId,
) -> Result<(Paper, Vote), ActError> {
    let found = find(conn, which).await?;
    if found.state != State::Equal {
        return Err(ActError::DraftChanged);
    }
    let entries = read(conn, ballots, &found.id).await?;
    let [Entry::Ballot { code, numbers }] = entries.as_slice() else { return Err(ActError::DraftChanged) };
    let choices = choices(ballots.rules(), numbers).ok_or(ActError::DraftChanged)?;
    let vote = Vote { choices, who: Who::Letter { code: *code, change: None }, cast };
    Ok((found, vote))
}
