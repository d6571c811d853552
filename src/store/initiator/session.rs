//! Sessions of people who pitch. The key is the hash of what the browser holds.

use super::{columns, read};
use crate::domain::digest::Digest;
use crate::domain::id::InitiatorId;
use crate::domain::initiator::Initiator;
use crate::domain::time::Moment;
use crate::store::{Conn, Row, StoreError, row};

/// A session as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// What a page may show of it.
    pub handle: String,
    /// When it began.
    pub created: Moment,
    /// When it was last used.
    pub seen: Moment,
}

/// Adds a session.
pub async fn add(
    conn: &mut Conn,
    key: &Digest,
    who: &InitiatorId,
    session: &Session,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO initiator_session (id, handle, initiator_id, created_at, seen_at) VALUES ($1, $2, $3, $4, $5)",
    )
    .bind(key.to_string())
    .bind(&session.handle)
    .bind(who.as_str())
    .bind(session.created.micros())
    .bind(session.seen.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Finds a session with whose it is.
pub async fn find(conn: &mut Conn, key: &Digest) -> Result<Option<(Session, Initiator)>, StoreError> {
    let found = sqlx::query(concat!(
        "SELECT s.handle, s.created_at, s.seen_at, ",
        columns!(),
        " FROM initiator_session s JOIN initiator i ON i.id = s.initiator_id WHERE s.id = $1"
    ))
    .bind(key.to_string())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some((read_session(&found)?, read(&found)?)))
}

fn read_session(found: &Row) -> Result<Session, StoreError> {
    Ok(Session {
        handle: row::text(found, "handle")?,
        created: row::moment(found, "created_at")?,
        seen: row::moment(found, "seen_at")?,
    })
}

/// The sessions of an account, newest first.
pub async fn list(conn: &mut Conn, who: &InitiatorId) -> Result<Vec<Session>, StoreError> {
    let rows = sqlx::query(
        "SELECT handle, created_at, seen_at FROM initiator_session WHERE initiator_id = $1 \
         ORDER BY created_at DESC, handle",
    )
    .bind(who.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_session).collect()
}

/// Notes that a session was used.
pub async fn touch(conn: &mut Conn, key: &Digest, now: Moment) -> Result<(), StoreError> {
    sqlx::query("UPDATE initiator_session SET seen_at = $2 WHERE id = $1 AND seen_at < $2")
        .bind(key.to_string())
        .bind(now.micros())
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends one session of an account; `false` when it has none of this handle.
pub async fn remove(conn: &mut Conn, who: &InitiatorId, handle: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM initiator_session WHERE initiator_id = $1 AND handle = $2")
        .bind(who.as_str())
        .bind(handle)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends every session of an account but one.
pub async fn remove_others(conn: &mut Conn, who: &InitiatorId, handle: &str) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM initiator_session WHERE initiator_id = $1 AND handle <> $2")
        .bind(who.as_str())
        .bind(handle)
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

/// Ends the sessions of everyone who pitches; how many.
pub async fn remove_everyones(conn: &mut Conn) -> Result<u64, StoreError> {
    Ok(sqlx::query("DELETE FROM initiator_session").execute(conn).await?.rows_affected())
}

/// Removes sessions that were last used before a moment; how many.
pub async fn remove_ended(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM initiator_session WHERE seen_at < $1")
        .bind(before.micros())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
