//! Residents on their way to a provider: fingerprints and a locked form, for minutes.

use super::{Conn, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::time::Moment;

/// Someone who may come back once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Away {
    /// The round in which they vote.
    pub round: RoundId,
    /// The form that they left with, locked.
    pub review: Vec<u8>,
    /// Until when.
    pub ends_at: Moment,
}

/// Adds someone, under the fingerprints of what goes along and of what stays in the browser.
pub async fn add(
    conn: &mut Conn,
    (state, browser): (&Digest, &Digest),
    away: &Away,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO resident_sign_in (state, browser, round_id, review, ends_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(state.to_string())
    .bind(browser.to_string())
    .bind(away.round.as_str())
    .bind(away.review.as_slice())
    .bind(away.ends_at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes out whoever comes back with both; nobody comes back twice.
pub async fn take(conn: &mut Conn, (state, browser): (&Digest, &Digest)) -> Result<Option<Away>, StoreError> {
    let found = sqlx::query(
        "DELETE FROM resident_sign_in WHERE state = $1 AND browser = $2 RETURNING round_id, review, ends_at",
    )
    .bind(state.to_string())
    .bind(browser.to_string())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(Away {
        round: RoundId::new(row::text(&found, "round_id")?),
        review: row::bytes(&found, "review")?,
        ends_at: row::moment(&found, "ends_at")?,
    }))
}

/// Removes who stayed away too long; how many.
pub async fn remove_ended(conn: &mut Conn, now: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM resident_sign_in WHERE ends_at <= $1")
        .bind(now.micros())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

/// Removes everyone who is away from a round; how many.
pub async fn remove_all(conn: &mut Conn, round: &RoundId) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM resident_sign_in WHERE round_id = $1")
        .bind(round.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

/// How many are away from a round.
pub async fn count(conn: &mut Conn, round: &RoundId) -> Result<u64, StoreError> {
    let found =
        sqlx::query("SELECT CAST(COUNT(*) AS BIGINT) AS away FROM resident_sign_in WHERE round_id = $1")
            .bind(round.as_str())
            .fetch_one(conn)
            .await?;
    row::count(&found, "away")
}
