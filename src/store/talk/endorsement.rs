//! What organisations say that support a plan: comments of their own kind, which an officer looks at before anybody reads them.

use super::{columns, read};
use crate::domain::id::{CommentId, PitchId, RoundId};
use crate::domain::moderation::ByOffice;
use crate::domain::talk::Comment;
use crate::store::moderation::stands;
use crate::store::{Conn, StoreError, row};

/// What supports a plan and was let in, in the order of their names: no order of weight.
pub async fn of_plan(conn: &mut Conn, pitch: &PitchId) -> Result<Vec<Comment>, StoreError> {
    let rows = sqlx::query(columns!(
        "WHERE c.pitch_id = $1 AND c.kind = 'endorsement' AND e.answer = 'shown' AND c.gone_at IS NULL \
         ORDER BY e.name_key, c.id LIMIT 200"
    ))
    .bind(pitch.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// What waits for an officer in a round, the longest waiting first.
pub async fn waiting(conn: &mut Conn, round: &RoundId) -> Result<Vec<Comment>, StoreError> {
    let rows = sqlx::query(columns!(
        "WHERE c.kind = 'endorsement' AND c.gone_at IS NULL AND e.answer IS NULL \
         AND EXISTS (SELECT 1 FROM pitch p WHERE p.id = c.pitch_id AND p.round_id = $1) ORDER BY c.at, c.id LIMIT 200"
    ))
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Notes what an officer found; `false` when one did before.
pub async fn check(
    conn: &mut Conn,
    id: &CommentId,
    (answer, partner, name_key): (&str, u64, &str),
    by: &ByOffice,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO endorsement_check (comment_id, answer, partner, reason, by_account, by_function, at, name_key) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM endorsement_check WHERE comment_id = $1)",
    )
    .bind(id.as_str())
    .bind(answer)
    .bind(row::stored(partner))
    .bind(&by.reason)
    .bind(by.by.as_str())
    .bind(&by.function)
    .bind(by.at.micros())
    .bind(name_key)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether an organisation of this name supports the plan already, as an officer let it in: what waits, was refused or was taken
/// off keeps nobody out.
pub async fn has(conn: &mut Conn, pitch: &PitchId, name_key: &str) -> Result<bool, StoreError> {
    let found = sqlx::query(concat!(
        "SELECT 1 AS one FROM comment c JOIN endorsement_check e ON e.comment_id = c.id \
         WHERE c.pitch_id = $1 AND e.answer = 'shown' AND e.name_key = $2 AND c.gone_at IS NULL \
         AND NOT EXISTS (SELECT 1 FROM withholding w WHERE w.kind = 'comment' AND w.of_id = c.id AND ",
        stands!("w"),
        ")"
    ))
    .bind(pitch.as_str())
    .bind(name_key)
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}
