//! Recipients that someone who is named may be, with whoever belonged with them at a moment.

use super::{affiliations, find};
use crate::domain::id::RecipientId;
use crate::domain::recipient::{Recipient, families};
use crate::domain::registration::Kvk;
use crate::domain::time::Moment;
use crate::store::{Conn, StoreError, row};

/// The recipients of a name with that key, or with that number, and everyone who counted as one with them at a moment.
pub async fn family_at(
    conn: &mut Conn,
    (key, kvk): (&str, Option<&Kvk>),
    at: Moment,
) -> Result<Vec<Recipient>, StoreError> {
    let rows = sqlx::query(
        "SELECT id FROM recipient WHERE kvk = $1 OR (name_key = $2 AND name_key <> '') ORDER BY id",
    )
    .bind(kvk.map(Kvk::as_str))
    .bind(key)
    .fetch_all(&mut *conn)
    .await?;
    let mut own = Vec::with_capacity(rows.len());
    for found in &rows {
        own.push(RecipientId::new(row::text(found, "id")?));
    }
    if own.is_empty() {
        return Ok(Vec::new());
    }
    let together = families(&affiliations(conn).await?, at);
    let family_of = |id: &RecipientId| together.get(id).unwrap_or(id).clone();
    let wanted: Vec<RecipientId> = own.iter().map(family_of).collect();
    let others = together.iter().filter(|(_, family)| wanted.contains(family)).map(|(id, _)| id.clone());
    own.extend(others);
    own.sort();
    own.dedup();
    let mut all = Vec::with_capacity(own.len());
    for id in &own {
        all.extend(find(conn, id).await?);
    }
    Ok(all)
}
