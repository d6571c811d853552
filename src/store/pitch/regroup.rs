//! Proposals that plans go on as one, or one as two, and what each group said.

use super::super::{Conn, Row, StoreError, row};
use crate::domain::id::{AccountId, PitchId, RegroupId, RoundId};
use crate::domain::pitch::regroup::{End, Kind, Part, Proposer, Regroup, Said};
use crate::domain::time::Moment;

/// The columns of a proposal, for [`read`]: without its reason where the office took that off.
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT r.id, r.kind, r.round_id, r.pitch_id, r.stays, r.goes, r.at, r.until_at, r.by_account, r.by_pitch, \
             r.by_function, r.ended, r.ended_at, r.draft_id, r.mend_until, CASE WHEN EXISTS (SELECT 1 FROM withholding w \
             WHERE w.kind = 'merge' AND w.of_id = r.id AND ",
            $crate::store::moderation::stands!("w"),
            ") THEN '' ELSE r.reason END AS reason FROM regroup r ",
            $rest
        )
    };
}

/// A proposal, without its parts.
fn read(found: &Row) -> Result<Regroup, StoreError> {
    let office = row::maybe_text(found, "by_account")?.map(|id| Proposer::Office(AccountId::new(id)));
    let group = row::maybe_text(found, "by_pitch")?.map(|id| Proposer::Group(PitchId::new(id)));
    let ended = match row::maybe_text(found, "ended")? {
        None => None,
        Some(name) => {
            let end = End::named(&name).ok_or_else(|| row::corrupt("ended"))?;
            let at = row::maybe_moment(found, "ended_at")?.ok_or_else(|| row::corrupt("ended_at"))?;
            Some((end, at))
        }
    };
    let draft = row::maybe_text(found, "draft_id")?.map(PitchId::new);
    Ok(Regroup {
        id: RegroupId::new(row::text(found, "id")?),
        kind: Kind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
        round: RoundId::new(row::text(found, "round_id")?),
        pitch: PitchId::new(row::text(found, "pitch_id")?),
        reason: row::text(found, "reason")?,
        names: [row::text(found, "stays")?, row::text(found, "goes")?],
        at: row::moment(found, "at")?,
        until: row::moment(found, "until_at")?,
        by: office.or(group).ok_or_else(|| row::corrupt("by_account"))?,
        function: row::text(found, "by_function")?,
        ended,
        draft: draft.zip(row::maybe_moment(found, "mend_until")?),
        parts: Vec::new(),
    })
}

async fn with_parts(conn: &mut Conn, rows: &[Row]) -> Result<Vec<Regroup>, StoreError> {
    let mut all = Vec::new();
    for found in rows {
        let mut one = read(found)?;
        one.parts = parts(conn, &one.id).await?;
        all.push(one);
    }
    Ok(all)
}

async fn parts(conn: &mut Conn, id: &RegroupId) -> Result<Vec<Part>, StoreError> {
    let rows = sqlx::query(
        "SELECT pitch_id, answer, agreed, answered_at FROM regroup_part WHERE regroup_id = $1 ORDER BY pitch_id",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let said = match row::maybe_text(found, "answer")? {
            None => None,
            Some(answer) => Some(Said {
                is_yes: answer == "yes",
                agreed: row::digest(found, "agreed")?,
                at: row::moment(found, "answered_at")?,
            }),
        };
        Ok(Part { pitch: PitchId::new(row::text(found, "pitch_id")?), said })
    };
    rows.iter().map(read).collect()
}

/// One proposal.
pub async fn find(conn: &mut Conn, id: &RegroupId) -> Result<Option<Regroup>, StoreError> {
    let rows = sqlx::query(columns!("WHERE r.id = $1")).bind(id.as_str()).fetch_all(&mut *conn).await?;
    Ok(with_parts(conn, &rows).await?.pop())
}

