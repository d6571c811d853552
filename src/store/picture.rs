//! Pictures of plans and their files.

use std::collections::BTreeMap;

use super::moderation::stands;
use super::{Conn, Row, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::picture::{Pair, Picture};
use crate::domain::time::Moment;

fn read(found: &Row) -> Result<Picture, StoreError> {
    Ok(Picture {
        plan: ProposalId::new(row::text(found, "proposal_id")?),
        number: row::count(found, "number")?,
        large: row::digest(found, "large")?,
        small: row::digest(found, "small")?,
        alt: row::text(found, "alt")?,
    })
}

/// That a picture of a plan is one that its group sent in and the office took off: it stays on the ballot as it was frozen, and nobody sees it.
macro_rules! off {
    () => {
        concat!(
            "EXISTS (SELECT 1 FROM withholding w JOIN pitch_picture f ON f.pitch_id = w.pitch_id \
             AND w.of_id = f.pitch_id || '.' || CAST(f.number AS TEXT) JOIN pitch o ON o.id = w.pitch_id \
             WHERE w.kind = 'picture' AND w.round_id = p.round_id AND o.proposal_id = p.proposal_id AND f.large = p.large AND ",
            stands!("w"),
            ")"
        )
    };
}

/// The pictures of a round that were not erased and are not off, by plan, in the order in which they came.
pub async fn list(
    conn: &mut Conn,
    round: &RoundId,
) -> Result<BTreeMap<ProposalId, Vec<Picture>>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT p.proposal_id, p.number, p.large, p.small, p.alt FROM plan_picture p \
         WHERE p.round_id = $1 AND p.erased_at IS NULL AND NOT ",
        off!(),
        " ORDER BY p.proposal_id, p.number"
    ))
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let mut pictures: BTreeMap<ProposalId, Vec<Picture>> = BTreeMap::new();
    for found in &rows {
        let picture = read(found)?;
        pictures.entry(picture.plan.clone()).or_default().push(picture);
    }
    Ok(pictures)
}

/// The pictures of one plan that were not erased and are not off.
pub async fn of_plan(
    conn: &mut Conn,
    round: &RoundId,
    plan: &ProposalId,
) -> Result<Vec<Picture>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT p.proposal_id, p.number, p.large, p.small, p.alt FROM plan_picture p \
         WHERE p.round_id = $1 AND p.proposal_id = $2 AND p.erased_at IS NULL AND NOT ",
        off!(),
        " ORDER BY p.number"
    ))
    .bind(round.as_str())
    .bind(plan.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Adds a picture to a plan, with its files.
pub async fn add(
    conn: &mut Conn,
    round: &RoundId,
    (picture, files): (&Picture, &Pair),
    (by, at): (&str, Moment),
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO plan_picture (round_id, proposal_id, number, large, small, alt, added_by, added_at, large_file, \
         small_file) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(round.as_str())
    .bind(picture.plan.as_str())
    .bind(row::stored(picture.number))
    .bind(picture.large.to_string())
    .bind(picture.small.to_string())
    .bind(&picture.alt)
    .bind(by)
    .bind(at.micros())
    .bind(&files.large.bytes)
    .bind(&files.small.bytes)
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a picture off a plan; `false` when there is none of this number.
pub async fn remove(
    conn: &mut Conn,
    round: &RoundId,
    plan: &ProposalId,
    number: u64,
) -> Result<bool, StoreError> {
    let done =
        sqlx::query("DELETE FROM plan_picture WHERE round_id = $1 AND proposal_id = $2 AND number = $3")
            .bind(round.as_str())
            .bind(plan.as_str())
            .bind(row::stored(number))
            .execute(conn)
            .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes all pictures off a plan. How many.
pub async fn remove_all(conn: &mut Conn, round: &RoundId, plan: &ProposalId) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM plan_picture WHERE round_id = $1 AND proposal_id = $2")
        .bind(round.as_str())
        .bind(plan.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}

/// Erases the files and the words of pictures that came before a moment, in rounds that are over. How many.
pub async fn erase(conn: &mut Conn, before: Moment, now: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE plan_picture SET alt = '', large_file = NULL, small_file = NULL, erased_at = $2 \
         WHERE erased_at IS NULL AND added_at < $1 \
         AND round_id IN (SELECT id FROM round WHERE phase IN ('certified', 'final', 'cancelled'))",
    )
    .bind(before.micros())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// A file that everyone may see: one of a plan on the ballot, in a round that is past its draft, one of a report about it, or one of a plan
/// that was sent in.
pub async fn shown(conn: &mut Conn, name: &Digest) -> Result<Option<Vec<u8>>, StoreError> {
    let found = sqlx::query(concat!(
        "SELECT CASE WHEN p.large = $1 THEN p.large_file ELSE p.small_file END AS bytes FROM plan_picture p \
         JOIN round r ON r.id = p.round_id JOIN proposal o ON o.round_id = p.round_id AND o.id = p.proposal_id \
         WHERE (p.large = $1 OR p.small = $1) AND p.erased_at IS NULL AND r.phase <> 'draft' \
         AND o.status = 'on-ballot' AND NOT ",
        off!(),
        " LIMIT 1"
    ))
    .bind(name.to_string())
    .fetch_optional(&mut *conn)
    .await?;
    match found {
        Some(found) => Ok(Some(row::bytes(&found, "bytes")?)),
        None => match super::progress::report::shown(conn, name).await? {
            Some(bytes) => Ok(Some(bytes)),
            None => super::pitch::picture::shown(conn, name).await,
        },
    }
}

/// The small file of a picture of a plan, for those who may see it before everyone does.
pub async fn small(
    conn: &mut Conn,
    round: &RoundId,
    plan: &ProposalId,
    number: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let found = sqlx::query(
        "SELECT small_file FROM plan_picture WHERE round_id = $1 AND proposal_id = $2 AND number = $3 \
         AND erased_at IS NULL",
    )
    .bind(round.as_str())
    .bind(plan.as_str())
    .bind(row::stored(number))
    .fetch_optional(conn)
    .await?;
    found.map(|found| row::bytes(&found, "small_file")).transpose()
}

/// The two files of a picture with the names under which they stand, for whoever holds one against the other; those
/// that were erased are not there. `after` is the round, plan and number of the one before.
pub async fn next_files(
    conn: &mut Conn,
    (round, plan, number): (&str, &str, u64),
) -> Result<Option<(RoundId, Picture, [Vec<u8>; 2])>, StoreError> {
    let found = sqlx::query(
        "SELECT round_id, proposal_id, number, large, small, alt, large_file, small_file FROM plan_picture \
         WHERE erased_at IS NULL AND (round_id > $1 OR (round_id = $1 AND (proposal_id > $2 \
         OR (proposal_id = $2 AND number > $3)))) ORDER BY round_id, proposal_id, number LIMIT 1",
    )
    .bind(round)
    .bind(plan)
    .bind(row::stored(number))
    .fetch_optional(conn)
    .await?;
    let read_files = |found: Row| {
        let round = RoundId::new(row::text(&found, "round_id")?);
        let files = [row::bytes(&found, "large_file")?, row::bytes(&found, "small_file")?];
        Ok((round, read(&found)?, files))
    };
    found.map(read_files).transpose()
}
