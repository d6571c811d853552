//! A budget gets another name, day of review or warning: a decision that stays, beside those on its years.

use serde_json::json;

use super::super::log::Note;
use super::super::{ActError, Context, FieldFault, ledger, plain};
use super::{function_of, stated};
use crate::domain::budget::{Ground, Terms, TermsDecision, ground_fault};
use crate::domain::id::BudgetId;
use crate::domain::log::kept::Kept;
use crate::store::budget;

/// Longest reason, in characters.
const MAX_REASON: usize = 2_000;

/// Decides it. Its years keep the names that they have.
pub async fn change_terms(
    ctx: &Context<'_>,
    id: &BudgetId,
    wanted: Terms,
    ground: Ground,
    reason: &str,
) -> Result<(), ActError> {
    let (reason, after) = (reason.trim(), Terms { name: wanted.name.trim().to_string(), ..wanted });
    plain::lines(&[("name", &after.name)])?;
    stated(&ground)?;
    plain::texts(&[("why", reason)])?;
    let mut tx = ctx.begin().await?;
    ledger::hold(&mut tx).await?;
    let found = budget::budget(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let mut faults = after.faults(&found, ctx.now);
    faults.extend(ground.faults().into_iter().map(ground_fault));
    if reason.is_empty() || reason.chars().count() > MAX_REASON {
        faults.push(("why", "reason"));
    }
    if !faults.is_empty() {
        let fault = |(field, fault)| FieldFault { field, fault };
        return Err(ActError::Fields(faults.into_iter().map(fault).collect()));
    }
    let decision = TermsDecision {
        number: 0,
        budget: id.clone(),
        at: ctx.now,
        by: ctx.actor.name(),
        function: function_of(ctx, &mut tx).await?,
        ground,
        reason: reason.to_string(),
        before: Terms::of(&found),
        after,
    };
    budget::add_terms(&mut tx, &decision).await?;
    let detail = json!({
        "name": decision.after.name, "review_on": decision.after.review_on,
        "warning": decision.after.warning.get(),
    });
    ctx.finish(tx, Note::with("budget.change", id, detail).of_rows(Kept::BudgetTerms, id)).await
}
