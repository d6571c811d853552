//! Areas.

use super::{Conn, StoreError, row};
use crate::domain::area::Area;
use crate::domain::id::AreaId;

/// All areas by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<Area>, StoreError> {
    let rows = sqlx::query("SELECT id, name FROM area").fetch_all(conn).await?;
    let mut areas = rows
        .iter()
        .map(|found| Ok(Area { id: AreaId::new(row::text(found, "id")?), name: row::text(found, "name")? }))
        .collect::<Result<Vec<_>, StoreError>>()?;
    areas.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(areas)
}

/// Adds an area; `false` when its id exists.
pub async fn add(conn: &mut Conn, area: &Area) -> Result<bool, StoreError> {
    let done = sqlx::query("INSERT INTO area (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING")
        .bind(area.id.as_str())
        .bind(&area.name)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}
