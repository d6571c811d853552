//! Sums for reports: the database adds up, so that a page reads few rows whatever the number of grants.

use std::collections::BTreeMap;

use super::{Conn, Row, StoreError, row};
use crate::domain::grant::GrantState;
use crate::domain::id::{AllocationId, GrantId, LineId, RoundId};
use crate::domain::ledger::{AccountKind, Control};
use crate::domain::money::Cents;
use crate::domain::pot::Pot;
use crate::domain::recipient::ProviderClass;
use crate::domain::report::{Awarded, Themed};
use crate::domain::time::Moment;

/// Microseconds of a period of `ledger_period`: eight days.
const PERIOD: i64 = 691_200_000_000;

/// The control accounts as they stood before a moment: the whole periods before it, and the postings since. Those
/// without any movement are left out.
pub async fn controls_at(conn: &mut Conn, before: Moment) -> Result<Vec<Control>, StoreError> {
    let period = before.micros().div_euclid(PERIOD);
    let rows = sqlx::query(
        "SELECT line_id, NULLIF(allocation_id, '') AS allocation_id, kind, pot, CAST(SUM(debit) AS BIGINT) AS debit, \
         CAST(SUM(credit) AS BIGINT) AS credit FROM ( \
         SELECT line_id, allocation_id, kind, pot, debit_cents AS debit, credit_cents AS credit \
         FROM ledger_period WHERE period < $1 UNION ALL \
         SELECT a.line_id, COALESCE(a.allocation_id, ''), a.kind, a.pot, p.amount_cents, 0 \
         FROM posting p JOIN ledger_account a ON a.id = p.debit_id WHERE p.at >= $2 AND p.at < $3 UNION ALL \
         SELECT a.line_id, COALESCE(a.allocation_id, ''), a.kind, a.pot, 0, p.amount_cents \
         FROM posting p JOIN ledger_account a ON a.id = p.credit_id WHERE p.at >= $2 AND p.at < $3) moved \
         GROUP BY line_id, allocation_id, kind, pot ORDER BY line_id, allocation_id, kind, pot",
    )
    .bind(period)
    .bind(period.saturating_mul(PERIOD))
    .bind(before.micros())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_control).collect()
}

