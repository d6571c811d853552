//! What was begun on one page and ends on the next. The key is the hash of what the page holds.

use super::{Conn, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::AccountId;
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
    pub account: Option<&'a AccountId>,
    /// What must be kept until it ends.
    pub state: &'a str,
    /// Until when it can end.
    pub until: Moment,
}

/// Adds one.
pub async fn add(conn: &mut Conn, id: &Digest, new: &New<'_>) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO ceremony (id, kind, account_id, state, until_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(id.to_string())
        .bind(new.begun.name())
        .bind(new.account.map(AccountId::as_str))
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
) -> Result<Option<AccountId>, StoreError> {
    let found = sqlx::query(
        "SELECT account_id FROM ceremony WHERE id = $1 AND kind = $2 AND until_at > $3 AND account_id IS NOT NULL",
    )
    .bind(id.to_string())
    .bind(begun.name())
    .bind(now.micros())
    .fetch_optional(conn)
    .await?;
    found.map(|found| Ok(AccountId::new(row::text(&found, "account_id")?))).transpose()
}

/// Takes one away: its state and whose it is. Of two that take it at once one gets it.
pub async fn take(
    conn: &mut Conn,
    id: &Digest,
    begun: Begun,
    now: Moment,
) -> Result<Option<(String, Option<AccountId>)>, StoreError> {
    let found = sqlx::query(
        "DELETE FROM ceremony WHERE id = $1 AND kind = $2 AND until_at > $3 RETURNING state, account_id",
    )
    .bind(id.to_string())
    .bind(begun.name())
    .bind(now.micros())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let account = row::maybe_text(&found, "account_id")?.map(AccountId::new);
    Ok(Some((row::text(&found, "state")?, account)))
}

/// Removes those of an account.
pub async fn remove_all(conn: &mut Conn, account: &AccountId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM ceremony WHERE account_id = $1").bind(account.as_str()).execute(conn).await?;
    Ok(())
}
