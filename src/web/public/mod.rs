//! What residents and initiatives see.

pub mod about;
pub mod alliance;
pub mod ballot;
pub mod beside;
pub mod choose;
pub mod contributions;
pub mod follow;
pub mod guess;
pub mod home;
pub mod late;
pub mod letter;
pub mod log;
pub mod mix;
pub mod money;
pub mod news;
pub mod office_log;
pub mod outcome;
pub mod picture;
pub mod pitch_list;
pub mod pitches;
pub mod proposal;
pub mod quick;
pub mod receipt;
pub mod receipt_mail;
pub mod recount;
pub mod review;
pub mod round;
pub mod second_look;
pub mod security;
pub mod short;
pub mod sign_in;
pub mod support;
pub mod takeover;
pub mod talk;
pub mod tasks;
pub mod wanted;
pub mod ways;

use super::error::{Answer, Refusal};
use crate::domain::id::RoundId;
use crate::domain::proposal::Proposal;
use crate::domain::round::Round;
use crate::store::{self, Conn};

/// A round that residents may see; drafts do not exist for them.
async fn visible_round(conn: &mut Conn, id: &str) -> Answer<Round> {
    let found = store::round::find(conn, &RoundId::new(id)).await?;
    found.filter(|round| round.phase.is_public()).ok_or(Refusal::NOT_FOUND)
}

/// A round whose outcome residents may see; before the certificate there is none for them.
async fn decided_round(conn: &mut Conn, id: &str) -> Answer<Round> {
    let round = visible_round(conn, id).await?;
    if round.phase.shows_outcome() { Ok(round) } else { Err(Refusal::NOT_FOUND) }
}

/// A visible round with its plans.
async fn round_with_plans(conn: &mut Conn, id: &str) -> Answer<(Round, Vec<Proposal>)> {
    let round = visible_round(conn, id).await?;
    let plans = store::proposal::list(conn, &round.id).await?;
    Ok((round, plans))
}
