//! Ending the vote, and taking the ballots from their letters.

use std::collections::BTreeMap;

use serde_json::json;

use super::super::log::{self, Note};
use super::super::{ActError, Context};
use super::{begin_step, rules};
use crate::domain::ballot::Ballot;
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::{Digest, unhex};
use crate::domain::id::RoundId;
use crate::domain::log::entry::Entry;
use crate::domain::round::Step;
use crate::domain::rules::Rules;
use crate::domain::sealed::SealedBallots;
use crate::store::ballot::{self, Leaf, Stored};

/// How often emptying is tried before it is left to the next start.
const FORGET_TRIALS: u32 = 5;

/// Ends the vote at or after its last moment: the waiting leaves enter the log in random order, then the
/// close. It writes the same row as each vote does, so every ballot stands before it or does not exist.
pub async fn close(ctx: &mut Context<'_>, id: &RoundId) -> Result<(), ActError> {
    let order = ctx.seed.bytes();
    let mut tx = ctx.begin().await?;
    let found = begin_step(&mut tx, id, Step::Close).await?;
    if !found.may_close(ctx.now) {
        return Err(ActError::WrongPhase(found.phase));
    }
    let mut leaves = ballot::queued(&mut tx, id).await?;
    leaves.sort_by_key(|leaf: &Leaf| Digest::of_parts(&[&order, leaf.commitment.bytes()]));
    let ballots = log::size(leaves.len());
    let mut entries: Vec<Entry> = leaves
        .iter()
        .map(|leaf| Entry::Ballot { control: leaf.control, commitment: leaf.commitment })
        .collect();
    entries.push(Entry::Close { at: ctx.now.whole_seconds(), ballots });
    log::append(ctx, &mut tx, id, &entries).await?;
    ballot::clear_queue(&mut tx, id).await?;
    ctx.finish(tx, Note::with("round.close", id, json!({ "ballots": ballots }))).await
}

/// Takes the ballots from their letters: each is checked against its entry in the log, the list is put
/// in the order of its content, and what joined ballots and letters is removed.
pub async fn seal(ctx: &mut Context<'_>, id: &RoundId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    // The list is written while the round is closed; the step at the end holds the row as well.
    if !crate::store::round::claim(&mut tx, id, crate::domain::round::Phase::Closed).await? {
        begin_step(&mut tx, id, Step::Seal).await?;
    }
    let rules = rules(&mut tx, id).await?;
    let logged = logged_ballots(&log::entries(&mut tx, id).await?);
    let stored = ballot::list(&mut tx, id).await?;
    if stored.len() != logged.len() {
        return Err(ActError::Integrity(format!(
            "{} ballots in the box, {} in the log",
            stored.len(),
            logged.len()
        )));
    }
    let mut ballots = Vec::new();
    for (found, control) in &stored {
        ballots.push(opened(&rules, &logged, found, *control)?);
    }
    let sealed = SealedBallots::new(id.clone(), Digest::from_bytes(ctx.seed.bytes()), ballots);
    ballot::add_salt(&mut tx, id, sealed.salt()).await?;
    for (number, one) in (1..).zip(sealed.ballots()) {
        ballot::add_sealed(&mut tx, id, number, &one.canonical()).await?;
    }
    begin_step(&mut tx, id, Step::Seal).await?;
    let at = ctx.now.whole_seconds();
    let entry = Entry::Seal { at, ballots: sealed.count(), sealed: sealed.digest() };
    log::append(ctx, &mut tx, id, &[entry]).await?;
    ballot::remove_all(&mut tx, id).await?;
    ctx.finish(tx, Note::with("round.seal", id, json!({ "ballots": sealed.count() }))).await?;
    forget(ctx).await
}

/// Empties what the database keeps of removed ballots. Someone who reads may be in the way for a moment; the
/// next start of the service tries again as well.
pub(super) async fn forget(ctx: &Context<'_>) -> Result<(), ActError> {
    for _ in 0..FORGET_TRIALS {
        if ctx.store.forget().await? {
            return Ok(());
        }
    }
    Ok(())
}

fn logged_ballots(entries: &[Entry]) -> BTreeMap<Digest, ControlNumber> {
    let ballot = |entry: &Entry| match entry {
        Entry::Ballot { control, commitment } => Some((*commitment, *control)),
        _ => None,
    };
    entries.iter().filter_map(ballot).collect()
}

/// The ballot in a row, if it is the one that its letter has in the log.
fn opened(
    rules: &Rules,
    logged: &BTreeMap<Digest, ControlNumber>,
    found: &Stored,
    control: ControlNumber,
) -> Result<Ballot, ActError> {
    let broken =
        || ActError::Integrity(format!("the ballot of letter {control} is not the one that was cast"));
    let ballot = Ballot::parse(rules, &found.choices).map_err(|_| broken())?;
    let nonce: [u8; 32] = unhex(&found.nonce).and_then(|n| n.try_into().ok()).ok_or_else(broken)?;
    let commitment = ballot.commitment(&rules.fingerprint(), control, &nonce);
    let same = commitment == found.commitment && logged.get(&commitment) == Some(&control);
    if same { Ok(ballot) } else { Err(broken()) }
}
