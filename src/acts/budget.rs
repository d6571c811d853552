//! Deciding budget lines and what areas may spend of them.

use serde_json::json;

use super::log::Note;
use super::{ActError, Context, FieldFault};
use crate::domain::budget::{CeilingExceeded, Line, fits};
use crate::domain::id::{AllocationId, AreaId, LineId};
use crate::domain::money::{BasisPoints, Cents};
use crate::store::{area, budget};

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
    let old = match &decision.id {
        None => None,
        Some(id) => Some(budget::line(&mut tx, id).await?.ok_or(ActError::NotFound)?),
    };
    let allocated = old.as_ref().map_or(Cents::ZERO, |line| line.allocated);
    let LineDecision { id, year, name, total, share, base, ground } = decision;
    let id = id.unwrap_or_else(|| LineId::new(ctx.seed.id()));
    let decided_at = ctx.now;
    let line = Line { id: id.clone(), year, name, total, share, base, ground, decided_at, allocated };
    fits(line.reserved(), Cents::ZERO, allocated)
        .map_err(|_| ActError::Ceiling(CeilingExceeded { room: line.reserved() }))?;
    let room = CeilingExceeded { room: line.reserved() };
    budget::set_line(&mut tx, &line).await.map_err(|error| ActError::at_ceiling(error, room))?;
    let detail =
        json!({ "total": line.total, "basis_points": line.share.get(), "reserved": line.reserved() });
    ctx.finish(tx, Note::with("line.decide", &id, detail)).await?;
    Ok(id)
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

/// Sets what an area may spend of a line's reserved share. Refused when the areas together would pass
/// it, or rounds of the area take up more already.
pub async fn allocate(
    ctx: &mut Context<'_>,
    line: &LineId,
    area_id: &AreaId,
    ceiling: Cents,
) -> Result<AllocationId, ActError> {
    let mut tx = ctx.begin().await?;
    let found = budget::line(&mut tx, line).await?.ok_or(ActError::NotFound)?;
    if !area::list(&mut tx).await?.iter().any(|area| &area.id == area_id) {
        return Err(ActError::NotFound);
    }
    let old = budget::allocations(&mut tx).await?.into_iter().find(|a| &a.line == line && &a.area == area_id);
    let own = old.as_ref().map_or(Cents::ZERO, |a| a.ceiling);
    let others = found.allocated.minus(own).unwrap_or(Cents::ZERO);
    fits(found.reserved(), others, ceiling).map_err(ActError::Ceiling)?;
    let taken = old.as_ref().map_or(Cents::ZERO, |a| a.rounds);
    if ceiling < taken {
        return Err(ActError::field("ceiling", "below-rounds"));
    }
    let id = old.map_or_else(|| AllocationId::new(ctx.seed.id()), |a| a.id);
    let room = CeilingExceeded { room: found.reserved().minus(others).unwrap_or(Cents::ZERO) };
    let set = budget::set_allocation(&mut tx, &id, line, area_id, ceiling).await;
    set.map_err(|error| ActError::at_ceiling(error, room))?;
    let detail = json!({ "line": line, "area": area_id, "ceiling": ceiling });
    ctx.finish(tx, Note::with("allocation.set", &id, detail)).await?;
    Ok(id)
}
