//! What was sent in of a plan, and what happened to it. Both only grow.

use std::collections::BTreeMap;

use super::super::{Conn, Row, StoreError, row, search};
use crate::domain::id::{AccountId, PitchId, ProposalId, RoundId};
use crate::domain::news::Review;
use crate::domain::pitch::{Content, Event, EventKind, Ground, Version};
use crate::domain::time::Moment;

/// The versions of a plan, the first one first.
pub async fn versions(conn: &mut Conn, id: &PitchId) -> Result<Vec<Version>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, content, digest, at, by_actor, by_desk FROM pitch_version WHERE pitch_id = $1 ORDER BY number",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_version).collect()
}

fn read_version(found: &Row) -> Result<Version, StoreError> {
    let text = row::text(found, "content")?;
    let content = match text.as_str() {
        "" => None,
        text => Some(Content::read(text).ok_or_else(|| row::corrupt("content"))?),
    };
    Ok(Version {
        number: row::count(found, "number")?,
        content,
        digest: row::digest(found, "digest")?,
        at: row::moment(found, "at")?,
        by: row::text(found, "by_actor")?,
        desk: row::maybe_text(found, "by_desk")?.map(AccountId::new),
    })
}

/// The number of what was sent in last of a plan; 0 where nothing was.
pub async fn version(conn: &mut Conn, id: &PitchId) -> Result<u64, StoreError> {
    let found =
        sqlx::query("SELECT COALESCE(MAX(number), 0) AS number FROM pitch_version WHERE pitch_id = $1")
            .bind(id.as_str())
            .fetch_one(conn)
            .await?;
    row::count(&found, "number")
}

/// What was sent in last of a plan; nothing where nothing was, or it was erased.
pub async fn newest_of(conn: &mut Conn, id: &PitchId) -> Result<Option<Content>, StoreError> {
    let found = sqlx::query(
        "SELECT content FROM pitch_version WHERE pitch_id = $1 AND content <> '' ORDER BY number DESC LIMIT 1",
    )
    .bind(id.as_str())
    .fetch_optional(conn)
    .await?;
    let read =
        |found: Row| Content::read(&row::text(&found, "content")?).ok_or_else(|| row::corrupt("content"));
    found.map(read).transpose()
}

/// What a plan that was sent in is called; nothing where its group took it back, or it was erased.
pub async fn title(conn: &mut Conn, round: &RoundId, id: &PitchId) -> Result<Option<String>, StoreError> {
    let found = sqlx::query(
        "SELECT v.content FROM pitch_version v JOIN pitch p ON p.id = v.pitch_id \
         WHERE p.round_id = $1 AND p.id = $2 AND (p.state <> 'withdrawn' OR p.merged_into IS NOT NULL) AND v.content <> '' \
         ORDER BY v.number DESC LIMIT 1",
    )
    .bind(round.as_str())
    .bind(id.as_str())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let content = Content::read(&row::text(&found, "content")?).ok_or_else(|| row::corrupt("content"))?;
    Ok(Some(content.title))
}

/// The texts of all versions that were not erased, with their fingerprints: for whoever holds one against the other.
pub async fn texts(conn: &mut Conn) -> Result<Vec<(PitchId, String, String)>, StoreError> {
    let rows = sqlx::query("SELECT pitch_id, content, digest FROM pitch_version WHERE content <> ''")
        .fetch_all(conn)
        .await?;
    let read = |found: &Row| {
        Ok((
            PitchId::new(row::text(found, "pitch_id")?),
            row::text(found, "content")?,
            row::text(found, "digest")?,
        ))
    };
    rows.iter().map(read).collect()
}

/// Keeps a version under the next number, and what it asks for that is no money.
pub async fn add_version(
    conn: &mut Conn,
    id: &PitchId,
    content: &Content,
    (at, by, desk): (Moment, &str, Option<&AccountId>),
) -> Result<(), StoreError> {
    let text = content.write();
    super::titles::set_task(conn, id, content).await?;
    sqlx::query(
        "INSERT INTO pitch_version (pitch_id, number, content, digest, at, by_actor, by_desk) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6 FROM pitch_version WHERE pitch_id = $1",
    )
    .bind(id.as_str())
    .bind(&text)
    .bind(Content::digest(&text).to_string())
    .bind(at.micros())
    .bind(by)
    .bind(desk.map(AccountId::as_str))
    .execute(&mut *conn)
    .await?;
    super::wish::ask(conn, id, &content.wishes).await?;
    super::titles::set(conn, id, &content.title).await?;
    search::keep(conn, id).await
}

/// The columns of what happened, for [`read_event`]. Words of a group that the office took off are not read: why it proposed a merge, what
/// it said to what the office found, why it asked another officer to decide again.
macro_rules! happened {
    ($rest:literal) => {
        concat!(
            "SELECT e.pitch_id, e.number, e.kind, e.at, e.by_account, e.by_function, e.ground, e.until_at, e.about, \
             CASE WHEN (e.kind = 'merge' AND EXISTS (SELECT 1 FROM regroup g JOIN regroup_part m ON m.regroup_id = g.id \
             JOIN withholding w ON w.kind = 'merge' AND w.of_id = g.id AND ",
            $crate::store::moderation::stands!("w"),
            " WHERE m.pitch_id = e.pitch_id AND g.ended = 'done' AND g.ended_at = e.at)) \
             OR (e.kind IN ('reply', 'appeal') AND EXISTS (SELECT 1 FROM withholding w WHERE w.kind = 'said' \
             AND w.of_id = e.pitch_id || '.' || CAST(e.number AS TEXT) AND ",
            $crate::store::moderation::stands!("w"),
            ")) THEN '' ELSE e.reason END AS reason FROM pitch_event e ",
            $rest
        )
    };
}

