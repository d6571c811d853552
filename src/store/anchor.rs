//! The anchors of the staff log in the public log of the office.

use super::{Conn, Row, StoreError, row};

/// An anchor as it was stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its place, from 1.
    pub seq: u64,
    /// The day of it, as `2027-03-01`.
    pub day: String,
    /// The bytes that were hashed.
    pub entry: Vec<u8>,
    /// The signed state of the log up to here.
    pub note: String,
}

/// All anchors, the oldest first.
pub async fn list(conn: &mut Conn) -> Result<Vec<Stored>, StoreError> {
    let rows =
        sqlx::query("SELECT seq, day, entry, note FROM office_anchor ORDER BY seq").fetch_all(conn).await?;
    let read = |found: &Row| {
        Ok(Stored {
            seq: row::count(found, "seq")?,
            day: row::text(found, "day")?,
            entry: row::bytes(found, "entry")?,
            note: row::text(found, "note")?,
        })
    };
    rows.iter().map(read).collect()
}

/// Appends an anchor; `false` when there is one of its day already.
pub async fn add(conn: &mut Conn, anchor: &Stored) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO office_anchor (seq, day, entry, note) SELECT $1, $2, $3, $4 \
         WHERE NOT EXISTS (SELECT 1 FROM office_anchor WHERE day = $2)",
    )
    .bind(row::stored(anchor.seq))
    .bind(&anchor.day)
    .bind(anchor.entry.as_slice())
    .bind(&anchor.note)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() > 0)
}
