//! How often codes were sent that no letter has, so that it holds on every copy of the service and after a restart.

use super::{Conn, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::time::Moment;

/// What was counted of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tries {
    /// How many.
    pub number: i64,
    /// When the first one of them came.
    pub since: Moment,
}

/// Counts one try; those of a while that ended before `from` are forgotten, and those of a clock that
/// was more than a minute ahead. What there is now.
pub async fn add(conn: &mut Conn, id: &Digest, from: Moment, now: Moment) -> Result<Tries, StoreError> {
    let found = sqlx::query(
        "INSERT INTO code_try (id, tries, since_at) VALUES ($1, 1, $3) ON CONFLICT (id) DO UPDATE SET \
         tries = CASE WHEN code_try.since_at <= $2 OR code_try.since_at > $3 + 60000000 THEN 1 ELSE code_try.tries + 1 END, \
         since_at = CASE WHEN code_try.since_at <= $2 OR code_try.since_at > $3 + 60000000 THEN $3 ELSE code_try.since_at END RETURNING tries, since_at",
    )
    .bind(id.to_string())
    .bind(from.micros())
    .bind(now.micros())
    .fetch_one(conn)
    .await?;
    Ok(Tries { number: row::int(&found, "tries")?, since: row::moment(&found, "since_at")? })
}

/// Removes what began before a moment; how much.
pub async fn remove_old(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let done =
        sqlx::query("DELETE FROM code_try WHERE since_at < $1").bind(before.micros()).execute(conn).await?;
    Ok(done.rows_affected())
}
