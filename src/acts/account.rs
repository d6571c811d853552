//! Accounts of staff. What opens an account or gives it more counts only once a second person confirmed it: whoever keeps
//! the accounts cannot make the people with whom to sign alone.

use serde_json::{Value, json};

use super::invitation::remove_factors;
use super::log::Note;
use super::person::require_other;
use super::{ActError, Context, plain};
use crate::domain::account::{Account, Change, ChangeKind, Posting, Role, Scope};
use crate::domain::area::Level;
use crate::domain::id::AccountId;
use crate::domain::log::chain::Actor;
use crate::domain::log::kept::Kept;
use crate::domain::passkey::Owner;
use crate::store::account_change as change;
use crate::store::{Tx, account, area, ceremony, invitation, session};

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
    /// The stored text of the password; empty for who comes in by a link and chooses one.
    pub password: String,
}

/// Adds an account. One that a member of staff adds is closed until another person confirms it; what is done on the
/// command line counts at once, because somebody has to be first.
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
    let NewAccount { login, name, function, role, scope, password } = new;
    // Only whoever runs the service opens an account alone.
    let enabled = ctx.actor == Actor::Operator;
    let wanted = Account { id: id.clone(), login, name, function, role, scope, enabled };
    let mut tx = ctx.begin().await?;
    fits(&mut tx, role, &wanted.scope).await?;
    if !account::add(&mut tx, &wanted, &password, ctx.now).await? {
        return Err(ActError::field("login", "taken"));
    }
    propose(ctx, &mut tx, &wanted, ChangeKind::Open).await?;
    let note = noted("account.create", &id, told(role, &wanted.scope));
    ctx.finish(tx, note.of_rows(Kept::Password, &id)).await?;
    Ok(id)
}

/// Gives an account another role, or other places to work. Less is less at once; more, or something else, once another
/// person confirmed it. When it counts its sessions end: whoever is busy signs in anew.
pub async fn set_role(ctx: &Context<'_>, id: &AccountId, role: Role, scope: &Scope) -> Result<(), ActError> {
    if ctx.staff() == Some(id) {
        return Err(ActError::FourEyes);
    }
    let mut tx = ctx.begin().await?;
    let known = account::take(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    fits(&mut tx, role, scope).await?;
    let is_less = known.role == role && known.scope.holds(scope);
    if ctx.staff().is_some() && !is_less {
        let wanted = Account { role, scope: scope.clone(), ..known };
        propose(ctx, &mut tx, &wanted, ChangeKind::Move).await?;
        return ctx.finish(tx, noted("account.propose", id, told(role, scope))).await;
    }
    account::set_role(&mut tx, id, role, scope).await?;
    session::remove_all(&mut tx, id).await?;
    // What was proposed before this was decided must not count after it.
    change::end(&mut tx, id, (ctx.staff(), ctx.now)).await?;
    ctx.finish(tx, noted("account.role", id, told(role, scope))).await
}

/// What waits for a second person when a member of staff asked for it; nothing on the command line.
async fn propose(ctx: &Context<'_>, tx: &mut Tx, wanted: &Account, kind: ChangeKind) -> Result<(), ActError> {
    let Some(by) = ctx.staff() else { return Ok(()) };
    if change::propose(tx, wanted, kind, (by, ctx.now)).await? {
        return Ok(());
    }
    Err(ActError::field("role", "role-waits"))
}

/// Confirms as second person what another one proposed for somebody else: from now on it counts.
pub async fn confirm(ctx: &Context<'_>, number: u64) -> Result<(), ActError> {
    let by = ctx.person()?;
    let mut tx = ctx.begin().await?;
    let Change { account: id, kind, role, scope, by: first, .. } = waiting(&mut tx, number).await?;
    require_other(ctx, &mut tx, &first).await?;
    // Nobody is the second person for themselves.
    require_other(ctx, &mut tx, &id).await?;
    fits(&mut tx, role, &scope).await?;
    if !change::decide(&mut tx, number, "confirmed", (by, ctx.now)).await? {
        return Err(ActError::DraftChanged);
    }
    account::set_role(&mut tx, &id, role, &scope).await?;
    if kind == ChangeKind::Open {
        account::set_enabled(&mut tx, &id, true).await?;
    }
    session::remove_all(&mut tx, &id).await?;
    ctx.finish(tx, noted("account.confirm", &id, told(role, &scope))).await
}

/// Refuses what was proposed, or takes it back.
pub async fn refuse(ctx: &Context<'_>, number: u64) -> Result<(), ActError> {
    let by = ctx.person()?;
    let mut tx = ctx.begin().await?;
    let found = waiting(&mut tx, number).await?;
    if !change::decide(&mut tx, number, "refused", (by, ctx.now)).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, noted("account.refuse", &found.account, Value::Null)).await
}

