//! Who may vote and how many did: the register's control numbers and the ballots in the log.

use std::collections::BTreeMap;

use super::log::PublicLog;
use super::{Broken, Bundle, CONTROLS};
use crate::domain::channel::are_told;
use crate::domain::control_number::ControlNumber;
use crate::domain::deadline::closes_from;
use crate::domain::digest::Digest;
use crate::domain::leaf::{self, LeafFault};
use crate::domain::log::entry::Entry;
use crate::domain::register::{self, LetterState, Made, Slot};
use crate::domain::rules::Rules;
use crate::domain::time::Moment;

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
    let marks = log.entries.iter().find_map(|entry| {
        let Entry::Register { root, codes, .. } = entry else { return None };
        Some(format!("; compare them with the paper protocol: control numbers {root}, codes {codes}"))
    });
    steps.push(format!(
        "the {letters} control numbers{spares} are the register that was fixed before the vote{}",
        marks.unwrap_or_default()
    ));
    let count_of = |wanted: fn(&Entry) -> bool| log.entries.iter().filter(|entry| wanted(entry)).count();
    let leaves = count_of(|entry| matches!(entry, Entry::Ballot { .. }));
    let count = counting(&log.entries)?.len();
    steps.push(format!("the {leaves} ballots in the log leave one for each of {count} letters that voted"));
    let revoked = count_of(|entry| matches!(entry, Entry::Revoke { .. }));
    let void = count_of(|entry| matches!(entry, Entry::Void { .. }));
    let changes = count_of(|entry| matches!(entry, Entry::Ballot { replaces: Some(_), .. }));
    steps.push(format!("letters revoked: {revoked}, ballots void: {void}, ballots changed: {changes}"));
    Ok(())
}

/// The ballot that counts for each letter, by the log.
pub fn counting(entries: &[Entry]) -> Result<BTreeMap<ControlNumber, Digest>, Broken> {
    let broken = |fault: LeafFault| {
        let place = entries.iter().rposition(|entry| fault.is_about(entry));
        Broken::entry(place.map_or(entries.len(), |place| place + 1), fault.to_string())
    };
    leaf::of_log(entries).and_then(|leaves| leaf::counting(&leaves)).map_err(broken)
}

/// The same for entries whose root may be wrong; the numbers of letters and of spares.
pub(super) fn listed(bundle: &Bundle, entries: &[Entry]) -> Result<(u64, u64), Broken> {
    let slots = read(bundle.need_text(CONTROLS)?)?;
    let counts = register::counts(slots.iter().copied());
    let mut letters = Letters::new(&slots);
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
            Entry::Revoke { control, by, .. } => {
                letters.revoke(*control, *by).map_err(|what| Broken::entry(number, what))?;
            }
            Entry::Ballot { control, .. } => {
                letters.vote(*control).map_err(|what| Broken::entry(number, what))?;
            }
            // Revocations stand before every ballot.
            Entry::Void { control, .. } if !letters.is_revoked(control) => {
                let what = format!("letter {control} was not revoked and its ballot is void");
                return Err(Broken::entry(number, what));
            }
            Entry::Void { .. }
            | Entry::Config { .. }
            | Entry::Import { .. }
            | Entry::Open { .. }
            | Entry::Extend { .. }
            | Entry::Close { .. }
            | Entry::Seal { .. }
            | Entry::Note { .. }
            | Entry::Draw { .. }
            | Entry::Tally { .. }
            | Entry::Cancel { .. }
            | Entry::Certificate { .. } => {}
        }
    }
    let counting = counting(entries)?;
    for (number, entry) in (1..).zip(entries) {
        let Entry::Ballot { control, commitment, .. } = entry else { continue };
        if letters.is_revoked(control) && counting.get(control) == Some(commitment) {
            return Err(Broken::entry(number, format!("letter {control} was revoked and its ballot counts")));
        }
    }
    Ok(counts)
}

/// Which letters could be voted with, as the log tells it. Ballots enter the log after all revocations.
struct Letters {
    state: BTreeMap<ControlNumber, LetterState>,
}

impl Letters {
    fn new(slots: &[Slot]) -> Letters {
        let state = |slot: &Slot| match slot.made {
            Made::Issued => LetterState::Issued,
            Made::Spare => LetterState::Spare,
        };
        Letters { state: slots.iter().map(|slot| (slot.control, state(slot))).collect() }
    }

