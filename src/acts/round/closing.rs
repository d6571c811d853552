//! Ending the vote.

use std::time::Duration;

use serde_json::json;

use super::super::log::{self, Note};
use super::super::paper::{self, EndedAll};
use super::super::{ActError, Context, extension, help};
use super::begin_step;
use crate::domain::channel;
use crate::domain::deadline::PaperRule;
use crate::domain::id::RoundId;
use crate::domain::leaf::{self, LeafFault};
use crate::domain::log::entry::Entry;
use crate::domain::paper::Rejection;
use crate::domain::round::{Phase, Round, Step};
use crate::store::{self, Tx, Votes, ballot, revocation, round};

/// How often emptying is tried before it is left to the next hour.
const FORGET_TRIALS: u32 = 5;
/// The pause between two trials: someone who reads is ready in a moment, a backup is not.
const FORGET_PAUSE: Duration = Duration::from_millis(200);

/// Ends the vote at or after its last moment: the waiting leaves enter the log in random order, then the
/// close. It writes the same row as each vote does, so every ballot stands before it or does not exist.
pub async fn close(ctx: &mut Context<'_>, id: &RoundId) -> Result<(), ActError> {
    let order = ctx.seed.bytes();
    let mut tx = ctx.begin().await?;
    let found = begin_step(&mut tx, id, Step::Close).await?;
    if !found.may_close(ctx.now) {
        return Err(ActError::WrongPhase(found.phase));
    }
    let unentered = end_papers(&mut tx, &found).await?;
    let leaves = ballot::queued(&mut tx, id).await?;
    let ballots = leaf::counting(&leaves).map_err(|fault| broken(id, &fault))?.len();
    let mut entries = leaf::entries(leaves, &order);
    let channels = channel::told(&store::channel::list(&mut tx, id).await?);
    entries.push(Entry::Close { at: ctx.now.whole_seconds(), ballots: log::size(ballots), channels });
    log::append(ctx, &mut tx, id, &entries).await?;
    ballot::clear_queue(&mut tx, id).await?;
    let lapsed = revocation::lapse(&mut tx, id).await?;
    let helped = store::channel::helped(&mut tx, id).await?;
    let detail = json!({
        "ballots": ballots,
        "lapsed-revocations": lapsed,
        "unentered-papers": unentered.papers,
        "helped": help::told(&helped),
    });
    let note = unentered.told(Note::with("round.close", id, detail));
    let note = extension::lapse(&mut tx, id, note).await?;
    ctx.finish(tx, note).await
}

/// What the posted rule says of paper that waits: the vote cannot be closed yet, or what waits does not count.
async fn end_papers(tx: &mut Tx, found: &Round) -> Result<EndedAll, ActError> {
    match found.deadline().paper {
        PaperRule::HandedIn => match paper::waiting(tx, &found.id).await? {
            0 => Ok(EndedAll::default()),
            papers => Err(ActError::PapersWait(papers)),
        },
        PaperRule::Entered | PaperRule::None => paper::end_all(tx, &found.id, Rejection::Unentered).await,
    }
}

fn broken(id: &RoundId, fault: &LeafFault) -> ActError {
    ActError::Integrity(format!("the waiting ballots of {id}: {fault}"))
}

/// Empties what the database keeps of removed ballots. Someone who reads may be in the way for a moment, and
/// PostgreSQL would make voters of another round wait: then the service tries again every hour.
pub(in super::super) async fn forget(ctx: &Context<'_>) -> Result<(), ActError> {
    let rounds = round::list(&mut *ctx.store.read().await?).await?;
    let votes = if rounds.iter().any(|round| round.phase == Phase::Open) { Votes::Open } else { Votes::None };
    for trial in 1..=FORGET_TRIALS {
        let is_last = trial == FORGET_TRIALS || ctx.store.puts_off(votes);
        // While an older transaction runs the work would have to be done again: it waits for that, as long as it can.
        let waits = !is_last && ctx.store.is_held_back().await?;
        if !waits && (ctx.store.forget(votes).await? || is_last) {
            break;
        }
        tokio::time::sleep(FORGET_PAUSE).await;
    }
    Ok(())
}
