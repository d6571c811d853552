//! Statements of staff about their own interest, and who checked which plan.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{AccountId, ProposalId, RoundId};
use crate::domain::interest::{Feasible, Interest, PlanCheck};

/// The statements about a round or a standing round, in order. In a standing round a request stands in the place of the
/// plan, by its number.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<Interest>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, by_account, proposal_id, reason, at FROM interest WHERE round_id = $1 \
         UNION ALL SELECT number, by_account, CAST(request_number AS TEXT), reason, at FROM standing_interest \
         WHERE standing_id = $1 ORDER BY number",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(Interest {
            by: AccountId::new(row::text(found, "by_account")?),
            plan: row::maybe_text(found, "proposal_id")?.map(ProposalId::new),
            reason: row::text(found, "reason")?,
            at: row::moment(found, "at")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Appends a statement.
pub async fn add(conn: &mut Conn, round: &RoundId, stated: &Interest) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO interest (round_id, number, by_account, proposal_id, reason, at) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5 FROM interest WHERE round_id = $1",
    )
    .bind(round.as_str())
    .bind(stated.by.as_str())
    .bind(stated.plan.as_ref().map(ProposalId::as_str))
    .bind(&stated.reason)
    .bind(stated.at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Appends a statement about a standing round, or about one request to it.
pub async fn add_standing(
    conn: &mut Conn,
    round: &RoundId,
    stated: &Interest,
    request: Option<u64>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO standing_interest (standing_id, number, by_account, request_number, reason, at) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5 FROM standing_interest WHERE standing_id = $1",
    )
    .bind(round.as_str())
    .bind(stated.by.as_str())
    .bind(request.map(row::stored))
    .bind(&stated.reason)
    .bind(stated.at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// The checks of the plans of a round, by plan and in order.
pub async fn plan_checks(conn: &mut Conn, round: &RoundId) -> Result<Vec<PlanCheck>, StoreError> {
    let rows = sqlx::query(
        "SELECT proposal_id, answer, by_account, at, reason FROM plan_check WHERE round_id = $1 \
         ORDER BY proposal_id, number",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(PlanCheck {
            plan: ProposalId::new(row::text(found, "proposal_id")?),
            feasible: Feasible::named(&row::text(found, "answer")?).ok_or_else(|| row::corrupt("answer"))?,
            by: AccountId::new(row::text(found, "by_account")?),
            at: row::moment(found, "at")?,
            reason: row::text(found, "reason")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Appends the check of a plan.
pub async fn add_plan_check(conn: &mut Conn, round: &RoundId, check: &PlanCheck) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO plan_check (round_id, proposal_id, number, answer, by_account, at, reason) \
         SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4, $5, $6 FROM plan_check \
         WHERE round_id = $1 AND proposal_id = $2",
    )
    .bind(round.as_str())
    .bind(check.plan.as_str())
    .bind(check.feasible.name())
    .bind(check.by.as_str())
    .bind(check.at.micros())
    .bind(&check.reason)
    .execute(conn)
    .await?;
    Ok(())
}
