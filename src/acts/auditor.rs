//! Who can open every commitment after a seal.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context};
use crate::domain::auditor::{Auditor, AuditorFault};
use crate::store::auditor;

/// Adds an auditor to those of rounds that open from now on. A key is on the list once.
pub async fn add(ctx: &Context<'_>, name: &str, key: &str) -> Result<(), ActError> {
    let wanted = Auditor::new(name, key).map_err(|fault| match fault {
        AuditorFault::Name => ActError::field("auditor_name", "empty"),
        AuditorFault::Key => ActError::field("auditor_key", "key"),
    })?;
    let mut tx = ctx.begin().await?;
    if !auditor::add(&mut tx, &wanted).await? {
        return Err(ActError::field("auditor_key", "key-taken"));
    }
    ctx.finish(tx, Note::with("auditor.add", "municipality", json!({ "key": wanted.key }))).await
}

/// Takes an auditor from the list. Rounds that are open keep theirs: it stands in their rules.
pub async fn remove(ctx: &Context<'_>, key: &str) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !auditor::remove(&mut tx, key).await? {
        return Err(ActError::NotFound);
    }
    ctx.finish(tx, Note::with("auditor.remove", "municipality", json!({ "key": key }))).await
}
