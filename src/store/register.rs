//! The register of letters: keyed hashes of codes and control numbers. No persons, no codes.

use std::sync::LazyLock;

use sqlx::AssertSqlSafe;

use super::chunk::{self, Chunked};
use super::{Conn, StoreError, row};
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::id::{LetterId, RoundId};
use crate::domain::register::{Entry, LetterState, Made, Slot};
use crate::domain::time::Moment;

/// What stands on record about a register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Number of letters that were made to be sent.
    pub letters: u64,
    /// Number of letters beside them that lie in reserve.
    pub spares: u64,
    /// Merkle root over the letters.
    pub root: Digest,
    /// SHA-256 of the file it was read from.
    pub upload: Digest,
    /// The mark of the key with which its codes were hashed.
    pub code_key: Digest,
    /// The provider that names residents, if there is one.
    pub issuer: Option<String>,
    /// Who brought it, as the staff log names people, and when.
    pub proposed: (String, Moment),
    /// How often someone typed over something else than stands on paper.
    pub wrong: u64,
    /// Who accepted it, and when.
    pub accepted: Option<(String, Moment)>,
}

/// The register of a round, once someone brought it.
pub async fn find(conn: &mut Conn, round: &RoundId) -> Result<Option<Summary>, StoreError> {
    let found = sqlx::query(
        "SELECT letters, spares, root, upload, code_key, issuer, proposed_by, proposed_at, wrong, \
         accepted_by, accepted_at FROM register WHERE round_id = $1",
    )
    .bind(round.as_str())
    .fetch_optional(conn)
    .await?;
    let Some(found) = found else { return Ok(None) };
    let accepted = row::maybe_text(&found, "accepted_by")?.zip(row::maybe_moment(&found, "accepted_at")?);
    Ok(Some(Summary {
        letters: row::count(&found, "letters")?,
        spares: row::count(&found, "spares")?,
        root: row::digest(&found, "root")?,
        upload: row::digest(&found, "upload")?,
        code_key: row::digest(&found, "code_key")?,
        issuer: row::maybe_text(&found, "issuer")?,
        proposed: (row::text(&found, "proposed_by")?, row::moment(&found, "proposed_at")?),
        wrong: row::count(&found, "wrong")?,
        accepted,
    }))
}

/// Adds a register that nobody accepted yet; `false` when the round has one.
pub async fn add(conn: &mut Conn, round: &RoundId, summary: &Summary) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO register \
         (round_id, letters, spares, root, upload, code_key, proposed_by, proposed_at, wrong, issuer) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
    )
    .bind(round.as_str())
    .bind(row::stored(summary.letters))
    .bind(row::stored(summary.spares))
    .bind(summary.root.to_string())
    .bind(summary.upload.to_string())
    .bind(summary.code_key.to_string())
    .bind(summary.proposed.0.as_str())
    .bind(summary.proposed.1.micros())
    .bind(row::stored(summary.wrong))
    .bind(summary.issuer.as_deref())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a person accepted the register that was brought at `seen`; `false` when it is another one or
