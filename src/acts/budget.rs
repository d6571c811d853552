//! Deciding the years of a budget, and what areas may spend of them.

mod plan;
mod terms;

pub(super) use plan::add_one_year;
pub use plan::create;
pub use terms::change_terms;

use serde_json::json;

use super::log::Note;
use super::{ActError, Context, FieldFault, ledger, plain};
use crate::domain::budget::{
    self as domain, Allocation, Base, Budget, BudgetPlan, CeilingExceeded, Decision, Ground, Line, YearPlan,
    fits, may_become,
};
use crate::domain::id::{AllocationId, AreaId, BudgetId, LineId};
use crate::domain::ledger::{AccountKey, Draft, PostingKind};
use crate::domain::log::chain::Actor;
use crate::domain::log::kept::Kept;
use crate::domain::money::{BasisPoints, Cents};
use crate::store::{Tx, account, area, budget, round};

/// A decision on a line: a new budget of one year, or a year of a budget that is known.
pub struct LineDecision {
    /// Which line; `None` for a new one.
    pub id: Option<LineId>,
    /// Calendar year. That of a known line stays.
    pub year: i64,
    /// Name in the budget.
    pub name: String,
    /// All money of the line.
    pub total: Cents,
    /// The share set aside for residents' plans.
    pub share: BasisPoints,
    /// What the share is taken of.
    pub base: Base,
    /// The decision of council or college behind it.
    pub ground: Ground,
    /// Why it changes; a new line needs no other reason than its ground.
    pub reason: String,
}

/// Decides a line, new or again. Refused when areas already have more than the reserved share becomes, while a round
/// of the year runs, or before the day on which the split may be decided again.
pub async fn decide_line(ctx: &mut Context<'_>, decision: LineDecision) -> Result<LineId, ActError> {
    let Some(id) = decision.id.clone() else { return plan::one_year(ctx, decision).await };
    check(&decision)?;
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let old = budget::line(&mut tx, &id).await?.ok_or(ActError::NotFound)?;
    if decision.year != old.year {
        return Err(ActError::field("year", "year-stays"));
    }
    let whole = budget::budget(&mut tx, &old.budget).await?.ok_or(ActError::NotFound)?;
    let LineDecision { id: _, year: _, name, total, share, base, ground, reason } = decision;
    let line = Line { name, total, share, base, ground, decided_at: ctx.now, ..old.clone() };
    let parts = budget::allocations(&mut tx).await?;
    let mut rounds = round::list(&mut tx).await?;
    rounds.retain(|round| parts.iter().any(|part| part.id == round.allocation && part.line == id));
    may_become(&whole, &rounds, (&old.stand(), &line.stand()), ctx.now).map_err(ActError::ShareKept)?;
    set_line(ctx, &mut tx, Some(&old), &line, &reason).await?;
    let detail =
        json!({ "total": line.total, "basis_points": line.share.get(), "reserved": line.reserved() });
    ctx.finish(tx, Note::with("line.decide", &id, detail).of_rows(Kept::Budgets, "all")).await?;
    Ok(id)
}

/// Brings a line from what it was to what it becomes: the postings, the line that says the same, and the decision.
pub(super) async fn set_line(
    ctx: &Context<'_>,
    tx: &mut Tx,
    old: Option<&Line>,
    line: &Line,
    reason: &str,
) -> Result<(), ActError> {
    let (fixed, reserved) = old.map_or((Cents::ZERO, Cents::ZERO), |old| (old.fixed(), old.reserved()));
    if old.is_none() {
        budget::add_line(tx, line).await?;
    }
    let (source, stays, share) =
        (AccountKey::line(&line.id), AccountKey::fixed(&line.id), AccountKey::reserve(&line.id));
    let more = |old: Cents, new: Cents| new.minus(old).unwrap_or(Cents::ZERO);
    let posting = |from: &AccountKey, to: &AccountKey, amount: Cents| {
        Draft::new(PostingKind::Budget, from.clone(), to.clone(), amount).because(&line.ground.name)
    };
    // What goes back comes first: total and share may both change.
    let drafts = [
        posting(&stays, &source, more(line.fixed(), fixed)),
        posting(&share, &source, more(line.reserved(), reserved)),
        posting(&source, &stays, more(fixed, line.fixed())),
        posting(&source, &share, more(reserved, line.reserved())),
    ];
    match ledger::post(ctx, tx, &drafts).await {
        // The share would become less than what areas have of it.
        Err(ActError::Ceiling(_)) => {
            return Err(ActError::Ceiling(CeilingExceeded { room: line.reserved() }));
        }
        done => done?,
    }
    budget::decide_line(tx, line).await?;
    let decision = Decision {
        number: 0,
        line: line.id.clone(),
        at: ctx.now,
        by: ctx.actor.name(),
        function: function_of(ctx, tx).await?,
        ground: line.ground.clone(),
        reason: if reason.trim().is_empty() { line.ground.name.clone() } else { reason.trim().to_string() },
        before: old.map(Line::stand),
        after: line.stand(),
    };
    budget::add_decision(tx, &decision).await?;
    Ok(())
}

