//! The reserve list of a round after its certificate: who moves up, under a new certificate of two persons, and the
//! end of the list, when what is left goes back to the area.

use serde_json::json;

use super::certificate::{keep, sign, turn_down, waiting};
use super::interest::require_none;
use super::log::{self, Note};
use super::publication;
use super::round::rules;
use super::{ActError, Context, grant as of_grants, ledger, objection, plain, until_done};
use crate::domain::budget::CeilingExceeded;
use crate::domain::certificate::{Certificate, Grounds, MAX_INCIDENTS};
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::ledger::{AccountKey, AccountKind, Draft, PostingKind};
use crate::domain::money::Cents;
use crate::domain::outcome::OutcomeDocument;
use crate::domain::round::{Origin, Round};
use crate::domain::rules::Rules;
use crate::domain::succession::{Changes, Dropped, Skipped, Why};
use crate::store::reserve_list::Ended;
use crate::store::{self, Conn, Tx, certificate, round};

/// What a new certificate would stand on.
pub struct Footing {
    /// The frozen rules.
    pub rules: Rules,
    /// The outcome.
    pub outcome: OutcomeDocument,
    /// The certificates that are or were in force.
    pub chain: Vec<(certificate::Stored, Certificate)>,
    /// The plans that dropped out since the last of them.
    pub dropped: Vec<Dropped>,
    /// The plans of the list that are passed over.
    pub skipped: Vec<Skipped>,
}

impl Footing {
    /// The certificate that follows over a log of this size and root; `None` when nobody dropped out.
    pub fn follows(
        &self,
        log: (u64, Digest),
        incidents: &str,
    ) -> Option<Result<Certificate, CeilingExceeded>> {
        let (record, _) = self.chain.last()?;
        let grounds = Grounds {
            rules: &self.rules,
            log,
            outcome: &self.outcome,
            previous: Some((record.number, record.hash)),
            incidents,
        };
        let documents: Vec<Certificate> = self.chain.iter().map(|(_, document)| document.clone()).collect();
        let changes = Changes { dropped: &self.dropped, skipped: &self.skipped };
        Certificate::after(&documents, changes, &grounds)
    }
}

/// How the reserve list of a certified round stands.
pub async fn footing(conn: &mut Conn, id: &RoundId) -> Result<Footing, ActError> {
    let rules = rules(conn, id).await?;
    let outcome = publication::outcome(conn, id).await?.ok_or(ActError::NotFound)?;
    let chain = publication::chain(conn, id).await?;
    let (_, in_force) = chain.last().ok_or(ActError::NotFound)?;
    let records = store::grant::of_round(conn, id).await?;
    let accounts = store::ledger::accounts_of_round(conn, id).await?;
    let mut dropped = Vec::new();
    for set_aside in &in_force.grants {
        let name = crate::domain::grant::GrantRecord::id_of(id, &set_aside.proposal);
        let Some(record) = records.iter().find(|record| record.id == name) else { continue };
        // Money that was ever paid does not come back to the round.
        let paid = accounts.iter().any(|one| {
            one.key.kind == AccountKind::Paid && one.key.grant.as_ref() == Some(&name) && one.credit.get() > 0
        });
        if let Some(why) = Why::of(record.state).filter(|_| !paid) {
            dropped.push(Dropped { proposal: set_aside.proposal.clone(), why });
        }
    }
    let skipped = super::reserve_list::skipped(conn, id, &outcome, &chain).await?;
    Ok(Footing { rules, outcome, chain, dropped, skipped })
}

/// Puts forward a certificate that takes the place of the one in force: plans dropped out, and the reserve list moves
/// up. Refused when nobody dropped out, when one is waiting already, and after the end of the list.
pub async fn propose(ctx: &Context<'_>, id: &RoundId, incidents: &str) -> Result<Digest, ActError> {
    ctx.person()?;
    if incidents.chars().count() > MAX_INCIDENTS {
        return Err(ActError::field("incidents", "long"));
    }
    plain::texts(&[("incidents", incidents)])?;
    let mut tx = ctx.begin().await?;
    let held = hold(ctx, &mut tx, id).await?;
    let earlier = certificate::list(&mut tx, id).await?;
    if earlier.iter().any(|one| one.approved.is_none() && one.refused.is_none()) {
        return Err(ActError::WrongPhase(held.phase));
    }
    let footing = footing(&mut tx, id).await?;
    let signed = store::log::checkpoints(&mut tx, id).await?.pop().ok_or(ActError::NotFound)?;
    let wanted = footing.follows((signed.size, signed.root), incidents.trim());
    let mut wanted = wanted.ok_or(ActError::WrongPhase(held.phase))?.map_err(ActError::Ceiling)?;
    wanted.number = log::size(earlier.len()) + 1;
    let hash = keep(ctx, &mut tx, id, &wanted).await?;
    ctx.finish(tx, Note::with("succession.propose", id, json!({ "hash": hash }))).await?;
    Ok(hash)
}

/// Refuses the certificate that waits, with a reason. The one in force stays in force.
pub async fn refuse(ctx: &Context<'_>, id: &RoundId, seen: &Digest, reason: &str) -> Result<(), ActError> {
    ctx.person()?;
    let reason = plain::told("reason", reason, MAX_INCIDENTS)?;
    let mut tx = ctx.begin().await?;
    hold(ctx, &mut tx, id).await?;
    turn_down(ctx, &mut tx, id, (seen, reason)).await?;
    ctx.finish(tx, Note::with("succession.refuse", id, json!({ "hash": seen }))).await
}

