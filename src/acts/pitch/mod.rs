//! Plans as their initiators write them: begin, write, send in, take back. Only who is in the group does that (S44); for
//! who comes by paper or telephone the desk types it, and the log says so. What the office does is in `review`
//! and `assessment`, and a second look in `appeal`.

pub mod alliance;
pub mod appeal;
pub mod assessment;
mod ending;
pub mod hearing;
pub mod help;
pub mod picture;
pub mod regroup;
pub mod review;
pub mod short;
pub(super) mod told;
mod turn;
pub mod waiting;
pub mod wish;

pub(super) use assessment::typist;
use ending::off_ballot;
pub use ending::{drop_draft, withdraw};
use serde_json::json;
use turn::{event, turned};

use super::log::{Note, note};
use super::{ActError, Context, FieldFault, plain};
use crate::domain::id::{InitiativeId, InitiatorId, PitchId, RoundId, TaskId};
use crate::domain::initiator::{Initiative, MAX_GROUPS, MemberRole, name_fault};
use crate::domain::log::kept::Kept;
use crate::domain::pace::WRITING;
use crate::domain::pitch::content::{Content, Form, Step};
use crate::domain::pitch::{EventKind, Fault, MAX_PITCHES, Pitch, Setting, State, Terms};
use crate::domain::round::{Origin, Phase, Round};
use crate::domain::smo::{Exclusion, Identity, Reach};
use crate::domain::time::Moment;
use crate::store::bid::task;
use crate::store::pitch::{Turn, ally, help as stored_help, life, terms as stored_terms};
use crate::store::{self, Conn, Tx, initiative, initiator, pace, pitch, recipient, round};

/// Who writes.
#[derive(Debug, Clone, Copy)]
pub enum Author<'a> {
    /// Someone who is signed in.
    Member(&'a InitiatorId),
    /// The desk, for someone for whom it opened an account.
    Desk(&'a InitiatorId),
}

impl<'a> Author<'a> {
    fn who(self) -> &'a InitiatorId {
        match self {
            Author::Member(who) | Author::Desk(who) => who,
        }
    }
}

/// What a plan begins with.
#[derive(Debug, Clone)]
pub struct Start<'a> {
    /// For which round.
    pub round: RoundId,
    /// Of which group; nothing for a new one.
    pub group: Option<InitiativeId>,
    /// The name of the new group.
    pub name: &'a str,
    /// How much is asked.
    pub form: Form,
    /// Of a bid: the task that was chosen already, or nothing.
    pub task: &'a str,
}

/// Whether a round takes plans at a moment.
pub fn takes_plans(round: &Round, now: Moment) -> bool {
    let in_time = round.plan.dates.propose_until.is_none_or(|until| now <= until);
    round.origin == Origin::Vote && round.phase == Phase::Propose && in_time
}

/// What a round asks of who pitches.
pub async fn terms(conn: &mut Conn, round: &Round) -> Result<Terms, ActError> {
    let set = stored_terms::find(conn, &round.id).await?;
    let limits = &round.plan.limits.categories;
    let themes: Vec<&str> = limits.iter().map(|limit| limit.category.as_str()).collect();
    Ok(set.unwrap_or_else(|| Terms::usual(&themes)))
}

/// What is missing from a plan before it can be sent in, and by which ways its money would reach a social-brokerage
/// organisation.
pub async fn missing(
    conn: &mut Conn,
    round: &Round,
    (content, applicant): (&Content, &str),
    now: Moment,
) -> Result<(Vec<Fault>, Vec<Exclusion>), ActError> {
    let terms = terms(conn, round).await?;
    let held = store::check::terms(conn, &round.id, round.year).await?;
    let tasks = match content.form {
        Form::Bid => task::list(conn).await?.into_iter().map(|one| one.id).collect(),
        Form::Light | Form::Full => Vec::new(),
    };
    let most = round.plan.spendable();
    let setting = Setting { terms: &terms, held: &held, most, applicant, tasks: &tasks };
    let mut faults = content.faults(&setting);
    faults.sort_by_key(|fault| fault.step);
    Ok((faults, exclusions(conn, content, applicant, now).await?))
}

