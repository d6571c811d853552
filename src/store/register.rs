//! The register of letters: keyed hashes of codes and control numbers. No persons, no codes.

use super::{Conn, StoreError, row};
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::id::{LetterId, RoundId};
use crate::domain::register::{Entry, LetterState};
use crate::domain::time::Moment;

/// What stands on record about a register.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Number of letters.
    pub letters: u64,
    /// Merkle root over the control numbers.
    pub root: Digest,
}

/// The register of a round, once there is one.
pub async fn find(conn: &mut Conn, round: &RoundId) -> Result<Option<Summary>, StoreError> {
    let found = sqlx::query("SELECT letters, root FROM register WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_optional(conn)
        .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(Summary { letters: row::count(&found, "letters")?, root: row::digest(&found, "root")? }))
}

/// Adds the register of a round; `false` when there is one.
pub async fn add(
    conn: &mut Conn,
    round: &RoundId,
    summary: &Summary,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO register (round_id, letters, root, imported_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(round.as_str())
    .bind(row::stored(summary.letters))
    .bind(summary.root.to_string())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Adds a letter.
pub async fn add_letter(
    conn: &mut Conn,
    round: &RoundId,
    id: &LetterId,
    entry: &Entry,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO letter (id, round_id, code_mac, control_no, state) VALUES ($1, $2, $3, $4, 'issued')",
    )
    .bind(id.as_str())
    .bind(round.as_str())
    .bind(entry.code_mac.to_string())
    .bind(entry.control.to_string())
    .execute(conn)
    .await?;
    Ok(())
}

/// All letters with the keyed hashes of their codes, by control number.
pub async fn letters(conn: &mut Conn, round: &RoundId) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query("SELECT code_mac, control_no FROM letter WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    let read = |found| Ok(Entry { code_mac: row::digest(found, "code_mac")?, control: control(found)? });
    let mut letters = rows.iter().map(read).collect::<Result<Vec<Entry>, StoreError>>()?;
    letters.sort_by_key(|letter| letter.control);
    Ok(letters)
}

/// The control numbers of all letters, ascending.
pub async fn controls(conn: &mut Conn, round: &RoundId) -> Result<Vec<ControlNumber>, StoreError> {
    let rows = sqlx::query("SELECT control_no FROM letter WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    let mut controls = rows.iter().map(control).collect::<Result<Vec<_>, _>>()?;
    controls.sort();
    Ok(controls)
}

/// The control numbers of the letters in a state, ascending.
pub async fn in_state(
    conn: &mut Conn,
    round: &RoundId,
    state: LetterState,
) -> Result<Vec<ControlNumber>, StoreError> {
    let rows = sqlx::query("SELECT control_no FROM letter WHERE round_id = $1 AND state = $2")
        .bind(round.as_str())
        .bind(state.name())
        .fetch_all(conn)
        .await?;
    let mut controls = rows.iter().map(control).collect::<Result<Vec<_>, _>>()?;
    controls.sort();
    Ok(controls)
}

/// The control number in a row.
pub(super) fn control(found: &super::Row) -> Result<ControlNumber, StoreError> {
    ControlNumber::parse(&row::text(found, "control_no")?).ok_or_else(|| row::corrupt("control_no"))
}

/// The state of the letter in a row.
pub(super) fn state(found: &super::Row) -> Result<LetterState, StoreError> {
    let name = row::text(found, "state")?;
    let state = LetterState::NAMES.iter().find(|(_, known)| *known == name);
    state.map(|(state, _)| *state).ok_or_else(|| row::corrupt("state"))
}

/// Changes the state of a letter; `false` when it was not in the first.
pub async fn set_state(
    conn: &mut Conn,
    letter: &LetterId,
    (from, to): (LetterState, LetterState),
) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE letter SET state = $3 WHERE id = $1 AND state = $2")
        .bind(letter.as_str())
        .bind(from.name())
        .bind(to.name())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Erases the keyed hashes of the codes of a round: nothing can be cast any more. How many there were.
pub async fn forget_codes(conn: &mut Conn, round: &RoundId) -> Result<u64, StoreError> {
    let done = sqlx::query("UPDATE letter SET code_mac = NULL WHERE round_id = $1 AND code_mac IS NOT NULL")
        .bind(round.as_str())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
