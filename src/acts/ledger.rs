//! Posting to the ledger, inside the transaction of an act.

use super::{ActError, Context};
use crate::domain::budget::CeilingExceeded;
use crate::domain::ledger::{AccountKind, Draft, Posting, Stretch};
use crate::store::{Tx, ledger};

/// Takes the turn of the ledger before anything is read that a posting will rest on: nobody else posts until this
/// transaction ends.
pub(super) async fn hold(tx: &mut Tx) -> Result<(), ActError> {
    ledger::turn(tx, 0).await?;
    Ok(())
}

/// Posts in this order; drafts of nothing are left out. Refused when an account does not hold what is to leave it.
/// Acts that hold a round or a grant do so before they post: every act takes its turns in the same order.
pub(super) async fn post(ctx: &Context<'_>, tx: &mut Tx, drafts: &[Draft]) -> Result<(), ActError> {
    let drafts: Vec<&Draft> = drafts.iter().filter(|draft| draft.amount.get() > 0).collect();
    if drafts.is_empty() {
        return Ok(());
    }
    let count = super::log::size(drafts.len());
    let last = ledger::turn(tx, count).await?;
    for (seq, draft) in (last - count + 1..).zip(drafts) {
        if !draft.is_allowed() {
            return Err(ActError::Integrity(format!(
                "no {} goes from {} to {}",
                draft.kind.name(),
                draft.from.id(),
                draft.to.id()
            )));
        }
        ledger::open(tx, &draft.from).await?;
        ledger::open(tx, &draft.to).await?;
        // The turn holds every balance still: what is found here is what the CHECK will find.
        if draft.from.kind != AccountKind::Line {
            let room = ledger::balance(tx, &draft.from).await?;
            if room < draft.amount {
                return Err(ActError::Ceiling(CeilingExceeded { room }));
            }
        }
        let (at, by) = (ctx.now, ctx.actor.name());
        ledger::add(tx, &Posting { seq, at, by, draft: draft.clone() }).await?;
    }
    Ok(())
}

/// The postings that no entry of the staff log tells of yet; from now on one does. An act leaves none behind, so these
/// are its own, and once in a database of an older version all that were there.
pub(super) async fn noted(tx: &mut Tx) -> Result<Option<Stretch>, ActError> {
    let (noted, size) = ledger::noted(tx).await?;
    if noted == size {
        return Ok(None);
    }
    let stretch = Stretch::of(&ledger::postings_after(tx, noted).await?);
    ledger::note(tx, size).await?;
    Ok(stretch)
}
