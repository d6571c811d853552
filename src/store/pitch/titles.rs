//! What plans that were sent in are called, without reading what they say.

use super::super::{Conn, StoreError, row};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::pitch::{Content, Form, Pitch, State};

/// A plan that was sent in and not taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Titled {
    /// Which.
    pub id: PitchId,
    /// Where it stands.
    pub state: State,
    /// Its name as it was sent in last.
    pub title: String,
}

/// Those of a round, the first that came in first.
pub async fn of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Titled>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, state, sent_title FROM pitch WHERE round_id = $1 AND submitted_at IS NOT NULL AND erased_at IS NULL \
         AND state <> 'withdrawn' ORDER BY submitted_at, id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let mut all = Vec::with_capacity(rows.len());
    for found in &rows {
        all.push(Titled {
            id: PitchId::new(row::text(found, "id")?),
            state: State::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))?,
            title: row::text(found, "sent_title")?,
        });
    }
    Ok(all)
}

/// The plans of a round that were sent in, the longest waiting first; what was withdrawn included. Of what they say only the name.
pub async fn sent_in(conn: &mut Conn, round: &RoundId) -> Result<Vec<Pitch>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, round_id, initiative_id, applicant, state, '' AS content, sent_title, made_at, changed_at, submitted_at, \
         until_at, proposal_id, merged_into FROM pitch WHERE round_id = $1 AND submitted_at IS NOT NULL AND erased_at IS NULL \
         ORDER BY submitted_at, id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let mut all = Vec::with_capacity(rows.len());
    for found in &rows {
        let mut pitch = super::read(found)?;
        pitch.content.title = row::text(found, "sent_title")?;
        all.push(pitch);
    }
    Ok(all)
}

/// Notes what a plan is called that is sent in now.
pub async fn set(conn: &mut Conn, id: &PitchId, title: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE pitch SET sent_title = $2 WHERE id = $1")
        .bind(id.as_str())
        .bind(title)
        .execute(conn)
        .await?;
    Ok(())
}

/// Notes the task of a bid that is sent in now; nothing of a plan that is none.
pub async fn set_task(conn: &mut Conn, id: &PitchId, content: &Content) -> Result<(), StoreError> {
    let task = if content.form == Form::Bid { content.offer.task.as_str() } else { "" };
    sqlx::query("UPDATE pitch SET sent_task = $2 WHERE id = $1")
        .bind(id.as_str())
        .bind(task)
        .execute(conn)
        .await?;
    Ok(())
}
