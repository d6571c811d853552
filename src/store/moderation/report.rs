//! What readers reported, and how often what came of it, for everyone.

use super::ground;
use crate::domain::id::{AccountId, GrantId, PitchId, RoundId};
use crate::domain::moderation::{Report, Tally, With, Written};
use crate::domain::time::Moment;
use crate::store::{Conn, Row, StoreError, row};

/// What readers reported of one thing, the oldest first.
pub async fn reports(conn: &mut Conn, one: &Written) -> Result<Vec<Report>, StoreError> {
    let rows = sqlx::query(
        "SELECT ground, words, at, looked_at FROM moderation_report WHERE kind = $1 AND of_id = $2 \
         ORDER BY moderation_report.number",
    )
    .bind(one.kind())
    .bind(one.id())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(Report {
            ground: ground(found)?,
            words: row::text(found, "words")?,
            at: row::moment(found, "at")?,
            looked: row::maybe_moment(found, "looked_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Adds a report under the next number; nothing is added beyond `most` that nobody looked at.
pub async fn report(
    conn: &mut Conn,
    (one, round, with): (&Written, &RoundId, &With),
    new: &Report,
    most: u64,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO moderation_report (kind, of_id, round_id, pitch_id, grant_id, number, ground, words, at) \
         SELECT $1, $2, $3, $4, $5, COALESCE(MAX(number), 0) + 1, $6, $7, $8 FROM moderation_report \
         WHERE kind = $1 AND of_id = $2 HAVING COUNT(*) - COUNT(looked_at) < $9",
    )
    .bind(one.kind())
    .bind(one.id())
    .bind(round.as_str())
    .bind(with.plan().map(PitchId::as_str))
    .bind(with.grant().map(GrantId::as_str))
    .bind(new.ground.name())
    .bind(&new.words)
    .bind(new.at.micros())
    .bind(row::stored(most))
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that an officer looked at the reports of one thing; how many were new.
pub async fn look(conn: &mut Conn, one: &Written, by: &AccountId, now: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE moderation_report SET looked_by = $3, looked_at = $4 WHERE kind = $1 AND of_id = $2 AND looked_at IS NULL",
    )
    .bind(one.kind())
    .bind(one.id())
    .bind(by.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The sums of a round, for everyone.
pub async fn tally(conn: &mut Conn, round: &RoundId) -> Result<Tally, StoreError> {
    let found = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM comment c JOIN pitch p ON p.id = c.pitch_id WHERE p.round_id = $1) AS placed, \
         (SELECT COUNT(*) FROM moderation_report r WHERE r.round_id = $1) AS reported, \
         (SELECT COUNT(*) FROM withholding w WHERE w.round_id = $1 AND w.appealed_at IS NOT NULL) AS appealed, \
         (SELECT COUNT(*) FROM withholding w WHERE w.round_id = $1 AND w.ruling = 'restored') AS restored",
    )
    .bind(round.as_str())
    .fetch_one(&mut *conn)
    .await?;
    let rows = sqlx::query(
        "SELECT w.ground AS ground, COUNT(*) AS times FROM withholding w WHERE w.round_id = $1 \
         GROUP BY w.ground ORDER BY w.ground",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let by_ground = |found: &Row| Ok((ground(found)?, row::count(found, "times")?));
    Ok(Tally {
        placed: row::count(&found, "placed")?,
        reported: row::count(&found, "reported")?,
        withheld: rows.iter().map(by_ground).collect::<Result<Vec<_>, StoreError>>()?,
        appealed: row::count(&found, "appealed")?,
        restored: row::count(&found, "restored")?,
    })
}
