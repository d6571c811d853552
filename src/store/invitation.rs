//! Links with which someone comes in for the first time, or again after losing everything. The key is the hash of what
//! the link says, so the table lets nobody in.

use super::{Conn, Row, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::AccountId;
use crate::domain::time::Moment;

/// Makes the link of an account; one that was open goes.
pub async fn put(conn: &mut Conn, account: &AccountId, id: &Digest, until: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO invitation (id, account_id, until_at) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id) DO UPDATE SET id = $1, until_at = $3",
    )
    .bind(id.to_string())
    .bind(account.as_str())
    .bind(until.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Whose link it is, while it is good.
pub async fn whose(conn: &mut Conn, id: &Digest, now: Moment) -> Result<Option<AccountId>, StoreError> {
    let found = sqlx::query("SELECT account_id FROM invitation WHERE id = $1 AND until_at > $2")
        .bind(id.to_string())
        .bind(now.micros())
        .fetch_optional(conn)
        .await?;
    found.map(|found| Ok(AccountId::new(row::text(&found, "account_id")?))).transpose()
}

/// Takes a good link away. Of two that take it at once one gets it.
pub async fn take(conn: &mut Conn, id: &Digest, now: Moment) -> Result<Option<AccountId>, StoreError> {
    let found = sqlx::query("DELETE FROM invitation WHERE id = $1 AND until_at > $2 RETURNING account_id")
        .bind(id.to_string())
        .bind(now.micros())
        .fetch_optional(conn)
        .await?;
    found.map(|found| Ok(AccountId::new(row::text(&found, "account_id")?))).transpose()
}

/// Until when the link of an account is or was good, if it was not used.
pub async fn open_until(conn: &mut Conn, account: &AccountId) -> Result<Option<Moment>, StoreError> {
    let found = sqlx::query("SELECT until_at FROM invitation WHERE account_id = $1")
        .bind(account.as_str())
        .fetch_optional(conn)
        .await?;
    found.map(|found| row::moment(&found, "until_at")).transpose()
}

/// Takes the link of an account away, if there is one.
pub async fn remove(conn: &mut Conn, account: &AccountId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM invitation WHERE account_id = $1").bind(account.as_str()).execute(conn).await?;
    Ok(())
}

/// Takes links away that ended before a moment, and requests to begin anew that nobody confirmed since another: of whom.
pub async fn remove_ended(
    conn: &mut Conn,
    links: Moment,
    resets: Moment,
) -> Result<Vec<AccountId>, StoreError> {
    let mut rows = sqlx::query("DELETE FROM invitation WHERE until_at < $1 RETURNING account_id")
        .bind(links.micros())
        .fetch_all(&mut *conn)
        .await?;
    let asked = sqlx::query("DELETE FROM account_reset WHERE asked_at < $1 RETURNING account_id");
    rows.extend(asked.bind(resets.micros()).fetch_all(conn).await?);
    rows.iter().map(|found| Ok(AccountId::new(row::text(found, "account_id")?))).collect()
}

/// Who asked that someone may begin anew, and when.
pub async fn reset(conn: &mut Conn, account: &AccountId) -> Result<Option<(AccountId, Moment)>, StoreError> {
    let found = sqlx::query("SELECT asked_by, asked_at FROM account_reset WHERE account_id = $1")
        .bind(account.as_str())
        .fetch_optional(conn)
        .await?;
    found
        .map(|found| Ok((AccountId::new(row::text(&found, "asked_by")?), row::moment(&found, "asked_at")?)))
        .transpose()
}

/// Everyone for whom it is asked, with who asked, the oldest first.
pub async fn resets(conn: &mut Conn) -> Result<Vec<(AccountId, AccountId)>, StoreError> {
    let rows = sqlx::query("SELECT account_id, asked_by FROM account_reset ORDER BY asked_at, account_id")
        .fetch_all(conn)
        .await?;
    let read = |found: &Row| {
        let account = AccountId::new(row::text(found, "account_id")?);
        Ok((account, AccountId::new(row::text(found, "asked_by")?)))
    };
    rows.iter().map(read).collect()
}

/// Notes who asks it; who asked first stays.
pub async fn ask_reset(
    conn: &mut Conn,
    account: &AccountId,
    by: &AccountId,
    now: Moment,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO account_reset (account_id, asked_by, asked_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    )
    .bind(account.as_str())
    .bind(by.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends what was asked; `false` when nothing was.
pub async fn end_reset(conn: &mut Conn, account: &AccountId) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM account_reset WHERE account_id = $1")
        .bind(account.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}
