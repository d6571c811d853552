//! Taking out the words about what others wrote, and what was taken off for good.

use super::is_final;
use crate::domain::id::{GrantId, PitchId};
use crate::domain::retention::ERASED;
use crate::domain::time::Moment;
use crate::store::{Conn, StoreError, row};

/// Takes out what was told of years of takeovers and taken off for good before a moment; of which plans.
pub async fn accounts(conn: &mut Conn, before: Moment) -> Result<Vec<PitchId>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT s.pitch_id, s.number FROM takeover_step s JOIN withholding w ON w.kind = 'account' \
         AND w.of_id = s.pitch_id || '.' || CAST(s.number AS TEXT) WHERE s.reason <> $2 AND w.at < $1 AND ",
        is_final!("w"),
        " ORDER BY s.pitch_id, s.number"
    ))
    .bind(before.micros())
    .bind(ERASED)
    .fetch_all(&mut *conn)
    .await?;
    let mut plans = Vec::new();
    for found in &rows {
        let pitch = PitchId::new(row::text(found, "pitch_id")?);
        sqlx::query("UPDATE takeover_step SET reason = $3 WHERE pitch_id = $1 AND number = $2")
            .bind(pitch.as_str())
            .bind(row::stored(row::count(found, "number")?))
            .bind(ERASED)
            .execute(&mut *conn)
            .await?;
        plans.push(pitch);
    }
    Ok(plans)
}

/// Takes out what groups said to the office and what was taken off for good before a moment. How much.
pub async fn said(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(concat!(
        "UPDATE pitch_event SET reason = '' WHERE kind IN ('reply', 'appeal') AND reason <> '' \
         AND pitch_id || '.' || CAST(number AS TEXT) IN (SELECT w.of_id FROM withholding w WHERE w.kind = 'said' \
         AND w.at < $1 AND ",
        is_final!("w"),
        ")"
    ))
    .bind(before.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Takes out pictures that groups sent in with plans, where they were taken off for good: at once after a second look, and before a
/// moment where nobody asked for one. What of them stands on a ballot goes when its round is over. How many.
pub async fn pictures(conn: &mut Conn, before: Moment, now: Moment) -> Result<u64, StoreError> {
    let ballot = sqlx::query(concat!(
        "UPDATE plan_picture SET alt = '', large_file = NULL, small_file = NULL, erased_at = $2 WHERE erased_at IS NULL \
         AND round_id IN (SELECT id FROM round WHERE phase IN ('certified', 'final', 'cancelled')) \
         AND EXISTS (SELECT 1 FROM withholding w JOIN pitch_picture f ON w.of_id = f.pitch_id || '.' || CAST(f.number AS TEXT) \
         JOIN pitch p ON p.id = f.pitch_id WHERE w.kind = 'picture' AND p.round_id = plan_picture.round_id \
         AND p.proposal_id = plan_picture.proposal_id AND f.large = plan_picture.large AND ",
        is_final!("w"),
        " AND (w.ruling IS NOT NULL OR COALESCE(w.told_at, w.at) < $1))"
    ))
    .bind(before.micros())
    .bind(now.micros())
    .execute(&mut *conn)
    .await?;
    let sent = sqlx::query(concat!(
        "UPDATE pitch_picture SET alt = '', large_file = NULL, small_file = NULL, erased_at = $2 WHERE erased_at IS NULL \
         AND pitch_id || '.' || CAST(number AS TEXT) IN (SELECT w.of_id FROM withholding w WHERE w.kind = 'picture' AND ",
        is_final!("w"),
        " AND (w.ruling IS NOT NULL OR COALESCE(w.told_at, w.at) < $1))"
    ))
    .bind(before.micros())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(ballot.rows_affected() + sent.rows_affected())
}

/// The same of what was told of how plans go, with its pictures: of which grants.
pub async fn progress(conn: &mut Conn, before: Moment, now: Moment) -> Result<Vec<GrantId>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT r.grant_id, r.number FROM grant_report r JOIN withholding w ON w.kind = 'progress' AND w.grant_id = r.grant_id \
         AND w.of_id = r.grant_id || '.' || CAST(r.number AS TEXT) WHERE (r.title <> $2 OR r.story <> $2) AND ",
        is_final!("w"),
        " AND (w.ruling IS NOT NULL OR COALESCE(w.told_at, w.at) < $1) ORDER BY r.grant_id, r.number"
    ))
    .bind(before.micros())
    .bind(ERASED)
    .fetch_all(&mut *conn)
    .await?;
    let mut grants = Vec::new();
    for found in &rows {
        let grant = GrantId::new(row::text(found, "grant_id")?);
        let number = row::stored(row::count(found, "number")?);
        sqlx::query("UPDATE grant_report SET title = $3, story = $3 WHERE grant_id = $1 AND number = $2")
            .bind(grant.as_str())
            .bind(number)
            .bind(ERASED)
            .execute(&mut *conn)
            .await?;
        sqlx::query(
            "UPDATE grant_report_picture SET alt = '', large_file = NULL, small_file = NULL, erased_at = $3 \
             WHERE grant_id = $1 AND report = $2 AND erased_at IS NULL",
        )
        .bind(grant.as_str())
        .bind(number)
        .bind(now.micros())
        .execute(&mut *conn)
        .await?;
        grants.push(grant);
    }
    Ok(grants)
}

