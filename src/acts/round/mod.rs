//! Rounds: planning, and the steps before anything is frozen. Opening, closing and counting have files
//! of their own.

mod ceiling;
mod closing;
mod counting;
mod opening;
mod sealing;

pub(super) use ceiling::{Held, hold};
pub use closing::close;
pub(super) use closing::forget;
pub use counting::count;
pub(super) use opening::freeze;
pub use opening::{RoundKeys, conditions, open, opened_at, recipients};
pub use sealing::{SealState, ask_seal, note_destroyed, read_back, seal, seal_state, stopped_seals};

pub use crate::domain::bundle::{OPENING, OUTCOME, RULES};
use serde_json::json;

use super::log::Note;
use super::{ActError, Context, FieldFault, ledger, plain};
use crate::domain::ballot_form::FormFault;
use crate::domain::budget::Allocation;
use crate::domain::id::{AllocationId, RoundId};
use crate::domain::limits::Clash;
use crate::domain::log::entry::Entry;
use crate::domain::money::Cents;
use crate::domain::paper::Rejection;
use crate::domain::round::{Condition, Origin, Phase, Plan, PlanFault, Regulation, Round, Step};
use crate::domain::rules::Rules;
use crate::store::{Conn, Tx, ballot, budget, channel, document, revocation, round};

/// Makes a round.
pub async fn create(
    ctx: &Context<'_>,
    id: &RoundId,
    allocation: &AllocationId,
    plan: &Plan,
) -> Result<(), ActError> {
    // The name stands in addresses: exactly as it is given, or not at all.
    if RoundId::parse(id.as_str()).as_ref() != Ok(id) {
        return Err(ActError::field("id", "slug"));
    }
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    if round::find(&mut tx, id).await?.is_some() {
        return Err(ActError::field("id", "taken"));
    }
    let part = check(&mut tx, allocation, plan, Cents::ZERO).await?;
    super::pot::check(&mut tx, id, plan).await?;
    hold(ctx, &mut tx, id, &part.account(), Held::of(plan)).await?;
    if !round::add(&mut tx, id, allocation, Origin::Vote, plan).await? {
        return Err(ActError::field("id", "taken"));
    }
    let detail = json!({ "ceiling": plan.ceiling });
    ctx.finish(tx, Note::with("round.create", id, detail)).await
}

/// Changes what was planned, until the list of plans is fixed.
pub async fn change(
    ctx: &Context<'_>,
    id: &RoundId,
    allocation: &AllocationId,
    plan: &Plan,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let found = round::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    if found.rules.is_some() {
        return Err(ActError::Frozen);
    }
    // The round is held before the ledger, as every act does that holds both.
    if !round::claim(&mut tx, id, found.phase).await? {
        return Err(ActError::WrongPhase(found.phase));
    }
    ledger::hold(&mut tx).await?;
    let found = round::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let moves = &found.allocation != allocation;
    let own = if moves { Cents::ZERO } else { found.plan.ceiling };
    let part = check(&mut tx, allocation, plan, own).await?;
    super::pot::check(&mut tx, id, plan).await?;
    if moves {
        let before = budget::allocation(&mut tx, &found.allocation).await?.ok_or(ActError::NotFound)?;
        hold(ctx, &mut tx, id, &before.account(), Held::default()).await?;
    }
    hold(ctx, &mut tx, id, &part.account(), Held::of(plan)).await?;
    if !round::set_plan(&mut tx, id, allocation, plan).await? {
        return Err(ActError::WrongPhase(found.phase));
    }
    let detail = json!({ "ceiling": plan.ceiling, "rule": plan.count });
    ctx.finish(tx, Note::with("round.change", id, detail)).await
}

/// Whether a plan is acceptable when `own` of the allocation is already taken up by this round; the allocation.
async fn check(
    tx: &mut Tx,
    allocation: &AllocationId,
    plan: &Plan,
    own: Cents,
) -> Result<Allocation, ActError> {
    let allocation: Allocation =
        budget::allocation(tx, allocation).await?.ok_or(ActError::field("allocation", "choose"))?;
    let others = allocation.rounds.minus(own).unwrap_or(Cents::ZERO);
    let faults = plan.faults(&allocation, others);
    if let Some(PlanFault::Ceiling(room)) = faults.first().filter(|f| matches!(f, PlanFault::Ceiling(_))) {
        return Err(if plan.ceiling == Cents::ZERO {
            ActError::field("ceiling", "amount")
        } else {
            ActError::Ceiling(*room)
        });
    }
    let faults: Vec<FieldFault> = faults.into_iter().map(field).collect();
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    if !plan.count.adds_up(plan.ballot.marking.worth()) {
        return Err(ActError::Incompatible(Clash::Form));
    }
    plain::names(&[("title", &plan.title)])?;
    if let Some(Regulation { title, place, .. }) = &plan.regulation {
        plain::lines(&[("regulation_title", title), ("regulation_place", place)])?;
    }
    plain::lines(&[("lot_source", plan.lot.as_ref().map_or("", |lot| lot.source.as_str()))])?;
    Ok(allocation)
}

