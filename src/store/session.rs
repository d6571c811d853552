//! Sessions of staff. The key is the hash of what the browser holds, so the table opens nothing.

use super::{Conn, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::AccountId;
use crate::domain::time::Moment;

/// A session as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub account: AccountId,
    /// When it began.
    pub created_at: Moment,
    /// When it was last used.
    pub seen_at: Moment,
}

/// Adds a session.
pub async fn add(conn: &mut Conn, id: &Digest, session: &Session) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO staff_session (id, account_id, created_at, seen_at) VALUES ($1, $2, $3, $4)")
        .bind(id.to_string())
        .bind(session.account.as_str())
        .bind(session.created_at.micros())
        .bind(session.seen_at.micros())
        .execute(conn)
        .await?;
    Ok(())
}

/// Finds a session.
pub async fn find(conn: &mut Conn, id: &Digest) -> Result<Option<Session>, StoreError> {
    let found = sqlx::query("SELECT account_id, created_at, seen_at FROM staff_session WHERE id = $1")
        .bind(id.to_string())
        .fetch_optional(conn)
        .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(Session {
        account: AccountId::new(row::text(&found, "account_id")?),
        created_at: row::moment(&found, "created_at")?,
        seen_at: row::moment(&found, "seen_at")?,
    }))
}

/// Notes that a session was used.
pub async fn touch(conn: &mut Conn, id: &Digest, now: Moment) -> Result<(), StoreError> {
    sqlx::query("UPDATE staff_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2")
        .bind(id.to_string())
        .bind(now.micros())
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends a session.
pub async fn remove(conn: &mut Conn, id: &Digest) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM staff_session WHERE id = $1").bind(id.to_string()).execute(conn).await?;
    Ok(())
}

/// Removes the sessions that were last used before a moment; how many.
pub async fn remove_ended(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM staff_session WHERE seen_at < $1")
        .bind(before.micros())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

/// Ends all sessions of an account.
pub async fn remove_all(conn: &mut Conn, account: &AccountId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM staff_session WHERE account_id = $1")
        .bind(account.as_str())
        .execute(conn)
        .await?;
    Ok(())
}
