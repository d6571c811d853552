//! The later years of grants, and the notice before they end.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::chunk::{self, Chunked};
use super::payment::day;
use super::{Conn, Row, StoreError, grant, row};
use crate::domain::grant::{Called, GrantRecord, Notice, Slice, Whole};
use crate::domain::id::{GrantId, LineId};
use crate::domain::time::Moment;

fn read(found: &Row) -> Result<Slice, StoreError> {
    Ok(Slice {
        line: LineId::new(row::text(found, "line_id")?),
        year: row::int(found, "year")?,
        amount: row::cents(found, "amount_cents")?,
    })
}

/// The later years of a grant that stand, the first of them first.
pub async fn of_grant(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Slice>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.line_id, l.year, s.amount_cents FROM grant_slice s JOIN budget_line l ON l.id = s.line_id \
         WHERE s.grant_id = $1 AND NOT EXISTS (SELECT 1 FROM grant_slice_end e \
         WHERE e.grant_id = s.grant_id AND e.line_id = s.line_id) ORDER BY l.year, s.line_id",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// What a grant gets in all its years: the one place to ask what is granted.
pub async fn whole(conn: &mut Conn, record: &GrantRecord) -> Result<Whole, StoreError> {
    let found = sqlx::query("SELECT year FROM budget_line WHERE id = $1")
        .bind(record.line.as_str())
        .fetch_one(&mut *conn)
        .await?;
    let first = Slice { line: record.line.clone(), year: row::int(&found, "year")?, amount: record.amount };
    Ok(Whole::new(first, of_grant(conn, &record.id).await?))
}

/// The later years of these grants that stand, by year.
static LATER: Chunked = LazyLock::new(|| {
    chunk::texts(
        "SELECT s.grant_id, s.line_id, l.year, s.amount_cents FROM grant_slice s \
         JOIN budget_line l ON l.id = s.line_id WHERE NOT EXISTS (SELECT 1 FROM grant_slice_end e \
         WHERE e.grant_id = s.grant_id AND e.line_id = s.line_id) AND s.grant_id IN (",
        (1, 1),
        ") ORDER BY s.grant_id, l.year, s.line_id",
    )
});

/// What each of many grants gets in all its years, in their order.
pub async fn wholes(conn: &mut Conn, records: &[GrantRecord]) -> Result<Vec<Whole>, StoreError> {
    let rows = sqlx::query("SELECT id, year FROM budget_line").fetch_all(&mut *conn).await?;
    let mut years = BTreeMap::new();
    for found in &rows {
        years.insert(LineId::new(row::text(found, "id")?), row::int(found, "year")?);
    }
    let mut later: BTreeMap<GrantId, Vec<Slice>> = BTreeMap::new();
    let ids: Vec<&str> = records.iter().map(|record| record.id.as_str()).collect();
    for found in chunk::rows(conn, &LATER, &ids).await? {
        later.entry(GrantId::new(row::text(&found, "grant_id")?)).or_default().push(read(&found)?);
    }
    let mut whole = |record: &GrantRecord| {
        let year = *years.get(&record.line).ok_or_else(|| row::corrupt("line_id"))?;
        let first = Slice { line: record.line.clone(), year, amount: record.amount };
        Ok(Whole::new(first, later.remove(&record.id).unwrap_or_default()))
    };
    records.iter().map(&mut whole).collect()
}

/// The later years of a grant that were taken back, the first of them first, with how.
pub async fn called(conn: &mut Conn, grant: &GrantId) -> Result<Vec<(Slice, Called)>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.line_id, l.year, s.amount_cents, e.decision_number, e.adopted_on, e.at, e.by_actor \
         FROM grant_slice_end e JOIN grant_slice s ON s.grant_id = e.grant_id AND s.line_id = e.line_id \
         JOIN budget_line l ON l.id = s.line_id WHERE e.grant_id = $1 ORDER BY l.year, s.line_id",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let slice = read(found)?;
        let called = Called {
            line: slice.line.clone(),
            decision: row::text(found, "decision_number")?,
            adopted_on: day(found, "adopted_on")?,
            at: row::moment(found, "at")?,
            by: row::text(found, "by_actor")?,
        };
        Ok((slice, called))
    };
    rows.iter().map(read).collect()
}

