//! Bids: what the office finds of the seven conditions, and the takeover, which is a decision of its own after the count. None of
//! these acts touches the ledger or a round.

pub mod task;

use serde_json::json;

use super::budget::function_of;
use super::log::Note;
use super::person::require_other;
use super::pitch::{Author, excluded, of_own, told, typist};
use super::{ActError, Context, FieldFault, interest, plain};
use crate::domain::bid::condition::{Answer, Condition, MAX_REASON, Verdict, open};
use crate::domain::bid::faults::{Facts, faults};
use crate::domain::bid::takeover::{self, Says, Step, StepKind};
use crate::domain::calendar::day_of;
use crate::domain::id::{AccountId, PitchId, RoundId, TaskId};
use crate::domain::log::kept::Kept;
use crate::domain::mail::Content;
use crate::domain::money::Cents;
use crate::domain::pitch::{Form, Pitch, State};
use crate::domain::proposal::MAX_TITLE;
use crate::domain::round::Phase;
use crate::domain::smo::{Exclusion, Identity, Reach};
use crate::domain::time::Moment;
use crate::store::pitch::life;
use crate::store::{Conn, Guard, StoreError, Tx, bid, pitch, round};

/// Says whether a condition holds for what was sent in last, and why. What was said before stays beside it. Refused once there is
/// a decision, and of the support before the result of the vote is certified.
pub async fn judge(
    ctx: &Context<'_>,
    (round, id): (&RoundId, &PitchId),
    (condition, answer): (Condition, Answer),
    reason: &str,
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::told("bid_reason", reason, MAX_REASON)?.to_string();
    let mut tx = ctx.begin().await?;
    let found = held(ctx, &mut tx, round, id).await?;
    if found.state.is_ended() || !bid::steps(&mut tx, id).await?.is_empty() {
        return Err(ActError::StillNeeded);
    }
    let since = bid::since(&mut tx, id).await?;
    if condition == Condition::Support && since.certified.is_none() {
        return Err(ActError::field("bid_condition", "bid-support"));
    }
    let function = function_of(ctx, &mut tx).await?;
    let (version, at) = (since.version, ctx.now);
    let verdict = Verdict { number: 0, condition, answer, version, reason, by, function, at };
    bid::add_verdict(&mut tx, id, &verdict).await?;
    let detail = json!({ "round": round, "condition": condition.name(), "verdict": answer.name() });
    ctx.finish(tx, Note::with("bid.judge", id, detail).of_rows(Kept::Bid, id)).await
}

/// What keeps the municipality from agreeing to a bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotReady {
    /// Conditions of which nobody says that they hold.
    pub conditions: Vec<Condition>,
    /// Whether the result that shows the support is still to be certified.
    pub uncertified: bool,
}

impl NotReady {
    /// Whether nothing does.
    pub fn is_ready(&self) -> bool {
        self.conditions.is_empty() && !self.uncertified
    }
}

/// What keeps the municipality from agreeing to a bid.
pub async fn not_ready(conn: &mut Conn, found: &Pitch) -> Result<NotReady, ActError> {
    let held = round::find(conn, &found.round).await?.ok_or(ActError::NotFound)?;
    let is_certified = matches!(held.phase, Phase::Certified | Phase::Final);
    let since = bid::since(conn, &found.id).await?;
    let conditions = open(&bid::verdicts(conn, &found.id).await?, &since);
    Ok(NotReady { conditions, uncertified: !is_certified || found.state != State::Admissible })
}

/// A decision of the municipality, by who signs for it and has no interest. About a takeover: after the result, a yes only when
/// every condition holds and a legal person is there, and never by whoever gave a verdict on the bid. About going on or stopping:
/// never by whoever looked back, or typed at the desk how a year went.
pub async fn decide(
    ctx: &Context<'_>,
    (round, id): (&RoundId, &PitchId),
    wanted: Wanted<'_>,
) -> Result<(), ActError> {
    ctx.signer()?;
    let kind = wanted.says.kind();
    if !kind.is_decision() {
        return Err(ActError::StillNeeded);
    }
    let mut tx = ctx.begin().await?;
    let found = held(ctx, &mut tx, round, id).await?;
    interest::require_stated(ctx, &mut tx, round).await?;
    if kind.is_first_decision() {
        for verdict in bid::verdicts(&mut tx, id).await? {
            require_other(ctx, &mut tx, &verdict.by).await?;
        }
        let not_ready = not_ready(&mut tx, &found).await?;
        if not_ready.uncertified {
            return Err(ActError::field("to_decision", "bid-uncertified"));
        }
        if kind == StepKind::Agree && !not_ready.is_ready() {
            return Err(ActError::field("to_decision", "bid-not-ready"));
        }
    } else {
        let steps = bid::steps(&mut tx, id).await?;
        require_untyped(ctx, &mut tx, &steps).await?;
        if let Some(last) = steps.last()
            && let (StepKind::Evaluate, Some(by)) = (last.says.kind(), &last.by)
        {
            require_other(ctx, &mut tx, by).await?;
        }
    }
    let by = By::Office(ctx.person()?.clone());
    take(ctx, tx, (&found, by), wanted).await
}

