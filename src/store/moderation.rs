//! What readers reported of what others wrote, what the office took off, and what became of it.

pub mod erase;
mod report;
pub mod waiting;
mod words;

pub use report::{look, report, reports, tally};
pub use words::{Words, words};

use std::collections::BTreeMap;

use crate::domain::id::{AccountId, GrantId, MeetingId, PitchId, ProposalId, RoundId, WithholdingId};
use crate::domain::moderation::{ByOffice, Ground, Ruling, With, Withholding, Written};
use crate::domain::time::Moment;
use crate::store::{Conn, Row, StoreError, row};

/// That what a withholding took off is off: nobody gave a second look, or it stayed so.
macro_rules! stands {
    ($taken:literal) => {
        concat!("(", $taken, ".ruling IS NULL OR ", $taken, ".ruling = 'upheld')")
    };
}
pub(in crate::store) use stands;

/// The same for good: it stayed so, or nobody asked for a second look.
macro_rules! is_final {
    ($taken:literal) => {
        concat!(
            "(",
            $taken,
            ".ruling = 'upheld' OR (",
            $taken,
            ".ruling IS NULL AND ",
            $taken,
            ".appealed_at IS NULL))"
        )
    };
}
use is_final;

/// The columns of a withholding, for [`read`].
macro_rules! withholdings {
    ($($rest:expr),+) => {
        concat!(
            "SELECT w.id, w.round_id, w.pitch_id, w.grant_id, w.kind, w.of_id, w.ground, w.by_account, w.by_function, w.reason, w.at, w.appeal, \
             w.appealed_at, w.appeal_desk, w.told_at, w.ruling, w.ruled_by, w.ruled_function, w.ruled_reason, w.ruled_at, w.ruling_told_at FROM withholding w ",
            $($rest),+
        )
    };
}

fn written(found: &Row) -> Result<Written, StoreError> {
    let named = Written::named(&row::text(found, "kind")?, &row::text(found, "of_id")?);
    named.ok_or_else(|| row::corrupt("of_id"))
}

fn with(found: &Row) -> Result<With, StoreError> {
    let plan = row::maybe_text(found, "pitch_id")?.map(|id| With::Plan(PitchId::new(id)));
    let grant = row::maybe_text(found, "grant_id")?.map(|id| With::Grant(GrantId::new(id)));
    plan.or(grant).ok_or_else(|| row::corrupt("pitch_id"))
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
        round: RoundId::new(row::text(found, "round_id")?),
        with: with(found)?,
        of: written(found)?,
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
        ruling_told: row::maybe_moment(found, "ruling_told_at")?,
    })
}

/// What was taken off of one thing, the newest first: one of them stands at most.
pub async fn of(conn: &mut Conn, one: &Written) -> Result<Vec<Withholding>, StoreError> {
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
    let rows = sqlx::query(withholdings!("WHERE w.round_id = $1 ORDER BY w.at DESC, w.id LIMIT 500"))
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// What was taken off of what was told of how the plan of a grant goes, the newest first.
pub async fn of_grant(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Withholding>, StoreError> {
    let rows = sqlx::query(withholdings!("WHERE w.grant_id = $1 ORDER BY w.at DESC, w.id"))
        .bind(grant.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// The plans of a round of which the text that was sent in last is off, each with its number on the ballot.
pub async fn plans_off(
    conn: &mut Conn,
    round: &RoundId,
) -> Result<Vec<(PitchId, Option<ProposalId>)>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT p.id, p.proposal_id FROM withholding w JOIN pitch p ON p.id = w.pitch_id WHERE w.round_id = $1 AND w.kind = 'plan' \
         AND w.of_id = p.id || '.' || CAST((SELECT MAX(v.number) FROM pitch_version v WHERE v.pitch_id = p.id) AS TEXT) AND ",
        stands!("w"),
        " ORDER BY p.id"
    ))
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let plan = row::maybe_text(found, "proposal_id")?.map(ProposalId::new);
        Ok((PitchId::new(row::text(found, "id")?), plan))
    };
    rows.iter().map(read).collect()
}

/// Whether a text of a plan is one that the office took off.
pub async fn is_off(
    conn: &mut Conn,
    id: &PitchId,
    content: &crate::domain::pitch::Content,
) -> Result<bool, StoreError> {
    let taken = of_pitch(conn, id).await?;
    let off =
        |number: u64| taken.iter().any(|one| one.stands() && one.of == Written::Plan(id.clone(), number));
    let all = super::pitch::life::versions(conn, id).await?;
    let mut off =
        all.iter().filter(|version| off(version.number)).filter_map(|version| version.content.as_ref());
    Ok(off.any(|was| was.says_the_same(content)))
}

/// The meetings of a round that are off now.
pub async fn meetings_off(
    conn: &mut Conn,
    round: &RoundId,
) -> Result<BTreeMap<MeetingId, Withholding>, StoreError> {
    let rows = sqlx::query(withholdings!(
        "JOIN meeting m ON m.id = w.of_id WHERE w.kind = 'meeting' AND m.round_id = $1 AND ",
        stands!("w"),
        " ORDER BY w.of_id"
    ))
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((MeetingId::new(row::text(found, "of_id")?), read(found)?))).collect()
}

/// Why groups proposed the merges that took effect with a plan, each with when it did.
pub async fn merges(conn: &mut Conn, pitch: &PitchId) -> Result<Vec<(Moment, Written)>, StoreError> {
    let rows = sqlx::query(
        "SELECT 'merge' AS kind, r.id AS of_id, r.ended_at FROM regroup r JOIN regroup_part p ON p.regroup_id = r.id \
         WHERE p.pitch_id = $1 AND r.kind = 'merge' AND r.ended = 'done' AND r.by_pitch IS NOT NULL ORDER BY r.ended_at",
    )
    .bind(pitch.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((row::moment(found, "ended_at")?, written(found)?))).collect()
}

/// Takes something off; `false` when it is off.
pub async fn add(conn: &mut Conn, new: &Withholding) -> Result<bool, StoreError> {
    let done = sqlx::query(concat!(
        "INSERT INTO withholding (id, round_id, pitch_id, grant_id, kind, of_id, ground, reason, by_account, by_function, at) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 WHERE NOT EXISTS (SELECT 1 FROM withholding w \
         WHERE w.kind = $5 AND w.of_id = $6 AND ",
        stands!("w"),
        ")"
    ))
    .bind(new.id.as_str())
    .bind(new.round.as_str())
    .bind(new.with.plan().map(PitchId::as_str))
    .bind(new.with.grant().map(GrantId::as_str))
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

/// Notes that the desk told the group what the second look came to; `false` when that was done.
pub async fn tell_ruling(
    conn: &mut Conn,
    id: &WithholdingId,
    by: &AccountId,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE withholding SET ruling_told_by = $2, ruling_told_at = $3 \
         WHERE id = $1 AND ruling IS NOT NULL AND ruling_told_at IS NULL",
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
