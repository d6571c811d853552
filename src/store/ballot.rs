//! The ballot box: locked ballots with their letters while the vote is open, choices alone after the seal.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use sqlx::AssertSqlSafe;

use super::chunk::{self, Chunked};
use super::{Conn, Row, StoreError, register, row};
use crate::domain::ballot_box::Locked;
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::id::{CastId, LetterId, RoundId};
use crate::domain::leaf::Leaf;
use crate::domain::register::LetterState;

/// A letter and the ballot under it, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Voter {
    /// Which letter.
    pub letter: LetterId,
    /// The number printed on it.
    pub control: ControlNumber,
    /// Whether it is good.
    pub state: LetterState,
    /// Its ballot.
    pub ballot: Option<Stored>,
}

/// A ballot in the box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// The choices, locked, and the commitment to them.
    pub locked: Locked,
    /// What the browser sent along.
    pub cast: CastId,
    /// How often a wrong change code was given since it was cast.
    pub wrong_change_codes: u64,
}

/// The columns of a letter and its ballot, read by [`voter`].
macro_rules! select_voter {
    ($end:literal) => {
        concat!(
            "SELECT l.id, l.control_no, l.state, l.code_mac, b.locked, b.commitment, b.cast_id, b.wrong_change_codes \
              FROM letter l LEFT JOIN ballot b ON b.letter_id = l.id WHERE l.round_id = $1 ",
            $end
        )
    };
}

/// Letters of a round by the keyed hashes of their codes.
static BY_CODE: Chunked = LazyLock::new(|| chunk::texts(select_voter!("AND l.code_mac IN ("), (1, 2), ")"));

/// New ballots; what is taken already is left out.
static ADD: Chunked = LazyLock::new(|| {
    chunk::texts(
        "INSERT INTO ballot (letter_id, round_id, locked, commitment, cast_id, wrong_change_codes) \
         SELECT column1, $1, column2, column3, column4, 0 FROM (VALUES ",
        (4, 2),
        ") AS fresh WHERE column1 IS NOT NULL ON CONFLICT DO NOTHING",
    )
});

/// The commitments of the ballots under these letters.
static UNDER: Chunked =
    LazyLock::new(|| chunk::texts("SELECT commitment FROM ballot WHERE letter_id IN (", (1, 1), ")"));

/// New leaves.
static QUEUE: Chunked = LazyLock::new(|| {
    chunk::texts(
        "INSERT INTO leaf_queue (commitment, round_id, control_no, replaces, voided) \
         SELECT column1, $1, column2, column3, 0 FROM (VALUES ",
        (3, 2),
        ") AS fresh WHERE column1 IS NOT NULL",
    )
});

/// The letters with these codes, by the keyed hash of the code.
pub async fn by_code(
    conn: &mut Conn,
    round: &RoundId,
    codes: &[Digest],
) -> Result<BTreeMap<Digest, Voter>, StoreError> {
    let mut voters = BTreeMap::new();
    for piece in chunk::pieces(codes) {
        let mut query = sqlx::query(AssertSqlSafe(BY_CODE[piece.place].as_str())).bind(round.as_str());
        for one in piece.slots() {
            query = query.bind(one.map(Digest::to_string));
        }
        for found in query.fetch_all(&mut *conn).await? {
            voters.insert(row::digest(&found, "code_mac")?, voter(&found)?);
        }
    }
    Ok(voters)
}

/// The letter with this control number.
pub async fn by_control(
    conn: &mut Conn,
    round: &RoundId,
    control: ControlNumber,
) -> Result<Option<Voter>, StoreError> {
    let found = sqlx::query(select_voter!("AND l.control_no = $2"))
        .bind(round.as_str())
        .bind(control.to_string())
        .fetch_optional(conn)
        .await?;
    found.as_ref().map(voter).transpose()
}

/// The letter of a resident, by the pseudonym.
pub async fn by_resident(
    conn: &mut Conn,
    round: &RoundId,
    resident: &Digest,
) -> Result<Option<Voter>, StoreError> {
    let found = sqlx::query(select_voter!("AND l.resident = $2"))
        .bind(round.as_str())
        .bind(resident.to_string())
        .fetch_optional(conn)
        .await?;
    found.as_ref().map(voter).transpose()
}

/// All letters of a round that have a ballot.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<Voter>, StoreError> {
    let rows = sqlx::query(select_voter!("AND b.letter_id IS NOT NULL ORDER BY b.letter_id"))
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(voter).collect()
}

fn voter(found: &Row) -> Result<Voter, StoreError> {
    let ballot = match row::maybe_text(found, "commitment")? {
        None => None,
        Some(commitment) => Some(Stored {
            locked: Locked {
                bytes: row::bytes(found, "locked")?,
                commitment: Digest::parse(&commitment).ok_or_else(|| row::corrupt("commitment"))?,
            },
            cast: CastId::new(row::text(found, "cast_id")?),
            wrong_change_codes: row::count(found, "wrong_change_codes")?,
        }),
    };
    Ok(Voter {
        letter: LetterId::new(row::text(found, "id")?),
        control: register::control(found)?,
        state: register::state(found)?,
        ballot,
    })
}

