//! Budget lines and what areas may spend of them. The sums on each row are kept by the database.

use super::{Conn, Row, StoreError, row};
use crate::domain::budget::{Allocation, Line};
use crate::domain::id::{AllocationId, AreaId, LineId};
use crate::domain::money::{BasisPoints, Cents};

/// All lines, the newest year first.
pub async fn lines(conn: &mut Conn) -> Result<Vec<Line>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, year, name, total_cents, share_bp, base, ground, decided_at, allocated_cents \
         FROM budget_line ORDER BY year DESC, id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_line).collect()
}

/// One line.
pub async fn line(conn: &mut Conn, id: &LineId) -> Result<Option<Line>, StoreError> {
    Ok(lines(conn).await?.into_iter().find(|line| &line.id == id))
}

fn read_line(found: &Row) -> Result<Line, StoreError> {
    Ok(Line {
        id: LineId::new(row::text(found, "id")?),
        year: row::int(found, "year")?,
        name: row::text(found, "name")?,
        total: row::cents(found, "total_cents")?,
        share: BasisPoints::new(row::int(found, "share_bp")?).map_err(|_| row::corrupt("share_bp"))?,
        base: row::text(found, "base")?,
        ground: row::text(found, "ground")?,
        decided_at: row::moment(found, "decided_at")?,
        allocated: row::cents(found, "allocated_cents")?,
    })
}

/// Adds a line, or decides it anew; what is allocated stays. Refused by a CHECK when the reserved share
/// becomes less than what is allocated.
pub async fn set_line(conn: &mut Conn, line: &Line) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO budget_line (id, year, name, total_cents, share_bp, reserved_cents, allocated_cents, base, \
         ground, decided_at) VALUES ($1, $2, $3, $4, $5, $6, 0, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET \
         year = $2, name = $3, total_cents = $4, share_bp = $5, reserved_cents = $6, base = $7, ground = $8, \
         decided_at = $9",
    )
    .bind(line.id.as_str())
    .bind(line.year)
    .bind(&line.name)
    .bind(line.total.get())
    .bind(line.share.get())
    .bind(line.reserved().get())
    .bind(&line.base)
    .bind(&line.ground)
    .bind(line.decided_at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// All allocations, by area.
pub async fn allocations(conn: &mut Conn) -> Result<Vec<Allocation>, StoreError> {
    let rows = sqlx::query(
        "SELECT a.id, a.line_id, a.area_id, r.name AS area_name, l.year, a.ceiling_cents, a.rounds_cents \
         FROM allocation a JOIN area r ON r.id = a.area_id JOIN budget_line l ON l.id = a.line_id",
    )
    .fetch_all(conn)
    .await?;
    let mut allocations = rows.iter().map(read_allocation).collect::<Result<Vec<_>, _>>()?;
    allocations.sort_by(|a, b| (b.year, &a.area_name).cmp(&(a.year, &b.area_name)));
    Ok(allocations)
}

/// One allocation.
pub async fn allocation(conn: &mut Conn, id: &AllocationId) -> Result<Option<Allocation>, StoreError> {
    Ok(allocations(conn).await?.into_iter().find(|allocation| &allocation.id == id))
}

fn read_allocation(found: &Row) -> Result<Allocation, StoreError> {
    Ok(Allocation {
        id: AllocationId::new(row::text(found, "id")?),
        line: LineId::new(row::text(found, "line_id")?),
        area: AreaId::new(row::text(found, "area_id")?),
        area_name: row::text(found, "area_name")?,
        year: row::int(found, "year")?,
        ceiling: row::cents(found, "ceiling_cents")?,
        rounds: row::cents(found, "rounds_cents")?,
    })
}

/// Sets what an area may spend of a line. `id` is used when there was nothing yet. Refused by a CHECK
/// when the areas together pass the reserved share, or rounds take up more already.
pub async fn set_allocation(
    conn: &mut Conn,
    id: &AllocationId,
    line: &LineId,
    area: &AreaId,
    ceiling: Cents,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO allocation (id, line_id, area_id, ceiling_cents, rounds_cents) VALUES ($1, $2, $3, $4, 0) \
         ON CONFLICT (line_id, area_id) DO UPDATE SET ceiling_cents = $4",
    )
    .bind(id.as_str())
    .bind(line.as_str())
    .bind(area.as_str())
    .bind(ceiling.get())
    .execute(conn)
    .await?;
    Ok(())
}