fn field(fault: PlanFault) -> FieldFault {
    let (field, fault) = match fault {
        PlanFault::Title => ("title", "empty"),
        PlanFault::Ceiling(_) => ("ceiling", "too-much"),
        PlanFault::ObjectionReserve => ("objection_reserve", "too-much"),
        PlanFault::BallotForm(FormFault::Count) => ("ballot_max", "ballot-form"),
        PlanFault::BallotForm(FormFault::OneChoice) => ("ballot_max", "one-choice"),
        PlanFault::BallotForm(FormFault::Total) => ("points_total", "points-total"),
        PlanFault::BallotForm(FormFault::Each) => ("points_each", "points-each"),
        PlanFault::BallotForm(FormFault::Spend) => ("points_spend", "points-spend"),
        PlanFault::BallotForm(FormFault::PerTheme) => ("per_theme", "per-theme"),
        PlanFault::Dates => ("vote_until", "order"),
        PlanFault::Deadline => ("extend_until", "extension-plan"),
        PlanFault::Paper => ("paper", "paper-form"),
    };
    FieldFault { field, fault }
}

/// Takes a round one of the steps that freeze nothing: announce, check, fix, back, cancel.
pub async fn step(ctx: &Context<'_>, id: &RoundId, step: Step) -> Result<(), ActError> {
    let act = match step {
        Step::Announce => "round.announce",
        Step::Check => "round.check",
        Step::Fix => "round.fix",
        Step::Back => "round.back",
        Step::Cancel => "round.cancel",
        Step::Open
        | Step::Close
        | Step::Seal
        | Step::Count
        | Step::Propose
        | Step::Refuse
        | Step::Certify => {
            return Err(ActError::NotFound);
        }
    };
    let mut tx = ctx.begin().await?;
    let found = begin_step(&mut tx, id, step).await?;
    // What is not decided then cannot be decided any more.
    if step == Step::Fix && super::pitch::waiting::holding_up(&mut tx, &found, ctx.now).await? > 0 {
        return Err(ActError::NotReady(vec![Condition::Pitches]));
    }
    if step == Step::Announce {
        // From here on the share of its year is not lowered: whoever lowers it now waits, and sees the round.
        ledger::hold(&mut tx).await?;
    }
    if step == Step::Cancel {
        let part = budget::allocation(&mut tx, &found.allocation).await?.ok_or(ActError::NotFound)?;
        hold(ctx, &mut tx, id, &part.account(), Held::default()).await?;
    }
    let mut note = Note::with(act, id, json!({ "from": found.phase.name() }));
    if found.phase == Phase::Open {
        note = end_vote(ctx, &mut tx, id, note).await?;
    }
    ctx.finish(tx, note).await?;
    if found.phase == Phase::Open {
        forget(ctx).await?;
    }
    Ok(())
}

/// A vote that is stopped half-way counts for nothing: its ballots are removed with what joins them to
/// letters, and the log says so. The note tells of the rows that this ended.
async fn end_vote(ctx: &Context<'_>, tx: &mut Tx, id: &RoundId, note: Note) -> Result<Note, ActError> {
    super::log::append(ctx, tx, id, &[Entry::Cancel { at: ctx.now.whole_seconds() }]).await?;
    ballot::clear_queue(tx, id).await?;
    ballot::remove_all(tx, id).await?;
    revocation::lapse(tx, id).await?;
    let note = super::extension::lapse(tx, id, note).await?;
    let ended = super::paper::end_all(tx, id, Rejection::Stopped).await?;
    channel::remove_all(tx, id).await?;
    Ok(ended.told(note))
}

/// Moves a round along a step and holds it for this transaction; the round as it was before.
pub(super) async fn begin_step(tx: &mut Tx, id: &RoundId, step: Step) -> Result<Round, ActError> {
    let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
    let next = found.phase.after(step).map_err(|wrong| ActError::WrongPhase(wrong.phase))?;
    if !round::step(tx, id, found.phase, next).await? {
        let now: Phase = round::find(tx, id).await?.map_or(found.phase, |round| round.phase);
        return Err(ActError::WrongPhase(now));
    }
    Ok(found)
}

/// The frozen rules of a round, checked against their fingerprint.
pub async fn rules(conn: &mut Conn, id: &RoundId) -> Result<Rules, ActError> {
    let found = round::find(conn, id).await?.ok_or(ActError::NotFound)?;
    let bytes = document::find(conn, id, RULES).await?.ok_or(ActError::WrongPhase(found.phase))?;
    let rules = Rules::parse(&bytes).filter(|rules| Some(rules.fingerprint()) == found.rules);
    rules.ok_or_else(|| ActError::Integrity(format!("the rules of {id} are not the ones that were frozen")))
}