/// The proposals in which a plan is or was: the one that stands, then the newest first.
pub async fn of_pitch(conn: &mut Conn, pitch: &PitchId) -> Result<Vec<Regroup>, StoreError> {
    let rows = sqlx::query(columns!(
        "JOIN regroup_part p ON p.regroup_id = r.id WHERE p.pitch_id = $1 \
         ORDER BY p.is_open DESC, r.at DESC, r.id"
    ))
    .bind(pitch.as_str())
    .fetch_all(&mut *conn)
    .await?;
    with_parts(conn, &rows).await
}

/// The split from which a plan came.
pub async fn of_draft(conn: &mut Conn, draft: &PitchId) -> Result<Option<Regroup>, StoreError> {
    let rows =
        sqlx::query(columns!("WHERE r.draft_id = $1")).bind(draft.as_str()).fetch_all(&mut *conn).await?;
    Ok(with_parts(conn, &rows).await?.pop())
}

/// Every proposal: for whoever checks.
pub async fn all(conn: &mut Conn) -> Result<Vec<Regroup>, StoreError> {
    let rows = sqlx::query(columns!("ORDER BY r.id")).fetch_all(&mut *conn).await?;
    with_parts(conn, &rows).await
}

/// The plans that go on in another one, each with that one: for whoever checks.
pub async fn merged(conn: &mut Conn) -> Result<Vec<(PitchId, PitchId)>, StoreError> {
    let rows = sqlx::query("SELECT id, merged_into FROM pitch WHERE merged_into IS NOT NULL ORDER BY id")
        .fetch_all(conn)
        .await?;
    let id = |found: &Row, column: &str| row::text(found, column).map(PitchId::new);
    rows.iter().map(|found| Ok((id(found, "id")?, id(found, "merged_into")?))).collect()
}

