//! How often signing in went wrong. Counted before it is known whether it goes wrong, so that tries at the same moment on
//! several copies of the service count as well.

use super::{Conn, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::time::Moment;

/// Counts one try; those of a while that ended before `from` are forgotten, and those of a clock that
/// was more than a minute ahead. How many there are now.
pub async fn add(conn: &mut Conn, id: &Digest, from: Moment, now: Moment) -> Result<i64, StoreError> {
    let found = sqlx::query(
        "INSERT INTO sign_in_try (id, tries, since_at) VALUES ($1, 1, $3) ON CONFLICT (id) DO UPDATE SET \
         tries = CASE WHEN sign_in_try.since_at <= $2 OR sign_in_try.since_at > $3 + 60000000 THEN 1 ELSE sign_in_try.tries + 1 END, \
         since_at = CASE WHEN sign_in_try.since_at <= $2 OR sign_in_try.since_at > $3 + 60000000 THEN $3 ELSE sign_in_try.since_at END RETURNING tries",
    )
    .bind(id.to_string())
    .bind(from.micros())
    .bind(now.micros())
    .fetch_one(conn)
    .await?;
    row::int(&found, "tries")
}

/// Takes one try back: it went well.
pub async fn take_back(conn: &mut Conn, id: &Digest) -> Result<(), StoreError> {
    sqlx::query("UPDATE sign_in_try SET tries = tries - 1 WHERE id = $1 AND tries > 1")
        .bind(id.to_string())
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets all tries under a key: who made them got in.
pub async fn forget(conn: &mut Conn, id: &Digest) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM sign_in_try WHERE id = $1").bind(id.to_string()).execute(conn).await?;
    Ok(())
}

/// Removes what was counted before a moment; how many.
pub async fn remove_old(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM sign_in_try WHERE since_at < $1")
        .bind(before.micros())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
