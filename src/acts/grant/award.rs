//! The award (Dutch: verlening): the formal decision that binds the municipality.

use serde_json::json;

use super::{checks, step};
use crate::acts::decision::Taken;
use crate::acts::log::Note;
use crate::acts::{ActError, Context, decision, ledger, mandate};
use crate::domain::decision::DecisionKind;
use crate::domain::grant::GrantStep;
use crate::domain::id::GrantId;
use crate::domain::ledger::{AccountKind, Draft, PostingKind};
use crate::store::grant;

/// Awards a grant that a certificate set aside, once everything was checked.
pub async fn award(ctx: &Context<'_>, id: &GrantId, reason: &str) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let record = grant::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    step(ctx, &mut tx, &record, GrantStep::Award, reason).await?;
    mandate::require(ctx, &mut tx, DecisionKind::Award, record.amount).await?;
    let missing = checks::missing(ctx, &mut tx, &record).await?;
    if !missing.is_empty() {
        return Err(ActError::Unchecked(missing));
    }
    let taken = Taken { grant: &record, kind: DecisionKind::Award, sum: record.amount, reason };
    let number = decision::take(ctx, &mut tx, &taken).await?;
    let (from, to) = (record.account(AccountKind::Selected), record.account(AccountKind::Committed));
    let posting =
        Draft::new(PostingKind::Award, from, to, record.amount).because(reason).referring(&number.0);
    ledger::post(ctx, &mut tx, &[posting]).await?;
    ctx.finish(tx, Note::with("grant.award", id, json!({ "decision": number.0, "amount": record.amount })))
        .await
}
