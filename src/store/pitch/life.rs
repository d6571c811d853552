//! What was sent in of a plan, and what happened to it. Both only grow.

use std::collections::BTreeMap;

use super::super::{Conn, Row, StoreError, row, search};
use crate::domain::id::{AccountId, PitchId, RoundId};
use crate::domain::pitch::{Content, Event, EventKind, Ground, Pitch, State, Version};
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

/// The plans of a round that were sent in and not taken back, each with what was sent in last.
pub async fn newest(conn: &mut Conn, round: &RoundId) -> Result<Vec<(Pitch, Content)>, StoreError> {
    let rows = sqlx::query(
        "SELECT v.pitch_id, v.content FROM pitch_version v JOIN pitch p ON p.id = v.pitch_id \
         WHERE p.round_id = $1 AND v.content <> '' ORDER BY v.pitch_id, v.number",
    )
    .bind(round.as_str())
    .fetch_all(&mut *conn)
    .await?;
    let mut last: BTreeMap<String, Content> = BTreeMap::new();
    for found in &rows {
        let content = Content::read(&row::text(found, "content")?).ok_or_else(|| row::corrupt("content"))?;
        last.insert(row::text(found, "pitch_id")?, content);
    }
    let sent = super::sent_in(conn, round).await?.into_iter();
    let goes_on = sent.filter(|one| one.state != State::Withdrawn);
    Ok(goes_on.filter_map(|one| last.remove(one.id.as_str()).map(|content| (one, content))).collect())
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

/// Keeps a version under the next number.
pub async fn add_version(
    conn: &mut Conn,
    id: &PitchId,
    content: &Content,
    (at, by, desk): (Moment, &str, Option<&AccountId>),
) -> Result<(), StoreError> {
    let text = content.write();
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
    search::keep(conn, id).await
}

/// What happened to a plan, in order.
pub async fn events(conn: &mut Conn, id: &PitchId) -> Result<Vec<Event>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, kind, at, by_account, by_function, ground, reason, until_at FROM pitch_event \
         WHERE pitch_id = $1 ORDER BY number",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_event).collect()
}

fn read_event(found: &Row) -> Result<Event, StoreError> {
    let ground = row::text(found, "ground")?;
    let ground = match ground.as_str() {
        "" => None,
        name => Some(Ground::named(name).ok_or_else(|| row::corrupt("ground"))?),
    };
    Ok(Event {
        number: row::count(found, "number")?,
        kind: EventKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
        at: row::moment(found, "at")?,
        by: row::maybe_text(found, "by_account")?.map(AccountId::new),
        function: row::text(found, "by_function")?,
        ground,
        reason: row::text(found, "reason")?,
        until: row::maybe_moment(found, "until_at")?,
    })
}

/// Who let plans of a round in or kept them out, and when.
pub async fn deciders(conn: &mut Conn, round: &RoundId) -> Result<Vec<(AccountId, Moment)>, StoreError> {
    let rows = sqlx::query(
        "SELECT e.by_account AS by_account, e.at AS at FROM pitch_event e JOIN pitch p ON p.id = e.pitch_id \
         WHERE p.round_id = $1 AND e.kind IN ('admit', 'not_admit') ORDER BY e.at, e.by_account",
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
        "INSERT INTO pitch_event (pitch_id, number, kind, at, by_account, by_function, ground, reason, until_at) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM pitch_event WHERE pitch_id = $1",
    )
    .bind(id.as_str())
    .bind(event.kind.name())
    .bind(event.at.micros())
    .bind(event.by.as_ref().map(AccountId::as_str))
    .bind(&event.function)
    .bind(event.ground.map_or("", Ground::name))
    .bind(&event.reason)
    .bind(event.until.map(Moment::micros))
    .execute(conn)
    .await?;
    Ok(())
}
