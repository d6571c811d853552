//! The sealed list: choices without letters, and the salt of its hash.

use std::sync::LazyLock;

use sqlx::AssertSqlSafe;

use super::chunk::{self, Chunked};
use super::{Conn, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, RoundId};

/// A ballot without its letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its place in the list, from 1.
    pub number: u64,
    /// The canonical choices.
    pub choices: String,
    /// [`digest`] at the time of the seal.
    pub digest: Digest,
}

/// What guards a row of the sealed list: round, place and choices together.
pub fn digest(round: &RoundId, number: u64, choices: &str) -> Digest {
    Digest::of(format!("schuifruimte-sealed/1\n{round}\n{number}\n{choices}").as_bytes())
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

/// Rows of the sealed list.
static ADD: Chunked = LazyLock::new(|| {
    chunk::texts(
        "INSERT INTO sealed_ballot (round_id, number, choices, digest) SELECT $1, column1, column2, column3 \
         FROM (VALUES ",
        (3, 2),
        ") AS fresh WHERE column1 IS NOT NULL",
    )
});

/// Writes the sealed list of a round: the canonical choices of each ballot, in the order of the list.
pub async fn add(conn: &mut Conn, round: &RoundId, ballots: &[String]) -> Result<(), StoreError> {
    let mut numbers = 1..;
    for piece in chunk::pieces(ballots) {
        let mut query = sqlx::query(AssertSqlSafe(ADD[piece.place].as_str())).bind(round.as_str());
        for one in piece.slots() {
            let choices = one.map(String::as_str);
            let number: Option<u64> = choices.and_then(|_| numbers.next());
            let guard =
                number.zip(choices).map(|(number, choices)| digest(round, number, choices).to_string());
            query = query.bind(number.map(row::stored)).bind(choices).bind(guard);
        }
        query.execute(&mut *conn).await?;
    }
    Ok(())
}

/// The sealed list of a round in order.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<Sealed>, StoreError> {
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

/// Who asked for the seal of a round, once someone did.
pub async fn asked_by(conn: &mut Conn, round: &RoundId) -> Result<Option<AccountId>, StoreError> {
    let found = sqlx::query("SELECT asked_by FROM seal_order WHERE round_id = $1")
        .bind(round.as_str())
        .fetch_optional(conn)
        .await?;
    found.map(|found| Ok(AccountId::new(row::text(&found, "asked_by")?))).transpose()
}

/// Notes who asks for the seal; `false` when someone did before.
pub async fn ask(conn: &mut Conn, round: &RoundId, account: &AccountId) -> Result<bool, StoreError> {
    let done =
        sqlx::query("INSERT INTO seal_order (round_id, asked_by) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(round.as_str())
            .bind(account.as_str())
            .execute(conn)
            .await?;
    Ok(done.rows_affected() == 1)
}
