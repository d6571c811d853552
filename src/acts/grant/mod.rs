//! Grants: from the certificate to the last receipt. Each act moves a grant along its states, posts what that
//! means in money, and writes its history.

mod award;
pub mod checks;
mod condition;
mod steps;
mod years;

pub use award::award;
pub use condition::{call_on_condition, conditional_years};
pub(super) use steps::released;
pub use steps::{PaidPart, lapse, refuse, revoke, start, withdraw};
pub use years::{NoticeDue, give_notice, notice_clock, notices_due, notices_to_tell, set_years};

use super::{ActError, Context, interest, ledger};
use crate::domain::certificate::Certificate;
use crate::domain::grant::{GrantRecord, GrantState, GrantStep, Source};
use crate::domain::id::LineId;
use crate::domain::ledger::{AccountKind, Draft, PostingKind, Reference};
use crate::domain::round::Round;
use crate::store::grant::Event;
use crate::store::{Tx, budget, grant, proposal};

/// Sets aside what a certificate says: a record per plan, and its money out of the round.
pub(super) async fn select(
    ctx: &Context<'_>,
    tx: &mut Tx,
    round: &Round,
    certificate: &Certificate,
) -> Result<(), ActError> {
    let part = budget::allocation(tx, &round.allocation).await?.ok_or(ActError::NotFound)?;
    let line: LineId = part.line;
    let plans = proposal::list(tx, &round.id).await?;
    let mut drafts = Vec::new();
    for set_aside in certificate.set_aside() {
        let plan = plans.iter().find(|plan| plan.id == set_aside.proposal).ok_or(ActError::NotFound)?;
        let record = GrantRecord {
            id: GrantRecord::id_of(&round.id, &plan.id),
            line: line.clone(),
            allocation: round.allocation.clone(),
            source: Source::Vote {
                round: round.id.clone(),
                proposal: plan.id.clone(),
                certificate: certificate.number,
            },
            pot: plan.pot,
            title: plan.title.clone(),
            applicant: plan.applicant.clone(),
            amount: set_aside.amount,
            state: GrantState::Selected,
        };
        grant::add(tx, &record).await?;
        step(ctx, tx, &record, GrantStep::Certify, "").await?;
        let (from, to) = (record.round_account(), record.account(AccountKind::Selected));
        let reference = Reference::Certificate(certificate.number);
        drafts.push(Draft::new(PostingKind::Select, from, to, record.amount).referring(reference));
    }
    ledger::post(ctx, tx, &drafts).await
}

/// Moves a grant along a step, holds it for this transaction and writes its history; the state it is in now. Refused for
/// who has an interest in its round: every step passes here.
pub(super) async fn step(
    ctx: &Context<'_>,
    tx: &mut Tx,
    record: &GrantRecord,
    step: GrantStep,
    reason: &str,
) -> Result<GrantState, ActError> {
    interest::require_none(ctx, tx, record.source.round()).await?;
    let to = record.state.after(step)?;
    if !grant::step(tx, &record.id, record.state, to).await? {
        let now = grant::find(tx, &record.id).await?.map_or(record.state, |found| found.state);
        return Err(ActError::WrongState(now));
    }
    let (at, by, reason) = (ctx.now, ctx.actor.name(), reason.to_string());
    let event = Event { number: 0, step, from: record.state, to, at, by, reason };
    grant::note(tx, &record.id, &event).await?;
    Ok(to)
}
