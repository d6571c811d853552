//! The award (Dutch: verlening): the formal decision that binds the municipality.

use serde_json::json;

use super::{checks, step, years};
use crate::acts::decision::Taken;
use crate::acts::log::Note;
use crate::acts::{ActError, Context, decision, ledger, mandate, plain, until_done};
use crate::domain::decision::DecisionKind;
use crate::domain::grant::GrantStep;
use crate::domain::id::GrantId;
use crate::domain::ledger::{AccountKind, Draft, PostingKind};
use crate::store::{grant, slice};

/// Awards a grant that a certificate set aside, once everything was checked. Later years that were agreed are taken
/// from the reserved share of those years now, before anyone else can: refused when one of them has not enough left,
/// or lies past the last year of the budget.
pub async fn award(ctx: &Context<'_>, id: &GrantId, reason: &str) -> Result<(), ActError> {
    let reason = plain::reason("reason", reason)?;
    until_done(|| once(ctx, id, reason)).await
}

async fn once(ctx: &Context<'_>, id: &GrantId, reason: &str) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let record = grant::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    step(ctx, &mut tx, &record, GrantStep::Award, reason).await?;
    let whole = slice::whole(&mut tx, &record).await?;
    years::within_budget(&mut tx, &record, &whole).await?;
    let sum = whole.sum();
    mandate::require(ctx, &mut tx, DecisionKind::Award, sum).await?;
    ledger::hold(&mut tx).await?;
    let later = years::take(&mut tx, &record, whole.later()).await?;
    let missing = checks::missing(ctx, &mut tx, &record).await?;
    if !missing.is_empty() {
        return Err(ActError::Unchecked(missing));
    }
    let taken = Taken { grant: &record, kind: DecisionKind::Award, sum, reason };
    let number = decision::take(ctx, &mut tx, &taken).await?;
    let (from, to) = (record.account(AccountKind::Selected), record.account(AccountKind::Committed));
    let mut drafts = vec![Draft::new(PostingKind::Award, from, to, record.amount)];
    drafts.extend(later);
    let told = |draft: Draft| draft.referring(number.clone());
    let drafts: Vec<Draft> = drafts.into_iter().map(told).collect();
    ledger::post(ctx, &mut tx, &drafts).await?;
    let years: Vec<i64> = whole.later().iter().map(|slice| slice.year).collect();
    let detail = json!({ "decision": number.0, "amount": sum, "later_years": years });
    ctx.finish(tx, Note::with("grant.award", id, detail)).await
}
