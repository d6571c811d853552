//! What readers reported of meetings of groups, what the office took off, and what became of it.

use crate::domain::id::{AccountId, MeetingId, RoundId, WithholdingId};
use crate::domain::talk::withholding::{ByOffice, Ground, Report, Ruling, Withholding};
use crate::domain::time::Moment;
use crate::store::talk::withholding::read_of;
use crate::store::{Conn, Row, StoreError, row};

/// What was taken off in a round, the newest first: of each meeting one of them stands at most.
pub async fn of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Withholding<MeetingId>>, StoreError> {
    let rows = sqlx::query(
        "SELECT w.id, w.pitch_id, w.meeting_id, w.ground, w.by_account, w.by_function, w.reason, w.at, w.appeal, \
         w.appealed_at, w.ruling, w.ruled_by, w.ruled_function, w.ruled_reason, w.ruled_at FROM meeting_withholding w \
         JOIN meeting m ON m.id = w.meeting_id WHERE m.round_id = $1 ORDER BY w.at DESC, w.id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| read_of(found, MeetingId::new(row::text(found, "meeting_id")?))).collect()
}

/// Takes a meeting off; `false` when it is off.
pub async fn add(conn: &mut Conn, new: &Withholding<MeetingId>) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO meeting_withholding (id, pitch_id, meeting_id, ground, reason, by_account, by_function, at) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM meeting_withholding \
         WHERE meeting_id = $3 AND (ruling IS NULL OR ruling = 'upheld'))",
    )
    .bind(new.id.as_str())
    .bind(new.pitch.as_str())
    .bind(new.of.as_str())
    .bind(new.ground.name())
    .bind(&new.taken.reason)
    .bind(new.taken.by.as_str())
    .bind(&new.taken.function)
    .bind(new.taken.at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Asks for a second look; `false` when that was done.
pub async fn appeal(
    conn: &mut Conn,
    id: &WithholdingId,
    words: &str,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE meeting_withholding SET appeal = $2, appealed_at = $3 \
         WHERE id = $1 AND appealed_at IS NULL AND ruling IS NULL",
    )
    .bind(id.as_str())
    .bind(words)
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Rules on it; `false` when that was done, or nobody asked.
pub async fn rule(
    conn: &mut Conn,
    id: &WithholdingId,
    ruling: Ruling,
    ruled: &ByOffice,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE meeting_withholding SET ruling = $2, ruled_by = $3, ruled_function = $4, ruled_reason = $5, ruled_at = $6 \
         WHERE id = $1 AND ruling IS NULL AND appealed_at IS NOT NULL",
    )
    .bind(id.as_str())
    .bind(ruling.name())
    .bind(ruled.by.as_str())
    .bind(&ruled.function)
    .bind(&ruled.reason)
    .bind(ruled.at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// What readers reported of the meetings of a round and nobody looked at, each with its meeting, the oldest first.
pub async fn reported(conn: &mut Conn, round: &RoundId) -> Result<Vec<(MeetingId, Report)>, StoreError> {
    let rows = sqlx::query(
        "SELECT r.meeting_id, r.ground, r.words, r.at FROM meeting_report r JOIN meeting m ON m.id = r.meeting_id \
         WHERE m.round_id = $1 AND r.looked_at IS NULL ORDER BY r.at, r.meeting_id, r.number LIMIT 500",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let report = Report {
            ground: Ground::named(&row::text(found, "ground")?).ok_or_else(|| row::corrupt("ground"))?,
            words: row::text(found, "words")?,
            at: row::moment(found, "at")?,
            looked: None,
        };
        Ok((MeetingId::new(row::text(found, "meeting_id")?), report))
    };
    rows.iter().map(read).collect()
}

/// Adds a report under the next number; nothing is added beyond `most` that nobody looked at.
pub async fn report(conn: &mut Conn, id: &MeetingId, new: &Report, most: u64) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO meeting_report (meeting_id, number, ground, words, at) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4 FROM meeting_report WHERE meeting_id = $1 \
         HAVING COUNT(*) - COUNT(looked_at) < $5",
    )
    .bind(id.as_str())
    .bind(new.ground.name())
    .bind(&new.words)
    .bind(new.at.micros())
    .bind(row::stored(most))
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that an officer looked at the reports of a meeting; how many were new.
pub async fn look(conn: &mut Conn, id: &MeetingId, by: &AccountId, now: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE meeting_report SET looked_by = $2, looked_at = $3 WHERE meeting_id = $1 AND looked_at IS NULL",
    )
    .bind(id.as_str())
    .bind(by.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Takes out the words about meetings whose own words are gone.
pub async fn erase(conn: &mut Conn) -> Result<(), StoreError> {
    for query in [
        sqlx::query(
            "UPDATE meeting_report SET words = '' WHERE words <> '' AND meeting_id IN \
             (SELECT id FROM meeting WHERE gone_at IS NOT NULL)",
        ),
        sqlx::query(
            "UPDATE meeting_withholding SET reason = '', appeal = CASE WHEN appeal IS NULL THEN NULL ELSE '' END, \
             ruled_reason = CASE WHEN ruled_reason IS NULL THEN NULL ELSE '' END WHERE reason <> '' \
             AND meeting_id IN (SELECT id FROM meeting WHERE gone_at IS NOT NULL)",
        ),
    ] {
        query.execute(&mut *conn).await?;
    }
    Ok(())
}
