//! Mix statements, as they were signed.

use super::{Conn, Row, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, AreaId};
use crate::domain::mix::MixStatement;
use crate::domain::time::Moment;

/// A mix statement as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its number in the area and the year, from 1.
    pub number: u64,
    /// The file.
    pub body: Vec<u8>,
    /// SHA-256 of the file.
    pub hash: Digest,
    /// What it says.
    pub statement: MixStatement,
    /// Who signed it.
    pub by: AccountId,
    /// When.
    pub at: Moment,
}

/// A statement, read by [`read`].
macro_rules! select {
    ($end:literal) => {
        concat!("SELECT number, body, hash, signed_by, signed_at FROM mix_statement ", $end)
    };
}

/// All statements, by area, the newest year and number first.
pub async fn list(conn: &mut Conn) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(select!("ORDER BY area_id, year DESC, number DESC")).fetch_all(conn).await?;
    rows.iter().map(read).collect()
}

/// The statements of all areas for a year, by area, the newest first.
pub async fn of_year(conn: &mut Conn, year: i64) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(select!("WHERE year = $1 ORDER BY area_id, number DESC"))
        .bind(year)
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// The statements of an area in a year, the newest first.
pub async fn of_area(conn: &mut Conn, area: &AreaId, year: i64) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(select!("WHERE area_id = $1 AND year = $2 ORDER BY number DESC"))
        .bind(area.as_str())
        .bind(year)
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Stored, StoreError> {
    let body = row::bytes(found, "body")?;
    Ok(Stored {
        number: row::count(found, "number")?,
        statement: MixStatement::parse(&body).ok_or_else(|| row::corrupt("body"))?,
        hash: row::digest(found, "hash")?,
        by: AccountId::new(row::text(found, "signed_by")?),
        at: row::moment(found, "signed_at")?,
        body,
    })
}

/// Keeps a signed statement. Refused by a trigger when its number is not the next.
pub async fn add(conn: &mut Conn, stored: &Stored) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO mix_statement (area_id, year, number, body, hash, signed_by, signed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(stored.statement.area.as_str())
    .bind(stored.statement.year)
    .bind(row::stored(stored.number))
    .bind(&stored.body)
    .bind(stored.hash.to_string())
    .bind(stored.by.as_str())
    .bind(stored.at.micros())
    .execute(conn)
    .await?;
    Ok(())
}
