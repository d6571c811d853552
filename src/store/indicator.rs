//! Versions of figures per neighbourhood. Nothing of them ever changes.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{DataSetId, NeighbourhoodId};
use crate::domain::indicator::{DataSet, Number, Values};

/// All data sets, the newest first.
pub async fn list(conn: &mut Conn) -> Result<Vec<DataSet>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, name, version, year, source, licence, file_sha256, figures_sha256, at, by_actor FROM data_set \
         ORDER BY at DESC, name, version DESC",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut sets = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let columns =
        sqlx::query("SELECT set_id, name FROM data_column ORDER BY set_id, place").fetch_all(conn).await?;
    for found in &columns {
        let id = DataSetId::new(row::text(found, "set_id")?);
        let name = row::text(found, "name")?;
        if let Some(set) = sets.iter_mut().find(|set| set.id == id) {
            set.columns.push(name);
        }
    }
    Ok(sets)
}

/// One data set.
pub async fn find(conn: &mut Conn, id: &DataSetId) -> Result<Option<DataSet>, StoreError> {
    Ok(list(conn).await?.into_iter().find(|set| &set.id == id))
}

fn read(found: &Row) -> Result<DataSet, StoreError> {
    Ok(DataSet {
        id: DataSetId::new(row::text(found, "id")?),
        name: row::text(found, "name")?,
        version: row::count(found, "version")?,
        year: row::int(found, "year")?,
        source: row::text(found, "source")?,
        licence: row::text(found, "licence")?,
        file: row::digest(found, "file_sha256")?,
        figures: row::digest(found, "figures_sha256")?,
        columns: Vec::new(),
        at: row::moment(found, "at")?,
        by: row::text(found, "by_actor")?,
    })
}

/// The figures of a data set. What is not published is not there.
pub async fn values(conn: &mut Conn, id: &DataSetId) -> Result<Values, StoreError> {
    let rows = sqlx::query(
        "SELECT v.code, c.name, v.millionths FROM data_value v \
         JOIN data_column c ON c.set_id = v.set_id AND c.place = v.place WHERE v.set_id = $1",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    let mut values = Values::new();
    for found in &rows {
        let number = Number::from_millionths(row::int(found, "millionths")?);
        let number = number.ok_or_else(|| row::corrupt("millionths"))?;
        let code = NeighbourhoodId::new(row::text(found, "code")?);
        values.entry(code).or_default().insert(row::text(found, "name")?, number);
    }
    Ok(values)
}

/// Adds a data set with its figures.
pub async fn add(conn: &mut Conn, set: &DataSet, values: &Values) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO data_set (id, name, version, year, source, licence, file_sha256, figures_sha256, at, by_actor) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(set.id.as_str())
    .bind(&set.name)
    .bind(row::stored(set.version))
    .bind(set.year)
    .bind(&set.source)
    .bind(&set.licence)
    .bind(set.file.to_string())
    .bind(set.figures.to_string())
    .bind(set.at.micros())
    .bind(&set.by)
    .execute(&mut *conn)
    .await?;
    for (column, place) in set.columns.iter().zip(1_i64..) {
        sqlx::query("INSERT INTO data_column (set_id, place, name) VALUES ($1, $2, $3)")
            .bind(set.id.as_str())
            .bind(place)
            .bind(column)
            .execute(&mut *conn)
            .await?;
        let figures = values.iter().filter_map(|(code, own)| Some((code, own.get(column)?)));
        for (code, number) in figures {
            sqlx::query("INSERT INTO data_value (set_id, code, place, millionths) VALUES ($1, $2, $3, $4)")
                .bind(set.id.as_str())
                .bind(code.as_str())
                .bind(place)
                .bind(number.millionths())
                .execute(&mut *conn)
                .await?;
        }
    }
    Ok(())
}