/// Writes down what followed on a decision: the agreement, the start, a yearly account, the evaluation.
pub async fn follow(
    ctx: &Context<'_>,
    (round, id): (&RoundId, &PitchId),
    wanted: Wanted<'_>,
) -> Result<(), ActError> {
    let by = By::Office(ctx.person()?.clone());
    if wanted.says.kind().is_decision() {
        return Err(ActError::NoMandate);
    }
    let mut tx = ctx.begin().await?;
    let found = held(ctx, &mut tx, round, id).await?;
    if wanted.says.kind() == StepKind::Evaluate {
        let steps = bid::steps(&mut tx, id).await?;
        require_untyped(ctx, &mut tx, &steps).await?;
    }
    take(ctx, tx, (&found, by), wanted).await
}

/// Refuses whoever typed at the desk how a year went: that person neither looks back on it nor decides about what follows (S55).
async fn require_untyped(ctx: &Context<'_>, tx: &mut Tx, steps: &[Step]) -> Result<(), ActError> {
    for typed in steps.iter().filter_map(|step| step.desk.as_ref()) {
        require_other(ctx, tx, typed).await?;
    }
    Ok(())
}

/// The group tells the neighbourhood itself how a year went; for who comes by paper or telephone the desk types it.
pub async fn tell(
    ctx: &Context<'_>,
    author: Author<'_>,
    id: &PitchId,
    (year, words): (i16, &str),
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = of_own(ctx, &mut tx, author, id).await?;
    if !pitch::claim(&mut tx, id, found.state).await? {
        return Err(ActError::DraftChanged);
    }
    let by = By::Group(typist(ctx, author)?);
    let wanted = Wanted { says: Says::Account(year), on: day_of(ctx.now), reason: words };
    take(ctx, tx, (&found, by), wanted).await
}

/// Who writes a step down.
enum By {
    /// Someone of the office.
    Office(AccountId),
    /// The group, or the desk for it.
    Group(Option<AccountId>),
}

/// A step that is to be written down.
#[derive(Debug, Clone)]
pub struct Wanted<'a> {
    /// What it says.
    pub says: Says,
    /// On which day it was.
    pub on: jiff::civil::Date,
    /// Why, or what was told.
    pub reason: &'a str,
}

async fn take(
    ctx: &Context<'_>,
    mut tx: Tx,
    (found, by): (&Pitch, By),
    wanted: Wanted<'_>,
) -> Result<(), ActError> {
    let id = &found.id;
    let reason = plain::told("to_reason", wanted.reason, takeover::MAX_REASON)?.to_string();
    check_words(&wanted.says)?;
    check_legal(ctx, &mut tx, &wanted.says).await?;
    let steps = bid::steps(&mut tx, id).await?;
    let from = takeover::state(&steps);
    let kind = wanted.says.kind();
    let to = from.after(kind).ok_or(ActError::StillNeeded)?;
    let facts = Facts { now: ctx.now, cost: cost_at(&mut tx, id, ctx.now).await? };
    let faults = faults(&steps, (&wanted.says, wanted.on), &facts).into_iter();
    let faults: Vec<FieldFault> = faults.map(|(field, fault)| FieldFault { field, fault }).collect();
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    let function = function_of(ctx, &mut tx).await?;
    let (on, says) = (wanted.on, wanted.says);
    let (by, desk) = match by {
        By::Office(by) => (Some(by), None),
        By::Group(desk) => (None, desk),
    };
    let (number, is_off, at) = (0, false, ctx.now);
    let step = Step { number, from, to, on, reason: reason.clone(), says, by, desk, is_off, function, at };
    match bid::add_step(&mut tx, id, &step).await {
        Err(StoreError::Refused(Guard::Unique)) => return Err(ActError::DraftChanged),
        done => done?,
    }
    tell_group(ctx, &mut tx, found, (steps.len() + 1, kind, reason)).await?;
    let detail = json!({ "round": found.round, "step": kind.name(), "by_group": step.by.is_none(), "at_desk": step.desk.is_some() });
    ctx.finish(tx, Note::with("bid.takeover", id, detail).of_rows(Kept::Bid, id)).await
}

