//! What waits for the office of what people wrote with plans: reports, second looks, and groups that have to be told.

use super::{with, written};
use crate::domain::id::{InitiatorId, RoundId};
use crate::domain::moderation::{RULED_DAYS, ToTell, With, Written};
use crate::domain::time::Moment;
use crate::store::{Conn, Row, StoreError, row};

/// What in a round has reports at which nobody looked, each with how many, the longest waiting first; `most` of them after `skip`.
pub async fn reported(
    conn: &mut Conn,
    round: &RoundId,
    (skip, most): (u64, u64),
) -> Result<Vec<(Written, u64, Moment)>, StoreError> {
    let rows = sqlx::query(
        "SELECT r.kind, r.of_id, COUNT(*) AS reports, MIN(r.at) AS since FROM moderation_report r \
         WHERE r.round_id = $1 AND r.looked_at IS NULL GROUP BY r.kind, r.of_id \
         ORDER BY MIN(r.at), r.kind, r.of_id LIMIT $2 OFFSET $3",
    )
    .bind(round.as_str())
    .bind(row::stored(most))
    .bind(row::stored(skip))
    .fetch_all(conn)
    .await?;
    let read =
        |found: &Row| Ok((written(found)?, row::count(found, "reports")?, row::moment(found, "since")?));
    rows.iter().map(read).collect()
}

/// What waits for an officer in a round: what was reported, and second looks, with when the first of those was asked for.
pub async fn sums(conn: &mut Conn, round: &RoundId) -> Result<(u64, u64, Option<Moment>), StoreError> {
    let found = sqlx::query(
        "SELECT (SELECT COUNT(DISTINCT r.kind || ' ' || r.of_id) FROM moderation_report r \
         WHERE r.round_id = $1 AND r.looked_at IS NULL) AS reported, \
         (SELECT COUNT(*) FROM withholding w WHERE w.round_id = $1 AND w.appealed_at IS NOT NULL AND w.ruling IS NULL) AS appeals, \
         (SELECT MIN(w.appealed_at) FROM withholding w WHERE w.round_id = $1 AND w.appealed_at IS NOT NULL \
         AND w.ruling IS NULL) AS since",
    )
    .bind(round.as_str())
    .fetch_one(conn)
    .await?;
    let since = row::maybe_moment(&found, "since")?;
    Ok((row::count(&found, "reported")?, row::count(&found, "appeals")?, since))
}

/// Something of a group in which nobody has e-mail: it was taken off, or looked at again, and nobody of the desk told the group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// With what it stands.
    pub with: With,
    /// The name of that plan as everyone reads it.
    pub title: String,
    /// Who owns the group.
    pub who: InitiatorId,
    /// What is to be told.
    pub what: ToTell,
}

/// What is to be told of what stands with one plan or grant.
pub async fn to_tell(
    conn: &mut Conn,
    (round, with): (&RoundId, &With),
    now: Moment,
) -> Result<Vec<ToTell>, StoreError> {
    let all = untold(conn, round, now).await?;
    Ok(all.into_iter().filter(|one| &one.with == with).map(|one| one.what).collect())
}

/// Whether somebody has e-mail in the group that carries out the plan of a grant.
pub async fn has_mail(conn: &mut Conn, with: &With) -> Result<bool, StoreError> {
    let found = sqlx::query(
        "SELECT COUNT(*) AS count FROM grant_record g LEFT JOIN grant_group c ON c.grant_id = g.id \
         LEFT JOIN pitch q ON q.round_id = g.round_id AND q.proposal_id = g.proposal_id \
         JOIN initiative_member m ON m.initiative_id = COALESCE(c.initiative_id, q.initiative_id) \
         JOIN initiator i ON i.id = m.initiator_id WHERE g.id = $1 AND i.email IS NOT NULL",
    )
    .bind(with.as_str())
    .fetch_one(conn)
    .await?;
    Ok(row::count(&found, "count")? > 0)
}

/// That of a round, the longest waiting first, of each plan each once. A group that asked for a second look knows what was taken off; what
/// that look came to is told for some time.
pub async fn untold(conn: &mut Conn, round: &RoundId, now: Moment) -> Result<Vec<Untold>, StoreError> {
    let rows = sqlx::query(
        "SELECT w.pitch_id, w.grant_id, w.title, w.ruled, o.initiator_id FROM (SELECT w.pitch_id, w.grant_id, \
         COALESCE(p.sent_title, g.title) AS title, CASE WHEN w.ruling IS NULL THEN 0 ELSE 1 END AS ruled, \
         COALESCE(w.ruled_at, w.at) AS since, COALESCE(p.initiative_id, c.initiative_id, q.initiative_id) AS initiative_id \
         FROM withholding w LEFT JOIN pitch p ON p.id = w.pitch_id LEFT JOIN grant_record g ON g.id = w.grant_id \
         LEFT JOIN grant_group c ON c.grant_id = w.grant_id \
         LEFT JOIN pitch q ON q.round_id = g.round_id AND q.proposal_id = g.proposal_id \
         WHERE w.round_id = $1 AND ((w.told_at IS NULL AND w.appealed_at IS NULL AND w.ruling IS NULL) \
         OR (w.ruled_at > $2 AND w.ruling_told_at IS NULL)) \
         AND (w.kind <> 'comment' OR EXISTS (SELECT 1 FROM comment c WHERE c.id = w.of_id AND c.side = 'group'))) w \
         JOIN initiative_member o ON o.initiative_id = w.initiative_id AND o.role = 'owner' \
         WHERE NOT EXISTS (SELECT 1 FROM initiative_member m JOIN initiator i ON i.id = m.initiator_id \
         WHERE m.initiative_id = w.initiative_id AND i.email IS NOT NULL) \
         GROUP BY w.pitch_id, w.grant_id, w.title, w.ruled, o.initiator_id ORDER BY MIN(w.since), w.pitch_id, w.grant_id, w.ruled",
    )
    .bind(round.as_str())
    .bind(now.plus_minutes(-RULED_DAYS * 24 * 60).micros())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(Untold {
            with: with(found)?,
            title: row::text(found, "title")?,
            who: InitiatorId::new(row::text(found, "initiator_id")?),
            what: if row::count(found, "ruled")? == 0 { ToTell::Off } else { ToTell::Ruling },
        })
    };
    rows.iter().map(read).collect()
}
