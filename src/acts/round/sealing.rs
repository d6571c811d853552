//! The seal: ballots are taken from their letters, and the key that locked them is destroyed. Two officers do
//! it, and every step can be done again after whatever stopped it:
//!
//! 1. one officer asks ([`ask_seal`]);
//! 2. another one carries it out ([`seal`]): every ballot is opened and checked against its entry in the log,
//!    and one transaction puts the sealed list and the auditors' bundle in the place of ballots and letters;
//! 3. what was written is read back ([`read_back`]) before the key is destroyed;
//! 4. that it was destroyed is noted in the log ([`note_destroyed`]). Only then can be counted.

use std::collections::BTreeMap;

use serde_json::json;

use super::super::log::{self, Note};
use super::super::{ActError, Context};
use super::{OPENING, begin_step, closing, rules};
use crate::acts::person::require_other;
use crate::domain::auditor::Auditor;
use crate::domain::ballot_box::{BallotBox, Owner};
use crate::domain::ballot_key::BallotKey;
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::leaf;
use crate::domain::log::chain::Actor;
use crate::domain::log::entry::{self, Entry, Remark};
use crate::domain::opening::{Opening, Openings};
use crate::domain::round::{Phase, Step};
use crate::domain::sealed::SealedBallots;
use crate::store::ballot::Voter;
use crate::store::{Conn, Tx, ballot, document, register, resident, round, sealed};

/// How far the seal of a closed round is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SealState {
    /// Nobody asked for it.
    Unasked,
    /// This member of staff asked; another one carries it out.
    Asked(crate::domain::id::AccountId),
    /// The ballots stand without letters; the key is still to be destroyed.
    Sealed,
    /// The key is destroyed.
    Done,
}

/// How far the seal of a round is, once the round is closed.
pub async fn seal_state(conn: &mut Conn, id: &RoundId) -> Result<SealState, ActError> {
    // The last entry tells it: a long log is not read for this.
    match log::last(conn, id).await? {
        Some(Entry::Seal { opening: Some(_), .. }) => Ok(SealState::Sealed),
        Some(
            Entry::Seal { opening: None, .. }
            | Entry::Note { .. }
            | Entry::Draw { .. }
            | Entry::Tally { .. }
            | Entry::Certificate { .. },
        ) => Ok(SealState::Done),
        Some(
            Entry::Config { .. }
            | Entry::Register { .. }
            | Entry::Open { .. }
            | Entry::Revoke { .. }
            | Entry::Extend { .. }
            | Entry::Import { .. }
            | Entry::Ballot { .. }
            | Entry::Void { .. }
            | Entry::Close { .. }
            | Entry::Cancel { .. },
        )
        | None => Ok(sealed::asked_by(conn, id).await?.map_or(SealState::Unasked, SealState::Asked)),
    }
}

/// The rounds whose seal was stopped, or is still at work, between its second and its last step.
pub async fn stopped_seals(conn: &mut Conn) -> Result<Vec<RoundId>, ActError> {
    let mut stopped = Vec::new();
    for found in round::list(conn).await?.into_iter().filter(|found| found.phase == Phase::Sealed) {
        if seal_state(conn, &found.id).await? == SealState::Sealed {
            stopped.push(found.id);
        }
    }
    Ok(stopped)
}

/// Asks for the seal of a closed round. Asking again changes nothing.
pub async fn ask_seal(ctx: &Context<'_>, id: &RoundId) -> Result<(), ActError> {
    let Actor::Staff(account) = &ctx.actor else { return Err(ActError::FourEyes) };
    let mut tx = ctx.begin().await?;
    claim_closed(&mut tx, id).await?;
    if !sealed::ask(&mut tx, id, account).await? {
        return Ok(());
    }
    ctx.finish(tx, Note::new("round.ask-seal", id)).await
}

/// Takes the ballots from their letters. `encrypt` makes the file that only these auditors can read.
pub async fn seal(
    ctx: &mut Context<'_>,
    id: &RoundId,
    key: BallotKey,
    encrypt: impl Fn(&[Auditor], &str) -> Result<Vec<u8>, ActError>,
) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    claim_closed(&mut tx, id).await?;
    ctx.person()?;
    let asked = sealed::asked_by(&mut tx, id).await?.ok_or(ActError::FourEyes)?;
    require_other(ctx, &mut tx, &asked).await?;
    let ballots = BallotBox::new(rules(&mut tx, id).await?, key);
    let openings = open_all(&mut tx, id, &ballots).await?;
    let list = openings.values().map(|one| one.ballot.clone()).collect();
    let list = SealedBallots::new(id.clone(), Digest::from_bytes(ctx.seed.bytes()), list);
    let rules = ballots.rules();
    let openings = Openings::new(*list.salt(), openings);
    let bundle = encrypt(&rules.auditors, &openings.write(rules))?;
    document::add(&mut tx, id, OPENING, &bundle).await?;
    sealed::add_salt(&mut tx, id, list.salt()).await?;
    sealed::add(&mut tx, id, &list.canonical()).await?;
    begin_step(&mut tx, id, Step::Seal).await?;
    let entry = Entry::Seal {
        at: ctx.now.whole_seconds(),
        ballots: list.count(),
        sealed: list.digest(),
        opening: Some(Digest::of(&bundle)),
    };
    log::append(ctx, &mut tx, id, &[entry]).await?;
    ballot::remove_all(&mut tx, id).await?;
    register::forget_codes(&mut tx, id).await?;
    resident::remove_all(&mut tx, id).await?;
    ctx.finish(tx, Note::with("round.seal", id, json!({ "ballots": list.count() }))).await
}

