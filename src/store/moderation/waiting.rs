//! What waits for the office of what people wrote with plans: reports, second looks, and groups that have to be told.

use super::subject;
use crate::domain::id::{InitiatorId, PitchId, RoundId};
use crate::domain::moderation::Subject;
use crate::domain::pitch::Pitch;
use crate::domain::time::Moment;
use crate::store::{Conn, Row, StoreError, row};

/// What in a round has reports at which nobody looked, each with how many, the longest waiting first; `most` of them after `skip`.
pub async fn reported(
    conn: &mut Conn,
    round: &RoundId,
    (skip, most): (u64, u64),
) -> Result<Vec<(Subject, u64, Moment)>, StoreError> {
    let rows = sqlx::query(
        "SELECT r.kind, r.of_id, COUNT(*) AS reports, MIN(r.at) AS since FROM moderation_report r \
         JOIN pitch p ON p.id = r.pitch_id WHERE p.round_id = $1 AND r.looked_at IS NULL GROUP BY r.kind, r.of_id \
         ORDER BY MIN(r.at), r.kind, r.of_id LIMIT $2 OFFSET $3",
    )
    .bind(round.as_str())
    .bind(row::stored(most))
    .bind(row::stored(skip))
    .fetch_all(conn)
    .await?;
    let read =
        |found: &Row| Ok((subject(found)?, row::count(found, "reports")?, row::moment(found, "since")?));
    rows.iter().map(read).collect()
}

/// What waits for an officer in a round: what was reported, and second looks, with when the first of those was asked for.
pub async fn sums(conn: &mut Conn, round: &RoundId) -> Result<(u64, u64, Option<Moment>), StoreError> {
    let found = sqlx::query(
        "SELECT (SELECT COUNT(DISTINCT r.kind || ' ' || r.of_id) FROM moderation_report r JOIN pitch p ON p.id = r.pitch_id \
         WHERE p.round_id = $1 AND r.looked_at IS NULL) AS reported, \
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

/// A plan of which something was taken off while nobody in its group has e-mail and nobody told it, with its name and someone of its group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// The plan.
    pub pitch: PitchId,
    /// Its name as everyone reads it.
    pub title: String,
    /// Who owns the group.
    pub who: InitiatorId,
}

/// Whether a plan is one of those.
pub async fn is_untold(conn: &mut Conn, pitch: &Pitch) -> Result<bool, StoreError> {
    Ok(untold(conn, &pitch.round).await?.iter().any(|one| one.pitch == pitch.id))
}

/// Those of a round, the longest waiting first, each once. A group that asked for a second look knows.
pub async fn untold(conn: &mut Conn, round: &RoundId) -> Result<Vec<Untold>, StoreError> {
    let rows = sqlx::query(
        "SELECT p.id, p.sent_title, o.initiator_id FROM withholding w JOIN pitch p ON p.id = w.pitch_id \
         JOIN initiative_member o ON o.initiative_id = p.initiative_id AND o.role = 'owner' \
         WHERE p.round_id = $1 AND w.told_at IS NULL AND w.appealed_at IS NULL AND w.ruling IS NULL \
         AND (w.kind <> 'comment' OR EXISTS (SELECT 1 FROM comment c WHERE c.id = w.of_id AND c.side = 'group')) \
         AND NOT EXISTS (SELECT 1 FROM initiative_member m JOIN initiator i ON i.id = m.initiator_id \
         WHERE m.initiative_id = p.initiative_id AND i.email IS NOT NULL) \
         GROUP BY p.id, p.sent_title, o.initiator_id ORDER BY MIN(w.at), p.id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(Untold {
            pitch: PitchId::new(row::text(found, "id")?),
            title: row::text(found, "sent_title")?,
            who: InitiatorId::new(row::text(found, "initiator_id")?),
        })
    };
    rows.iter().map(read).collect()
}