/// it was accepted before.
pub async fn accept(
    conn: &mut Conn,
    round: &RoundId,
    seen: Moment,
    (by, at): (&str, Moment),
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE register SET accepted_by = $3, accepted_at = $4 \
         WHERE round_id = $1 AND proposed_at = $2 AND accepted_by IS NULL",
    )
    .bind(round.as_str())
    .bind(seen.micros())
    .bind(by)
    .bind(at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Counts that something else was typed over than stands on paper.
pub async fn count_wrong(conn: &mut Conn, round: &RoundId) -> Result<(), StoreError> {
    sqlx::query("UPDATE register SET wrong = wrong + 1 WHERE round_id = $1")
        .bind(round.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes a register that was brought at `seen` and that nobody accepted, with its letters; `false` when there is none to remove.
pub async fn remove(conn: &mut Conn, round: &RoundId, seen: Moment) -> Result<bool, StoreError> {
    let done =
        sqlx::query("DELETE FROM register WHERE round_id = $1 AND proposed_at = $2 AND accepted_by IS NULL")
            .bind(round.as_str())
            .bind(seen.micros())
            .execute(&mut *conn)
            .await?;
    if done.rows_affected() != 1 {
        return Ok(false);
    }
    sqlx::query("DELETE FROM letter WHERE round_id = $1").bind(round.as_str()).execute(conn).await?;
    Ok(true)
}

/// New letters.
static ADD: Chunked = LazyLock::new(|| {
    chunk::texts(
        "INSERT INTO letter (round_id, id, code_mac, control_no, made, state, resident) \
         SELECT $1, column1, column2, column3, column4, column4, column5 FROM (VALUES ",
        (5, 2),
        ") AS fresh WHERE column1 IS NOT NULL",
    )
});

/// Adds letters: what is made to be issued is good, what is spare waits.
pub async fn add_letters(
    conn: &mut Conn,
    round: &RoundId,
    letters: &[(LetterId, Entry)],
) -> Result<(), StoreError> {
    for piece in chunk::pieces(letters) {
        let mut query = sqlx::query(AssertSqlSafe(ADD[piece.place].as_str())).bind(round.as_str());
        for one in piece.slots() {
            query = query
                .bind(one.map(|(id, _)| id.as_str()))
                .bind(one.map(|(_, entry)| entry.code_mac.to_string()))
                .bind(one.map(|(_, entry)| entry.control.to_string()))
                .bind(one.map(|(_, entry)| made_name(entry.made)))
                .bind(one.and_then(|(_, entry)| entry.resident).map(|resident| resident.to_string()));
        }
        query.execute(&mut *conn).await?;
    }
    Ok(())
}

/// All letters with the keyed hashes of their codes and the pseudonyms of residents, by control number.
pub async fn letters(conn: &mut Conn, round: &RoundId) -> Result<Vec<Entry>, StoreError> {
    let rows = sqlx::query("SELECT code_mac, control_no, made, resident FROM letter WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    let read = |found| {
        let code_mac = row::digest(found, "code_mac")?;
        let Slot { control, made } = slot(found)?;
        let resident = row::maybe_text(found, "resident")?;
        let resident = resident.map(|text| Digest::parse(&text).ok_or_else(|| row::corrupt("resident")));
        Ok(Entry { code_mac, control, made, resident: resident.transpose()? })
    };
    let mut letters = rows.iter().map(read).collect::<Result<Vec<Entry>, StoreError>>()?;
    letters.sort_by_key(|letter| letter.control);
    Ok(letters)
}

/// What everyone may know of all letters, by control number.
pub async fn slots(conn: &mut Conn, round: &RoundId) -> Result<Vec<Slot>, StoreError> {
    let rows = sqlx::query("SELECT control_no, made FROM letter WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    let mut slots = rows.iter().map(slot).collect::<Result<Vec<_>, _>>()?;
    slots.sort();
    Ok(slots)
}

fn made_name(made: Made) -> &'static str {
    match made {
        Made::Issued => "issued",
        Made::Spare => "spare",
    }
}

/// What everyone may know of a letter.
fn slot(found: &super::Row) -> Result<Slot, StoreError> {
    let made = match row::text(found, "made")?.as_str() {
        "issued" => Made::Issued,
        "spare" => Made::Spare,
        _ => return Err(row::corrupt("made")),
    };
    Ok(Slot { control: control(found)?, made })
}

/// How many letters are in each state.
pub async fn counts(conn: &mut Conn, round: &RoundId) -> Result<Vec<(LetterState, u64)>, StoreError> {
    let rows = sqlx::query(
        "SELECT state, CAST(COUNT(*) AS BIGINT) AS letters FROM letter WHERE round_id = $1 GROUP BY state",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((state(found)?, row::count(found, "letters")?))).collect()
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
    LetterState::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))
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

/// How many letters still have the keyed hash of their code, or the pseudonym of a resident.
pub async fn remembered(conn: &mut Conn, round: &RoundId) -> Result<u64, StoreError> {
    let found = sqlx::query(
        "SELECT CAST(COUNT(*) AS BIGINT) AS letters FROM letter \
         WHERE round_id = $1 AND (code_mac IS NOT NULL OR resident IS NOT NULL)",
    )
    .bind(round.as_str())
    .fetch_one(conn)
    .await?;
    row::count(&found, "letters")
}

/// Erases the keyed hashes of the codes of a round and the pseudonyms of residents: nothing can be cast any more. How many
/// letters had them.
pub async fn forget_codes(conn: &mut Conn, round: &RoundId) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE letter SET code_mac = NULL, resident = NULL \
         WHERE round_id = $1 AND (code_mac IS NOT NULL OR resident IS NOT NULL)",
    )
    .bind(round.as_str())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}
