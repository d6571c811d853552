//! Milestones, and what happened to each.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::{Conn, Row, StoreError, Written, day, row, side};
use crate::domain::id::GrantId;
use crate::domain::progress::{Event, Milestone, Turn};

/// The milestones of a grant, in the order in which they were planned.
pub async fn of(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Milestone>, StoreError> {
    let rows = sqlx::query(
        "SELECT milestone, turn, day, reason, side, at FROM grant_milestone_event WHERE grant_id = $1 \
         ORDER BY milestone, number",
    )
    .bind(grant.as_str())
    .fetch_all(&mut *conn)
    .await?;
    let mut events: BTreeMap<u64, Vec<Event>> = BTreeMap::new();
    for found in &rows {
        events.entry(row::count(found, "milestone")?).or_default().push(read_event(found)?);
    }
    let rows = sqlx::query(
        "SELECT number, title, planned_on FROM grant_milestone WHERE grant_id = $1 ORDER BY number",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    let read = |found: &Row| {
        let number = row::count(found, "number")?;
        Ok(Milestone {
            number,
            title: row::text(found, "title")?,
            planned_on: day(found, "planned_on")?,
            events: events.remove(&number).unwrap_or_default(),
        })
    };
    let mut read = read;
    rows.iter().map(&mut read).collect()
}

fn read_event(found: &Row) -> Result<Event, StoreError> {
    Ok(Event {
        turn: Turn::named(&row::text(found, "turn")?).ok_or_else(|| row::corrupt("turn"))?,
        day: day(found, "day")?,
        reason: row::text(found, "reason")?,
        side: side(found)?,
        at: row::moment(found, "at")?,
    })
}

/// Plans one: its number follows the last one.
pub async fn add(
    conn: &mut Conn,
    grant: &GrantId,
    (number, title, planned_on): (u64, &str, Date),
    by: Written<'_>,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_milestone (grant_id, number, title, planned_on, side, by_actor, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(grant.as_str())
    .bind(row::stored(number))
    .bind(title)
    .bind(planned_on.to_string())
    .bind(by.side.name())
    .bind(by.by)
    .bind(by.at.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Writes down what happened to one.
pub async fn note(
    conn: &mut Conn,
    (grant, milestone, number): (&GrantId, u64, u64),
    event: &Event,
    by: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_milestone_event (grant_id, milestone, number, turn, day, reason, side, by_actor, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(grant.as_str())
    .bind(row::stored(milestone))
    .bind(row::stored(number))
    .bind(event.turn.name())
    .bind(event.day.to_string())
    .bind(&event.reason)
    .bind(event.side.name())
    .bind(by)
    .bind(event.at.micros())
    .execute(conn)
    .await?;
    Ok(())
}
