//! The log in a bundle: its key, the signed checkpoint, the root over the entries, their order.

use super::{
    BALLOTS, Broken, Bundle, CERTIFICATE, CHECKPOINT, DRAW, Expected, LOG, LOG_KEY, OUTCOME, RULES, SAVED,
    SIGNATURES, voters,
};
use crate::domain::digest::Digest;
use crate::domain::log::entry::Entry;
use crate::domain::log::merkle;
use crate::domain::log::note::{BadNote, Checkpoint, NoteVerifier};

/// The lines of a note with one signature: origin, size, root, nothing, signature.
const NOTE_LINES: usize = 5;

/// A log whose entries are the signed ones and stand in an order that is allowed.
pub(super) struct PublicLog {
    /// The key that signed it, in its text form.
    pub key: String,
    /// Its signed state.
    pub checkpoint: Checkpoint,
    /// The entries.
    pub entries: Vec<Entry>,
    /// Their hashes.
    leaves: Vec<Digest>,
}

impl PublicLog {
    /// Whether it begins with an imported election.
    pub fn is_imported(&self) -> bool {
        matches!(self.entries.first(), Some(Entry::Import { .. }))
    }

    /// The root over the first entries.
    pub fn root_over(&self, size: usize) -> Digest {
        merkle::root(&self.leaves[..size])
    }
}

/// Opens the log of a bundle.
pub(super) fn open(
    bundle: &Bundle,
    expected: &Expected<'_>,
    steps: &mut Vec<String>,
) -> Result<PublicLog, Broken> {
    let verifier = key(bundle, expected.key)?;
    let key = verifier.text();
    let checkpoint = newest(bundle, &verifier)?;
    let Checkpoint { origin, size, .. } = &checkpoint;
    let source = if expected.key.is_some() { "the key you gave" } else { "the key in log.key" };
    steps.push(format!("the checkpoint of {origin} over {size} entries is signed with {source}"));
    let lines = lines(bundle)?;
    let leaves: Vec<Digest> = lines.iter().map(|line| merkle::leaf(line.as_bytes())).collect();
    if let Err(mut broken) = complete(&checkpoint, &leaves) {
        broken.place = entries(&lines).map_or_else(|e| e.place, |entries| suspect(bundle, &entries));
        return Err(broken);
    }
    steps.push(format!("the root over the {size} entries is the signed one: {}", checkpoint.root));
    if let Some(saved) = expected.checkpoint {
        steps.push(continues(&verifier, saved, &leaves)?);
    }
    let entries = entries(&lines)?;
    match entries.last() {
        Some(Entry::Certificate { .. }) => {}
        _ => return Err(Broken::entry(entries.len(), "the log does not end with a certificate")),
    }
    steps.push("every entry of the log can be read and stands where it may".to_string());
    Ok(PublicLog { key, checkpoint, entries, leaves })
}

fn key(bundle: &Bundle, expected: Option<&str>) -> Result<NoteVerifier, Broken> {
    let text = bundle.need_text(LOG_KEY)?.strip_suffix('\n');
    let verifier = text.and_then(NoteVerifier::parse).filter(|verifier| Some(&*verifier.text()) == text);
    let verifier = verifier.ok_or_else(|| Broken::whole(LOG_KEY, "this is not the public key of a log"))?;
    match expected {
        Some(key) if key.trim() != verifier.text() => {
            Err(Broken::whole(LOG_KEY, "it is not the key you gave"))
        }
        _ => Ok(verifier),
    }
}

fn newest(bundle: &Bundle, verifier: &NoteVerifier) -> Result<Checkpoint, Broken> {
    let note = bundle.need_text(CHECKPOINT)?;
    // Signatures of unknown keys cannot be checked, and what cannot be checked is not let through.
    if note.lines().count() > NOTE_LINES {
        return Err(Broken::line(CHECKPOINT, NOTE_LINES + 1, "there is something after the signature"));
    }
    verifier.open(note).map_err(|bad| Broken::whole(CHECKPOINT, reason(bad)))
}

fn reason(bad: BadNote) -> &'static str {
    match bad {
        BadNote::Form => "this is not a signed checkpoint",
        BadNote::NoSignature => "it is not signed with the key of this log",
        BadNote::Signature => "the signature is false",
        BadNote::Origin => "it is signed for another log",
    }
}

