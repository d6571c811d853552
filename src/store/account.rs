//! Accounts of staff.

use std::collections::{BTreeMap, BTreeSet};

use super::{Conn, Row, StoreError, row};
use crate::domain::account::{Account, Role, Scope};
use crate::domain::id::{AccountId, AreaId};
use crate::domain::time::Moment;

/// The columns of an account, read by [`read`].
macro_rules! columns {
    () => {
        "id, login, name, job, role, enabled"
    };
}

/// What stands in the place of a district for someone who works everywhere.
const CITY: &str = "city";

fn read(found: &Row, scope: Scope) -> Result<Account, StoreError> {
    Ok(Account {
        id: AccountId::new(row::text(found, "id")?),
        login: row::text(found, "login")?,
        name: row::text(found, "name")?,
        function: row::text(found, "job")?,
        role: Role::named(&row::text(found, "role")?).ok_or_else(|| row::corrupt("role"))?,
        scope,
        enabled: row::int(found, "enabled")? == 1,
    })
}

/// Where someone works, from the rows about it; without any it is nowhere.
pub(super) fn scope(places: BTreeSet<String>) -> Scope {
    if places.contains(CITY) {
        Scope::City
    } else {
        Scope::Districts(places.into_iter().map(AreaId::new).collect())
    }
}

async fn scope_of(conn: &mut Conn, id: &AccountId) -> Result<Scope, StoreError> {
    let rows = sqlx::query("SELECT place FROM account_scope WHERE account_id = $1")
        .bind(id.as_str())
        .fetch_all(conn)
        .await?;
    Ok(scope(rows.iter().map(|found| row::text(found, "place")).collect::<Result<_, _>>()?))
}

/// All accounts by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<Account>, StoreError> {
    let mut places: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for found in &sqlx::query("SELECT account_id, place FROM account_scope").fetch_all(&mut *conn).await? {
        places.entry(row::text(found, "account_id")?).or_default().insert(row::text(found, "place")?);
    }
    let rows = sqlx::query(concat!("SELECT ", columns!(), " FROM account")).fetch_all(conn).await?;
    let mut accounts = Vec::with_capacity(rows.len());
    for found in &rows {
        let own = places.remove(&row::text(found, "id")?).unwrap_or_default();
        accounts.push(read(found, scope(own))?);
    }
    accounts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(accounts)
}

/// One account.
pub async fn find(conn: &mut Conn, id: &AccountId) -> Result<Option<Account>, StoreError> {
    let found = sqlx::query(concat!("SELECT ", columns!(), " FROM account WHERE id = $1"))
        .bind(id.as_str())
        .fetch_optional(&mut *conn)
        .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some(read(&found, scope_of(conn, id).await?)?))
}

/// The account with this login and the stored text of its password.
pub async fn find_login(conn: &mut Conn, login: &str) -> Result<Option<(Account, String)>, StoreError> {
    let found = sqlx::query(concat!("SELECT ", columns!(), ", password FROM account WHERE login = $1"))
        .bind(login)
        .fetch_optional(&mut *conn)
        .await?;
    // Who is not there is asked about as often as who is: the time of an answer tells neither.
    let id = found.as_ref().map(|found| row::text(found, "id")).transpose()?.unwrap_or_default();
    let own = scope_of(conn, &AccountId::new(id)).await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some((read(&found, own)?, row::text(&found, "password")?)))
}

/// The stored text of someone's password; empty for who never came in.
pub async fn stored_password(conn: &mut Conn, id: &AccountId) -> Result<Option<String>, StoreError> {
    let found = sqlx::query("SELECT password FROM account WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(conn)
        .await?;
    found.map(|found| row::text(&found, "password")).transpose()
}

/// Finds an account and holds it until the transaction ends, so that nobody changes it meanwhile.
pub async fn take(conn: &mut Conn, id: &AccountId) -> Result<Option<Account>, StoreError> {
    sqlx::query("UPDATE account SET enabled = enabled WHERE id = $1")
        .bind(id.as_str())
        .execute(&mut *conn)
        .await?;
    find(conn, id).await
}

/// Holds an account as it is until the transaction ends; `false` when it may not sign in or has another password by now.
pub async fn hold(conn: &mut Conn, id: &AccountId, password: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE account SET enabled = 1 WHERE id = $1 AND password = $2 AND enabled = 1")
        .bind(id.as_str())
        .bind(password)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Adds an account; `false` when the login exists.
pub async fn add(
    conn: &mut Conn,
    account: &Account,
    password: &str,
    now: Moment,
) -> Result<bool, StoreError> {
    let done = sqlx::query(
        "INSERT INTO account (id, login, name, job, role, password, enabled, created_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING",
    )
    .bind(account.id.as_str())
    .bind(&account.login)
    .bind(&account.name)
    .bind(&account.function)
    .bind(account.role.name())
    .bind(password)
    .bind(i64::from(account.enabled))
    .bind(now.micros())
    .execute(&mut *conn)
    .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    add_places(conn, &account.id, &account.scope).await?;
    Ok(true)
}

/// Gives an account another role and other places to work; `false` when there is no such account.
pub async fn set_role(
    conn: &mut Conn,
    id: &AccountId,
    role: Role,
    scope: &Scope,
) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE account SET role = $2 WHERE id = $1")
        .bind(id.as_str())
        .bind(role.name())
        .execute(&mut *conn)
        .await?;
    if done.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query("DELETE FROM account_scope WHERE account_id = $1")
        .bind(id.as_str())
        .execute(&mut *conn)
        .await?;
    add_places(conn, id, scope).await?;
    Ok(true)
}

/// The rows about where someone works.
pub(super) fn places(scope: &Scope) -> Vec<&str> {
    match scope {
        Scope::City => vec![CITY],
        Scope::Districts(own) => own.iter().map(AreaId::as_str).collect(),
    }
}

async fn add_places(conn: &mut Conn, id: &AccountId, scope: &Scope) -> Result<(), StoreError> {
    for place in places(scope) {
        sqlx::query("INSERT INTO account_scope (account_id, place) VALUES ($1, $2)")
            .bind(id.as_str())
            .bind(place)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

/// Lets an account sign in or not; `false` when there is no such account.
pub async fn set_enabled(conn: &mut Conn, id: &AccountId, enabled: bool) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE account SET enabled = $2 WHERE id = $1")
        .bind(id.as_str())
        .bind(i64::from(enabled))
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Replaces the stored text of a password; `false` when there is no such account.
pub async fn set_password(conn: &mut Conn, id: &AccountId, password: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE account SET password = $2 WHERE id = $1")
        .bind(id.as_str())
        .bind(password)
        .execute(conn)
        .await?;
    Ok(done.rows_affected() == 1)
}
