//! Passkeys of staff and of people who pitch. What was registered stays as it was; only the counter of the device moves.

use super::{Conn, Row, StoreError, row};
use crate::domain::id::{AccountId, InitiatorId};
use crate::domain::passkey::Owner;
use crate::domain::time::Moment;

/// A passkey of someone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passkey {
    /// Its id, as the device knows it, in hexadecimal.
    pub id: String,
    /// Whose.
    pub owner: Owner,
    /// What its owner calls it.
    pub name: String,
    /// What was registered, as text of the library that checks it.
    pub credential: String,
    /// The last counter of the device.
    pub counter: u64,
    /// When it was added.
    pub made_at: Moment,
    /// When it was last used.
    pub used_at: Option<Moment>,
}

/// The columns of a passkey, read by [`read`].
macro_rules! columns {
    () => {
        "id, account_id, initiator_id, name, credential, counter, made_at, used_at"
    };
}

/// Whose a row with a column for each kind of owner is; nothing where neither is filled.
pub(super) fn owner(found: &Row) -> Result<Option<Owner>, StoreError> {
    let staff = row::maybe_text(found, "account_id")?.map(|id| Owner::Staff(AccountId::new(id)));
    let initiator = row::maybe_text(found, "initiator_id")?.map(|id| Owner::Initiator(InitiatorId::new(id)));
    Ok(staff.or(initiator))
}

/// What these columns hold for an owner.
pub(super) fn columns_of(owner: &Owner) -> [Option<&str>; 2] {
    [owner.staff().map(AccountId::as_str), owner.initiator().map(InitiatorId::as_str)]
}

fn read(found: &Row) -> Result<Passkey, StoreError> {
    Ok(Passkey {
        id: row::text(found, "id")?,
        owner: owner(found)?.ok_or_else(|| row::corrupt("account_id"))?,
        name: row::text(found, "name")?,
        credential: row::text(found, "credential")?,
        counter: row::count(found, "counter")?,
        made_at: row::moment(found, "made_at")?,
        used_at: row::maybe_moment(found, "used_at")?,
    })
}

/// The passkeys of an owner, the oldest first.
pub async fn of(conn: &mut Conn, owner: &Owner) -> Result<Vec<Passkey>, StoreError> {
    let [staff, initiator] = columns_of(owner);
    let rows = sqlx::query(concat!(
        "SELECT ",
        columns!(),
        " FROM passkey WHERE account_id = $1 OR initiator_id = $2 ORDER BY made_at, id"
    ))
    .bind(staff)
    .bind(initiator)
    .fetch_all(conn)
    .await?;
    rows.iter().map(read).collect()
}

/// One passkey.
pub async fn find(conn: &mut Conn, id: &str) -> Result<Option<Passkey>, StoreError> {
    let found = sqlx::query(concat!("SELECT ", columns!(), " FROM passkey WHERE id = $1"))
        .bind(id)
        .fetch_optional(conn)
        .await?;
    found.as_ref().map(read).transpose()
}

/// Adds a passkey; `false` when the device brought one that is known.
pub async fn add(conn: &mut Conn, key: &Passkey) -> Result<bool, StoreError> {
    let [staff, initiator] = columns_of(&key.owner);
    let done = sqlx::query(
        "INSERT INTO passkey (id, account_id, initiator_id, name, credential, counter, made_at, used_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, NULL) ON CONFLICT DO NOTHING",
    )
    .bind(&key.id)
    .bind(staff)
    .bind(initiator)
    .bind(&key.name)
    .bind(&key.credential)
    .bind(row::stored(key.counter))
    .bind(key.made_at.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Notes that a passkey was used; `false` when its counter did not move on as it must: then it may be a copy.
pub async fn touch(conn: &mut Conn, id: &str, counter: u64, now: Moment) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "UPDATE passkey SET counter = $2, used_at = $3 WHERE id = $1 AND (counter < $2 OR (counter = 0 AND $2 = 0))",
    )
    .bind(id)
    .bind(row::stored(counter))
    .bind(now.micros())
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes a passkey of an owner; `false` when there is no such passkey.
pub async fn remove(conn: &mut Conn, owner: &Owner, id: &str) -> Result<bool, StoreError> {
    let [staff, initiator] = columns_of(owner);
    let done = sqlx::query("DELETE FROM passkey WHERE id = $1 AND (account_id = $2 OR initiator_id = $3)")
        .bind(id)
        .bind(staff)
        .bind(initiator)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Removes the passkeys of an owner.
pub async fn remove_all(conn: &mut Conn, owner: &Owner) -> Result<(), StoreError> {
    let [staff, initiator] = columns_of(owner);
    sqlx::query("DELETE FROM passkey WHERE account_id = $1 OR initiator_id = $2")
        .bind(staff)
        .bind(initiator)
        .execute(conn)
        .await?;
    Ok(())
}
