//! The entries of a round's public log (Dutch: openbaar logboek) and the order they may stand in.
//!
//! Entry bytes are stored and hashed as they are and never written again: JSON on one line, fields in
//! the order below, no time finer than the acts of the office, none at all for a ballot.

use serde::{Deserialize, Serialize};

use crate::domain::channel::ChannelTotal;
use crate::domain::control_number::ControlNumber;
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::time::Moment;

/// The longest entry.
pub const MAX_ENTRY: usize = 4096;

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum Entry {
    /// The rules are frozen; the hash is the round's fingerprint.
    #[serde(rename = "round.config")]
    Config {
        /// Which round.
        round: RoundId,
        /// SHA-256 of `rules.json`.
        rules: Digest,
    },
    /// How many letters there are, and the root over their control numbers and spare marks.
    #[serde(rename = "register.commit")]
    Register {
        /// Number of letters that were made to be sent.
        letters: u64,
        /// Number of letters beside them that lie in reserve.
        spares: u64,
        /// Merkle root over the letters in ascending order of their control numbers.
        root: Digest,
        /// Fixes which keyed hash of a code belongs to which letter; shows nothing of either.
        codes: Digest,
    },
    /// Voting begins.
    #[serde(rename = "round.open")]
    Open {
        /// When.
        at: Moment,
        /// The mark of the key under which ballots lie until the seal.
        ballot_key: Digest,
    },
    /// A letter is no longer good: lost, or sent to someone who moved.
    #[serde(rename = "letter.revoke")]
    Revoke {
        /// When.
        at: Moment,
        /// The number on the letter.
        control: ControlNumber,
        /// The number on the spare letter that takes its place.
        #[serde(skip_serializing_if = "Option::is_none")]
        by: Option<ControlNumber>,
    },
    /// Two people extended the vote, as the rules allow.
    #[serde(rename = "round.extend")]
    Extend {
        /// When.
        at: Moment,
        /// The new last moment.
        until: Moment,
    },
    /// The ballots come from a published election; there are no letters.
    #[serde(rename = "round.import")]
    Import {
        /// Which round.
        round: RoundId,
        /// SHA-256 of `rules.json`.
        rules: Digest,
        /// SHA-256 of the file the election was read from.
        file: Digest,
        /// When.
        at: Moment,
    },
    /// A ballot was cast under the letter with this control number.
    #[serde(rename = "ballot")]
    Ballot {
        /// The number on the letter.
        control: ControlNumber,
        /// The commitment to the choices.
        commitment: Digest,
        /// The commitment of the ballot that it takes the place of.
        #[serde(skip_serializing_if = "Option::is_none")]
        replaces: Option<Digest>,
    },
    /// A ballot does not count, because its letter was revoked.
    #[serde(rename = "void")]
    Void {
        /// The number on the letter.
        control: ControlNumber,
        /// The commitment to the choices.
        commitment: Digest,
    },
    /// Voting has ended; every ballot stands above this entry.
    #[serde(rename = "round.close")]
    Close {
        /// When.
        at: Moment,
        /// Number of ballots that count: each letter's last one, if it is not void.
        ballots: u64,
        /// How many first ballots came in which way, small numbers together; left out of rounds from before it was told.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        channels: Vec<ChannelTotal>,
    },
    /// The vote was stopped half-way; nothing follows.
    #[serde(rename = "round.cancel")]
    Cancel {
        /// When.
        at: Moment,
    },
    /// The ballots stand without their letters.
    #[serde(rename = "round.seal")]
    Seal {
        /// When.
        at: Moment,
        /// Number of ballots.
        ballots: u64,
        /// SHA-256 of the sealed list `ballots.txt`.
        sealed: Digest,
        /// SHA-256 of the opening bundle as it is encrypted to the auditors; an imported election has none.
        #[serde(skip_serializing_if = "Option::is_none")]
        opening: Option<Digest>,
    },
    /// Something the public should know of.
    #[serde(rename = "note")]
    Note {
        /// When.
        at: Moment,
        /// What happened.
        note: Remark,
        /// The mark of the key it is about.
        key: Digest,
    },
    /// A lot was drawn, because plans stood equal.
    #[serde(rename = "draw")]
    Draw {
        /// When the second person read it.
        at: Moment,
        /// SHA-256 of `draw.json`.
        draw: Digest,
    },
    /// The count.
    #[serde(rename = "tally")]
    Tally {
        /// When.
        at: Moment,
        /// SHA-256 of `outcome.json`.
        outcome: Digest,
    },
    /// Two officers signed for the count, or for who moved up after a plan dropped out.
    #[serde(rename = "certificate")]
    Certificate {
        /// When the second officer signed.
        at: Moment,
        /// SHA-256 of `certificate.json`.
        certificate: Digest,
        /// SHA-256 of `signatures.json`.
        signatures: Digest,
    },
}

