//! Who follows what by mail.

use super::{Conn, Row, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::follow::Follow;
use crate::domain::id::{PitchId, ProposalId, RoundId};
use crate::domain::mail::Address;
use crate::domain::news::Topic;
use crate::domain::time::Moment;

/// The columns of a follower, read by [`read`].
macro_rules! columns {
    () => {
        "id, email, language, round_id, proposal_id, pitch_id, asked_at, since_at, told_at"
    };
}

fn read(found: &Row) -> Result<Follow, StoreError> {
    let plan = row::text(found, "proposal_id")?;
    let pitch = row::text(found, "pitch_id")?;
    Ok(Follow {
        key: row::digest(found, "id")?,
        email: Address::parse(&row::text(found, "email")?).map_err(|_| row::corrupt("email"))?,
        language: row::text(found, "language")?,
        topic: Topic {
            round: RoundId::new(row::text(found, "round_id")?),
            plan: (!plan.is_empty()).then(|| ProposalId::new(plan)),
            pitch: (!pitch.is_empty()).then(|| PitchId::new(pitch)),
        },
        asked: row::moment(found, "asked_at")?,
        since: row::maybe_moment(found, "since_at")?,
        told: row::moment(found, "told_at")?,
    })
}

/// What a plan is called in the table: nothing for the whole round.
fn plan_of(topic: &Topic) -> &str {
    topic.plan.as_ref().map_or("", ProposalId::as_str)
}

/// What a plan that was sent in is called in the table: nothing for everything else.
fn pitch_of(topic: &Topic) -> &str {
    topic.pitch.as_ref().map_or("", PitchId::as_str)
}

/// Adds one that nobody said yes to yet, in the place of an earlier one of that kind; `false` when the address follows it
/// already.
pub async fn ask(conn: &mut Conn, new: &Follow) -> Result<bool, StoreError> {
    let mark = new.email.mark().to_string();
    sqlx::query(
        "DELETE FROM follow WHERE mark = $1 AND round_id = $2 AND proposal_id = $3 AND pitch_id = $4 \
         AND since_at IS NULL",
    )
    .bind(&mark)
    .bind(new.topic.round.as_str())
    .bind(plan_of(&new.topic))
    .bind(pitch_of(&new.topic))
    .execute(&mut *conn)
    .await?;
    let done = sqlx::query(
        "INSERT INTO follow (id, mark, email, language, round_id, proposal_id, pitch_id, asked_at, told_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $8, $7, $7) ON CONFLICT DO NOTHING",
    )
    .bind(new.key.to_string())
    .bind(&mark)
    .bind(new.email.as_str())
    .bind(&new.language)
    .bind(new.topic.round.as_str())
    .bind(plan_of(&new.topic))
    .bind(new.asked.micros())
    .bind(pitch_of(&new.topic))
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The one of this link.
pub async fn find(conn: &mut Conn, key: &Digest) -> Result<Option<Follow>, StoreError> {
    let found = sqlx::query(concat!("SELECT ", columns!(), " FROM follow WHERE id = $1"))
        .bind(key.to_string())
        .fetch_optional(conn)
        .await?;
    found.as_ref().map(read).transpose()
}

/// Says yes; `false` when that was said before, or the link was made before `made_after`.
pub async fn confirm(
    conn: &mut Conn,
    key: &Digest,
    made_after: Moment,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE follow SET since_at = $2, told_at = $2 WHERE id = $1 AND since_at IS NULL AND asked_at > $3",
    )
    .bind(key.to_string())
    .bind(now.micros())
    .bind(made_after.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What the address of a mark follows, also what nobody said yes to; in order.
pub async fn of(conn: &mut Conn, mark: &Digest) -> Result<Vec<Follow>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM follow WHERE mark = $1 ORDER BY round_id, proposal_id, pitch_id"
    ))
    .bind(mark.to_string())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Ends one of an address; `false` when there is none.
pub async fn end(conn: &mut Conn, mark: &Digest, key: &Digest) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM follow WHERE mark = $1 AND id = $2")
        .bind(mark.to_string())
        .bind(key.to_string())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends all of an address, with what was noted of its mail; how many.
pub async fn end_all(conn: &mut Conn, mark: &Digest) -> Result<u64, StoreError> {
    let done =
        sqlx::query("DELETE FROM follow WHERE mark = $1").bind(mark.to_string()).execute(&mut *conn).await?;
    sqlx::query("DELETE FROM follow_mail WHERE mark = $1").bind(mark.to_string()).execute(conn).await?;
    Ok(done.rows_affected())
}

/// The marks after one, in order, of addresses that follow something and had no mail with news since a moment.
pub async fn waiting(
    conn: &mut Conn,
    after: &str,
    since: Moment,
    most: u64,
) -> Result<Vec<Digest>, StoreError> {
    let rows = sqlx::query(
        "SELECT DISTINCT f.mark FROM follow f WHERE f.mark > $1 AND f.since_at IS NOT NULL AND NOT EXISTS \
         (SELECT 1 FROM follow_mail m WHERE m.mark = f.mark AND m.at > $2) ORDER BY f.mark LIMIT $3",
    )
    .bind(after)
    .bind(since.micros())
    .bind(row::stored(most))
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| row::digest(found, "mark")).collect()
}

/// Takes the turn to mail news to an address; `false` when it had some since a moment.
pub async fn take_turn(
    conn: &mut Conn,
    mark: &Digest,
    since: Moment,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO follow_mail (mark, at) VALUES ($1, $2) ON CONFLICT (mark) DO UPDATE SET at = $2 \
         WHERE follow_mail.at <= $3",
    )
    .bind(mark.to_string())
    .bind(now.micros())
    .bind(since.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes until when news was told to a follower.
pub async fn told(conn: &mut Conn, key: &Digest, until: Moment) -> Result<(), StoreError> {
    sqlx::query("UPDATE follow SET told_at = $2 WHERE id = $1 AND told_at < $2")
        .bind(key.to_string())
        .bind(until.micros())
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes what nobody said yes to and was asked before a moment, and notes of mail that say nothing any more; how many of
/// the first.
pub async fn remove_asked(conn: &mut Conn, before: Moment, mailed: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM follow WHERE since_at IS NULL AND asked_at < $1")
        .bind(before.micros())
        .execute(&mut *conn)
        .await?;
    sqlx::query("DELETE FROM follow_mail WHERE at < $1").bind(mailed.micros()).execute(conn).await?;
    Ok(done.rows_affected())
}

/// Removes followers to whom nothing was told since a moment; how many.
pub async fn remove_quiet(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM follow WHERE since_at IS NOT NULL AND told_at < $1")
        .bind(before.micros())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
