//! Sums for reports: the database adds up, so that a page reads few rows whatever the number of grants.

use super::{Conn, Row, StoreError, row};
use crate::domain::grant::GrantState;
use crate::domain::id::{AllocationId, GrantId, LineId, RoundId};
use crate::domain::ledger::{AccountKind, Control};
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::domain::time::Moment;

/// The control accounts as they stood before a moment. Those without any movement are left out.
pub async fn controls_at(conn: &mut Conn, before: Moment) -> Result<Vec<Control>, StoreError> {
    let rows = sqlx::query(
        "SELECT line_id, allocation_id, kind, pot, CAST(SUM(debit) AS BIGINT) AS debit, \
         CAST(SUM(credit) AS BIGINT) AS credit FROM ( \
         SELECT a.line_id, a.allocation_id, a.kind, a.pot, m.moved AS debit, 0 AS credit \
         FROM (SELECT debit_id, SUM(amount_cents) AS moved FROM posting WHERE at < $1 GROUP BY debit_id) m \
         JOIN ledger_account a ON a.id = m.debit_id UNION ALL \
         SELECT a.line_id, a.allocation_id, a.kind, a.pot, 0, m.moved \
         FROM (SELECT credit_id, SUM(amount_cents) AS moved FROM posting WHERE at < $1 GROUP BY credit_id) m \
         JOIN ledger_account a ON a.id = m.credit_id) moved \
         GROUP BY line_id, allocation_id, kind, pot ORDER BY line_id, allocation_id, kind, pot",
    )
    .bind(before.micros())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_control).collect()
}

fn read_control(found: &Row) -> Result<Control, StoreError> {
    Ok(Control {
        kind: read_kind(found)?,
        line: LineId::new(row::text(found, "line_id")?),
        allocation: row::maybe_text(found, "allocation_id")?.map(AllocationId::new),
        pot: Pot::named(&row::text(found, "pot")?).ok_or_else(|| row::corrupt("pot"))?,
        debit: row::cents(found, "debit")?,
        credit: row::cents(found, "credit")?,
    })
}

fn read_kind(found: &Row) -> Result<AccountKind, StoreError> {
    AccountKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))
}

/// How many postings were made before a moment.
pub async fn postings_before(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let found = sqlx::query("SELECT COUNT(*) AS number FROM posting WHERE at < $1")
        .bind(before.micros())
        .fetch_one(conn)
        .await?;
    row::count(&found, "number")
}

/// What a round, with its grants, has of an allocation, as control accounts of that round alone: by round.
pub async fn rounds_of_allocation(
    conn: &mut Conn,
    allocation: &AllocationId,
) -> Result<Vec<(RoundId, Control)>, StoreError> {
    let rows = sqlx::query(
        "SELECT round_id, line_id, allocation_id, kind, pot, CAST(SUM(debit_cents) AS BIGINT) AS debit, \
         CAST(SUM(credit_cents) AS BIGINT) AS credit FROM ledger_account \
         WHERE allocation_id = $1 AND round_id IS NOT NULL \
         GROUP BY round_id, line_id, allocation_id, kind, pot ORDER BY round_id, kind, pot",
    )
    .bind(allocation.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((RoundId::new(row::text(found, "round_id")?), read_control(found)?))).collect()
}

/// What a round, with its grants, has in each allocation it touches: one for each year of its grants.
pub async fn controls_of_round(conn: &mut Conn, round: &RoundId) -> Result<Vec<Control>, StoreError> {
    let rows = sqlx::query(
        "SELECT line_id, allocation_id, kind, pot, CAST(SUM(debit_cents) AS BIGINT) AS debit, \
         CAST(SUM(credit_cents) AS BIGINT) AS credit FROM ledger_account WHERE round_id = $1 \
         GROUP BY line_id, allocation_id, kind, pot ORDER BY line_id, allocation_id, kind, pot",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_control).collect()
}

/// A grant in a list, with where its money stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantLine {
    /// Which grant.
    pub id: GrantId,
    /// Name of its plan.
    pub title: String,
    /// Where it stands.
    pub state: GrantState,
    /// What was certified for its first year.
    pub amount: Cents,
    /// Set aside or awarded, not ordered to be paid, in all its years.
    pub promised: Cents,
    /// Ordered, paid, accounted for or settled.
    pub spent: Cents,
    /// To be paid back.
    pub reclaim: Cents,
}

/// The grants of a round by name, from after a name on, at most so many.
pub async fn grants_of_round(
    conn: &mut Conn,
    round: &RoundId,
    after: &str,
    most: u64,
) -> Result<Vec<GrantLine>, StoreError> {
    let rows = sqlx::query(
        "SELECT g.id, g.title, g.state, g.amount_cents, \
         CAST(SUM(CASE WHEN k.kind IN ('selected', 'committed') THEN k.credit_cents - k.debit_cents ELSE 0 END) AS BIGINT) \
         AS promised, \
         CAST(SUM(CASE WHEN k.kind IN ('payable', 'paid', 'accounted', 'settled') THEN k.credit_cents - k.debit_cents \
         ELSE 0 END) AS BIGINT) AS spent, \
         CAST(SUM(CASE WHEN k.kind = 'receivable' THEN k.credit_cents - k.debit_cents ELSE 0 END) AS BIGINT) AS reclaim \
         FROM (SELECT id, title, state, amount_cents FROM grant_record \
         WHERE (round_id = $1 OR standing_id = $1) AND id > $2 ORDER BY id LIMIT $3) g \
         JOIN ledger_account k ON k.grant_id = g.id GROUP BY g.id, g.title, g.state, g.amount_cents ORDER BY g.id",
    )
    .bind(round.as_str())
    .bind(after)
    .bind(row::stored(most))
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(GrantLine {
            id: GrantId::new(row::text(found, "id")?),
            title: row::text(found, "title")?,
            state: GrantState::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))?,
            amount: row::cents(found, "amount_cents")?,
            promised: row::cents(found, "promised")?,
            spent: row::cents(found, "spent")?,
            reclaim: row::cents(found, "reclaim")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Name and allocation of a standing round.
pub async fn standing_title(
    conn: &mut Conn,
    id: &RoundId,
) -> Result<Option<(String, AllocationId)>, StoreError> {
    let found = sqlx::query("SELECT title, allocation_id FROM standing_round WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(conn)
        .await?;
    let read = |found: Row| {
        Ok((row::text(&found, "title")?, AllocationId::new(row::text(&found, "allocation_id")?)))
    };
    found.map(read).transpose()
}