    fn revoke(&mut self, control: ControlNumber, by: Option<ControlNumber>) -> Result<(), String> {
        if self.state.get(&control) != Some(&LetterState::Issued) {
            return Err(format!("letter {control} was not good and cannot be revoked"));
        }
        self.state.insert(control, LetterState::Revoked);
        match by {
            Some(by) if self.state.get(&by) != Some(&LetterState::Spare) => {
                Err(format!("letter {by} is not a spare that lay in reserve"))
            }
            Some(by) => {
                self.state.insert(by, LetterState::Issued);
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn vote(&self, control: ControlNumber) -> Result<(), String> {
        match self.state.get(&control) {
            Some(LetterState::Issued | LetterState::Revoked) => Ok(()),
            Some(LetterState::Spare) => Err(format!("letter {control} is a spare that was not put into use")),
            None => Err(format!("letter {control} is not in the register")),
        }
    }

    fn is_revoked(&self, control: &ControlNumber) -> bool {
        self.state.get(control) == Some(&LetterState::Revoked)
    }
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
    /// The hash of the auditors' opening bundle; an imported election has none.
    pub opening: Option<Digest>,
    /// The hash of the outcome, and the entry it stands in.
    pub outcome: (usize, Digest),
}

/// Compares the numbers of ballots that the log states.
pub(super) fn counts(log: &PublicLog, rules: &Rules, steps: &mut Vec<String>) -> Result<BallotBox, Broken> {
    let mut cast = u64::try_from(counting(&log.entries)?.len()).unwrap_or(u64::MAX);
    let (mut sealed, mut opening, mut outcome, mut named) = (None, None, None, None);
    let until = last_moment(log, rules)?;
    for (number, entry) in (1..).zip(&log.entries) {
        match entry {
            Entry::Close { ballots, .. } if *ballots != cast => {
                return Err(Broken::entry(
                    number,
                    format!("it says {ballots} ballots, by the entries above {cast} count"),
                ));
            }
            Entry::Seal { ballots, .. } if *ballots != cast && !log.is_imported() => {
                return Err(Broken::entry(
                    number,
                    format!("it says {ballots} ballots, by the entries above {cast} count"),
                ));
            }
            Entry::Open { ballot_key, .. } => named = Some(*ballot_key),
            Entry::Note { key, .. } if named != Some(*key) => {
                return Err(Broken::entry(
                    number,
                    "the key that was destroyed is not the one of the opening",
                ));
            }
            Entry::Seal { ballots, sealed: hash, opening: file, .. } => {
                (sealed, opening) = (Some((number, *hash)), *file);
                cast = *ballots;
            }
            Entry::Tally { outcome: hash, .. } => outcome = Some((number, *hash)),
            Entry::Close { .. }
            | Entry::Config { .. }
            | Entry::Import { .. }
            | Entry::Register { .. }
            | Entry::Revoke { .. }
            | Entry::Extend { .. }
            | Entry::Ballot { .. }
            | Entry::Void { .. }
            | Entry::Note { .. }
            | Entry::Draw { .. }
            | Entry::Cancel { .. }
            | Entry::Certificate { .. } => {}
        }
    }
    let (Some(sealed), Some(outcome)) = (sealed, outcome) else {
        return Err(Broken::entry(log.entries.len(), "nothing was sealed and counted before it"));
    };
    let from = if log.is_imported() { "at the seal" } else { "in the log, at the close and at the seal" };
    if let Some(until) = until.filter(|_| until != rules.vote_until) {
        steps.push(format!("the vote was extended as the rules allow, until {until}"));
    }
    steps.push(format!("{cast} ballots {from}"));
    Ok(BallotBox { ballots: cast, sealed, opening, outcome })
}

/// The last moment of the vote, with its extensions and what the close says held against the rules.
fn last_moment(log: &PublicLog, rules: &Rules) -> Result<Option<Moment>, Broken> {
    let (mut until, mut first) = (rules.vote_until, 0);
    for (number, entry) in (1..).zip(&log.entries) {
        match entry {
            Entry::Extend { at, until: later } => {
                let may = until.is_some_and(|until| rules.deadline().may_extend(until, *later, *at));
                if !may {
                    return Err(Broken::entry(number, "the rules do not allow this extension of the vote"));
                }
                until = Some(*later);
            }
            Entry::Ballot { replaces: None, .. } => first += 1,
            Entry::Close { at, .. }
                if until.is_some_and(|until| *at < closes_from(rules.deadline, until)) =>
            {
                return Err(Broken::entry(
                    number,
                    "the vote was closed before its last moment, or before the minutes that were posted",
                ));
            }
            Entry::Close { channels, .. } if !channels.is_empty() && !are_told(channels, first) => {
                let what = format!("the ways in which ballots came in do not make up {first} first ballots");
                return Err(Broken::entry(number, what));
            }
            _ => {}
        }
    }
    Ok(until)
}
