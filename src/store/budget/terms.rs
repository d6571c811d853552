//! Decisions on the name, the day of review and the warning of budgets: written once, never changed.

use super::super::{Conn, Row, StoreError, row};
use super::read_ground;
use crate::domain::budget::{Terms, TermsDecision};
use crate::domain::id::BudgetId;
use crate::domain::money::BasisPoints;

/// The decisions on a budget, the oldest first.
pub async fn terms(conn: &mut Conn, budget: &BudgetId) -> Result<Vec<TermsDecision>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, budget_id, at, by_actor, by_function, ground, ground_date, ground_link, reason, before_name, \
         before_review_on, before_warning_bp, after_name, after_review_on, after_warning_bp \
         FROM budget_terms WHERE budget_id = $1 ORDER BY number",
    )
    .bind(budget.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<TermsDecision, StoreError> {
    Ok(TermsDecision {
        number: row::count(found, "number")?,
        budget: BudgetId::new(row::text(found, "budget_id")?),
        at: row::moment(found, "at")?,
        by: row::text(found, "by_actor")?,
        function: row::text(found, "by_function")?,
        ground: read_ground(found)?,
        reason: row::text(found, "reason")?,
        before: stand(found, ["before_name", "before_review_on", "before_warning_bp"])?,
        after: stand(found, ["after_name", "after_review_on", "after_warning_bp"])?,
    })
}

fn stand(found: &Row, [name, review_on, warning]: [&str; 3]) -> Result<Terms, StoreError> {
    Ok(Terms {
        name: row::text(found, name)?,
        review_on: row::text(found, review_on)?,
        warning: BasisPoints::new(row::int(found, warning)?).map_err(|_| row::corrupt(warning))?,
    })
}

/// Writes a decision under the next number, whatever number it has here. The caller holds the ledger, so nobody takes
/// the same number.
pub async fn add_terms(conn: &mut Conn, decision: &TermsDecision) -> Result<(), StoreError> {
    let (before, after) = (&decision.before, &decision.after);
    sqlx::query(
        "INSERT INTO budget_terms (number, budget_id, at, by_actor, by_function, ground, ground_date, ground_link, \
         reason, before_name, before_review_on, before_warning_bp, after_name, after_review_on, after_warning_bp) \
         VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM budget_terms), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, \
         $11, $12, $13, $14)",
    )
    .bind(decision.budget.as_str())
    .bind(decision.at.micros())
    .bind(&decision.by)
    .bind(&decision.function)
    .bind(&decision.ground.name)
    .bind(&decision.ground.date)
    .bind(&decision.ground.link)
    .bind(&decision.reason)
    .bind(&before.name)
    .bind(&before.review_on)
    .bind(before.warning.get())
    .bind(&after.name)
    .bind(&after.review_on)
    .bind(after.warning.get())
    .execute(conn)
    .await?;
    Ok(())
}
