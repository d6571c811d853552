//! The tasks of the municipality that residents can take over.

use super::super::{Conn, Row, StoreError, row};
use crate::domain::bid::task::{CostStatus, Facts, Task};
use crate::domain::id::{AccountId, TaskId};
use crate::domain::money::Cents;
use crate::domain::time::Moment;

/// The columns of a task as it was written down, for [`read`].
macro_rules! columns {
    ($rest:literal) => {
        concat!(
            "SELECT f.task_id, f.number, f.name, f.about, f.place, f.executor, f.contract_until, f.cost_cents, \
             f.cost_status, f.cost_source, f.is_open, f.by_account, f.by_function, f.at FROM municipal_task_facts f ",
            $rest
        )
    };
}

fn read(found: &Row) -> Result<Task, StoreError> {
    let status = CostStatus::named(&row::text(found, "cost_status")?);
    let status = status.ok_or_else(|| row::corrupt("cost_status"))?;
    let cost = match status {
        CostStatus::Unknown => None,
        CostStatus::Estimated | CostStatus::Confirmed => Some(row::cents(found, "cost_cents")?),
    };
    Ok(Task {
        id: TaskId::new(row::text(found, "task_id")?),
        number: row::count(found, "number")?,
        facts: Facts {
            name: row::text(found, "name")?,
            about: row::text(found, "about")?,
            place: row::text(found, "place")?,
            executor: row::text(found, "executor")?,
            contract_until: row::text(found, "contract_until")?,
            cost,
            status,
            source: row::text(found, "cost_source")?,
            is_open: row::int(found, "is_open")? == 1,
        },
        by: AccountId::new(row::text(found, "by_account")?),
        function: row::text(found, "by_function")?,
        at: row::moment(found, "at")?,
    })
}

/// All tasks, as they stand now.
pub async fn list(conn: &mut Conn) -> Result<Vec<Task>, StoreError> {
    let rows = sqlx::query(columns!(
        "WHERE f.number = (SELECT MAX(g.number) FROM municipal_task_facts g WHERE g.task_id = f.task_id) \
         ORDER BY f.task_id"
    ))
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// A task as it was written down each time, the newest first.
pub async fn history(conn: &mut Conn, id: &TaskId) -> Result<Vec<Task>, StoreError> {
    let rows = sqlx::query(columns!("WHERE f.task_id = $1 ORDER BY f.number DESC"))
        .bind(id.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// Makes a task of which nothing is said yet.
pub async fn add(conn: &mut Conn, id: &TaskId, at: Moment) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO municipal_task (id, made_at) VALUES ($1, $2)")
        .bind(id.as_str())
        .bind(at.micros())
        .execute(conn)
        .await?;
    Ok(())
}

/// Writes down what is said of a task. Refused by the key when its number was given out.
pub async fn write(conn: &mut Conn, task: &Task) -> Result<(), StoreError> {
    let facts = &task.facts;
    sqlx::query(
        "INSERT INTO municipal_task_facts (task_id, number, name, about, place, executor, contract_until, cost_cents, \
         cost_status, cost_source, is_open, by_account, by_function, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
    )
    .bind(task.id.as_str())
    .bind(row::stored(task.number))
    .bind(&facts.name)
    .bind(&facts.about)
    .bind(&facts.place)
    .bind(&facts.executor)
    .bind(&facts.contract_until)
    .bind(facts.cost.map(Cents::get))
    .bind(facts.status.name())
    .bind(&facts.source)
    .bind(i64::from(facts.is_open))
    .bind(task.by.as_str())
    .bind(&task.function)
    .bind(task.at.micros())
    .execute(conn)
    .await?;
    Ok(())
}
