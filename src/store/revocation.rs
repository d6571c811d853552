//! Requests to revoke letters.

use super::{Conn, Row, StoreError, register, row};
use crate::domain::control_number::ControlNumber;
use crate::domain::id::{AccountId, RevocationId, RoundId};
use crate::domain::revocation::{Reason, Revocation, State};

/// The requests of a round: what waits first, then the newest.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<Revocation>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, control_no, by_control_no, reason, asked_by, asked_at, state FROM revocation \
         WHERE round_id = $1 ORDER BY CASE state WHEN 'asked' THEN 0 ELSE 1 END, asked_at DESC, id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// One request.
pub async fn find(
    conn: &mut Conn,
    round: &RoundId,
    id: &RevocationId,
) -> Result<Option<Revocation>, StoreError> {
    let found = sqlx::query(
        "SELECT id, control_no, by_control_no, reason, asked_by, asked_at, state FROM revocation \
         WHERE round_id = $1 AND id = $2",
    )
    .bind(round.as_str())
    .bind(id.as_str())
    .fetch_optional(conn)
    .await?;
    found.as_ref().map(read).transpose()
}

fn read(found: &Row) -> Result<Revocation, StoreError> {
    let by = row::maybe_text(found, "by_control_no")?;
    let by = by.map(|text| ControlNumber::parse(&text).ok_or_else(|| row::corrupt("by_control_no")));
    let (reason, state) = (row::text(found, "reason")?, row::text(found, "state")?);
    Ok(Revocation {
        id: RevocationId::new(row::text(found, "id")?),
        control: register::control(found)?,
        by: by.transpose()?,
        reason: Reason::named(&reason).ok_or_else(|| row::corrupt("reason"))?,
        asked_by: AccountId::new(row::text(found, "asked_by")?),
        asked_at: row::moment(found, "asked_at")?,
        state: State::named(&state).ok_or_else(|| row::corrupt("state"))?,
    })
}

/// Adds a request; `false` when one for the same letter waits.
pub async fn add(conn: &mut Conn, round: &RoundId, wanted: &Revocation) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO revocation (id, round_id, control_no, by_control_no, reason, asked_by, asked_at, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(wanted.id.as_str())
    .bind(round.as_str())
    .bind(wanted.control.to_string())
    .bind(wanted.by.map(|by| by.to_string()))
    .bind(wanted.reason.name())
    .bind(wanted.asked_by.as_str())
    .bind(wanted.asked_at.micros())
    .bind(wanted.state.name())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Whether a spare letter is named by a request that waits.
pub async fn is_promised(
    conn: &mut Conn,
    round: &RoundId,
    spare: Option<ControlNumber>,
) -> Result<bool, StoreError> {
    let found = sqlx::query(
        "SELECT id FROM revocation WHERE round_id = $1 AND by_control_no = $2 AND state = 'asked'",
    )
    .bind(round.as_str())
    .bind(spare.map(|spare| spare.to_string()))
    .fetch_optional(conn)
    .await?;
    Ok(found.is_some())
}

/// The spare letter that took the place of a revoked one.
pub async fn replacement(
    conn: &mut Conn,
    round: &RoundId,
    revoked: ControlNumber,
) -> Result<Option<ControlNumber>, StoreError> {
    let found = sqlx::query(
        "SELECT by_control_no AS control_no FROM revocation \
         WHERE round_id = $1 AND control_no = $2 AND state = 'done' AND by_control_no IS NOT NULL",
    )
    .bind(round.as_str())
    .bind(revoked.to_string())
    .fetch_optional(conn)
    .await?;
    found.as_ref().map(register::control).transpose()
}

/// Notes who approves a request; `false` when it does not wait any more. The schema refuses whoever asked.
pub async fn approve(conn: &mut Conn, id: &RevocationId, by: &AccountId) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE revocation SET state = 'done', decided_by = $2 WHERE id = $1 AND state = 'asked'",
    )
    .bind(id.as_str())
    .bind(by.as_str())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends a request without revoking anything; `false` when it does not wait any more.
pub async fn refuse(conn: &mut Conn, id: &RevocationId) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE revocation SET state = 'refused' WHERE id = $1 AND state = 'asked'")
        .bind(id.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Lets everything that waits in a round lapse; how many that are.
pub async fn lapse(conn: &mut Conn, round: &RoundId) -> Result<u64, StoreError> {
    let done = sqlx::query("UPDATE revocation SET state = 'lapsed' WHERE round_id = $1 AND state = 'asked'")
        .bind(round.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
