//! The register of objections.

use super::{Conn, Row, StoreError, row};
use crate::domain::calendar::parse_day;
use crate::domain::decision::DecisionNumber;
use crate::domain::id::{AccountId, GrantId, RoundId};
use crate::domain::objection::{Advice, Ended, Extension, Objection, Outcome};

/// All objections, the oldest first, each with what came of it.
pub async fn list(conn: &mut Conn) -> Result<Vec<Objection>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, decision_number, received_on, posted_on, reference, advice, at, by_account FROM objection \
         ORDER BY year, seq",
    )
    .fetch_all(&mut *conn)
    .await?;
    let mut objections = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    for objection in &mut objections {
        complete(conn, objection).await?;
    }
    Ok(objections)
}

/// How many objections there are. Without a `viewer` it is all of them, else those where that account works.
pub async fn count(conn: &mut Conn, viewer: &str) -> Result<u64, StoreError> {
    let found = sqlx::query(
        "SELECT COUNT(*) AS number FROM objection WHERE $1 = '' OR decision_number IN \
         (SELECT v.number FROM account_decision v WHERE v.account_id = $1)",
    )
    .bind(viewer)
    .fetch_one(conn)
    .await?;
    row::count(&found, "number")
}

/// At most so many objections after the `skip` newest ones, the newest first, each with what came of it; for a `viewer`
/// as in [`count`].
pub async fn page(conn: &mut Conn, skip: u64, most: u64, viewer: &str) -> Result<Vec<Objection>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, decision_number, received_on, posted_on, reference, advice, at, by_account FROM objection \
         WHERE $3 = '' OR decision_number IN (SELECT v.number FROM account_decision v WHERE v.account_id = $3) \
         ORDER BY year DESC, seq DESC LIMIT $1 OFFSET $2",
    )
    .bind(row::stored(most))
    .bind(row::stored(skip))
    .bind(viewer)
    .fetch_all(&mut *conn)
    .await?;
    let mut objections = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    for objection in &mut objections {
        complete(conn, objection).await?;
    }
    Ok(objections)
}

/// The objections against a decision, the oldest first.
pub async fn of_decision(conn: &mut Conn, number: &DecisionNumber) -> Result<Vec<Objection>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, decision_number, received_on, posted_on, reference, advice, at, by_account FROM objection \
         WHERE decision_number = $1 ORDER BY year, seq",
    )
    .bind(&number.0)
    .fetch_all(&mut *conn)
    .await?;
    let mut objections = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    for objection in &mut objections {
        complete(conn, objection).await?;
    }
    Ok(objections)
}

