//! The mandate register.

use super::{Conn, Row, StoreError, row};
use crate::domain::decision::DecisionKind;
use crate::domain::id::AccountId;
use crate::domain::mandate::Mandate;

/// The whole register, in the order in which it was entered.
pub async fn list(conn: &mut Conn) -> Result<Vec<Mandate>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, account_id, kind, up_to_cents, from_at, until_at, ground, ground_date, entered_at, entered_by \
         FROM mandate ORDER BY number",
    )
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// The rows of one person, in order.
pub async fn of(conn: &mut Conn, account: &AccountId) -> Result<Vec<Mandate>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, account_id, kind, up_to_cents, from_at, until_at, ground, ground_date, entered_at, entered_by \
         FROM mandate WHERE account_id = $1 ORDER BY number",
    )
    .bind(account.as_str())
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// One row.
pub async fn find(conn: &mut Conn, number: u64) -> Result<Option<Mandate>, StoreError> {
    let found = sqlx::query(
        "SELECT number, account_id, kind, up_to_cents, from_at, until_at, ground, ground_date, entered_at, entered_by \
         FROM mandate WHERE number = $1",
    )
    .bind(row::stored(number))
    .fetch_optional(conn)
    .await?;
    found.as_ref().map(read).transpose()
}

fn read(found: &Row) -> Result<Mandate, StoreError> {
    Ok(Mandate {
        number: row::count(found, "number")?,
        account: AccountId::new(row::text(found, "account_id")?),
        kind: DecisionKind::named(&row::text(found, "kind")?).ok_or_else(|| row::corrupt("kind"))?,
        up_to: row::cents(found, "up_to_cents")?,
        from: row::moment(found, "from_at")?,
        until: row::maybe_moment(found, "until_at")?,
        ground: row::text(found, "ground")?,
        ground_date: row::text(found, "ground_date")?,
        entered_at: row::moment(found, "entered_at")?,
        entered_by: row::text(found, "entered_by")?,
    })
}

/// Adds a row; it gets the next number, whatever number it carries.
pub async fn add(conn: &mut Conn, mandate: &Mandate) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO mandate (number, account_id, kind, up_to_cents, from_at, until_at, ground, ground_date, \
         entered_at, entered_by) \
         SELECT COALESCE(MAX(number), 0) + 1, $1, $2, $3, $4, $5, $6, $7, $8, $9 FROM mandate",
    )
    .bind(mandate.account.as_str())
    .bind(mandate.kind.name())
    .bind(mandate.up_to.get())
    .bind(mandate.from.micros())
    .bind(mandate.until.map(|until| until.micros()))
    .bind(&mandate.ground)
    .bind(&mandate.ground_date)
    .bind(mandate.entered_at.micros())
    .bind(&mandate.entered_by)
    .execute(conn)
    .await?;
    Ok(())
}
