//! Sessions of staff. The key is the hash of what the browser holds, so the table opens nothing.

use super::{Conn, Row, StoreError, row};
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
    /// When the person last proved to be there.
    pub proved_at: Moment,
    /// On what it was begun, such as `firefox windows`.
    pub device: String,
}

/// The columns of a session, read by [`read`].
macro_rules! columns {
    () => {
        "account_id, created_at, seen_at, proved_at, device"
    };
}

fn read(found: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        account: AccountId::new(row::text(found, "account_id")?),
        created_at: row::moment(found, "created_at")?,
        seen_at: row::moment(found, "seen_at")?,
        proved_at: row::moment(found, "proved_at")?,
        device: row::text(found, "device")?,
    })
}

/// Adds a session.
pub async fn add(conn: &mut Conn, id: &Digest, session: &Session) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO staff_session (id, account_id, created_at, seen_at, proved_at, device) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.to_string())
    .bind(session.account.as_str())
    .bind(session.created_at.micros())
    .bind(session.seen_at.micros())
    .bind(session.proved_at.micros())
    .bind(&session.device)
    .execute(conn)
    .await?;
    Ok(())
}

/// Finds a session.
pub async fn find(conn: &mut Conn, id: &Digest) -> Result<Option<Session>, StoreError> {
    let found = sqlx::query(concat!("SELECT ", columns!(), " FROM staff_session WHERE id = $1"))
        .bind(id.to_string())
        .fetch_optional(conn)
        .await?;
    found.as_ref().map(read).transpose()
}

/// The sessions of an account with their keys, the last used first.
pub async fn of(conn: &mut Conn, account: &AccountId) -> Result<Vec<(Digest, Session)>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT id, ",
        columns!(),
        " FROM staff_session WHERE account_id = $1 ORDER BY seen_at DESC, id"
    ))
    .bind(account.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((row::digest(found, "id")?, read(found)?))).collect()
}

/// Gives a session another key and a new proof; `false` when it is no longer there.
pub async fn prove(conn: &mut Conn, old: &Digest, new: &Digest, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE staff_session SET id = $2, proved_at = $3, seen_at = $3 WHERE id = $1")
        .bind(old.to_string())
        .bind(new.to_string())
        .bind(now.micros())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a session of this account; `false` when it has no such session.
pub async fn remove_own(conn: &mut Conn, account: &AccountId, id: &Digest) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM staff_session WHERE id = $1 AND account_id = $2")
        .bind(id.to_string())
        .bind(account.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends all sessions of an account but one.
pub async fn remove_others(conn: &mut Conn, account: &AccountId, kept: &Digest) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM staff_session WHERE account_id = $1 AND id <> $2")
        .bind(account.as_str())
        .bind(kept.to_string())
        .execute(conn)
        .await?;
    Ok(())
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

/// Ends the sessions of everyone of the office; how many.
pub async fn remove_everyones(conn: &mut Conn) -> Result<u64, StoreError> {
    Ok(sqlx::query("DELETE FROM staff_session").execute(conn).await?.rows_affected())
}

/// Ends all sessions of an account.
pub async fn remove_all(conn: &mut Conn, account: &AccountId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM staff_session WHERE account_id = $1")
        .bind(account.as_str())
        .execute(conn)
        .await?;
    Ok(())
}
