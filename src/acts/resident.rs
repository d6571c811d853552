//! Residents whom a provider names. That someone leaves and comes back stands in no log: it would tell who votes when.

use super::{ActError, Context};
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::register::LetterState;
use crate::domain::sign_in::{MINUTES, SignIn};
use crate::store::ballot::Voter;
use crate::store::resident::{self, Away};
use crate::store::{self, Conn, ballot, revocation};

/// Lets someone leave for the provider, who may come back once and in time. `review` is the form they leave with; it is
/// kept locked.
pub async fn leave(
    ctx: &Context<'_>,
    round: &RoundId,
    sign_in: &SignIn,
    review: &str,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    resident::remove_ended(&mut tx, ctx.now).await?;
    let ends_at = ctx.now.plus_minutes(MINUTES);
    let away = Away { round: round.clone(), review: sign_in.lock(review), ends_at };
    resident::add(&mut tx, (&sign_in.state_mark(), &sign_in.browser_mark()), &away).await?;
    ctx.store.noting(store::commit(tx).await)?;
    Ok(())
}

/// Takes in whoever comes back: the round and the form they left with; `None` for who comes back twice, too late, with
/// another browser, or never left.
pub async fn come_back(ctx: &Context<'_>, sign_in: &SignIn) -> Result<Option<(RoundId, String)>, ActError> {
    let mut tx = ctx.begin().await?;
    let away = resident::take(&mut tx, (&sign_in.state_mark(), &sign_in.browser_mark())).await?;
    ctx.store.noting(store::commit(tx).await)?;
    let Some(away) = away.filter(|away| ctx.now < away.ends_at) else { return Ok(None) };
    Ok(sign_in.open(&away.review).map(|review| (away.round, review)))
}

/// The letter of a resident with the ballot under it: the one that was made, or the one that took its place at the desk.
/// `None` when the register knows nobody by this pseudonym.
pub async fn letter(conn: &mut Conn, round: &RoundId, pseudonym: &Digest) -> Result<Option<Voter>, ActError> {
    let Some(mut letter) = ballot::by_resident(conn, round, pseudonym).await? else { return Ok(None) };
    while letter.state == LetterState::Revoked {
        let Some(next) = revocation::replacement(conn, round, letter.control).await? else { break };
        let replaced = ballot::by_control(conn, round, next).await?;
        // A spare letter is used once, so that this comes to an end.
        letter = replaced.ok_or_else(|| ActError::Integrity(format!("a letter of {round} is missing")))?;
    }
    Ok(Some(letter))
}
