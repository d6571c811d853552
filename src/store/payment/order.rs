//! Orders to pay.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use jiff::civil::Date;
use sqlx::AssertSqlSafe;

use super::super::chunk::{self, Chunked};
use super::super::{Conn, Row, StoreError, row};
use super::{day, maybe_day};
use crate::domain::id::{GrantId, LineId};
use crate::domain::payment::{BatchNumber, Order, OrderNumber, OrderState, Part, Returned};

/// Orders, read by [`read`].
macro_rules! select {
    ($end:literal) => {
        concat!(
            "SELECT number, grant_id, line_id, part, amount_cents, due_on, state, batch_id, paid_on, reference, \
             payee_revision, returned_on, return_reference, returned_by, replaces FROM payment_order ",
            $end
        )
    };
}

/// Takes the next place for an order: 1 for the first ever.
pub async fn next_order(conn: &mut Conn) -> Result<u64, StoreError> {
    let found = sqlx::query("UPDATE payment_head SET orders = orders + 1 WHERE id = 1 RETURNING orders")
        .fetch_one(conn)
        .await?;
    row::count(&found, "orders")
}

/// How many orders and how many batches were ever numbered.
pub async fn counted(conn: &mut Conn) -> Result<(u64, u64), StoreError> {
    let found = sqlx::query("SELECT orders, batches FROM payment_head WHERE id = 1").fetch_one(conn).await?;
    Ok((row::count(&found, "orders")?, row::count(&found, "batches")?))
}

/// All orders, by number.
pub async fn orders(conn: &mut Conn) -> Result<Vec<Order>, StoreError> {
    let rows = sqlx::query(select!("ORDER BY number")).fetch_all(conn).await?;
    rows.iter().map(read).collect()
}

/// The orders that wait for a batch, by number.
pub async fn waiting_orders(conn: &mut Conn) -> Result<Vec<Order>, StoreError> {
    let rows = sqlx::query(select!("WHERE state = 'ordered' ORDER BY number")).fetch_all(conn).await?;
    rows.iter().map(read).collect()
}

/// The orders of a grant, by number.
pub async fn orders_of_grant(conn: &mut Conn, grant: &GrantId) -> Result<Vec<Order>, StoreError> {
    let rows = sqlx::query(select!("WHERE grant_id = $1 ORDER BY number"))
        .bind(grant.as_str())
        .fetch_all(conn)
        .await?;
    rows.iter().map(read).collect()
}

/// The orders that are, or were last, in a batch, by number.
pub async fn orders_of_batch(conn: &mut Conn, batch: &BatchNumber) -> Result<Vec<Order>, StoreError> {
    let rows =
        sqlx::query(select!("WHERE batch_id = $1 ORDER BY number")).bind(&batch.0).fetch_all(conn).await?;
    rows.iter().map(read).collect()
}

/// One order.
pub async fn order(conn: &mut Conn, number: &OrderNumber) -> Result<Option<Order>, StoreError> {
    let found = sqlx::query(select!("WHERE number = $1")).bind(&number.0).fetch_optional(conn).await?;
    found.as_ref().map(read).transpose()
}

/// These orders.
static SOME: Chunked = LazyLock::new(|| chunk::texts(select!("WHERE number IN ("), (1, 1), ")"));

/// Those of these orders that there are, in few statements.
pub async fn some_orders(
    conn: &mut Conn,
    numbers: &[OrderNumber],
) -> Result<BTreeMap<OrderNumber, Order>, StoreError> {
    let ids: Vec<&str> = numbers.iter().map(|number| number.0.as_str()).collect();
    let rows = chunk::rows(conn, &SOME, &ids).await?;
    rows.iter().map(|found| read(found).map(|order| (order.number.clone(), order))).collect()
}

fn read(found: &Row) -> Result<Order, StoreError> {
    Ok(Order {
        number: OrderNumber(row::text(found, "number")?),
        grant: GrantId::new(row::text(found, "grant_id")?),
        line: LineId::new(row::text(found, "line_id")?),
        part: Part::numbered(row::count(found, "part")?),
        amount: row::cents(found, "amount_cents")?,
        due_on: day(found, "due_on")?,
        state: OrderState::named(&row::text(found, "state")?).ok_or_else(|| row::corrupt("state"))?,
        batch: row::maybe_text(found, "batch_id")?.map(BatchNumber),
        paid_on: maybe_day(found, "paid_on")?,
        reference: row::text(found, "reference")?,
        payee: row::maybe_count(found, "payee_revision")?,
        returned: returned(found)?,
        replaces: row::maybe_text(found, "replaces")?.map(OrderNumber),
    })
}

/// What the bank said of an order that came back; nothing for one that came back before this was kept.
fn returned(found: &Row) -> Result<Option<Returned>, StoreError> {
    let Some(on) = maybe_day(found, "returned_on")? else { return Ok(None) };
    let by = row::maybe_text(found, "returned_by")?.unwrap_or_default();
    Ok(Some(Returned { on, reference: row::text(found, "return_reference")?, by }))
}

