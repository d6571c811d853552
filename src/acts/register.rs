//! Taking in the register of letters that the registrar made.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context};
use crate::domain::digest::Digest;
use crate::domain::id::{LetterId, RoundId};
use crate::domain::register::Register;
use crate::domain::round::Phase;
use crate::store::{register, round};

/// Notes that the key of a round's codes was brought to the server. The key itself is a file, apart from the
/// database; `mark` is the hash by which both can be compared.
pub async fn note_code_key(ctx: &Context<'_>, id: &RoundId, mark: Digest) -> Result<(), ActError> {
    let tx = ctx.begin().await?;
    ctx.finish(tx, Note::with("code-key.import", id, json!({ "mark": mark }))).await
}

/// Takes in a register, all of it or nothing, before the round opens. A round has one register.
pub async fn import(ctx: &mut Context<'_>, id: &RoundId, wanted: &Register) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = round::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let before_opening = matches!(found.phase, Phase::Draft | Phase::Propose | Phase::Check | Phase::Ready);
    if !before_opening || !round::claim(&mut tx, id, found.phase).await? {
        return Err(ActError::WrongPhase(found.phase));
    }
    let letters = super::log::size(wanted.entries().len());
    let summary = register::Summary { letters, root: wanted.root() };
    if !register::add(&mut tx, id, &summary, ctx.now).await? {
        return Err(ActError::Import(format!("the round {id} has a register already")));
    }
    for entry in wanted.entries() {
        register::add_letter(&mut tx, id, &LetterId::new(ctx.seed.id()), entry).await?;
    }
    let detail = json!({ "letters": letters, "root": summary.root });
    ctx.finish(tx, Note::with("register.import", id, detail)).await
}
