//! The money of a round: what it holds in the ledger follows what was planned.

use super::super::{ActError, Context, ledger};
use crate::domain::budget::Allocation;
use crate::domain::id::{AllocationId, LineId, RoundId};
use crate::domain::ledger::{AccountKey, Draft, PostingKind};
use crate::domain::money::Cents;
use crate::domain::round::Plan;
use crate::store::{self, Tx};

/// What a round is to hold: what it may grant, and what it keeps for objections.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in super::super) struct Held {
    /// For the count.
    pub spendable: Cents,
    /// For objections that are upheld.
    pub objections: Cents,
}

impl Held {
    /// What a plan asks.
    pub fn of(plan: &Plan) -> Held {
        Held { spendable: plan.spendable(), objections: plan.objection_reserve }
    }
}

/// Brings what a round holds of an allocation to what it is to hold; what it does not need any more goes back first.
pub(in super::super) async fn hold(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &RoundId,
    (line, allocation): (&LineId, &AllocationId),
    wanted: Held,
) -> Result<(), ActError> {
    let area = AccountKey::area(line, allocation);
    let round = AccountKey::round(line, allocation, id);
    let objection = AccountKey::objection(line, allocation, id);
    let has = Held {
        spendable: store::ledger::balance(tx, &round).await?,
        objections: store::ledger::balance(tx, &objection).await?,
    };
    let more = |old: Cents, new: Cents| new.minus(old).unwrap_or(Cents::ZERO);
    let drafts = [
        Draft::new(PostingKind::Release, round.clone(), area.clone(), more(wanted.spendable, has.spendable)),
        Draft::new(
            PostingKind::Release,
            objection.clone(),
            area.clone(),
            more(wanted.objections, has.objections),
        ),
        Draft::new(PostingKind::Ceiling, area.clone(), round, more(has.spendable, wanted.spendable)),
        Draft::new(PostingKind::ObjectionReserve, area, objection, more(has.objections, wanted.objections)),
    ];
    ledger::post(ctx, tx, &drafts).await
}

/// The same for the allocation that a round was planned on.
pub(super) async fn hold_of(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &RoundId,
    allocation: &Allocation,
    wanted: Held,
) -> Result<(), ActError> {
    hold(ctx, tx, id, (&allocation.line, &allocation.id), wanted).await
}
