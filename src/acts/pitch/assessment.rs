//! How the office looks at a plan: who looks, what it answers, showing that to the group, the reply of the group, and more time.
//! Nobody but the group and the office sees any of it before the decision; from then on everyone does.

use serde_json::json;

use super::review::{decided, event, happened, unreadable};
use super::{Author, appeal, of_own, terms};
use crate::acts::budget::function_of;
use crate::acts::log::Note;
use crate::acts::person::is_other_person;
use crate::acts::{ActError, Context, FieldFault, interest, plain};
use crate::domain::account::{Account, Permission, Scope, Subject};
use crate::domain::calendar::{day_of, days_after, start_of};
use crate::domain::id::{AccountId, PitchId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::pitch::assessment::{Hand, MAX_ASSESSMENTS, MAX_REPLIES, Typed};
use crate::domain::pitch::clock::end_after;
use crate::domain::pitch::{Assessment, Clocks, Course, Event, EventKind, MAX_WORDS, Pitch, State};
use crate::domain::round::{Phase, Round};
use crate::domain::time::Moment;
use crate::store::pitch::assessment::Stored;
use crate::store::pitch::{assessment, life};
use crate::store::{self, Conn, Tx, account, pitch, round, scope};

/// What happened to a plan and the terms of its round, to be held against each other by [`Course`].
pub struct Known {
    /// What happened, in order.
    pub events: Vec<Event>,
    /// The terms.
    pub clocks: Clocks,
}

impl Known {
    /// Reads both.
    pub async fn of(conn: &mut Conn, round: &Round, id: &PitchId) -> Result<Known, ActError> {
        Ok(Known { events: life::events(conn, id).await?, clocks: terms(conn, round).await?.clocks })
    }

    /// The course of the plan.
    pub fn course(&self) -> Course<'_> {
        Course { events: &self.events, clocks: self.clocks }
    }
}

/// Who can look at a plan: who runs rounds where it lies, has no interest in its round and did not type it; after a refusal
/// somebody else than whoever refused or answered before.
pub async fn candidates(conn: &mut Conn, round: &Round, found: &Pitch) -> Result<Vec<Account>, ActError> {
    let areas = scope::areas(conn, Subject::Round, round.id.as_str()).await?;
    let reach = scope::reaches(conn).await?.of_areas(&areas);
    let stated = store::interest::list(conn, &round.id).await?;
    let versions = life::versions(conn, &found.id).await?;
    let known = Known::of(conn, round, &found.id).await?;
    let mut barred: Vec<AccountId> = versions.into_iter().filter_map(|version| version.desk).collect();
    barred.extend(appeal::barred(conn, &found.id, &known.course()).await?);
    let mut all = account::list(conn).await?;
    all.retain(|one| {
        let works_there = one.scope == Scope::City || Subject::Round.is_in_hands_of(&one.scope, &reach);
        one.enabled && one.role.may(Permission::RunRounds) && works_there
    });
    let mut fit = Vec::new();
    for one in all {
        let mut is_fit = !interest::is_interested(conn, &stated, &one.id).await?;
        for other in &barred {
            is_fit = is_fit && is_other_person(conn, &one.id, other).await?;
        }
        if is_fit {
            fit.push(one);
        }
    }
    Ok(fit)
}

/// Gives a plan that waits for the office to someone who looks at it.
pub async fn assign(
    ctx: &Context<'_>,
    round: &RoundId,
    id: &PitchId,
    to: &AccountId,
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let mut tx = ctx.begin().await?;
    let held = crate::acts::proposal::editable(&mut tx, round).await?;
    let found = super::review::of_round(&mut tx, round, id).await?;
    interest::require_none(ctx, &mut tx, round).await?;
    let known = Known::of(&mut tx, &held, id).await?;
    let waits =
        matches!(found.state, State::Submitted | State::Incomplete) || known.course().appeal().is_some();
    if !waits || !pitch::claim(&mut tx, id, found.state).await? {
        return Err(ActError::StillNeeded);
    }
    if !candidates(&mut tx, &held, &found).await?.iter().any(|one| &one.id == to) {
        return Err(ActError::field("pt_officer", "choose"));
    }
    assessment::assign(&mut tx, id, to, (&by, ctx.now)).await?;
    let detail = json!({ "round": round, "to": to });
    ctx.finish(tx, Note::with("pitch.assign", id, detail).of_rows(Kept::Assessment, id)).await
}

