//! The two logs and the checkpoints of the public one.

use super::{Conn, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::log::merkle;
use crate::domain::time::Moment;

/// The name of the staff log among the heads.
const STAFF: &str = "staff";

/// An entry as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its place, from 1.
    pub seq: u64,
    /// The bytes that were hashed.
    pub entry: Vec<u8>,
    /// In the round log the leaf hash, in the staff log the hash of the chain up to here.
    pub hash: Digest,
}

/// A signed state of a round's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Number of entries.
    pub size: u64,
    /// Root over them.
    pub root: Digest,
    /// The signed note.
    pub note: String,
}

fn read(found: &super::Row, hash: &str) -> Result<Stored, StoreError> {
    Ok(Stored {
        seq: row::count(found, "seq")?,
        entry: row::bytes(found, "entry")?,
        hash: row::digest(found, hash)?,
    })
}

/// Takes the turn to append to the staff log: the number of the next entry and the hash before it
/// (`None` at the beginning). The row stays locked until the transaction ends.
pub async fn next_staff(conn: &mut Conn) -> Result<(u64, Option<Digest>), StoreError> {
    let found = sqlx::query("UPDATE log_head SET size = size + 1 WHERE log = $1 RETURNING size, hash")
        .bind(STAFF)
        .fetch_one(conn)
        .await?;
    let hash = row::text(&found, "hash")?;
    let previous = if hash.is_empty() { None } else { Some(row::digest(&found, "hash")?) };
    Ok((row::count(&found, "size")?, previous))
}

/// Appends to the staff log at the place that [`next_staff`] gave.
pub async fn append_staff(conn: &mut Conn, seq: u64, entry: &[u8], hash: &Digest) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO staff_log (seq, entry, hash) VALUES ($1, $2, $3)")
        .bind(row::stored(seq))
        .bind(entry)
        .bind(hash.to_string())
        .execute(&mut *conn)
        .await?;
    set_head(conn, STAFF, hash).await
}

async fn set_head(conn: &mut Conn, log: &str, hash: &Digest) -> Result<(), StoreError> {
    sqlx::query("UPDATE log_head SET hash = $2 WHERE log = $1")
        .bind(log)
        .bind(hash.to_string())
        .execute(conn)
        .await?;
    Ok(())
}

/// The whole staff log.
pub async fn staff(conn: &mut Conn) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query("SELECT seq, entry, hash FROM staff_log ORDER BY seq").fetch_all(conn).await?;
    rows.iter().map(|found| read(found, "hash")).collect()
}

/// The newest entries of the staff log before a place, at most so many, the newest first.
pub async fn staff_before(conn: &mut Conn, before: u64, most: u64) -> Result<Vec<Stored>, StoreError> {
    let rows =
        sqlx::query("SELECT seq, entry, hash FROM staff_log WHERE seq < $1 ORDER BY seq DESC LIMIT $2")
            .bind(row::stored(before))
            .bind(row::stored(most))
            .fetch_all(conn)
            .await?;
    rows.iter().map(|found| read(found, "hash")).collect()
}

/// The size and last hash that the staff log claims.
pub async fn staff_head(conn: &mut Conn) -> Result<(u64, String), StoreError> {
    let found =
        sqlx::query("SELECT size, hash FROM log_head WHERE log = $1").bind(STAFF).fetch_one(conn).await?;
    Ok((row::count(&found, "size")?, row::text(&found, "hash")?))
}

fn head_name(round: &RoundId) -> String {
    format!("round:{round}")
}

/// Takes the turn to append `count` entries to a round's log: how many there were before. The row stays
/// locked until the transaction ends.
pub async fn next_round(conn: &mut Conn, round: &RoundId, count: u64) -> Result<u64, StoreError> {
    let found = sqlx::query(
        "INSERT INTO log_head (log, size, hash) VALUES ($1, $2, '') \
         ON CONFLICT (log) DO UPDATE SET size = log_head.size + $2 RETURNING size",
    )
    .bind(head_name(round))
    .bind(row::stored(count))
    .fetch_one(conn)
    .await?;
    row::count(&found, "size")?.checked_sub(count).ok_or_else(|| row::corrupt("size"))
}

/// Appends an entry to a round's log.
pub async fn append_round(
    conn: &mut Conn,
    round: &RoundId,
    seq: u64,
    entry: &[u8],
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO round_log (round_id, seq, entry, leaf_hash) VALUES ($1, $2, $3, $4)")
        .bind(round.as_str())
        .bind(row::stored(seq))
        .bind(entry)
        .bind(merkle::leaf(entry).to_string())
        .execute(conn)
        .await?;
    Ok(())
}

/// The log of a round in order.
pub async fn round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query("SELECT seq, entry, leaf_hash FROM round_log WHERE round_id = $1 ORDER BY seq")
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(|found| read(found, "leaf_hash")).collect()
}

/// The first entries of a round's log, at most so many.
pub async fn first_of_round(conn: &mut Conn, round: &RoundId, most: u64) -> Result<Vec<Stored>, StoreError> {
    let rows =
        sqlx::query("SELECT seq, entry, leaf_hash FROM round_log WHERE round_id = $1 ORDER BY seq LIMIT $2")
            .bind(round.as_str())
            .bind(row::stored(most))
            .fetch_all(conn)
            .await?;
    rows.iter().map(|found| read(found, "leaf_hash")).collect()
}

/// The last entries of a round's log in order, at most so many.
pub async fn last_entries_of_round(
    conn: &mut Conn,
    round: &RoundId,
    most: u64,
) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(
        "SELECT seq, entry, leaf_hash FROM round_log WHERE round_id = $1 ORDER BY seq DESC LIMIT $2",
    )
    .bind(round.as_str())
    .bind(row::stored(most))
    .fetch_all(conn)
    .await?;
    rows.iter().rev().map(|found| read(found, "leaf_hash")).collect()
}

/// The last entry of a round's log.
pub async fn last_of_round(conn: &mut Conn, round: &RoundId) -> Result<Option<Stored>, StoreError> {
    let found = sqlx::query(
        "SELECT seq, entry, leaf_hash FROM round_log WHERE round_id = $1 ORDER BY seq DESC LIMIT 1",
    )
    .bind(round.as_str())
    .fetch_optional(conn)
    .await?;
    found.map(|found| read(&found, "leaf_hash")).transpose()
}

/// Adds a checkpoint and notes its root as the head of the log.
pub async fn add_checkpoint(
    conn: &mut Conn,
    round: &RoundId,
    checkpoint: &Checkpoint,
    now: Moment,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO checkpoint (round_id, size, root, note, made_at) VALUES ($1, $2, $3, $4, $5)")
        .bind(round.as_str())
        .bind(row::stored(checkpoint.size))
        .bind(checkpoint.root.to_string())
        .bind(&checkpoint.note)
        .bind(now.micros())
        .execute(&mut *conn)
        .await?;
    set_head(conn, &head_name(round), &checkpoint.root).await
}

/// The checkpoints of a round, the oldest first.
pub async fn checkpoints(conn: &mut Conn, round: &RoundId) -> Result<Vec<Checkpoint>, StoreError> {
    let rows = sqlx::query("SELECT size, root, note FROM checkpoint WHERE round_id = $1 ORDER BY size")
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter()
        .map(|found| {
            Ok(Checkpoint {
                size: row::count(found, "size")?,
                root: row::digest(found, "root")?,
                note: row::text(found, "note")?,
            })
        })
        .collect()
}
