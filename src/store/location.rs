//! In which neighbourhood plans lie.

use std::collections::BTreeMap;

use super::{Conn, StoreError, row};
use crate::domain::id::{NeighbourhoodId, ProposalId, RoundId};

/// Where the plans of a round lie. A plan of which it is not known is not there.
pub async fn list(
    conn: &mut Conn,
    round: &RoundId,
) -> Result<BTreeMap<ProposalId, NeighbourhoodId>, StoreError> {
    let rows = sqlx::query("SELECT proposal_id, neighbourhood FROM plan_location WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    let read = |found| {
        let plan = ProposalId::new(row::text(found, "proposal_id")?);
        Ok((plan, NeighbourhoodId::new(row::text(found, "neighbourhood")?)))
    };
    rows.iter().map(read).collect()
}

/// Says where a plan lies. Refused by a trigger from the opening of the round on.
pub async fn set(
    conn: &mut Conn,
    round: &RoundId,
    plan: &ProposalId,
    code: &NeighbourhoodId,
) -> Result<(), StoreError> {
    let changed =
        sqlx::query("UPDATE plan_location SET neighbourhood = $3 WHERE round_id = $1 AND proposal_id = $2")
            .bind(round.as_str())
            .bind(plan.as_str())
            .bind(code.as_str())
            .execute(&mut *conn)
            .await?;
    if changed.rows_affected() == 0 {
        sqlx::query("INSERT INTO plan_location (round_id, proposal_id, neighbourhood) VALUES ($1, $2, $3)")
            .bind(round.as_str())
            .bind(plan.as_str())
            .bind(code.as_str())
            .execute(conn)
            .await?;
    }
    Ok(())
}

/// Forgets where a plan lies.
pub async fn remove(conn: &mut Conn, round: &RoundId, plan: &ProposalId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM plan_location WHERE round_id = $1 AND proposal_id = $2")
        .bind(round.as_str())
        .bind(plan.as_str())
        .execute(conn)
        .await?;
    Ok(())
}
