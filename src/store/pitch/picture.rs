//! Pictures that groups add to their plans, and their files.

use super::super::{Conn, Row, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::{PitchId, ProposalId, RoundId};
use crate::domain::picture::Pair;
use crate::domain::progress::Shot;
use crate::domain::time::Moment;

fn read(found: &Row) -> Result<Shot, StoreError> {
    Ok(Shot {
        number: row::count(found, "number")?,
        large: row::digest(found, "large")?,
        small: row::digest(found, "small")?,
        alt: row::text(found, "alt")?,
    })
}

/// The pictures of a plan that were not erased, in the order in which they came.
pub async fn of(conn: &mut Conn, id: &PitchId) -> Result<Vec<Shot>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, large, small, alt FROM pitch_picture WHERE pitch_id = $1 AND erased_at IS NULL ORDER BY number",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Those that were sent in with it, for everyone.
pub async fn sent(conn: &mut Conn, id: &PitchId) -> Result<Vec<Shot>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, large, small, alt FROM pitch_picture WHERE pitch_id = $1 AND erased_at IS NULL \
         AND sent_at IS NOT NULL ORDER BY number",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Adds one, with its files.
pub async fn add(
    conn: &mut Conn,
    id: &PitchId,
    (shot, files): (&Shot, &Pair),
    (by, at): (&str, Moment),
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pitch_picture (pitch_id, number, large, small, alt, added_by, added_at, large_file, small_file) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(id.as_str())
    .bind(row::stored(shot.number))
    .bind(shot.large.to_string())
    .bind(shot.small.to_string())
    .bind(&shot.alt)
    .bind(by)
    .bind(at.micros())
    .bind(&files.large.bytes)
    .bind(&files.small.bytes)
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes one off; `false` when there is none of this number.
pub async fn remove(conn: &mut Conn, id: &PitchId, number: u64) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM pitch_picture WHERE pitch_id = $1 AND number = $2")
        .bind(id.as_str())
        .bind(row::stored(number))
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Marks that a plan was sent in with its pictures.
pub async fn send(conn: &mut Conn, id: &PitchId, now: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE pitch_picture SET sent_at = $2 WHERE pitch_id = $1 AND sent_at IS NULL AND erased_at IS NULL",
    )
    .bind(id.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes the pictures of a plan along to the ballot. How many.
pub async fn to_ballot(
    conn: &mut Conn,
    id: &PitchId,
    (round, plan): (&RoundId, &ProposalId),
    now: Moment,
) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "INSERT INTO plan_picture (round_id, proposal_id, number, large, small, alt, added_by, added_at, large_file, \
         small_file) SELECT $2, $3, number, large, small, alt, added_by, $4, large_file, small_file FROM pitch_picture \
         WHERE pitch_id = $1 AND sent_at IS NOT NULL AND erased_at IS NULL",
    )
    .bind(id.as_str())
    .bind(round.as_str())
    .bind(plan.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The small file of one, for those who may see it before everyone does.
pub async fn small(conn: &mut Conn, id: &PitchId, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let found = sqlx::query(
        "SELECT small_file FROM pitch_picture WHERE pitch_id = $1 AND number = $2 AND erased_at IS NULL",
    )
    .bind(id.as_str())
    .bind(row::stored(number))
    .fetch_optional(conn)
    .await?;
    found.map(|found| row::bytes(&found, "small_file")).transpose()
}

/// A file that everyone may see: of a plan that was sent in with it and was not taken back.
pub async fn shown(conn: &mut Conn, name: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
    let found = sqlx::query(
        "SELECT CASE WHEN f.large = $1 THEN f.large_file ELSE f.small_file END AS bytes FROM pitch_picture f \
         JOIN pitch p ON p.id = f.pitch_id WHERE (f.large = $1 OR f.small = $1) AND f.erased_at IS NULL \
         AND f.sent_at IS NOT NULL AND p.state <> 'withdrawn' LIMIT 1",
    )
    .bind(name.to_string())
    .fetch_optional(conn)
    .await?;
    found.map(|found| row::bytes(&found, "bytes")).transpose()
}

/// Erases the files and the words of pictures that came before a moment, in rounds that are over. How many.
pub async fn erase(conn: &mut Conn, before: Moment, now: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE pitch_picture SET alt = '', large_file = NULL, small_file = NULL, erased_at = $2 \
         WHERE erased_at IS NULL AND added_at < $1 AND pitch_id IN (SELECT p.id FROM pitch p JOIN round r ON r.id = p.round_id \
         WHERE r.phase IN ('certified', 'final', 'cancelled'))",
    )
    .bind(before.micros())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Erases the one that stands on the ballot as this picture of a plan.
pub async fn erase_as(
    conn: &mut Conn,
    (round, plan): (&RoundId, &ProposalId),
    number: u64,
    now: Moment,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE pitch_picture SET alt = '', large_file = NULL, small_file = NULL, erased_at = $4 \
         WHERE erased_at IS NULL AND pitch_id IN (SELECT id FROM pitch WHERE round_id = $1 AND proposal_id = $2) \
         AND large IN (SELECT large FROM plan_picture WHERE round_id = $1 AND proposal_id = $2 AND number = $3)",
    )
    .bind(round.as_str())
    .bind(plan.as_str())
    .bind(row::stored(number))
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Erases one; `false` when it is not there any more.
pub async fn erase_one(conn: &mut Conn, id: &PitchId, number: u64, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE pitch_picture SET alt = '', large_file = NULL, small_file = NULL, erased_at = $3 \
         WHERE erased_at IS NULL AND pitch_id = $1 AND number = $2",
    )
    .bind(id.as_str())
    .bind(row::stored(number))
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Erases those of one plan.
pub async fn erase_of(conn: &mut Conn, id: &PitchId, now: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE pitch_picture SET alt = '', large_file = NULL, small_file = NULL, erased_at = $2 \
         WHERE erased_at IS NULL AND pitch_id = $1",
    )
    .bind(id.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// The two files of a picture with their names, for whoever holds one against the other; `after` is the plan and number of
/// the one before.
pub async fn next_files(
    conn: &mut Conn,
    (pitch, number): (&str, u64),
) -> Result<Option<(PitchId, Shot, [Vec<u8>; 2])>, StoreError> {
    let found = sqlx::query(
        "SELECT pitch_id, number, large, small, alt, large_file, small_file FROM pitch_picture \
         WHERE erased_at IS NULL AND (pitch_id > $1 OR (pitch_id = $1 AND number > $2)) \
         ORDER BY pitch_id, number LIMIT 1",
    )
    .bind(pitch)
    .bind(row::stored(number))
    .fetch_optional(conn)
    .await?;
    let read_files = |found: Row| {
        let files = [row::bytes(&found, "large_file")?, row::bytes(&found, "small_file")?];
        Ok((PitchId::new(row::text(&found, "pitch_id")?), read(&found)?, files))
    };
    found.map(read_files).transpose()
}
