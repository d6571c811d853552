//! What a plan yields beside what it promised, which grant follows which, and the evaluation by which a plan grows (S28, S29,
//! S37).

use serde_json::json;

use super::super::log::Note;
use super::super::payment::hold_grant;
use super::super::{ActError, Context, person, plain};
use super::{held, voted};
use crate::domain::grant::{GrantState, GrantStep};
use crate::domain::growth::{
    Criterion, Evidence, Link, MAX_MEASURE, MAX_NUMBER, NotYet, Stage, Yield, before, not_yet,
};
use crate::domain::id::{AccountId, GrantId};
use crate::domain::log::kept::Kept;
use crate::domain::money::Cents;
use crate::domain::progress::may_plan;
use crate::store::{Conn, grant, growth, settlement};

/// Says what a plan promises for a criterion: what is counted, and how many. It can be said anew until the grant is accounted
/// for.
pub async fn promise(
    ctx: &Context<'_>,
    id: &GrantId,
    criterion: Criterion,
    (measure, promised): (&str, u64),
) -> Result<(), ActError> {
    let measure = plain::told("counted", measure, MAX_MEASURE)?;
    plain::names(&[("counted", measure)])?;
    if promised == 0 || promised > MAX_NUMBER {
        return Err(ActError::field("promised", "number"));
    }
    let mut tx = ctx.begin().await?;
    held(ctx, &mut tx, id, may_plan).await?;
    let known = growth::yields(&mut tx, id).await?;
    if known.iter().any(|one| one.criterion == criterion && one.reached.is_some()) {
        return Err(ActError::field("counted", "after-reached"));
    }
    let (by, said) = (ctx.actor.name(), (criterion, measure, promised));
    if !growth::promise_anew(&mut tx, id, said, (&by, ctx.now)).await? {
        growth::promise(&mut tx, id, said, (&by, ctx.now)).await?;
    }
    let detail = json!({ "criterion": criterion.name(), "promised": promised });
    ctx.finish(tx, Note::with("yield.promise", id, detail).of_rows(Kept::Progress, id)).await
}

/// Whether it can be told what was reached: once the plan was carried out.
pub fn may_reach(state: GrantState) -> bool {
    matches!(
        state,
        GrantState::Running
            | GrantState::Advances
            | GrantState::Accounted
            | GrantState::Settled
            | GrantState::Closed
    )
}

/// Says what was reached of a promise, once: with the account, at the settlement, or after it.
pub async fn reach(
    ctx: &Context<'_>,
    id: &GrantId,
    (criterion, reached): (Criterion, u64),
) -> Result<(), ActError> {
    if reached > MAX_NUMBER {
        return Err(ActError::field("reached_now", "number"));
    }
    let mut tx = ctx.begin().await?;
    held(ctx, &mut tx, id, may_reach).await?;
    if !growth::reach(&mut tx, id, (criterion, reached), (&ctx.actor.name(), ctx.now)).await? {
        return Err(ActError::DraftChanged);
    }
    let detail = json!({ "criterion": criterion.name(), "reached": reached });
    ctx.finish(tx, Note::with("yield.reach", id, detail).of_rows(Kept::Progress, id)).await
}

/// An officer says which earlier grant this one follows: one that was awarded, and that does not follow this one. Refused once
/// this grant, or one that follows it, was evaluated.
pub async fn follow(ctx: &Context<'_>, id: &GrantId, earlier: &GrantId) -> Result<(), ActError> {
    ctx.person()?;
    let mut tx = ctx.begin().await?;
    voted(hold_grant(ctx, &mut tx, id).await?)?;
    let found = grant::find(&mut tx, earlier).await?.filter(|found| found.state.is_awarded());
    let links = growth::links(&mut tx).await?;
    if found.is_none() || earlier == id || before(&links, earlier).contains(&id) {
        return Err(ActError::field("earlier_grant", "after-earlier"));
    }
    // An evaluation looked at where the plan stood: what came before it stays what it was.
    let after = links.iter().map(|link| &link.grant).filter(|later| before(&links, later).contains(&id));
    for one in std::iter::once(id).chain(after) {
        if growth::evaluation(&mut tx, one).await?.is_some() {
            return Err(ActError::field("earlier_grant", "after-evaluated"));
        }
    }
    let link = Link { grant: id.clone(), earlier: earlier.clone() };
    growth::set_link(&mut tx, &link, (&ctx.actor.name(), ctx.now)).await?;
    let note = Note::with("grant.follow", id, json!({ "earlier": earlier }));
    ctx.finish(tx, note.of_rows(Kept::Progress, id)).await
}

