//! Documents of a round, byte for byte as they were fixed.

use super::{Conn, StoreError, row};
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;

/// A document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its name, such as `rules.json`.
    pub name: String,
    /// Its bytes.
    pub body: Vec<u8>,
    /// The hash noted when it was fixed.
    pub hash: Digest,
}

/// Fixes a document.
pub async fn add(conn: &mut Conn, round: &RoundId, name: &str, body: &[u8]) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO round_document (round_id, name, body, hash) VALUES ($1, $2, $3, $4)")
        .bind(round.as_str())
        .bind(name)
        .bind(body)
        .bind(Digest::of(body).to_string())
        .execute(conn)
        .await?;
    Ok(())
}

/// The bytes of a document.
pub async fn find(conn: &mut Conn, round: &RoundId, name: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let found = sqlx::query("SELECT body FROM round_document WHERE round_id = $1 AND name = $2")
        .bind(round.as_str())
        .bind(name)
        .fetch_optional(conn)
        .await?;
    found.map(|found| row::bytes(&found, "body")).transpose()
}

/// All documents of a round.
pub async fn list(conn: &mut Conn, round: &RoundId) -> Result<Vec<Document>, StoreError> {
    let rows = sqlx::query("SELECT name, body, hash FROM round_document WHERE round_id = $1 ORDER BY name")
        .bind(round.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter()
        .map(|found| {
            Ok(Document {
                name: row::text(found, "name")?,
                body: row::bytes(found, "body")?,
                hash: row::digest(found, "hash")?,
            })
        })
        .collect()
}
