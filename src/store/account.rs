//! Accounts of staff.

use super::{Conn, Row, StoreError, row};
use crate::domain::account::{Account, Role};
use crate::domain::id::AccountId;
use crate::domain::time::Moment;

/// The columns of an account, read by [`read`].
macro_rules! columns {
    () => {
        "id, login, name, job, role, enabled"
    };
}

fn read(found: &Row) -> Result<Account, StoreError> {
    Ok(Account {
        id: AccountId::new(row::text(found, "id")?),
        login: row::text(found, "login")?,
        name: row::text(found, "name")?,
        function: row::text(found, "job")?,
        role: Role::named(&row::text(found, "role")?).ok_or_else(|| row::corrupt("role"))?,
        enabled: row::int(found, "enabled")? == 1,
    })
}

/// All accounts by name.
pub async fn list(conn: &mut Conn) -> Result<Vec<Account>, StoreError> {
    let rows = sqlx::query(concat!("SELECT ", columns!(), " FROM account")).fetch_all(conn).await?;
    let mut accounts = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    accounts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(accounts)
}

/// One account.
pub async fn find(conn: &mut Conn, id: &AccountId) -> Result<Option<Account>, StoreError> {
    let found = sqlx::query(concat!("SELECT ", columns!(), " FROM account WHERE id = $1"))
        .bind(id.as_str())
        .fetch_optional(conn)
        .await?;
    found.as_ref().map(read).transpose()
}

/// The account with this login and the stored text of its password.
pub async fn find_login(conn: &mut Conn, login: &str) -> Result<Option<(Account, String)>, StoreError> {
    let found = sqlx::query(concat!("SELECT ", columns!(), ", password FROM account WHERE login = $1"))
        .bind(login)
        .fetch_optional(conn)
        .await?;
    let Some(found) = found else { return Ok(None) };
    Ok(Some((read(&found)?, row::text(&found, "password")?)))
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
    .execute(conn)
    .await?;
    Ok(done.rows_affected() == 1)
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
