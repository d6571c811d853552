//! Who waits for a call of the desk about a letter.

use super::{Conn, Row, StoreError, row};
use crate::domain::call::{About, Call};
use crate::domain::id::{CallId, RoundId};
use crate::domain::time::Moment;

/// Adds a request, unless one with the same number waits; `false` then.
pub async fn add(conn: &mut Conn, round: &RoundId, call: &Call) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO letter_call (id, round_id, about, name, phone, asked_at) VALUES ($1, $2, $3, $4, $5, $6) \
         ON CONFLICT DO NOTHING",
    )
    .bind(call.id.as_str())
    .bind(round.as_str())
    .bind(call.about.name())
    .bind(&call.name)
    .bind(&call.phone)
    .bind(call.asked.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who waits in a round, the oldest day first.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<Call>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, about, name, phone, asked_at FROM letter_call WHERE round_id = $1 ORDER BY asked_at, id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Call, StoreError> {
    let about = row::text(found, "about")?;
    Ok(Call {
        id: CallId::new(row::text(found, "id")?),
        about: About::named(&about).ok_or_else(|| row::corrupt("about"))?,
        name: row::text(found, "name")?,
        phone: row::text(found, "phone")?,
        asked: row::moment(found, "asked_at")?,
    })
}

/// How many wait in a round.
pub async fn count(conn: &mut Conn, round: &RoundId) -> Result<u64, StoreError> {
    let found = sqlx::query("SELECT COUNT(*) AS n FROM letter_call WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_one(conn)
        .await?;
    row::count(&found, "n")
}

/// Removes one; `false` when it is gone already.
pub async fn remove(conn: &mut Conn, round: &RoundId, id: &CallId) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM letter_call WHERE round_id = $1 AND id = $2")
        .bind(round.as_str())
        .bind(id.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes those of rounds in which nobody can vote any more, and those that were asked before a moment; how many.
pub async fn remove_old(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "DELETE FROM letter_call WHERE asked_at < $1 OR round_id NOT IN (SELECT id FROM round WHERE phase = 'open')",
    )
    .bind(before.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
