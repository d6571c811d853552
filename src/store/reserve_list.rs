//! The reserve list of a round: its end, and the plans that are passed over.

use super::{Conn, StoreError, row};
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::succession::Skip;
use crate::domain::time::Moment;

/// When and why nobody moves up any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// When.
    pub at: Moment,
    /// Who, as in the staff log.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// The end of the reserve list of a round; `None` while plans may move up.
pub async fn ended(conn: &mut Conn, round: &RoundId) -> Result<Option<Ended>, StoreError> {
    let found = sqlx::query("SELECT at, by_actor, reason FROM reserve_list_end WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_optional(conn)
        .await?;
    found
        .map(|found| {
            Ok(Ended {
                at: row::moment(&found, "at")?,
                by: row::text(&found, "by_actor")?,
                reason: row::text(&found, "reason")?,
            })
        })
        .transpose()
}

/// Ends the reserve list; `false` when it had ended.
pub async fn end(conn: &mut Conn, round: &RoundId, ended: &Ended) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO reserve_list_end (round_id, at, by_actor, reason) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (round_id) DO NOTHING",
    )
    .bind(round.as_str())
    .bind(ended.at.micros())
    .bind(&ended.by)
    .bind(&ended.reason)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether the round of a grant, or its standing round, takes no money back: what is not needed goes to the area.
pub async fn is_over(conn: &mut Conn, round: &RoundId) -> Result<bool, StoreError> {
    let found = sqlx::query(
        "SELECT 1 FROM reserve_list_end WHERE round_id = $1 \
         UNION ALL SELECT 1 FROM standing_round WHERE id = $1 AND ended_at IS NOT NULL",
    )
    .bind(round.as_str())
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}

/// The rounds in which a plan of the certificate in force dropped out while the list can still be used.
pub async fn waiting(conn: &mut Conn) -> Result<Vec<RoundId>, StoreError> {
    let rows = sqlx::query(
        "SELECT DISTINCT g.round_id FROM round_grant r \
         JOIN grant_record g ON g.round_id = r.round_id AND g.proposal_id = r.proposal_id \
         WHERE g.state IN ('withdrawn', 'refused', 'revoked', 'lapsed') \
         AND NOT EXISTS (SELECT 1 FROM reserve_list_end e WHERE e.round_id = r.round_id) \
         AND NOT EXISTS (SELECT 1 FROM ledger_account a \
             WHERE a.grant_id = g.id AND a.kind = 'paid' AND a.credit_cents > 0) ORDER BY g.round_id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok(RoundId::new(row::text(found, "round_id")?))).collect()
}

/// A plan that is not moved up any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Out {
    /// Which plan.
    pub proposal: ProposalId,
    /// Why, in one word.
    pub why: Skip,
    /// When that was decided.
    pub at: Moment,
    /// Who, as in the staff log.
    pub by: String,
    /// Why, in full.
    pub reason: String,
}

/// The plans of a round that are not moved up any more, by number.
pub async fn outs(conn: &mut Conn, round: &RoundId) -> Result<Vec<Out>, StoreError> {
    let rows = sqlx::query(
        "SELECT proposal_id, why, at, by_actor, reason FROM reserve_list_out WHERE round_id = $1 ORDER BY proposal_id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|found| {
            Ok(Out {
                proposal: ProposalId::new(row::text(found, "proposal_id")?),
                why: Skip::given(&row::text(found, "why")?).ok_or_else(|| row::corrupt("why"))?,
                at: row::moment(found, "at")?,
                by: row::text(found, "by_actor")?,
                reason: row::text(found, "reason")?,
            })
        })
        .collect()
}

/// Takes a plan from the list; `false` when it was taken before.
pub async fn strike(conn: &mut Conn, round: &RoundId, out: &Out) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO reserve_list_out (round_id, proposal_id, why, at, by_actor, reason) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (round_id, proposal_id) DO NOTHING",
    )
    .bind(round.as_str())
    .bind(out.proposal.as_str())
    .bind(out.why.name())
    .bind(out.at.micros())
    .bind(&out.by)
    .bind(&out.reason)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
