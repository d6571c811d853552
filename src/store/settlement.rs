//! Accounts of recipients, settlements, what is reclaimed, and the bounds of accountability.

mod late;

pub use late::{Ended, counted_of_ended, ended};

use jiff::civil::Date;

use super::payment::day;
use super::{Conn, Row, StoreError, row};
use crate::domain::accountability::{Class, Counted, Thresholds};
use crate::domain::id::GrantId;
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::settlement::{Account, Done, Growth, Way};

/// A settlement as it was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The number of the decision.
    pub decision: String,
    /// By which way.
    pub way: Way,
    /// What was granted.
    pub granted: Cents,
    /// What the recipient keeps.
    pub settled: Cents,
    /// When.
    pub settled_on: Date,
    /// Why.
    pub reason: String,
}

/// A decision to reclaim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reclaim {
    /// 1 for the first of the grant.
    pub number: u64,
    /// The number of the decision.
    pub decision: String,
    /// How much.
    pub amount: Cents,
    /// When it was decided.
    pub decided_on: Date,
    /// Until when the recipient may pay.
    pub pay_until: Date,
    /// Why.
    pub reason: String,
}

/// All bounds.
pub async fn thresholds(conn: &mut Conn) -> Result<Vec<Thresholds>, StoreError> {
    let rows = sqlx::query(
        "SELECT regulation, year, direct_cents, report_cents, financial_cents, audited_cents, income_bp, weeks, \
         reminder_weeks FROM accountability ORDER BY regulation, year",
    )
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(Thresholds {
            regulation: row::text(found, "regulation")?,
            year: row::int(found, "year")?,
            direct: row::cents(found, "direct_cents")?,
            report: row::cents(found, "report_cents")?,
            financial: row::cents(found, "financial_cents")?,
            audited: row::cents(found, "audited_cents")?,
            income: BasisPoints::new(row::int(found, "income_bp")?).map_err(|_| row::corrupt("income_bp"))?,
            weeks: row::int(found, "weeks")?,
            reminder_weeks: row::int(found, "reminder_weeks")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Writes the bounds of a regulation from a year on.
pub async fn set_thresholds(conn: &mut Conn, row: &Thresholds) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO accountability (regulation, year, direct_cents, report_cents, financial_cents, audited_cents, \
         income_bp, weeks, reminder_weeks) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (regulation, year) DO UPDATE SET direct_cents = $3, report_cents = $4, financial_cents = $5, \
         audited_cents = $6, income_bp = $7, weeks = $8, reminder_weeks = $9",
    )
    .bind(&row.regulation)
    .bind(row.year)
    .bind(row.direct.get())
    .bind(row.report.get())
    .bind(row.financial.get())
    .bind(row.audited.get())
    .bind(row.income.get())
    .bind(row.weeks)
    .bind(row.reminder_weeks)
    .execute(conn)
    .await?;
    Ok(())
}

/// What all grants of the recipient of a grant count for, per year: what stands on their accounts. A grant without a
/// recipient counts for itself.
pub async fn counted(conn: &mut Conn, grant: &GrantId) -> Result<Vec<(GrantId, Counted)>, StoreError> {
    let rows = sqlx::query(
        "SELECT a.grant_id, l.year, s.way, CAST(SUM(a.credit_cents - a.debit_cents) AS BIGINT) AS held \
         FROM ledger_account a JOIN budget_line l ON l.id = a.line_id \
         LEFT JOIN settlement s ON s.grant_id = a.grant_id \
         WHERE a.kind <> 'selected' AND (a.grant_id = $1 OR a.grant_id IN (SELECT other.grant_id \
         FROM grant_recipient own JOIN grant_recipient other ON other.recipient_id = own.recipient_id \
         WHERE own.grant_id = $1)) GROUP BY a.grant_id, l.year, s.way ORDER BY a.grant_id, l.year",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_counted).collect()
}

fn read_counted(found: &Row) -> Result<(GrantId, Counted), StoreError> {
    let way = row::maybe_text(found, "way")?;
    let counted = Counted {
        year: row::int(found, "year")?,
        granted: row::cents(found, "held")?,
        settled_at_once: way.as_deref() == Some(Way::Direct.name()),
    };
    Ok((GrantId::new(row::text(found, "grant_id")?), counted))
}

/// Notes that a recipient was reminded; `false` when that was noted before.
pub async fn add_reminder(
    conn: &mut Conn,
    grant: &GrantId,
    sent_on: Date,
    by: &str,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO account_reminder (grant_id, sent_on, by_actor) VALUES ($1, $2, $3) \
         ON CONFLICT (grant_id) DO NOTHING",
    )
    .bind(grant.as_str())
    .bind(sent_on.to_string())
    .bind(by)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// When a recipient was reminded.
pub async fn reminder(conn: &mut Conn, grant: &GrantId) -> Result<Option<Date>, StoreError> {
    let found = sqlx::query("SELECT sent_on FROM account_reminder WHERE grant_id = $1")
        .bind(grant.as_str())
        .fetch_optional(conn)
        .await?;
    found.map(|found| day(&found, "sent_on")).transpose()
}

/// Writes down an account.
pub async fn add_account(conn: &mut Conn, grant: &GrantId, account: &Account) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_account (grant_id, received_on, class, spent_cents, done, activities, reached, result_k1, \
         result_k2, result_k3, growth, is_late) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(grant.as_str())
    .bind(account.received_on.to_string())
    .bind(account.class.name())
    .bind(account.spent.map(Cents::get))
    .bind(account.done.name())
    .bind(&account.activities)
    .bind(row::stored(account.reached))
    .bind(&account.results[0])
    .bind(&account.results[1])
    .bind(&account.results[2])
    .bind(account.growth.name())
    .bind(i64::from(account.is_late))
    .execute(conn)
    .await?;
    Ok(())
}