/// Places of `ledger_period` that do not say what the postings say.
pub async fn broken_periods(conn: &mut Conn) -> Result<Vec<(i64, String)>, StoreError> {
    let rows = sqlx::query(
        "SELECT period, line_id FROM ( \
         SELECT period, line_id, allocation_id, kind, pot, debit_cents AS debit, credit_cents AS credit FROM ledger_period \
         UNION ALL SELECT p.at / 691200000000, a.line_id, COALESCE(a.allocation_id, ''), a.kind, a.pot, -p.amount_cents, 0 \
         FROM posting p JOIN ledger_account a ON a.id = p.debit_id \
         UNION ALL SELECT p.at / 691200000000, a.line_id, COALESCE(a.allocation_id, ''), a.kind, a.pot, 0, -p.amount_cents \
         FROM posting p JOIN ledger_account a ON a.id = p.credit_id) moved \
         GROUP BY period, line_id, allocation_id, kind, pot HAVING SUM(debit) <> 0 OR SUM(credit) <> 0 \
         ORDER BY period, line_id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((row::int(found, "period")?, row::text(found, "line_id")?))).collect()
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

/// Until when postings count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum At {
    /// All of them: what the balances say.
    Now,
    /// Those before a moment.
    Before(Moment),
}

/// What each grant of a line was awarded and what of that was ordered, paid, accounted for or settled, by the balances.
/// Bound: the line.
macro_rules! held_now {
    () => {
        "(SELECT grant_id, MIN(allocation_id) AS allocation_id, SUM(credit_cents - debit_cents) AS held, \
         SUM(CASE WHEN kind = 'committed' THEN 0 ELSE credit_cents - debit_cents END) AS spent FROM ledger_account \
         WHERE line_id = $1 AND grant_id > '' AND kind IN ('committed', 'payable', 'paid', 'accounted', 'settled') \
         GROUP BY grant_id) h "
    };
}

/// What each grant of a line was awarded before a moment. Only these kinds of posting bring money into or out of what
/// was awarded; all others move it inside. The postings come first: they are fewer than the accounts of a line, and
/// SQLite keeps the order of a cross join. Bound: the line, the moment.
macro_rules! awarded {
    () => {
        "(SELECT a.grant_id, MIN(a.allocation_id) AS allocation_id, SUM(m.moved) AS held FROM ( \
         SELECT credit_id AS id, amount_cents AS moved FROM posting \
         WHERE kind IN ('award', 'release', 'write-off') AND at < $2 \
         UNION ALL SELECT debit_id, -amount_cents FROM posting WHERE kind IN ('release', 'reclaim') AND at < $2) m \
         CROSS JOIN ledger_account a WHERE a.id = m.id AND a.line_id = $1 \
         AND a.kind IN ('committed', 'payable', 'paid', 'accounted', 'settled') \
         GROUP BY a.grant_id) h "
    };
}

/// What of that was ordered to be paid, paid, accounted for or settled. Bound: the line, the moment.
macro_rules! spent {
    () => {
        "(SELECT a.grant_id, SUM(m.moved) AS held FROM ( \
         SELECT credit_id AS id, amount_cents AS moved FROM posting WHERE kind IN ('advance', 'write-off') AND at < $2 \
         UNION ALL SELECT debit_id, -amount_cents FROM posting WHERE kind IN ('release', 'reclaim') AND at < $2) m \
         CROSS JOIN ledger_account a WHERE a.id = m.id AND a.line_id = $1 \
         AND a.kind IN ('payable', 'paid', 'accounted', 'settled') GROUP BY a.grant_id) h "
    };
}

/// Sums of grants by recipient and area. Of a grant without a recipient the name on the ballot tells who.
macro_rules! by_recipient {
    ($held:expr) => {
        concat!(
            "SELECT COALESCE(r.class, '') AS class, COALESCE(s.recipient_id, \
             (SELECT g.applicant FROM grant_record g WHERE g.id = h.grant_id)) AS who, h.allocation_id, \
             COUNT(*) AS grants, CAST(SUM(h.held) AS BIGINT) AS amount FROM ",
            $held,
            "LEFT JOIN grant_recipient s ON s.grant_id = h.grant_id LEFT JOIN recipient r ON r.id = s.recipient_id \
             WHERE h.held > 0 GROUP BY 1, 2, 3"
        )
    };
}

/// What each recipient of a line was awarded in each area.
pub async fn awarded(conn: &mut Conn, line: &LineId, at: At) -> Result<Vec<Awarded>, StoreError> {
    let query = match at {
        At::Now => sqlx::query(by_recipient!(held_now!())).bind(line.as_str()),
        At::Before(moment) => {
            sqlx::query(by_recipient!(awarded!())).bind(line.as_str()).bind(moment.micros())
        }
    };
    let read = |found: &Row| {
        Ok(Awarded {
            who: row::text(found, "who")?,
            class: ProviderClass::named(&row::text(found, "class")?),
            allocation: AllocationId::new(row::text(found, "allocation_id")?),
            grants: row::count(found, "grants")?,
            amount: row::cents(found, "amount")?,
        })
    };
    query.fetch_all(conn).await?.iter().map(read).collect()
}

/// Sums of grants by theme: how many, what was awarded, what of that was spent.
macro_rules! by_theme {
    ($held:expr, $awarded:literal, $spent:literal) => {
        concat!(
            "SELECT p.category AS theme, COUNT(*) AS grants, CAST(SUM(",
            $awarded,
            ") AS BIGINT) AS awarded, CAST(SUM(",
            $spent,
            ") AS BIGINT) AS spent FROM ",
            $held,
            "JOIN grant_record g ON g.id = h.grant_id \
             JOIN proposal p ON p.round_id = g.round_id AND p.id = g.proposal_id \
             WHERE h.held > 0 GROUP BY p.category"
        )
    };
}

/// Asked and awarded of a line by theme. Asked is what stood on the ballots of rounds that were decided by then.
pub async fn themes(conn: &mut Conn, line: &LineId, at: At) -> Result<Vec<Themed>, StoreError> {
    let mut themes: BTreeMap<String, Themed> = BTreeMap::new();
    let asked = sqlx::query(
        "SELECT p.category AS theme, COUNT(*) AS plans, CAST(SUM(p.amount_cents) AS BIGINT) AS asked \
         FROM proposal p JOIN round r ON r.id = p.round_id JOIN allocation a ON a.id = r.allocation_id \
         WHERE a.line_id = $1 AND p.status = 'on-ballot' AND r.origin = 'vote' AND EXISTS \
         (SELECT 1 FROM certificate c WHERE c.round_id = r.id AND c.approved_at < $2) GROUP BY p.category",
    );
    let moment = match at {
        At::Now => i64::MAX,
        At::Before(moment) => moment.micros(),
    };
    for found in &asked.bind(line.as_str()).bind(moment).fetch_all(&mut *conn).await? {
        let own = of_theme(&mut themes, found)?;
        (own.plans, own.asked) = (row::count(found, "plans")?, row::cents(found, "asked")?);
    }
    let granted = match at {
        At::Now => {
            let now = sqlx::query(by_theme!(held_now!(), "h.held", "h.spent"));
            now.bind(line.as_str()).fetch_all(&mut *conn).await?
        }
        At::Before(_) => {
            let awarded = sqlx::query(by_theme!(awarded!(), "h.held", "0"));
            awarded.bind(line.as_str()).bind(moment).fetch_all(&mut *conn).await?
        }
    };
    for found in &granted {
        let own = of_theme(&mut themes, found)?;
        (own.grants, own.awarded) = (row::count(found, "grants")?, row::cents(found, "awarded")?);
        own.spent = row::cents(found, "spent")?;
    }
    if let At::Before(_) = at {
        let spent = sqlx::query(by_theme!(spent!(), "0", "h.held"));
        for found in &spent.bind(line.as_str()).bind(moment).fetch_all(&mut *conn).await? {
            of_theme(&mut themes, found)?.spent = row::cents(found, "spent")?;
        }
    }
    Ok(themes.into_values().collect())
}

/// The theme that a row tells of.
fn of_theme<'a>(themes: &'a mut BTreeMap<String, Themed>, found: &Row) -> Result<&'a mut Themed, StoreError> {
    let theme = row::text(found, "theme")?;
    Ok(themes.entry(theme.clone()).or_insert(Themed { theme, ..Themed::default() }))
}
