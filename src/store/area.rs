//! Areas and the neighbourhoods they are made of.

use std::collections::BTreeMap;

use super::{Conn, Row, StoreError, row};
use crate::domain::area::{Area, Level, Overlap};
use crate::domain::id::{AreaId, NeighbourhoodId};

/// All areas by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<Area>, StoreError> {
    let rows = sqlx::query("SELECT id, name, level, parent_id, overlap FROM area").fetch_all(conn).await?;
    let mut areas = rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    areas.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(areas)
}

fn read(found: &Row) -> Result<Area, StoreError> {
    let overlap = if row::int(found, "overlap")? == 0 { Overlap::Refused } else { Overlap::Allowed };
    Ok(Area {
        id: AreaId::new(row::text(found, "id")?),
        name: row::text(found, "name")?,
        level: Level::named(&row::text(found, "level")?).ok_or_else(|| row::corrupt("level"))?,
        parent: row::maybe_text(found, "parent_id")?.map(AreaId::new),
        overlap,
    })
}

/// Adds an area; `false` when its id exists. Refused by a trigger when it would be inside what is no district.
pub async fn add(conn: &mut Conn, area: &Area) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO area (id, name, level, parent_id, overlap) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (id) DO NOTHING",
    )
    .bind(area.id.as_str())
    .bind(&area.name)
    .bind(area.level.name())
    .bind(area.parent.as_ref().map(AreaId::as_str))
    .bind(flag(area.overlap))
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

fn flag(overlap: Overlap) -> i64 {
    i64::from(overlap == Overlap::Allowed)
}

/// Gives an area that exists another name, place or permission to overlap. Its place is refused by a trigger once it
/// has money.
pub async fn change(conn: &mut Conn, area: &Area) -> Result<(), StoreError> {
    sqlx::query("UPDATE area SET name = $2, level = $3, parent_id = $4, overlap = $5 WHERE id = $1")
        .bind(area.id.as_str())
        .bind(&area.name)
        .bind(area.level.name())
        .bind(area.parent.as_ref().map(AreaId::as_str))
        .bind(flag(area.overlap))
        .execute(conn)
        .await?;
    Ok(())
}

/// The neighbourhoods of every area, by area and code. An area without any is not there.
pub async fn members(conn: &mut Conn) -> Result<BTreeMap<AreaId, Vec<NeighbourhoodId>>, StoreError> {
    let rows = sqlx::query("SELECT area_id, code FROM area_neighbourhood ORDER BY area_id, code")
        .fetch_all(conn)
        .await?;
    let mut members: BTreeMap<AreaId, Vec<NeighbourhoodId>> = BTreeMap::new();
    for found in &rows {
        let code = NeighbourhoodId::new(row::text(found, "code")?);
        members.entry(AreaId::new(row::text(found, "area_id")?)).or_default().push(code);
    }
    Ok(members)
}

/// Makes an area of these neighbourhoods and no others.
pub async fn set_members(
    conn: &mut Conn,
    area: &AreaId,
    members: &[NeighbourhoodId],
) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM area_neighbourhood WHERE area_id = $1")
        .bind(area.as_str())
        .execute(&mut *conn)
        .await?;
    for code in members {
        sqlx::query("INSERT INTO area_neighbourhood (area_id, code) VALUES ($1, $2)")
            .bind(area.as_str())
            .bind(code.as_str())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}
