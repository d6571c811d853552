//! Counting codes that no letter has.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context};
use crate::domain::digest::Digest;
use crate::domain::guess::{Bound, Guess};
use crate::domain::id::RoundId;
use crate::domain::time::Moment;
use crate::store::code_try::{self, Tries};
use crate::store::{self, Tx};

/// What is watched from now on, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// By its keyed hash.
    pub watched: Vec<(Digest, Moment)>,
}

/// Counts a code that no letter of the round has. In the same transaction the staff log says, once for each while, that
/// someone seems to guess; it names the round and nothing of codes or voters.
pub async fn count(ctx: &Context<'_>, round: &RoundId, guess: &Guess) -> Result<Counted, ActError> {
    let mut tx = ctx.begin().await?;
    let start = counted(ctx, &mut tx, &guess.start, Bound::Start).await?;
    let all = counted(ctx, &mut tx, &guess.round, Bound::Round).await?;
    let mut watched = Vec::new();
    let mut watch = |what: Digest, tries: Tries, bound: Bound| {
        let is_more = tries.number > bound.most();
        if is_more {
            watched.push((what, tries.since.plus_minutes(bound.minutes())));
        }
        is_more && tries.number == bound.most() + 1
    };
    let news = [
        (watch(guess.here, start, Bound::Start), "start"),
        (watch(guess.start, start, Bound::StartAnywhere), "start-anywhere"),
        (watch(guess.round, all, Bound::Round), "round"),
    ];
    let news: Vec<&str> = news.into_iter().filter_map(|(is_news, name)| is_news.then_some(name)).collect();
    if news.is_empty() {
        ctx.store.noting(store::commit(tx).await)?;
    } else {
        ctx.finish(tx, Note::with("code.guessed", round, json!({ "passed": news }))).await?;
    }
    Ok(Counted { watched })
}

async fn counted(ctx: &Context<'_>, tx: &mut Tx, what: &Digest, bound: Bound) -> Result<Tries, ActError> {
    Ok(code_try::add(tx, what, ctx.now.plus_minutes(-bound.minutes()), ctx.now).await?)
}
