//! New budgets: all their years in one act.

use serde_json::json;

use super::super::log::Note;
use super::super::{ActError, Context, FieldFault, ledger};
use super::{Budget, BudgetId, BudgetPlan, LineDecision, YearPlan, named, set_line};
use crate::domain::budget::Line;
use crate::domain::id::LineId;
use crate::domain::log::kept::Kept;
use crate::domain::money::{BasisPoints, Cents};
use crate::store::{Tx, budget};

/// Decides a budget with all its years.
pub async fn create(ctx: &mut Context<'_>, plan: &BudgetPlan) -> Result<BudgetId, ActError> {
    check(plan)?;
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let id = BudgetId::new(ctx.seed.id());
    let years = i64::try_from(plan.years.len()).unwrap_or(i64::MAX);
    let whole = Budget {
        id: id.clone(),
        name: plan.name.clone(),
        first_year: plan.first_year,
        years,
        ground: plan.ground.clone(),
        review_on: plan.review_on.clone(),
        warning: plan.warning,
    };
    budget::add(&mut tx, &whole).await?;
    for (year, wanted) in (plan.first_year..).zip(&plan.years) {
        let line = line(plan, &id, LineId::new(ctx.seed.id()), (year, *wanted), ctx);
        set_line(ctx, &mut tx, None, &line, "").await?;
    }
    let detail = json!({ "first_year": plan.first_year, "years": years, "review_on": plan.review_on });
    ctx.finish(tx, Note::with("budget.decide", &id, detail).of_rows(Kept::Budgets, "all")).await?;
    Ok(id)
}

/// Decides a line that is a budget of one year: both have the same id.
pub(super) async fn one_year(ctx: &mut Context<'_>, decision: LineDecision) -> Result<LineId, ActError> {
    let LineDecision { id: _, year, name, total, share, base, ground, reason: _ } = decision;
    let warning = BasisPoints::new(Budget::WARNING).expect("half is a share");
    let years = vec![YearPlan { total, share }];
    let plan = BudgetPlan { name, first_year: year, years, base, ground, review_on: String::new(), warning };
    check(&plan)?;
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let id = ctx.seed.id();
    let line = line(&plan, &BudgetId::new(&id), LineId::new(&id), (year, plan.years[0]), ctx);
    add_one_year(ctx, &mut tx, &line).await?;
    let detail =
        json!({ "total": line.total, "basis_points": line.share.get(), "reserved": line.reserved() });
    ctx.finish(tx, Note::with("line.decide", &id, detail).of_rows(Kept::Budgets, "all")).await?;
    Ok(line.id)
}

/// Adds a line as the one year of a budget of its own.
pub(in super::super) async fn add_one_year(
    ctx: &Context<'_>,
    tx: &mut Tx,
    line: &Line,
) -> Result<(), ActError> {
    let whole = Budget {
        id: line.budget.clone(),
        name: line.name.clone(),
        first_year: line.year,
        years: 1,
        ground: line.ground.clone(),
        review_on: String::new(),
        warning: BasisPoints::new(Budget::WARNING).expect("half is a share"),
    };
    budget::add(tx, &whole).await?;
    set_line(ctx, tx, None, line, "").await
}

fn line(
    plan: &BudgetPlan,
    whole: &BudgetId,
    id: LineId,
    (year, wanted): (i64, YearPlan),
    ctx: &Context<'_>,
) -> Line {
    Line {
        id,
        budget: whole.clone(),
        year,
        name: plan.name.clone(),
        total: wanted.total,
        share: wanted.share,
        base: plan.base.clone(),
        ground: plan.ground.clone(),
        decided_at: ctx.now,
        allocated: Cents::ZERO,
        free: Cents::ZERO,
        is_example: false,
    }
}

fn check(plan: &BudgetPlan) -> Result<(), ActError> {
    let faults: Vec<FieldFault> =
        plan.faults().into_iter().map(|(field, fault)| FieldFault { field, fault }).collect();
    if !faults.is_empty() {
        return Err(ActError::Fields(faults));
    }
    named(&plan.name, &plan.base, &plan.ground)
}
