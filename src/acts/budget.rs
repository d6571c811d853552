//! Deciding budget lines and what areas may spend of them.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context, FieldFault, ledger};
use crate::domain::budget::{Allocation, CeilingExceeded, Line, fits};
use crate::domain::id::{AllocationId, AreaId, LineId};
use crate::domain::ledger::{AccountKey, Draft, PostingKind};
use crate::domain::money::{BasisPoints, Cents};
use crate::store::{Tx, area, budget};

/// A decision on a yearly line.
pub struct LineDecision {
    /// Which line; `None` for a new one.
    pub id: Option<LineId>,
    /// Calendar year.
    pub year: i64,
    /// Name in the budget.
    pub name: String,
    /// All money of the line.
    pub total: Cents,
    /// The share set aside for residents' plans.
    pub share: BasisPoints,
    /// What the share is taken of, in words.
    pub base: String,
    /// The decision behind it.
    pub ground: String,
}

/// Decides a line, new or again. Refused when areas already have more than the reserved share becomes.
pub async fn decide_line(ctx: &mut Context<'_>, decision: LineDecision) -> Result<LineId, ActError> {
    check(&decision)?;
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let old = match &decision.id {
        None => None,
        Some(id) => Some(budget::line(&mut tx, id).await?.ok_or(ActError::NotFound)?),
    };
    let LineDecision { id, year, name, total, share, base, ground } = decision;
    let id = id.unwrap_or_else(|| LineId::new(ctx.seed.id()));
    let (allocated, free) =
        old.as_ref().map_or((Cents::ZERO, Cents::ZERO), |line| (line.allocated, line.free));
    let line =
        Line { id: id.clone(), year, name, total, share, base, ground, decided_at: ctx.now, allocated, free };
    set_line(ctx, &mut tx, old.as_ref(), &line).await?;
    let detail =
        json!({ "total": line.total, "basis_points": line.share.get(), "reserved": line.reserved() });
    ctx.finish(tx, Note::with("line.decide", &id, detail)).await?;
    Ok(id)
}

/// Brings a line from what it was to what it becomes: the postings, then the line that says the same.
pub(super) async fn set_line(
    ctx: &Context<'_>,
    tx: &mut Tx,
    old: Option<&Line>,
    line: &Line,
) -> Result<(), ActError> {
    let (fixed, reserved) = old.map_or((Cents::ZERO, Cents::ZERO), |old| (old.fixed(), old.reserved()));
    if old.is_none() {
        budget::add_line(tx, line).await?;
    }
    let (source, stays, share) =
        (AccountKey::line(&line.id), AccountKey::fixed(&line.id), AccountKey::reserve(&line.id));
    let more = |old: Cents, new: Cents| new.minus(old).unwrap_or(Cents::ZERO);
    let posting = |from: &AccountKey, to: &AccountKey, amount: Cents| {
        Draft::new(PostingKind::Budget, from.clone(), to.clone(), amount).because(&line.ground)
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
    Ok(())
}

fn check(decision: &LineDecision) -> Result<(), ActError> {
    let bad = |text: &str| text.trim().is_empty() || text.chars().count() > 200;
    let faults: Vec<FieldFault> = [
        (!(2000..=2200).contains(&decision.year), FieldFault { field: "year", fault: "year" }),
        (bad(&decision.name), FieldFault { field: "name", fault: "empty" }),
        (bad(&decision.base), FieldFault { field: "base", fault: "empty" }),
        (bad(&decision.ground), FieldFault { field: "ground", fault: "empty" }),
    ]
    .into_iter()
    .filter_map(|(wrong, fault)| wrong.then_some(fault))
    .collect();
    if faults.is_empty() { Ok(()) } else { Err(ActError::Fields(faults)) }
}

/// Sets what an area may spend of a line's reserved share, with what areas inside it may spend: out of the share, or
/// out of what the district around it has. Refused when there is no room for it, or when rounds of the area and areas
/// inside it take up more already.
pub async fn allocate(
    ctx: &mut Context<'_>,
    line: &LineId,
    area_id: &AreaId,
    ceiling: Cents,
) -> Result<AllocationId, ActError> {
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
    let id = match old {
        Some(old) => old.id.clone(),
        None => {
            let id = AllocationId::new(ctx.seed.id());
            budget::add_allocation(&mut tx, &id, line, area_id).await?;
            id
        }
    };
    let part = AccountKey::area(line, &id);
    let (less, more) = (own.minus(ceiling).unwrap_or(Cents::ZERO), ceiling.minus(own).unwrap_or(Cents::ZERO));
    let drafts = [
        Draft::new(PostingKind::Allocate, part.clone(), around.clone(), less),
        Draft::new(PostingKind::Allocate, around, part, more),
    ];
    ledger::post(ctx, &mut tx, &drafts).await?;
    let detail = json!({ "line": line, "area": area_id, "ceiling": ceiling });
    ctx.finish(tx, Note::with("allocation.set", &id, detail)).await?;
    Ok(id)
}
