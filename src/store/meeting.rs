//! Meetings about rounds and plans.

use super::{Conn, Row, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, MeetingId, PitchId, RoundId};
use crate::domain::meeting::Meeting;
use crate::domain::time::Moment;

/// The columns of a meeting, for [`read`].
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT m.id, m.round_id, m.pitch_id, m.title, m.at, m.place, m.access, m.about, m.by_actor, m.by_desk, m.made_at, \
             m.cancelled_at, m.cancelled_reason, m.reported_at, m.report, m.digest FROM meeting m ",
            $rest
        )
    };
}

fn read(found: &Row) -> Result<Meeting, StoreError> {
    let told = |at: &str, words: &str| match row::maybe_moment(found, at)? {
        None => Ok::<_, StoreError>(None),
        Some(at) => Ok(Some((at, row::text(found, words)?))),
    };
    Ok(Meeting {
        id: MeetingId::new(row::text(found, "id")?),
        round: RoundId::new(row::text(found, "round_id")?),
        pitch: row::maybe_text(found, "pitch_id")?.map(PitchId::new),
        title: row::text(found, "title")?,
        at: row::moment(found, "at")?,
        place: row::text(found, "place")?,
        access: row::text(found, "access")?,
        about: row::text(found, "about")?,
        by: row::text(found, "by_actor")?,
        desk: row::maybe_text(found, "by_desk")?.map(AccountId::new),
        made: row::moment(found, "made_at")?,
        cancelled: told("cancelled_at", "cancelled_reason")?,
        report: told("reported_at", "report")?,
    })
}

/// The meetings of a round, those about its plans included, the first one first.
pub async fn of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Meeting>, StoreError> {
    let rows = sqlx::query(columns!("WHERE m.round_id = $1 ORDER BY m.at, m.id"))
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// One.
pub async fn find(conn: &mut Conn, id: &MeetingId) -> Result<Option<Meeting>, StoreError> {
    let found = sqlx::query(columns!("WHERE m.id = $1")).bind(id.as_str()).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

/// Those whose words are there, each with the fingerprint that it should have: for whoever checks.
pub async fn marked(conn: &mut Conn) -> Result<Vec<(MeetingId, Digest, Digest)>, StoreError> {
    let rows = sqlx::query(columns!("WHERE m.gone_at IS NULL ORDER BY m.id")).fetch_all(conn).await?;
    let with_mark = |found: &Row| {
        let one = read(found)?;
        Ok((one.id.clone(), one.digest(), row::digest(found, "digest")?))
    };
    rows.iter().map(with_mark).collect()
}

/// Takes the words out of those that were before a moment, in rounds that are over; how many.
pub async fn erase(conn: &mut Conn, before: Moment, now: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE meeting SET title = '', place = '', access = '', about = '', gone_at = $2, \
         cancelled_reason = CASE WHEN cancelled_reason IS NULL THEN NULL ELSE '' END, \
         report = CASE WHEN report IS NULL THEN NULL ELSE '' END WHERE gone_at IS NULL AND at < $1 \
         AND round_id IN (SELECT id FROM round WHERE phase IN ('certified', 'final', 'cancelled'))",
    )
    .bind(before.micros())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Adds one.
pub async fn add(conn: &mut Conn, new: &Meeting) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO meeting (id, round_id, pitch_id, title, at, place, access, about, by_actor, made_at, digest, by_desk) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(new.id.as_str())
    .bind(new.round.as_str())
    .bind(new.pitch.as_ref().map(PitchId::as_str))
    .bind(&new.title)
    .bind(new.at.micros())
    .bind(&new.place)
    .bind(&new.access)
    .bind(&new.about)
    .bind(&new.by)
    .bind(new.made.micros())
    .bind(new.digest().to_string())
    .bind(new.desk.as_ref().map(AccountId::as_str))
    .execute(conn)
    .await?;
    Ok(())
}

/// Calls one off; `false` when it was, or is over.
pub async fn cancel(conn: &mut Conn, id: &MeetingId, reason: &str, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE meeting SET cancelled_at = $2, cancelled_reason = $3 WHERE id = $1 AND cancelled_at IS NULL AND at > $2",
    )
    .bind(id.as_str())
    .bind(now.micros())
    .bind(reason)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Reports what was said; `false` when that was done, or it did not take place yet.
pub async fn report(conn: &mut Conn, id: &MeetingId, words: &str, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE meeting SET reported_at = $2, report = $3 WHERE id = $1 AND reported_at IS NULL \
         AND cancelled_at IS NULL AND at <= $2",
    )
    .bind(id.as_str())
    .bind(now.micros())
    .bind(words)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
