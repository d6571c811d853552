//! Who of the office looks at a plan, and what it answered. Both only grow; the last one counts.

use std::collections::BTreeMap;

use super::super::{Conn, Row, StoreError, row};
use crate::domain::id::{AccountId, PitchId, RoundId};
use crate::domain::pitch::Assessment;
use crate::domain::time::Moment;

/// What the office answered, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// 1 for the first.
    pub number: u64,
    /// The version of the plan that it is about.
    pub version: u64,
    /// The answers; nothing once they were erased.
    pub content: Option<Assessment>,
    /// Who wrote them down.
    pub by: AccountId,
    /// When.
    pub at: Moment,
}

/// What was answered about a plan, in order.
pub async fn of(conn: &mut Conn, id: &PitchId) -> Result<Vec<Stored>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, version, content, by_account, at FROM pitch_assessment WHERE pitch_id = $1 ORDER BY number",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

fn read(found: &Row) -> Result<Stored, StoreError> {
    let text = row::text(found, "content")?;
    let content = match text.as_str() {
        "" => None,
        text => Some(Assessment::read(text).ok_or_else(|| row::corrupt("content"))?),
    };
    Ok(Stored {
        number: row::count(found, "number")?,
        version: row::count(found, "version")?,
        content,
        by: AccountId::new(row::text(found, "by_account")?),
        at: row::moment(found, "at")?,
    })
}

/// Keeps answers about a version, under the next number.
pub async fn add(
    conn: &mut Conn,
    (id, version): (&PitchId, u64),
    content: &Assessment,
    (by, function, at): (&AccountId, &str, Moment),
) -> Result<(), StoreError> {
    let text = content.write();
    sqlx::query(
        "INSERT INTO pitch_assessment (pitch_id, number, version, content, digest, at, by_account, by_function) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4, $5, $6, $7 FROM pitch_assessment WHERE pitch_id = $1",
    )
    .bind(id.as_str())
    .bind(row::stored(version))
    .bind(&text)
    .bind(Assessment::digest(&text).to_string())
    .bind(at.micros())
    .bind(by.as_str())
    .bind(function)
    .execute(conn)
    .await?;
    Ok(())
}

/// The texts of all answers that were not erased, with their fingerprints.
pub async fn texts(conn: &mut Conn) -> Result<Vec<(PitchId, String, String)>, StoreError> {
    let rows = sqlx::query("SELECT pitch_id, content, digest FROM pitch_assessment WHERE content <> ''")
        .fetch_all(conn)
        .await?;
    let read = |found: &Row| {
        Ok((
            PitchId::new(row::text(found, "pitch_id")?),
            row::text(found, "content")?,
            row::text(found, "digest")?,
        ))
    };
    rows.iter().map(read).collect()
}

/// Who looks at the plans of a round.
pub async fn assigned(conn: &mut Conn, round: &RoundId) -> Result<BTreeMap<PitchId, AccountId>, StoreError> {
    let rows = sqlx::query(
        "SELECT a.pitch_id, a.account_id FROM pitch_assignment a JOIN pitch p ON p.id = a.pitch_id \
         WHERE p.round_id = $1 ORDER BY a.pitch_id, a.number",
    )
    .bind(round.as_str())
    .fetch_all(conn)
    .await?;
    // The last one of each plan stays.
    let read = |found: &Row| {
        Ok((PitchId::new(row::text(found, "pitch_id")?), AccountId::new(row::text(found, "account_id")?)))
    };
    rows.iter().map(read).collect()
}

/// Gives a plan to someone, under the next number.
pub async fn assign(
    conn: &mut Conn,
    id: &PitchId,
    to: &AccountId,
    (by, at): (&AccountId, Moment),
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO pitch_assignment (pitch_id, number, account_id, at, by_account) \
         SELECT $1, COALESCE(MAX(number), 0) + 1, $2, $3, $4 FROM pitch_assignment WHERE pitch_id = $1",
    )
    .bind(id.as_str())
    .bind(to.as_str())
    .bind(at.micros())
    .bind(by.as_str())
    .execute(conn)
    .await?;
    Ok(())
}
