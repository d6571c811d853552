//! Decisions on the years of budgets: written once, never changed.

use super::super::{Conn, Row, StoreError, row};
use super::{read_base, read_ground};
use crate::domain::budget::{Decision, Stand};
use crate::domain::id::LineId;
use crate::domain::money::BasisPoints;

/// All decisions, the oldest first.
pub async fn decisions(conn: &mut Conn) -> Result<Vec<Decision>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, line_id, at, by_actor, by_function, ground, ground_date, ground_link, reason, \
         before_total_cents, before_share_bp, before_commitments, before_indexing, before_base, \
         after_total_cents, after_share_bp, after_commitments, after_indexing, after_base \
         FROM budget_decision ORDER BY number",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Decision, StoreError> {
    let before = match row::maybe_text(found, "before_base")? {
        None => None,
        Some(_) => Some(Stand {
            total: row::cents(found, "before_total_cents")?,
            share: share(found, "before_share_bp")?,
            base: read_base(found, ["before_commitments", "before_indexing", "before_base"])?,
        }),
    };
    Ok(Decision {
        number: row::count(found, "number")?,
        line: LineId::new(row::text(found, "line_id")?),
        at: row::moment(found, "at")?,
        by: row::text(found, "by_actor")?,
        function: row::text(found, "by_function")?,
        ground: read_ground(found)?,
        reason: row::text(found, "reason")?,
        before,
        after: Stand {
            total: row::cents(found, "after_total_cents")?,
            share: share(found, "after_share_bp")?,
            base: read_base(found, ["after_commitments", "after_indexing", "after_base"])?,
        },
    })
}

fn share(found: &Row, column: &str) -> Result<BasisPoints, StoreError> {
    BasisPoints::new(row::int(found, column)?).map_err(|_| row::corrupt(column))
}

/// Writes a decision under the next number, whatever number it has here. The caller holds the ledger, so nobody takes
/// the same number.
pub async fn add_decision(conn: &mut Conn, decision: &Decision) -> Result<(), StoreError> {
    let (before, after) = (decision.before.as_ref(), &decision.after);
    sqlx::query(
        "INSERT INTO budget_decision (number, line_id, at, by_actor, by_function, ground, ground_date, ground_link, \
         reason, before_total_cents, before_share_bp, before_commitments, before_indexing, before_base, \
         after_total_cents, after_share_bp, after_commitments, after_indexing, after_base) \
         VALUES ((SELECT COALESCE(MAX(number), 0) + 1 FROM budget_decision), $1, $2, $3, $4, $5, $6, $7, $8, $9, \
         $10, $11, $12, $13, $14, $15, $16, $17, $18)",
    )
    .bind(decision.line.as_str())
    .bind(decision.at.micros())
    .bind(&decision.by)
    .bind(&decision.function)
    .bind(&decision.ground.name)
    .bind(&decision.ground.date)
    .bind(&decision.ground.link)
    .bind(&decision.reason)
    .bind(before.map(|stand| stand.total.get()))
    .bind(before.map(|stand| stand.share.get()))
    .bind(before.map(|stand| stand.base.commitments.name()))
    .bind(before.map(|stand| stand.base.indexing.name()))
    .bind(before.map(|stand| stand.base.words.as_str()))
    .bind(after.total.get())
    .bind(after.share.get())
    .bind(after.base.commitments.name())
    .bind(after.base.indexing.name())
    .bind(&after.base.words)
    .execute(conn)
    .await?;
    Ok(())
}