/// The account of a grant.
pub async fn account(conn: &mut Conn, grant: &GrantId) -> Result<Option<Account>, StoreError> {
    let found = sqlx::query(
        "SELECT received_on, class, spent_cents, done, activities, reached, result_k1, result_k2, result_k3, growth, \
         is_late FROM grant_account WHERE grant_id = $1",
    )
    .bind(grant.as_str())
    .fetch_optional(conn)
    .await?;
    let Some(found) = &found else { return Ok(None) };
    let spent: Option<i64> = sqlx::Row::try_get(found, "spent_cents")?;
    let spent = spent.map(|cents| Cents::new(cents).map_err(|_| row::corrupt("spent_cents")));
    Ok(Some(Account {
        received_on: day(found, "received_on")?,
        class: Class::named(&row::text(found, "class")?).ok_or_else(|| row::corrupt("class"))?,
        spent: spent.transpose()?,
        done: Done::named(&row::text(found, "done")?).ok_or_else(|| row::corrupt("done"))?,
        activities: row::text(found, "activities")?,
        reached: row::count(found, "reached")?,
        results: [
            row::text(found, "result_k1")?,
            row::text(found, "result_k2")?,
            row::text(found, "result_k3")?,
        ],
        growth: Growth::named(&row::text(found, "growth")?).ok_or_else(|| row::corrupt("growth"))?,
        is_late: row::int(found, "is_late")? == 1,
    }))
}

/// Writes down a settlement. Refused by a CHECK and a trigger when it is more than what was granted.
pub async fn add_settlement(conn: &mut Conn, grant: &GrantId, made: &Settlement) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO settlement (grant_id, decision, way, granted_cents, settled_cents, settled_on, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(grant.as_str())
    .bind(&made.decision)
    .bind(made.way.name())
    .bind(made.granted.get())
    .bind(made.settled.get())
    .bind(made.settled_on.to_string())
    .bind(&made.reason)
    .execute(conn)
    .await?;
    Ok(())
}

