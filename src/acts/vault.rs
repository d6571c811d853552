//! The key of account numbers: the first that is used is the one, for as long as something is locked with it.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context};
use crate::domain::vault::VaultKey;
use crate::store::{self, Conn, Tx};

/// At the start of a service: whether its key is the one that locked what is stored. Of a database from before keys
/// were written down every number is opened; when all of them do, the key is written down.
pub async fn settle(ctx: &Context<'_>) -> Result<(), ActError> {
    let mut conn = ctx.store.read().await?;
    let known = store::vault::known(&mut conn).await?;
    let is_used = is_used(&mut conn).await?;
    drop(conn);
    let own = ctx.signing.vault.fingerprint();
    if !is_used || known == Some(own) {
        return Ok(());
    }
    let mut tx = ctx.begin().await?;
    hold(ctx, &mut tx).await?;
    ctx.finish(tx, Note::with("vault.settle", "service", json!({ "fingerprint": own }))).await
}

/// Holds the key of this process against the one that locked what is stored, before anything more is locked or marked
/// with it. The first key is written down; another one only when nothing is locked any more.
pub(super) async fn hold(ctx: &Context<'_>, tx: &mut Tx) -> Result<(), ActError> {
    let own = ctx.signing.vault.fingerprint();
    let before = store::vault::known(tx).await?;
    if before == Some(own) {
        return Ok(());
    }
    let is_used = is_used(tx).await?;
    if before.is_none() {
        if is_used && !shut(tx, &ctx.signing.vault).await?.is_empty() {
            return Err(ActError::OtherVaultKey);
        }
        store::vault::name(tx, &own, ctx.now).await?;
        // Another copy of the service may have come first.
        let now = store::vault::known(tx).await?;
        return if now == Some(own) { Ok(()) } else { Err(ActError::OtherVaultKey) };
    }
    if is_used {
        return Err(ActError::OtherVaultKey);
    }
    Ok(store::vault::rename(tx, &own, ctx.now).await?)
}

/// Whether anything is locked with the key.
async fn is_used(conn: &mut Conn) -> Result<bool, ActError> {
    Ok(store::vault::is_used(conn).await? || store::vault::holds_secrets(conn).await?)
}

/// The recipients whose account number the key does not open.
pub(super) async fn shut(conn: &mut Conn, key: &VaultKey) -> Result<Vec<String>, ActError> {
    let locked = store::vault::locked(conn).await?;
    let shut = locked.iter().filter(|(owner, locked)| {
        key.open(owner, locked).is_none_or(|iban| iban.last_four() != locked.last_four)
    });
    Ok(shut.map(|(owner, _)| owner.to_string()).collect())
}
