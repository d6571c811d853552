//! Meetings of groups that may not stand there: readers report one, an officer takes it off with a ground and a reason, its group is
//! told and can ask for a second look, and another officer gives it. As with comments.

use serde_json::json;

use super::{Host, of_host};
use crate::acts::budget::function_of;
use crate::acts::log::Note;
use crate::acts::person::require_other;
use crate::acts::pitch::told;
use crate::acts::talk::moderation::MAX_WORDS;
use crate::acts::{ActError, Context, interest, plain};
use crate::domain::id::{MeetingId, PitchId, RoundId, WithholdingId};
use crate::domain::log::kept::Kept;
use crate::domain::mail::{Content, Door, Took};
use crate::domain::meeting::Meeting;
use crate::domain::pace::REPORTS_OF_CLIENT;
use crate::domain::talk::withholding::{
    ByOffice, Ground, MAX_REPORT, MOST_REPORTS, Report, Ruling, Withholding,
};
use crate::store::meeting::{self, withholding};
use crate::store::{Tx, pace, pitch};

/// A reader tells the office that a meeting may not stand there. Who that is is not kept; `client` is where it comes from.
pub async fn report(
    ctx: &Context<'_>,
    client: &str,
    (round, id): (&RoundId, &MeetingId),
    (ground, words): (Ground, &str),
) -> Result<(), ActError> {
    let words = words.trim();
    if words.chars().count() > MAX_REPORT {
        return Err(ActError::field("talk_report", "long"));
    }
    plain::texts(&[("talk_report", words)])?;
    let mut tx = ctx.begin().await?;
    let (_, about) = of_group(&mut tx, round, id).await?;
    if standing(&mut tx, round, id).await?.is_some() {
        return Err(ActError::NotFound);
    }
    if !pace::take(&mut tx, &REPORTS_OF_CLIENT, client, ctx.now).await? {
        return Err(ActError::TooOften);
    }
    let new = Report { ground, words: words.to_string(), at: ctx.now, looked: None };
    // One that was reported very often waits for the office anyway.
    withholding::report(&mut tx, id, &new, MOST_REPORTS).await?;
    ctx.finish(tx, Note::with("meeting.tell", &about, json!({ "meeting": id }))).await
}

/// An officer looked at what was reported, and leaves the meeting where it is.
pub async fn keep(ctx: &Context<'_>, (round, id): (&RoundId, &MeetingId)) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    let (_, about) = of_group(&mut tx, round, id).await?;
    let looked = withholding::look(&mut tx, id, &by, ctx.now).await?;
    if looked == 0 {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, Note::with("meeting.keep", &about, json!({ "meeting": id, "reports": looked }))).await
}

/// An officer takes a meeting off: everyone sees that, the ground and the reason, and nobody its words. Its group is told by mail.
pub async fn withhold(
    ctx: &mut Context<'_>,
    (round, id): (&RoundId, &MeetingId),
    (ground, reason): (Ground, &str),
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::told("talk_reason", reason, MAX_WORDS)?.to_string();
    let mut tx = ctx.begin().await?;
    interest::require_none(ctx, &mut tx, round).await?;
    let (found, about) = of_group(&mut tx, round, id).await?;
    if found.is_gone() {
        return Err(ActError::DraftChanged);
    }
    for before in withholding::of_round(&mut tx, round).await?.iter().filter(|one| &one.of == id) {
        if !before.stands() && before.ground == ground {
            require_other(ctx, &mut tx, &before.taken.by).await?;
        }
    }
    let function = function_of(ctx, &mut tx).await?;
    let new = Withholding {
        id: WithholdingId::new(ctx.seed.id()),
        pitch: about.clone(),
        of: id.clone(),
        ground,
        taken: ByOffice { by: by.clone(), function, reason: reason.clone(), at: ctx.now },
        appeal: None,
        ruled: None,
    };
    if !withholding::add(&mut tx, &new).await? {
        return Err(ActError::DraftChanged);
    }
    withholding::look(&mut tx, id, &by, ctx.now).await?;
    let title = title(&mut tx, round, &about).await?;
    let took = Took::Off { title, ground, reason, until: new.appeal_until() };
    tell(ctx, &mut tx, (&about, &format!("meeting/{}/off", new.id)), took).await?;
    let detail = json!({ "meeting": id, "ground": ground.name() });
    ctx.finish(tx, Note::with("meeting.withhold", &about, detail).of_rows(Kept::Withholdings, &about)).await
}

