//! Meetings about rounds and plans.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{MeetingId, PitchId, RoundId};
use crate::domain::meeting::Meeting;
use crate::domain::time::Moment;

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
        made: row::moment(found, "made_at")?,
        cancelled: told("cancelled_at", "cancelled_reason")?,
        report: told("reported_at", "report")?,
    })
}

/// The meetings of a round, those about its plans included, the first one first.
pub async fn of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Meeting>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, round_id, pitch_id, title, at, place, access, about, by_actor, made_at, cancelled_at, cancelled_reason, \
         reported_at, report FROM meeting WHERE round_id = $1 ORDER BY at, id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Adds one.
pub async fn add(conn: &mut Conn, new: &Meeting) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO meeting (id, round_id, pitch_id, title, at, place, access, about, by_actor, made_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
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
