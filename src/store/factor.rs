//! The app that shows someone codes, and the codes on paper.

use super::{Conn, StoreError, row};
use crate::domain::account::Factors;
use crate::domain::digest::Digest;
use crate::domain::id::AccountId;
use crate::domain::time::Moment;

/// The app of an account.
pub struct Code {
    /// Its secret, locked.
    pub secret: String,
    /// Since when it counts; `None` until a first code was shown.
    pub confirmed_at: Option<Moment>,
}

/// What an account has beside a password.
pub async fn of(conn: &mut Conn, account: &AccountId) -> Result<Factors, StoreError> {
    let found = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM account_code WHERE account_id = $1 AND confirmed_at IS NOT NULL) AS codes, \
         (SELECT COUNT(*) FROM passkey WHERE account_id = $1) AS passkeys",
    )
    .bind(account.as_str())
    .fetch_one(conn)
    .await?;
    Ok(Factors { has_code: row::count(&found, "codes")? > 0, keys: row::count(&found, "passkeys")? })
}

/// The app of an account.
pub async fn code(conn: &mut Conn, account: &AccountId) -> Result<Option<Code>, StoreError> {
    let found = sqlx::query("SELECT secret, confirmed_at FROM account_code WHERE account_id = $1")
        .bind(account.as_str())
        .fetch_optional(conn)
        .await?;
    let Some(found) = found else { return Ok(None) };
    let confirmed_at = row::maybe_moment(&found, "confirmed_at")?;
    Ok(Some(Code { secret: row::text(&found, "secret")?, confirmed_at }))
}

/// Keeps the secret of an app that has shown no code yet; `false` when one counts already.
pub async fn put_code(
    conn: &mut Conn,
    account: &AccountId,
    secret: &str,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO account_code (account_id, secret, made_at, confirmed_at, last_step) \
         VALUES ($1, $2, $3, NULL, 0) ON CONFLICT (account_id) DO UPDATE SET secret = $2, made_at = $3 \
         WHERE account_code.confirmed_at IS NULL",
    )
    .bind(account.as_str())
    .bind(secret)
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// From now on the app counts; `false` when there is none that waits.
pub async fn confirm_code(conn: &mut Conn, account: &AccountId, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE account_code SET confirmed_at = $2 WHERE account_id = $1 AND confirmed_at IS NULL",
    )
    .bind(account.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Uses the code of a step; `false` when it, or a later one, was used before.
pub async fn use_step(conn: &mut Conn, account: &AccountId, step: i64) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE account_code SET last_step = $2 WHERE account_id = $1 AND last_step < $2")
        .bind(account.as_str())
        .bind(step)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes the app and the codes on paper away.
pub async fn remove_code(conn: &mut Conn, account: &AccountId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM account_code WHERE account_id = $1")
        .bind(account.as_str())
        .execute(&mut *conn)
        .await?;
    sqlx::query("DELETE FROM account_recovery WHERE account_id = $1")
        .bind(account.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// Keeps codes on paper in the place of those that were there.
pub async fn put_recovery(conn: &mut Conn, account: &AccountId, hashes: &[Digest]) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM account_recovery WHERE account_id = $1")
        .bind(account.as_str())
        .execute(&mut *conn)
        .await?;
    for hash in hashes {
        sqlx::query("INSERT INTO account_recovery (account_id, hash) VALUES ($1, $2)")
            .bind(account.as_str())
            .bind(hash.to_string())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Uses a code on paper; `false` when there is no such code, or no more.
pub async fn use_recovery(conn: &mut Conn, account: &AccountId, hash: &Digest) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM account_recovery WHERE account_id = $1 AND hash = $2")
        .bind(account.as_str())
        .bind(hash.to_string())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// How many codes on paper are left.
pub async fn recovery_left(conn: &mut Conn, account: &AccountId) -> Result<u64, StoreError> {
    let found = sqlx::query("SELECT COUNT(*) AS remaining FROM account_recovery WHERE account_id = $1")
        .bind(account.as_str())
        .fetch_one(conn)
        .await?;
    row::count(&found, "remaining")
}
