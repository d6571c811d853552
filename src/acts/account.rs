//! Accounts of staff.

use super::log::Note;
use super::{ActError, Context, plain};
use crate::domain::account::{Account, Role};
use crate::domain::id::AccountId;
use crate::domain::log::kept::Kept;
use crate::store::{account, session};

/// A new member of staff. The password comes hashed: hashing is slow on purpose and not done while a
/// transaction waits.
pub struct NewAccount {
    /// What the person types to sign in: 3 to 64 small letters, digits, points and hyphens.
    pub login: String,
    /// Name.
    pub name: String,
    /// Function, as it stands under a certificate.
    pub function: String,
    /// What the person may do.
    pub role: Role,
    /// The stored text of the password.
    pub password: String,
}

/// Adds an account.
pub async fn create(ctx: &mut Context<'_>, new: NewAccount) -> Result<AccountId, ActError> {
    let allowed =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-');
    if !(3..=64).contains(&new.login.len()) || !new.login.bytes().all(allowed) {
        return Err(ActError::field("login", "login"));
    }
    for (field, text) in [("name", &new.name), ("function", &new.function)] {
        if text.trim().is_empty() || text.chars().count() > 100 {
            return Err(ActError::field(field, "empty"));
        }
        plain::lines(&[(field, text)])?;
    }
    let id = AccountId::new(ctx.seed.id());
    let NewAccount { login, name, function, role, password } = new;
    let wanted = Account { id: id.clone(), login, name, function, role, enabled: true };
    let mut tx = ctx.begin().await?;
    if !account::add(&mut tx, &wanted, &password, ctx.now).await? {
        return Err(ActError::field("login", "taken"));
    }
    let detail = serde_json::json!({ "role": wanted.role.name() });
    ctx.finish(tx, Note::with("account.create", &id, detail).of_rows(Kept::Account, &id)).await?;
    Ok(id)
}

/// Lets an account sign in or not; sessions of an account that may not end at once.
pub async fn set_enabled(ctx: &Context<'_>, id: &AccountId, enabled: bool) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !account::set_enabled(&mut tx, id, enabled).await? {
        return Err(ActError::NotFound);
    }
    session::remove_all(&mut tx, id).await?;
    let act = if enabled { "account.enable" } else { "account.disable" };
    ctx.finish(tx, Note::new(act, id).of_rows(Kept::Account, id)).await
}

/// Replaces a password (its stored text); all sessions of the account end.
pub async fn set_password(ctx: &Context<'_>, id: &AccountId, password: &str) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !account::set_password(&mut tx, id, password).await? {
        return Err(ActError::NotFound);
    }
    session::remove_all(&mut tx, id).await?;
    ctx.finish(tx, Note::new("account.password", id)).await
}
