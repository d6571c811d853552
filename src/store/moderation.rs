//! What readers reported of what others wrote, what the office took off, and what became of it.

pub mod erase;
pub mod waiting;

use crate::domain::id::{AccountId, PitchId, RoundId, WithholdingId};
use crate::domain::moderation::{ByOffice, Ground, Report, Ruling, Subject, Tally, Withholding};
use crate::domain::retention::ERASED;
use crate::domain::time::Moment;
use crate::store::{Conn, Row, StoreError, row};

/// The columns of a withholding, for [`read`].
macro_rules! withholdings {
    ($rest:literal) => {
        concat!(
            "SELECT w.id, w.pitch_id, w.kind, w.of_id, w.ground, w.by_account, w.by_function, w.reason, w.at, w.appeal, \
             w.appealed_at, w.appeal_desk, w.told_at, w.ruling, w.ruled_by, w.ruled_function, w.ruled_reason, w.ruled_at FROM withholding w ",
            $rest
        )
    };
}

fn subject(found: &Row) -> Result<Subject, StoreError> {
    let named = Subject::named(&row::text(found, "kind")?, &row::text(found, "of_id")?);
    named.ok_or_else(|| row::corrupt("of_id"))
}

fn ground(found: &Row) -> Result<Ground, StoreError> {
    Ground::named(&row::text(found, "ground")?).ok_or_else(|| row::corrupt("ground"))
}

fn read(found: &Row) -> Result<Withholding, StoreError> {
    let appealed = row::maybe_moment(found, "appealed_at")?;
    let ruled = match row::maybe_text(found, "ruling")? {
        None => None,
        Some(name) => Some((
            Ruling::named(&name).ok_or_else(|| row::corrupt("ruling"))?,
            ByOffice {
                by: AccountId::new(row::text(found, "ruled_by")?),
                function: row::text(found, "ruled_function")?,
                reason: row::text(found, "ruled_reason")?,
                at: row::moment(found, "ruled_at")?,
            },
        )),
    };
    Ok(Withholding {
        id: WithholdingId::new(row::text(found, "id")?),
        pitch: PitchId::new(row::text(found, "pitch_id")?),
        of: subject(found)?,
        ground: ground(found)?,
        taken: ByOffice {
            by: AccountId::new(row::text(found, "by_account")?),
            function: row::text(found, "by_function")?,
            reason: row::text(found, "reason")?,
            at: row::moment(found, "at")?,
        },
        appeal: match appealed {
            None => None,
            Some(at) => Some((at, row::text(found, "appeal")?)),
        },
        desk: row::maybe_text(found, "appeal_desk")?.map(AccountId::new),
        told: row::maybe_moment(found, "told_at")?,
        ruled,
    })
}

