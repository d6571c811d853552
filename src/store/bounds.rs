//! Decisions on bounds: written once, never changed.

use super::{Conn, Row, StoreError, row};
use crate::domain::bounds::{BoundsDecision, BoundsSet};

/// All of them, the oldest first.
pub async fn list(conn: &mut Conn) -> Result<Vec<BoundsDecision>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, kind, regulation, year, figures, reason, at, by_actor, by_function FROM bounds_decision \
         ORDER BY number",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<BoundsDecision, StoreError> {
    let figures: Vec<i64> =
        serde_json::from_str(&row::text(found, "figures")?).map_err(|_| row::corrupt("figures"))?;
    let (kind, regulation) = (row::text(found, "kind")?, row::text(found, "regulation")?);
    let set = BoundsSet::read(&kind, &regulation, row::int(found, "year")?, &figures);
    Ok(BoundsDecision {
        number: row::count(found, "number")?,
        set: set.ok_or_else(|| row::corrupt("figures"))?,
        reason: row::text(found, "reason")?,
        at: row::moment(found, "at")?,
        by: row::text(found, "by_actor")?,
        function: row::text(found, "by_function")?,
    })
}

/// Writes a decision under the next number, whatever number it has here. The caller holds the ledger, so nobody takes the
/// same number.
pub async fn add(conn: &mut Conn, decision: &BoundsDecision) -> Result<(), StoreError> {
    let figures = serde_json::to_string(&decision.set.figures()).expect("numbers are plain data");
    sqlx::query(
        "INSERT INTO bounds_decision (number, kind, regulation, year, figures, reason, at, by_actor, by_function) \
         VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM bounds_decision), $1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(decision.set.kind())
    .bind(decision.set.regulation())
    .bind(decision.set.year())
    .bind(figures)
    .bind(&decision.reason)
    .bind(decision.at.micros())
    .bind(&decision.by)
    .bind(&decision.function)
    .execute(conn)
    .await?;
    Ok(())
}
