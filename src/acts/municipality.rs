//! The municipality.

use super::log::Note;
use super::{ActError, Context, FieldFault, plain};
use crate::domain::municipality::Municipality;
use crate::store::municipality;

/// Longest name, place, hours and telephone number, in characters.
const MAX_TEXT: usize = 200;

/// Enters or changes the municipality.
pub async fn set(ctx: &Context<'_>, wanted: &Municipality) -> Result<(), ActError> {
    let fields = [
        ("name", &wanted.name),
        ("desk_place", &wanted.desk_place),
        ("desk_hours", &wanted.desk_hours),
        ("desk_phone", &wanted.desk_phone),
    ];
    let bad = |text: &str| text.trim().is_empty() || text.chars().count() > MAX_TEXT;
    let faults: Vec<FieldFault> = fields
        .into_iter()
        .filter(|(_, text)| bad(text))
        .map(|(field, _)| FieldFault { field, fault: "empty" })
        .collect();
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    plain::lines(&fields.map(|(field, text)| (field, text.as_str())))?;
    let mut tx = ctx.begin().await?;
    municipality::set(&mut tx, wanted, ctx.now).await?;
    ctx.finish(tx, Note::new("municipality.set", &wanted.name)).await
}