/// What was taken off of one thing, the newest first: one of them stands at most.
pub async fn of(conn: &mut Conn, one: &Subject) -> Result<Vec<Withholding>, StoreError> {
    let rows = sqlx::query(withholdings!("WHERE w.kind = $1 AND w.of_id = $2 ORDER BY w.at DESC, w.id"))
        .bind(one.kind())
        .bind(one.id())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// What was taken off of what stands with a plan, and of why plans went on as one with it, the newest first.
pub async fn of_pitch(conn: &mut Conn, pitch: &PitchId) -> Result<Vec<Withholding>, StoreError> {
    let rows = sqlx::query(withholdings!(
        "WHERE w.pitch_id = $1 OR (w.kind = 'merge' AND w.of_id IN (SELECT p.regroup_id FROM regroup_part p \
         WHERE p.pitch_id = $1)) ORDER BY w.at DESC, w.id"
    ))
    .bind(pitch.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// What was taken off in a round, the newest first.
pub async fn of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Withholding>, StoreError> {
    let rows = sqlx::query(withholdings!(
        "JOIN pitch p ON p.id = w.pitch_id WHERE p.round_id = $1 ORDER BY w.at DESC, w.id LIMIT 500"
    ))
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// The meetings of a round that are off now.
pub async fn meetings_off(conn: &mut Conn, round: &RoundId) -> Result<Vec<Withholding>, StoreError> {
    let rows = sqlx::query(withholdings!(
        "JOIN meeting m ON m.id = w.of_id WHERE w.kind = 'meeting' AND m.round_id = $1 \
         AND (w.ruling IS NULL OR w.ruling = 'upheld') ORDER BY w.of_id"
    ))
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Why groups proposed the merges that took effect with a plan, each with when it did.
pub async fn merges(conn: &mut Conn, pitch: &PitchId) -> Result<Vec<(Moment, Subject)>, StoreError> {
    let rows = sqlx::query(
        "SELECT 'merge' AS kind, r.id AS of_id, r.ended_at FROM regroup r JOIN regroup_part p ON p.regroup_id = r.id \
         WHERE p.pitch_id = $1 AND r.kind = 'merge' AND r.ended = 'done' AND r.by_pitch IS NOT NULL ORDER BY r.ended_at",
    )
    .bind(pitch.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((row::moment(found, "ended_at")?, subject(found)?))).collect()
}

/// Words of a group that stand with a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    /// With which plan.
    pub pitch: PitchId,
    /// What they are; nothing once they were erased.
    pub words: String,
    /// Who typed them at the desk.
    pub desk: Option<AccountId>,
}

/// What was told of a year, or why a merge was proposed, also where it is off, with the plan whose group wrote it. Nothing where that is
/// not there; empty where it was erased.
pub async fn words(conn: &mut Conn, one: &Subject) -> Result<Option<Words>, StoreError> {
    let query = match one {
        Subject::Account(..) => sqlx::query(
            "SELECT pitch_id, by_desk, CASE WHEN reason = $2 THEN '' ELSE reason END AS words FROM takeover_step \
             WHERE step = 'account' AND pitch_id || '.' || CAST(number AS TEXT) = $1",
        ),
        Subject::Merge(_) => sqlx::query(
            "SELECT by_pitch AS pitch_id, CAST(NULL AS TEXT) AS by_desk, CASE WHEN reason = $2 THEN '' ELSE reason END AS words FROM regroup \
             WHERE id = $1 AND kind = 'merge' AND ended = 'done' AND by_pitch IS NOT NULL",
        ),
        Subject::Comment(_) | Subject::Meeting(_) => return Ok(None),
    };
    let found = query.bind(one.id()).bind(ERASED).fetch_optional(conn).await?;
    let read = |found: Row| {
        Ok(Words {
            pitch: PitchId::new(row::text(&found, "pitch_id")?),
            words: row::text(&found, "words")?,
            desk: row::maybe_text(&found, "by_desk")?.map(AccountId::new),
        })
    };
    found.map(read).transpose()
}

/// Takes something off; `false` when it is off.
pub async fn add(conn: &mut Conn, new: &Withholding) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO withholding (id, pitch_id, kind, of_id, ground, reason, by_account, by_function, at) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9 WHERE NOT EXISTS (SELECT 1 FROM withholding \
         WHERE kind = $3 AND of_id = $4 AND (ruling IS NULL OR ruling = 'upheld'))",
    )
    .bind(new.id.as_str())
    .bind(new.pitch.as_str())
    .bind(new.of.kind())
    .bind(new.of.id())
    .bind(new.ground.name())
    .bind(&new.taken.reason)
    .bind(new.taken.by.as_str())
    .bind(&new.taken.function)
    .bind(new.taken.at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Asks for a second look, typed at the desk or not; `false` when that was done.
pub async fn appeal(
    conn: &mut Conn,
    id: &WithholdingId,
    (words, desk): (&str, Option<&AccountId>),
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE withholding SET appeal = $2, appealed_at = $3, appeal_desk = $4 \
         WHERE id = $1 AND appealed_at IS NULL AND ruling IS NULL",
    )
    .bind(id.as_str())
    .bind(words)
    .bind(now.micros())
    .bind(desk.map(AccountId::as_str))
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that the desk told the group; `false` when that was done, or it asked for a second look.
pub async fn tell(
    conn: &mut Conn,
    id: &WithholdingId,
    by: &AccountId,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE withholding SET told_by = $2, told_at = $3 WHERE id = $1 AND told_at IS NULL AND appealed_at IS NULL",
    )
    .bind(id.as_str())
    .bind(by.as_str())
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
        "UPDATE withholding SET ruling = $2, ruled_by = $3, ruled_function = $4, ruled_reason = $5, ruled_at = $6 \
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

/// What readers reported of one thing, the oldest first.
pub async fn reports(conn: &mut Conn, one: &Subject) -> Result<Vec<Report>, StoreError> {
    let rows = sqlx::query(
        "SELECT ground, words, at, looked_at FROM moderation_report WHERE kind = $1 AND of_id = $2 \
         ORDER BY moderation_report.number",
    )
    .bind(one.kind())
    .bind(one.id())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(Report {
            ground: ground(found)?,
            words: row::text(found, "words")?,
            at: row::moment(found, "at")?,
            looked: row::maybe_moment(found, "looked_at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Adds a report under the next number; nothing is added beyond `most` that nobody looked at.
pub async fn report(
    conn: &mut Conn,
    (one, pitch): (&Subject, &PitchId),
    new: &Report,
    most: u64,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO moderation_report (kind, of_id, pitch_id, number, ground, words, at) \
         SELECT $1, $2, $3, COALESCE(MAX(number), 0) + 1, $4, $5, $6 FROM moderation_report WHERE kind = $1 AND of_id = $2 \
         HAVING COUNT(*) - COUNT(looked_at) < $7",
    )
    .bind(one.kind())
    .bind(one.id())
    .bind(pitch.as_str())
    .bind(new.ground.name())
    .bind(&new.words)
    .bind(new.at.micros())
    .bind(row::stored(most))
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that an officer looked at the reports of one thing; how many were new.
pub async fn look(conn: &mut Conn, one: &Subject, by: &AccountId, now: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE moderation_report SET looked_by = $3, looked_at = $4 WHERE kind = $1 AND of_id = $2 AND looked_at IS NULL",
    )
    .bind(one.kind())
    .bind(one.id())
    .bind(by.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The sums of a round, for everyone.
pub async fn tally(conn: &mut Conn, round: &RoundId) -> Result<Tally, StoreError> {
    let found = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM comment c JOIN pitch p ON p.id = c.pitch_id WHERE p.round_id = $1) AS placed, \
         (SELECT COUNT(*) FROM moderation_report r JOIN pitch p ON p.id = r.pitch_id WHERE p.round_id = $1) AS reported, \
         (SELECT COUNT(*) FROM withholding w JOIN pitch p ON p.id = w.pitch_id WHERE p.round_id = $1 \
          AND w.appealed_at IS NOT NULL) AS appealed, \
         (SELECT COUNT(*) FROM withholding w JOIN pitch p ON p.id = w.pitch_id WHERE p.round_id = $1 \
          AND w.ruling = 'restored') AS restored",
    )
    .bind(round.as_str())
    .fetch_one(&mut *conn)
    .await?;
    let rows = sqlx::query(
        "SELECT w.ground AS ground, COUNT(*) AS times FROM withholding w JOIN pitch p ON p.id = w.pitch_id \
         WHERE p.round_id = $1 GROUP BY w.ground ORDER BY w.ground",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let by_ground = |found: &Row| Ok((ground(found)?, row::count(found, "times")?));
    Ok(Tally {
        placed: row::count(&found, "placed")?,
        reported: row::count(&found, "reported")?,
        withheld: rows.iter().map(by_ground).collect::<Result<Vec<_>, StoreError>>()?,
        appealed: row::count(&found, "appealed")?,
        restored: row::count(&found, "restored")?,
    })
}
