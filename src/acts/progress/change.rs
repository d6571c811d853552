//! Requests to do a plan in another way: more time, or another use of the money. Never more money: there is no sum in it, and
//! no posting follows from it.

use jiff::civil::Date;
use serde_json::json;

use super::super::log::Note;
use super::super::payment::hold_grant;
use super::super::pitch::told;
use super::super::{ActError, Context, plain};
use super::{held, voted};
use crate::domain::grant::GrantRecord;
use crate::domain::id::GrantId;
use crate::domain::log::kept::Kept;
use crate::domain::mail::Content;
use crate::domain::progress::{Change, ChangeKind, MAX_STORY, Ruling, decide_by, may_plan};
use crate::store::payment::Plan;
use crate::store::progress::change;
use crate::store::{Tx, budget, payment, progress, proposal};

/// What someone asks for.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// What kind.
    pub kind: ChangeKind,
    /// What changes.
    pub what: String,
    /// Why.
    pub why: String,
    /// The new last day, where it takes longer.
    pub until: Option<Date>,
}

/// Asks for a change: its number. One request waits at a time.
pub async fn ask(ctx: &Context<'_>, id: &GrantId, wanted: &Wanted) -> Result<u64, ActError> {
    let what = plain::told("change_what", &wanted.what, MAX_STORY)?;
    let why = plain::told("change_why", &wanted.why, MAX_STORY)?;
    let mut tx = ctx.begin().await?;
    let (record, side) = held(ctx, &mut tx, id, may_plan).await?;
    let until = match wanted.kind {
        ChangeKind::Use => None,
        ChangeKind::Time => {
            let day = wanted.until.ok_or(ActError::field("change_until", "date"))?;
            later(&mut tx, &record, day).await?;
            Some(day)
        }
    };
    let known = change::of(&mut tx, id).await?;
    if known.iter().any(|one| one.decided.is_none()) {
        return Err(ActError::field("change_what", "after-waits"));
    }
    let new = Change {
        number: known.last().map_or(1, |last| last.number + 1),
        kind: wanted.kind,
        what: what.to_string(),
        why: why.to_string(),
        until,
        side,
        at: ctx.now,
        decide_by: decide_by(ctx.now.local().date()),
        decided: None,
    };
    change::add(&mut tx, id, &new, &ctx.actor.name()).await?;
    let detail = json!({
        "number": new.number, "kind": new.kind.name(), "decide_by": new.decide_by.to_string(),
        "until": new.until.map(|day| day.to_string()),
    });
    ctx.finish(tx, Note::with("change.ask", id, detail).of_rows(Kept::Progress, id)).await?;
    Ok(new.number)
}

/// Refuses a last day that is not later than the one that holds, or past the budget that the grant comes from (S14).
async fn later(tx: &mut Tx, record: &GrantRecord, day: Date) -> Result<(), ActError> {
    let ends = payment::plan(tx, &record.id).await?.map(|plan| plan.ends_on);
    if ends.is_some_and(|ends| day <= ends) {
        return Err(ActError::field("change_until", "after-later"));
    }
    let line = budget::line(tx, &record.line).await?.ok_or(ActError::NotFound)?;
    let known = budget::budget(tx, &line.budget).await?.ok_or(ActError::NotFound)?;
    if i64::from(day.year()) > known.last_year() {
        return Err(ActError::field("change_until", "no-line"));
    }
    Ok(())
}

/// An officer decides on a request, with a reason. More time moves the last day of the activities, and with it the day on
/// which the account is due; no sum changes.
pub async fn decide(
    ctx: &Context<'_>,
    id: &GrantId,
    number: u64,
    (ruling, reason): (Ruling, &str),
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::reason("ruling_why", reason)?;
    let mut tx = ctx.begin().await?;
    let record = voted(hold_grant(ctx, &mut tx, id).await?)?;
    if !may_plan(record.state) && ruling == Ruling::Agreed {
        return Err(ActError::WrongState(record.state));
    }
    let all = change::of(&mut tx, id).await?;
    let found = all.iter().find(|one| one.number == number).ok_or(ActError::NotFound)?;
    if !change::decide(&mut tx, (id, number), (ruling, reason), (&by, ctx.now)).await? {
        return Err(ActError::DraftChanged);
    }
    if let Some(until) = found.until.filter(|_| ruling == Ruling::Agreed) {
        later(&mut tx, &record, until).await?;
        let income = payment::plan(&mut tx, id).await?.and_then(|plan| plan.income);
        payment::set_plan(&mut tx, id, &Plan { ends_on: until, income }).await?;
    }
    tell(ctx, &mut tx, &record, (found, ruling, reason)).await?;
    let detail =
        json!({ "number": number, "ruling": ruling.name(), "late": found.is_late(ctx.now.local().date()) });
    ctx.finish(tx, Note::with("change.decide", id, detail).of_rows(Kept::Progress, id)).await
}

/// Tells the group that carries the plan out.
async fn tell(
    ctx: &Context<'_>,
    tx: &mut Tx,
    record: &GrantRecord,
    (asked, ruling, words): (&Change, Ruling, &str),
) -> Result<(), ActError> {
    let Some(group) = progress::group(tx, &record.id).await? else { return Ok(()) };
    let Some(plan) = record.source.proposal() else { return Ok(()) };
    let round = record.source.round();
    let title = proposal::title(tx, round, plan).await?.ok_or(ActError::NotFound)?;
    let (round, plan, change, words) = (round.clone(), plan.clone(), asked.kind, words.to_string());
    let content = Content::Ruled { round, plan, title, change, ruling, words };
    told::members(ctx, tx, (&group.id, &format!("change/{}/{}", record.id, asked.number)), &content).await
}
