//! Extensions of a vote: asked by one person, decided by another.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{AccountId, RoundId};
use crate::domain::revocation::State;
use crate::domain::time::Moment;

/// An extension that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Its number within the round.
    pub number: u64,
    /// The new last moment.
    pub until: Moment,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked_by: AccountId,
    /// When.
    pub asked_at: Moment,
    /// How far it is.
    pub state: State,
}

/// The extensions of a round, in order.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<Extension>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, until_at, reason, asked_by, asked_at, state FROM extension WHERE round_id = $1 ORDER BY number",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Extension, StoreError> {
    Ok(Extension {
        number: row::count(found, "number")?,
        until: row::moment(found, "until_at")?,
        reason: row::text(found, "reason")?,
        asked_by: AccountId::new(row::text(found, "asked_by")?),
        asked_at: row::moment(found, "asked_at")?,
        state: State::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))?,
    })
}

/// Adds one. Refused when another one waits.
pub async fn add(conn: &mut Conn, round: &RoundId, asked: &Extension) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO extension (round_id, number, until_at, reason, asked_by, asked_at, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(round.as_str())
    .bind(row::stored(asked.number))
    .bind(asked.until.micros())
    .bind(asked.reason.as_str())
    .bind(asked.asked_by.as_str())
    .bind(asked.asked_at.micros())
    .bind(asked.state.name())
    .execute(conn)
    .await?;
    Ok(())
}

/// Decides about the one that waits; `false` when it does not wait any more. The schema refuses whoever asked.
pub async fn decide(
    conn: &mut Conn,
    round: &RoundId,
    number: u64,
    (state, by): (State, &AccountId),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE extension SET state = $3, decided_by = $4 WHERE round_id = $1 AND number = $2 AND state = 'asked'",
    );
    let done = done.bind(round.as_str()).bind(row::stored(number)).bind(state.name()).bind(by.as_str());
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Lets the one that waits lapse.
pub async fn lapse(conn: &mut Conn, round: &RoundId) -> Result<(), StoreError> {
    sqlx::query("UPDATE extension SET state = 'lapsed' WHERE round_id = $1 AND state = 'asked'")
        .bind(round.as_str())
        .execute(conn)
        .await?;
    Ok(())
}
