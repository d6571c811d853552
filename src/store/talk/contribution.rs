//! What waits for the yes of the owner of an address.

use crate::domain::digest::Digest;
use crate::domain::id::{ContributionId, PitchId};
use crate::domain::mail::Address;
use crate::domain::talk::contribution::{Contribution, What};
use crate::domain::time::Moment;
use crate::store::{Conn, Row, StoreError, row};

fn read(found: &Row) -> Result<Contribution, StoreError> {
    Ok(Contribution {
        id: ContributionId::new(row::text(found, "id")?),
        pitch: PitchId::new(row::text(found, "pitch_id")?),
        email: Address::parse(&row::text(found, "email")?).map_err(|_| row::corrupt("email"))?,
        language: row::text(found, "language")?,
        what: What::read(&row::text(found, "content")?).ok_or_else(|| row::corrupt("content"))?,
        asked: row::moment(found, "asked_at")?,
    })
}

/// Adds one.
pub async fn add(conn: &mut Conn, new: &Contribution) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO contribution (id, mark, email, language, pitch_id, content, asked_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(new.id.as_str())
    .bind(new.email.mark().to_string())
    .bind(new.email.as_str())
    .bind(&new.language)
    .bind(new.pitch.as_str())
    .bind(new.what.write())
    .bind(new.asked.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// What waits for the owner of an address and was written after a moment, the oldest first.
pub async fn waiting(conn: &mut Conn, mark: &Digest, after: Moment) -> Result<Vec<Contribution>, StoreError> {
    let rows = sqlx::query(
        "SELECT id, email, language, pitch_id, content, asked_at FROM contribution WHERE mark = $1 AND asked_at > $2 \
         ORDER BY asked_at, id",
    )
    .bind(mark.to_string())
    .bind(after.micros())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Takes one out that waits for the owner of an address; `false` when it is not there.
pub async fn take(conn: &mut Conn, id: &ContributionId, mark: &Digest) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM contribution WHERE id = $1 AND mark = $2")
        .bind(id.as_str())
        .bind(mark.to_string())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes what was written before a moment and nobody said yes to; how many.
pub async fn remove_old(conn: &mut Conn, before: Moment) -> Result<u64, StoreError> {
    let done = sqlx::query("DELETE FROM contribution WHERE asked_at < $1")
        .bind(before.micros())
        .execute(conn)
        .await?;
    Ok(done.rows_affected())
}
