//! Which key locked the account numbers, and what is locked with it.

use super::{Conn, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::RecipientId;
use crate::domain::time::Moment;
use crate::domain::vault::LockedIban;

/// The fingerprint of the key that locks account numbers, once it was used.
pub async fn known(conn: &mut Conn) -> Result<Option<Digest>, StoreError> {
    let found = sqlx::query("SELECT fingerprint FROM vault_key WHERE id = 1").fetch_optional(conn).await?;
    found.map(|found| row::digest(&found, "fingerprint")).transpose()
}

/// Whether anything stands locked or marked under the key. It asks only for tables that older versions have as well.
pub async fn is_used(conn: &mut Conn) -> Result<bool, StoreError> {
    let found = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM recipient WHERE iban IS NOT NULL) \
         + (SELECT COUNT(*) FROM smo_party WHERE iban_mark IS NOT NULL) AS used",
    )
    .fetch_one(conn)
    .await?;
    Ok(row::int(&found, "used")? > 0)
}

/// Whether the secret of anyone's app stands locked under the key.
pub async fn holds_secrets(conn: &mut Conn) -> Result<bool, StoreError> {
    let found = sqlx::query("SELECT COUNT(*) AS used FROM account_code").fetch_one(conn).await?;
    Ok(row::int(&found, "used")? > 0)
}

/// Writes down the first key that is used; when there is one, it stays.
pub async fn name(conn: &mut Conn, fingerprint: &Digest, at: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO vault_key (id, fingerprint, since_at) VALUES (1, $1, $2) ON CONFLICT (id) DO NOTHING",
    )
    .bind(fingerprint.to_string())
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes down another key. Refused by a trigger while something is locked with the one before.
pub async fn rename(conn: &mut Conn, fingerprint: &Digest, at: Moment) -> Result<(), StoreError> {
    sqlx::query("UPDATE vault_key SET fingerprint = $1, since_at = $2 WHERE id = 1")
        .bind(fingerprint.to_string())
        .bind(at.micros())
        .execute(conn)
        .await?;
    Ok(())
}

/// Every locked account number with its recipient, in the order of recipients.
pub async fn locked(conn: &mut Conn) -> Result<Vec<(RecipientId, LockedIban)>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, iban, iban_last, iban_mark FROM recipient WHERE iban IS NOT NULL ORDER BY id",
    )
    .fetch_all(conn)
    .await?;
    let read = |found: &super::Row| {
        let (bytes, mark) = (row::bytes(found, "iban")?, row::digest(found, "iban_mark")?);
        let locked = LockedIban { bytes, last_four: row::text(found, "iban_last")?, mark };
        Ok((RecipientId::new(row::text(found, "id")?), locked))
    };
    rows.iter().map(read).collect()
}
