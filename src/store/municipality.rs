//! The municipality: one row.

use super::{Conn, StoreError, row};
use crate::domain::municipality::Municipality;
use crate::domain::time::Moment;

/// The municipality, once it has been entered.
pub async fn find(conn: &mut Conn) -> Result<Option<Municipality>, StoreError> {
    let found = sqlx::query("SELECT name, desk_place, desk_hours, desk_phone FROM municipality WHERE id = 1")
        .fetch_optional(conn)
        .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(Municipality {
        name: row::text(&found, "name")?,
        desk_place: row::text(&found, "desk_place")?,
        desk_hours: row::text(&found, "desk_hours")?,
        desk_phone: row::text(&found, "desk_phone")?,
    }))
}

/// Writes the municipality.
pub async fn set(conn: &mut Conn, municipality: &Municipality, now: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO municipality (id, name, desk_place, desk_hours, desk_phone, changed_at) \
         VALUES (1, $1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET name = $1, desk_place = $2, \
         desk_hours = $3, desk_phone = $4, changed_at = $5",
    )
    .bind(&municipality.name)
    .bind(&municipality.desk_place)
    .bind(&municipality.desk_hours)
    .bind(&municipality.desk_phone)
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(())
}