/// The list is written while the round is closed; the step at the end holds the row as well.
async fn claim_closed(tx: &mut Tx, id: &RoundId) -> Result<(), ActError> {
    if !round::claim(tx, id, Phase::Closed).await? {
        begin_step(tx, id, Step::Seal).await?;
    }
    Ok(())
}

/// Every ballot in the box, opened, if they are exactly the ones that count by the log.
async fn open_all(
    tx: &mut Tx,
    id: &RoundId,
    ballots: &BallotBox,
) -> Result<BTreeMap<ControlNumber, Opening>, ActError> {
    let entries = log::entries(tx, id).await?;
    let broken = |what: String| ActError::Integrity(format!("{id}: {what}"));
    let mark = entry::ballot_key(&entries);
    if mark != Some(ballots.key_mark()) {
        return Err(broken("this is not the key that the log names".to_string()));
    }
    let leaves = leaf::of_log(&entries).map_err(|fault| broken(fault.to_string()))?;
    let mut counting = leaf::counting(&leaves).map_err(|fault| broken(fault.to_string()))?;
    let mut openings = BTreeMap::new();
    for voter in ballot::list(tx, id).await? {
        let control = voter.control;
        let opening = opened(ballots, &voter).filter(|one| counting.remove(&control) == Some(one.commitment));
        let opening = opening
            .ok_or_else(|| broken(format!("the ballot of letter {control} is not the one that was cast")))?;
        openings.insert(control, opening);
    }
    match counting.into_keys().next() {
        Some(control) => Err(broken(format!("the ballot of letter {control} is missing"))),
        None => Ok(openings),
    }
}

fn opened(ballots: &BallotBox, voter: &Voter) -> Option<Opening> {
    let stored = voter.ballot.as_ref()?;
    let owner = Owner { letter: &voter.letter, control: voter.control };
    let opened = ballots.open(owner, &stored.locked)?;
    Some(Opening { commitment: stored.locked.commitment, nonce: opened.nonce, ballot: opened.ballot })
}

/// Reads back what the seal wrote, on another connection, and compares it with the log. Until this succeeds the
/// key must stay.
pub async fn read_back(ctx: &Context<'_>, id: &RoundId) -> Result<(), ActError> {
    let mut conn = ctx.store.read().await?;
    let rules = rules(&mut conn, id).await?;
    super::super::publication::sealed(&mut conn, &rules).await?;
    let entries = log::entries(&mut conn, id).await?;
    let logged = entries.iter().find_map(|entry| match entry {
        Entry::Seal { opening, .. } => *opening,
        _ => None,
    });
    let kept = document::find(&mut conn, id, OPENING).await?.map(|bytes| Digest::of(&bytes));
    if logged.is_none() || kept != logged {
        return Err(ActError::Integrity(format!("the auditors' bundle of {id} is not the one in the log")));
    }
    Ok(())
}

/// Notes that the key of the ballots was destroyed, and empties what the database keeps of removed rows.
pub async fn note_destroyed(ctx: &Context<'_>, id: &RoundId) -> Result<(), ActError> {
    let mut tx = ctx.begin().await?;
    if !round::claim(&mut tx, id, Phase::Sealed).await? {
        let found = round::find(&mut tx, id).await?.ok_or(ActError::NotFound)?;
        return Err(ActError::WrongPhase(found.phase));
    }
    let entries = log::entries(&mut tx, id).await?;
    let mark = entry::ballot_key(&entries);
    let is_noted = entries.iter().any(|entry| matches!(entry, Entry::Note { .. }));
    if let (Some(key), false) = (mark, is_noted) {
        let at = ctx.now.whole_seconds();
        log::append(ctx, &mut tx, id, &[Entry::Note { at, note: Remark::BallotKeyDestroyed, key }]).await?;
        ctx.finish(tx, Note::with("ballot-key.destroy", id, json!({ "mark": key }))).await?;
    } else {
        drop(tx);
    }
    closing::forget(ctx).await
}
