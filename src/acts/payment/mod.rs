//! Payments: what is planned for when, orders to pay, the batches in which they go to the bank, and what the bank did.
//! One person puts a batch together, another one approves it, and who keeps the money takes its file to the bank.

mod batch;
mod order;
mod plan;
mod receipt;

pub use batch::{Export, FileForm, MAX_ORDERS, approve, export, gather, withdraw};
pub use order::{cancel, give_up, order_advance, renew};
pub(super) use order::{drop_order, next_number};
pub use plan::{add_advance, remove_advance, set_payer, set_plan};
pub use receipt::{GivenBack, Taken, give_back, pay};

use super::{ActError, Context, interest};
use crate::domain::grant::GrantRecord;
use crate::domain::id::{GrantId, LineId};
use crate::domain::ledger::{AccountKey, AccountKind, Balance};
use crate::domain::money::Cents;
use crate::store::{Tx, grant};

/// Holds a grant for this transaction without moving it along. Refused for who has an interest in its round.
pub(super) async fn hold_grant(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &GrantId,
) -> Result<GrantRecord, ActError> {
    let record = grant::find(tx, id).await?.ok_or(ActError::NotFound)?;
    interest::require_none(ctx, tx, record.source.round()).await?;
    if !grant::step(tx, id, record.state, record.state).await? {
        let now = grant::find(tx, id).await?.map_or(record.state, |found| found.state);
        return Err(ActError::WrongState(now));
    }
    Ok(record)
}

/// An account of a grant in one of its years, whether it is open yet or not.
pub(super) fn key_of(accounts: &[Balance], line: &LineId, kind: AccountKind) -> Result<AccountKey, ActError> {
    let own = accounts.iter().find(|account| &account.key.line == line);
    own.map(|account| account.key.with(kind)).ok_or(ActError::NotFound)
}

/// What stands on the accounts of some kinds, in one of the years of a grant.
pub(super) fn held_in(accounts: &[Balance], line: &LineId, kinds: &[AccountKind]) -> Cents {
    let own = accounts.iter().filter(|one| &one.key.line == line && kinds.contains(&one.key.kind));
    Cents::sum(own.map(Balance::balance)).unwrap_or(Cents::MAX)
}
