//! The money of a round: what it holds in the ledger follows what was planned.

use super::super::{ActError, Context, ledger};
use crate::domain::id::RoundId;
use crate::domain::ledger::{AccountKey, AccountKind, Draft, PostingKind};
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

/// Brings what a round holds to what it is to hold; what it does not need any more goes back first. `area` is the
/// account of the area that the money comes from and goes back to.
pub(in super::super) async fn hold(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &RoundId,
    area: &AccountKey,
    wanted: Held,
) -> Result<(), ActError> {
    let more = |old: Cents, new: Cents| new.minus(old).unwrap_or(Cents::ZERO);
    let own = [
        (AccountKind::Round, PostingKind::Ceiling, wanted.spendable),
        (AccountKind::Objection, PostingKind::ObjectionReserve, wanted.objections),
    ];
    let (mut back, mut taken) = (Vec::new(), Vec::new());
    for (account, kind, wanted) in own {
        let account = AccountKey { kind: account, round: Some(id.clone()), ..area.clone() };
        let has = store::ledger::balance(tx, &account).await?;
        back.push(Draft::new(PostingKind::Release, account.clone(), area.clone(), more(wanted, has)));
        taken.push(Draft::new(kind, area.clone(), account, more(has, wanted)));
    }
    back.append(&mut taken);
    ledger::post(ctx, tx, &back).await
}
