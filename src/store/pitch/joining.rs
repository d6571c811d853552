//! Plans with which another one could go on as one, each in one statement.

use super::super::{Conn, StoreError, row};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::pitch::regroup::Candidate;
use crate::domain::time::Moment;

/// One plan of a round as everyone reads it, and whether it is in a proposal that stands: one that nobody ended, whose term runs, and
/// of which no plan was decided about or is late.
pub async fn candidate(
    conn: &mut Conn,
    (round, id): (&RoundId, &PitchId),
    now: Moment,
) -> Result<Option<Candidate>, StoreError> {
    let found = sqlx::query(
        "SELECT p.id, p.round_id, p.initiative_id, p.applicant, p.state, v.content, p.made_at, p.changed_at, p.submitted_at, \
         p.until_at, p.proposal_id, p.merged_into, (SELECT COUNT(*) FROM regroup_part t JOIN regroup r ON r.id = t.regroup_id \
         WHERE t.pitch_id = p.id AND t.is_open = 1 AND r.until_at >= $3 AND NOT EXISTS (SELECT 1 FROM regroup_part o \
         JOIN pitch q ON q.id = o.pitch_id WHERE o.regroup_id = r.id AND (q.state NOT IN ('submitted', 'incomplete') \
         OR q.until_at < $3))) AS standing \
         FROM pitch p JOIN pitch_version v ON v.pitch_id = p.id WHERE p.id = $1 AND p.round_id = $2 \
         AND p.submitted_at IS NOT NULL AND p.erased_at IS NULL AND p.state <> 'withdrawn' AND v.content <> '' \
         ORDER BY v.number DESC LIMIT 1",
    )
    .bind(id.as_str())
    .bind(round.as_str())
    .bind(now.micros())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(Candidate { pitch: super::read(&found)?, is_taken: row::count(&found, "standing")? > 0 }))
}