/// The plans that go on in a plan.
pub async fn into(conn: &mut Conn, carrier: &PitchId) -> Result<Vec<PitchId>, StoreError> {
    let rows = sqlx::query("SELECT id FROM pitch WHERE merged_into = $1 ORDER BY id")
        .bind(carrier.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(|found| Ok(PitchId::new(row::text(found, "id")?))).collect()
}

/// How many proposals the group of a plan made about it.
pub async fn made_by(conn: &mut Conn, pitch: &PitchId) -> Result<u64, StoreError> {
    let found = sqlx::query("SELECT COUNT(*) AS many FROM regroup WHERE by_pitch = $1")
        .bind(pitch.as_str())
        .fetch_one(conn)
        .await?;
    row::count(&found, "many")
}

/// How many drafts of splits a round waits for at a moment: their groups still have time to send them in.
pub async fn drafts(conn: &mut Conn, round: &RoundId, now: Moment) -> Result<u64, StoreError> {
    let found = sqlx::query(
        "SELECT COUNT(*) AS many FROM regroup r JOIN pitch p ON p.id = r.draft_id \
         WHERE r.round_id = $1 AND r.mend_until >= $2 AND p.state = 'draft'",
    )
    .bind(round.as_str())
    .bind(now.micros())
    .fetch_one(conn)
    .await?;
    row::count(&found, "many")
}

/// Keeps a new proposal with the plans in it; `false` when one of them is in another one that stands.
pub async fn add(conn: &mut Conn, new: &Regroup, by: &str) -> Result<bool, StoreError> {
    let (office, group) = match &new.by {
        Proposer::Office(who) => (Some(who.as_str()), None),
        Proposer::Group(pitch) => (None, Some(pitch.as_str())),
    };
    sqlx::query(
        "INSERT INTO regroup (id, kind, round_id, pitch_id, reason, stays, goes, at, until_at, by_actor, by_account, by_pitch, \
         by_function) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(new.id.as_str())
    .bind(new.kind.name())
    .bind(new.round.as_str())
    .bind(new.pitch.as_str())
    .bind(&new.reason)
    .bind(&new.names[0])
    .bind(&new.names[1])
    .bind(new.at.micros())
    .bind(new.until.micros())
    .bind(by)
    .bind(office)
    .bind(group)
    .bind(&new.function)
    .execute(&mut *conn)
    .await?;
    for part in &new.parts {
        let done = sqlx::query(
            "INSERT INTO regroup_part (regroup_id, pitch_id, is_open) SELECT $1, $2, 1 \
             WHERE NOT EXISTS (SELECT 1 FROM regroup_part WHERE pitch_id = $2 AND is_open = 1)",
        )
        .bind(new.id.as_str())
        .bind(part.pitch.as_str())
        .execute(&mut *conn)
        .await?;
        if done.rows_affected() != 1 {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Holds a proposal that stands for this transaction; `false` when it ended. Of two who answer at once the second reads what the
/// first said.
pub async fn claim(conn: &mut Conn, id: &RegroupId) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE regroup SET turns = turns + 1 WHERE id = $1 AND ended IS NULL")
        .bind(id.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes down what the group of a plan said, in the place of what it said before; `false` when the proposal does not stand.
pub async fn answer(
    conn: &mut Conn,
    (id, pitch): (&RegroupId, &PitchId),
    said: &Said,
    (by, desk): (&str, Option<&AccountId>),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE regroup_part SET answer = $3, agreed = $4, answered_at = $5, answered_by = $6, by_desk = $7 \
         WHERE regroup_id = $1 AND pitch_id = $2 AND is_open = 1",
    )
    .bind(id.as_str())
    .bind(pitch.as_str())
    .bind(if said.is_yes { "yes" } else { "no" })
    .bind(said.agreed.to_string())
    .bind(said.at.micros())
    .bind(by)
    .bind(desk.map(AccountId::as_str))
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Who typed at the desk what other groups said than that of a plan.
pub async fn typists(
    conn: &mut Conn,
    (id, pitch): (&RegroupId, &PitchId),
) -> Result<Vec<AccountId>, StoreError> {
    let rows = sqlx::query(
        "SELECT by_desk FROM regroup_part WHERE regroup_id = $1 AND pitch_id <> $2 AND by_desk IS NOT NULL ORDER BY by_desk",
    )
    .bind(id.as_str())
    .bind(pitch.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok(AccountId::new(row::text(found, "by_desk")?))).collect()
}

/// Lets a plan go on in another one, once its group ended it for that.
pub async fn merge(conn: &mut Conn, pitch: &PitchId, carrier: &PitchId) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE pitch SET merged_into = $2 WHERE id = $1 AND state = 'withdrawn' AND merged_into IS NULL",
    )
    .bind(pitch.as_str())
    .bind(carrier.as_str())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a proposal; `false` when it ended before. `draft` is what a split came to.
pub async fn end(
    conn: &mut Conn,
    id: &RegroupId,
    (end, at, by): (End, Moment, &str),
    draft: Option<(&PitchId, Moment)>,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE regroup SET ended = $2, ended_at = $3, ended_by = $4, draft_id = $5, mend_until = $6 \
         WHERE id = $1 AND ended IS NULL",
    )
    .bind(id.as_str())
    .bind(end.name())
    .bind(at.micros())
    .bind(by)
    .bind(draft.map(|(pitch, _)| pitch.as_str()))
    .bind(draft.map(|(_, until)| until.micros()))
    .execute(&mut *conn)
    .await?;
    sqlx::query("UPDATE regroup_part SET is_open = 0 WHERE regroup_id = $1")
        .bind(id.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Erases the words of proposals in rounds that are over, also where they stand with plans that were on a ballot.
pub async fn erase(conn: &mut Conn, before: Moment) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE regroup SET reason = '', stays = '', goes = '' WHERE at < $1 AND (reason <> '' OR stays <> '' OR goes <> '') \
         AND round_id IN (SELECT id FROM round WHERE phase IN ('certified', 'final', 'cancelled'))",
    )
    .bind(before.micros())
    .execute(&mut *conn)
    .await?;
    sqlx::query(
        "UPDATE pitch_event SET reason = '' WHERE kind = 'merge' AND reason <> '' AND EXISTS (SELECT 1 FROM regroup r \
         JOIN regroup_part p ON p.regroup_id = r.id WHERE p.pitch_id = pitch_event.pitch_id AND r.ended = 'done' \
         AND r.ended_at = pitch_event.at AND r.reason = '')",
    )
    .execute(conn)
    .await?;
    Ok(())
}