/// Why its money may not go where it would go: by name and number, and by whoever is known to belong together (S45).
async fn exclusions(
    conn: &mut Conn,
    content: &Content,
    applicant: &str,
    now: Moment,
) -> Result<Vec<Exclusion>, ActError> {
    excluded(conn, content.reach(applicant), now).await
}

/// The same of whoever else would get something: by name and number, and by whoever belonged together at that moment.
pub(super) async fn excluded(
    conn: &mut Conn,
    mut reach: Reach,
    now: Moment,
) -> Result<Vec<Exclusion>, ActError> {
    let own = std::iter::once(&mut reach.applicant);
    for known in own.chain(&mut reach.members).chain(&mut reach.onward) {
        let Some(named) = known.first().cloned() else { continue };
        let others = recipient::named::family_at(conn, (&named.name_key, named.kvk.as_ref()), now).await?;
        known.extend(others.iter().map(Identity::of).filter(|other| *other != named));
    }
    Ok(store::smo::newest(conn).await?.exclusions(&reach, now))
}

/// Begins a plan; a group of one is made on the way.
pub async fn start(
    ctx: &mut Context<'_>,
    author: Author<'_>,
    wanted: &Start<'_>,
) -> Result<PitchId, ActError> {
    let mut tx = ctx.begin().await?;
    let round = round::find(&mut tx, &wanted.round).await?.filter(|found| takes_plans(found, ctx.now));
    let round = round.ok_or(ActError::field("pt_round", "choose"))?;
    at_writing_pace(ctx, &mut tx, author).await?;
    let group = match &wanted.group {
        Some(group) => {
            allowed(ctx, &mut tx, author, group, MemberRole::Editor).await?;
            initiative::find(&mut tx, group).await?.ok_or(ActError::NotFound)?
        }
        None => new_group(ctx, &mut tx, author, wanted.name).await?,
    };
    let known = pitch::of_group(&mut tx, &group.id).await?;
    let goes_on = |one: &&Pitch| one.round == round.id && !one.state.is_ended();
    if known.iter().filter(goes_on).count() >= MAX_PITCHES {
        return Err(ActError::field("pt_group", "post-many"));
    }
    let made = Pitch {
        id: PitchId::new(ctx.seed.id()),
        round: round.id,
        group: Some(group.id),
        applicant: group.name,
        state: State::Draft,
        content: first(&mut tx, wanted).await?,
        made: ctx.now,
        changed: ctx.now,
        submitted: None,
        until: None,
        proposal: None,
        merged_into: None,
    };
    pitch::add(&mut tx, &made).await?;
    let detail = json!({ "round": made.round, "form": wanted.form.name() });
    ctx.finish(tx, Note::with("pitch.start", &made.id, detail)).await?;
    Ok(made.id)
}

/// What a plan says when it begins: of a bid the task, if it was chosen from the list.
async fn first(tx: &mut Tx, wanted: &Start<'_>) -> Result<Content, ActError> {
    let mut content = Content { form: wanted.form, ..Content::default() };
    if wanted.form == Form::Bid {
        let open = open_tasks(tx).await?;
        if open.is_empty() {
            return Err(ActError::field("pt_size", "choose"));
        }
        let chosen = open.into_iter().find(|one| one.as_str() == wanted.task);
        content.offer.task = chosen.map(|one| one.to_string()).unwrap_or_default();
    }
    Ok(content)
}

/// The tasks for which a bid can be made.
pub async fn open_tasks(conn: &mut Conn) -> Result<Vec<TaskId>, ActError> {
    let all = task::list(conn).await?.into_iter();
    Ok(all.filter(|one| one.facts.is_open).map(|one| one.id).collect())
}