/// Puts first ballots in the box. The commitments of those that went in; the others stand under a letter that has
/// a ballot.
pub async fn add(
    conn: &mut Conn,
    round: &RoundId,
    ballots: &[(LetterId, Stored)],
) -> Result<BTreeSet<Digest>, StoreError> {
    let mut added = BTreeSet::new();
    for piece in chunk::pieces(ballots) {
        let mut query = sqlx::query(AssertSqlSafe(ADD[piece.place].as_str())).bind(round.as_str());
        for one in piece.slots() {
            query = query
                .bind(one.map(|(letter, _)| letter.as_str()))
                .bind(one.map(|(_, ballot)| ballot.locked.bytes.as_slice()))
                .bind(one.map(|(_, ballot)| ballot.locked.commitment.to_string()))
                .bind(one.map(|(_, ballot)| ballot.cast.as_str()));
        }
        let done = query.execute(&mut *conn).await?.rows_affected();
        if usize::try_from(done) == Ok(piece.rows.len()) {
            added.extend(piece.rows.iter().map(|(_, ballot)| ballot.locked.commitment));
            continue;
        }
        // Fewer went in than were given, which is rare: the box itself tells which.
        let mut query = sqlx::query(AssertSqlSafe(UNDER[piece.place].as_str()));
        for one in piece.slots() {
            query = query.bind(one.map(|(letter, _)| letter.as_str()));
        }
        let mut present = BTreeSet::new();
        for found in query.fetch_all(&mut *conn).await? {
            present.insert(row::digest(&found, "commitment")?);
        }
        added.extend(
            piece.rows.iter().map(|(_, one)| one.locked.commitment).filter(|one| present.contains(one)),
        );
    }
    Ok(added)
}

/// Puts another ballot under a letter in the place of the one with the commitment `old`; `false` when that is no longer
/// there.
pub async fn replace(
    conn: &mut Conn,
    letter: &LetterId,
    old: &Digest,
    ballot: &Stored,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE ballot SET locked = $1, commitment = $2, cast_id = $3, wrong_change_codes = 0 \
         WHERE letter_id = $4 AND commitment = $5",
    )
    .bind(ballot.locked.bytes.as_slice())
    .bind(ballot.locked.commitment.to_string())
    .bind(ballot.cast.as_str())
    .bind(letter.as_str())
    .bind(old.to_string())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a wrong change code was given for the ballot under a letter.
pub async fn note_wrong_change_code(conn: &mut Conn, letter: &LetterId) -> Result<(), StoreError> {
    sqlx::query("UPDATE ballot SET wrong_change_codes = wrong_change_codes + 1 WHERE letter_id = $1")
        .bind(letter.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes the ballot under a letter out of the box; `false` when it is not the one with this commitment.
pub async fn remove(conn: &mut Conn, letter: &LetterId, commitment: &Digest) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM ballot WHERE letter_id = $1 AND commitment = $2")
        .bind(letter.as_str())
        .bind(commitment.to_string())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Empties the box of a round: with the rows goes what joined ballots and letters.
pub async fn remove_all(conn: &mut Conn, round: &RoundId) -> Result<u64, StoreError> {
    let done =
        sqlx::query("DELETE FROM ballot WHERE round_id = $1").bind(round.as_str()).execute(conn).await?;
    Ok(done.rows_affected())
}

/// Lets the entries of ballots wait for the close.
pub async fn queue(conn: &mut Conn, round: &RoundId, leaves: &[Leaf]) -> Result<(), StoreError> {
    for piece in chunk::pieces(leaves) {
        let mut query = sqlx::query(AssertSqlSafe(QUEUE[piece.place].as_str())).bind(round.as_str());
        for leaf in piece.slots() {
            query = query
                .bind(leaf.map(|leaf| leaf.commitment.to_string()))
                .bind(leaf.map(|leaf| leaf.control.to_string()))
                .bind(leaf.and_then(|leaf| leaf.replaces).map(|old| old.to_string()));
        }
        query.execute(&mut *conn).await?;
    }
    Ok(())
}

/// Marks the waiting entry of a ballot that does not count; `false` when it does not wait.
pub async fn void(conn: &mut Conn, commitment: &Digest) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE leaf_queue SET voided = 1 WHERE commitment = $1 AND voided = 0")
        .bind(commitment.to_string())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// The waiting entries of a round, in no meaningful order.
pub async fn queued(conn: &mut Conn, round: &RoundId) -> Result<Vec<Leaf>, StoreError> {
    let rows = sqlx::query(
        "SELECT commitment, control_no, replaces, voided FROM leaf_queue WHERE round_id = $1 ORDER BY commitment",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter()
        .map(|found| {
            let replaces = row::maybe_text(found, "replaces")?;
            let replaces = replaces.map(|text| Digest::parse(&text).ok_or_else(|| row::corrupt("replaces")));
            Ok(Leaf {
                control: register::control(found)?,
                commitment: row::digest(found, "commitment")?,
                replaces: replaces.transpose()?,
                voided: row::int(found, "voided")? == 1,
            })
        })
        .collect()
}

/// Empties the queue of a round.
pub async fn clear_queue(conn: &mut Conn, round: &RoundId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM leaf_queue WHERE round_id = $1").bind(round.as_str()).execute(conn).await?;
    Ok(())
}
