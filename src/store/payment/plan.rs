//! What is promised for when, and the account that pays.

use jiff::civil::Date;

use super::super::{Conn, Row, StoreError, row};
use super::day;
use crate::domain::id::{GrantId, LineId};
use crate::domain::money::BasisPoints;
use crate::domain::payment::{Advance, Payer};

/// The end of a grant's activities, and what is known about the recipient's income.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The last day of the activities.
    pub ends_on: Date,
    /// Which share of the recipient's yearly income it gets from the municipality, where that is known.
    pub income: Option<BasisPoints>,
}

/// The plan of a grant.
pub async fn plan(conn: &mut Conn, grant: &GrantId) -> Result<Option<Plan>, StoreError> {
    let found = sqlx::query("SELECT grant_id, ends_on, income_bp FROM payment_plan WHERE grant_id = $1")
        .bind(grant.as_str())
        .fetch_optional(conn)
        .await?;
    Ok(found.as_ref().map(read_plan).transpose()?.map(|(_, plan)| plan))
}

/// The plans of all grants that have one, by grant.
pub async fn plans(conn: &mut Conn) -> Result<Vec<(GrantId, Plan)>, StoreError> {
    let rows = sqlx::query("SELECT grant_id, ends_on, income_bp FROM payment_plan ORDER BY grant_id")
        .fetch_all(conn)
        .await?;
    rows.iter().map(read_plan).collect()
}

/// A row with the columns of a plan.
pub(in crate::store) fn read_plan(found: &Row) -> Result<(GrantId, Plan), StoreError> {
    let income: Option<i64> = sqlx::Row::try_get(found, "income_bp")?;
    let income = income.map(|points| BasisPoints::new(points).map_err(|_| row::corrupt("income_bp")));
    let plan = Plan { ends_on: day(found, "ends_on")?, income: income.transpose()? };
    Ok((GrantId::new(row::text(found, "grant_id")?), plan))
}

/// Writes the plan of a grant.
pub async fn set_plan(conn: &mut Conn, grant: &GrantId, plan: &Plan) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO payment_plan (grant_id, ends_on, income_bp) VALUES ($1, $2, $3) \
         ON CONFLICT (grant_id) DO UPDATE SET ends_on = $2, income_bp = $3",
    )
    .bind(grant.as_str())
    .bind(plan.ends_on.to_string())
    .bind(plan.income.map(BasisPoints::get))
    .execute(conn)
    .await?;
    Ok(())
}

/// The advances of a grant, in order.
pub async fn advances(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Advance>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, line_id, due_on, amount_cents, condition FROM advance WHERE grant_id = $1 ORDER BY number",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_advance).collect()
}

/// The advances of all grants, by grant, in order.
pub async fn all_advances(conn: &mut Conn) -> Result<Vec<(GrantId, Advance)>, StoreError> {
    let rows = sqlx::query(
        "SELECT grant_id, number, line_id, due_on, amount_cents, condition FROM advance ORDER BY grant_id, number",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((GrantId::new(row::text(found, "grant_id")?), read_advance(found)?))).collect()
}

/// One advance.
pub async fn advance(conn: &mut Conn, grant: &GrantId, number: u64) -> Result<Option<Advance>, StoreError> {
    Ok(advances(conn, grant).await?.into_iter().find(|one| one.number == number))
}

fn read_advance(found: &Row) -> Result<Advance, StoreError> {
    Ok(Advance {
        number: row::count(found, "number")?,
        line: LineId::new(row::text(found, "line_id")?),
        due_on: day(found, "due_on")?,
        amount: row::cents(found, "amount_cents")?,
        condition: row::text(found, "condition")?,
    })
}

/// Adds an advance. Refused by a trigger when the advances of its year would be more than what is granted for it.
pub async fn add_advance(conn: &mut Conn, grant: &GrantId, advance: &Advance) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO advance (grant_id, number, line_id, due_on, amount_cents, condition) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(grant.as_str())
    .bind(row::stored(advance.number))
    .bind(advance.line.as_str())
    .bind(advance.due_on.to_string())
    .bind(advance.amount.get())
    .bind(&advance.condition)
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes an advance out of the plan; `false` when it is not there. Refused by a trigger once it was ordered.
pub async fn remove_advance(conn: &mut Conn, grant: &GrantId, number: u64) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM advance WHERE grant_id = $1 AND number = $2")
        .bind(grant.as_str())
        .bind(row::stored(number))
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The account of the municipality, once it has been entered.
pub async fn payer(conn: &mut Conn) -> Result<Option<Payer>, StoreError> {
    let found = sqlx::query("SELECT name, iban FROM payer WHERE id = 1").fetch_optional(conn).await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(Payer { name: row::text(&found, "name")?, iban: row::text(&found, "iban")? }))
}

/// Writes the account of the municipality.
pub async fn set_payer(conn: &mut Conn, payer: &Payer) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO payer (id, name, iban) VALUES (1, $1, $2) ON CONFLICT (id) DO UPDATE SET name = $1, iban = $2",
    )
    .bind(&payer.name)
    .bind(&payer.iban)
    .execute(conn)
    .await?;
    Ok(())
}
