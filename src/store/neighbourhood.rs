//! Neighbourhoods with their borders.

use super::{Conn, Row, StoreError, row};
use crate::domain::geo::{Frame, Point, Shape};
use crate::domain::id::{AreaId, NeighbourhoodId};
use crate::domain::neighbourhood::{Neighbourhood, Origin, Status};

/// All neighbourhoods by code, those that the newest borders no longer have as well.
pub async fn list(conn: &mut Conn) -> Result<Vec<Neighbourhood>, StoreError> {
    let rows = sqlx::query(
        "SELECT code, name, district_id, path, label_x, label_y, west, south, east, north, source, year, licence, \
         ended FROM neighbourhood ORDER BY code",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Neighbourhood, StoreError> {
    let point = |x: &str, y: &str| -> Result<Point, StoreError> {
        Ok(Point { x: row::int(found, x)?, y: row::int(found, y)? })
    };
    let path = row::text(found, "path")?;
    let frame = Frame { least: point("west", "south")?, most: point("east", "north")? };
    let shape = (!path.is_empty()).then_some(Shape { path, label: point("label_x", "label_y")?, frame });
    Ok(Neighbourhood {
        code: NeighbourhoodId::new(row::text(found, "code")?),
        name: row::text(found, "name")?,
        district: AreaId::new(row::text(found, "district_id")?),
        shape,
        origin: Origin {
            source: row::text(found, "source")?,
            year: row::int(found, "year")?,
            licence: row::text(found, "licence")?,
        },
        status: if row::int(found, "ended")? == 0 { Status::Current } else { Status::Ended },
    })
}

/// Adds a neighbourhood, or puts it in the place of the one with its code.
pub async fn put(conn: &mut Conn, one: &Neighbourhood) -> Result<(), StoreError> {
    let nowhere = Point { x: 0, y: 0 };
    let none = Shape { path: String::new(), label: nowhere, frame: Frame { least: nowhere, most: nowhere } };
    let shape = one.shape.as_ref().unwrap_or(&none);
    sqlx::query(
        "INSERT INTO neighbourhood (code, name, district_id, path, label_x, label_y, west, south, east, north, source, \
         year, licence, ended) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
         ON CONFLICT (code) DO UPDATE SET name = $2, district_id = $3, path = $4, label_x = $5, label_y = $6, \
         west = $7, south = $8, east = $9, north = $10, source = $11, year = $12, licence = $13, ended = $14",
    )
    .bind(one.code.as_str())
    .bind(&one.name)
    .bind(one.district.as_str())
    .bind(&shape.path)
    .bind(shape.label.x)
    .bind(shape.label.y)
    .bind(shape.frame.least.x)
    .bind(shape.frame.least.y)
    .bind(shape.frame.most.x)
    .bind(shape.frame.most.y)
    .bind(&one.origin.source)
    .bind(one.origin.year)
    .bind(&one.origin.licence)
    .bind(i64::from(one.status == Status::Ended))
    .execute(conn)
    .await?;
    Ok(())
}
