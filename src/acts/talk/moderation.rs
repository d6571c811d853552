//! What may not stand with a plan: readers report it, an officer takes it off with a ground and a reason, its writer is told
//! and can ask for a second look, and another officer gives it. Everyone sees how often that happens.

use serde_json::json;

use super::{Owner, notice, owned, title};
use crate::acts::budget::function_of;
use crate::acts::log::Note;
use crate::acts::person::require_other;
use crate::acts::{ActError, Context, interest, plain};
use crate::domain::id::{CommentId, RoundId, WithholdingId};
use crate::domain::log::kept::Kept;
use crate::domain::mail::Took;
use crate::domain::pace::REPORTS_OF_CLIENT;
use crate::domain::pitch::Pitch;
use crate::domain::talk::Comment;
use crate::domain::talk::withholding::{
    ByOffice, Ground, MAX_REPORT, MOST_REPORTS, Report, Ruling, Withholding,
};
use crate::store::talk::withholding;
use crate::store::{Tx, pace, pitch, talk};

/// Longest reason and longest words of a writer, in characters.
pub(in crate::acts) const MAX_WORDS: usize = 2_000;

/// A reader tells the office that a comment may not stand there. Who that is is not kept; `client` is where it comes from.
pub async fn report(
    ctx: &Context<'_>,
    client: &str,
    id: &CommentId,
    (ground, words): (Ground, &str),
) -> Result<(), ActError> {
    let words = words.trim();
    if words.chars().count() > MAX_REPORT {
        return Err(ActError::field("talk_report", "long"));
    }
    plain::texts(&[("talk_report", words)])?;
    let mut tx = ctx.begin().await?;
    let found = talk::find(&mut tx, id).await?.filter(Comment::is_shown).ok_or(ActError::NotFound)?;
    if !pace::take(&mut tx, &REPORTS_OF_CLIENT, client, ctx.now).await? {
        return Err(ActError::TooOften);
    }
    let new = Report { ground, words: words.to_string(), at: ctx.now, looked: None };
    // One that was reported very often waits for the office anyway.
    withholding::report(&mut tx, id, &new, MOST_REPORTS).await?;
    ctx.finish(tx, Note::with("talk.report", &found.pitch, json!({ "comment": id }))).await
}

/// An officer looked at what was reported, and leaves the comment where it is.
pub async fn keep(ctx: &Context<'_>, round: &RoundId, id: &CommentId) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    let (found, _) = of_round(&mut tx, round, id).await?;
    let looked = withholding::look(&mut tx, id, &by, ctx.now).await?;
    if looked == 0 {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "comment": id, "reports": looked });
    ctx.finish(tx, Note::with("talk.keep", &found.pitch, detail)).await
}

/// An officer takes a comment off: everyone sees that, the ground and the reason, and nobody the words. Its writer is told
/// by mail.
pub async fn withhold(
    ctx: &mut Context<'_>,
    round: &RoundId,
    id: &CommentId,
    (ground, reason): (Ground, &str),
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::told("talk_reason", reason, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    interest::require_none(ctx, &mut tx, round).await?;
    let (found, about) = of_round(&mut tx, round, id).await?;
    if found.gone.is_some() {
        return Err(ActError::DraftChanged);
    }
    for before in withholding::of_comment(&mut tx, id).await? {
        // What another officer put back is not taken off again by who took it off, on what was looked at already.
        if !before.stands() && before.ground == ground {
            require_other(ctx, &mut tx, &before.taken.by).await?;
        }
    }
    let function = function_of(ctx, &mut tx).await?;
    let new = Withholding {
        id: WithholdingId::new(ctx.seed.id()),
        pitch: found.pitch.clone(),
        of: id.clone(),
        ground,
        taken: ByOffice { by: by.clone(), function, reason: reason.to_string(), at: ctx.now },
        appeal: None,
        ruled: None,
    };
    if !withholding::add(&mut tx, &new).await? {
        return Err(ActError::DraftChanged);
    }
    withholding::look(&mut tx, id, &by, ctx.now).await?;
    let title = title(&mut tx, &about).await?;
    let took = Took::Off { title, ground, reason: reason.to_string(), until: new.appeal_until() };
    notice::tell(ctx, &mut tx, &found, took).await?;
    let detail = json!({ "comment": id, "ground": ground.name() });
    ctx.finish(
        tx,
        Note::with("talk.withhold", &found.pitch, detail).of_rows(Kept::Withholdings, &found.pitch),
    )
    .await
}

/// Whoever wrote what was taken off asks for a second look.
pub async fn appeal(
    ctx: &Context<'_>,
    owner: Owner<'_>,
    id: &CommentId,
    words: &str,
) -> Result<(), ActError> {
    let words = plain::told("talk_appeal", words, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let found = owned(ctx, &mut tx, owner, id).await?;
    let standing = withholding::of_comment(&mut tx, id).await?.into_iter().find(Withholding::stands);
    let standing = standing.filter(|_| found.gone.is_none()).ok_or(ActError::NotFound)?;
    if !standing.takes_appeal(ctx.now) {
        return Err(ActError::field("talk_appeal", "talk-late"));
    }
    if !withholding::appeal(&mut tx, &standing.id, words, ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    let note = Note::with("talk.appeal", &found.pitch, json!({ "comment": id }));
    ctx.finish(tx, note.of_rows(Kept::Withholdings, &found.pitch)).await
}

/// Another officer than who took it off rules on the second look, and tells the writer.
pub async fn rule(
    ctx: &mut Context<'_>,
    round: &RoundId,
    id: &CommentId,
    (ruling, reason): (Ruling, &str),
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::told("talk_ruling_reason", reason, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    interest::require_none(ctx, &mut tx, round).await?;
    let (found, about) = of_round(&mut tx, round, id).await?;
    let waiting = withholding::of_comment(&mut tx, id).await?.into_iter().find(Withholding::waits);
    let waiting = waiting.ok_or(ActError::DraftChanged)?;
    require_other(ctx, &mut tx, &waiting.taken.by).await?;
    let function = function_of(ctx, &mut tx).await?;
    let ruled = ByOffice { by, function, reason: reason.to_string(), at: ctx.now };
    if !withholding::rule(&mut tx, &waiting.id, ruling, &ruled).await? {
        return Err(ActError::DraftChanged);
    }
    let title = title(&mut tx, &about).await?;
    notice::tell(ctx, &mut tx, &found, Took::Ruled { title, ruling, reason: reason.to_string() }).await?;
    let detail = json!({ "comment": id, "ruling": ruling.name() });
    ctx.finish(tx, Note::with("talk.rule", &found.pitch, detail).of_rows(Kept::Withholdings, &found.pitch))
        .await
}

/// A comment about a plan of this round, with the plan.
async fn of_round(tx: &mut Tx, round: &RoundId, id: &CommentId) -> Result<(Comment, Pitch), ActError> {
    let found = talk::find(tx, id).await?.ok_or(ActError::NotFound)?;
    let about = pitch::find(tx, &found.pitch).await?.filter(|about| &about.round == round);
    Ok((found, about.ok_or(ActError::NotFound)?))
}
