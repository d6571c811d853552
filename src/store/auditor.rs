//! Auditors of the municipality.

use super::{Conn, StoreError, row};
use crate::domain::auditor::Auditor;

/// All auditors, by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<Auditor>, StoreError> {
    let rows = sqlx::query("SELECT name, key FROM auditor ORDER BY key").fetch_all(conn).await?;
    let read = |found| Ok(Auditor { name: row::text(found, "name")?, key: row::text(found, "key")? });
    let mut auditors = rows.iter().map(read).collect::<Result<Vec<Auditor>, StoreError>>()?;
    auditors.sort_by(|one, other| (&one.name, &one.key).cmp(&(&other.name, &other.key)));
    Ok(auditors)
}

/// Adds an auditor; `false` when the key is there already.
pub async fn add(conn: &mut Conn, auditor: &Auditor) -> Result<bool, StoreError> {
    let done = sqlx::query("INSERT INTO auditor (key, name) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(&auditor.key)
        .bind(&auditor.name)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes an auditor; `false` when there is none with this key. Rounds that opened keep theirs.
pub async fn remove(conn: &mut Conn, key: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM auditor WHERE key = $1").bind(key).execute(conn).await?;
    Ok(done.rows_affected() == 1)
}
