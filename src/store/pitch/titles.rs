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

/// The task of a bid; nothing of a plan that is none.
fn task_of(content: &Content) -> &str {
    if content.form == Form::Bid { content.offer.task.as_str() } else { "" }
}

/// Plans of which lists have another name or task than what was sent in last: for whoever checks.
pub async fn unfit(conn: &mut Conn) -> Result<Vec<PitchId>, StoreError> {
    let rows = sqlx::query(
        "SELECT p.id, p.sent_title, p.sent_task, v.content FROM pitch p LEFT JOIN pitch_version v ON v.pitch_id = p.id \
         AND v.number = (SELECT MAX(n.number) FROM pitch_version n WHERE n.pitch_id = p.id) ORDER BY p.id",
    )
    .fetch_all(conn)
    .await?;
    let mut unfit = Vec::new();
    for found in &rows {
        let sent = match row::maybe_text(found, "content")?.as_deref() {
            // Not sent in yet, or erased.
            None | Some("") => Content::default(),
            Some(text) => Content::read(text).ok_or_else(|| row::corrupt("content"))?,
        };
        let kept = (row::text(found, "sent_title")?, row::text(found, "sent_task")?);
        if (kept.0.as_str(), kept.1.as_str()) != (sent.title.as_str(), task_of(&sent)) {
            unfit.push(PitchId::new(row::text(found, "id")?));
        }
    }
    Ok(unfit)
}

/// Notes the task of a bid that is sent in now.
pub async fn set_task(conn: &mut Conn, id: &PitchId, content: &Content) -> Result<(), StoreError> {
    let task = task_of(content);
    sqlx::query("UPDATE pitch SET sent_task = $2 WHERE id = $1")
        .bind(id.as_str())
        .bind(task)
        .execute(conn)
        .await?;
    Ok(())
}