/// Writes down what the office answers about what was sent in last. `seen` is the number of the answers that the writer had
/// before them: what somebody else wrote meanwhile is not written over.
pub async fn assess(
    ctx: &Context<'_>,
    round: &RoundId,
    id: &PitchId,
    (seen, typed): (u64, &Typed),
) -> Result<(), ActError> {
    let faults: Vec<FieldFault> =
        typed.faults().into_iter().map(|(field, fault)| FieldFault { field, fault }).collect();
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    plain::texts(&typed.words())?;
    let mut tx = ctx.begin().await?;
    let (held, found) = decided(ctx, &mut tx, round, id).await?;
    let known = Known::of(&mut tx, &held, id).await?;
    if !known.course().is_looked_at(found.state, ctx.now) {
        appeal::require_second(ctx, &mut tx, id, &known.course()).await?;
    }
    if !pitch::claim(&mut tx, id, found.state).await? {
        return Err(ActError::DraftChanged);
    }
    let version = life::versions(&mut tx, id).await?.pop().ok_or_else(|| unreadable(id))?.number;
    let all = assessment::of(&mut tx, id).await?;
    if all.last().map_or(0, |last| last.number) != seen {
        return Err(ActError::DraftChanged);
    }
    if all.len() >= MAX_ASSESSMENTS {
        return Err(ActError::field("pt_consideration", "post-many"));
    }
    let function = function_of(ctx, &mut tx).await?;
    let by = ctx.person()?;
    let before = all.last().filter(|last| last.version == version).and_then(|last| last.content.as_ref());
    let made = Assessment::after(before, typed, Hand { by, function: &function, at: ctx.now });
    assessment::add(&mut tx, (id, version), &made, (by, &function, ctx.now)).await?;
    let detail = json!({ "round": round, "version": version, "complete": made.is_complete() });
    ctx.finish(tx, Note::with("pitch.assess", id, detail).of_rows(Kept::Assessment, id)).await
}

/// What the office answered about what was sent in last, if it did.
async fn newest(tx: &mut Tx, id: &PitchId) -> Result<Option<Stored>, ActError> {
    let version = life::versions(tx, id).await?.pop().map(|last| last.number);
    let last = assessment::of(tx, id).await?.pop();
    Ok(last.filter(|last| Some(last.version) == version))
}

/// Refuses to put a plan on the list about which a question is open, or answered with no.
pub(super) async fn lets_in(tx: &mut Tx, id: &PitchId) -> Result<(), ActError> {
    let found = newest(tx, id).await?.and_then(|last| last.content);
    match found.is_some_and(|content| content.lets_in()) {
        true => Ok(()),
        false => Err(ActError::field("pt_admit", "pt-unassessed")),
    }
}

/// Shows the group what the office found, for its reply within a term.
pub async fn show(ctx: &Context<'_>, round: &RoundId, id: &PitchId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let (held, found) = decided(ctx, &mut tx, round, id).await?;
    let known = Known::of(&mut tx, &held, id).await?;
    let may = known.course().is_looked_at(found.state, ctx.now);
    if !may || !pitch::claim(&mut tx, id, found.state).await? {
        return Err(ActError::StillNeeded);
    }
    let last = newest(&mut tx, id).await?;
    let last = last.filter(|last| last.content.as_ref().is_some_and(Assessment::is_complete));
    let last = last.ok_or(ActError::field("pt_show", "pt-unassessed"))?;
    if known.course().shown().is_some_and(|shown| last.at <= shown.at) {
        return Err(ActError::StillNeeded);
    }
    let until = end_after(ctx.now, known.clocks.reply);
    let event = Event { until: Some(until), ..event(ctx, &mut tx, EventKind::Show, "").await? };
    happened(ctx, &mut tx, &found, &event).await?;
    let detail = json!({ "round": round, "until": until });
    ctx.finish(tx, Note::with("pitch.show", id, detail).of_rows(Kept::Pitch, id)).await
}

