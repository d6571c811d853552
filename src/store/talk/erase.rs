//! Taking out of the talk about plans what has had its time.

use crate::domain::time::Moment;
use crate::store::{Conn, StoreError};

/// Takes the addresses out of what was said in rounds that are over, unless a second look can still be asked for or waits
/// for another officer; how many.
pub async fn addresses(conn: &mut Conn, appeal_before: Moment) -> Result<u64, StoreError> {
    sqlx::query(
        "DELETE FROM contribution WHERE pitch_id IN (SELECT p.id FROM pitch p JOIN round r ON r.id = p.round_id \
         WHERE r.phase IN ('certified', 'final', 'cancelled'))",
    )
    .execute(&mut *conn)
    .await?;
    let done = sqlx::query(
        "UPDATE comment SET mark = NULL, email = NULL, language = NULL WHERE mark IS NOT NULL \
         AND pitch_id IN (SELECT p.id FROM pitch p JOIN round r ON r.id = p.round_id \
         WHERE r.phase IN ('certified', 'final', 'cancelled')) \
         AND NOT EXISTS (SELECT 1 FROM withholding w WHERE w.kind = 'comment' AND w.of_id = comment.id \
         AND w.ruling IS NULL AND (w.appealed_at IS NOT NULL OR w.at > $1))",
    )
    .bind(appeal_before.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Takes the words out of what was said before a moment in rounds that are over, with the words about them; how many
/// comments.
pub async fn words(conn: &mut Conn, before: Moment, now: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE comment SET words = '', name = '', gone_at = $2 WHERE gone_at IS NULL AND at < $1 \
         AND pitch_id IN (SELECT p.id FROM pitch p JOIN round r ON r.id = p.round_id \
         WHERE r.phase IN ('certified', 'final', 'cancelled'))",
    )
    .bind(before.micros())
    .bind(now.micros())
    .execute(&mut *conn)
    .await?;
    for query in [
        sqlx::query(
            "UPDATE endorsement_check SET name_key = '' WHERE name_key <> '' AND comment_id IN \
             (SELECT id FROM comment WHERE gone_at IS NOT NULL)",
        ),
        sqlx::query(
            "UPDATE endorsement_check SET reason = '' WHERE reason <> '' AND comment_id IN \
             (SELECT c.id FROM comment c JOIN pitch p ON p.id = c.pitch_id JOIN round r ON r.id = p.round_id \
             WHERE c.gone_at IS NOT NULL AND r.phase IN ('certified', 'final', 'cancelled'))",
        ),
    ] {
        query.execute(&mut *conn).await?;
    }
    Ok(done.rows_affected())
}