async fn tell_group(
    ctx: &Context<'_>,
    tx: &mut Tx,
    found: &Pitch,
    (number, step, words): (usize, StepKind, String),
) -> Result<(), ActError> {
    let Some(group) = &found.group else { return Ok(()) };
    let title = life::title(tx, &found.round, &found.id).await?;
    let title = title.unwrap_or_else(|| found.content.title.clone());
    let content = Content::Takeover { pitch: found.id.clone(), title, step, words };
    told::members(ctx, tx, (group, &format!("takeover/{}/{number}", found.id)), &content).await
}

/// What the task of a bid cost in a year, as the city said last at a moment.
pub(super) async fn cost_at(conn: &mut Conn, id: &PitchId, at: Moment) -> Result<Option<Cents>, ActError> {
    let Some(sent) = life::newest_of(conn, id).await? else { return Ok(None) };
    let history = bid::task::history(conn, &TaskId::new(sent.offer.task)).await?;
    let said = history.into_iter().filter(|task| task.at <= at).max_by_key(|task| task.number);
    Ok(said.and_then(|task| task.facts.cost))
}

/// Refuses to hand a task over to a social-brokerage organisation or to who belongs to one (S45).
async fn check_legal(ctx: &Context<'_>, tx: &mut Tx, says: &Says) -> Result<(), ActError> {
    let excluded = barred(tx, says, ctx.now).await?;
    if excluded.is_empty() { Ok(()) } else { Err(ActError::Excluded(excluded)) }
}

/// Why a task may not go over to whom it would go over to, at a moment.
pub(super) async fn barred(conn: &mut Conn, says: &Says, at: Moment) -> Result<Vec<Exclusion>, ActError> {
    let Says::Agree(_, legal) = says else { return Ok(Vec::new()) };
    let named = vec![Identity::new(&legal.name, Some(legal.kvk.clone()))];
    excluded(conn, Reach { applicant: named, ..Reach::default() }, at).await
}

fn check_words(says: &Says) -> Result<(), ActError> {
    match says {
        Says::Agree(reference, legal) => {
            if !legal.kind.is_registered() {
                return Err(ActError::field("to_legal_kind", "choose"));
            }
            for (field, text) in [("to_reference", reference), ("to_legal_name", &legal.name)] {
                plain::told(field, text, MAX_TITLE)?;
            }
            plain::names(&[("to_legal_name", &legal.name)])
        }
        Says::Refuse(reference) => plain::told("to_reference", reference, MAX_TITLE).map(|_| ()),
        Says::Sign(agreement) => plain::told("to_break", &agreement.break_clause, MAX_REASON).map(|_| ()),
        Says::Account(_) | Says::Extend(_) | Says::Start | Says::Evaluate | Says::Stop => Ok(()),
    }
}

/// A bid that was sent in for this round, held for this transaction, by who has no interest in the round and did not type it.
async fn held(ctx: &Context<'_>, tx: &mut Tx, round: &RoundId, id: &PitchId) -> Result<Pitch, ActError> {
    let found = pitch::find(tx, id).await?;
    let found = found.filter(|found| &found.round == round && found.submitted.is_some());
    let found = found.ok_or(ActError::NotFound)?;
    interest::require_none(ctx, tx, round).await?;
    let versions = life::versions(tx, id).await?;
    let sent = versions.last().and_then(|version| version.content.as_ref());
    if sent.is_none_or(|sent| sent.form != Form::Bid) {
        return Err(ActError::NotFound);
    }
    for typed in versions.iter().filter_map(|version| version.desk.as_ref()) {
        require_other(ctx, tx, typed).await?;
    }
    if !pitch::claim(tx, id, found.state).await? {
        return Err(ActError::DraftChanged);
    }
    Ok(found)
}
