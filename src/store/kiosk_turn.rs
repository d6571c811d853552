//! Turns at kiosks that ended.

use super::{Conn, StoreError};
use crate::domain::time::Moment;

/// Ends a turn; it is known until a moment after which its forms are not taken anyway.
pub async fn end(conn: &mut Conn, id: &str, until: Moment) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO kiosk_turn (id, until_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
        .bind(id)
        .bind(until.micros())
        .execute(conn)
        .await?;
    Ok(())
}

/// Whether it ended.
pub async fn has_ended(conn: &mut Conn, id: &str) -> Result<bool, StoreError> {
    let found = sqlx::query("SELECT id FROM kiosk_turn WHERE id = $1").bind(id).fetch_optional(conn).await?;
    Ok(found.is_some())
}

/// Removes what is of no use any more; how many.
pub async fn remove_old(conn: &mut Conn, now: Moment) -> Result<u64, StoreError> {
    let done =
        sqlx::query("DELETE FROM kiosk_turn WHERE until_at <= $1").bind(now.micros()).execute(conn).await?;
    Ok(done.rows_affected())
}
