//! Reports of progress and the files of their pictures.

use std::collections::BTreeMap;

use super::super::moderation::stands;
use super::{Conn, Row, StoreError, Written, row, side};
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, GrantId};
use crate::domain::moderation::Ground;
use crate::domain::picture::Pair;
use crate::domain::progress::{Off, Report, Shot, Side};
use crate::domain::time::Moment;

/// The reports of a grant, oldest first, with the pictures that were not erased, as everyone may read them: without the words and the
/// pictures of what is off.
pub async fn of(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Report>, StoreError> {
    let mut all = whole(conn, grant).await?;
    for one in all.iter_mut().filter(|one| one.off.is_some()) {
        one.title.clear();
        one.story.clear();
        one.shots.clear();
    }
    Ok(all)
}

/// The same also of what is off.
pub async fn whole(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Report>, StoreError> {
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
    let rows = sqlx::query(concat!(
        "SELECT r.number, r.title, r.story, r.side, r.by_actor, r.at, w.ground, COALESCE(r.withheld_at, w.at) AS off_at, \
         COALESCE(r.withheld_why, w.reason) AS off_why FROM grant_report r LEFT JOIN withholding w ON w.kind = 'progress' \
         AND w.grant_id = r.grant_id AND w.of_id = r.grant_id || '.' || CAST(r.number AS TEXT) AND ",
        stands!("w"),
        " WHERE r.grant_id = $1 ORDER BY r.number"
    ))
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    let mut read = |found: &Row| {
        let (number, side) = (row::count(found, "number")?, side(found)?);
        let by = AccountId::new(row::text(found, "by_actor")?);
        Ok(Report {
            number,
            title: row::text(found, "title")?,
            story: row::text(found, "story")?,
            side,
            desk: (side == Side::Office).then_some(by),
            at: row::moment(found, "at")?,
            shots: shots.remove(&number).unwrap_or_default(),
            off: off(found)?,
        })
    };
    rows.iter().map(&mut read).collect()
}

fn off(found: &Row) -> Result<Option<Off>, StoreError> {
    let ground = row::maybe_text(found, "ground")?;
    let ground = ground.map(|name| Ground::named(&name).ok_or_else(|| row::corrupt("ground"))).transpose()?;
    let off = row::maybe_moment(found, "off_at")?.zip(row::maybe_text(found, "off_why")?);
    Ok(off.map(|(at, why)| Off { at, ground, why }))
}

/// A picture of a report, for the office: its large file.
pub async fn large(
    conn: &mut Conn,
    (grant, report): (&GrantId, u64),
    number: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = sqlx::query(
        "SELECT large_file FROM grant_report_picture WHERE grant_id = $1 AND report = $2 AND number = $3 AND erased_at IS NULL",
    )
    .bind(grant.as_str())
    .bind(row::stored(report))
    .bind(row::stored(number))
    .fetch_optional(conn)
    .await?;
    found.map(|found| row::bytes(&found, "large_file")).transpose()
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

/// A file of a picture: everyone sees what was reported and is not off.
pub async fn shown(conn: &mut Conn, name: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
    let found = sqlx::query(concat!(
        "SELECT CASE WHEN f.large = $1 THEN f.large_file ELSE f.small_file END AS bytes FROM grant_report_picture f \
         WHERE (f.large = $1 OR f.small = $1) AND f.erased_at IS NULL AND NOT EXISTS (SELECT 1 FROM withholding w \
         WHERE w.kind = 'progress' AND w.grant_id = f.grant_id AND w.of_id = f.grant_id || '.' || CAST(f.report AS TEXT) AND ",
        stands!("w"),
        ") LIMIT 1"
    ))
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
