//! Requests to do a plan in another way, and what was decided on each.

use super::super::payment::maybe_day;
use super::{Conn, Row, StoreError, day, row, side};
use crate::domain::id::{AccountId, GrantId};
use crate::domain::progress::{Change, ChangeKind, Decided, Ruling};
use crate::domain::time::Moment;

/// The columns of a request, read by [`read`].
macro_rules! columns {
    () => {
        "grant_id, number, kind, what, why, until_on, side, at, decide_by, ruling, reason, decided_by, decided_at"
    };
}

fn read(found: &Row) -> Result<Change, StoreError> {
    let ruling = row::maybe_text(found, "ruling")?;
    let ruling = ruling.map(|name| Ruling::named(&name).ok_or_else(|| row::corrupt("ruling"))).transpose()?;
    let decided =
        match (ruling, row::maybe_text(found, "decided_by")?, row::maybe_moment(found, "decided_at")?) {
            (Some(ruling), Some(by), Some(at)) => {
                Some(Decided { ruling, reason: row::text(found, "reason")?, by, at })
            }
            _ => None,
        };
    Ok(Change {
        number: row::count(found, "number")?,
        kind: ChangeKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
        what: row::text(found, "what")?,
        why: row::text(found, "why")?,
        until: maybe_day(found, "until_on")?,
        side: side(found)?,
        at: row::moment(found, "at")?,
        decide_by: day(found, "decide_by")?,
        decided,
    })
}

/// The requests about a grant, oldest first.
pub async fn of(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Change>, StoreError> {
    let rows =
        sqlx::query(concat!("SELECT ", columns!(), " FROM grant_change WHERE grant_id = $1 ORDER BY number"))
            .bind(grant.as_str())
            .fetch_all(conn)
            .await?;
    rows.iter().map(read).collect()
}

/// The requests on which nobody decided yet, the oldest first, each with its grant.
pub async fn waiting(conn: &mut Conn) -> Result<Vec<(GrantId, Change)>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM grant_change WHERE ruling IS NULL ORDER BY decide_by, grant_id"
    ))
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((GrantId::new(row::text(found, "grant_id")?), read(found)?))).collect()
}

/// Adds one. Refused by the database while another one waits.
pub async fn add(conn: &mut Conn, grant: &GrantId, new: &Change, by: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_change (grant_id, number, kind, what, why, until_on, side, by_actor, at, decide_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(grant.as_str())
    .bind(row::stored(new.number))
    .bind(new.kind.name())
    .bind(&new.what)
    .bind(&new.why)
    .bind(new.until.map(|day| day.to_string()))
    .bind(new.side.name())
    .bind(by)
    .bind(new.at.micros())
    .bind(new.decide_by.to_string())
    .execute(conn)
    .await?;
    Ok(())
}

/// Decides on one; `false` when that was done before.
pub async fn decide(
    conn: &mut Conn,
    (grant, number): (&GrantId, u64),
    (ruling, reason): (Ruling, &str),
    (by, at): (&AccountId, Moment),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE grant_change SET ruling = $3, reason = $4, decided_by = $5, decided_at = $6 \
         WHERE grant_id = $1 AND number = $2 AND ruling IS NULL",
    )
    .bind(grant.as_str())
    .bind(row::stored(number))
    .bind(ruling.name())
    .bind(reason)
    .bind(by.as_str())
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
