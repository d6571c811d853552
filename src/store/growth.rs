//! What plans yield, which grant follows which, and the evaluations by which a plan grows.

use super::{Conn, Row, StoreError, row};
use crate::domain::growth::{Criterion, Evaluation, Link, Stage, Yield};
use crate::domain::id::{AccountId, GrantId};
use crate::domain::time::Moment;

/// What a grant promises and reached, per criterion.
pub async fn yields(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Yield>, StoreError> {
    let rows = sqlx::query(
        "SELECT criterion, measure, promised, reached FROM grant_yield WHERE grant_id = $1 ORDER BY criterion",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_yield).collect()
}

fn read_yield(found: &Row) -> Result<Yield, StoreError> {
    let criterion = Criterion::named(&row::text(found, "criterion")?);
    Ok(Yield {
        criterion: criterion.ok_or_else(|| row::corrupt("criterion"))?,
        measure: row::text(found, "measure")?,
        promised: row::count(found, "promised")?,
        reached: row::maybe_count(found, "reached")?,
    })
}

/// Writes what a grant promises for a criterion, in the place of an earlier promise. Refused by a trigger once it is
/// accounted for.
pub async fn promise(
    conn: &mut Conn,
    grant: &GrantId,
    (criterion, measure, promised): (Criterion, &str, u64),
    (by, at): (&str, Moment),
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_yield (grant_id, criterion, measure, promised, by_actor, at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(grant.as_str())
    .bind(criterion.name())
    .bind(measure)
    .bind(row::stored(promised))
    .bind(by)
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Changes such a promise; `false` when there is none.
pub async fn promise_anew(
    conn: &mut Conn,
    grant: &GrantId,
    (criterion, measure, promised): (Criterion, &str, u64),
    (by, at): (&str, Moment),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE grant_yield SET measure = $3, promised = $4, by_actor = $5, at = $6 \
         WHERE grant_id = $1 AND criterion = $2 AND reached IS NULL",
    )
    .bind(grant.as_str())
    .bind(criterion.name())
    .bind(measure)
    .bind(row::stored(promised))
    .bind(by)
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes what was reached, once; `false` when that was said before or nothing was promised.
pub async fn reach(
    conn: &mut Conn,
    grant: &GrantId,
    (criterion, reached): (Criterion, u64),
    (by, at): (&str, Moment),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE grant_yield SET reached = $3, reached_by = $4, reached_at = $5 \
         WHERE grant_id = $1 AND criterion = $2 AND reached IS NULL",
    )
    .bind(grant.as_str())
    .bind(criterion.name())
    .bind(row::stored(reached))
    .bind(by)
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// All links between grants.
pub async fn links(conn: &mut Conn) -> Result<Vec<Link>, StoreError> {
    let rows = sqlx::query("SELECT grant_id, earlier_id FROM grant_follows ORDER BY grant_id")
        .fetch_all(conn)
        .await?;
    let read = |found: &Row| {
        Ok(Link {
            grant: GrantId::new(row::text(found, "grant_id")?),
            earlier: GrantId::new(row::text(found, "earlier_id")?),
        })
    };
    rows.iter().map(read).collect()
}

/// Says which earlier grant a grant follows, in the place of another one.
pub async fn set_link(conn: &mut Conn, link: &Link, (by, at): (&str, Moment)) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_follows (grant_id, earlier_id, set_by, set_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (grant_id) DO UPDATE SET earlier_id = $2, set_by = $3, set_at = $4",
    )
    .bind(link.grant.as_str())
    .bind(link.earlier.as_str())
    .bind(by)
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// The evaluation of a grant.
pub async fn evaluation(conn: &mut Conn, grant: &GrantId) -> Result<Option<Evaluation>, StoreError> {
    let found = sqlx::query(
        "SELECT grant_id, from_stage, to_stage, reason, by_account, at FROM grant_evaluation WHERE grant_id = $1",
    )
    .bind(grant.as_str())
    .fetch_optional(conn)
    .await?;
    Ok(found.as_ref().map(read_evaluation).transpose()?.map(|(_, made)| made))
}

/// All evaluations, by grant.
pub async fn evaluations(conn: &mut Conn) -> Result<Vec<(GrantId, Evaluation)>, StoreError> {
    let rows = sqlx::query(
        "SELECT grant_id, from_stage, to_stage, reason, by_account, at FROM grant_evaluation ORDER BY grant_id",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read_evaluation).collect()
}

fn read_evaluation(found: &Row) -> Result<(GrantId, Evaluation), StoreError> {
    let stage = |column| Stage::named(&row::text(found, column)?).ok_or_else(|| row::corrupt(column));
    let made = Evaluation {
        from: stage("from_stage")?,
        to: stage("to_stage")?,
        reason: row::text(found, "reason")?,
        by: row::text(found, "by_account")?,
        at: row::moment(found, "at")?,
    };
    Ok((GrantId::new(row::text(found, "grant_id")?), made))
}

/// Writes an evaluation down. Refused by a trigger when the grant is not settled, when who evaluates settled it, or when it
/// was not told what was reached.
pub async fn evaluate(
    conn: &mut Conn,
    grant: &GrantId,
    (from, to, reason): (Stage, Stage, &str),
    (by, at): (&AccountId, Moment),
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_evaluation (grant_id, from_stage, to_stage, reason, by_account, at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(grant.as_str())
    .bind(from.name())
    .bind(to.name())
    .bind(reason)
    .bind(by.as_str())
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(())
}
