//! Divisions by a key, with their arithmetic.

use std::collections::BTreeMap;

use super::{Conn, Row, StoreError, row};
use crate::domain::division::{Division, Given, written};
use crate::domain::id::{AllocationId, DataSetId, LineId};

/// All divisions, the newest first.
pub async fn list(conn: &mut Conn) -> Result<Vec<Division>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, line_id, parent_id, set_id, reckoning, reckoning_sha256, reason, at, by_actor FROM division \
         ORDER BY number DESC",
    )
    .fetch_all(&mut *conn)
    .await?;
    let parts = sqlx::query(
        "SELECT number, allocation_id, before_cents, cents FROM division_part ORDER BY number, allocation_id",
    )
    .fetch_all(conn)
    .await?;
    let mut given: BTreeMap<u64, Vec<Given>> = BTreeMap::new();
    for found in &parts {
        given.entry(row::count(found, "number")?).or_default().push(Given {
            allocation: AllocationId::new(row::text(found, "allocation_id")?),
            before: row::cents(found, "before_cents")?,
            after: row::cents(found, "cents")?,
        });
    }
    rows.iter().map(|found| read(found, &mut given)).collect()
}

/// One division.
pub async fn find(conn: &mut Conn, number: u64) -> Result<Option<Division>, StoreError> {
    Ok(list(conn).await?.into_iter().find(|division| division.number == number))
}

fn read(found: &Row, given: &mut BTreeMap<u64, Vec<Given>>) -> Result<Division, StoreError> {
    let number = row::count(found, "number")?;
    let reckoning = row::text(found, "reckoning")?;
    Ok(Division {
        number,
        line: LineId::new(row::text(found, "line_id")?),
        parent: row::maybe_text(found, "parent_id")?.map(AllocationId::new),
        set: DataSetId::new(row::text(found, "set_id")?),
        reckoning: serde_json::from_str(&reckoning).map_err(|_| row::corrupt("reckoning"))?,
        digest: row::digest(found, "reckoning_sha256")?,
        reason: row::text(found, "reason")?,
        at: row::moment(found, "at")?,
        by: row::text(found, "by_actor")?,
        parts: given.remove(&number).unwrap_or_default(),
    })
}

/// The number of the last division; 0 when there is none.
pub async fn last(conn: &mut Conn) -> Result<u64, StoreError> {
    let found =
        sqlx::query("SELECT COALESCE(MAX(number), 0) AS number FROM division").fetch_one(conn).await?;
    row::count(&found, "number")
}

/// Adds a division.
pub async fn add(conn: &mut Conn, division: &Division) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO division (number, line_id, parent_id, set_id, total_cents, reckoning, reckoning_sha256, reason, at, \
         by_actor) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(row::stored(division.number))
    .bind(division.line.as_str())
    .bind(division.parent.as_ref().map(AllocationId::as_str))
    .bind(division.set.as_str())
    .bind(division.reckoning.total.get())
    .bind(written(&division.reckoning))
    .bind(division.digest.to_string())
    .bind(&division.reason)
    .bind(division.at.micros())
    .bind(&division.by)
    .execute(&mut *conn)
    .await?;
    for part in &division.parts {
        sqlx::query(
            "INSERT INTO division_part (number, allocation_id, before_cents, cents) VALUES ($1, $2, $3, $4)",
        )
        .bind(row::stored(division.number))
        .bind(part.allocation.as_str())
        .bind(part.before.get())
        .bind(part.after.get())
        .execute(&mut *conn)
        .await?;
    }
    Ok(())
}
