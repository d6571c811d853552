//! Certifying: one officer puts the certificate forward, another approves or refuses the same bytes.

use serde_json::json;

use super::log::{self, Note};
use super::person::require_other;
use super::publication::{self, certificate_name, signatures_name};
use super::round::{begin_step, rules};
use super::{ActError, Context, interest, plain};
use crate::domain::account::Account;
use crate::domain::certificate::{Certificate, Deed, Grounds, MAX_INCIDENTS, Signature, Signatures};
use crate::domain::digest::Digest;
use crate::domain::id::{AccountId, RoundId};
use crate::domain::log::entry::Entry;
use crate::domain::round::{Origin, Step};
use crate::domain::time::Moment;
use crate::store::{Tx, account, certificate, document};

/// Puts a certificate forward: the grants that follow from the outcome, over the log as it stands.
pub async fn propose(ctx: &Context<'_>, id: &RoundId, incidents: &str) -> Result<Digest, ActError> {
    ctx.person()?;
    if incidents.chars().count() > MAX_INCIDENTS {
        return Err(ActError::field("incidents", "long"));
    }
    plain::texts(&[("incidents", incidents)])?;
    let mut tx = ctx.begin().await?;
    begin_step(&mut tx, id, Step::Propose).await?;
    let rules = rules(&mut tx, id).await?;
    let outcome = publication::outcome(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let signed = crate::store::log::checkpoints(&mut tx, id).await?.pop().ok_or(ActError::NotFound)?;
    let earlier = certificate::list(&mut tx, id).await?;
    let in_force = earlier.iter().rev().find(|one| one.approved.is_some());
    let mut wanted = Certificate::new(&Grounds {
        rules: &rules,
        log: (signed.size, signed.root),
        outcome: &outcome,
        previous: in_force.map(|one| (one.number, one.hash)),
        incidents: incidents.trim(),
    })
    .map_err(ActError::Ceiling)?;
    wanted.number = log::size(earlier.len()) + 1;
    let hash = keep(ctx, &mut tx, id, &wanted).await?;
    ctx.finish(tx, Note::with("certificate.propose", id, json!({ "hash": hash }))).await?;
    Ok(hash)
}

/// Refuses the certificate that waits, with a reason; the round goes back to counted.
pub async fn refuse(ctx: &Context<'_>, id: &RoundId, seen: &Digest, reason: &str) -> Result<(), ActError> {
    ctx.person()?;
    let reason = plain::told("reason", reason, MAX_INCIDENTS)?;
    let mut tx = ctx.begin().await?;
    begin_step(&mut tx, id, Step::Refuse).await?;
    turn_down(ctx, &mut tx, id, (seen, reason)).await?;
    ctx.finish(tx, Note::with("certificate.refuse", id, json!({ "hash": seen }))).await
}

/// Approves, as second and different person, the certificate whose hash was seen. The outcome is public
/// from here on, and the grants are set aside.
pub async fn approve(ctx: &Context<'_>, id: &RoundId, seen: &Digest) -> Result<(), ActError> {
    ctx.person()?;
    let mut tx = ctx.begin().await?;
    let round = begin_step(&mut tx, id, Step::Certify).await?;
    let record = waiting(&mut tx, id, seen).await?;
    let entry = sign(ctx, &mut tx, id, &record).await?;
    if round.origin == Origin::Vote {
        let (_, document) = publication::certificate(&mut tx, id).await?.ok_or(ActError::NotFound)?;
        for grant in &document.grants {
            let room = crate::domain::budget::CeilingExceeded { room: document.spendable };
            let granted = certificate::grant(&mut tx, id, grant, record.number).await;
            granted.map_err(|error| ActError::at_ceiling(error, room))?;
        }
        super::grant::select(ctx, &mut tx, &round, &document).await?;
    }
    log::append(ctx, &mut tx, id, &[entry]).await?;
    ctx.finish(tx, Note::with("certificate.approve", id, json!({ "hash": seen }))).await
}

/// Signs, as second and different person, the certificate that waits; what the public log will say of it.
pub(super) async fn sign(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &RoundId,
    record: &certificate::Stored,
) -> Result<Entry, ActError> {
    let by = ctx.person()?;
    require_other(ctx, tx, &record.proposed_by).await?;
    interest::require_signer(ctx, tx, id).await?;
    if !certificate::approve(tx, id, record.number, by, ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    let signatures = Signatures::new(
        record.hash,
        [
            signature(tx, Deed::Proposed, &record.proposed_by, record.proposed_at).await?,
            signature(tx, Deed::Approved, by, ctx.now).await?,
        ],
    );
    let bytes = signatures.write();
    document::add(tx, id, &signatures_name(record.number), &bytes).await?;
    let at = ctx.now.whole_seconds();
    Ok(Entry::Certificate { at, certificate: record.hash, signatures: Digest::of(&bytes) })
}

/// Keeps a certificate that is put forward, and who did.
pub(super) async fn keep(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &RoundId,
    wanted: &Certificate,
) -> Result<Digest, ActError> {
    interest::require_signer(ctx, tx, id).await?;
    let bytes = wanted.write();
    let hash = Digest::of(&bytes);
    document::add(tx, id, &certificate_name(wanted.number), &bytes).await?;
    let record = certificate::Stored {
        number: wanted.number,
        hash,
        proposed_by: ctx.person()?.clone(),
        proposed_at: ctx.now,
        refused: None,
        approved: None,
    };
    certificate::propose(tx, id, &record).await?;
    Ok(hash)
}

/// Refuses the certificate that waits, if it is the one that was seen: another person, with a reason.
pub(super) async fn turn_down(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &RoundId,
    (seen, reason): (&Digest, &str),
) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    interest::require_none(ctx, tx, id).await?;
    let record = waiting(tx, id, seen).await?;
    require_other(ctx, tx, &record.proposed_by).await?;
    let refused = (by, ctx.now, reason.trim().to_string());
    if !certificate::refuse(tx, id, record.number, &refused).await? {
        return Err(ActError::DraftChanged);
    }
    Ok(())
}

/// The newest certificate, if it is the one that was seen.
pub(super) async fn waiting(
    tx: &mut Tx,
    id: &RoundId,
    seen: &Digest,
) -> Result<certificate::Stored, ActError> {
    let record = certificate::list(tx, id).await?.pop().ok_or(ActError::NotFound)?;
    if &record.hash == seen { Ok(record) } else { Err(ActError::DraftChanged) }
}

/// The signature of an officer: function and number, no name.
pub(super) async fn signature(
    tx: &mut Tx,
    deed: Deed,
    who: &AccountId,
    at: Moment,
) -> Result<Signature, ActError> {
    let Account { function, .. } = account::find(tx, who).await?.ok_or(ActError::NotFound)?;
    Ok(Signature { deed, account: who.clone(), function, at: at.whole_seconds() })
}
