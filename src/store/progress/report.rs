//! Reports of progress and the files of their pictures.

use std::collections::BTreeMap;

use super::{Conn, Row, StoreError, Written, row, side};
use crate::domain::digest::Digest;
use crate::domain::id::GrantId;
use crate::domain::picture::Pair;
use crate::domain::progress::{Report, Shot};
use crate::domain::retention::ERASED;
use crate::domain::time::Moment;

/// The reports of a grant, oldest first, with the pictures that were not erased.
pub async fn of(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Report>, StoreError> {
    let rows = sqlx::query(
        "SELECT report, number, large, small, alt FROM grant_report_picture WHERE grant_id = $1 \
         AND erased_at IS NULL ORDER BY report, number",
    )
    .bind(grant.as_str())
    .fetch_all(&mut *conn)
    .await?;
    let mut shots: BTreeMap<u64, Vec<Shot>> = BTreeMap::new();
    for found in &rows {
        shots.entry(row::count(found, "report")?).or_default().push(read_shot(found)?);
    }
    let rows = sqlx::query(
        "SELECT number, title, story, side, at, withheld_at, withheld_why FROM grant_report WHERE grant_id = $1 ORDER BY number",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    let mut read = |found: &Row| {
        let number = row::count(found, "number")?;
        Ok(Report {
            number,
            title: row::text(found, "title")?,
            story: row::text(found, "story")?,
            side: side(found)?,
            at: row::moment(found, "at")?,
            shots: shots.remove(&number).unwrap_or_default(),
            withheld: row::maybe_moment(found, "withheld_at")?.zip(row::maybe_text(found, "withheld_why")?),
        })
    };
    rows.iter().map(&mut read).collect()
}

fn read_shot(found: &Row) -> Result<Shot, StoreError> {
    Ok(Shot {
        number: row::count(found, "number")?,
        large: row::digest(found, "large")?,
        small: row::digest(found, "small")?,
        alt: row::text(found, "alt")?,
    })
}

/// Adds one: its number follows the last one.
pub async fn add(
    conn: &mut Conn,
    grant: &GrantId,
    (number, title, story): (u64, &str, &str),
    by: Written<'_>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_report (grant_id, number, title, story, side, by_actor, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(grant.as_str())
    .bind(row::stored(number))
    .bind(title)
    .bind(story)
    .bind(by.side.name())
    .bind(by.by)
    .bind(by.at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds a picture to a report, with its files.
pub async fn add_shot(
    conn: &mut Conn,
    (grant, report): (&GrantId, u64),
    (shot, files): (&Shot, &Pair),
    at: Moment,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_report_picture (grant_id, report, number, large, small, alt, at, large_file, small_file) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(grant.as_str())
    .bind(row::stored(report))
    .bind(row::stored(shot.number))
    .bind(shot.large.to_string())
    .bind(shot.small.to_string())
    .bind(&shot.alt)
    .bind(at.micros())
    .bind(&files.large.bytes)
    .bind(&files.small.bytes)
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes the words and the pictures of a report away, with why; `false` when that was done before.
pub async fn withhold(
    conn: &mut Conn,
    (grant, number): (&GrantId, u64),
    why: &str,
    (by, at): (&str, Moment),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE grant_report SET title = $3, story = $3, withheld_at = $4, withheld_by = $5, withheld_why = $6 \
         WHERE grant_id = $1 AND number = $2 AND withheld_at IS NULL",
    )
    .bind(grant.as_str())
    .bind(row::stored(number))
    .bind(ERASED)
    .bind(at.micros())
    .bind(by)
    .bind(why)
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "UPDATE grant_report_picture SET alt = '', large_file = NULL, small_file = NULL, erased_at = $3 \
         WHERE grant_id = $1 AND report = $2 AND erased_at IS NULL",
    )
    .bind(grant.as_str())
    .bind(row::stored(number))
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Erases the files and the words of pictures that came before a moment, of grants that are over. How many.
pub async fn erase(conn: &mut Conn, before: Moment, now: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE grant_report_picture SET alt = '', large_file = NULL, small_file = NULL, erased_at = $2 \
         WHERE erased_at IS NULL AND at < $1 AND grant_id IN (SELECT id FROM grant_record \
         WHERE state IN ('closed', 'withdrawn', 'refused', 'revoked', 'lapsed'))",
    )
    .bind(before.micros())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// A file of a picture: everyone sees what was reported.
pub async fn shown(conn: &mut Conn, name: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
    let found = sqlx::query(
        "SELECT CASE WHEN large = $1 THEN large_file ELSE small_file END AS bytes FROM grant_report_picture \
         WHERE (large = $1 OR small = $1) AND erased_at IS NULL LIMIT 1",
    )
    .bind(name.to_string())
    .fetch_optional(conn)
    .await?;
    found.map(|found| row::bytes(&found, "bytes")).transpose()
}

/// The two files of a picture with their names, for whoever holds one against the other; `after` is the grant, report and
/// number of the one before.
pub async fn next_files(
    conn: &mut Conn,
    (grant, report, number): (&str, u64, u64),
) -> Result<Option<(GrantId, u64, Shot, [Vec<u8>; 2])>, StoreError> {
    let found = sqlx::query(
        "SELECT grant_id, report, number, large, small, alt, large_file, small_file FROM grant_report_picture \
         WHERE erased_at IS NULL AND (grant_id > $1 OR (grant_id = $1 AND (report > $2 \
         OR (report = $2 AND number > $3)))) ORDER BY grant_id, report, number LIMIT 1",
    )
    .bind(grant)
    .bind(row::stored(report))
    .bind(row::stored(number))
    .fetch_optional(conn)
    .await?;
    let read = |found: Row| {
        let files = [row::bytes(&found, "large_file")?, row::bytes(&found, "small_file")?];
        let grant = GrantId::new(row::text(&found, "grant_id")?);
        Ok((grant, row::count(&found, "report")?, read_shot(&found)?, files))
    };
    found.map(read).transpose()
}
