//! Pictures that groups add to their plans, and their files.

use super::super::moderation::stands;
use super::super::{Conn, Row, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, PitchId, ProposalId, RoundId};
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

/// That the office took a picture off: also where its group added the same file again.
macro_rules! off {
    () => {
        concat!(
            "EXISTS (SELECT 1 FROM withholding w JOIN pitch_picture o ON o.pitch_id = w.pitch_id \
             AND w.of_id = o.pitch_id || '.' || CAST(o.number AS TEXT) WHERE w.kind = 'picture' AND w.pitch_id = f.pitch_id \
             AND o.large = f.large AND ",
            stands!("w"),
            ")"
        )
    };
}

/// The pictures of a plan that were not erased and are not off, in the order in which they came.
pub async fn of(conn: &mut Conn, id: &PitchId) -> Result<Vec<Shot>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT f.number, f.large, f.small, f.alt FROM pitch_picture f WHERE f.pitch_id = $1 AND f.erased_at IS NULL AND NOT ",
        off!(),
        " ORDER BY f.number"
    ))
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Those that were sent in with it, for everyone.
pub async fn sent(conn: &mut Conn, id: &PitchId) -> Result<Vec<Shot>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT f.number, f.large, f.small, f.alt FROM pitch_picture f WHERE f.pitch_id = $1 AND f.erased_at IS NULL \
         AND f.sent_at IS NOT NULL AND NOT ",
        off!(),
        " ORDER BY f.number"
    ))
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// One that was sent in, also where it is off or erased, with who typed the plan at the desk when it was added.
pub async fn one(
    conn: &mut Conn,
    id: &PitchId,
    number: u64,
) -> Result<Option<(Shot, Option<AccountId>)>, StoreError> {
    let found = sqlx::query(
        "SELECT number, large, small, alt, CASE WHEN added_by IN (SELECT a.id FROM account a) THEN added_by END AS by_desk \
         FROM pitch_picture WHERE pitch_id = $1 AND number = $2 AND sent_at IS NOT NULL",
    )
    .bind(id.as_str())
    .bind(row::stored(number))
    .fetch_optional(conn)
    .await?;
    let read = |found: Row| Ok((read(&found)?, row::maybe_text(&found, "by_desk")?.map(AccountId::new)));
    found.map(read).transpose()
}

/// The number that the next one of a plan gets.
pub async fn next(conn: &mut Conn, id: &PitchId) -> Result<u64, StoreError> {
    let found =
        sqlx::query("SELECT COALESCE(MAX(number), 0) + 1 AS number FROM pitch_picture WHERE pitch_id = $1")
            .bind(id.as_str())
            .fetch_one(conn)
            .await?;
    row::count(&found, "number")
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

/// Takes one off for its group; `false` when there is none of this number, or it is off. Of what was reported or put back it stays that it
/// was there.
pub async fn remove(conn: &mut Conn, id: &PitchId, number: u64, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "DELETE FROM pitch_picture WHERE pitch_id = $1 AND number = $2 AND sent_at IS NULL \
         AND erased_at IS NULL",
    )
    .bind(id.as_str())
    .bind(row::stored(number))
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 1 {
        return Ok(true);
    }
    let done = sqlx::query(concat!(
        "UPDATE pitch_picture AS f SET alt = '', large_file = NULL, small_file = NULL, erased_at = $3 \
         WHERE f.erased_at IS NULL AND f.pitch_id = $1 AND f.number = $2 AND NOT ",
        off!()
    ))
    .bind(id.as_str())
    .bind(row::stored(number))
    .bind(now.micros())
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

/// The large file of one, for the office.
pub async fn large(conn: &mut Conn, id: &PitchId, number: u64) -> Result<Option<Vec<u8>>, StoreError> {
    let found = sqlx::query(
        "SELECT large_file FROM pitch_picture WHERE pitch_id = $1 AND number = $2 AND erased_at IS NULL",
    )
    .bind(id.as_str())
    .bind(row::stored(number))
    .fetch_optional(conn)
    .await?;
    found.map(|found| row::bytes(&found, "large_file")).transpose()
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

/// A file that everyone may see: of a plan that was sent in with it and was not taken back, where the office did not take it off.
pub async fn shown(conn: &mut Conn, name: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
    let found = sqlx::query(concat!(
        "SELECT CASE WHEN f.large = $1 THEN f.large_file ELSE f.small_file END AS bytes FROM pitch_picture f \
         JOIN pitch p ON p.id = f.pitch_id WHERE (f.large = $1 OR f.small = $1) AND f.erased_at IS NULL \
         AND f.sent_at IS NOT NULL AND p.state <> 'withdrawn' AND NOT ",
        off!(),
        " LIMIT 1"
    ))
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
