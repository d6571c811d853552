//! The steps of a grant beside the award: started, and the ways in which it ends early. Its decision is announced by
//! the letter that is sent (`acts::decision::announce`) and by nothing else.
//!
//! *Where the money goes.* What was set aside or awarded and not paid goes back to the round while its reserve list
//! can still be used, and to where it came from when the round is over: its area, or the pot of it that the round was
//! filled from. A later year goes back to where it came from in that year. What was paid stays with the recipient only by an award: taken back, it must be paid back, unless the
//! municipality decides otherwise.

use serde_json::json;

use super::step;
use crate::acts::decision::Taken;
use crate::acts::log::Note;
use crate::acts::origin::Origin;
use crate::acts::settlement::reclaim_paid;
use crate::acts::{ActError, Context, decision, ledger, mandate, plain, standing, until_done};
use crate::domain::decision::DecisionKind;
use crate::domain::grant::{GrantRecord, GrantStep, Source};
use crate::domain::id::GrantId;
use crate::domain::ledger::{AccountKind, Balance, Draft, PostingKind, Reference};
use crate::domain::money::Cents;
use crate::store::{self, Tx, grant};

/// What becomes of what was paid when an award is taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaidPart {
    /// The recipient pays it back (Dutch: terugvordering).
    Reclaim,
    /// The recipient keeps it, by decision.
    Keep,
}

/// The plan begins.
pub async fn start(ctx: &Context<'_>, id: &GrantId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let record = grant::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    step(ctx, &mut tx, &record, GrantStep::Start, "").await?;
    ctx.finish(tx, Note::new("grant.start", id)).await
}

/// The municipality decides not to award; refused after an award, which can only be taken back.
pub async fn refuse(ctx: &Context<'_>, id: &GrantId, reason: &str) -> Result<(), ActError> {
    let ending =
        Ending { step: GrantStep::Refuse, act: "grant.refuse", reason: plain::reason("reason", reason)? };
    end(ctx, id, &ending, None).await
}

/// The applicant stops. After an award that is a decision too: the award is taken back on request.
pub async fn withdraw(ctx: &Context<'_>, id: &GrantId, reason: &str) -> Result<(), ActError> {
    let ending =
        Ending { step: GrantStep::Withdraw, act: "grant.withdraw", reason: plain::reason("reason", reason)? };
    end(ctx, id, &ending, None).await
}

/// The grant came to nothing by itself, such as when a group no longer exists.
pub async fn lapse(ctx: &Context<'_>, id: &GrantId, reason: &str) -> Result<(), ActError> {
    let ending =
        Ending { step: GrantStep::Lapse, act: "grant.lapse", reason: plain::reason("reason", reason)? };
    end(ctx, id, &ending, None).await
}

/// The municipality takes an award back (Awb art. 4:48 to 4:50). Refused while an ordered payment is under way: it
/// is stopped or paid first.
pub async fn revoke(ctx: &Context<'_>, id: &GrantId, reason: &str, paid: PaidPart) -> Result<(), ActError> {
    let ending =
        Ending { step: GrantStep::Revoke, act: "grant.revoke", reason: plain::reason("reason", reason)? };
    end(ctx, id, &ending, Some(paid)).await
}

struct Ending<'a> {
    step: GrantStep,
    act: &'static str,
    reason: &'a str,
}

async fn end(
    ctx: &Context<'_>,
    id: &GrantId,
    ending: &Ending<'_>,
    paid: Option<PaidPart>,
) -> Result<(), ActError> {
    until_done(|| end_once(ctx, id, ending, paid)).await
}

async fn end_once(
    ctx: &Context<'_>,
    id: &GrantId,
    ending: &Ending<'_>,
    paid: Option<PaidPart>,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let record = grant::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    step(ctx, &mut tx, &record, ending.step, ending.reason).await?;
    let accounts = store::ledger::accounts_of_grant(&mut tx, id).await?;
    if sum(&accounts, &[AccountKind::Payable]) > Cents::ZERO {
        return Err(ActError::WrongState(record.state));
    }
    let open = sum(&accounts, &[AccountKind::Selected, AccountKind::Committed]);
    let out = sum(&accounts, &[AccountKind::Paid, AccountKind::Accounted, AccountKind::Settled]);
    let mut decisions = Vec::new();
    if record.state.is_awarded() {
        decisions.push((DecisionKind::Revocation, open.plus(out).unwrap_or(Cents::MAX)));
    } else if ending.step == GrantStep::Refuse {
        decisions.push((DecisionKind::Refusal, open));
    }
    let mut numbers = Vec::new();
    for (kind, sum) in decisions {
        mandate::require(ctx, &mut tx, kind, sum).await?;
        let taken = Taken { grant: &record, kind, sum, reason: ending.reason };
        numbers.push(decision::take(ctx, &mut tx, &taken).await?);
    }
    if paid == Some(PaidPart::Reclaim) {
        numbers.extend(reclaim_paid(ctx, &mut tx, &record, out, ending.reason).await?);
    }
    ledger::hold(&mut tx).await?;
    let mut drafts = released(&mut tx, &record, &accounts).await?;
    drafts.extend(accounts.iter().filter_map(|account| of_paid(account, paid?)));
    let reference = Reference::Decisions(numbers);
    let drafts: Vec<Draft> = drafts.into_iter().map(|draft| draft.referring(reference.clone())).collect();
    ledger::post(ctx, &mut tx, &drafts).await?;
    let detail = json!({ "decision": reference.to_string(), "released": open, "paid": out });
    ctx.finish(tx, Note::with(ending.act, id, detail)).await
}

fn sum(accounts: &[Balance], kinds: &[AccountKind]) -> Cents {
    let of_kinds = accounts.iter().filter(|one| kinds.contains(&one.key.kind));
    Cents::sum(of_kinds.map(Balance::balance)).unwrap_or(Cents::MAX)
}

/// What becomes of an account with money that was paid.
fn of_paid(account: &Balance, paid: PaidPart) -> Option<Draft> {
    let kind = account.key.kind;
    let (posting, to) = match paid {
        PaidPart::Reclaim => (PostingKind::Reclaim, AccountKind::Receivable),
        PaidPart::Keep => (PostingKind::Settle, AccountKind::Settled),
    };
    let draft = Draft::new(posting, account.key.clone(), account.key.with(to), account.balance());
    (posting.may_move(kind, to) && draft.amount > Cents::ZERO).then_some(draft)
}

/// What was set aside or awarded and not paid, back to where it can be used. The ledger is held.
pub(in crate::acts) async fn released(
    tx: &mut Tx,
    record: &GrantRecord,
    accounts: &[Balance],
) -> Result<Vec<Draft>, ActError> {
    let over = match &record.source {
        Source::Vote { round, .. } => store::reserve_list::is_over(tx, round).await?,
        Source::Standing { round } => standing::is_over(tx, round).await?,
    };
    let mut origin = Origin::of_grant(tx, record).await?;
    let mut drafts = Vec::new();
    for account in accounts {
        let key = &account.key;
        let Some(allocation) = key.allocation.as_ref() else { continue };
        if !matches!(key.kind, AccountKind::Selected | AccountKind::Committed) {
            continue;
        }
        let to_round = allocation == &record.allocation && !over;
        let back = match to_round {
            true => vec![(record.round_account(), account.balance())],
            false => origin.back(key, account.balance()),
        };
        drafts
            .extend(back.into_iter().map(|(to, sum)| Draft::new(PostingKind::Release, key.clone(), to, sum)));
    }
    Ok(drafts)
}
