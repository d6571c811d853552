//! The lot of a round: one person enters what the public source says, another one reads it alone and types it again.
//! What both read stands in the public log before anything is counted with it.
//!
//! A lot is entered only where the count stops without one: a lot that decides nothing would be a draw that someone can
//! look at first. Where the rules name no source, or it fell away, two persons draw in public and say why.

use serde_json::json;

use super::certificate::signature;
use super::interest::require_none;
use super::log::{self, Note};
use super::person::require_other;
use super::round::{SealState, rules, seal_state};
use super::{ActError, Context, FieldFault, plain, publication};
use crate::domain::bundle::DRAW;
use crate::domain::certificate::{Deed, MAX_INCIDENTS};
use crate::domain::digest::Digest;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::log::entry::Entry;
use crate::domain::lot::{Draw, DrawWay, Drawn, reading, told};
use crate::domain::outcome::OutcomeDocument;
use crate::domain::round::Phase;
use crate::domain::rules::Rules;
use crate::domain::time::Moment;
use crate::store::lot::{Stored, add, list};
use crate::store::{self, Conn, Tx, document, round};

/// What someone read or drew, as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// From the source that the rules name.
    Published {
        /// What it said.
        drawn: String,
    },
    /// In public, in the place of it.
    Instead {
        /// Where and how it was drawn, and who could be there.
        source: String,
        /// When it was drawn.
        at: Option<Moment>,
        /// Why it was not read from a source that the rules name.
        why: String,
        /// What was drawn.
        drawn: String,
    },
}

/// The plans at which the count of a sealed round stops without a lot; `None` when it needs none.
pub async fn left_open(conn: &mut Conn, id: &RoundId) -> Result<Option<Vec<ProposalId>>, ActError> {
    let rules = rules(conn, id).await?;
    let sealed = publication::sealed(conn, &rules).await?;
    let counting = tokio::task::spawn_blocking(move || OutcomeDocument::left_open(&rules, &sealed));
    let open = counting.await.map_err(|error| ActError::Integrity(format!("the count stopped: {error}")))?;
    Ok(open?)
}

/// Enters what was read or drawn: its number. It counts for nothing until another person read the same.
pub async fn enter(ctx: &Context<'_>, id: &RoundId, entered: Entered) -> Result<u64, ActError> {
    let by = ctx.person()?.clone();
    if let Entered::Instead { source, why, .. } = &entered {
        plain::lines(&[("lot_place", source), ("why", why)])?;
    }
    let mut conn = ctx.store.read().await?;
    require_sealed(&mut conn, id).await?;
    let found = rules(&mut conn, id).await?;
    let drawn = check(&found, entered, ctx.now)?;
    let tied = left_open(&mut conn, id).await?.ok_or(ActError::WrongPhase(Phase::Sealed))?;
    drop(conn);
    let mut tx = ctx.begin().await?;
    claim(&mut tx, id).await?;
    require_none(ctx, &mut tx, id).await?;
    let earlier = list(&mut tx, id).await?;
    if earlier.iter().any(|one| one.refused.is_none()) {
        return Err(ActError::WrongPhase(Phase::Sealed));
    }
    let number = log::size(earlier.len()) + 1;
    let detail = json!({ "number": number, "way": drawn.way, "drawn": drawn.drawn });
    let lot =
        Stored { number, drawn, tied, entered_by: by, entered_at: ctx.now, confirmed: None, refused: None };
    add(&mut tx, id, &lot).await?;
    ctx.finish(tx, Note::with("draw.enter", id, detail)).await?;
    Ok(number)
}

/// Confirms, as second and different person, what was entered: `typed` is what this person read, without looking at
/// what the first one typed. The lot stands in the public log from here on.
pub async fn confirm(ctx: &Context<'_>, id: &RoundId, number: u64, typed: &str) -> Result<(), ActError> {
    let by = ctx.person()?;
    let mut tx = ctx.begin().await?;
    claim(&mut tx, id).await?;
    require_none(ctx, &mut tx, id).await?;
    let lot = waiting(&mut tx, id, number).await?;
    require_other(ctx, &mut tx, &lot.entered_by).await?;
    if reading(typed).as_ref() != Some(&lot.drawn.drawn) {
        return Err(ActError::field("lot_drawn", "lot-differs"));
    }
    if !store::lot::confirm(&mut tx, id, number, by, ctx.now).await? {
        return Err(ActError::DraftChanged);
    }
    let found = rules(&mut tx, id).await?;
    let sealed = publication::sealed(&mut tx, &found).await?.digest();
    let signatures = [
        signature(&mut tx, Deed::Proposed, &lot.entered_by, lot.entered_at).await?,
        signature(&mut tx, Deed::Approved, by, ctx.now).await?,
    ];
    let draw = Draw::new(&found, sealed, lot.tied, lot.drawn, signatures);
    let bytes = draw.write();
    document::add(&mut tx, id, DRAW, &bytes).await?;
    let hash = Digest::of(&bytes);
    log::append(ctx, &mut tx, id, &[Entry::Draw { at: ctx.now.whole_seconds(), draw: hash }]).await?;
    ctx.finish(tx, Note::with("draw.confirm", id, json!({ "number": number, "draw": hash }))).await
}