/// Where a plan stands: where the evaluation of the grant before this one led, and at the beginning an experiment.
pub async fn stage(conn: &mut Conn, id: &GrantId) -> Result<Stage, ActError> {
    let links = growth::links(conn).await?;
    for earlier in before(&links, id) {
        let is_there = grant::find(conn, earlier).await?.is_some_and(|found| found.state.is_awarded());
        if let Some(made) = growth::evaluation(conn, earlier).await?.filter(|_| is_there) {
            return Ok(made.to);
        }
    }
    Ok(Stage::Experiment)
}

/// What keeps a plan from its next step now; nothing when an officer may evaluate it.
pub async fn hindrance(conn: &mut Conn, id: &GrantId) -> Result<Option<NotYet>, ActError> {
    let stage = stage(conn, id).await?;
    let record = grant::find(conn, id).await?.ok_or(ActError::NotFound)?;
    let made = settlement::settlement(conn, id).await?;
    let made = made.filter(|_| matches!(record.state, GrantState::Settled | GrantState::Closed));
    let account = settlement::account(conn, id).await?;
    let owed = settlement::owed(conn).await?;
    let yields: Vec<Yield> = growth::yields(conn, id).await?;
    let evidence = Evidence {
        way: made.as_ref().map(|made| made.way),
        done: account.map(|account| account.done),
        owes: owed.iter().any(|(grant, _)| grant == id),
        kept: made.is_some_and(|made| made.settled > Cents::ZERO),
        yields: &yields,
    };
    Ok(not_yet(stage, &evidence))
}

/// Who settled a grant.
async fn settled_by(conn: &mut Conn, id: &GrantId) -> Result<Vec<AccountId>, ActError> {
    let history = grant::history(conn, id).await?;
    let steps = history.into_iter().filter(|event| event.step == GrantStep::Settle);
    Ok(steps.map(|event| AccountId::new(event.by)).collect())
}

/// An officer evaluates a plan: it may take the next step, with a reason. Refused for who settled the grant, and as long as
/// something keeps it from that.
pub async fn evaluate(ctx: &Context<'_>, id: &GrantId, reason: &str) -> Result<Stage, ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::reason("evaluation_why", reason)?;
    let mut tx = ctx.begin().await?;
    let record = voted(hold_grant(ctx, &mut tx, id).await?)?;
    for settler in settled_by(&mut tx, id).await? {
        person::require_other(ctx, &mut tx, &settler).await?;
    }
    if growth::evaluation(&mut tx, id).await?.is_some() {
        return Err(ActError::DraftChanged);
    }
    let from = stage(&mut tx, id).await?;
    let to = match (hindrance(&mut tx, id).await?, from.next()) {
        (None, Some(to)) => to,
        (Some(NotYet::Unsettled), _) => return Err(ActError::WrongState(record.state)),
        (Some(NotYet::NotWell), _) => return Err(ActError::field("evaluation_why", "after-not-well")),
        (Some(NotYet::Unfilled), _) => return Err(ActError::field("evaluation_why", "after-unfilled")),
        (Some(NotYet::Anchored), _) | (None, None) => {
            return Err(ActError::field("evaluation_why", "after-anchored"));
        }
    };
    growth::evaluate(&mut tx, id, (from, to, reason), (&by, ctx.now)).await?;
    let detail = json!({ "from": from.name(), "to": to.name() });
    ctx.finish(tx, Note::with("grant.evaluate", id, detail).of_rows(Kept::Progress, id)).await?;
    Ok(to)
}
