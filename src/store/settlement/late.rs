//! The grants whose activities ended while nothing came of it yet, with all that decides whether they are late: a few
//! statements, however many grants there are.

use jiff::civil::Date;

use super::super::payment::{Plan, maybe_day, read_plan};
use super::super::{Conn, Row, StoreError, grant, row};
use super::read_counted;
use crate::domain::accountability::Counted;
use crate::domain::grant::GrantRecord;
use crate::domain::id::{GrantId, RecipientId};

/// A grant that runs, whose activities ended, without an account and without a settlement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// The grant.
    pub grant: GrantRecord,
    /// Its first calendar year.
    pub year: i64,
    /// The end of its activities.
    pub plan: Plan,
    /// The title of the regulation that it comes from; empty without one.
    pub regulation: String,
    /// Whom it is made out to.
    pub recipient: Option<RecipientId>,
    /// When its recipient was reminded.
    pub reminded: Option<Date>,
}

/// The grants whose activities ended before a day, by name.
pub async fn ended(conn: &mut Conn, day: Date) -> Result<Vec<Ended>, StoreError> {
    let rows = sqlx::query(
        "SELECT g.id, a.line_id, g.allocation_id, g.round_id, g.standing_id, g.proposal_id, g.certificate_number, \
         g.pot, g.title, g.applicant, g.amount_cents, g.state, l.year, p.grant_id, p.ends_on, p.income_bp, \
         r.regulation_title, x.recipient_id, m.sent_on \
         FROM payment_plan p JOIN grant_record g ON g.id = p.grant_id JOIN allocation a ON a.id = g.allocation_id \
         JOIN budget_line l ON l.id = a.line_id LEFT JOIN round r ON r.id = g.round_id AND g.standing_id IS NULL \
         LEFT JOIN grant_recipient x ON x.grant_id = g.id LEFT JOIN account_reminder m ON m.grant_id = g.id \
         WHERE p.ends_on < $1 AND g.state IN ('objection', 'advances', 'running') \
         AND NOT EXISTS (SELECT 1 FROM grant_account t WHERE t.grant_id = g.id) \
         AND NOT EXISTS (SELECT 1 FROM settlement s WHERE s.grant_id = g.id) ORDER BY g.id",
    )
    .bind(day.to_string())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        Ok(Ended {
            grant: grant::read(found)?,
            year: row::int(found, "year")?,
            plan: read_plan(found)?.1,
            regulation: row::maybe_text(found, "regulation_title")?.unwrap_or_default(),
            recipient: row::maybe_text(found, "recipient_id")?.map(RecipientId::new),
            reminded: maybe_day(found, "sent_on")?,
        })
    };
    rows.iter().map(read).collect()
}

/// What the grants of [`ended`] count for, and all other grants of their recipients, per year.
pub async fn counted_of_ended(
    conn: &mut Conn,
    day: Date,
) -> Result<Vec<(Option<RecipientId>, GrantId, Counted)>, StoreError> {
    let rows = sqlx::query(
        "SELECT x.recipient_id, a.grant_id, l.year, s.way, \
         CAST(SUM(a.credit_cents - a.debit_cents) AS BIGINT) AS held \
         FROM ledger_account a JOIN budget_line l ON l.id = a.line_id \
         LEFT JOIN settlement s ON s.grant_id = a.grant_id LEFT JOIN grant_recipient x ON x.grant_id = a.grant_id \
         WHERE a.kind <> 'selected' AND a.grant_id IN (SELECT g.id FROM payment_plan p \
         JOIN grant_record g ON g.id = p.grant_id \
         WHERE p.ends_on < $1 AND g.state IN ('objection', 'advances', 'running') \
         UNION SELECT other.grant_id FROM payment_plan p JOIN grant_record g ON g.id = p.grant_id \
         JOIN grant_recipient own ON own.grant_id = g.id \
         JOIN grant_recipient other ON other.recipient_id = own.recipient_id \
         WHERE p.ends_on < $1 AND g.state IN ('objection', 'advances', 'running')) \
         GROUP BY x.recipient_id, a.grant_id, l.year, s.way ORDER BY a.grant_id, l.year",
    )
    .bind(day.to_string())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let recipient = row::maybe_text(found, "recipient_id")?.map(RecipientId::new);
        let (grant, counted) = read_counted(found)?;
        Ok((recipient, grant, counted))
    };
    rows.iter().map(read).collect()
}
