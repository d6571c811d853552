//! Taking in the register of letters that the registrar made.

use serde_json::json;

use super::log::Note;
use super::person::require_other_named;
use super::{ActError, Context, FieldFault};
use crate::domain::digest::Digest;
use crate::domain::id::{LetterId, RoundId};
use crate::domain::log::chain::Actor;
use crate::domain::register::{Register, asked, groups};
use crate::domain::round::Phase;
use crate::domain::time::Moment;
use crate::store::register::Summary;
use crate::store::{Tx, register, round};

/// The fields in which the two groups of the fingerprint are typed over.
pub const GROUP_FIELDS: [&str; 2] = ["group_a", "group_b"];
/// Letters that get their names at a time; the largest chunk of an insert goes into it exactly.
const PIECE: usize = 4096;

/// Brings the key of a round's codes, or another one in its place, before the round opens. The key is a file, apart
/// from the database: `keep` writes it while the round is held, so that no vote begins meanwhile. `mark` is that of
/// the key. Once a register was accepted, only its own key is taken; before that, the answer is the mark of the key
/// that a register which waits for its second person asks for.
pub async fn bring_code_key(
    ctx: &Context<'_>,
    id: &RoundId,
    mark: Digest,
    keep: impl FnOnce() -> Result<(), ActError>,
) -> Result<Option<Digest>, ActError> {
    let mut tx = ctx.begin().await?;
    hold(&mut tx, id).await?;
    let found = register::find(&mut tx, id).await?;
    let wanted = found.as_ref().map(|register| register.code_key);
    if found.is_some_and(|register| register.accepted.is_some() && register.code_key != mark) {
        let what =
            format!("this is not the key of the letters of {id} that were accepted: its mark is {mark}");
        return Err(ActError::Import(what));
    }
    keep()?;
    ctx.finish(tx, Note::with("code-key.import", id, json!({ "mark": mark }))).await?;
    Ok(wanted)
}

/// Brings a register, all of it or nothing, before the round opens. It stands as a proposal until another
/// person accepts it. `upload` is the SHA-256 of the file; a round has one register.
pub async fn propose(
    ctx: &mut Context<'_>,
    id: &RoundId,
    wanted: &Register,
    upload: Digest,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    hold(&mut tx, id).await?;
    let ((letters, spares), root) = (wanted.counts(), wanted.root());
    let proposed = (ctx.actor.name(), ctx.now);
    let code_key = wanted.code_key();
    let issuer = wanted.issuer().map(str::to_string);
    let summary =
        Summary { letters, spares, root, upload, code_key, issuer, proposed, wrong: 0, accepted: None };
    if !register::add(&mut tx, id, &summary).await? {
        return Err(ActError::Import(format!("the round {id} has a register already")));
    }
    for piece in wanted.entries().chunks(PIECE) {
        let named: Vec<_> = piece.iter().map(|entry| (LetterId::new(ctx.seed.id()), *entry)).collect();
        register::add_letters(&mut tx, id, &named).await?;
    }
    let mut detail =
        json!({ "letters": letters, "spares": spares, "root": root, "upload": upload, "key": code_key });
    if let Some(issuer) = wanted.issuer() {
        detail["issuer"] = json!(issuer);
    }
    ctx.finish(tx, Note::with("register.propose", id, detail)).await
}

/// Accepts, as second person, the register that was brought at the moment `seen`. `typed` are the two groups of its
/// fingerprint that the screen left open, from the paper protocol; something else is refused and counted.
pub async fn accept(ctx: &Context<'_>, id: &RoundId, seen: Moment, typed: [&str; 2]) -> Result<(), ActError> {
    let Actor::Staff(account) = &ctx.actor else { return Err(ActError::FourEyes) };
    let mut tx = ctx.begin().await?;
    hold(&mut tx, id).await?;
    let found = register::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    require_other_named(ctx, &mut tx, &found.proposed.0).await?;
    if found.proposed.1 != seen || found.accepted.is_some() {
        return Err(ActError::DraftChanged);
    }
    let groups = groups(&found.upload);
    let differs = |(place, typed): (usize, &str)| groups[place] != typed.trim().to_ascii_lowercase();
    let pairs = asked(&found.upload, account).into_iter().zip(typed).zip(GROUP_FIELDS);
    let faults: Vec<FieldFault> = pairs
        .filter(|(pair, _)| differs(*pair))
        .map(|(_, field)| FieldFault { field, fault: "group" })
        .collect();
    if !faults.is_empty() {
        register::count_wrong(&mut tx, id).await?;
        let detail = json!({ "upload": found.upload, "wrong": found.wrong + 1 });
        ctx.finish(tx, Note::with("register.mismatch", id, detail)).await?;
        return Err(ActError::Fields(faults));
    }
    if !register::accept(&mut tx, id, seen, (account.as_str(), ctx.now)).await? {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "letters": found.letters, "spares": found.spares, "upload": found.upload });
    ctx.finish(tx, Note::with("register.accept", id, detail)).await
}

/// Takes back the register that was brought at the moment `seen`, with its letters, while nobody has
/// accepted it.
pub async fn withdraw(ctx: &Context<'_>, id: &RoundId, seen: Moment) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    hold(&mut tx, id).await?;
    let found = register::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    if !register::remove(&mut tx, id, seen).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, Note::with("register.withdraw", id, json!({ "upload": found.upload }))).await
}

/// Holds a round that has not opened for this transaction.
async fn hold(tx: &mut Tx, id: &RoundId) -> Result<(), ActError> {
    let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
    let before_opening = matches!(found.phase, Phase::Draft | Phase::Propose | Phase::Check | Phase::Ready);
    if !before_opening || !round::claim(tx, id, found.phase).await? {
        return Err(ActError::WrongPhase(found.phase));
    }
    Ok(())
}
