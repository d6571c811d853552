//! Paper ballots: stacks as they are handed in, and what two people read off each paper (Dutch: invoer).
//!
//! Every act here holds the round, as each vote does, so that no paper is in two hands at once. The staff log tells who
//! entered which paper of which stack and how it ended; of what stood on it only the class of a reason.

mod casting;
mod entering;

use std::collections::BTreeSet;

use serde_json::json;

pub use casting::{Ended, cast};
pub(super) use entering::place;
pub use entering::{Which, differences, enter, resolve};

use super::log::Note;
use super::round::rules;
use super::{ActError, Context};
use crate::domain::deadline::PaperRule;
use crate::domain::id::{PaperBatchId, PaperId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::paper::{Batch, HandedIn, MAX_PAPERS, Rejection, State};
use crate::domain::round::Phase;
use crate::store::{Tx, paper, round};

/// Takes in a stack of so many papers. One that was handed in after the last moment is taken in as well: each of its papers
/// is a rejected line. Who takes in a stack after that moment says when it was handed in, and the staff log tells that.
pub async fn receive(
    ctx: &mut Context<'_>,
    id: &RoundId,
    papers: u64,
    handed: HandedIn,
) -> Result<PaperBatchId, ActError> {
    let received_by = ctx.person()?.clone();
    if !(1..=MAX_PAPERS).contains(&papers) {
        return Err(ActError::field("papers", "papers"));
    }
    let mut tx = ctx.begin().await?;
    claim_open(&mut tx, id).await?;
    if rules(&mut tx, id).await?.deadline().paper == PaperRule::None {
        return Err(ActError::field("papers", "no-paper"));
    }
    let found = round::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let is_over = found.is_past_end(ctx.now);
    let batches = paper::batches(&mut tx, id).await?;
    let batch = Batch {
        id: PaperBatchId::new(ctx.seed.id()),
        number: batches.last().map_or(0, |last| last.number) + 1,
        papers,
        late: is_over && handed == HandedIn::TooLate,
        received_by,
        received_at: ctx.now,
    };
    let ids: Vec<PaperId> = (0..papers).map(|_| PaperId::new(ctx.seed.id())).collect();
    let state = if batch.late { (State::Rejected, Some(Rejection::Late)) } else { (State::Waiting, None) };
    paper::add(&mut tx, id, &batch, (&ids, state.0, state.1)).await?;
    let detail =
        json!({ "stack": batch.number, "papers": papers, "late": batch.late, "after-the-end": is_over });
    ctx.finish(tx, Note::with("paper.receive", id, detail).of_rows(Kept::Papers, &batch.id)).await?;
    Ok(batch.id)
}

/// How many papers of a round are not at their end.
pub(super) async fn waiting(tx: &mut Tx, id: &RoundId) -> Result<u64, ActError> {
    let papers = paper::list(tx, id).await?;
    Ok(super::log::size(papers.iter().filter(|one| !one.state.is_final()).count()))
}

/// The papers that ended at one moment.
#[derive(Default)]
pub(super) struct EndedAll {
    /// How many.
    pub(super) papers: u64,
    stacks: BTreeSet<PaperBatchId>,
}

impl EndedAll {
    /// A note that tells of the stacks in which they are.
    pub(super) fn told(self, note: Note) -> Note {
        self.stacks.into_iter().fold(note, |note, stack| note.of_rows(Kept::Papers, stack))
    }
}

/// Ends every paper that is not at its end, and with it what was read off it.
pub(super) async fn end_all(tx: &mut Tx, id: &RoundId, reason: Rejection) -> Result<EndedAll, ActError> {
    let mut ended = EndedAll::default();
    for one in paper::list(tx, id).await?.into_iter().filter(|one| !one.state.is_final()) {
        ended.papers += u64::from(paper::reject(tx, &one.id, reason).await?);
        ended.stacks.insert(one.batch);
    }
    Ok(ended)
}

/// Takes the turn of the writer of ballots.
async fn claim_open(tx: &mut Tx, id: &RoundId) -> Result<(), ActError> {
    if round::claim(tx, id, Phase::Open).await? {
        return Ok(());
    }
    let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
    Err(ActError::WrongPhase(found.phase))
}
