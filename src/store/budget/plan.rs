//! Budgets of several years.

use super::super::{Conn, Row, StoreError, row};
use super::read_ground;
use crate::domain::budget::Budget;
use crate::domain::id::BudgetId;
use crate::domain::money::BasisPoints;

/// Budgets as they were last decided, read by [`read`].
macro_rules! select {
    ($end:literal) => {
        concat!(
            "SELECT b.id, COALESCE(t.after_name, b.name) AS name, b.first_year, b.years, b.ground, b.ground_date, \
             b.ground_link, COALESCE(t.after_review_on, b.review_on) AS review_on, \
             COALESCE(t.after_warning_bp, b.warning_bp) AS warning_bp FROM budget b \
             LEFT JOIN budget_terms t ON t.budget_id = b.id AND t.number = \
             (SELECT MAX(n.number) FROM budget_terms n WHERE n.budget_id = b.id) ",
            $end
        )
    };
}

/// All budgets, the newest first.
pub async fn budgets(conn: &mut Conn) -> Result<Vec<Budget>, StoreError> {
    let rows = sqlx::query(select!("ORDER BY b.first_year DESC, b.id")).fetch_all(conn).await?;
    rows.iter().map(read).collect()
}

/// One budget.
pub async fn budget(conn: &mut Conn, id: &BudgetId) -> Result<Option<Budget>, StoreError> {
    let found = sqlx::query(select!("WHERE b.id = $1")).bind(id.as_str()).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

fn read(found: &Row) -> Result<Budget, StoreError> {
    let warning = BasisPoints::new(row::int(found, "warning_bp")?);
    Ok(Budget {
        id: BudgetId::new(row::text(found, "id")?),
        name: row::text(found, "name")?,
        first_year: row::int(found, "first_year")?,
        years: row::int(found, "years")?,
        ground: read_ground(found)?,
        review_on: row::text(found, "review_on")?,
        warning: warning.map_err(|_| row::corrupt("warning_bp"))?,
    })
}

/// Adds a budget without years: these are its lines.
pub async fn add(conn: &mut Conn, budget: &Budget) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO budget (id, name, first_year, years, ground, ground_date, ground_link, review_on, warning_bp) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(budget.id.as_str())
    .bind(&budget.name)
    .bind(budget.first_year)
    .bind(budget.years)
    .bind(&budget.ground.name)
    .bind(&budget.ground.date)
    .bind(&budget.ground.link)
    .bind(&budget.review_on)
    .bind(budget.warning.get())
    .execute(conn)
    .await?;
    Ok(())
}