/// Notes that a later year was taken back; `false` when it was before.
pub async fn call(conn: &mut Conn, grant: &GrantId, called: &Called) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO grant_slice_end (grant_id, line_id, decision_number, adopted_on, at, by_actor) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (grant_id, line_id) DO NOTHING",
    )
    .bind(grant.as_str())
    .bind(called.line.as_str())
    .bind(&called.decision)
    .bind(called.adopted_on.to_string())
    .bind(called.at.micros())
    .bind(&called.by)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The later years of all grants that stand, by grant and year.
pub async fn list(conn: &mut Conn) -> Result<Vec<(GrantId, Slice)>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.grant_id, s.line_id, l.year, s.amount_cents FROM grant_slice s \
         JOIN budget_line l ON l.id = s.line_id WHERE NOT EXISTS (SELECT 1 FROM grant_slice_end e \
         WHERE e.grant_id = s.grant_id AND e.line_id = s.line_id) ORDER BY s.grant_id, l.year, s.line_id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((GrantId::new(row::text(found, "grant_id")?), read(found)?))).collect()
}

/// The later years of all grants as they were agreed, by grant and year, each with the decision that took it back.
pub async fn agreed(conn: &mut Conn) -> Result<Vec<(GrantId, Slice, Option<String>)>, StoreError> {
    let rows = sqlx::query(
        "SELECT s.grant_id, s.line_id, l.year, s.amount_cents, e.decision_number FROM grant_slice s \
         JOIN budget_line l ON l.id = s.line_id \
         LEFT JOIN grant_slice_end e ON e.grant_id = s.grant_id AND e.line_id = s.line_id \
         ORDER BY s.grant_id, l.year, s.line_id",
    )
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let grant = GrantId::new(row::text(found, "grant_id")?);
        Ok((grant, read(found)?, row::maybe_text(found, "decision_number")?))
    };
    rows.iter().map(read).collect()
}

/// Sets the later years of a grant, whatever they were. Refused by a trigger once it is awarded.
pub async fn set(conn: &mut Conn, grant: &GrantId, slices: &[Slice]) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM grant_slice WHERE grant_id = $1")
        .bind(grant.as_str())
        .execute(&mut *conn)
        .await?;
    for slice in slices {
        sqlx::query("INSERT INTO grant_slice (grant_id, line_id, amount_cents) VALUES ($1, $2, $3)")
            .bind(grant.as_str())
            .bind(slice.line.as_str())
            .bind(slice.amount.get())
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Notes that the years of a grant were agreed on anew: the answers about its sum that were given so far are about
/// another sum.
pub async fn agree(conn: &mut Conn, grant: &GrantId, at: Moment, by: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_years_agreed (grant_id, number, answers, at, by_actor) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, \
         (SELECT COUNT(*) FROM grant_check WHERE grant_id = $1), $2, $3 FROM grant_years_agreed WHERE grant_id = $1",
    )
    .bind(grant.as_str())
    .bind(at.micros())
    .bind(by)
    .execute(conn)
    .await?;
    Ok(())
}

/// How many answers the checks of a grant had when its years were last agreed on.
pub async fn answers_before(conn: &mut Conn, grant: &GrantId) -> Result<u64, StoreError> {
    let found = sqlx::query(
        "SELECT COALESCE(MAX(answers), 0) AS answers FROM grant_years_agreed WHERE grant_id = $1",
    )
    .bind(grant.as_str())
    .fetch_one(conn)
    .await?;
    row::count(&found, "answers")
}

/// A grant of a recipient that has money in several years.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lasting {
    /// The grant, which is awarded.
    pub grant: GrantRecord,
    /// Whom it is made out to; the grant itself when nobody is known.
    pub who: String,
    /// Whether notice was given about it.
    pub has_notice: bool,
}