async fn new_group(
    ctx: &mut Context<'_>,
    tx: &mut Tx,
    author: Author<'_>,
    name: &str,
) -> Result<Initiative, ActError> {
    if let Some(fault) = name_fault(name) {
        return Err(ActError::field("pt_group_name", fault));
    }
    own_account(ctx, tx, author).await?;
    if initiative::of(tx, author.who()).await?.len() >= MAX_GROUPS {
        return Err(ActError::field("pt_group_name", "post-many"));
    }
    let group = Initiative { id: InitiativeId::new(ctx.seed.id()), name: name.trim().to_string() };
    initiative::add(tx, &group, author.who(), ctx.now).await?;
    let told = Note::new("initiative.make", &group.id).of_rows(Kept::Members, &group.id);
    note(tx, &ctx.actor, ctx.now, told).await?;
    Ok(group)
}

/// Writes the answers of one page. `seen` is [`Content::mark`] of what the writer had before them: what somebody else wrote
/// meanwhile on the same page is not written over.
pub async fn write(
    ctx: &Context<'_>,
    author: Author<'_>,
    id: &PitchId,
    (step, seen): (Step, &str),
    answers: Content,
) -> Result<Content, ActError> {
    let long: Vec<FieldFault> =
        answers.too_long().into_iter().map(|field| FieldFault { field, fault: "long" }).collect();
    if !long.is_empty() {
        return Err(ActError::Fields(long));
    }
    plain::names(&[("pt_title", &answers.title)])?;
    let told = answers.told();
    plain::texts(&told.iter().map(|told| (told.field, told.text.as_str())).collect::<Vec<_>>())?;
    let mut tx = ctx.begin().await?;
    let found = in_time(ctx, writable(ctx, &mut tx, author, id).await?)?;
    at_writing_pace(ctx, &mut tx, author).await?;
    let before = found.content.mark(step);
    let content = found.content.with_step(step, answers);
    // Whoever writes the same as stands there already, by a second press or another device, writes over nothing.
    if before != seen && content.mark(step) != before {
        return Err(ActError::DraftChanged);
    }
    if !pitch::write(&mut tx, id, &content, ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, Note::with("pitch.write", id, json!({ "step": step.name() }))).await?;
    Ok(content)
}

/// Asks more or fewer questions about a plan: a large sum needs all of them.
pub async fn set_form(
    ctx: &Context<'_>,
    author: Author<'_>,
    id: &PitchId,
    form: Form,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = in_time(ctx, writable(ctx, &mut tx, author, id).await?)?;
    at_writing_pace(ctx, &mut tx, author).await?;
    // A bid is another kind of plan, not a longer one.
    if (found.content.form == Form::Bid) != (form == Form::Bid) {
        return Err(ActError::field("pt_size", "choose"));
    }
    let content = Content { form, ..found.content };
    if !pitch::write(&mut tx, id, &content, ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, Note::with("pitch.write", id, json!({ "form": form.name() }))).await
}

/// Sends a plan in and keeps a version of it. Refused while something is missing, or money would reach a social broker.
pub async fn submit(ctx: &Context<'_>, author: Author<'_>, id: &PitchId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = writable(ctx, &mut tx, author, id).await?;
    at_writing_pace(ctx, &mut tx, author).await?;
    let round = round::find(&mut tx, &found.round).await?.ok_or(ActError::NotFound)?;
    let in_time = match found.until {
        // A part of a plan that was split comes in as late as the other part.
        None => {
            let split = pitch::regroup::of_draft(&mut tx, id).await?.and_then(|one| one.draft);
            takes_plans(&round, ctx.now) || split.is_some_and(|(_, until)| ctx.now <= until)
        }
        Some(until) => ctx.now <= until,
    };
    if !in_time {
        return Err(ActError::field("pt_submit", "pt-late"));
    }
    let group = found.group.as_ref().ok_or(ActError::NotFound)?;
    let group = initiative::find(&mut tx, group).await?.ok_or(ActError::NotFound)?;
    let (faults, excluded) = missing(&mut tx, &round, (&found.content, &group.name), ctx.now).await?;
    if !faults.is_empty() {
        return Err(ActError::field("pt_submit", "pt-missing"));
    }
    if !excluded.is_empty() {
        return Err(ActError::Excluded(excluded));
    }
    if store::moderation::is_off(&mut tx, id, &found.content).await? {
        return Err(ActError::field("pt_submit", "pt-off"));
    }
    alliance::require_consents(&mut tx, id, (&found.content, "pt_submit")).await?;
    ally::forget(&mut tx, id).await?;
    let desk = typist(ctx, author)?;
    let turn =
        Turn { from: found.state, to: State::Submitted, until: None, proposal: None, applicant: &group.name };
    turned(ctx, &mut tx, id, &turn).await?;
    life::add_version(&mut tx, id, &found.content, (ctx.now, &ctx.actor.name(), desk.as_ref())).await?;
    life::add_event(&mut tx, id, &event(ctx, EventKind::Submit, desk, "")).await?;
    pitch::picture::send(&mut tx, id, ctx.now).await?;
    told::group(ctx, &mut tx, &found).await?;
    let detail = json!({ "round": found.round, "at_desk": matches!(author, Author::Desk(_)) });
    let note = Note::with("pitch.submit", id, detail);
    ctx.finish(tx, note.of_rows(Kept::Pitch, id).of_rows(Kept::Asked, id)).await
}