/// Adds an order that waits for a batch. Refused when its part of the grant is ordered already.
pub async fn add_order(conn: &mut Conn, order: &Order) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO payment_order (number, grant_id, line_id, part, amount_cents, due_on, state, batch_id, paid_on, \
         reference, payee_revision, replaces) VALUES ($1, $2, $3, $4, $5, $6, 'ordered', NULL, NULL, '', $7, $8)",
    )
    .bind(&order.number.0)
    .bind(order.grant.as_str())
    .bind(order.line.as_str())
    .bind(row::stored(order.part.number()))
    .bind(order.amount.get())
    .bind(order.due_on.to_string())
    .bind(order.payee.map(row::stored))
    .bind(order.replaces.as_ref().map(|replaced| replaced.0.clone()))
    .execute(conn)
    .await?;
    Ok(())
}

/// Moves an order from one state to another; `false` when it was not in the first.
pub async fn step_order(
    conn: &mut Conn,
    number: &OrderNumber,
    from: OrderState,
    to: OrderState,
) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE payment_order SET state = $3 WHERE number = $1 AND state = $2")
        .bind(&number.0)
        .bind(from.name())
        .bind(to.name())
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts waiting orders into a batch, each for the revision of who is paid that counts now.
static GATHER: Chunked = LazyLock::new(|| {
    chunk::texts(
        "UPDATE payment_order SET state = 'gathered', batch_id = $1, payee_revision = (SELECT MAX(p.revision) \
         FROM recipient_payee p JOIN grant_recipient m ON m.recipient_id = p.recipient_id \
         WHERE m.grant_id = payment_order.grant_id) WHERE state = 'ordered' AND number IN (",
        (1, 2),
        ")",
    )
});

/// Puts waiting orders into a batch, each for the revision of who is paid that counts now; how many of them waited.
pub async fn gather_orders(
    conn: &mut Conn,
    numbers: &[OrderNumber],
    batch: &BatchNumber,
) -> Result<u64, StoreError> {
    let mut count = 0;
    for piece in chunk::pieces(numbers) {
        let mut query = sqlx::query(AssertSqlSafe(GATHER[piece.place].as_str())).bind(&batch.0);
        for one in piece.slots() {
            query = query.bind(one.map(|number| number.0.as_str()));
        }
        count += query.execute(&mut *conn).await?.rows_affected();
    }
    Ok(count)
}

/// Lets the orders of a batch wait again; how many.
pub async fn release_orders(conn: &mut Conn, batch: &BatchNumber) -> Result<u64, StoreError> {
    let done = sqlx::query(
        "UPDATE payment_order SET state = 'ordered', batch_id = NULL WHERE batch_id = $1 AND state = 'gathered'",
    )
    .bind(&batch.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The orders of a batch are on their way to the bank; how many.
pub async fn send_orders(conn: &mut Conn, batch: &BatchNumber) -> Result<u64, StoreError> {
    let done =
        sqlx::query("UPDATE payment_order SET state = 'sent' WHERE batch_id = $1 AND state = 'gathered'")
            .bind(&batch.0)
            .execute(conn)
            .await?;
    Ok(done.rows_affected())
}

/// The bank paid an order that was sent; `false` when it is not on its way.
pub async fn pay_order(
    conn: &mut Conn,
    number: &OrderNumber,
    paid_on: Date,
    reference: &str,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE payment_order SET state = 'paid', paid_on = $2, reference = $3 WHERE number = $1 AND state = 'sent'",
    )
    .bind(&number.0)
    .bind(paid_on.to_string())
    .bind(reference)
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Writes down what the bank said when it gave an order back, and why.
pub async fn say_returned(
    conn: &mut Conn,
    number: &OrderNumber,
    returned: &Returned,
    reason: &str,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE payment_order SET return_reason = $2, returned_on = $3, return_reference = $4, returned_by = $5 \
         WHERE number = $1",
    )
    .bind(&number.0)
    .bind(reason)
    .bind(returned.on.to_string())
    .bind(&returned.reference)
    .bind(&returned.by)
    .execute(conn)
    .await?;
    Ok(())
}

/// The order that stands in the place of one that came back.
pub async fn replacing(conn: &mut Conn, number: &OrderNumber) -> Result<Option<OrderNumber>, StoreError> {
    let found = sqlx::query(select!("WHERE replaces = $1 ORDER BY number DESC"))
        .bind(&number.0)
        .fetch_optional(conn)
        .await?;
    Ok(found.as_ref().map(read).transpose()?.map(|order| order.number))
}

/// Why orders of a grant came back, by their number.
pub async fn return_reasons(
    conn: &mut Conn,
    grant: &GrantId,
) -> Result<BTreeMap<OrderNumber, String>, StoreError> {
    let rows = sqlx::query(
        "SELECT number, return_reason FROM payment_order WHERE grant_id = $1 AND return_reason <> ''",
    )
    .bind(grant.as_str())
    .fetch_all(conn)
    .await?;
    let read =
        |found: &Row| Ok((OrderNumber(row::text(found, "number")?), row::text(found, "return_reason")?));
    rows.iter().map(read).collect()
}