/// Approves, as second and different person, the certificate whose hash was seen: it is in force from here on, and the
/// money of the plans that move up is set aside. Refused when another plan dropped out since.
pub async fn approve(ctx: &Context<'_>, id: &RoundId, seen: &Digest) -> Result<(), ActError> {
    ctx.person()?;
    let mut tx = ctx.begin().await?;
    let held = hold(ctx, &mut tx, id).await?;
    let record = waiting(&mut tx, id, seen).await?;
    let (_, document) = publication::certificate(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    let footing = footing(&mut tx, id).await?;
    let again = footing.follows((document.log_size, document.log_root), &document.incidents);
    let again = again.ok_or(ActError::DraftChanged)?.map_err(ActError::Ceiling)?;
    let again = Certificate { number: document.number, engine: document.engine.clone(), ..again };
    if again != document {
        return Err(ActError::DraftChanged);
    }
    let entry = sign(ctx, &mut tx, id, &record).await?;
    for out in &footing.dropped {
        certificate::take_back(&mut tx, id, &out.proposal).await?;
    }
    for grant in document.set_aside() {
        let room = CeilingExceeded { room: document.spendable };
        let granted = certificate::grant(&mut tx, id, grant, record.number).await;
        granted.map_err(|error| ActError::at_ceiling(error, room))?;
    }
    of_grants::select(ctx, &mut tx, &held, &document).await?;
    log::append(ctx, &mut tx, id, &[entry]).await?;
    ctx.finish(tx, Note::with("succession.approve", id, json!({ "hash": seen }))).await
}

/// Holds a round whose reserve list can be used, and the ledger: no grant drops out until the transaction ends. Refused
/// for who has an interest in the round.
pub(super) async fn hold(ctx: &Context<'_>, tx: &mut Tx, id: &RoundId) -> Result<Round, ActError> {
    require_none(ctx, tx, id).await?;
    let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
    let usable = found.phase.shows_outcome() && found.origin == Origin::Vote;
    if !usable || !round::claim(tx, id, found.phase).await? {
        return Err(ActError::WrongPhase(found.phase));
    }
    ledger::hold(tx).await?;
    if store::reserve_list::is_over(tx, id).await? {
        return Err(ActError::WrongPhase(found.phase));
    }
    Ok(found)
}

/// Ends the reserve list: nobody moves up any more, and what the round did not use goes back to its area.
pub async fn release(ctx: &Context<'_>, id: &RoundId, reason: &str) -> Result<(), ActError> {
    let reason = plain::reason("reason", reason)?;
    until_done(|| release_once(ctx, id, reason)).await
}

async fn release_once(ctx: &Context<'_>, id: &RoundId, reason: &str) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    let held = hold(ctx, &mut tx, id).await?;
    let waits = certificate::list(&mut tx, id).await?;
    if waits.iter().any(|one| one.approved.is_none() && one.refused.is_none()) {
        return Err(ActError::WrongPhase(held.phase));
    }
    let ended = Ended { at: ctx.now, by: ctx.actor.name(), reason: reason.to_string() };
    if !store::reserve_list::end(&mut tx, id, &ended).await? {
        return Err(ActError::WrongPhase(held.phase));
    }
    give_back(ctx, &mut tx, id, (AccountKind::Round, "", Cents::ZERO)).await?;
    ctx.finish(tx, Note::new("round.release", id)).await
}

/// Gives back to the area what was held for objections and is not needed any more, after the end of the list. What may
/// still be needed for open objections and for terms that run stays; refused when that is all of it.
pub async fn release_objections(ctx: &Context<'_>, id: &RoundId, reason: &str) -> Result<(), ActError> {
    let reason = plain::reason("reason", reason)?;
    until_done(|| release_objections_once(ctx, id, reason)).await
}

async fn release_objections_once(ctx: &Context<'_>, id: &RoundId, reason: &str) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    require_none(ctx, &mut tx, id).await?;
    let found = round::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
    if !found.phase.shows_outcome() || !round::claim(&mut tx, id, found.phase).await? {
        return Err(ActError::WrongPhase(found.phase));
    }
    ledger::hold(&mut tx).await?;
    if !store::reserve_list::is_over(&mut tx, id).await? {
        return Err(ActError::WrongPhase(found.phase));
    }
    let keep = objection::still_needed(&mut tx, id, ctx.now.local().date()).await?;
    let given = give_back(ctx, &mut tx, id, (AccountKind::Objection, reason, keep)).await?;
    if given == Cents::ZERO && keep > Cents::ZERO {
        return Err(ActError::field("reason", "yrs-needed"));
    }
    let detail = json!({ "released": given, "kept": keep });
    ctx.finish(tx, Note::with("round.release-objections", id, detail)).await
}

/// Gives back what a round holds on its accounts of a kind, but for `keep`; how much that was.
async fn give_back(
    ctx: &Context<'_>,
    tx: &mut Tx,
    id: &RoundId,
    (kind, reason, keep): (AccountKind, &str, Cents),
) -> Result<Cents, ActError> {
    let (mut drafts, mut keep) = (Vec::new(), keep);
    for account in store::ledger::accounts_of_round(tx, id).await? {
        let Some(allocation) = account.key.allocation.as_ref().filter(|_| account.key.kind == kind) else {
            continue;
        };
        let area = AccountKey::area(&account.key.line, allocation).in_pot(account.key.pot);
        let stays = keep.min(account.balance());
        keep = keep.minus(stays).unwrap_or(Cents::ZERO);
        let rest = account.balance().minus(stays).unwrap_or(Cents::ZERO);
        drafts.push(Draft::new(PostingKind::Release, account.key.clone(), area, rest).because(reason));
    }
    ledger::post(ctx, tx, &drafts).await?;
    Ok(Cents::sum(drafts.iter().map(|draft| draft.amount)).unwrap_or(Cents::MAX))
}
