//! The ballot box: ballots with their letters while the vote is open, without them after the seal.

use super::{Conn, StoreError, register, row};
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::id::{BallotId, CastId, LetterId, RoundId};

/// A ballot in the box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Which ballot.
    pub id: BallotId,
    /// Under which letter.
    pub letter: LetterId,
    /// The canonical choices.
    pub choices: String,
    /// The 32 random bytes of its commitment, in hexadecimal.
    pub nonce: String,
    /// The commitment.
    pub commitment: Digest,
    /// What the browser sent along.
    pub cast: CastId,
}

/// A ballot whose entry waits for the close.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// The number on the letter.
    pub control: ControlNumber,
    /// The commitment.
    pub commitment: Digest,
}

/// A ballot without its letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its place in the list, from 1.
    pub number: u64,
    /// The canonical choices.
    pub choices: String,
    /// [`sealed_digest`] at the time of the seal.
    pub digest: Digest,
}

/// What guards a row of the sealed list: round, place and choices together.
pub fn sealed_digest(round: &RoundId, number: u64, choices: &str) -> Digest {
    Digest::of(format!("schuifruimte-sealed/1\n{round}\n{number}\n{choices}").as_bytes())
}

/// Puts a ballot in the box; `false` when its letter has one, or the `cast_id` or commitment is taken.
pub async fn add(conn: &mut Conn, round: &RoundId, ballot: &Stored) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO ballot (id, round_id, letter_id, choices, nonce, commitment, cast_id, active) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 1) ON CONFLICT DO NOTHING",
    )
    .bind(ballot.id.as_str())
    .bind(round.as_str())
    .bind(ballot.letter.as_str())
    .bind(&ballot.choices)
    .bind(&ballot.nonce)
    .bind(ballot.commitment.to_string())
    .bind(ballot.cast.as_str())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The ballot under a letter.
pub async fn of_letter(conn: &mut Conn, letter: &LetterId) -> Result<Option<Stored>, StoreError> {
    let found = sqlx::query(
        "SELECT id, letter_id, choices, nonce, commitment, cast_id FROM ballot WHERE letter_id = $1 AND active = 1",
    )
    .bind(letter.as_str())
    .fetch_optional(conn)
    .await?;
    found.as_ref().map(read).transpose()
}

fn read(found: &super::Row) -> Result<Stored, StoreError> {
    Ok(Stored {
        id: BallotId::new(row::text(found, "id")?),
        letter: LetterId::new(row::text(found, "letter_id")?),
        choices: row::text(found, "choices")?,
        nonce: row::text(found, "nonce")?,
        commitment: row::digest(found, "commitment")?,
        cast: CastId::new(row::text(found, "cast_id")?),
    })
}

/// All active ballots of a round, each with the control number of its letter.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<(Stored, ControlNumber)>, StoreError> {
    let rows = sqlx::query(
        "SELECT b.id, b.letter_id, b.choices, b.nonce, b.commitment, b.cast_id, l.control_no FROM ballot b \
         JOIN letter l ON l.id = b.letter_id WHERE b.round_id = $1 AND b.active = 1 ORDER BY b.id",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok((read(found)?, register::control(found)?))).collect()
}

/// Empties the box of a round: with the rows goes what joined ballots and letters.
pub async fn remove_all(conn: &mut Conn, round: &RoundId) -> Result<u64, StoreError> {
    let done =
        sqlx::query("DELETE FROM ballot WHERE round_id = $1").bind(round.as_str()).execute(conn).await?;
    Ok(done.rows_affected())
}

/// Lets a ballot's entry wait for the close.
pub async fn queue(conn: &mut Conn, round: &RoundId, leaf: &Leaf) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO leaf_queue (commitment, round_id, control_no) VALUES ($1, $2, $3)")
        .bind(leaf.commitment.to_string())
        .bind(round.as_str())
        .bind(leaf.control.to_string())
        .execute(conn)
        .await?;
    Ok(())
}

/// The waiting entries of a round, in no meaningful order.
pub async fn queued(conn: &mut Conn, round: &RoundId) -> Result<Vec<Leaf>, StoreError> {
    let rows =
        sqlx::query("SELECT commitment, control_no FROM leaf_queue WHERE round_id = $1 ORDER BY commitment")
            .bind(round.as_str())
            .fetch_all(conn)
            .await?;
    rows.iter()
        .map(|found| {
            Ok(Leaf { control: register::control(found)?, commitment: row::digest(found, "commitment")? })
        })
        .collect()
}

/// Empties the queue of a round.
pub async fn clear_queue(conn: &mut Conn, round: &RoundId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM leaf_queue WHERE round_id = $1").bind(round.as_str()).execute(conn).await?;
    Ok(())
}

/// Keeps the salt of the sealed list.
pub async fn add_salt(conn: &mut Conn, round: &RoundId, salt: &Digest) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO seal (round_id, salt) VALUES ($1, $2)")
        .bind(round.as_str())
        .bind(salt.to_string())
        .execute(conn)
        .await?;
    Ok(())
}

/// The salt of the sealed list.
pub async fn salt(conn: &mut Conn, round: &RoundId) -> Result<Option<Digest>, StoreError> {
    let found = sqlx::query("SELECT salt FROM seal WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_optional(conn)
        .await?;
    found.map(|found| row::digest(&found, "salt")).transpose()
}

/// Adds one ballot to the sealed list.
pub async fn add_sealed(
    conn: &mut Conn,
    round: &RoundId,
    number: u64,
    choices: &str,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO sealed_ballot (round_id, number, choices, digest) VALUES ($1, $2, $3, $4)")
        .bind(round.as_str())
        .bind(row::stored(number))
        .bind(choices)
        .bind(sealed_digest(round, number, choices).to_string())
        .execute(conn)
        .await?;
    Ok(())
}

/// The sealed list of a round in order.
pub async fn sealed(conn: &mut Conn, round: &RoundId) -> Result<Vec<Sealed>, StoreError> {
    let rows =
        sqlx::query("SELECT number, choices, digest FROM sealed_ballot WHERE round_id = $1 ORDER BY number")
            .bind(round.as_str())
            .fetch_all(conn)
            .await?;
    rows.iter()
        .map(|found| {
            Ok(Sealed {
                number: row::count(found, "number")?,
                choices: row::text(found, "choices")?,
                digest: row::digest(found, "digest")?,
            })
        })
        .collect()
}