/// The group asks for a second look.
pub async fn appeal(
    ctx: &Context<'_>,
    host: Host<'_>,
    (round, id): (&RoundId, &MeetingId),
    words: &str,
) -> Result<(), ActError> {
    let words = plain::told("talk_appeal", words, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    of_host(ctx, &mut tx, host, (round, id)).await?;
    let (_, about) = of_group(&mut tx, round, id).await?;
    let standing = standing(&mut tx, round, id).await?.ok_or(ActError::NotFound)?;
    if !standing.takes_appeal(ctx.now) {
        return Err(ActError::field("talk_appeal", "talk-late"));
    }
    if !withholding::appeal(&mut tx, &standing.id, words, ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    let note = Note::with("meeting.appeal", &about, json!({ "meeting": id }));
    ctx.finish(tx, note.of_rows(Kept::Withholdings, &about)).await
}

/// Another officer than who took it off rules on the second look, and the group is told.
pub async fn rule(
    ctx: &Context<'_>,
    (round, id): (&RoundId, &MeetingId),
    (ruling, reason): (Ruling, &str),
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::told("talk_ruling_reason", reason, MAX_WORDS)?.to_string();
    let mut tx = ctx.begin().await?;
    interest::require_none(ctx, &mut tx, round).await?;
    let (_, about) = of_group(&mut tx, round, id).await?;
    let waiting = standing(&mut tx, round, id).await?.filter(Withholding::waits);
    let waiting = waiting.ok_or(ActError::DraftChanged)?;
    require_other(ctx, &mut tx, &waiting.taken.by).await?;
    let function = function_of(ctx, &mut tx).await?;
    let ruled = ByOffice { by, function, reason: reason.clone(), at: ctx.now };
    if !withholding::rule(&mut tx, &waiting.id, ruling, &ruled).await? {
        return Err(ActError::DraftChanged);
    }
    let took = Took::Ruled { title: title(&mut tx, round, &about).await?, ruling, reason };
    tell(ctx, &mut tx, (&about, &format!("meeting/{}/ruled", waiting.id)), took).await?;
    let detail = json!({ "meeting": id, "ruling": ruling.name() });
    ctx.finish(tx, Note::with("meeting.rule", &about, detail).of_rows(Kept::Withholdings, &about)).await
}

/// A meeting that a group called about its plan, with the plan.
async fn of_group(tx: &mut Tx, round: &RoundId, id: &MeetingId) -> Result<(Meeting, PitchId), ActError> {
    let found = meeting::of_round(tx, round).await?.into_iter().find(|one| &one.id == id);
    let found = found.filter(Meeting::is_of_group).ok_or(ActError::NotFound)?;
    let about = found.pitch.clone().ok_or(ActError::NotFound)?;
    Ok((found, about))
}

async fn standing(
    tx: &mut Tx,
    round: &RoundId,
    id: &MeetingId,
) -> Result<Option<Withholding<MeetingId>>, ActError> {
    let all = withholding::of_round(tx, round).await?;
    Ok(all.into_iter().find(|one| &one.of == id && one.stands()))
}

async fn title(tx: &mut Tx, round: &RoundId, about: &PitchId) -> Result<String, ActError> {
    Ok(pitch::life::title(tx, round, about).await?.unwrap_or_default())
}

async fn tell(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (about, name): (&PitchId, &str),
    took: Took,
) -> Result<(), ActError> {
    let group = pitch::find(tx, about).await?.and_then(|found| found.group);
    let Some(group) = group else { return Ok(()) };
    let content = Content::Withheld { door: Door::Meetings { pitch: about.clone() }, took };
    told::members(ctx, tx, (&group, name), &content).await
}
