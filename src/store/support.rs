//! Who supports which plan before it is looked at: marks of addresses, and lists of the desk.

use super::{Conn, Row, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, PitchId, RoundId};
use crate::domain::support::{List, Support, Threshold, list_mark};
use crate::domain::time::Moment;

/// How many supporters a round asks for; none where nothing was set.
pub async fn threshold(conn: &mut Conn, round: &RoundId) -> Result<Threshold, StoreError> {
    let found = sqlx::query("SELECT supporters, per, residents FROM support_terms WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_optional(conn)
        .await?;
    let read = |found: Row| {
        Ok(Threshold {
            supporters: row::count(&found, "supporters")?,
            per: row::count(&found, "per")?,
            residents: row::count(&found, "residents")?,
        })
    };
    found.map(read).transpose().map(Option::unwrap_or_default)
}

/// Sets it. Refused by a trigger once the rules of the round are frozen.
pub async fn set_threshold(conn: &mut Conn, round: &RoundId, wanted: &Threshold) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO support_terms (round_id, supporters, per, residents, needed) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (round_id) DO UPDATE SET supporters = $2, per = $3, residents = $4, needed = $5",
    )
    .bind(round.as_str())
    .bind(row::stored(wanted.supporters))
    .bind(row::stored(wanted.per))
    .bind(row::stored(wanted.residents))
    .bind(row::stored(wanted.needed()))
    .execute(conn)
    .await?;
    Ok(())
}

/// How many people support a plan. Where the marks are erased their number stays.
pub async fn of_plan(conn: &mut Conn, pitch: &PitchId) -> Result<Support, StoreError> {
    let found = sqlx::query(
        "SELECT (SELECT COUNT(*) FROM support WHERE pitch_id = $1) AS marks, \
         (SELECT CAST(COALESCE(SUM(people), 0) AS BIGINT) FROM support_total WHERE pitch_id = $1) AS erased, \
         (SELECT CAST(COALESCE(SUM(people), 0) AS BIGINT) FROM support_list WHERE pitch_id = $1 AND struck_at IS NULL) AS lists",
    )
    .bind(pitch.as_str())
    .fetch_one(conn)
    .await?;
    Ok(Support {
        by_mail: row::count(&found, "marks")? + row::count(&found, "erased")?,
        on_paper: row::count(&found, "lists")?,
    })
}

/// The owner of an address supports a plan; `false` when that was so: one address counts once.
pub async fn add(conn: &mut Conn, pitch: &PitchId, mark: &Digest, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO support (pitch_id, mark, at) VALUES ($1, $2, $3) ON CONFLICT (pitch_id, mark) DO NOTHING",
    )
    .bind(pitch.as_str())
    .bind(mark.to_string())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes it back; `false` when there is none.
pub async fn remove(conn: &mut Conn, pitch: &PitchId, mark: &Digest) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM support WHERE pitch_id = $1 AND mark = $2")
        .bind(pitch.as_str())
        .bind(mark.to_string())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The plans that the owner of an address supports.
pub async fn of_mark(conn: &mut Conn, mark: &Digest) -> Result<Vec<PitchId>, StoreError> {
    let rows = sqlx::query("SELECT pitch_id FROM support WHERE mark = $1 ORDER BY at, pitch_id")
        .bind(mark.to_string())
        .fetch_all(conn)
        .await?;
    rows.iter().map(|found| Ok(PitchId::new(row::text(found, "pitch_id")?))).collect()
}

