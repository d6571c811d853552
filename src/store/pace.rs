//! Counters of paces: a row each, moved on by every use.

use super::{Conn, StoreError};
use crate::domain::pace::Pace;
use crate::domain::time::Moment;

/// Uses a pace once; `false` when it is used up for now. One statement, so it counts right on all copies of the service.
pub async fn take(conn: &mut Conn, pace: &Pace, of: &str, now: Moment) -> Result<bool, StoreError> {
    let first = now.plus_seconds(pace.step);
    let latest = now.plus_seconds(pace.step * (pace.burst - 1));
    let done = sqlx::query(
        "INSERT INTO pace (id, ahead_until) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET ahead_until = \
         CASE WHEN pace.ahead_until > $3 AND pace.ahead_until <= $6 THEN pace.ahead_until + $4 ELSE $2 END \
         WHERE pace.ahead_until <= $5 OR pace.ahead_until > $6",
    )
    .bind(pace.key(of).to_string())
    .bind(first.micros())
    .bind(now.micros())
    .bind(pace.step.saturating_mul(1_000_000))
    .bind(latest.micros())
    // Nothing gets that far ahead but by a clock that was put back since.
    .bind(latest.plus_seconds(pace.step + 60).micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes counters that say nothing any more; how many.
pub async fn remove_quiet(conn: &mut Conn, now: Moment) -> Result<u64, StoreError> {
    let done =
        sqlx::query("DELETE FROM pace WHERE ahead_until <= $1").bind(now.micros()).execute(conn).await?;
    Ok(done.rows_affected())
}