/// The mark of the key under which the ballots of a log lie until the seal.
pub fn ballot_key(entries: &[Entry]) -> Option<Digest> {
    entries.iter().find_map(|entry| match entry {
        Entry::Open { ballot_key, .. } => Some(*ballot_key),
        _ => None,
    })
}

/// What a note in the log tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Remark {
    /// The sealed ballots were read back and the key of the ballots was destroyed.
    BallotKeyDestroyed,
}

impl Entry {
    /// The bytes that are stored and hashed.
    pub fn bytes(&self) -> Vec<u8> {
        let bytes = serde_json::to_vec(self).expect("a log entry is plain data");
        assert!(bytes.len() <= MAX_ENTRY, "log entries are short");
        bytes
    }

    /// Reads an entry; only the bytes that [`Entry::bytes`] writes are an entry.
    pub fn parse(bytes: &[u8]) -> Option<Entry> {
        let entry: Entry = serde_json::from_slice(bytes).ok()?;
        (bytes.len() <= MAX_ENTRY && entry.bytes() == bytes).then_some(entry)
    }

    /// Whether this entry may stand right after `previous` (`None`: at the beginning).
    pub fn may_follow(&self, previous: Option<&Entry>) -> bool {
        use Entry::{Ballot, Cancel, Certificate, Close, Config, Draw, Extend, Import, Note, Open, Register};
        use Entry::{Revoke, Seal, Tally, Void};
        match (self, previous) {
            (Config { .. } | Import { .. }, None)
            | (Register { .. }, Some(Config { .. }))
            | (Open { .. }, Some(Register { .. }))
            | (
                Revoke { .. } | Extend { .. } | Cancel { .. },
                Some(Open { .. } | Revoke { .. } | Extend { .. }),
            )
            | (Ballot { .. }, Some(Open { .. } | Revoke { .. } | Extend { .. } | Ballot { .. }))
            | (Void { .. }, Some(Ballot { .. } | Void { .. }))
            | (
                Close { .. },
                Some(Open { .. } | Revoke { .. } | Extend { .. } | Ballot { .. } | Void { .. }),
            )
            | (Seal { opening: Some(_), .. }, Some(Close { .. }))
            | (Seal { opening: None, .. }, Some(Import { .. }))
            | (Note { .. }, Some(Seal { opening: Some(_), .. }))
            | (Draw { .. }, Some(Note { .. } | Seal { opening: None, .. }))
            | (Tally { .. }, Some(Note { .. } | Draw { .. } | Seal { opening: None, .. }))
            | (Certificate { .. }, Some(Tally { .. } | Certificate { .. })) => true,
            (
                Config { .. }
                | Import { .. }
                | Register { .. }
                | Open { .. }
                | Revoke { .. }
                | Extend { .. }
                | Ballot { .. }
                | Void { .. }
                | Close { .. }
                | Cancel { .. }
                | Seal { .. }
                | Note { .. }
                | Draw { .. }
                | Tally { .. }
                | Certificate { .. },
                _,
            ) => false,
        }
    }

    /// The name of its type, as in the bytes.
    pub fn name(&self) -> &'static str {
        match self {
            Entry::Config { .. } => "round.config",
            Entry::Register { .. } => "register.commit",
            Entry::Open { .. } => "round.open",
            Entry::Import { .. } => "round.import",
            Entry::Revoke { .. } => "letter.revoke",
            Entry::Extend { .. } => "round.extend",
            Entry::Ballot { .. } => "ballot",
            Entry::Void { .. } => "void",
            Entry::Close { .. } => "round.close",
            Entry::Cancel { .. } => "round.cancel",
            Entry::Seal { .. } => "round.seal",
            Entry::Note { .. } => "note",
            Entry::Draw { .. } => "draw",
            Entry::Tally { .. } => "tally",
            Entry::Certificate { .. } => "certificate",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_bytes_that_are_written_are_an_entry() {
        let entry = Entry::Cancel { at: Moment::parse("2027-03-01T08:00:00Z").unwrap() };
        assert_eq!(entry.bytes(), br#"{"type":"round.cancel","at":"2027-03-01T08:00:00Z"}"#);
        assert_eq!(Entry::parse(&entry.bytes()), Some(entry));
        for other in [
            r#"{"type":"round.cancel", "at":"2027-03-01T08:00:00Z"}"#,
            r#"{"at":"2027-03-01T08:00:00Z","type":"round.cancel"}"#,
            r#"{"type":"round.cancel","at":"2027-03-01T08:00:00Z","by":"x"}"#,
            r#"{"type":"round.cancelled","at":"2027-03-01T08:00:00Z"}"#,
        ] {
            assert_eq!(Entry::parse(other.as_bytes()), None, "{other}");
        }
    }
}
