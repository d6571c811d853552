//! Signed checkpoints: C2SP `tlog-checkpoint` in a C2SP `signed-note` with one Ed25519 signature.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::domain::digest::{Digest, hex};

/// The type byte of Ed25519 in a signed note.
const ED25519: u8 = 1;
/// The longest note that is read; ours have under 400 bytes.
const MAX_NOTE: usize = 10_000;

/// The state of a round's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: host and path without scheme.
    pub origin: String,
    /// Number of entries.
    pub size: u64,
    /// Root over all of them.
    pub root: Digest,
}

/// Why a note was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadNote {
    /// It does not have the form of a checkpoint.
    Form,
    /// No signature of the expected key is on it.
    NoSignature,
    /// The signature of the expected key is false.
    Signature,
    /// It is signed for another log.
    Origin,
}

/// A key that signs the checkpoints of one log; the name of the key is the origin of the log.
pub struct NoteSigner {
    origin: String,
    key: SigningKey,
}

impl NoteSigner {
    /// A signer for one log.
    pub fn new(origin: String, key: SigningKey) -> NoteSigner {
        NoteSigner { origin, key }
    }

    /// The public side.
    pub fn verifier(&self) -> NoteVerifier {
        NoteVerifier { origin: self.origin.clone(), key: self.key.verifying_key() }
    }

    /// Signs the state of the log.
    pub fn sign(&self, size: u64, root: Digest) -> String {
        let text = format!("{}\n{size}\n{}\n", self.origin, BASE64.encode(root.bytes()));
        let signature = self.key.sign(text.as_bytes());
        let id = key_id(&self.origin, &self.key.verifying_key());
        let signed = BASE64.encode([&id[..], &signature.to_bytes()].concat());
        format!("{text}\n\u{2014} {} {signed}\n", self.origin)
    }
}

/// A key that checks the checkpoints of one log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteVerifier {
    origin: String,
    key: VerifyingKey,
}

impl NoteVerifier {
    /// The text form `name+id+key` of C2SP signed-note.
    pub fn text(&self) -> String {
        let id = hex(&key_id(&self.origin, &self.key));
        format!("{}+{id}+{}", self.origin, BASE64.encode([&[ED25519], &self.key.as_bytes()[..]].concat()))
    }

    /// Reads the text form.
    pub fn parse(text: &str) -> Option<NoteVerifier> {
        let mut parts = text.splitn(3, '+');
        let (origin, id, key) = (parts.next()?, parts.next()?, parts.next()?);
        let bytes = BASE64.decode(key).ok()?;
        let (&ED25519, key) = bytes.split_first()? else { return None };
        let key = VerifyingKey::from_bytes(key.try_into().ok()?).ok()?;
        let verifier = NoteVerifier { origin: origin.to_string(), key };
        (hex(&key_id(origin, &key)) == id).then_some(verifier)
    }

    /// Which log it is for.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Reads a note and checks the signature of this key. Signatures of other keys are passed over.
    pub fn open(&self, note: &str) -> Result<Checkpoint, BadNote> {
        if note.len() > MAX_NOTE || note.contains('\r') {
            return Err(BadNote::Form);
        }
        let (text, signatures) = note.split_once("\n\n").ok_or(BadNote::Form)?;
        let text = format!("{text}\n");
        let checkpoint = parse_text(&text).ok_or(BadNote::Form)?;
        let signatures = signatures.strip_suffix('\n').ok_or(BadNote::Form)?;
        let mut found = false;
        for line in signatures.split('\n') {
            let (name, signed) =
                line.strip_prefix("\u{2014} ").and_then(|rest| rest.split_once(' ')).ok_or(BadNote::Form)?;
            let bytes = BASE64.decode(signed).map_err(|_| BadNote::Form)?;
            let (id, signature) = bytes.split_at_checked(4).ok_or(BadNote::Form)?;
            if name == self.origin && id == key_id(&self.origin, &self.key) {
                let signature = Signature::from_slice(signature).map_err(|_| BadNote::Signature)?;
                self.key.verify_strict(text.as_bytes(), &signature).map_err(|_| BadNote::Signature)?;
                found = true;
            }
        }
        if !found {
            return Err(BadNote::NoSignature);
        }
        if checkpoint.origin == self.origin { Ok(checkpoint) } else { Err(BadNote::Origin) }
    }
}

fn key_id(name: &str, key: &VerifyingKey) -> [u8; 4] {
    let hash = Digest::of_parts(&[name.as_bytes(), b"\n", &[ED25519], key.as_bytes()]);
    let [a, b, c, d, ..] = *hash.bytes();
    [a, b, c, d]
}

/// The state that a note tells, whoever signed it.
pub fn told(note: &str) -> Option<Checkpoint> {
    let (text, _) = note.split_once("\n\n")?;
    parse_text(&format!("{text}\n"))
}

fn parse_text(text: &str) -> Option<Checkpoint> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    let (origin, size_text, root) = (lines.next()?, lines.next()?, lines.next()?);
    let size: u64 = size_text.parse().ok()?;
    if lines.next().is_some() || origin.is_empty() || size.to_string() != size_text {
        return None;
    }
    let root: [u8; 32] = BASE64.decode(root).ok()?.try_into().ok()?;
    Some(Checkpoint { origin: origin.to_string(), size, root: Digest::from_bytes(root) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signer(origin: &str, seed: u8) -> NoteSigner {
        NoteSigner::new(origin.to_string(), SigningKey::from_bytes(&[seed; 32]))
    }

    #[test]
    fn a_note_opens_with_its_key_and_tells_the_state_of_the_log() {
        let signer = signer("utrecht.example/rondes/zuilen-2027", 1);
        let verifier = NoteVerifier::parse(&signer.verifier().text()).unwrap();
        let checkpoint = verifier.open(&signer.sign(7, Digest::of(b"x"))).unwrap();
        assert_eq!((checkpoint.size, checkpoint.root), (7, Digest::of(b"x")));
        assert_eq!(checkpoint.origin, "utrecht.example/rondes/zuilen-2027");
    }

    #[test]
    fn no_changed_byte_goes_unseen() {
        let signer = signer("u.example/a", 1);
        let note = signer.sign(7, Digest::of(b"x"));
        for place in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[place] ^= 1;
            if let Ok(changed) = String::from_utf8(bytes) {
                assert!(signer.verifier().open(&changed).is_err(), "byte {place}: {changed}");
            }
        }
    }

    #[test]
    fn odd_notes_get_exact_verdicts() {
        let (ours, other) = (signer("u.example/a", 1), signer("u.example/b", 2));
        let note = ours.sign(7, Digest::of(b"x"));
        let line = note.lines().last().unwrap();
        let foreign = other.sign(7, Digest::of(b"x"));
        let both = format!("{note}{}\n", foreign.lines().last().unwrap());
        assert!(ours.verifier().open(&both).is_ok(), "a signature of an unknown key is passed over");
        assert_eq!(ours.verifier().open(&foreign), Err(BadNote::NoSignature));
        let false_one = note.replace("7\n", "8\n");
        assert_eq!(ours.verifier().open(&false_one), Err(BadNote::Signature));
        for broken in [note.trim_end(), &note.replace('\n', "\r\n"), &note.replace("7\n", "07\n"), "", line] {
            assert_eq!(ours.verifier().open(broken), Err(BadNote::Form), "{broken}");
        }
        assert_eq!(ours.verifier().open(&"x".repeat(10_000_000)), Err(BadNote::Form));
    }
}
