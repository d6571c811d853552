//! Who may vote and how many did: the register's control numbers and the ballots in the log.

use std::collections::BTreeSet;

use super::log::PublicLog;
use super::{Broken, Bundle, CONTROLS};
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::log::entry::Entry;
use crate::domain::register::{self, Made, Slot};
use crate::domain::rules::Rules;

/// Checks the register and that every ballot stands under a letter of its own.
pub(super) fn check(bundle: &Bundle, log: &PublicLog, steps: &mut Vec<String>) -> Result<(), Broken> {
    if log.is_imported() {
        if bundle.file(CONTROLS).is_some() {
            return Err(Broken::whole(CONTROLS, "an imported election has no letters"));
        }
        steps.push("the ballots come from a published election; there are no letters".to_string());
        return Ok(());
    }
    let (letters, spares) = listed(bundle, &log.entries)?;
    let spares = if spares == 0 { String::new() } else { format!(" and {spares} spares") };
    steps.push(format!(
        "the {letters} control numbers{spares} are the register that was fixed before the vote"
    ));
    let ballots = log.entries.iter().filter(|entry| matches!(entry, Entry::Ballot { .. })).count();
    steps.push(format!("each of the {ballots} ballots in the log stands under a letter of its own"));
    Ok(())
}

/// The same for entries whose root may be wrong; the numbers of letters and of spares.
pub(super) fn listed(bundle: &Bundle, entries: &[Entry]) -> Result<(u64, u64), Broken> {
    let slots = read(bundle.need_text(CONTROLS)?)?;
    let counts = register::counts(slots.iter().copied());
    let sent = slots.iter().filter(|slot| slot.made == Made::Issued);
    let mut free: BTreeSet<ControlNumber> = sent.map(|slot| slot.control).collect();
    let mut commitments: BTreeSet<Digest> = BTreeSet::new();
    for (number, entry) in (1..).zip(entries) {
        match entry {
            Entry::Register { letters, spares, root, .. } => {
                if counts != (*letters, *spares) {
                    let (found, lying) = counts;
                    let what = format!(
                        "{found} letters and {lying} spares, entry {number} says {letters} and {spares}"
                    );
                    return Err(Broken::whole(CONTROLS, what));
                }
                if register::root(slots.iter().copied()) != *root {
                    let what = format!("its root is not the one in entry {number} of the log");
                    return Err(Broken::whole(CONTROLS, what));
                }
            }
            Entry::Ballot { control, commitment } => {
                if !free.remove(control) {
                    let slot = slots.iter().find(|slot| slot.control == *control);
                    let what = match slot.map(|slot| slot.made) {
                        Some(Made::Issued) => "has voted before",
                        Some(Made::Spare) => "is a spare that was not put into use",
                        None => "is not in the register",
                    };
                    return Err(Broken::entry(number, format!("letter {control} {what}")));
                }
                if !commitments.insert(*commitment) {
                    return Err(Broken::entry(number, "the same commitment stands higher up"));
                }
            }
            Entry::Config { .. }
            | Entry::Import { .. }
            | Entry::Open { .. }
            | Entry::Close { .. }
            | Entry::Seal { .. }
            | Entry::Tally { .. }
            | Entry::Cancel { .. }
            | Entry::Certificate { .. } => {}
        }
    }
    Ok(counts)
}

fn read(text: &str) -> Result<Vec<Slot>, Broken> {
    let mut slots: Vec<Slot> = Vec::new();
    for (number, line) in (1..).zip(text.split_terminator('\n')) {
        let slot = Slot::parse(line);
        let slot = slot.ok_or_else(|| Broken::line(CONTROLS, number, "this is not a control number"))?;
        if slots.last().is_some_and(|last| last.control >= slot.control) {
            return Err(Broken::line(CONTROLS, number, "the control numbers are not in order"));
        }
        slots.push(slot);
    }
    if register::write_controls(slots.iter().copied()) != text {
        return Err(Broken::line(CONTROLS, slots.len(), "the last line has no end"));
    }
    Ok(slots)
}

/// What the log says of the ballot box.
pub(super) struct BallotBox {
    /// How many ballots.
    pub ballots: u64,
    /// The hash of the sealed list, and the entry it stands in.
    pub sealed: (usize, Digest),
    /// The hash of the outcome, and the entry it stands in.
    pub outcome: (usize, Digest),
}

/// Compares the numbers of ballots that the log states.
pub(super) fn counts(log: &PublicLog, rules: &Rules, steps: &mut Vec<String>) -> Result<BallotBox, Broken> {
    let mut cast: u64 = 0;
    let (mut sealed, mut outcome) = (None, None);
    for (number, entry) in (1..).zip(&log.entries) {
        match entry {
            Entry::Ballot { .. } => cast += 1,
            Entry::Close { ballots, .. } if *ballots != cast => {
                return Err(Broken::entry(number, format!("it says {ballots} ballots, above stand {cast}")));
            }
            Entry::Close { at, .. } if rules.vote_until.is_some_and(|until| *at < until) => {
                return Err(Broken::entry(number, "the vote was closed before its last moment"));
            }
            Entry::Seal { ballots, .. } if *ballots != cast && !log.is_imported() => {
                return Err(Broken::entry(number, format!("it says {ballots} ballots, above stand {cast}")));
            }
            Entry::Seal { ballots, sealed: hash, .. } => {
                sealed = Some((number, *hash));
                cast = *ballots;
            }
            Entry::Tally { outcome: hash, .. } => outcome = Some((number, *hash)),
            Entry::Close { .. }
            | Entry::Config { .. }
            | Entry::Import { .. }
            | Entry::Register { .. }
            | Entry::Open { .. }
            | Entry::Cancel { .. }
            | Entry::Certificate { .. } => {}
        }
    }
    let (Some(sealed), Some(outcome)) = (sealed, outcome) else {
        return Err(Broken::entry(log.entries.len(), "nothing was sealed and counted before it"));
    };
    let from = if log.is_imported() { "at the seal" } else { "in the log, at the close and at the seal" };
    steps.push(format!("{cast} ballots {from}"));
    Ok(BallotBox { ballots: cast, sealed, outcome })
}
