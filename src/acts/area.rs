//! Areas.

use super::log::Note;
use super::{ActError, Context};
use crate::domain::area::Area;
use crate::store::area;

/// Adds areas; those that exist stay as they are.
pub async fn add(ctx: &Context<'_>, areas: &[Area]) -> Result<(), ActError> {
    let bad = |area: &&Area| {
        let id = area.id.as_str();
        let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        id.is_empty() || id.len() > crate::domain::id::MAX_LENGTH || !plain
    };
    if areas.iter().any(|area| bad(&area)) {
        return Err(ActError::field("code", "code"));
    }
    if areas.iter().any(|area| area.name.trim().is_empty() || area.name.chars().count() > 100) {
        return Err(ActError::field("name", "empty"));
    }
    let mut tx = ctx.begin().await?;
    let mut added = 0_u64;
    for wanted in areas {
        added += u64::from(area::add(&mut tx, wanted).await?);
    }
    ctx.finish(tx, Note::with("area.add", "", serde_json::json!({ "added": added }))).await
}