/// The function of who acts, as it stands today; nothing for the command line.
pub(super) async fn function_of(ctx: &Context<'_>, tx: &mut Tx) -> Result<String, ActError> {
    match &ctx.actor {
        Actor::Staff(id) => Ok(account::find(tx, id).await?.ok_or(ActError::NotFound)?.function),
        Actor::Operator | Actor::Service | Actor::Visitor | Actor::Initiator(_) => Ok(String::new()),
    }
}

/// Longest reason for what an area may spend, in characters.
const MAX_REASON: usize = 500;

fn check(decision: &LineDecision) -> Result<(), ActError> {
    let bad = |text: &str| text.trim().is_empty() || text.chars().count() > 200;
    let reason = decision.reason.trim().is_empty() || decision.reason.chars().count() > 2_000;
    let mut faults: Vec<FieldFault> = [
        (bad(&decision.name), FieldFault { field: "name", fault: "empty" }),
        (bad(&decision.base.words), FieldFault { field: "base", fault: "empty" }),
        (reason, FieldFault { field: "why", fault: "reason" }),
    ]
    .into_iter()
    .filter_map(|(wrong, fault)| wrong.then_some(fault))
    .collect();
    let ground = decision.ground.faults().into_iter().map(domain::ground_fault);
    faults.extend(ground.map(|(field, fault)| FieldFault { field, fault }));
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    named(&decision.name, &decision.base, &decision.ground)?;
    plain::texts(&[("why", &decision.reason)])
}

/// The words of a budget, each on one line.
fn named(name: &str, base: &Base, ground: &Ground) -> Result<(), ActError> {
    plain::lines(&[("name", name), ("base", &base.words)])?;
    stated(ground)
}

/// The words of what a budget stands on.
fn stated(ground: &Ground) -> Result<(), ActError> {
    plain::lines(&[("ground", &ground.name), ("ground_link", &ground.link)])
}

/// Sets what an area may spend of a line's reserved share, with what areas inside it may spend: for the first time, or
/// more than before, out of the share, or out of what the district around it has. Refused when there is no room for it,
/// or when rounds of the area and areas inside it take up more already. Never less than before: what an area has goes to
/// another one only by a transfer of two persons or by a decision on a division (S36).
pub async fn allocate(
    ctx: &mut Context<'_>,
    line: &LineId,
    area_id: &AreaId,
    ceiling: Cents,
    reason: &str,
) -> Result<AllocationId, ActError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > MAX_REASON {
        return Err(ActError::field("why", "reason"));
    }
    plain::texts(&[("why", reason)])?;
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let found = budget::line(&mut tx, line).await?.ok_or(ActError::NotFound)?;
    let areas = area::list(&mut tx).await?;
    let wanted = areas.iter().find(|area| &area.id == area_id).ok_or(ActError::NotFound)?;
    let all = budget::allocations(&mut tx).await?;
    let old = all.iter().find(|a| &a.line == line && &a.area == area_id);
    let own = old.map_or(Cents::ZERO, Allocation::whole);
    let (around, free) = super::area::around(&found, wanted, &all);
    let room = free.plus(own).unwrap_or(Cents::MAX);
    fits(room, Cents::ZERO, ceiling).map_err(ActError::Ceiling)?;
    let taken = old.map_or(Cents::ZERO, Allocation::least);
    if ceiling < taken {
        return Err(ActError::field("ceiling", "below-rounds"));
    }
    if ceiling < own {
        return Err(ActError::field("ceiling", "qck-lower"));
    }
    let id = match old {
        Some(old) => old.id.clone(),
        None => {
            let id = AllocationId::new(ctx.seed.id());
            budget::add_allocation(&mut tx, &id, line, area_id).await?;
            id
        }
    };
    let part = AccountKey::area(line, &id);
    let more = ceiling.minus(own).unwrap_or(Cents::ZERO);
    let posting = Draft::new(PostingKind::Allocate, around, part, more).because(reason);
    ledger::post(ctx, &mut tx, &[posting]).await?;
    let detail = json!({ "line": line, "area": area_id, "ceiling": ceiling });
    ctx.finish(tx, Note::with("allocation.set", &id, detail)).await?;
    Ok(id)
}