/// Notes that people take back support of which a plan had enough: what its group was told before that says nothing any more. Once in
/// the life of a plan: nobody holds a list up by giving and taking back. Called before anything of it goes; where nothing was told
/// nothing is noted.
pub async fn note_loss(conn: &mut Conn, pitch: &PitchId, now: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE pitch SET support_lost_at = $2 WHERE id = $1 AND erased_at IS NULL AND support_lost_at IS NULL \
         AND EXISTS (SELECT 1 FROM pitch_event e WHERE e.pitch_id = pitch.id AND e.kind = 'short') \
         AND COALESCE((SELECT t.needed FROM support_terms t WHERE t.round_id = pitch.round_id), 0) \
         <= (SELECT COUNT(*) FROM support s WHERE s.pitch_id = pitch.id) \
         + COALESCE((SELECT SUM(l.people) FROM support_list l WHERE l.pitch_id = pitch.id AND l.struck_at IS NULL), 0)",
    )
    .bind(pitch.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes of every plan of a round whose group was told anything that the round asks for another number.
pub async fn note_change(conn: &mut Conn, round: &RoundId, now: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE pitch SET support_changed_at = $2 WHERE round_id = $1 AND erased_at IS NULL \
         AND EXISTS (SELECT 1 FROM pitch_event e WHERE e.pitch_id = pitch.id AND e.kind = 'short')",
    )
    .bind(round.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// When those were noted of a plan: that support was lost, and that the number is another one.
pub async fn noted(conn: &mut Conn, pitch: &PitchId) -> Result<[Option<Moment>; 2], StoreError> {
    let found = sqlx::query("SELECT support_lost_at, support_changed_at FROM pitch WHERE id = $1")
        .bind(pitch.as_str())
        .fetch_optional(conn)
        .await?;
    let Some(found) = found else { return Ok([None, None]) };
    Ok([row::maybe_moment(&found, "support_lost_at")?, row::maybe_moment(&found, "support_changed_at")?])
}

/// Enters a list under the next number of its plan.
pub async fn add_list(
    conn: &mut Conn,
    (round, pitch): (&RoundId, &PitchId),
    new: &List,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO support_list (pitch_id, number, people, archive, by_account, by_function, at, digest, round_id) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7, $8 FROM support_list WHERE pitch_id = $1",
    )
    .bind(pitch.as_str())
    .bind(row::stored(new.people))
    .bind(&new.archive)
    .bind(new.by.as_str())
    .bind(&new.function)
    .bind(new.at.micros())
    .bind(list_mark(&new.archive).to_string())
    .bind(round.as_str())
    .execute(conn)
    .await?;
    Ok(())
}

/// Strikes a list out; `false` when it is not there, or was.
pub async fn strike(
    conn: &mut Conn,
    (pitch, number): (&PitchId, u64),
    (by, reason): (&AccountId, &str),
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE support_list SET struck_by = $3, struck_reason = $4, struck_at = $5 \
         WHERE pitch_id = $1 AND number = $2 AND struck_at IS NULL",
    )
    .bind(pitch.as_str())
    .bind(row::stored(number))
    .bind(by.as_str())
    .bind(reason)
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// A second person saw a list; `false` when it is not there, was struck out, or somebody did already.
pub async fn confirm(
    conn: &mut Conn,
    (pitch, number): (&PitchId, u64),
    by: &AccountId,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE support_list SET confirmed_by = $3, confirmed_at = $4 \
         WHERE pitch_id = $1 AND number = $2 AND struck_at IS NULL AND confirmed_at IS NULL AND by_account <> $3",
    )
    .bind(pitch.as_str())
    .bind(row::stored(number))
    .bind(by.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The lists of a round, the newest first, each with its plan.
pub async fn lists(conn: &mut Conn, round: &RoundId) -> Result<Vec<(PitchId, List)>, StoreError> {
    let rows = sqlx::query(
        "SELECT l.pitch_id, l.number, l.people, l.archive, l.by_account, l.by_function, l.at, l.struck_at, l.struck_reason, \
         l.confirmed_at, l.confirmed_by FROM support_list l JOIN pitch p ON p.id = l.pitch_id WHERE p.round_id = $1 \
         ORDER BY l.at DESC, l.pitch_id, l.number DESC LIMIT 500",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((PitchId::new(row::text(found, "pitch_id")?), list(found)?))).collect()
}

fn list(found: &Row) -> Result<List, StoreError> {
    Ok(List {
        number: row::count(found, "number")?,
        people: row::count(found, "people")?,
        archive: row::text(found, "archive")?,
        by: AccountId::new(row::text(found, "by_account")?),
        function: row::text(found, "by_function")?,
        at: row::moment(found, "at")?,
        struck: match row::maybe_moment(found, "struck_at")? {
            None => None,
            Some(at) => Some((at, row::text(found, "struck_reason")?)),
        },
        confirmed: match row::maybe_moment(found, "confirmed_at")? {
            None => None,
            Some(at) => Some((at, AccountId::new(row::text(found, "confirmed_by")?))),
        },
    })
}

/// The lists of a plan, in order.
pub async fn lists_of(conn: &mut Conn, pitch: &PitchId) -> Result<Vec<List>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, people, archive, by_account, by_function, at, struck_at, struck_reason, confirmed_at, confirmed_by \
         FROM support_list \
         WHERE pitch_id = $1 ORDER BY number",
    )
    .bind(pitch.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(list).collect()
}

/// The lists whose words are there, each with the fingerprint that it should have: for whoever checks.
pub async fn marked(conn: &mut Conn) -> Result<Vec<(PitchId, Digest, Digest)>, StoreError> {
    let rows = sqlx::query(
        "SELECT pitch_id, archive, digest FROM support_list WHERE archive <> '' ORDER BY pitch_id, number",
    )
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let own = list_mark(&row::text(found, "archive")?);
        Ok((PitchId::new(row::text(found, "pitch_id")?), own, row::digest(found, "digest")?))
    };
    rows.iter().map(read).collect()
}

/// Takes the words out of lists that were entered before a moment, in rounds that are over; how many.
pub async fn erase_words(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE support_list SET archive = '', struck_reason = CASE WHEN struck_reason IS NULL THEN NULL ELSE '' END \
         WHERE archive <> '' AND at < $1 AND pitch_id IN (SELECT p.id FROM pitch p JOIN round r ON r.id = p.round_id \
         WHERE r.phase IN ('certified', 'final', 'cancelled'))",
    )
    .bind(before.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Erases whose support it was in rounds that are over, and keeps how many; how many marks.
pub async fn erase(conn: &mut Conn) -> Result<u64, StoreError> {
    sqlx::query(
        "INSERT INTO support_total (pitch_id, people) SELECT s.pitch_id, COUNT(*) FROM support s \
         JOIN pitch p ON p.id = s.pitch_id JOIN round r ON r.id = p.round_id \
         WHERE r.phase IN ('certified', 'final', 'cancelled') GROUP BY s.pitch_id",
    )
    .execute(&mut *conn)
    .await?;
    let done = sqlx::query(
        "DELETE FROM support WHERE pitch_id IN (SELECT p.id FROM pitch p JOIN round r ON r.id = p.round_id \
         WHERE r.phase IN ('certified', 'final', 'cancelled'))",
    )
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Plans that have both marks and the number of marks that were erased: for whoever checks.
pub async fn twice(conn: &mut Conn) -> Result<Vec<PitchId>, StoreError> {
    let rows = sqlx::query(
        "SELECT DISTINCT t.pitch_id AS pitch_id FROM support_total t JOIN support s ON s.pitch_id = t.pitch_id ORDER BY t.pitch_id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok(PitchId::new(row::text(found, "pitch_id")?))).collect()
}
