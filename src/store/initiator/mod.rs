//! People who pitch: their accounts.

pub mod link;
pub mod session;

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{AccountId, InitiatorId};
use crate::domain::initiator::Initiator;
use crate::domain::mail::Address;
use crate::domain::time::Moment;

/// The columns of an account, read by [`read`].
macro_rules! columns {
    () => {
        "i.id, i.email, i.name, i.language, i.opened_at, i.opened_by"
    };
}
pub(super) use columns;

pub(super) fn read(found: &Row) -> Result<Initiator, StoreError> {
    let email = row::maybe_text(found, "email")?;
    let email = email.map(|text| Address::parse(&text).map_err(|_| row::corrupt("email"))).transpose()?;
    Ok(Initiator {
        id: InitiatorId::new(row::text(found, "id")?),
        email,
        name: row::text(found, "name")?,
        language: row::text(found, "language")?,
        opened: row::moment(found, "opened_at")?,
        opened_by: row::maybe_text(found, "opened_by")?.map(AccountId::new),
    })
}

/// Adds an account; `false` when the address has one.
pub async fn add(conn: &mut Conn, who: &Initiator) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO initiator (id, email, name, language, opened_at, opened_by, seen_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $5) ON CONFLICT DO NOTHING",
    )
    .bind(who.id.as_str())
    .bind(who.email.as_ref().map(Address::as_str))
    .bind(&who.name)
    .bind(&who.language)
    .bind(who.opened.micros())
    .bind(who.opened_by.as_ref().map(AccountId::as_str))
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// One account.
pub async fn find(conn: &mut Conn, id: &InitiatorId) -> Result<Option<Initiator>, StoreError> {
    let found = sqlx::query(concat!("SELECT ", columns!(), " FROM initiator i WHERE i.id = $1"))
        .bind(id.as_str())
        .fetch_optional(conn)
        .await?;
    found.as_ref().map(read).transpose()
}

/// The account of an address.
pub async fn find_email(conn: &mut Conn, email: &Address) -> Result<Option<Initiator>, StoreError> {
    let found = sqlx::query(concat!("SELECT ", columns!(), " FROM initiator i WHERE i.email = $1"))
        .bind(email.as_str())
        .fetch_optional(conn)
        .await?;
    found.as_ref().map(read).transpose()
}

/// The accounts that the office opened, newest first: after the `skip` newest ones at most `most`.
pub async fn at_desk(
    conn: &mut Conn,
    viewer: &str,
    (skip, most): (u64, u64),
) -> Result<Vec<Initiator>, StoreError> {
    let rows = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM initiator i WHERE i.opened_by IS NOT NULL AND ($1 = '' OR i.opened_by = $1 OR EXISTS (SELECT 1 \
         FROM account_scope own JOIN account_scope its ON its.place = own.place \
         WHERE own.account_id = $1 AND its.account_id = i.opened_by)) ORDER BY i.opened_at DESC, i.id LIMIT $2 OFFSET $3"
    ))
    .bind(viewer)
    .bind(row::stored(most))
    .bind(row::stored(skip))
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// Gives an account another name and language.
pub async fn rename(conn: &mut Conn, id: &InitiatorId, name: &str, language: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE initiator SET name = $2, language = $3 WHERE id = $1")
        .bind(id.as_str())
        .bind(name)
        .bind(language)
        .execute(conn)
        .await?;
    Ok(())
}

/// Gives an account another address; `false` when that one has an account already.
pub async fn readdress(conn: &mut Conn, id: &InitiatorId, email: &Address) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE initiator SET email = $2 WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM initiator o WHERE o.email = $2)",
    )
    .bind(id.as_str())
    .bind(email.as_str())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that an account was used.
pub async fn touch(conn: &mut Conn, id: &InitiatorId, now: Moment) -> Result<(), StoreError> {
    sqlx::query("UPDATE initiator SET seen_at = $2 WHERE id = $1 AND seen_at < $2")
        .bind(id.as_str())
        .bind(now.micros())
        .execute(conn)
        .await?;
    Ok(())
}

