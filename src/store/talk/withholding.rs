//! What readers reported, what the office took off, and what became of it.

use crate::domain::id::{AccountId, CommentId, PitchId, RoundId, WithholdingId};
use crate::domain::talk::withholding::{ByOffice, Ground, Report, Ruling, Tally, Withholding};
use crate::domain::time::Moment;
use crate::store::{Conn, Row, StoreError, row};

/// The columns of a withholding of a comment, for [`read`].
macro_rules! withholdings {
    ($rest:literal) => {
        concat!(
            "SELECT w.id, w.pitch_id, w.comment_id, w.ground, w.by_account, w.by_function, w.reason, w.at, w.appeal, \
             w.appealed_at, w.ruling, w.ruled_by, w.ruled_function, w.ruled_reason, w.ruled_at FROM withholding w ",
            $rest
        )
    };
}

fn read(found: &Row) -> Result<Withholding, StoreError> {
    read_of(found, CommentId::new(row::text(found, "comment_id")?))
}

/// The same of something else than a comment, in columns of the same names.
pub(in crate::store) fn read_of<Of>(found: &Row, of: Of) -> Result<Withholding<Of>, StoreError> {
    let appealed = row::maybe_moment(found, "appealed_at")?;
    let ruling = row::maybe_text(found, "ruling")?;
    let ruled = match ruling {
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
        of,
        ground: Ground::named(&row::text(found, "ground")?).ok_or_else(|| row::corrupt("ground"))?,
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
        ruled,
    })
}

/// What was taken off of a comment, the newest first: one of them stands at most.
pub async fn of_comment(conn: &mut Conn, comment: &CommentId) -> Result<Vec<Withholding>, StoreError> {
    let rows = sqlx::query(withholdings!("WHERE w.comment_id = $1 ORDER BY w.at DESC, w.id"))
        .bind(comment.as_str())
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

/// Takes a comment off; `false` when it is off.
pub async fn add(conn: &mut Conn, new: &Withholding) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO withholding (id, pitch_id, comment_id, ground, reason, by_account, by_function, at) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE NOT EXISTS (SELECT 1 FROM withholding \
         WHERE comment_id = $3 AND (ruling IS NULL OR ruling = 'upheld'))",
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
        "UPDATE withholding SET appeal = $2, appealed_at = $3 WHERE id = $1 AND appealed_at IS NULL AND ruling IS NULL",
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

/// What readers reported of a comment, the oldest first.
pub async fn reports(conn: &mut Conn, comment: &CommentId) -> Result<Vec<Report>, StoreError> {
    let rows = sqlx::query(
        "SELECT ground, words, at, looked_at FROM comment_report WHERE comment_id = $1 ORDER BY comment_report.number",
    )
    .bind(comment.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(Report {
            ground: Ground::named(&row::text(found, "ground")?).ok_or_else(|| row::corrupt("ground"))?,
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
    comment: &CommentId,
    new: &Report,
    most: u64,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO comment_report (comment_id, number, ground, words, at) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4 FROM comment_report WHERE comment_id = $1 \
         HAVING COUNT(*) - COUNT(looked_at) < $5",
    )
    .bind(comment.as_str())
    .bind(new.ground.name())
    .bind(&new.words)
    .bind(new.at.micros())
    .bind(row::stored(most))
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that an officer looked at the reports of a comment; how many were new.
pub async fn look(
    conn: &mut Conn,
    comment: &CommentId,
    by: &AccountId,
    now: Moment,
) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE comment_report SET looked_by = $2, looked_at = $3 WHERE comment_id = $1 AND looked_at IS NULL",
    )
    .bind(comment.as_str())
    .bind(by.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The comments of a round with reports at which nobody looked, each with how many, the longest waiting first.
pub async fn reported(conn: &mut Conn, round: &RoundId) -> Result<Vec<(CommentId, u64, Moment)>, StoreError> {
    let rows = sqlx::query(
        "SELECT r.comment_id AS comment_id, COUNT(*) AS reports, MIN(r.at) AS since FROM comment_report r \
         JOIN comment c ON c.id = r.comment_id JOIN pitch p ON p.id = c.pitch_id \
         WHERE p.round_id = $1 AND r.looked_at IS NULL GROUP BY r.comment_id ORDER BY MIN(r.at), r.comment_id LIMIT 200",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok((
            CommentId::new(row::text(found, "comment_id")?),
            row::count(found, "reports")?,
            row::moment(found, "since")?,
        ))
    };
    rows.iter().map(read).collect()
}

/// What waits for an officer in a round: comments that were reported, and second looks, with when the first of those was
/// asked for.
pub async fn waiting(conn: &mut Conn, round: &RoundId) -> Result<(u64, u64, Option<Moment>), StoreError> {
    let found = sqlx::query(
        "SELECT (SELECT COUNT(DISTINCT r.comment_id) FROM comment_report r JOIN comment c ON c.id = r.comment_id \
         JOIN pitch p ON p.id = c.pitch_id WHERE p.round_id = $1 AND r.looked_at IS NULL) AS reported, \
         (SELECT COUNT(*) FROM withholding w JOIN pitch p ON p.id = w.pitch_id WHERE p.round_id = $1 \
         AND w.appealed_at IS NOT NULL AND w.ruling IS NULL) AS appeals, \
         (SELECT MIN(w.appealed_at) FROM withholding w JOIN pitch p ON p.id = w.pitch_id WHERE p.round_id = $1 \
         AND w.appealed_at IS NOT NULL AND w.ruling IS NULL) AS since",
    )
    .bind(round.as_str())
    .fetch_one(conn)
    .await?;
    let since = row::maybe_moment(&found, "since")?;
    Ok((row::count(&found, "reported")?, row::count(&found, "appeals")?, since))
}

/// The sums of a round, for everyone.
pub async fn tally(conn: &mut Conn, round: &RoundId) -> Result<Tally, StoreError> {
    let found = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM comment c JOIN pitch p ON p.id = c.pitch_id WHERE p.round_id = $1) AS placed, \
         (SELECT COUNT(*) FROM comment_report r JOIN comment c ON c.id = r.comment_id JOIN pitch p ON p.id = c.pitch_id \
          WHERE p.round_id = $1) AS reported, \
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
    let by_ground = |found: &Row| {
        let ground = Ground::named(&row::text(found, "ground")?).ok_or_else(|| row::corrupt("ground"))?;
        Ok((ground, row::count(found, "times")?))
    };
    Ok(Tally {
        placed: row::count(&found, "placed")?,
        reported: row::count(&found, "reported")?,
        withheld: rows.iter().map(by_ground).collect::<Result<Vec<_>, StoreError>>()?,
        appealed: row::count(&found, "appealed")?,
        restored: row::count(&found, "restored")?,
    })
}
