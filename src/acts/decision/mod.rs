//! Taking decisions: the record of what was decided, under which mandate, and the letter that is due.

mod facts;
mod refusal;
mod sending;

pub use refusal::{Others, others, refuse_others, refuse_plan};
pub(super) use refusal::{refuse_once, refuse_request};
pub use sending::{Posted, announce, announce_all};

use super::{ActError, Context, ledger, mandate};
use crate::domain::calendar::day_of;
use crate::domain::decision::facts::{Changed, Earlier, Year};
use crate::domain::decision::{Decision, DecisionKind, DecisionNumber, Facts};
use crate::domain::digest::Digest;
use crate::domain::grant::{GrantRecord, Source};
use crate::domain::id::{GrantId, ProposalId, RoundId};
use crate::domain::mandate::Mandate;
use crate::domain::money::Cents;
use crate::store::decision::From;
use crate::store::{Tx, account, decision};

/// What is decided about a grant.
pub(super) struct Taken<'a> {
    /// Which grant.
    pub grant: &'a GrantRecord,
    /// What.
    pub kind: DecisionKind,
    /// The sum that the decision is about.
    pub sum: Cents,
    /// Why, for the applicant to read.
    pub reason: &'a str,
}

/// What a decision is about.
pub(super) struct About {
    /// The grant, where there is one.
    pub grant: Option<GrantId>,
    /// The round or standing round.
    pub round: RoundId,
    /// The plan of the round; none in a standing round.
    pub proposal: Option<ProposalId>,
    /// The request to the standing round, where it got no grant.
    pub request: Option<u64>,
}

impl About {
    /// About a grant.
    pub fn grant(record: &GrantRecord) -> About {
        let (round, proposal) = match &record.source {
            Source::Vote { round, proposal, .. } => (round.clone(), Some(proposal.clone())),
            Source::Standing { round } => (round.clone(), None),
        };
        About { grant: Some(record.id.clone()), round, proposal, request: None }
    }
}

/// Writes down a decision about a grant, and that its letter is due. Refused without a mandate for this sum.
pub(super) async fn take(
    ctx: &Context<'_>,
    tx: &mut Tx,
    taken: &Taken<'_>,
) -> Result<DecisionNumber, ActError> {
    let years = match taken.kind {
        DecisionKind::Award => facts::years(tx, taken.grant, ctx.now).await?,
        DecisionKind::Refusal
        | DecisionKind::Revocation
        | DecisionKind::Settlement
        | DecisionKind::Reclaim
        | DecisionKind::Objection
        | DecisionKind::Transfer
        | DecisionKind::WriteOff => Vec::new(),
    };
    take_about(ctx, tx, taken, years).await
}

/// The same about some years of a grant.
pub(super) async fn take_about(
    ctx: &Context<'_>,
    tx: &mut Tx,
    taken: &Taken<'_>,
    years: Vec<Year>,
) -> Result<DecisionNumber, ActError> {
    let Taken { grant, kind, sum, reason } = taken;
    let facts = Facts { years, ..facts::of_grant(tx, grant).await? };
    write(ctx, tx, (*kind, *sum, reason), About::grant(grant), facts).await
}

/// Writes down a decision that changes a settlement.
pub(super) async fn take_changing(
    ctx: &Context<'_>,
    tx: &mut Tx,
    taken: &Taken<'_>,
    changed: Option<Changed>,
) -> Result<DecisionNumber, ActError> {
    let Taken { grant, kind, sum, reason } = taken;
    let facts = Facts { changed, ..facts::of_grant(tx, grant).await? };
    write(ctx, tx, (*kind, *sum, reason), About::grant(grant), facts).await
}

/// Writes down a decision on an objection against an earlier one.
pub(super) async fn take_on_objection(
    ctx: &Context<'_>,
    tx: &mut Tx,
    earlier: &Decision,
    objection: Earlier,
    reason: &str,
) -> Result<DecisionNumber, ActError> {
    let about = About {
        grant: earlier.grant.clone(),
        round: earlier.round.clone(),
        proposal: earlier.proposal.clone(),
        request: earlier.request,
    };
    let facts = Facts { earlier: Some(objection), ..earlier.facts.clone() };
    write(ctx, tx, (DecisionKind::Objection, earlier.sum, reason), about, facts).await
}

/// Appends a decision with the next number of its year. Takes the turn of the ledger, so that numbers have no gaps and
/// every act takes its turns in one order.
async fn write(
    ctx: &Context<'_>,
    tx: &mut Tx,
    (kind, sum, reason): (DecisionKind, Cents, &str),
    about: About,
    mut facts: Facts,
) -> Result<DecisionNumber, ActError> {
    let held: Mandate = mandate::require(ctx, tx, kind, sum).await?;
    ledger::hold(tx).await?;
    facts.mandate = [held.ground.clone(), held.ground_date.clone()];
    let signer = account::find(tx, &held.account).await?.ok_or(ActError::NotFound)?;
    let year = i64::from(day_of(ctx.now).year());
    let seq = decision::next(tx, year).await?;
    let from = if about.proposal.is_some() { From::Vote } else { From::Standing };
    let taken = Decision {
        number: DecisionNumber::of(year, seq),
        kind,
        grant: about.grant,
        round: about.round,
        proposal: about.proposal,
        request: about.request,
        sum,
        at: ctx.now,
        by: signer.id,
        function: signer.function,
        mandate: held.number,
        reason: reason.trim().to_string(),
        digest: Digest::of(facts.write().as_bytes()),
        facts,
    };
    decision::add(tx, &taken, &from, (year, seq)).await?;
    Ok(taken.number)
}
