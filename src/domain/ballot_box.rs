//! The ballot box (Dutch: stembus) of one round: locks ballots away under its key and opens them again.
//!
//! A locked ballot is as long as any other of its round, so that its length tells nothing, and it is tied
//! to its letter and its commitment: moved elsewhere, it does not open.

use std::fmt;

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use super::ballot::Ballot;
use super::ballot_key::{BallotKey, ChangeCode};
use super::control_number::ControlNumber;
use super::digest::Digest;
use super::id::LetterId;
use super::rules::Rules;
use super::seed::Seed;
use super::time::Moment;

/// Random bytes in front of each locked ballot.
const NONCE: usize = 24;
/// Bytes that tell how long the choices are.
const LENGTH: usize = 2;

/// The box of one round: its frozen rules and the key.
#[derive(Debug)]
pub struct BallotBox {
    rules: Rules,
    fingerprint: Digest,
    longest: usize,
    key: BallotKey,
    until: Option<Moment>,
}

/// Whose ballot it is.
#[derive(Debug, Clone, Copy)]
pub struct Owner<'a> {
    /// The letter.
    pub letter: &'a LetterId,
    /// The number printed on it.
    pub control: ControlNumber,
}

/// A ballot with the random bytes of its commitment: what the key opens.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// The choices.
    pub ballot: Ballot,
    /// What hides the choices behind the commitment.
    pub nonce: [u8; 32],
}

/// A ballot as it lies in the box.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    /// Encrypted: 24 random bytes, then the padded ballot with its 32 random bytes, then 16 that guard it.
    pub bytes: Vec<u8>,
    /// The commitment to it.
    pub commitment: Digest,
}

impl BallotBox {
    /// The box of a round.
    pub fn new(rules: Rules, key: BallotKey) -> BallotBox {
        let until = rules.vote_until;
        BallotBox { fingerprint: rules.fingerprint(), longest: rules.longest_ballot(), rules, key, until }
    }

    /// The same box with the last moment to which the vote was extended.
    pub fn with_until(self, until: Option<Moment>) -> BallotBox {
        BallotBox { until, ..self }
    }

    /// The last moment of the vote; `None` for an imported election.
    pub fn until(&self) -> Option<Moment> {
        self.until
    }

    /// The rules under which ballots are cast.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// The mark of its key.
    pub fn key_mark(&self) -> Digest {
        self.key.mark()
    }

    /// Commits to a ballot and locks it away.
    pub fn lock(&self, owner: Owner<'_>, ballot: &Ballot, seed: &mut Seed) -> Locked {
        let nonce = seed.bytes();
        let commitment = ballot.commitment(&self.fingerprint, owner.control, &nonce);
        let canonical = ballot.canonical();
        let length = u16::try_from(canonical.len()).expect("a ballot is far shorter than 64 kB");
        let mut plain = [&nonce, length.to_be_bytes().as_slice(), canonical.as_bytes()].concat();
        plain.resize(nonce.len() + LENGTH + self.longest, 0);
        let random = seed.bytes();
        let first: &[u8; NONCE] = random.first_chunk().expect("32 bytes hold 24");
        let tied = self.tied(owner, &commitment);
        let locked = self.cipher().encrypt(&XNonce::from(*first), Payload { msg: &plain, aad: &tied });
        let locked = locked.expect("a ballot is far shorter than the cipher takes");
        Locked { bytes: [first.as_slice(), &locked].concat(), commitment }
    }

    /// Opens a ballot, if it is whole, is this owner's and is what its commitment says.
    pub fn open(&self, owner: Owner<'_>, locked: &Locked) -> Option<Opened> {
        let (first, bytes) = locked.bytes.split_first_chunk::<NONCE>()?;
        let tied = self.tied(owner, &locked.commitment);
        let plain = self.cipher().decrypt(&XNonce::from(*first), Payload { msg: bytes, aad: &tied }).ok()?;
        let (nonce, rest) = plain.split_first_chunk::<32>()?;
        let (length, rest) = rest.split_first_chunk::<LENGTH>()?;
        let canonical = rest.get(..usize::from(u16::from_be_bytes(*length)))?;
        let ballot = Ballot::parse(&self.rules, std::str::from_utf8(canonical).ok()?).ok()?;
        let is_whole = ballot.commitment(&self.fingerprint, owner.control, nonce) == locked.commitment;
        is_whole.then_some(Opened { ballot, nonce: *nonce })
    }

    /// The code that changes the ballot with this commitment.
    pub fn change_code(&self, commitment: &Digest) -> ChangeCode {
        self.key.change_code(commitment)
    }

    /// Locks away what else waits to become a ballot, tied to the place where it lies.
    pub fn put_away(&self, place: &str, plain: &[u8], seed: &mut Seed) -> Vec<u8> {
        let random = seed.bytes();
        let first: &[u8; NONCE] = random.first_chunk().expect("32 bytes hold 24");
        let tied = self.tied_to(place);
        let locked = self.cipher().encrypt(&XNonce::from(*first), Payload { msg: plain, aad: &tied });
        let locked = locked.expect("what waits is far shorter than the cipher takes");
        [first.as_slice(), &locked].concat()
    }

    /// Takes out what was put away in this place, if it is whole.
    pub fn take_out(&self, place: &str, locked: &[u8]) -> Option<Vec<u8>> {
        let (first, bytes) = locked.split_first_chunk::<NONCE>()?;
        let tied = self.tied_to(place);
        self.cipher().decrypt(&XNonce::from(*first), Payload { msg: bytes, aad: &tied }).ok()
    }

    fn tied_to(&self, place: &str) -> Vec<u8> {
        [b"schuifruimte-waiting/1\0", self.fingerprint.bytes().as_slice(), place.as_bytes()].concat()
    }

    fn tied(&self, owner: Owner<'_>, commitment: &Digest) -> Vec<u8> {
        let letter = owner.letter.as_str().as_bytes();
        [b"schuifruimte-ballot/1\0", self.fingerprint.bytes().as_slice(), commitment.bytes(), letter].concat()
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.key.bytes().into())
    }
}

impl fmt::Debug for Opened {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Opened(***)")
    }
}
