//! Taking out the words about what others wrote, and the words of what was taken off for good.

use crate::domain::id::PitchId;
use crate::domain::retention::ERASED;
use crate::domain::time::Moment;
use crate::store::{Conn, StoreError, row};

/// Takes out what was told of years of takeovers and taken off for good before a moment; of which plans.
pub async fn accounts(conn: &mut Conn, before: Moment) -> Result<Vec<PitchId>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.pitch_id, s.number FROM takeover_step s JOIN withholding w ON w.kind = 'account' \
         AND w.of_id = s.pitch_id || '.' || CAST(s.number AS TEXT) WHERE s.reason <> $2 AND w.at < $1 \
         AND (w.ruling = 'upheld' OR (w.ruling IS NULL AND w.appealed_at IS NULL)) ORDER BY s.pitch_id, s.number",
    )
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

/// Takes out what was reported of things whose own words are gone, and what the office and its writer said of them; and, of what stays,
/// what was reported or taken off before a moment. In rounds that are over; what waits for a second look waits with its words. How many.
pub async fn words(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let mut done = 0;
    for query in [
        sqlx::query(
            "UPDATE moderation_report SET words = '' WHERE words <> '' AND (\
             (kind = 'comment' AND of_id IN (SELECT id FROM comment WHERE gone_at IS NOT NULL)) \
             OR (kind = 'meeting' AND of_id IN (SELECT id FROM meeting WHERE gone_at IS NOT NULL)) \
             OR (kind = 'account' AND of_id IN (SELECT pitch_id || '.' || CAST(number AS TEXT) FROM takeover_step WHERE reason = $1)) \
             OR (kind = 'merge' AND of_id IN (SELECT id FROM regroup WHERE reason IN ('', $1))) \
             OR (at < $2 AND pitch_id IN (SELECT p.id FROM pitch p JOIN round r ON r.id = p.round_id \
             WHERE r.phase IN ('certified', 'final', 'cancelled'))))",
        ),
        sqlx::query(
            "UPDATE withholding SET reason = '', appeal = CASE WHEN appeal IS NULL THEN NULL ELSE '' END, \
             ruled_reason = CASE WHEN ruled_reason IS NULL THEN NULL ELSE '' END \
             WHERE (reason <> '' OR COALESCE(appeal, '') <> '' OR COALESCE(ruled_reason, '') <> '') AND pitch_id IN \
             (SELECT p.id FROM pitch p JOIN round r ON r.id = p.round_id WHERE r.phase IN ('certified', 'final', 'cancelled')) AND (\
             (kind = 'comment' AND of_id IN (SELECT id FROM comment WHERE gone_at IS NOT NULL)) \
             OR (kind = 'meeting' AND of_id IN (SELECT id FROM meeting WHERE gone_at IS NOT NULL)) \
             OR (kind = 'account' AND of_id IN (SELECT pitch_id || '.' || CAST(number AS TEXT) FROM takeover_step WHERE reason = $1)) \
             OR (kind = 'merge' AND of_id IN (SELECT id FROM regroup WHERE reason IN ('', $1))) \
             OR (at < $2 AND (appealed_at IS NULL OR ruling IS NOT NULL)))",
        ),
    ] {
        done += query.bind(ERASED).bind(before.micros()).execute(&mut *conn).await?.rows_affected();
    }
    Ok(done)
}

/// What was taken off that is not there, or does not stand with that plan: for whoever checks.
pub async fn astray(conn: &mut Conn) -> Result<Vec<String>, StoreError> {
    let rows = sqlx::query(
        "SELECT w.id FROM withholding w \
         WHERE NOT EXISTS (SELECT 1 FROM comment c WHERE w.kind = 'comment' AND c.id = w.of_id AND c.pitch_id = w.pitch_id) \
         AND NOT EXISTS (SELECT 1 FROM meeting m WHERE w.kind = 'meeting' AND m.id = w.of_id AND m.pitch_id = w.pitch_id) \
         AND NOT EXISTS (SELECT 1 FROM takeover_step s WHERE w.kind = 'account' AND s.step = 'account' \
         AND s.pitch_id = w.pitch_id AND s.pitch_id || '.' || CAST(s.number AS TEXT) = w.of_id) \
         AND NOT EXISTS (SELECT 1 FROM regroup g WHERE w.kind = 'merge' AND g.kind = 'merge' AND g.id = w.of_id \
         AND g.by_pitch = w.pitch_id) ORDER BY w.id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| row::text(found, "id")).collect()
}