async fn waiting(tx: &mut Tx, number: u64) -> Result<Change, ActError> {
    let found = change::waiting(tx).await?.into_iter().find(|one| one.number == number);
    // Somebody else decided it meanwhile.
    found.ok_or(ActError::DraftChanged)
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

/// A note with everything that is kept of an account.
fn noted(act: &'static str, id: &AccountId, detail: Value) -> Note {
    let note = Note::with(act, id, detail);
    note.of_rows(Kept::Account, id).of_rows(Kept::Scope, id).of_rows(Kept::Change, id)
}

/// Closes an account at once: its sessions end, and with what the person signed in is gone. Whoever comes back begins anew.
pub async fn close(ctx: &Context<'_>, id: &AccountId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    account::take(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    account::set_enabled(&mut tx, id, false).await?;
    account::set_password(&mut tx, id, "").await?;
    remove_factors(&mut tx, id).await?;
    invitation::remove(&mut tx, id).await?;
    invitation::end_reset(&mut tx, id).await?;
    change::end(&mut tx, id, (ctx.staff(), ctx.now)).await?;
    let note = super::invitation::noted("account.disable", id, Value::Null);
    ctx.finish(tx, note.of_rows(Kept::Account, id).of_rows(Kept::Change, id)).await
}

/// Opens an account that was closed; a member of staff only proposes it. The person comes in by a new link.
pub async fn open(ctx: &Context<'_>, id: &AccountId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let known = account::take(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    if ctx.staff().is_some() {
        propose(ctx, &mut tx, &known, ChangeKind::Open).await?;
        return ctx.finish(tx, noted("account.propose", id, Value::Null)).await;
    }
    account::set_enabled(&mut tx, id, true).await?;
    change::end(&mut tx, id, (None, ctx.now)).await?;
    ctx.finish(tx, noted("account.enable", id, Value::Null)).await
}

/// Replaces the own password (its stored text). Every session ends, and the one of this cookie goes on under a new text:
/// a password alone proves nobody anew.
pub async fn change_password(ctx: &mut Context<'_>, password: &str, token: &str) -> Result<String, ActError> {
    let id = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    let own = session::find(&mut tx, &super::session::key(token)).await?.ok_or(ActError::SignInFailed)?;
    account::set_password(&mut tx, &id, password).await?;
    session::remove_all(&mut tx, &id).await?;
    ceremony::remove_all(&mut tx, &Owner::Staff(id.clone())).await?;
    let token = super::session::go_on(ctx, &mut tx, own).await?;
    ctx.finish(tx, Note::new("account.password", &id).of_rows(Kept::Password, &id)).await?;
    Ok(token)
}

/// Says that two accounts are of one human. It stands: from then on they never count as two persons.
pub async fn join(ctx: &Context<'_>, one: &AccountId, other: &AccountId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    // In one order, so that two who say so at once wait for each other.
    for id in [one.min(other), one.max(other)] {
        account::take(&mut tx, id).await?.ok_or(ActError::field("same", "choose"))?;
    }
    let mut all = change::identities(&mut tx, one).await?;
    if all.contains(other) {
        return Err(ActError::field("same", "role-same"));
    }
    all.extend(change::identities(&mut tx, other).await?);
    change::join(&mut tx, &all, (&ctx.actor.name(), ctx.now)).await?;
    let mut note = Note::with("account.join", one, json!({ "same": all }));
    for id in &all {
        note = note.of_rows(Kept::Person, id);
    }
    ctx.finish(tx, note).await
}
