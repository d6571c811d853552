//! Erasing what has had its time (General Data Protection Regulation art. 5(1)(e); the terms stand in
//! `docs/retention.md`). Whatever is published or proves a result stays.

use serde_json::json;

use super::log::Note;
use super::retention::{self, Emptied};
use super::{ActError, Context, round, session};
use crate::domain::id::RoundId;
use crate::domain::round::{Phase, Round};
use crate::store;

/// What was erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erased {
    /// Sessions of staff that had ended by themselves at least a day before.
    pub sessions: u64,
    /// Keyed hashes of codes of rounds in which nobody can vote any more.
    pub codes: u64,
    /// The rounds whose keys are of no use any more.
    pub rounds: Vec<RoundId>,
    /// What named people in the files of grants.
    pub emptied: Emptied,
}

/// Erases what has had its time. Done again, it changes nothing and notes nothing.
pub async fn run(ctx: &Context<'_>) -> Result<Erased, ActError> {
    let mut tx = ctx.begin().await?;
    let sessions = store::session::remove_ended(&mut tx, session::ended_before(ctx.now)).await?;
    store::code_try::remove_old(&mut tx, session::ended_before(ctx.now)).await?;
    let rounds = store::round::list(&mut tx).await?;
    let rounds: Vec<RoundId> = rounds.into_iter().filter(is_over).map(|round| round.id).collect();
    let mut codes = 0;
    for id in &rounds {
        codes += store::register::forget_codes(&mut tx, id).await?;
    }
    if sessions + codes > 0 {
        let detail = json!({ "sessions": sessions, "codes": codes });
        ctx.finish(tx, Note::with("erasure.run", "service", detail)).await?;
    } else {
        store::commit(tx).await?;
    }
    let emptied = retention::run(ctx).await?;
    // Also without anything new: what was removed earlier may have been in someone's way.
    round::forget(ctx).await?;
    Ok(Erased { sessions, codes, rounds, emptied })
}

/// Whether nobody will ever vote or open ballots in a round again. A round that is sealed but whose key still
/// has to be destroyed is left to the seal.
fn is_over(round: &Round) -> bool {
    round.phase == Phase::Cancelled || round.phase > Phase::Sealed
}
