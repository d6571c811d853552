//! One human may hold several accounts (S55). What two persons do, two accounts of one of them never do.

use super::{ActError, Context};
use crate::domain::id::AccountId;
use crate::domain::log::chain::Actor;
use crate::store::{Conn, account_change};

/// Whether two accounts are of two humans, as far as the service was told.
pub async fn is_other_person(conn: &mut Conn, one: &AccountId, other: &AccountId) -> Result<bool, ActError> {
    Ok(!account_change::identities(conn, one).await?.contains(other))
}

/// Refuses whoever is, under any account, the one who did the first half. The command line is nobody.
pub(super) async fn require_other(
    ctx: &Context<'_>,
    conn: &mut Conn,
    first: &AccountId,
) -> Result<(), ActError> {
    match &ctx.actor {
        Actor::Staff(who) if !is_other_person(conn, who, first).await? => Err(ActError::FourEyes),
        Actor::Staff(_) | Actor::Operator | Actor::Service | Actor::Visitor | Actor::Initiator(_) => Ok(()),
    }
}

/// The same for whom an older table knows by the name in the logs: a person by the account, others by a word.
pub(super) async fn require_other_named(
    ctx: &Context<'_>,
    conn: &mut Conn,
    first: &str,
) -> Result<(), ActError> {
    if first == ctx.actor.name() {
        return Err(ActError::FourEyes);
    }
    require_other(ctx, conn, &AccountId::new(first)).await
}
