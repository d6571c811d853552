//! The later years of grants, and the notice before they end.

use super::{Conn, Row, StoreError, row};
use crate::domain::grant::{Notice, Slice};
use crate::domain::id::{GrantId, LineId};

fn read(found: &Row) -> Result<Slice, StoreError> {
    Ok(Slice {
        line: LineId::new(row::text(found, "line_id")?),
        year: row::int(found, "year")?,
        amount: row::cents(found, "amount_cents")?,
    })
}

/// The later years of a grant, the first of them first.
pub async fn of_grant(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Slice>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.line_id, l.year, s.amount_cents FROM grant_slice s JOIN budget_line l ON l.id = s.line_id \
         WHERE s.grant_id = $1 ORDER BY l.year, s.line_id",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// The later years of all grants, by grant and year.
pub async fn list(conn: &mut Conn) -> Result<Vec<(GrantId, Slice)>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.grant_id, s.line_id, l.year, s.amount_cents FROM grant_slice s \
         JOIN budget_line l ON l.id = s.line_id ORDER BY s.grant_id, l.year, s.line_id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((GrantId::new(row::text(found, "grant_id")?), read(found)?))).collect()
}

/// Sets the later years of a grant, whatever they were. Refused by a trigger once it is awarded.
pub async fn set(conn: &mut Conn, grant: &GrantId, slices: &[Slice]) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM grant_slice WHERE grant_id = $1")
        .bind(grant.as_str())
        .execute(&mut *conn)
        .await?;
    for slice in slices {
        sqlx::query("INSERT INTO grant_slice (grant_id, line_id, amount_cents) VALUES ($1, $2, $3)")
            .bind(grant.as_str())
            .bind(slice.line.as_str())
            .bind(slice.amount.get())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// The notice that was given about a grant.
pub async fn notice(conn: &mut Conn, grant: &GrantId) -> Result<Option<Notice>, StoreError> {
    let found = sqlx::query("SELECT at, by_actor, reason FROM grant_notice WHERE grant_id = $1")
        .bind(grant.as_str())
        .fetch_optional(conn)
        .await?;
    let read = |found: &Row| {
        Ok(Notice {
            at: row::moment(found, "at")?,
            by: row::text(found, "by_actor")?,
            reason: row::text(found, "reason")?,
        })
    };
    found.as_ref().map(read).transpose()
}

/// Gives notice; `false` when it was given before.
pub async fn give_notice(conn: &mut Conn, grant: &GrantId, notice: &Notice) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO grant_notice (grant_id, at, by_actor, reason) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (grant_id) DO NOTHING",
    )
    .bind(grant.as_str())
    .bind(notice.at.micros())
    .bind(&notice.by)
    .bind(&notice.reason)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