/// The group says something to what the office found: before the decision once it was shown, and after it.
pub async fn reply(ctx: &Context<'_>, author: Author<'_>, id: &PitchId, words: &str) -> Result<(), ActError> {
    let words = plain::told("pt_reply", words, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let (held, found) = of_group(ctx, &mut tx, author, id).await?;
    let known = Known::of(&mut tx, &held, id).await?;
    let is_there = match found.state {
        State::Submitted | State::Incomplete => known.course().shown().is_some(),
        State::Admissible | State::NotAdmitted => !assessment::of(&mut tx, id).await?.is_empty(),
        State::Draft | State::Withdrawn | State::Merged => false,
    };
    if !is_there || !pitch::claim(&mut tx, id, found.state).await? {
        return Err(ActError::StillNeeded);
    }
    if known.events.iter().filter(|one| one.kind == EventKind::Reply).count() >= MAX_REPLIES {
        return Err(ActError::field("pt_reply", "post-many"));
    }
    life::add_event(&mut tx, id, &super::event(ctx, EventKind::Reply, typist(ctx, author)?, words)).await?;
    let detail = json!({ "round": held.id, "at_desk": matches!(author, Author::Desk(_)) });
    ctx.finish(tx, Note::with("pitch.reply", id, detail).of_rows(Kept::Pitch, id)).await
}

/// Who types it at the desk, if the desk does.
pub(in crate::acts) fn typist(ctx: &Context<'_>, author: Author<'_>) -> Result<Option<AccountId>, ActError> {
    match author {
        Author::Member(_) => Ok(None),
        Author::Desk(_) => Ok(Some(ctx.person()?.clone())),
    }
}

/// A plan for who writes for its group, in a round whose list is not fixed; with its round.
pub(super) async fn of_group(
    ctx: &Context<'_>,
    tx: &mut Tx,
    author: Author<'_>,
    id: &PitchId,
) -> Result<(Round, Pitch), ActError> {
    let found = of_own(ctx, tx, author, id).await?;
    let held = round::find(tx, &found.round).await?.ok_or(ActError::NotFound)?;
    if !matches!(held.phase, Phase::Propose | Phase::Check) {
        return Err(ActError::WrongPhase(held.phase));
    }
    Ok((held, found))
}

/// Takes more time to decide: once, before the term has passed, and told with the reason (Awb art. 4:14).
pub async fn extend(
    ctx: &Context<'_>,
    round: &RoundId,
    id: &PitchId,
    (until, reason): (Moment, &str),
) -> Result<(), ActError> {
    let reason = plain::told("pt_extend_why", reason, MAX_WORDS)?;
    let mut tx = ctx.begin().await?;
    let (held, found) = decided(ctx, &mut tx, round, id).await?;
    let known = Known::of(&mut tx, &held, id).await?;
    let course = known.course();
    let by = course.decide_by().filter(|by| ctx.now <= *by && !course.is_extended());
    let waits = matches!(found.state, State::Submitted | State::Incomplete);
    let by = by.filter(|_| waits).ok_or(ActError::StillNeeded)?;
    if until <= by || until >= start_of(days_after(day_of(by), known.clocks.decide.saturating_add(1))) {
        return Err(ActError::field("pt_extend_until", "pt-extend"));
    }
    if !pitch::claim(&mut tx, id, found.state).await? {
        return Err(ActError::DraftChanged);
    }
    let event = Event { until: Some(until), ..event(ctx, &mut tx, EventKind::Extend, reason).await? };
    happened(ctx, &mut tx, &found, &event).await?;
    let detail = json!({ "round": round, "until": until });
    ctx.finish(tx, Note::with("pitch.extend", id, detail).of_rows(Kept::Pitch, id)).await
}