/// What each account that came in says was spent, where it says so, by grant.
pub async fn spent(conn: &mut Conn) -> Result<Vec<(GrantId, Option<Cents>)>, StoreError> {
    let rows = sqlx::query("SELECT grant_id, spent_cents FROM grant_account ORDER BY grant_id")
        .fetch_all(conn)
        .await?;
    let read = |found: &Row| {
        let spent: Option<i64> = sqlx::Row::try_get(found, "spent_cents")?;
        let spent = spent.map(|cents| Cents::new(cents).map_err(|_| row::corrupt("spent_cents")));
        Ok((GrantId::new(row::text(found, "grant_id")?), spent.transpose()?))
    };
    rows.iter().map(read).collect()
}

/// The settlement of a grant.
pub async fn settlement(conn: &mut Conn, grant: &GrantId) -> Result<Option<Settlement>, StoreError> {
    let found = sqlx::query(
        "SELECT grant_id, decision, way, granted_cents, settled_cents, settled_on, reason FROM settlement \
         WHERE grant_id = $1",
    )
    .bind(grant.as_str())
    .fetch_optional(conn)
    .await?;
    Ok(found.as_ref().map(read_settlement).transpose()?.map(|(_, made)| made))
}

/// All settlements, by grant.
pub async fn settlements(conn: &mut Conn) -> Result<Vec<(GrantId, Settlement)>, StoreError> {
    let rows = sqlx::query(
        "SELECT grant_id, decision, way, granted_cents, settled_cents, settled_on, reason FROM settlement \
         ORDER BY grant_id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_settlement).collect()
}

fn read_settlement(found: &Row) -> Result<(GrantId, Settlement), StoreError> {
    let made = Settlement {
        decision: row::text(found, "decision")?,
        way: Way::named(&row::text(found, "way")?).ok_or_else(|| row::corrupt("way"))?,
        granted: row::cents(found, "granted_cents")?,
        settled: row::cents(found, "settled_cents")?,
        settled_on: day(found, "settled_on")?,
        reason: row::text(found, "reason")?,
    };
    Ok((GrantId::new(row::text(found, "grant_id")?), made))
}

/// Writes down a decision to reclaim. Its number follows the last one.
pub async fn add_reclaim(conn: &mut Conn, grant: &GrantId, made: &Reclaim) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO reclaim (grant_id, number, decision, amount_cents, decided_on, pay_until, reason) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6 FROM reclaim WHERE grant_id = $1",
    )
    .bind(grant.as_str())
    .bind(&made.decision)
    .bind(made.amount.get())
    .bind(made.decided_on.to_string())
    .bind(made.pay_until.to_string())
    .bind(&made.reason)
    .execute(conn)
    .await?;
    Ok(())
}

/// What is to be paid back of each grant, by grant.
pub async fn owed(conn: &mut Conn) -> Result<Vec<(GrantId, Cents)>, StoreError> {
    let rows = sqlx::query(
        "SELECT grant_id, CAST(SUM(credit_cents - debit_cents) AS BIGINT) AS owed FROM ledger_account \
         WHERE kind = 'receivable' AND credit_cents > debit_cents GROUP BY grant_id ORDER BY grant_id",
    )
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| Ok((GrantId::new(row::text(found, "grant_id")?), row::cents(found, "owed")?));
    rows.iter().map(read).collect()
}

/// The decisions to reclaim, of all grants, in order.
pub async fn reclaims(conn: &mut Conn) -> Result<Vec<(GrantId, Reclaim)>, StoreError> {
    let rows = sqlx::query(
        "SELECT grant_id, number, decision, amount_cents, decided_on, pay_until, reason FROM reclaim \
         ORDER BY pay_until, grant_id, number",
    )
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let made = Reclaim {
            number: row::count(found, "number")?,
            decision: row::text(found, "decision")?,
            amount: row::cents(found, "amount_cents")?,
            decided_on: day(found, "decided_on")?,
            pay_until: day(found, "pay_until")?,
            reason: row::text(found, "reason")?,
        };
        Ok((GrantId::new(row::text(found, "grant_id")?), made))
    };
    rows.iter().map(read).collect()
}
