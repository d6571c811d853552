//! Counting the sealed ballots.

use serde_json::json;

use super::super::log::{self, Note};
use super::super::{ActError, Context, publication};
use super::{OUTCOME, SealState, begin_step, rules, seal_state};
use crate::domain::bundle::TRACE;
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::log::entry::Entry;
use crate::domain::outcome::{Counted, OutcomeDocument};
use crate::domain::round::Step;
use crate::store::{document, round};

/// Counts, once the seal is done to its last step. The ballots cannot change any more, so counting happens before
/// the transaction begins.
pub async fn count(ctx: &Context<'_>, id: &RoundId) -> Result<(), ActError> {
    let mut conn = ctx.store.read().await?;
    let found = round::find(&mut conn, id).await?.ok_or(ActError::NotFound)?;
    found.phase.after(Step::Count).map_err(|wrong| ActError::WrongPhase(wrong.phase))?;
    if seal_state(&mut conn, id).await? != SealState::Done {
        return Err(ActError::SealUnfinished);
    }
    let rules = rules(&mut conn, id).await?;
    // Better now than after minutes of counting.
    log::is_own(ctx, id, &rules)?;
    let sealed = publication::sealed(&mut conn, &rules).await?;
    let draw = publication::draw(&mut conn, id).await?;
    drop(conn);
    let counting =
        tokio::task::spawn_blocking(move || OutcomeDocument::compute(&rules, draw.as_ref(), &sealed));
    let counted =
        counting.await.map_err(|error| ActError::Integrity(format!("the count stopped: {error}")))?;
    let Counted { outcome, trace } = counted?;
    let bytes = outcome.write();
    let mut tx = ctx.begin().await?;
    begin_step(&mut tx, id, Step::Count).await?;
    document::add(&mut tx, id, OUTCOME, &bytes).await?;
    if let Some(trace) = trace {
        document::add(&mut tx, id, TRACE, trace.as_bytes()).await?;
    }
    let hash = Digest::of(&bytes);
    let entry = Entry::Tally { at: ctx.now.whole_seconds(), outcome: hash };
    log::append(ctx, &mut tx, id, &[entry]).await?;
    ctx.finish(tx, Note::with("round.count", id, json!({ "outcome": hash }))).await
}