/// A plan while its time runs: after that the office decides about what was sent in last.
fn in_time(ctx: &Context<'_>, found: Pitch) -> Result<Pitch, ActError> {
    if found.is_written_at(ctx.now) { Ok(found) } else { Err(ActError::StillNeeded) }
}

/// A plan in which this author writes now.
async fn writable(
    ctx: &Context<'_>,
    tx: &mut Tx,
    author: Author<'_>,
    id: &PitchId,
) -> Result<Pitch, ActError> {
    let found = pitch::find(tx, id).await?.ok_or(ActError::NotFound)?;
    let group = found.group.as_ref().ok_or(ActError::NotFound)?;
    allowed(ctx, tx, author, group, MemberRole::Editor).await?;
    let phase = round::find(tx, &found.round).await?.ok_or(ActError::NotFound)?.phase;
    if !matches!(phase, Phase::Propose | Phase::Check) {
        return Err(ActError::WrongPhase(phase));
    }
    if !found.state.is_written() || !pitch::claim(tx, id, found.state).await? {
        return Err(ActError::StillNeeded);
    }
    // Read once it is held: whoever wrote another page at the same moment loses nothing.
    pitch::find(tx, id).await?.ok_or(ActError::NotFound)
}

/// Refuses who is not in the group, or not as this or more. For who is not in it there is no such plan.
async fn allowed(
    ctx: &Context<'_>,
    tx: &mut Tx,
    author: Author<'_>,
    group: &InitiativeId,
    least: MemberRole,
) -> Result<(), ActError> {
    own_account(ctx, tx, author).await?;
    let role = initiative::role_of(tx, group, author.who()).await?;
    role.filter(|role| *role <= least).map(|_| ()).ok_or(ActError::NotFound)
}

/// A plan for who writes for its group.
pub(super) async fn of_own(
    ctx: &Context<'_>,
    tx: &mut Tx,
    author: Author<'_>,
    id: &PitchId,
) -> Result<Pitch, ActError> {
    let found = pitch::find(tx, id).await?.ok_or(ActError::NotFound)?;
    let group = found.group.as_ref().ok_or(ActError::NotFound)?;
    allowed(ctx, tx, author, group, MemberRole::Editor).await?;
    at_writing_pace(ctx, tx, author).await?;
    Ok(found)
}

/// Refuses the desk for whoever comes in by mail: that account is nobody else's.
async fn own_account(ctx: &Context<'_>, tx: &mut Tx, author: Author<'_>) -> Result<(), ActError> {
    if let Author::Desk(who) = author {
        ctx.person()?;
        let found = initiator::find(tx, who).await?;
        found.filter(|found| found.email.is_none()).ok_or(ActError::NotFound)?;
    }
    Ok(())
}

/// Refuses whoever writes more than people do; the desk writes for many.
async fn at_writing_pace(ctx: &Context<'_>, tx: &mut Tx, author: Author<'_>) -> Result<(), ActError> {
    match author {
        Author::Member(who) if !pace::take(tx, &WRITING, who.as_str(), ctx.now).await? => {
            Err(ActError::TooOften)
        }
        Author::Member(_) | Author::Desk(_) => Ok(()),
    }
}
