//! Meetings: calling one, calling it off, and telling what was said. The office does that for a round and for any of its plans,
//! a group for its own plan; for who comes by paper or telephone the desk types it.

use serde_json::json;

use super::log::Note;
use super::pitch::{Author, of_own, typist};
use super::talk::open;
use super::{ActError, Context, plain};
use crate::domain::id::{AccountId, MeetingId, PitchId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::meeting::{
    MAX_LINE, MAX_REPORT, MAX_WORDS, MOST_DAYS, MOST_OF_PLAN, MOST_OF_ROUND, Meeting,
};
use crate::domain::pitch::Pitch;
use crate::domain::round::Round;
use crate::domain::time::Moment;
use crate::store::{self, Tx, meeting, pitch};

/// Who calls a meeting.
#[derive(Debug, Clone, Copy)]
pub enum Host<'a> {
    /// Someone of the office.
    Office,
    /// Someone who writes for the group of the plan, or the desk for that.
    Group(Author<'a>),
}

/// A meeting as it is called.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// What it is called.
    pub title: &'a str,
    /// When.
    pub at: Moment,
    /// Where.
    pub place: &'a str,
    /// How one gets in.
    pub access: &'a str,
    /// What it is about.
    pub about: &'a str,
}

/// Calls a meeting about a round, or about one of its plans.
pub async fn call(
    ctx: &mut Context<'_>,
    host: Host<'_>,
    (round, about): (&RoundId, Option<&PitchId>),
    wanted: &Wanted<'_>,
) -> Result<MeetingId, ActError> {
    let title = plain::told("meet_title", wanted.title, MAX_LINE)?;
    plain::names(&[("meet_title", title)])?;
    let place = plain::told("meet_place", wanted.place, MAX_LINE)?;
    plain::names(&[("meet_place", place)])?;
    let access = plain::told("meet_access", wanted.access, MAX_WORDS)?;
    let words = plain::told("meet_about", wanted.about, MAX_WORDS)?;
    if wanted.at <= ctx.now || wanted.at > ctx.now.plus_minutes(MOST_DAYS * 24 * 60) {
        return Err(ActError::field("meet_at", "moment"));
    }
    let mut tx = ctx.begin().await?;
    allowed(ctx, &mut tx, host, (round, about)).await?;
    let all = meeting::of_round(&mut tx, round).await?;
    let of_plan = all.iter().filter(|one| one.pitch.is_some() && one.pitch.as_ref() == about).count();
    if all.len() >= MOST_OF_ROUND || of_plan >= MOST_OF_PLAN {
        return Err(ActError::field("meet_title", "talk-many"));
    }
    let new = Meeting {
        id: MeetingId::new(ctx.seed.id()),
        round: round.clone(),
        pitch: about.cloned(),
        title: title.to_string(),
        at: wanted.at,
        place: place.to_string(),
        access: access.to_string(),
        about: words.to_string(),
        by: ctx.actor.name(),
        desk: typed(ctx, host)?,
        made: ctx.now,
        cancelled: None,
        report: None,
    };
    meeting::add(&mut tx, &new).await?;
    noted(ctx, tx, ("meeting.call", host), &new).await?;
    Ok(new.id)
}

/// Calls one off that is still to come, with the reason.
pub async fn cancel(
    ctx: &Context<'_>,
    host: Host<'_>,
    (round, id): (&RoundId, &MeetingId),
    reason: &str,
) -> Result<(), ActError> {
    let reason = plain::told("meet_reason", reason, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let found = of_host(ctx, &mut tx, host, (round, id)).await?;
    if !meeting::cancel(&mut tx, id, reason, ctx.now).await? {
        return Err(ActError::StillNeeded);
    }
    noted(ctx, tx, ("meeting.cancel", host), &found).await
}

/// Tells afterwards what was said there.
pub async fn report(
    ctx: &Context<'_>,
    host: Host<'_>,
    (round, id): (&RoundId, &MeetingId),
    words: &str,
) -> Result<(), ActError> {
    let words = plain::told("meet_report", words, MAX_REPORT)?;
    let mut tx = ctx.begin().await?;
    let found = of_host(ctx, &mut tx, host, (round, id)).await?;
    if !meeting::report(&mut tx, id, words, ctx.now).await? {
        return Err(ActError::StillNeeded);
    }
    noted(ctx, tx, ("meeting.report", host), &found).await
}

async fn noted(
    ctx: &Context<'_>,
    tx: Tx,
    (act, host): (&'static str, Host<'_>),
    of: &Meeting,
) -> Result<(), ActError> {
    let at_desk = matches!(host, Host::Group(Author::Desk(_)));
    let detail = json!({ "meeting": of.id, "plan": of.pitch, "at_desk": at_desk });
    ctx.finish(tx, Note::with(act, &of.round, detail).of_rows(Kept::Meetings, &of.round)).await
}

/// A meeting of the round, for who may do something about it: the group does about its own plan only.
async fn of_host(
    ctx: &Context<'_>,
    tx: &mut Tx,
    host: Host<'_>,
    (round, id): (&RoundId, &MeetingId),
) -> Result<Meeting, ActError> {
    let found = meeting::find(tx, id).await?.filter(|one| &one.round == round).ok_or(ActError::NotFound)?;
    // What was called is called off and reported also when its plan was refused or taken back.
    let known = store::round::find(tx, round).await?.ok_or(ActError::NotFound)?;
    let about = match &found.pitch {
        None => None,
        Some(id) => pitch::find(tx, id).await?,
    };
    writes(ctx, tx, host, (&known, about.as_ref())).await?;
    Ok(found)
}

/// Refuses who may call nobody together for this. For who is not in the group there is no such plan.
async fn allowed(
    ctx: &Context<'_>,
    tx: &mut Tx,
    host: Host<'_>,
    (round, about): (&RoundId, Option<&PitchId>),
) -> Result<(), ActError> {
    let known = store::round::find(tx, round).await?.ok_or(ActError::NotFound)?;
    let about = match about {
        None => None,
        Some(id) => {
            let found = pitch::find(tx, id).await?.filter(|found| &found.round == round);
            let found = found.ok_or(ActError::NotFound)?;
            let open = open::of_plan(tx, &known, &found).await?.ok_or(ActError::NotFound)?;
            if !open.takes_words() {
                return Err(ActError::field("meet_title", "talk-refused"));
            }
            Some(found)
        }
    };
    writes(ctx, tx, host, (&known, about.as_ref())).await
}

/// Refuses who has nothing to do with meetings of a round, or of one of its plans.
async fn writes(
    ctx: &Context<'_>,
    tx: &mut Tx,
    host: Host<'_>,
    (round, about): (&Round, Option<&Pitch>),
) -> Result<(), ActError> {
    if !round.phase.is_public() {
        return Err(ActError::WrongPhase(round.phase));
    }
    match host {
        Host::Office => ctx.person().map(|_| ()),
        Host::Group(author) => {
            let about = about.ok_or(ActError::NotFound)?;
            of_own(ctx, tx, author, &about.id).await.map(|_| ())
        }
    }
}

/// Who types it at the desk for a group.
fn typed(ctx: &Context<'_>, host: Host<'_>) -> Result<Option<AccountId>, ActError> {
    match host {
        Host::Office => Ok(None),
        Host::Group(author) => typist(ctx, author),
    }
}
