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

/// A visible round with its plans, as everyone may read them.
async fn round_with_plans(conn: &mut Conn, id: &str) -> Answer<(Round, Vec<Proposal>)> {
    let round = visible_round(conn, id).await?;
    let mut plans = store::proposal::list(conn, &round.id).await?;
    without_texts(conn, &round.id, &mut plans).await?;
    Ok((round, plans))
}

/// Takes out of plans the texts that the office took off. What they are called, what they cost and who asks stays: by that they stand on
/// the ballot, and the list keeps the fingerprint that it had.
async fn without_texts(conn: &mut Conn, round: &RoundId, plans: &mut [Proposal]) -> Answer<()> {
    let off = store::moderation::plans_off(conn, round).await?;
    let is_off = |plan: &Proposal| off.iter().any(|(_, id)| id.as_ref() == Some(&plan.id));
    for plan in plans.iter_mut().filter(|plan| is_off(plan)) {
        *plan = plan.clone().without_words();
    }
    Ok(())
}
