//! Sums for reports: the database adds up, so that a page reads few rows whatever the number of grants.

use std::collections::BTreeMap;

use super::{Conn, Row, StoreError, row};
use crate::domain::grant::GrantState;
use crate::domain::id::{AllocationId, GrantId, LineId, RoundId};
use crate::domain::ledger::{AccountKind, Control};
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::domain::report::Themed;
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

/// What grants of a line were awarded, now. Bound: the line.
macro_rules! held_now {
    () => {
        "(SELECT grant_id, kind, credit_cents - debit_cents AS held FROM ledger_account WHERE line_id = $1 \
         AND kind IN ('committed', 'payable', 'paid', 'accounted', 'settled')) h "
    };
}

/// The same before a moment. Bound: the line, the moment.
macro_rules! held_before {
    () => {
        "(SELECT a.grant_id, a.kind, SUM(m.moved) AS held FROM \
         (SELECT debit_id AS id, -amount_cents AS moved FROM posting WHERE at < $2 \
         UNION ALL SELECT credit_id, amount_cents FROM posting WHERE at < $2) m \
         JOIN ledger_account a ON a.id = m.id WHERE a.line_id = $1 \
         AND a.kind IN ('committed', 'payable', 'paid', 'accounted', 'settled') GROUP BY a.grant_id, a.kind) h "
    };
}

/// The sums of recipients: how each came to its money, how many grants it has, and their sum. Nobody is named.
macro_rules! by_recipient {
    ($held:expr) => {
        concat!(
            "SELECT source, grants, CAST(amount AS BIGINT) AS amount FROM ( \
             SELECT CASE WHEN g.standing_id IS NULL THEN 'vote' ELSE 'standing' END AS source, g.applicant, \
             COUNT(DISTINCT g.id) AS grants, SUM(h.held) AS amount FROM ",
            $held,
            "JOIN grant_record g ON g.id = h.grant_id GROUP BY source, g.applicant) r WHERE amount > 0"
        )
    };
}

/// What one recipient was awarded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awarded {
    /// `vote` or `standing`: how it came to its money.
    pub source: String,
    /// How many grants.
    pub grants: u64,
    /// Their sum.
    pub amount: Cents,
}

/// What each recipient of a line was awarded, now or before a moment.
pub async fn awarded(
    conn: &mut Conn,
    line: &LineId,
    before: Option<Moment>,
) -> Result<Vec<Awarded>, StoreError> {
    let query = match before {
        None => sqlx::query(by_recipient!(held_now!())).bind(line.as_str()),
        Some(before) => sqlx::query(by_recipient!(held_before!())).bind(line.as_str()).bind(before.micros()),
    };
    let rows = query.fetch_all(conn).await?;
    let read = |found: &Row| {
        Ok(Awarded {
            source: row::text(found, "source")?,
            grants: row::count(found, "grants")?,
            amount: row::cents(found, "amount")?,
        })
    };
    rows.iter().map(read).collect()
}

/// What was awarded under each theme: grants, sum, and what of it was ordered, paid or settled.
macro_rules! by_theme {
    ($held:expr) => {
        concat!(
            "SELECT p.category AS theme, COUNT(DISTINCT h.grant_id) AS grants, CAST(SUM(h.held) AS BIGINT) AS awarded, \
             CAST(SUM(CASE WHEN h.kind = 'committed' THEN 0 ELSE h.held END) AS BIGINT) AS spent FROM ",
            $held,
            "JOIN grant_record g ON g.id = h.grant_id \
             JOIN proposal p ON p.round_id = g.round_id AND p.id = g.proposal_id \
             WHERE h.held > 0 GROUP BY p.category ORDER BY p.category"
        )
    };
}

/// Asked and awarded of a line by theme, before `until`; the sums of accounts are those of `before`, or of now. Asked
/// is what stood on the ballots of rounds that were decided by then.
pub async fn themes(
    conn: &mut Conn,
    line: &LineId,
    before: Option<Moment>,
    until: Moment,
) -> Result<Vec<Themed>, StoreError> {
    let asked = sqlx::query(
        "SELECT p.category AS theme, COUNT(*) AS plans, CAST(SUM(p.amount_cents) AS BIGINT) AS asked \
         FROM proposal p JOIN round r ON r.id = p.round_id JOIN allocation a ON a.id = r.allocation_id \
         WHERE a.line_id = $1 AND p.status = 'on-ballot' AND r.origin = 'vote' AND EXISTS \
         (SELECT 1 FROM certificate c WHERE c.round_id = r.id AND c.approved_at < $2) \
         GROUP BY p.category ORDER BY p.category",
    )
    .bind(line.as_str())
    .bind(until.micros())
    .fetch_all(&mut *conn)
    .await?;
    let mut themes: BTreeMap<String, Themed> = BTreeMap::new();
    for found in &asked {
        let theme = row::text(found, "theme")?;
        let (plans, asked) = (row::count(found, "plans")?, row::cents(found, "asked")?);
        themes.insert(theme.clone(), Themed { theme, plans, asked, ..Themed::default() });
    }
    let query = match before {
        None => sqlx::query(by_theme!(held_now!())).bind(line.as_str()),
        Some(before) => sqlx::query(by_theme!(held_before!())).bind(line.as_str()).bind(before.micros()),
    };
    for found in &query.fetch_all(conn).await? {
        let theme = row::text(found, "theme")?;
        let entry = themes.entry(theme.clone()).or_insert(Themed { theme, ..Themed::default() });
        entry.grants = row::count(found, "grants")?;
        (entry.awarded, entry.spent) = (row::cents(found, "awarded")?, row::cents(found, "spent")?);
    }
    Ok(themes.into_values().collect())
}
