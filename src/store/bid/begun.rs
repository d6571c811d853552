//! Bids of which the task is still looked into, drafts of bids about which help was asked, and bids of which the takeover was decided:
//! each by its name and its task, without reading what plans say.

use super::super::{Conn, Row, StoreError, row};
use crate::domain::id::{PitchId, RoundId, TaskId};
use crate::domain::pitch::{Content, Form, State};

/// A bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bid {
    /// Which.
    pub id: PitchId,
    /// Of which round.
    pub round: RoundId,
    /// Where it stands.
    pub state: State,
    /// Its name as it was sent in last; of a draft nothing.
    pub title: String,
    /// The task that it is for.
    pub task: TaskId,
}

/// Those that were sent in, in order: while their round looks at plans and nothing is decided about them, and once they are on the list
/// until something is decided about the takeover.
pub async fn sent_in(conn: &mut Conn) -> Result<Vec<Bid>, StoreError> {
    let rows = sqlx::query(
        "SELECT p.id, p.round_id, p.state, p.sent_title, p.sent_task FROM pitch p JOIN round r ON r.id = p.round_id \
         WHERE p.sent_task <> '' AND p.merged_into IS NULL \
         AND ((p.state IN ('submitted', 'incomplete') AND r.phase IN ('propose', 'check')) \
         OR (p.state = 'admissible' AND r.phase <> 'cancelled' AND NOT EXISTS (SELECT 1 FROM takeover_step s \
         WHERE s.pitch_id = p.id))) ORDER BY p.round_id, p.id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Bid, StoreError> {
    Ok(Bid {
        id: PitchId::new(row::text(found, "id")?),
        round: RoundId::new(row::text(found, "round_id")?),
        state: State::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))?,
        title: row::text(found, "sent_title")?,
        task: TaskId::new(row::text(found, "sent_task")?),
    })
}

/// Drafts about which help was asked, of rounds that take plans, in order; whether it still is, the caller sees.
pub async fn drafts(conn: &mut Conn) -> Result<Vec<Bid>, StoreError> {
    let rows = sqlx::query(
        "SELECT p.id, p.round_id, p.content FROM pitch p JOIN round r ON r.id = p.round_id WHERE p.state = 'draft' \
         AND r.phase = 'propose' AND p.content <> '' AND EXISTS (SELECT 1 FROM pitch_help h WHERE h.pitch_id = p.id) \
         ORDER BY p.round_id, p.id",
    )
    .fetch_all(conn)
    .await?;
    let mut all = Vec::new();
    for found in &rows {
        let content = Content::read(&row::text(found, "content")?).ok_or_else(|| row::corrupt("content"))?;
        if content.form == Form::Bid {
            all.push(Bid {
                id: PitchId::new(row::text(found, "id")?),
                round: RoundId::new(row::text(found, "round_id")?),
                state: State::Draft,
                title: String::new(),
                task: TaskId::new(content.offer.task),
            });
        }
    }
    Ok(all)
}

/// Those of which the takeover was decided, in order.
pub async fn decided(conn: &mut Conn) -> Result<Vec<Bid>, StoreError> {
    let rows = sqlx::query(
        "SELECT p.id, p.round_id, p.state, p.sent_title, p.sent_task FROM pitch p \
         WHERE EXISTS (SELECT 1 FROM takeover_step s WHERE s.pitch_id = p.id) ORDER BY p.id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}