/// That of a report or a withholding nothing is left of what it is about; `$1` is what stands in the place of words that were erased.
macro_rules! gone {
    () => {
        "(kind = 'comment' AND of_id IN (SELECT id FROM comment WHERE gone_at IS NOT NULL)) \
         OR (kind = 'meeting' AND of_id IN (SELECT id FROM meeting WHERE gone_at IS NOT NULL)) \
         OR (kind = 'account' AND of_id IN (SELECT pitch_id || '.' || CAST(number AS TEXT) FROM takeover_step WHERE reason = $1)) \
         OR (kind = 'merge' AND of_id IN (SELECT id FROM regroup WHERE reason IN ('', $1))) \
         OR (kind = 'said' AND of_id IN (SELECT pitch_id || '.' || CAST(number AS TEXT) FROM pitch_event \
         WHERE kind IN ('reply', 'appeal') AND reason = '')) \
         OR (kind = 'picture' AND of_id IN (SELECT pitch_id || '.' || CAST(number AS TEXT) FROM pitch_picture WHERE erased_at IS NOT NULL)) \
         OR (kind = 'plan' AND of_id IN (SELECT pitch_id || '.' || CAST(number AS TEXT) FROM pitch_version WHERE content = '')) \
         OR (kind = 'progress' AND of_id IN (SELECT grant_id || '.' || CAST(number AS TEXT) FROM grant_report WHERE story = $1))"
    };
}

/// Takes out what was reported of things whose own words are gone, and what the office and its writer said of them; and, of what stays,
/// what was reported or taken off before a moment. In rounds that are over; what waits for a second look waits with its words. How many.
pub async fn words(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let mut done = 0;
    for query in [
        sqlx::query(concat!(
            "UPDATE moderation_report SET words = '' WHERE words <> '' AND (",
            gone!(),
            " OR (at < $2 AND round_id IN (SELECT id FROM round WHERE phase IN ('certified', 'final', 'cancelled'))))"
        )),
        sqlx::query(concat!(
            "UPDATE withholding SET reason = '', appeal = CASE WHEN appeal IS NULL THEN NULL ELSE '' END, \
             ruled_reason = CASE WHEN ruled_reason IS NULL THEN NULL ELSE '' END \
             WHERE (reason <> '' OR COALESCE(appeal, '') <> '' OR COALESCE(ruled_reason, '') <> '') \
             AND round_id IN (SELECT id FROM round WHERE phase IN ('certified', 'final', 'cancelled')) AND (",
            gone!(),
            " OR (at < $2 AND (appealed_at IS NULL OR ruling IS NOT NULL)))"
        )),
    ] {
        done += query.bind(ERASED).bind(before.micros()).execute(&mut *conn).await?.rows_affected();
    }
    Ok(done)
}

/// What was taken off that is not there, or does not stand with that plan or grant: for whoever checks.
pub async fn astray(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(
        "SELECT w.id FROM withholding w \
         WHERE (NOT EXISTS (SELECT 1 FROM pitch p WHERE p.id = w.pitch_id AND p.round_id = w.round_id) \
         AND NOT EXISTS (SELECT 1 FROM grant_record g WHERE g.id = w.grant_id AND g.round_id = w.round_id)) OR NOT (\
         EXISTS (SELECT 1 FROM comment c WHERE w.kind = 'comment' AND c.id = w.of_id AND c.pitch_id = w.pitch_id) \
         OR EXISTS (SELECT 1 FROM meeting m WHERE w.kind = 'meeting' AND m.id = w.of_id AND m.pitch_id = w.pitch_id) \
         OR EXISTS (SELECT 1 FROM takeover_step s WHERE w.kind = 'account' AND s.step = 'account' \
         AND s.pitch_id = w.pitch_id AND s.pitch_id || '.' || CAST(s.number AS TEXT) = w.of_id) \
         OR EXISTS (SELECT 1 FROM regroup g WHERE w.kind = 'merge' AND g.kind = 'merge' AND g.id = w.of_id \
         AND g.by_pitch = w.pitch_id) \
         OR EXISTS (SELECT 1 FROM pitch_event e WHERE w.kind = 'said' AND e.kind IN ('reply', 'appeal') \
         AND e.pitch_id = w.pitch_id AND e.pitch_id || '.' || CAST(e.number AS TEXT) = w.of_id) \
         OR EXISTS (SELECT 1 FROM pitch_picture f WHERE w.kind = 'picture' AND f.sent_at IS NOT NULL \
         AND f.pitch_id = w.pitch_id AND f.pitch_id || '.' || CAST(f.number AS TEXT) = w.of_id) \
         OR EXISTS (SELECT 1 FROM pitch_version v WHERE w.kind = 'plan' AND v.pitch_id = w.pitch_id \
         AND v.pitch_id || '.' || CAST(v.number AS TEXT) = w.of_id) \
         OR EXISTS (SELECT 1 FROM grant_report r WHERE w.kind = 'progress' AND r.grant_id = w.grant_id \
         AND r.grant_id || '.' || CAST(r.number AS TEXT) = w.of_id)) ORDER BY w.id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| row::text(found, "id")).collect()
}
