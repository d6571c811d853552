//! Budgets of several years.

use super::super::{Conn, Row, StoreError, row};
use super::read_ground;
use crate::domain::budget::Budget;
use crate::domain::id::BudgetId;
use crate::domain::money::BasisPoints;

/// All budgets, the newest first.
pub async fn budgets(conn: &mut Conn) -> Result<Vec<Budget>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, name, first_year, years, ground, ground_date, ground_link, review_on, warning_bp FROM budget \
         ORDER BY first_year DESC, id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// One budget.
pub async fn budget(conn: &mut Conn, id: &BudgetId) -> Result<Option<Budget>, StoreError> {
    let found = sqlx::query(
        "SELECT id, name, first_year, years, ground, ground_date, ground_link, review_on, warning_bp FROM budget \
         WHERE id = $1",
    )
    .bind(id.as_str())
    .fetch_optional(conn)
    .await?;
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
