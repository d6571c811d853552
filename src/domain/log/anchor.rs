//! The public log of the office: each day an anchor, the head of the staff log. Whoever kept an old anchor can show that
//! the staff log was shortened or written anew; it tells nothing of what was done.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::chain;
use super::merkle;
use super::note::{BadNote, NoteVerifier};
use crate::domain::digest::Digest;
use crate::domain::time::Moment;

/// The last part of the name of this log. No round can have it: names of rounds have no slash.
pub const NAME: &str = "office/anchors";

/// The head of the staff log at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// When.
    pub at: Moment,
    /// How many entries the staff log had.
    pub entries: u64,
    /// The hash of the last one, over all before it.
    pub head: Digest,
}

/// An anchor as it is written.
#[derive(Serialize, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
enum Written {
    #[serde(rename = "staff.anchor")]
    Anchor { at: Moment, entries: u64, head: Digest },
}

impl Anchor {
    /// The bytes that are stored and hashed: JSON on one line.
    pub fn bytes(&self) -> Vec<u8> {
        let Anchor { at, entries, head } = *self;
        serde_json::to_vec(&Written::Anchor { at, entries, head }).expect("an anchor is plain data")
    }

    /// Reads an anchor; only the bytes that [`Anchor::bytes`] writes are one.
    pub fn parse(bytes: &[u8]) -> Option<Anchor> {
        let Written::Anchor { at, entries, head } = serde_json::from_slice(bytes).ok()?;
        let anchor = Anchor { at, entries, head };
        (anchor.bytes() == bytes).then_some(anchor)
    }
}

/// What of a staff log does not agree with the anchors that were published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Disagreement {
    /// This line, from 1, is no anchor, or counts fewer entries than the one before it.
    Anchor(usize),
    /// The signed state is not the one of these anchors.
    Root,
    /// The signature is not one of this key.
    Note(BadNote),
    /// The staff log has fewer entries than this anchor, from 1, saw.
    Shorter(usize),
    /// The staff log up to this anchor, from 1, is another one than it saw.
    Other(usize),
}

impl fmt::Display for Disagreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Disagreement::Anchor(line) => {
                write!(f, "line {line} of the anchors is not one that may stand there")
            }
            Disagreement::Root => write!(f, "the signed state is not the one of these anchors"),
            Disagreement::Note(_) => write!(f, "the state is not signed with this key"),
            Disagreement::Shorter(anchor) => {
                write!(f, "the staff log has fewer entries than anchor {anchor} saw")
            }
            Disagreement::Other(anchor) => {
                write!(
                    f,
                    "the staff log is not the one that anchor {anchor} saw: something before it was changed"
                )
            }
        }
    }
}

/// Reads the anchors of a published list, each in its bytes, and checks that they go on from each other.
pub fn read<'a>(lines: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<Anchor>, Disagreement> {
    let mut anchors: Vec<Anchor> = Vec::new();
    for (line, bytes) in (1..).zip(lines) {
        let anchor = Anchor::parse(bytes).ok_or(Disagreement::Anchor(line))?;
        if anchors.last().is_some_and(|last| anchor.entries < last.entries || anchor.at < last.at) {
            return Err(Disagreement::Anchor(line));
        }
        anchors.push(anchor);
    }
    Ok(anchors)
}

/// Whether a signed state is the one of these anchors.
pub fn check_note(anchors: &[Anchor], note: &str, key: &NoteVerifier) -> Result<(), Disagreement> {
    let signed = key.open(note).map_err(Disagreement::Note)?;
    let leaves: Vec<Digest> = anchors.iter().map(|anchor| merkle::leaf(&anchor.bytes())).collect();
    let is_same = usize::try_from(signed.size) == Ok(leaves.len()) && signed.root == merkle::root(&leaves);
    if is_same { Ok(()) } else { Err(Disagreement::Root) }
}