fn lines(bundle: &Bundle) -> Result<Vec<&str>, Broken> {
    let text = bundle.need_text(LOG)?;
    let last = text.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let body = text.strip_suffix('\n').ok_or_else(|| Broken::line(LOG, last, "the last line has no end"))?;
    Ok(body.split('\n').collect())
}

fn complete(checkpoint: &Checkpoint, leaves: &[Digest]) -> Result<(), Broken> {
    if u64::try_from(leaves.len()) != Ok(checkpoint.size) {
        return Err(Broken::whole(
            LOG,
            format!("it has {} entries, signed is {}", leaves.len(), checkpoint.size),
        ));
    }
    if merkle::root(leaves) != checkpoint.root {
        return Err(Broken::whole(LOG, "the root over the entries is not the signed one"));
    }
    Ok(())
}

/// Whether the log goes on from a checkpoint that the reader kept.
fn continues(verifier: &NoteVerifier, saved: &str, leaves: &[Digest]) -> Result<String, Broken> {
    let earlier = verifier.open(saved).map_err(|bad| Broken::whole(SAVED, reason(bad)))?;
    let Some(before) = usize::try_from(earlier.size).ok().and_then(|size| leaves.get(..size)) else {
        let what = format!("it had {} entries on that day and has {} now", earlier.size, leaves.len());
        return Err(Broken::whole(LOG, what));
    };
    if merkle::root(before) != earlier.root {
        let what =
            format!("its first {} entries are not the ones of {SAVED}: the log was rewritten", earlier.size);
        return Err(Broken::whole(LOG, what));
    }
    Ok(format!("the log goes on from {SAVED} over {} entries", earlier.size))
}

fn entries(lines: &[&str]) -> Result<Vec<Entry>, Broken> {
    let mut entries: Vec<Entry> = Vec::with_capacity(lines.len());
    for (number, line) in (1..).zip(lines) {
        let entry = Entry::parse(line.as_bytes());
        let entry = entry.ok_or_else(|| Broken::entry(number, "this is not an entry of a log"))?;
        if !entry.may_follow(entries.last()) {
            let before = entries.last().map_or("the beginning", Entry::name);
            return Err(Broken::entry(number, format!("{} may not stand after {before}", entry.name())));
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// When the root is wrong: the first entry that the other files contradict, if there is one.
fn suspect(bundle: &Bundle, entries: &[Entry]) -> Option<String> {
    let contradicts = |entry: &&(usize, &str, Digest)| {
        bundle.file(entry.1).is_some_and(|bytes| Digest::of(bytes) != entry.2)
    };
    // Of several certificates the last one is in the files of that name.
    let last = entries.iter().rposition(|entry| matches!(entry, Entry::Certificate { .. }));
    let current = |(place, entry): &(usize, &Entry)| {
        !matches!(entry, Entry::Certificate { .. }) || Some(*place) == last
    };
    let bound: Vec<_> = entries
        .iter()
        .enumerate()
        .filter(current)
        .flat_map(|(place, entry)| bound(place + 1, entry))
        .collect();
    let by_hash = bound.iter().find(contradicts).map(|(number, ..)| format!("entry {number}"));
    by_hash.or_else(|| {
        let broken = voters::listed(bundle, entries).err()?;
        broken.place.filter(|_| broken.file == LOG)
    })
}

/// The files whose hash stands in an entry.
fn bound(number: usize, entry: &Entry) -> Vec<(usize, &'static str, Digest)> {
    match entry {
        Entry::Config { rules, .. } | Entry::Import { rules, .. } => vec![(number, RULES, *rules)],
        Entry::Seal { sealed, .. } => vec![(number, BALLOTS, *sealed)],
        Entry::Draw { draw, .. } => vec![(number, DRAW, *draw)],
        Entry::Tally { outcome, .. } => vec![(number, OUTCOME, *outcome)],
        Entry::Certificate { certificate, signatures, .. } => {
            vec![(number, CERTIFICATE, *certificate), (number, SIGNATURES, *signatures)]
        }
        Entry::Register { .. }
        | Entry::Open { .. }
        | Entry::Revoke { .. }
        | Entry::Extend { .. }
        | Entry::Ballot { .. }
        | Entry::Void { .. }
        | Entry::Note { .. }
        | Entry::Close { .. }
        | Entry::Cancel { .. } => Vec::new(),
    }
}