/// What happened to a plan, in order.
pub async fn events(conn: &mut Conn, id: &PitchId) -> Result<Vec<Event>, StoreError> {
    let rows = sqlx::query(happened!("WHERE e.pitch_id = $1 ORDER BY e.number"))
        .bind(id.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read_event).collect()
}

/// What happened to the plans of a round that were sent in, or to one of them: what of it can be news.
pub async fn reviews(
    conn: &mut Conn,
    round: &RoundId,
    one: Option<&PitchId>,
) -> Result<Vec<Review>, StoreError> {
    let rows = sqlx::query(
        "SELECT e.pitch_id, p.proposal_id, e.number, e.kind, e.at FROM pitch_event e \
         JOIN pitch p ON p.id = e.pitch_id WHERE p.round_id = $1 AND (e.pitch_id = $2 OR $2 = '') \
         AND e.kind <> 'remark' ORDER BY e.pitch_id, e.number",
    )
    .bind(round.as_str())
    .bind(one.map_or("", PitchId::as_str))
    .fetch_all(conn)
    .await?;
    let mut all: Vec<Review> = Vec::new();
    for found in &rows {
        let pitch = PitchId::new(row::text(found, "pitch_id")?);
        let event = (row::count(found, "number")?, kind(found)?, row::moment(found, "at")?);
        match all.last_mut().filter(|last| last.pitch == pitch) {
            Some(last) => last.events.push(event),
            None => {
                let plan = row::maybe_text(found, "proposal_id")?.map(ProposalId::new);
                all.push(Review { pitch, plan, events: vec![event], takeover: Vec::new() });
            }
        }
    }
    Ok(all)
}

fn kind(found: &Row) -> Result<EventKind, StoreError> {
    EventKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))
}

fn read_event(found: &Row) -> Result<Event, StoreError> {
    let ground = row::text(found, "ground")?;
    let ground = match ground.as_str() {
        "" => None,
        name => Some(Ground::named(name).ok_or_else(|| row::corrupt("ground"))?),
    };
    Ok(Event {
        number: row::count(found, "number")?,
        kind: kind(found)?,
        at: row::moment(found, "at")?,
        by: row::maybe_text(found, "by_account")?.map(AccountId::new),
        function: row::text(found, "by_function")?,
        ground,
        reason: row::text(found, "reason")?,
        until: row::maybe_moment(found, "until_at")?,
        about: row::maybe_count(found, "about")?,
    })
}

/// What happened to the plans of a round that were sent in, by plan, in order.
pub async fn of_round(conn: &mut Conn, round: &RoundId) -> Result<BTreeMap<PitchId, Vec<Event>>, StoreError> {
    let rows = sqlx::query(happened!(
        "JOIN pitch p ON p.id = e.pitch_id WHERE p.round_id = $1 ORDER BY e.pitch_id, e.number"
    ))
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    by_plan(&rows)
}

/// The same of its bids only.
pub async fn of_bids(conn: &mut Conn, round: &RoundId) -> Result<BTreeMap<PitchId, Vec<Event>>, StoreError> {
    let rows = sqlx::query(happened!(
        "JOIN pitch p ON p.id = e.pitch_id WHERE p.round_id = $1 AND p.sent_task <> '' ORDER BY e.pitch_id, e.number"
    ))
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    by_plan(&rows)
}

fn by_plan(rows: &[Row]) -> Result<BTreeMap<PitchId, Vec<Event>>, StoreError> {
    let mut all: BTreeMap<PitchId, Vec<Event>> = BTreeMap::new();
    for found in rows {
        all.entry(PitchId::new(row::text(found, "pitch_id")?)).or_default().push(read_event(found)?);
    }
    Ok(all)
}

/// Who looked at plans of a round, let them in or kept them out, and when.
pub async fn deciders(conn: &mut Conn, round: &RoundId) -> Result<Vec<(AccountId, Moment)>, StoreError> {
    let rows = sqlx::query(
        "SELECT d.by_account, d.at FROM (SELECT pitch_id, by_account, at FROM pitch_event \
         WHERE kind IN ('admit', 'not_admit', 'uphold', 'overturn') \
         UNION ALL SELECT pitch_id, by_account, at FROM pitch_assessment) d JOIN pitch p ON p.id = d.pitch_id \
         WHERE p.round_id = $1 ORDER BY d.at, d.by_account",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| Ok((AccountId::new(row::text(found, "by_account")?), row::moment(found, "at")?));
    rows.iter().map(read).collect()
}

/// Adds what happened, under the next number.
pub async fn add_event(conn: &mut Conn, id: &PitchId, event: &Event) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pitch_event (pitch_id, number, kind, at, by_account, by_function, ground, reason, until_at, about) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8, $9 FROM pitch_event WHERE pitch_id = $1",
    )
    .bind(id.as_str())
    .bind(event.kind.name())
    .bind(event.at.micros())
    .bind(event.by.as_ref().map(AccountId::as_str))
    .bind(&event.function)
    .bind(event.ground.map_or("", Ground::name))
    .bind(&event.reason)
    .bind(event.until.map(Moment::micros))
    .bind(event.about.map(row::stored))
    .execute(conn)
    .await?;
    Ok(())
}
