//! What was begun on one page and ends on the next. The key is the hash of what the page holds.

use super::passkey::{columns_of, owner};
use super::{Conn, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::passkey::Owner;
use crate::domain::time::Moment;

/// What was begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// The password was right, and a code is asked.
    Code,
    /// A passkey is asked.
    PasskeyIn,
    /// A passkey is added.
    PasskeyNew,
}

impl Begun {
    fn name(self) -> &'static str {
        match self {
            Begun::Code => "code",
            Begun::PasskeyIn => "passkey-in",
            Begun::PasskeyNew => "passkey-new",
        }
    }
}

/// What is begun.
pub struct New<'a> {
    /// What.
    pub begun: Begun,
    /// Whose, where that is known.
    pub owner: Option<&'a Owner>,
    /// What must be kept until it ends.
    pub state: &'a str,
    /// Until when it can end.
    pub until: Moment,
}

/// Adds one.
pub async fn add(conn: &mut Conn, id: &Digest, new: &New<'_>) -> Result<(), StoreError> {
    let [staff, initiator] = new.owner.map(columns_of).unwrap_or_default();
    sqlx::query(
        "INSERT INTO ceremony (id, kind, account_id, initiator_id, state, until_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(id.to_string())
    .bind(new.begun.name())
    .bind(staff)
    .bind(initiator)
    .bind(new.state)
    .bind(new.until.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes those that never ended and no longer can.
pub async fn forget(conn: &mut Conn, now: Moment) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM ceremony WHERE until_at <= $1").bind(now.micros()).execute(conn).await?;
    Ok(())
}

/// Whose it is, if it still stands; it stays.
pub async fn whose(
    conn: &mut Conn,
    id: &Digest,
    begun: Begun,
    now: Moment,
) -> Result<Option<Owner>, StoreError> {
    let found = sqlx::query(
        "SELECT account_id, initiator_id FROM ceremony WHERE id = $1 AND kind = $2 AND until_at > $3",
    )
    .bind(id.to_string())
    .bind(begun.name())
    .bind(now.micros())
    .fetch_optional(conn)
    .await?;
    Ok(found.as_ref().map(owner).transpose()?.flatten())
}

/// Takes one away: its state and whose it is. Of two that take it at once one gets it.
pub async fn take(
    conn: &mut Conn,
    id: &Digest,
    begun: Begun,
    now: Moment,
) -> Result<Option<(String, Option<Owner>)>, StoreError> {
    let found = sqlx::query(
        "DELETE FROM ceremony WHERE id = $1 AND kind = $2 AND until_at > $3 RETURNING state, account_id, initiator_id",
    )
    .bind(id.to_string())
    .bind(begun.name())
    .bind(now.micros())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some((row::text(&found, "state")?, owner(&found)?)))
}

/// Removes those of an owner.
pub async fn remove_all(conn: &mut Conn, owner: &Owner) -> Result<(), StoreError> {
    let [staff, initiator] = columns_of(owner);
    sqlx::query("DELETE FROM ceremony WHERE account_id = $1 OR initiator_id = $2")
        .bind(staff)
        .bind(initiator)
        .execute(conn)
        .await?;
    Ok(())
}