/// Awarded grants of whoever has money in some number of years, each with whether notice was given.
macro_rules! lasting {
    ($only:literal, $having:literal) => {
        concat!(
            "SELECT g.id, a.line_id, g.allocation_id, g.round_id, g.standing_id, g.proposal_id, \
             g.certificate_number, g.pot, g.title, g.applicant, g.amount_cents, g.state, \
             COALESCE(x.recipient_id, g.id) AS who, n.at AS notice_at \
             FROM grant_record g JOIN allocation a ON a.id = g.allocation_id \
             LEFT JOIN grant_recipient x ON x.grant_id = g.id LEFT JOIN grant_notice n ON n.grant_id = g.id \
             WHERE g.state IN ('awarded', 'objection', 'advances', 'running', 'accounted', 'settled', 'closed') \
             AND COALESCE(x.recipient_id, g.id) IN (SELECT COALESCE(o.recipient_id, k.id) FROM grant_record k \
             JOIN (SELECT own.id AS grant_id, b.line_id FROM grant_record own \
             JOIN allocation b ON b.id = own.allocation_id UNION ALL SELECT s.grant_id, s.line_id FROM grant_slice s \
             WHERE NOT EXISTS (SELECT 1 FROM grant_slice_end e WHERE e.grant_id = s.grant_id \
             AND e.line_id = s.line_id)) y ON y.grant_id = k.id JOIN budget_line l ON l.id = y.line_id \
             LEFT JOIN grant_recipient o ON o.grant_id = k.id \
             WHERE k.state IN ('awarded', 'objection', 'advances', 'running', 'accounted', 'settled', 'closed') ",
            $only,
            "GROUP BY COALESCE(o.recipient_id, k.id) ",
            $having,
            ") ORDER BY g.id"
        )
    };
}

/// The awarded grants of everyone who has money in so many years or more, by name.
pub async fn lasting(conn: &mut Conn, years: u64) -> Result<Vec<Lasting>, StoreError> {
    let rows = sqlx::query(lasting!("", "HAVING COUNT(DISTINCT l.year) >= $1"))
        .bind(row::stored(years))
        .fetch_all(conn)
        .await?;
    rows.iter().map(read_lasting).collect()
}

/// The awarded grants of whom one grant is made out to, by name.
pub async fn lasting_with(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Lasting>, StoreError> {
    let rows = sqlx::query(lasting!(
        "AND (k.id = $1 OR o.recipient_id = (SELECT recipient_id FROM grant_recipient WHERE grant_id = $1)) ",
        ""
    ))
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_lasting).collect()
}

fn read_lasting(found: &Row) -> Result<Lasting, StoreError> {
    let has_notice = row::maybe_moment(found, "notice_at")?.is_some();
    Ok(Lasting { grant: grant::read(found)?, who: row::text(found, "who")?, has_notice })
}

/// The notice that was given about a grant.
pub async fn notice(conn: &mut Conn, grant: &GrantId) -> Result<Option<Notice>, StoreError> {
    let found = sqlx::query("SELECT at, by_actor, reason FROM grant_notice WHERE grant_id = $1")
        .bind(grant.as_str())
        .fetch_optional(conn)
        .await?;
    let read = |found: &Row| {
        Ok(Notice {
            at: row::moment(found, "at")?,
            by: row::text(found, "by_actor")?,
            reason: row::text(found, "reason")?,
        })
    };
    found.as_ref().map(read).transpose()
}

/// Gives notice; `false` when it was given before.
pub async fn give_notice(conn: &mut Conn, grant: &GrantId, notice: &Notice) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO grant_notice (grant_id, at, by_actor, reason) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (grant_id) DO NOTHING",
    )
    .bind(grant.as_str())
    .bind(notice.at.micros())
    .bind(&notice.by)
    .bind(&notice.reason)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
