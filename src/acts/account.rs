//! Accounts of staff.

use serde_json::{Value, json};

use super::log::Note;
use super::{ActError, Context};
use crate::domain::account::{Account, Posting, Role, Scope};
use crate::domain::area::Level;
use crate::domain::id::AccountId;
use crate::domain::log::kept::Kept;
use crate::store::{Tx, account, area, session};

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
    /// Where the person may do it.
    pub scope: Scope,
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
    }
    let id = AccountId::new(ctx.seed.id());
    let NewAccount { login, name, function, role, scope, password } = new;
    let wanted = Account { id: id.clone(), login, name, function, role, scope, enabled: true };
    let mut tx = ctx.begin().await?;
    fits(&mut tx, role, &wanted.scope).await?;
    if !account::add(&mut tx, &wanted, &password, ctx.now).await? {
        return Err(ActError::field("login", "taken"));
    }
    let note = Note::with("account.create", &id, told(role, &wanted.scope));
    ctx.finish(tx, note.of_rows(Kept::Account, &id).of_rows(Kept::Scope, &id)).await?;
    Ok(id)
}

/// Gives an account another role, or other places to work. Its sessions end at once: whoever is busy signs in anew.
pub async fn set_role(ctx: &Context<'_>, id: &AccountId, role: Role, scope: &Scope) -> Result<(), ActError> {
    if ctx.staff() == Some(id) {
        return Err(ActError::FourEyes);
    }
    let mut tx = ctx.begin().await?;
    fits(&mut tx, role, scope).await?;
    if !account::set_role(&mut tx, id, role, scope).await? {
        return Err(ActError::NotFound);
    }
    session::remove_all(&mut tx, id).await?;
    let note = Note::with("account.role", id, told(role, scope));
    ctx.finish(tx, note.of_rows(Kept::Account, id).of_rows(Kept::Scope, id)).await
}

/// Who works in districts works in at least one that exists, and who keeps money or accounts of the city works everywhere.
async fn fits(tx: &mut Tx, role: Role, scope: &Scope) -> Result<(), ActError> {
    let Scope::Districts(own) = scope else { return Ok(()) };
    if role.posting() == Posting::City {
        return Err(ActError::field("scope", "role-city"));
    }
    let areas = area::list(tx).await?;
    let is_district = |id| areas.iter().any(|area| &area.id == id && area.level == Level::District);
    if own.is_empty() || !own.iter().all(is_district) {
        return Err(ActError::field("scope", "role-districts"));
    }
    Ok(())
}

fn told(role: Role, scope: &Scope) -> Value {
    match scope {
        Scope::City => json!({ "role": role.name() }),
        Scope::Districts(own) => json!({ "role": role.name(), "districts": own }),
    }
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