/// Whether a staff log, each entry in its bytes, is the one that every anchor saw.
pub fn check_log<'a>(
    anchors: &[Anchor],
    entries: impl IntoIterator<Item = &'a [u8]>,
) -> Result<u64, Disagreement> {
    let (mut head, mut count) = (chain::start(), 0);
    let mut ahead = (1..).zip(anchors).peekable();
    for entry in entries {
        head = chain::link(&head, entry);
        count += 1;
        while let Some((place, anchor)) = ahead.next_if(|(_, anchor)| anchor.entries <= count) {
            if anchor.entries == count && anchor.head != head {
                return Err(Disagreement::Other(place));
            }
        }
    }
    match ahead.next() {
        Some((place, _)) => Err(Disagreement::Shorter(place)),
        None => Ok(count),
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::SigningKey;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::log::note::NoteSigner;

    fn log(count: usize) -> Vec<Vec<u8>> {
        (0..count).map(|number| format!("{{\"act\":\"a.b\",\"number\":{number}}}").into_bytes()).collect()
    }

    fn anchors(entries: &[Vec<u8>], at: &[usize]) -> Vec<Anchor> {
        let moment = Moment::parse("2027-03-01T05:00:00Z").unwrap();
        let head = |count: &usize| {
            entries[..*count].iter().fold(chain::start(), |head, one| chain::link(&head, one))
        };
        let anchor = |count: &usize| Anchor { at: moment, entries: *count as u64, head: head(count) };
        at.iter().map(anchor).collect()
    }

    fn slices(entries: &[Vec<u8>]) -> impl Iterator<Item = &[u8]> {
        entries.iter().map(Vec::as_slice)
    }

    #[test]
    fn only_the_bytes_that_are_written_are_an_anchor() {
        let [anchor] = &anchors(&log(3), &[3])[..] else { panic!("one") };
        let text = String::from_utf8(anchor.bytes()).unwrap();
        assert!(
            text.starts_with(r#"{"type":"staff.anchor","at":"2027-03-01T05:00:00Z","entries":3,"head":""#),
            "{text}"
        );
        assert_eq!(Anchor::parse(text.as_bytes()).as_ref(), Some(anchor));
        for other in [
            text.replace(':', ": "),
            text.replace("anchor", "anchors"),
            text.replace("\"entries\":3", "\"entries\":3,\"by\":\"x\""),
        ] {
            assert_eq!(Anchor::parse(other.as_bytes()), None, "{other}");
        }
    }

    #[test]
    fn a_signed_state_belongs_to_these_anchors_and_no_others() {
        let all = anchors(&log(5), &[2, 5]);
        let signer = NoteSigner::new(format!("ruimte.example/{NAME}"), SigningKey::from_bytes(&[7; 32]));
        let leaves: Vec<Digest> = all.iter().map(|one| merkle::leaf(&one.bytes())).collect();
        let note = signer.sign(2, merkle::root(&leaves));
        assert_eq!(check_note(&all, &note, &signer.verifier()), Ok(()));
        assert_eq!(check_note(&all[..1], &note, &signer.verifier()), Err(Disagreement::Root));
        let other = NoteSigner::new(format!("ruimte.example/{NAME}"), SigningKey::from_bytes(&[8; 32]));
        assert!(matches!(check_note(&all, &note, &other.verifier()), Err(Disagreement::Note(_))));
        assert_eq!(read(slices(&[all[1].bytes(), all[0].bytes()])), Err(Disagreement::Anchor(2)));
    }

    proptest! {
        #[test]
        fn whoever_kept_an_anchor_sees_every_change_before_it(count in 1usize..30, place in 0usize..30, kept in 0usize..30) {
            let entries = log(count);
            let (place, kept) = (place % count, 1 + kept % count);
            let seen = anchors(&entries, &[kept]);
            prop_assert_eq!(check_log(&seen, slices(&entries)), Ok(count as u64));
            let mut changed = entries.clone();
            changed[place].push(b' ');
            let verdict = check_log(&seen, slices(&changed));
            prop_assert_eq!(verdict.is_err(), place < kept, "a change at {} and an anchor at {}", place, kept);
            let mut missing = entries.clone();
            missing.remove(place);
            let is_seen = check_log(&seen, slices(&missing)).is_err();
            prop_assert_eq!(is_seen, place < kept, "{} left out", place);
        }
    }
}
