//! After the settlement: paying back, giving up, closing.

use jiff::civil::Date;
use serde_json::json;

use super::super::decision::{self, Taken};
use super::super::log::Note;
use super::super::origin::Origin;
use super::super::payment::{hold_grant, key_of};
use super::super::{ActError, Context, grant as grants, ledger, mandate, plain};
use super::final_amount::reclaim_changing;
use super::standing::{Standing, standing};
use crate::domain::budget::CeilingExceeded;
use crate::domain::decision::facts::Changed;
use crate::domain::decision::{DecisionKind, DecisionNumber};
use crate::domain::grant::{GrantState, GrantStep};
use crate::domain::id::GrantId;
use crate::domain::ledger::{AccountKey, AccountKind, Draft, PostingKind, Reference};
use crate::domain::money::Cents;
use crate::domain::payment::MAX_REFERENCE;
use crate::domain::settlement::reclaim_until;
use crate::store::{self, grant};

/// Reclaims more than the settlement did, of what the recipient kept: what came out afterwards changes the settlement (Awb
/// art. 4:49) and is paid back (art. 4:57), both within five years. The law counts them from the day on which the settlement
/// was made known; the day on which it was decided is never later. A grant that was closed is open again until that is paid.
pub async fn reclaim(ctx: &Context<'_>, id: &GrantId, sum: Cents, reason: &str) -> Result<(), ActError> {
    let (today, reason) = (ctx.now.local().date(), plain::reason("pay_why", reason)?);
    let mut tx = ctx.begin().await?;
    let record = hold_grant(ctx, &mut tx, id).await?;
    ledger::hold(&mut tx).await?;
    let now = standing(&mut tx, &record, today).await?;
    let is_settled = matches!(record.state, GrantState::Settled | GrantState::Closed);
    let Some(settled) = now.settlement.as_ref().filter(|_| is_settled) else {
        return Err(ActError::WrongState(record.state));
    };
    if today > reclaim_until(settled.settled_on) {
        return Err(ActError::field("reclaim", "five-years"));
    }
    let from = taken_from(&now, AccountKind::Settled, "reclaim", sum)?;
    let kept = [AccountKind::Payable, AccountKind::Paid, AccountKind::Settled].map(|kind| now.held(kind));
    let kept = Cents::sum(kept).unwrap_or(Cents::MAX);
    let changed = Changed {
        number: settled.decision.clone(),
        on: settled.settled_on.to_string(),
        keeps: kept.minus(sum).unwrap_or(Cents::ZERO),
    };
    if record.state == GrantState::Closed {
        grants::step(ctx, &mut tx, &record, GrantStep::Reopen, reason).await?;
    }
    let decision = reclaim_changing(ctx, &mut tx, &record, (sum, reason), Some(changed)).await?;
    let reference = Reference::Decisions(decision.into_iter().collect());
    let draft = |(own, part): (AccountKey, Cents)| {
        let to = own.with(AccountKind::Receivable);
        Draft::new(PostingKind::Reclaim, own, to, part).referring(reference.clone())
    };
    let drafts: Vec<Draft> = from.into_iter().map(draft).collect();
    ledger::post(ctx, &mut tx, &drafts).await?;
    ctx.finish(tx, Note::with("grant.reclaim", id, json!({ "amount": sum }))).await
}

/// The recipient paid back; the same day, reference and sum again change nothing. The money returns to where it came from, in its own year and its own pot. To take it along to another year is a
/// decision of its own (a carry-over).
pub async fn repaid(
    ctx: &Context<'_>,
    id: &GrantId,
    sum: Cents,
    paid_on: Date,
    reference: &str,
) -> Result<(), ActError> {
    let reference = reference.trim();
    if reference.is_empty() || reference.chars().count() > MAX_REFERENCE {
        return Err(ActError::field("pay_reference", "empty"));
    }
    plain::lines(&[("pay_reference", reference)])?;
    let today = ctx.now.local().date();
    if paid_on > today {
        return Err(ActError::field("paid_on", "pay-future"));
    }
    let mut tx = ctx.begin().await?;
    let record = hold_grant(ctx, &mut tx, id).await?;
    ledger::hold(&mut tx).await?;
    let told = Reference::Repaid(paid_on).to_string();
    // The bookkeeping system tells some things twice.
    let known = store::ledger::postings_of_grant(&mut tx, id).await?;
    let known = known.iter().map(|one| &one.draft).filter(|draft| {
        draft.kind == PostingKind::Receipt && draft.reference == told && draft.reason == reference
    });
    let known: Vec<Cents> = known.map(|draft| draft.amount).collect();
    if !known.is_empty() {
        let is_same = Cents::sum(known) == Ok(sum);
        return if is_same { Ok(()) } else { Err(ActError::field("pay_reference", "pay2-known")) };
    }
    let now = standing(&mut tx, &record, today).await?;
    let mut origin = Origin::of_grant(&mut tx, &record).await?;
    let mut drafts = Vec::new();
    for (own, part) in taken_from(&now, AccountKind::Receivable, "repaid", sum)? {
        for (to, sum) in origin.back(&own, part) {
            let draft = Draft::new(PostingKind::Receipt, own.clone(), to, sum);
            // What the bank says may hold a name or an account number: it is kept as words, which can be erased.
            drafts.push(draft.because(reference).referring(Reference::Repaid(paid_on)));
        }
    }
    ledger::post(ctx, &mut tx, &drafts).await?;
    ctx.finish(tx, Note::with("grant.repaid", id, json!({ "amount": sum }))).await
}

