//! Help with a draft (S7): its group asks, the office looks into that draft as long as it does, and says something beside it.

use serde_json::json;

use super::{Author, told, writable};
use crate::acts::budget::function_of;
use crate::acts::log::Note;
use crate::acts::{ActError, Context, interest, plain};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::mail::Content;
use crate::domain::pitch::help::{Help, HelpKind, MAX_HELP, is_asked};
use crate::domain::pitch::{EventKind, MAX_WORDS, Pitch, State};
use crate::store::pitch::help;
use crate::store::{Conn, Tx, pitch, round};

/// Asks the office to look into a draft: what about.
pub async fn ask(ctx: &Context<'_>, author: Author<'_>, id: &PitchId, words: &str) -> Result<(), ActError> {
    let words = plain::told("pt_help_about", words, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let found = draft(ctx, &mut tx, author, id).await?;
    add(ctx, &mut tx, id, ("pt_help_about", HelpKind::Ask, words)).await?;
    ctx.finish(tx, Note::with("pitch.help-ask", id, json!({ "round": found.round }))).await
}

/// Asks no more.
pub async fn stop(ctx: &Context<'_>, author: Author<'_>, id: &PitchId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = draft(ctx, &mut tx, author, id).await?;
    let phase = round::find(&mut tx, &found.round).await?.ok_or(ActError::NotFound)?.phase;
    if !is_asked(&help::of(&mut tx, id).await?, found.state, phase) {
        return Err(ActError::StillNeeded);
    }
    add(ctx, &mut tx, id, ("pt_help_about", HelpKind::Stop, "")).await?;
    ctx.finish(tx, Note::with("pitch.help-stop", id, json!({ "round": found.round }))).await
}

/// The office says something beside a draft about which help is asked. For everybody else there is no such draft.
pub async fn say(ctx: &Context<'_>, round: &RoundId, id: &PitchId, words: &str) -> Result<(), ActError> {
    ctx.person()?;
    let words = plain::told("pt_help_say", words, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let found = asked(&mut tx, round, id).await?.ok_or(ActError::NotFound)?;
    interest::require_none(ctx, &mut tx, round).await?;
    if !pitch::claim(&mut tx, id, State::Draft).await? {
        return Err(ActError::NotFound);
    }
    let number = add(ctx, &mut tx, id, ("pt_help_say", HelpKind::Say, words)).await?;
    if let Some(group) = &found.group {
        let content = Content::Plan {
            pitch: id.clone(),
            title: found.content.title.clone(),
            what: EventKind::Remark,
            ground: None,
            words: words.to_string(),
            until: None,
        };
        told::members(ctx, &mut tx, (group, &format!("help/{id}/{number}")), &content).await?;
    }
    ctx.finish(tx, Note::with("pitch.help-say", id, json!({ "round": round }))).await
}

/// The same for who reads along at the office: whoever has an interest in the round does not.
pub async fn read(
    ctx: &Context<'_>,
    conn: &mut Conn,
    round: &RoundId,
    id: &PitchId,
) -> Result<Option<Pitch>, ActError> {
    interest::require_none(ctx, conn, round).await?;
    asked(conn, round, id).await
}

/// A draft of a round, while help is asked about it.
pub async fn asked(conn: &mut Conn, round: &RoundId, id: &PitchId) -> Result<Option<Pitch>, ActError> {
    let Some(phase) = round::find(conn, round).await?.map(|found| found.phase) else { return Ok(None) };
    let Some(found) = pitch::find(conn, id).await?.filter(|found| &found.round == round) else {
        return Ok(None);
    };
    let all = help::of(conn, id).await?;
    Ok(is_asked(&all, found.state, phase).then_some(found))
}

/// The drafts of a round about which help is asked, the longest waiting first.
pub async fn all_asked(conn: &mut Conn, id: &RoundId) -> Result<Vec<Pitch>, ActError> {
    let Some(phase) = round::find(conn, id).await?.map(|found| found.phase) else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for found in help::drafts(conn, id).await? {
        if is_asked(&help::of(conn, &found.id).await?, found.state, phase) {
            all.push(found);
        }
    }
    Ok(all)
}

async fn draft(ctx: &Context<'_>, tx: &mut Tx, author: Author<'_>, id: &PitchId) -> Result<Pitch, ActError> {
    let found = writable(ctx, tx, author, id).await?;
    super::at_writing_pace(ctx, tx, author).await?;
    match found.state {
        State::Draft => Ok(found),
        State::Submitted
        | State::Incomplete
        | State::Admissible
        | State::NotAdmitted
        | State::Withdrawn
        | State::Merged => Err(ActError::StillNeeded),
    }
}

async fn add(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &PitchId,
    (field, kind, words): (&'static str, HelpKind, &str),
) -> Result<u64, ActError> {
    let all = help::of(tx, id).await?;
    if all.len() >= MAX_HELP {
        return Err(ActError::field(field, "post-many"));
    }
    let number = all.last().map_or(1, |last| last.number.saturating_add(1));
    let function = function_of(ctx, tx).await?;
    let new = Help { number, kind, words: words.to_string(), at: ctx.now, function };
    help::add(tx, id, &new, &ctx.actor.name()).await?;
    Ok(number)
}