/// Removes an account with its sessions, links and passkeys. What hangs on it must be gone.
pub async fn remove(conn: &mut Conn, id: &InitiatorId) -> Result<(), StoreError> {
    let of = [
        "DELETE FROM initiator_session WHERE initiator_id = $1",
        "DELETE FROM initiator_link WHERE initiator_id = $1",
        "DELETE FROM initiator_move WHERE initiator_id = $1",
        "DELETE FROM passkey WHERE initiator_id = $1",
        "DELETE FROM ceremony WHERE initiator_id = $1",
    ];
    for statement in of {
        sqlx::query(statement).bind(id.as_str()).execute(&mut *conn).await?;
    }
    // What was mailed to the address opens nothing any more.
    sqlx::query("DELETE FROM initiator_link WHERE email = (SELECT email FROM initiator WHERE id = $1)")
        .bind(id.as_str())
        .execute(&mut *conn)
        .await?;
    sqlx::query("DELETE FROM initiator WHERE id = $1").bind(id.as_str()).execute(conn).await?;
    Ok(())
}

/// Accounts that were last used before a moment, in order.
pub async fn unused(conn: &mut Conn, before: Moment) -> Result<Vec<InitiatorId>, StoreError> {
    let rows = sqlx::query("SELECT id FROM initiator WHERE seen_at < $1 ORDER BY id")
        .bind(before.micros())
        .fetch_all(conn)
        .await?;
    rows.iter().map(|found| Ok(InitiatorId::new(row::text(found, "id")?))).collect()
}

/// An account that is to have another address.
#[derive(Debug, Clone)]
pub struct Move {
    /// The new address.
    pub to: Address,
    /// Whether the old one said yes.
    pub from_said: bool,
    /// Whether the new one said yes.
    pub to_said: bool,
    /// Until when both can.
    pub until: Moment,
}

/// Asks for another address, in the place of one that was asked for before.
pub async fn ask_move(
    conn: &mut Conn,
    id: &InitiatorId,
    to: &Address,
    until: Moment,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO initiator_move (initiator_id, email, until_at) VALUES ($1, $2, $3) ON CONFLICT (initiator_id) \
         DO UPDATE SET email = $2, until_at = $3, from_said = 0, to_said = 0",
    )
    .bind(id.as_str())
    .bind(to.as_str())
    .bind(until.micros())
    .execute(conn)
    .await?;
    Ok(())
}

/// What was asked for.
pub async fn find_move(conn: &mut Conn, id: &InitiatorId) -> Result<Option<Move>, StoreError> {
    let found =
        sqlx::query("SELECT email, from_said, to_said, until_at FROM initiator_move WHERE initiator_id = $1")
            .bind(id.as_str())
            .fetch_optional(conn)
            .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(Move {
        to: Address::parse(&row::text(&found, "email")?).map_err(|_| row::corrupt("email"))?,
        from_said: row::int(&found, "from_said")? == 1,
        to_said: row::int(&found, "to_said")? == 1,
        until: row::moment(&found, "until_at")?,
    }))
}

/// The old address said yes.
pub async fn from_says(conn: &mut Conn, id: &InitiatorId) -> Result<(), StoreError> {
    sqlx::query("UPDATE initiator_move SET from_said = 1 WHERE initiator_id = $1")
        .bind(id.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// The new address said yes.
pub async fn to_says(conn: &mut Conn, id: &InitiatorId) -> Result<(), StoreError> {
    sqlx::query("UPDATE initiator_move SET to_said = 1 WHERE initiator_id = $1")
        .bind(id.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

/// Forgets what was asked for, with the links of it that nobody used.
pub async fn end_move(conn: &mut Conn, id: &InitiatorId) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM initiator_link WHERE initiator_id = $1 AND used_at IS NULL")
        .bind(id.as_str())
        .execute(&mut *conn)
        .await?;
    sqlx::query("DELETE FROM initiator_move WHERE initiator_id = $1").bind(id.as_str()).execute(conn).await?;
    Ok(())
}
