//! Each day the head of the staff log goes into the public log of the office, signed.

use std::cmp::Ordering;

use super::log::size;
use super::{ActError, Context};
use crate::domain::digest::Digest;
use crate::domain::log::anchor::{self, Anchor};
use crate::domain::log::{chain, merkle};
use crate::store::anchor::Stored;
use crate::store::{self, Conn, StoreError, log};

/// Makes the anchor of today when there is none yet; whether it did. Refused when the staff log is not the one that the
/// anchors before saw: then somebody put an older database in its place, or changed the log.
pub async fn make(ctx: &Context<'_>) -> Result<bool, ActError> {
    let day = ctx.now.local().date().to_string();
    let mut conn = ctx.store.read().await?;
    let newest = store::anchor::list(&mut conn).await?.pop();
    match newest.as_ref().map(|newest| newest.day.cmp(&day)) {
        Some(Ordering::Equal) => return Ok(false),
        Some(Ordering::Greater) => {
            return Err(ActError::Integrity(
                "the newest anchor is of a later day: the clock went back".to_string(),
            ));
        }
        Some(Ordering::Less) | None => {}
    }
    // The anchors first: what another copy does meanwhile only makes the staff log longer. Nobody waits for the reading.
    let (known, mut leaves) = known(&mut conn).await?;
    // The database holds both logs: only the signature says that nobody wrote them anew together.
    if let Some(newest) = &newest {
        anchor::check_note(&known, &newest.note, &ctx.signing.office_log().verifier())
            .map_err(|wrong| ActError::Integrity(wrong.to_string()))?;
    }
    let stored = log::staff(&mut conn).await?;
    drop(conn);
    let Some(newest) = stored.last() else { return Ok(false) };
    anchor::check_log(&known, stored.iter().map(|entry| entry.entry.as_slice()))
        .map_err(|wrong| ActError::Integrity(wrong.to_string()))?;
    let head = stored.iter().fold(chain::start(), |head, entry| chain::link(&head, &entry.entry));
    if head != newest.hash {
        return Err(ActError::Integrity("the chain of the staff log is broken".to_string()));
    }
    let entry = Anchor { at: ctx.now, entries: size(stored.len()), head }.bytes();
    leaves.push(merkle::leaf(&entry));
    let (seq, root) = (size(leaves.len()), merkle::root(&leaves));
    let note = ctx.signing.office_log().sign(seq, root);
    let mut tx = ctx.begin().await?;
    match store::anchor::add(&mut tx, &Stored { seq, day, entry, note }).await {
        Ok(true) => {}
        // Another process made it at the same moment.
        Ok(false) | Err(StoreError::Refused(_)) => return Ok(false),
        Err(error) => return Err(error.into()),
    }
    store::commit(tx).await?;
    Ok(true)
}

/// The anchors that there are, and their leaves in the tree of the public log.
async fn known(conn: &mut Conn) -> Result<(Vec<Anchor>, Vec<Digest>), ActError> {
    let stored = store::anchor::list(conn).await?;
    let known = anchor::read(stored.iter().map(|one| one.entry.as_slice()))
        .map_err(|wrong| ActError::Integrity(wrong.to_string()))?;
    Ok((known, stored.iter().map(|one| merkle::leaf(&one.entry)).collect()))
}
