//! Help with drafts, and the drafts that ended.

use std::collections::BTreeMap;

use super::super::{Conn, Row, StoreError, row};
use crate::domain::id::{InitiativeId, PitchId, RoundId};
use crate::domain::pitch::Pitch;
use crate::domain::pitch::help::{Drafts, Help, HelpKind, Why};
use crate::domain::time::Moment;

/// What was asked and said about a draft, in order.
pub async fn of(conn: &mut Conn, id: &PitchId) -> Result<Vec<Help>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, kind, words, at, by_function FROM pitch_help WHERE pitch_id = $1 ORDER BY number",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Help, StoreError> {
    Ok(Help {
        number: row::count(found, "number")?,
        kind: HelpKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
        words: row::text(found, "words")?,
        at: row::moment(found, "at")?,
        function: row::text(found, "by_function")?,
    })
}

/// The same of all drafts and bids of a round, by plan.
pub async fn of_bids(conn: &mut Conn, round: &RoundId) -> Result<BTreeMap<PitchId, Vec<Help>>, StoreError> {
    let rows = sqlx::query(
        "SELECT h.pitch_id, h.number, h.kind, h.words, h.at, h.by_function FROM pitch_help h JOIN pitch p ON p.id = h.pitch_id \
         WHERE p.round_id = $1 AND (p.sent_task <> '' OR p.state = 'draft') ORDER BY h.pitch_id, h.number",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let mut all: BTreeMap<PitchId, Vec<Help>> = BTreeMap::new();
    for found in &rows {
        all.entry(PitchId::new(row::text(found, "pitch_id")?)).or_default().push(read(found)?);
    }
    Ok(all)
}

/// Adds one.
pub async fn add(conn: &mut Conn, id: &PitchId, new: &Help, by: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pitch_help (pitch_id, number, kind, words, at, by_actor, by_function) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.as_str())
    .bind(row::stored(new.number))
    .bind(new.kind.name())
    .bind(&new.words)
    .bind(new.at.micros())
    .bind(by)
    .bind(&new.function)
    .execute(conn)
    .await?;
    Ok(())
}

/// The drafts of a round about which help was asked, the longest waiting first; whether it still is, the caller sees.
pub async fn drafts(conn: &mut Conn, round: &RoundId) -> Result<Vec<Pitch>, StoreError> {
    let rows = sqlx::query(
        "SELECT h.pitch_id FROM pitch_help h JOIN pitch p ON p.id = h.pitch_id \
         WHERE p.round_id = $1 AND p.state = 'draft' GROUP BY h.pitch_id ORDER BY MIN(h.at), h.pitch_id",
    )
    .bind(round.as_str())
    .fetch_all(&mut *conn)
    .await?;
    let mut all = Vec::new();
    for found in &rows {
        let id = PitchId::new(row::text(found, "pitch_id")?);
        all.extend(super::find(conn, &id).await?);
    }
    Ok(all)
}

/// Counts a draft among those that ended. It goes right after this.
pub async fn ended(conn: &mut Conn, id: &PitchId, why: Why, now: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pitch_end (pitch_id, round_id, why, asked_help, at) SELECT p.id, p.round_id, $2, \
         CASE WHEN EXISTS (SELECT 1 FROM pitch_help h WHERE h.pitch_id = p.id) THEN 1 ELSE 0 END, $3 \
         FROM pitch p WHERE p.id = $1 AND p.state = 'draft'",
    )
    .bind(id.as_str())
    .bind(why.name())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Counts the drafts of a group that ends.
pub async fn ended_of_group(conn: &mut Conn, group: &InitiativeId) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pitch_end (pitch_id, round_id, why, asked_help, at) SELECT p.id, p.round_id, 'left', \
         CASE WHEN EXISTS (SELECT 1 FROM pitch_help h WHERE h.pitch_id = p.id) THEN 1 ELSE 0 END, p.changed_at \
         FROM pitch p WHERE p.initiative_id = $1 AND p.state = 'draft'",
    )
    .bind(group.as_str())
    .execute(conn)
    .await?;
    Ok(())
}

/// Counts the drafts that were left lying in rounds that take no plans any more.
pub async fn ended_old(conn: &mut Conn, before: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pitch_end (pitch_id, round_id, why, asked_help, at) SELECT p.id, p.round_id, 'left', \
         CASE WHEN EXISTS (SELECT 1 FROM pitch_help h WHERE h.pitch_id = p.id) THEN 1 ELSE 0 END, p.changed_at \
         FROM pitch p WHERE p.state = 'draft' AND p.changed_at < $1 AND p.round_id IN \
         (SELECT id FROM round WHERE phase NOT IN ('draft', 'propose'))",
    )
    .bind(before.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Removes what was asked and said about plans of rounds that are over.
pub async fn erase(conn: &mut Conn, before: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM pitch_help WHERE at < $1 AND pitch_id IN (SELECT p.id FROM pitch p JOIN round r ON r.id = p.round_id \
         WHERE r.phase IN ('certified', 'final', 'cancelled'))",
    )
    .bind(before.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// What became of the drafts of a round.
pub async fn counts(conn: &mut Conn, round: &RoundId) -> Result<Drafts, StoreError> {
    let ended = sqlx::query(
        "SELECT why, CAST(COUNT(*) AS BIGINT) AS many, CAST(SUM(asked_help) AS BIGINT) AS helped FROM pitch_end \
         WHERE round_id = $1 GROUP BY why ORDER BY why",
    )
    .bind(round.as_str())
    .fetch_all(&mut *conn)
    .await?;
    let there = sqlx::query(
        "SELECT CAST(SUM(CASE WHEN p.state = 'draft' THEN 0 ELSE 1 END) AS BIGINT) AS sent, \
         CAST(SUM(CASE WHEN p.state = 'draft' THEN 1 ELSE 0 END) AS BIGINT) AS still, \
         CAST(SUM(CASE WHEN EXISTS (SELECT 1 FROM pitch_help h WHERE h.pitch_id = p.id) THEN 1 ELSE 0 END) AS BIGINT) AS helped \
         FROM pitch p WHERE p.round_id = $1",
    )
    .bind(round.as_str())
    .fetch_one(conn)
    .await?;
    let count = |name| Ok::<u64, StoreError>(row::maybe_count(&there, name)?.unwrap_or(0));
    let mut drafts =
        Drafts { sent: count("sent")?, open: count("still")?, ended: Vec::new(), helped: count("helped")? };
    for found in &ended {
        let name = row::text(found, "why")?;
        let why = Why::NAMES.iter().find(|(_, known)| *known == name).ok_or_else(|| row::corrupt("why"))?.0;
        drafts.helped = drafts.helped.saturating_add(row::count(found, "helped")?);
        drafts.ended.push((why, row::count(found, "many")?));
    }
    drafts.ended.sort();
    Ok(drafts)
}