/// Refuses what was entered, or takes it back, with a reason; then it can be entered again.
pub async fn refuse(ctx: &Context<'_>, id: &RoundId, number: u64, reason: &str) -> Result<(), ActError> {
    let by = ctx.person()?.clone();
    let reason = plain::told("reason", reason, MAX_INCIDENTS)?;
    let mut tx = ctx.begin().await?;
    claim(&mut tx, id).await?;
    waiting(&mut tx, id, number).await?;
    if !store::lot::refuse(&mut tx, id, number, &(by, ctx.now, reason.to_string())).await? {
        return Err(ActError::DraftChanged);
    }
    ctx.finish(tx, Note::with("draw.refuse", id, json!({ "number": number }))).await
}

/// What is wrong with what was typed, or what it comes to.
fn check(rules: &Rules, entered: Entered, now: Moment) -> Result<Drawn, ActError> {
    let mut faults = Vec::new();
    let mut need = |holds: bool, field: &'static str, fault: &'static str| {
        if !holds {
            faults.push(FieldFault { field, fault });
        }
    };
    let (way, source, at, why, typed) = match entered {
        Entered::Published { drawn } => {
            let lot = rules.lot.clone().ok_or(ActError::NotFound)?;
            need(lot.at <= now, "lot_drawn", "lot-early");
            (DrawWay::Published, lot.source, lot.at, String::new(), drawn)
        }
        Entered::Instead { source, at, why, drawn } => {
            plain::lines(&[("lot_place", &source)])?;
            plain::texts(&[("why", &why)])?;
            need(told(&source), "lot_place", "empty");
            need(told(&why), "why", "reason");
            // After the seal nothing can be chosen any more with an eye on what was drawn.
            let after = |at: &Moment| *at <= now && rules.vote_until.is_none_or(|until| until < *at);
            need(at.as_ref().is_some_and(after), "lot_drawn_at", "lot-moment");
            let at = at.unwrap_or(now).whole_seconds();
            (DrawWay::Instead, source.trim().to_string(), at, why.trim().to_string(), drawn)
        }
    };
    let drawn = reading(&typed);
    need(drawn.is_some(), "lot_drawn", "empty");
    match drawn.filter(|_| faults.is_empty()) {
        Some(drawn) => Ok(Drawn { way, source, at, why, drawn }),
        None => Err(ActError::Fields(faults)),
    }
}

async fn require_sealed(conn: &mut Conn, id: &RoundId) -> Result<(), ActError> {
    let found = round::find(conn, id).await?.ok_or(ActError::NotFound)?;
    if found.phase != Phase::Sealed {
        return Err(ActError::WrongPhase(found.phase));
    }
    match seal_state(conn, id).await? {
        SealState::Done => Ok(()),
        SealState::Unasked | SealState::Asked(_) | SealState::Sealed => Err(ActError::SealUnfinished),
    }
}

/// Holds a sealed round for this transaction.
async fn claim(tx: &mut Tx, id: &RoundId) -> Result<(), ActError> {
    if !round::claim(tx, id, Phase::Sealed).await? {
        let found = round::find(tx, id).await?.ok_or(ActError::NotFound)?;
        return Err(ActError::WrongPhase(found.phase));
    }
    Ok(())
}

/// The newest lot, if it is the one that was seen and it waits.
async fn waiting(tx: &mut Tx, id: &RoundId, number: u64) -> Result<Stored, ActError> {
    let newest = list(tx, id).await?.pop().ok_or(ActError::NotFound)?;
    if newest.number == number && newest.waits() { Ok(newest) } else { Err(ActError::DraftChanged) }
}
