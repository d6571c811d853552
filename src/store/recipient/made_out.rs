//! To whom grants are made out.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::super::chunk::{self, Chunked};
use super::super::{Conn, Row, StoreError, row};
use super::read;
use crate::domain::id::{GrantId, RecipientId};
use crate::domain::recipient::Recipient;
use crate::domain::time::Moment;

/// The recipients of these grants.
static SOME: Chunked = LazyLock::new(|| {
    chunk::texts(
        select!("g.grant_id, ", "JOIN grant_recipient g ON g.recipient_id = r.id WHERE g.grant_id IN ("),
        (1, 1),
        ")",
    )
});

/// The recipients of those of these grants that have one, without the people who sign, in few statements.
pub async fn of_some<'a>(
    conn: &mut Conn,
    grants: impl IntoIterator<Item = &'a GrantId>,
) -> Result<BTreeMap<GrantId, Recipient>, StoreError> {
    let ids: Vec<&str> = grants.into_iter().map(GrantId::as_str).collect();
    let rows = chunk::rows(conn, &SOME, &ids).await?;
    rows.iter().map(|found| Ok((GrantId::new(row::text(found, "grant_id")?), read(found)?))).collect()
}

/// Writes whom a grant is made out to. Refused by a trigger once it is awarded.
pub async fn set_of_grant(
    conn: &mut Conn,
    grant: &GrantId,
    recipient: &RecipientId,
    now: Moment,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO grant_recipient (grant_id, recipient_id, set_at) VALUES ($1, $2, $3) \
         ON CONFLICT (grant_id) DO UPDATE SET recipient_id = $2, set_at = $3",
    )
    .bind(grant.as_str())
    .bind(recipient.as_str())
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// Whom each grant is made out to, by grant.
pub async fn of_grants(conn: &mut Conn) -> Result<Vec<(GrantId, RecipientId)>, StoreError> {
    let rows = sqlx::query("SELECT grant_id, recipient_id FROM grant_recipient ORDER BY grant_id")
        .fetch_all(conn)
        .await?;
    let read = |found: &Row| {
        Ok((GrantId::new(row::text(found, "grant_id")?), RecipientId::new(row::text(found, "recipient_id")?)))
    };
    rows.iter().map(read).collect()
}

/// The grants that money of goes to a recipient: made out to it, or with a share for it.
pub async fn grants_of(conn: &mut Conn, id: &RecipientId) -> Result<Vec<GrantId>, StoreError> {
    let rows = sqlx::query(
        "SELECT grant_id FROM grant_recipient WHERE recipient_id = $1 \
         UNION SELECT grant_id FROM grant_member WHERE recipient_id = $1 ORDER BY 1",
    )
    .bind(id.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(|found| Ok(GrantId::new(row::text(found, "grant_id")?))).collect()
}
