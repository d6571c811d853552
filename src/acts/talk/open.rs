//! How far people talk about a plan now.

use crate::acts::ActError;
use crate::acts::pitch::assessment::Known;
use crate::domain::pitch::{Pitch, State};
use crate::domain::round::Round;
use crate::domain::talk::Open;
use crate::store::{self, Conn};

/// How far people talk about a plan of a round; nothing where it is no plan to talk about.
pub async fn of_plan(conn: &mut Conn, round: &Round, found: &Pitch) -> Result<Option<Open>, ActError> {
    // What happened says something about a refusal only.
    let known = match found.state {
        State::NotAdmitted => Some(Known::of(conn, round, &found.id).await?),
        State::Draft
        | State::Submitted
        | State::Incomplete
        | State::Admissible
        | State::Withdrawn
        | State::Merged => None,
    };
    let asked = known.as_ref().and_then(|known| known.course().appeal());
    Ok(Open::of(found, asked))
}

/// The same where the round is not read yet.
pub(in crate::acts) async fn found(conn: &mut Conn, found: &Pitch) -> Result<Option<Open>, ActError> {
    let round = store::round::find(conn, &found.round).await?.ok_or(ActError::NotFound)?;
    of_plan(conn, &round, found).await
}
