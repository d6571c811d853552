//! Addresses whose owner wants no mail that others cause. Kept is a mark of each, never the address.

use super::{Conn, StoreError};
use crate::domain::digest::Digest;
use crate::domain::time::Moment;

/// Notes that an address gets no such mail any more; `false` when it got none already.
pub async fn add(conn: &mut Conn, mark: &Digest, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query("INSERT INTO mail_stop (mark, at) VALUES ($1, $2) ON CONFLICT (mark) DO NOTHING")
        .bind(mark.to_string())
        .bind(now.micros())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes that back; `false` when there was nothing to take back.
pub async fn remove(conn: &mut Conn, mark: &Digest) -> Result<bool, StoreError> {
    let done =
        sqlx::query("DELETE FROM mail_stop WHERE mark = $1").bind(mark.to_string()).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}

/// Whether an address gets no such mail.
pub async fn has(conn: &mut Conn, mark: &Digest) -> Result<bool, StoreError> {
    let found = sqlx::query("SELECT mark FROM mail_stop WHERE mark = $1")
        .bind(mark.to_string())
        .fetch_optional(conn)
        .await?;
    Ok(found.is_some())
}
