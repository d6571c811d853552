//! Appending to the two logs, inside the transaction of the act.

use serde_json::Value;

use super::round::rules;
use super::{ActError, Context, ledger};
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::log::chain::{self, Actor, StaffEntry};
use crate::domain::log::entry::Entry;
use crate::domain::log::kept::{Kept, ToldRows};
use crate::domain::log::merkle;
use crate::domain::rules::Rules;
use crate::domain::time::Moment;
use crate::store::{self, Tx, log};

/// What the staff log says of an act.
pub struct Note {
    /// Which act, as noun and verb.
    pub act: &'static str,
    /// What it was done to.
    pub object: String,
    /// What else an auditor wants to know; never data of a voter.
    pub detail: Value,
    /// The rows that the act wrote and whose fingerprint the entry carries.
    pub rows: Vec<(Kept, String)>,
}

impl Note {
    /// A note without detail.
    pub fn new(act: &'static str, object: impl ToString) -> Note {
        Note::with(act, object, Value::Null)
    }

    /// A note with detail.
    pub fn with(act: &'static str, object: impl ToString, detail: Value) -> Note {
        Note { act, object: object.to_string(), detail, rows: Vec::new() }
    }

    /// The same with the fingerprint of the rows of a key, as they stand when the act ends.
    pub fn of_rows(mut self, kept: Kept, key: impl ToString) -> Note {
        self.rows.push((kept, key.to_string()));
        self
    }
}

/// Appends to the staff log, with the postings that nobody noted yet: those of this act.
pub(super) async fn note(tx: &mut Tx, actor: &Actor, now: Moment, note: Note) -> Result<(), ActError> {
    let Note { act, object, detail, rows: wrote } = note;
    let postings = ledger::noted(tx).await?;
    let mut rows = Vec::new();
    for (kept, key) in wrote {
        let digest = store::kept::of(tx, kept, &key).await?;
        rows.push(ToldRows { kind: kept.name().to_string(), key, digest });
    }
    let entry = StaffEntry { at: now, by: actor.name(), act, object, detail, postings, rows }.bytes();
    let (seq, previous) = log::next_staff(tx).await?;
    let hash = chain::link(&previous.unwrap_or_else(chain::start), &entry);
    log::append_staff(tx, seq, &entry, &hash).await?;
    Ok(())
}

/// Appends entries to a round's log and signs its new state. Refused when what is stored is not the log
/// that was signed before, or when the entries may not stand where they would.
pub(super) async fn append(
    ctx: &Context<'_>,
    tx: &mut Tx,
    round: &RoundId,
    entries: &[Entry],
) -> Result<(), ActError> {
    let before = log::next_round(tx, round, size(entries.len())).await?;
    let stored = log::round(tx, round).await?;
    let mut leaves: Vec<Digest> = stored.iter().map(|old| merkle::leaf(&old.entry)).collect();
    let signed = log::checkpoints(tx, round).await?.pop();
    let agrees = match &signed {
        None => before == 0 && leaves.is_empty(),
        Some(last) => {
            last.size == before && last.size == size(leaves.len()) && last.root == merkle::root(&leaves)
        }
    };
    if !agrees {
        return Err(ActError::Integrity(format!("the log of {round} is not the one that was signed")));
    }
    let mut last = match stored.last() {
        None => None,
        Some(old) => Some(Entry::parse(&old.entry).ok_or_else(|| unreadable(round))?),
    };
    for (seq, entry) in (before + 1..).zip(entries) {
        if !entry.may_follow(last.as_ref()) {
            return Err(ActError::Integrity(format!(
                "{} may not stand here in the log of {round}",
                entry.name()
            )));
        }
        let bytes = entry.bytes();
        log::append_round(tx, round, seq, &bytes).await?;
        leaves.push(merkle::leaf(&bytes));
        last = Some(entry.clone());
    }
    let (size, root) = (size(leaves.len()), merkle::root(&leaves));
    let signer = ctx.signing.log_of(round);
    is_own(ctx, round, &rules(tx, round).await?)?;
    let note = signer.sign(size, root);
    log::add_checkpoint(tx, round, &log::Checkpoint { size, root, note }, ctx.now).await?;
    Ok(())
}

/// Whether the log of a round can go on here: who changes the address of the service or its key during a round would
/// sign another log.
pub(super) fn is_own(ctx: &Context<'_>, round: &RoundId, rules: &Rules) -> Result<(), ActError> {
    if rules.log_key == ctx.signing.log_of(round).verifier().text() {
        return Ok(());
    }
    Err(ActError::Integrity(format!("the log of {round} is signed with another key or address (--origin)")))
}

/// The entries of a round's log, read back.
pub async fn entries(conn: &mut store::Conn, round: &RoundId) -> Result<Vec<Entry>, ActError> {
    let stored = log::round(conn, round).await?;
    stored.iter().map(|old| Entry::parse(&old.entry).ok_or_else(|| unreadable(round))).collect()
}

/// The last entry of a round's log.
pub async fn last(conn: &mut store::Conn, round: &RoundId) -> Result<Option<Entry>, ActError> {
    Ok(newest(conn, round, 1).await?.pop())
}

/// The entry with which a vote was closed. Few entries come after it, so the ballots before it are not read.
pub async fn close(conn: &mut store::Conn, round: &RoundId) -> Result<Option<Entry>, ActError> {
    let is_close = |entry: &Entry| matches!(entry, Entry::Close { .. });
    if let Some(found) = newest(conn, round, CLOSE_WITHIN).await?.into_iter().find(is_close) {
        return Ok(Some(found));
    }
    Ok(entries(conn, round).await?.into_iter().find(is_close))
}

/// Entries at the end of a log among which its close is looked for first.
const CLOSE_WITHIN: u64 = 64;

async fn newest(conn: &mut store::Conn, round: &RoundId, most: u64) -> Result<Vec<Entry>, ActError> {
    let stored = log::newest_of_round(conn, round, most).await?;
    stored.iter().map(|old| Entry::parse(&old.entry).ok_or_else(|| unreadable(round))).collect()
}

fn unreadable(round: &RoundId) -> ActError {
    ActError::Integrity(format!("an entry in the log of {round} cannot be read"))
}

pub(super) fn size(length: usize) -> u64 {
    u64::try_from(length).expect("a length fits in 64 bits")
}
