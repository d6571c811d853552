//! The keys of names, as they stand beside the names. When the rule for them changes, what stands is computed anew: the
//! triggers and the queries compare keys.

use super::{Conn, Row, Store, StoreError, commit, row};
use crate::domain::recipient::name_key;

/// Computes every stored key of a name anew. What was erased stays erased.
pub(super) async fn refresh(store: &Store) -> Result<(), StoreError> {
    let mut tx = store.begin().await?;
    of_recipients(&mut tx).await?;
    of_register(&mut tx).await?;
    of_grants(&mut tx).await?;
    commit(tx).await
}

/// The names of a table that have a key which is not theirs any more, with their keys.
fn stale(rows: &[Row], columns: [&str; 2]) -> Result<Vec<(String, String)>, StoreError> {
    let mut found = Vec::new();
    for one in rows {
        let (name, key) = (row::text(one, columns[0])?, row::text(one, columns[1])?);
        if !key.is_empty() && name_key(&name) != key {
            found.push((name_key(&name), name));
        }
    }
    Ok(found)
}

async fn of_recipients(conn: &mut Conn) -> Result<(), StoreError> {
    let rows = sqlx::query("SELECT DISTINCT name, name_key FROM recipient").fetch_all(&mut *conn).await?;
    for (key, name) in stale(&rows, ["name", "name_key"])? {
        sqlx::query("UPDATE recipient SET name_key = $1 WHERE name = $2 AND name_key <> ''")
            .bind(key)
            .bind(name)
            .execute(&mut *conn)
            .await?;
    }
    let rows =
        sqlx::query("SELECT DISTINCT account_name, account_key FROM recipient").fetch_all(&mut *conn).await?;
    for (key, name) in stale(&rows, ["account_name", "account_key"])? {
        sqlx::query("UPDATE recipient SET account_key = $1 WHERE account_name = $2 AND account_key <> ''")
            .bind(key)
            .bind(name)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

async fn of_register(conn: &mut Conn) -> Result<(), StoreError> {
    let rows = sqlx::query("SELECT DISTINCT name, name_key FROM smo_party").fetch_all(&mut *conn).await?;
    for (key, name) in stale(&rows, ["name", "name_key"])? {
        sqlx::query("UPDATE smo_party SET name_key = $1 WHERE name = $2")
            .bind(key)
            .bind(name)
            .execute(&mut *conn)
            .await?;
    }
    let rows = sqlx::query("SELECT DISTINCT name, name_key FROM smo_namesake").fetch_all(&mut *conn).await?;
    for (key, name) in stale(&rows, ["name", "name_key"])? {
        sqlx::query("UPDATE smo_namesake SET name_key = $1 WHERE name = $2")
            .bind(key)
            .bind(name)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

async fn of_grants(conn: &mut Conn) -> Result<(), StoreError> {
    let rows = sqlx::query("SELECT DISTINCT name, name_key FROM grant_onward").fetch_all(&mut *conn).await?;
    for (key, name) in stale(&rows, ["name", "name_key"])? {
        sqlx::query("UPDATE grant_onward SET name_key = $1 WHERE name = $2 AND name_key <> ''")
            .bind(key)
            .bind(name)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}
