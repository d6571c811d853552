//! Bids: what the office finds of the seven conditions, and the takeover, which is a decision of its own after the count. None of
//! these acts touches the ledger or a round.

pub mod task;

use serde_json::json;

use super::budget::function_of;
use super::log::Note;
use super::person::require_other;
use super::pitch::excluded;
use super::{ActError, Context, FieldFault, interest, plain};
use crate::domain::bid::condition::{Answer, Condition, MAX_REASON, Verdict, open};
use crate::domain::bid::takeover::{self, Says, Step, StepKind};
use crate::domain::id::{PitchId, RoundId};
use crate::domain::log::kept::Kept;
use crate::domain::pitch::{Form, Pitch, State};
use crate::domain::proposal::MAX_TITLE;
use crate::domain::round::Phase;
use crate::domain::smo::{Identity, Reach};
use crate::store::pitch::life;
use crate::store::{Conn, Guard, StoreError, Tx, bid, pitch, round};

/// Says whether a condition holds, and why. What was said before stays beside it. Refused once there is a decision.
pub async fn judge(
    ctx: &Context<'_>,
    (round, id): (&RoundId, &PitchId),
    (condition, answer): (Condition, Answer),
    reason: &str,
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::told("bid_reason", reason, MAX_REASON)?.to_string();
    let mut tx = ctx.begin().await?;
    held(ctx, &mut tx, round, id).await?;
    if !bid::steps(&mut tx, id).await?.is_empty() {
        return Err(ActError::StillNeeded);
    }
    let function = function_of(ctx, &mut tx).await?;
    let verdict = Verdict { number: 0, condition, answer, reason, by, function, at: ctx.now };
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
    let conditions = open(&bid::verdicts(conn, &found.id).await?);
    Ok(NotReady { conditions, uncertified: !is_certified || found.state != State::Admissible })
}

/// The decision of the municipality about a takeover: a yes only when every condition holds, a legal person is there and the
/// support is on record. Whoever gave a verdict on the bid does not decide about it, nor does who has an interest.
pub async fn decide(
    ctx: &Context<'_>,
    (round, id): (&RoundId, &PitchId),
    wanted: Wanted<'_>,
) -> Result<(), ActError> {
    ctx.signer()?;
    if !wanted.says.kind().is_decision() {
        return Err(ActError::StillNeeded);
    }
    let mut tx = ctx.begin().await?;
    let found = held(ctx, &mut tx, round, id).await?;
    interest::require_stated(ctx, &mut tx, round).await?;
    for verdict in bid::verdicts(&mut tx, id).await? {
        require_other(ctx, &mut tx, &verdict.by).await?;
    }
    if wanted.says.kind() == StepKind::Agree && !not_ready(&mut tx, &found).await?.is_ready() {
        return Err(ActError::field("to_decision", "bid-not-ready"));
    }
    take(ctx, tx, (round, id), wanted).await
}

/// Writes down what followed on a decision: the agreement, the start, a yearly account, the evaluation, and whether it goes on.
pub async fn follow(
    ctx: &Context<'_>,
    (round, id): (&RoundId, &PitchId),
    wanted: Wanted<'_>,
) -> Result<(), ActError> {
    ctx.person()?;
    if wanted.says.kind().is_decision() {
        return Err(ActError::NoMandate);
    }
    let mut tx = ctx.begin().await?;
    held(ctx, &mut tx, round, id).await?;
    take(ctx, tx, (round, id), wanted).await
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
    (round, id): (&RoundId, &PitchId),
    wanted: Wanted<'_>,
) -> Result<(), ActError> {
    let reason = plain::told("to_reason", wanted.reason, takeover::MAX_REASON)?.to_string();
    check_words(&wanted.says)?;
    check_legal(ctx, &mut tx, &wanted.says).await?;
    let steps = bid::steps(&mut tx, id).await?;
    let from = takeover::state(&steps);
    let to = from.after(wanted.says.kind()).ok_or(ActError::StillNeeded)?;
    let faults = takeover::faults(&steps, (&wanted.says, wanted.on), ctx.now).into_iter();
    let faults: Vec<FieldFault> = faults.map(|(field, fault)| FieldFault { field, fault }).collect();
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    let (by, function) = (ctx.person()?.clone(), function_of(ctx, &mut tx).await?);
    let kind = wanted.says.kind();
    let step =
        Step { number: 0, from, to, on: wanted.on, reason, says: wanted.says, by, function, at: ctx.now };
    match bid::add_step(&mut tx, id, &step).await {
        Err(StoreError::Refused(Guard::Unique)) => return Err(ActError::DraftChanged),
        done => done?,
    }
    let detail = json!({ "round": round, "step": kind.name() });
    ctx.finish(tx, Note::with("bid.takeover", id, detail).of_rows(Kept::Bid, id)).await
}

/// Refuses to hand a task over to a social-brokerage organisation or to who belongs to one (S45).
async fn check_legal(ctx: &Context<'_>, tx: &mut Tx, says: &Says) -> Result<(), ActError> {
    let Says::Agree(_, legal) = says else { return Ok(()) };
    let named = vec![Identity::new(&legal.name, Some(legal.kvk.clone()))];
    let excluded = excluded(tx, Reach { applicant: named, ..Reach::default() }, ctx.now).await?;
    if excluded.is_empty() { Ok(()) } else { Err(ActError::Excluded(excluded)) }
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