/// One objection.
pub async fn find(conn: &mut Conn, number: &str) -> Result<Option<Objection>, StoreError> {
    let found = sqlx::query(
        "SELECT number, decision_number, received_on, posted_on, reference, advice, at, by_account FROM objection \
         WHERE number = $1",
    )
    .bind(number)
    .fetch_optional(&mut *conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let mut objection = read(&found)?;
    complete(conn, &mut objection).await?;
    Ok(Some(objection))
}

fn day(found: &Row, column: &str) -> Result<jiff::civil::Date, StoreError> {
    parse_day(&row::text(found, column)?).ok_or_else(|| row::corrupt(column))
}

fn read(found: &Row) -> Result<Objection, StoreError> {
    let posted = row::maybe_text(found, "posted_on")?;
    Ok(Objection {
        number: row::text(found, "number")?,
        decision: DecisionNumber(row::text(found, "decision_number")?),
        received: day(found, "received_on")?,
        posted: posted.map(|text| parse_day(&text).ok_or_else(|| row::corrupt("posted_on"))).transpose()?,
        reference: row::text(found, "reference")?,
        advice: Advice::named(&row::text(found, "advice")?).ok_or_else(|| row::corrupt("advice"))?,
        at: row::moment(found, "at")?,
        by: AccountId::new(row::text(found, "by_account")?),
        extensions: Vec::new(),
        ended: None,
    })
}

async fn complete(conn: &mut Conn, objection: &mut Objection) -> Result<(), StoreError> {
    let rows = sqlx::query(
        "SELECT until_on, reason, at, by_account FROM objection_extension WHERE objection_number = $1 ORDER BY seq",
    )
    .bind(&objection.number)
    .fetch_all(&mut *conn)
    .await?;
    let read = |found: &Row| {
        Ok(Extension {
            until: day(found, "until_on")?,
            reason: row::text(found, "reason")?,
            at: row::moment(found, "at")?,
            by: AccountId::new(row::text(found, "by_account")?),
        })
    };
    objection.extensions = rows.iter().map(read).collect::<Result<Vec<_>, StoreError>>()?;
    let found = sqlx::query(
        "SELECT outcome, decision_number, grant_id, reason, at, by_account FROM objection_outcome \
         WHERE objection_number = $1",
    )
    .bind(&objection.number)
    .fetch_optional(conn)
    .await?;
    objection.ended = found.as_ref().map(read_ended).transpose()?;
    Ok(())
}

fn read_ended(found: &Row) -> Result<Ended, StoreError> {
    Ok(Ended {
        outcome: Outcome::named(&row::text(found, "outcome")?).ok_or_else(|| row::corrupt("outcome"))?,
        decision: row::maybe_text(found, "decision_number")?.map(DecisionNumber),
        grant: row::maybe_text(found, "grant_id")?.map(GrantId::new),
        reason: row::text(found, "reason")?,
        at: row::moment(found, "at")?,
        by: AccountId::new(row::text(found, "by_account")?),
    })
}

/// The grants of a standing round that an objection against a refusal led to.
pub async fn granted(conn: &mut Conn, standing: &RoundId) -> Result<Vec<GrantId>, StoreError> {
    let rows = sqlx::query(
        "SELECT x.grant_id FROM objection_outcome x JOIN objection o ON o.number = x.objection_number \
         JOIN decision d ON d.number = o.decision_number \
         WHERE d.standing_id = $1 AND x.grant_id IS NOT NULL ORDER BY x.grant_id",
    )
    .bind(standing.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok(GrantId::new(row::text(found, "grant_id")?))).collect()
}

/// The next number in a year. Asked while the turn of the ledger is held.
pub async fn next(conn: &mut Conn, year: i64) -> Result<u64, StoreError> {
    let found = sqlx::query("SELECT COALESCE(MAX(seq), 0) + 1 AS seq FROM objection WHERE year = $1")
        .bind(year)
        .fetch_one(conn)
        .await?;
    row::count(&found, "seq")
}

/// Adds an objection.
pub async fn add(conn: &mut Conn, objection: &Objection, place: (i64, u64)) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO objection (number, year, seq, decision_number, received_on, posted_on, reference, advice, at, \
         by_account) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
    )
    .bind(&objection.number)
    .bind(place.0)
    .bind(row::stored(place.1))
    .bind(&objection.decision.0)
    .bind(objection.received.to_string())
    .bind(objection.posted.map(|day| day.to_string()))
    .bind(&objection.reference)
    .bind(objection.advice.name())
    .bind(objection.at.micros())
    .bind(objection.by.as_str())
    .execute(conn)
    .await?;
    Ok(())
}

/// Gives an objection more time, after the times before; `false` when it ended already.
pub async fn extend(conn: &mut Conn, number: &str, extension: &Extension) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO objection_extension (objection_number, seq, until_on, reason, at, by_account) \
         SELECT $1, COALESCE(MAX(seq), 0) + 1, $2, $3, $4, $5 FROM objection_extension WHERE objection_number = $1 \
         HAVING NOT EXISTS (SELECT 1 FROM objection_outcome WHERE objection_number = $1)",
    )
    .bind(number)
    .bind(extension.until.to_string())
    .bind(&extension.reason)
    .bind(extension.at.micros())
    .bind(extension.by.as_str())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends an objection; `false` when it ended already. Refused by a trigger when who ends it took the decision.
pub async fn end(conn: &mut Conn, number: &str, ended: &Ended) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO objection_outcome (objection_number, outcome, decision_number, grant_id, reason, at, by_account) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
    )
    .bind(number)
    .bind(ended.outcome.name())
    .bind(ended.decision.as_ref().map(|number| number.0.as_str()))
    .bind(ended.grant.as_ref().map(GrantId::as_str))
    .bind(&ended.reason)
    .bind(ended.at.micros())
    .bind(ended.by.as_str())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}
