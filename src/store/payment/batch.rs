//! Batches of orders.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::super::chunk::{self, Chunked};
use super::super::{Conn, Row, StoreError, row};
use super::day;
use crate::domain::digest::Digest;
use crate::domain::id::AccountId;
use crate::domain::payment::{Batch, BatchNumber, BatchState};
use crate::domain::time::Moment;

/// Batches, read by [`read`].
macro_rules! select {
    ($end:literal) => {
        concat!(
            "SELECT id, state, execute_on, order_count, sum_cents, gathered_by, gathered_at, approved_by, approved_at, \
             file_hash, exported_by, exported_at FROM payment_batch ",
            $end
        )
    };
}

/// Takes the next place for a batch: 1 for the first ever.
pub async fn next_batch(conn: &mut Conn) -> Result<u64, StoreError> {
    let found = sqlx::query("UPDATE payment_head SET batches = batches + 1 WHERE id = 1 RETURNING batches")
        .fetch_one(conn)
        .await?;
    row::count(&found, "batches")
}

/// All batches, the newest first.
pub async fn batches(conn: &mut Conn) -> Result<Vec<Batch>, StoreError> {
    let rows = sqlx::query(select!("ORDER BY gathered_at DESC, id DESC")).fetch_all(conn).await?;
    rows.iter().map(read).collect()
}

/// One batch.
pub async fn batch(conn: &mut Conn, number: &BatchNumber) -> Result<Option<Batch>, StoreError> {
    let found = sqlx::query(select!("WHERE id = $1")).bind(&number.0).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

/// These batches.
static SOME: Chunked = LazyLock::new(|| chunk::texts(select!("WHERE id IN ("), (1, 1), ")"));

/// Those of these batches that there are, in few statements.
pub async fn some_batches<'a>(
    conn: &mut Conn,
    numbers: impl IntoIterator<Item = &'a BatchNumber>,
) -> Result<BTreeMap<BatchNumber, Batch>, StoreError> {
    let ids: Vec<&str> = numbers.into_iter().map(|number| number.0.as_str()).collect();
    let rows = chunk::rows(conn, &SOME, &ids).await?;
    rows.iter().map(|found| read(found).map(|batch| (batch.number.clone(), batch))).collect()
}

fn read(found: &Row) -> Result<Batch, StoreError> {
    let signed = |by: &str, at: &str| -> Result<Option<(AccountId, Moment)>, StoreError> {
        Ok(row::maybe_text(found, by)?.map(AccountId::new).zip(row::maybe_moment(found, at)?))
    };
    let file = row::maybe_text(found, "file_hash")?;
    let file = file.map(|text| Digest::parse(&text).ok_or_else(|| row::corrupt("file_hash")));
    Ok(Batch {
        number: BatchNumber(row::text(found, "id")?),
        state: BatchState::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))?,
        execute_on: day(found, "execute_on")?,
        count: row::count(found, "order_count")?,
        sum: row::cents(found, "sum_cents")?,
        gathered: signed("gathered_by", "gathered_at")?.ok_or_else(|| row::corrupt("gathered_by"))?,
        approved: signed("approved_by", "approved_at")?,
        file: file.transpose()?,
        exported: signed("exported_by", "exported_at")?,
    })
}

/// Adds a batch that one person put together.
pub async fn add_batch(conn: &mut Conn, batch: &Batch) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO payment_batch (id, state, execute_on, order_count, sum_cents, gathered_by, gathered_at) \
         VALUES ($1, 'gathered', $2, $3, $4, $5, $6)",
    )
    .bind(&batch.number.0)
    .bind(batch.execute_on.to_string())
    .bind(row::stored(batch.count))
    .bind(batch.sum.get())
    .bind(batch.gathered.0.as_str())
    .bind(batch.gathered.1.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Another person approves a batch and the file that follows from it; `false` when it does not wait for that. Refused
/// by a CHECK when it is the same person.
pub async fn approve_batch(
    conn: &mut Conn,
    number: &BatchNumber,
    by: &AccountId,
    at: Moment,
    file: &Digest,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE payment_batch SET state = 'approved', approved_by = $2, approved_at = $3, file_hash = $4 \
         WHERE id = $1 AND state = 'gathered'",
    )
    .bind(&number.0)
    .bind(by.as_str())
    .bind(at.micros())
    .bind(file.to_string())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The file of an approved batch was handed out for the first time; `false` when that is not so.
pub async fn export_batch(
    conn: &mut Conn,
    number: &BatchNumber,
    by: &AccountId,
    at: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE payment_batch SET state = 'exported', exported_by = $2, exported_at = $3 \
         WHERE id = $1 AND state = 'approved'",
    )
    .bind(&number.0)
    .bind(by.as_str())
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Gives up a batch that was not handed out; `false` when it was.
pub async fn withdraw_batch(conn: &mut Conn, number: &BatchNumber) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE payment_batch SET state = 'withdrawn' WHERE id = $1 AND state IN ('gathered', 'approved')",
    )
    .bind(&number.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
