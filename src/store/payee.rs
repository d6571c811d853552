//! Each revision of a recipient that changed who is paid.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;

use super::chunk::{self, Chunked};
use super::{Conn, Row, StoreError, row};
use crate::domain::id::{GrantId, RecipientId};
use crate::domain::payee::{Confirmed, KnownAccount, PayeeRevision};
use crate::domain::time::Moment;

/// Revisions, read by [`read`]; `$first` names columns before their own.
macro_rules! select {
    ($end:literal) => {
        select!("", $end)
    };
    ($first:literal, $end:literal) => {
        concat!(
            "SELECT ",
            $first,
            "p.recipient_id, p.revision, p.iban_mark, p.iban_last, p.changed_by, p.changed_at, p.needs_second, \
             p.confirmed_by, p.confirmed_at, p.statement_on, p.ground FROM recipient_payee p ",
            $end
        )
    };
}

fn read(found: &Row) -> Result<PayeeRevision, StoreError> {
    let account = match row::maybe_text(found, "iban_last")? {
        None => None,
        Some(last_four) => Some(KnownAccount { last_four, mark: row::digest(found, "iban_mark")? }),
    };
    let confirmed = match row::maybe_text(found, "confirmed_by")? {
        None => None,
        Some(by) => Some(Confirmed {
            by,
            at: row::moment(found, "confirmed_at")?,
            statement_on: row::text(found, "statement_on")?
                .parse()
                .map_err(|_| row::corrupt("statement_on"))?,
            ground: row::text(found, "ground")?,
        }),
    };
    Ok(PayeeRevision {
        recipient: RecipientId::new(row::text(found, "recipient_id")?),
        revision: row::count(found, "revision")?,
        account,
        changed_by: row::text(found, "changed_by")?,
        changed_at: row::moment(found, "changed_at")?,
        needs_second: row::int(found, "needs_second")? == 1,
        confirmed,
    })
}

/// Writes a revision down.
pub async fn add(conn: &mut Conn, payee: &PayeeRevision) -> Result<(), StoreError> {
    let account = payee.account.as_ref();
    sqlx::query(
        "INSERT INTO recipient_payee (recipient_id, revision, iban_mark, iban_last, changed_by, changed_at, needs_second) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(payee.recipient.as_str())
    .bind(row::stored(payee.revision))
    .bind(account.map(|known| known.mark.to_string()))
    .bind(account.map(|known| known.last_four.clone()))
    .bind(&payee.changed_by)
    .bind(payee.changed_at.micros())
    .bind(i64::from(payee.needs_second))
    .execute(conn)
    .await?;
    Ok(())
}

/// The revisions of a recipient, the oldest first.
pub async fn of_recipient(conn: &mut Conn, id: &RecipientId) -> Result<Vec<PayeeRevision>, StoreError> {
    let rows = sqlx::query(select!("WHERE p.recipient_id = $1 ORDER BY p.revision"))
        .bind(id.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// The revisions of every recipient, the oldest first.
pub async fn list(conn: &mut Conn) -> Result<BTreeMap<RecipientId, Vec<PayeeRevision>>, StoreError> {
    let rows = sqlx::query(select!("ORDER BY p.recipient_id, p.revision")).fetch_all(conn).await?;
    let mut known: BTreeMap<RecipientId, Vec<PayeeRevision>> = BTreeMap::new();
    for found in &rows {
        let payee = read(found)?;
        known.entry(payee.recipient.clone()).or_default().push(payee);
    }
    Ok(known)
}

/// The revisions of the recipient of a grant, the oldest first.
pub async fn of_grant(conn: &mut Conn, grant: &GrantId) -> Result<Vec<PayeeRevision>, StoreError> {
    let rows = sqlx::query(select!(
        "JOIN grant_recipient m ON m.recipient_id = p.recipient_id WHERE m.grant_id = $1 ORDER BY p.revision"
    ))
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// The revisions of the recipients of these grants.
static SOME: Chunked = LazyLock::new(|| {
    chunk::texts(
        select!(
            "m.grant_id, ",
            "JOIN grant_recipient m ON m.recipient_id = p.recipient_id WHERE m.grant_id IN ("
        ),
        (1, 1),
        ") ORDER BY p.revision",
    )
});

/// The revisions of the recipients of these grants, each the oldest first, in few statements.
pub async fn of_some<'a>(
    conn: &mut Conn,
    grants: impl IntoIterator<Item = &'a GrantId>,
) -> Result<BTreeMap<GrantId, Vec<PayeeRevision>>, StoreError> {
    let mut known: BTreeMap<GrantId, Vec<PayeeRevision>> = BTreeMap::new();
    let ids: Vec<&str> = grants.into_iter().map(GrantId::as_str).collect();
    for found in chunk::rows(conn, &SOME, &ids).await? {
        known.entry(GrantId::new(row::text(&found, "grant_id")?)).or_default().push(read(&found)?);
    }
    Ok(known)
}

/// Another person confirms every change of a recipient that waits.
pub async fn confirm(
    conn: &mut Conn,
    id: &RecipientId,
    (by, at): (&str, Moment),
    (statement_on, ground): (Date, &str),
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE recipient_payee SET confirmed_by = $2, confirmed_at = $3, statement_on = $4, ground = $5 \
         WHERE recipient_id = $1 AND needs_second = 1 AND confirmed_by IS NULL",
    )
    .bind(id.as_str())
    .bind(by)
    .bind(at.micros())
    .bind(statement_on.to_string())
    .bind(ground)
    .execute(conn)
    .await?;
    Ok(())
}