/// Gives up what cannot be got back: a decision with a mandate and a letter of its own (Dutch: kwijtschelding, Awb art.
/// 4:94a).
pub async fn write_off(ctx: &Context<'_>, id: &GrantId, sum: Cents, reason: &str) -> Result<(), ActError> {
    let (today, reason) = (ctx.now.local().date(), plain::reason("pay_why", reason)?);
    let mut tx = ctx.begin().await?;
    let record = hold_grant(ctx, &mut tx, id).await?;
    mandate::require(ctx, &mut tx, DecisionKind::WriteOff, sum).await?;
    ledger::hold(&mut tx).await?;
    let now = standing(&mut tx, &record, today).await?;
    let from = taken_from(&now, AccountKind::Receivable, "write_off", sum)?;
    let taken = Taken { grant: &record, kind: DecisionKind::WriteOff, sum, reason };
    let decision = decision::take(ctx, &mut tx, &taken).await?;
    let draft = |(own, part): (AccountKey, Cents)| {
        let to = own.with(AccountKind::Settled);
        Draft::new(PostingKind::WriteOff, own, to, part).referring(decision.clone())
    };
    let drafts: Vec<Draft> = from.into_iter().map(draft).collect();
    ledger::post(ctx, &mut tx, &drafts).await?;
    // The words stand with the decision, where they can be erased; the log cannot.
    ctx.finish(tx, Note::with("grant.write_off", id, json!({ "decision": decision.0, "amount": sum }))).await
}

/// The accounts of a kind that a sum is taken from, the last year first, with what each of them gives. `field` is the
/// one that holds the sum.
fn taken_from(
    now: &Standing,
    from: AccountKind,
    field: &'static str,
    sum: Cents,
) -> Result<Vec<(AccountKey, Cents)>, ActError> {
    if sum == Cents::ZERO {
        return Err(ActError::field(field, "amount"));
    }
    let room = now.held(from);
    if sum > room {
        return Err(ActError::Ceiling(CeilingExceeded { room }));
    }
    let (mut left, mut taken) = (sum, Vec::new());
    for (_, line) in now.lines.iter().rev() {
        let key = key_of(&now.accounts, line, from)?;
        let held = now.accounts.iter().find(|one| one.key == key).map_or(Cents::ZERO, |one| one.balance());
        let part = held.min(left);
        left = left.minus(part).unwrap_or(Cents::ZERO);
        taken.push((key, part));
    }
    Ok(taken)
}

/// Closes a grant when nothing is left to be paid or paid back. What was paid after the settlement is settled with it:
/// until then the bank may give it back.
pub async fn close(ctx: &Context<'_>, id: &GrantId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let record = grant::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let record = hold_grant(ctx, &mut tx, &record.id).await?;
    record.state.after(GrantStep::Close)?;
    ledger::hold(&mut tx).await?;
    let now = standing(&mut tx, &record, ctx.now.local().date()).await?;
    let open = [AccountKind::Committed, AccountKind::Payable, AccountKind::Receivable];
    if open.iter().any(|kind| now.held(*kind) > Cents::ZERO) {
        return Err(ActError::field("close", "not-empty"));
    }
    let decision = now.settlement.as_ref().map(|made| DecisionNumber(made.decision.clone()));
    let mut drafts = Vec::new();
    for (_, line) in &now.lines {
        let from = key_of(&now.accounts, line, AccountKind::Paid)?;
        let held = now.accounts.iter().find(|one| one.key == from).map_or(Cents::ZERO, |one| one.balance());
        let to = from.with(AccountKind::Settled);
        let draft = Draft::new(PostingKind::Settle, from, to, held);
        drafts.push(match &decision {
            Some(decision) => draft.referring(decision.clone()),
            None => draft,
        });
    }
    ledger::post(ctx, &mut tx, &drafts).await?;
    grants::step(ctx, &mut tx, &record, GrantStep::Close, "").await?;
    ctx.finish(tx, Note::new("grant.close", id)).await
}
