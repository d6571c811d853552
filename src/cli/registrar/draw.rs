//! Drawing codes and control numbers.

use crate::domain::control_number::{ControlNumber, NUMBERS};
use crate::domain::digest::Digest;
use crate::domain::id::RoundId;
use crate::domain::register::{Entry, Made, Register, is_resident_repeated};
use crate::domain::resident::ResidentKey;
use crate::domain::seed::Seed;
use crate::domain::voting_code::{CodeKey, LENGTH, VotingCode};

/// Draws letters that do not repeat each other. It keeps one [`Entry`] of 76 bytes a letter and one bit for
/// each control number there is, 12.5 MB in all; no code stays.
pub struct Draw {
    round: RoundId,
    key: CodeKey,
    issuer: Option<String>,
    seed: Seed,
    taken: Vec<u64>,
    entries: Vec<Entry>,
}

impl Draw {
    /// Begins with a fresh key for the codes of a round, and with the provider that names its residents.
    pub fn new(round: &RoundId, issuer: Option<String>, mut seed: Seed) -> Draw {
        let key = CodeKey::from_bytes(seed.bytes());
        let words = usize::try_from(NUMBERS.div_ceil(u64::BITS)).expect("a small number");
        Draw { round: round.clone(), key, issuer, seed, taken: vec![0; words], entries: Vec::new() }
    }

    /// Whether a provider names residents.
    pub fn has_issuer(&self) -> bool {
        self.issuer.is_some()
    }

    /// What stands in the register for whom the provider calls `name`.
    pub fn pseudonym(&self, name: &str) -> Option<Digest> {
        let issuer = self.issuer.as_deref()?;
        Some(ResidentKey::of(&self.key).pseudonym(&self.round, issuer, name))
    }

    /// Whether two letters are for whom the provider calls the same.
    pub fn has_one_resident_twice(&self) -> bool {
        is_resident_repeated(&self.entries)
    }

    /// The next letter: no code that spells a rude word, no control number twice.
    pub fn letter(&mut self, made: Made, resident: Option<Digest>) -> (VotingCode, ControlNumber) {
        let code = loop {
            let values = std::array::from_fn::<u32, { LENGTH - 1 }, _>(|_| self.seed.below(31));
            let code = VotingCode::from_values(values);
            if !code.is_rude() {
                break code;
            }
        };
        let control = loop {
            let number = self.seed.below(NUMBERS);
            let word = usize::try_from(number / u64::BITS).expect("a small number");
            let bit = 1_u64 << (number % u64::BITS);
            if self.taken[word] & bit == 0 {
                self.taken[word] |= bit;
                break ControlNumber::new(number);
            }
        };
        let code_mac = self.key.mac(&self.round, &code);
        self.entries.push(Entry { code_mac, control, made, resident });
        (code, control)
    }

    /// The key and the register. No register when a code was drawn twice: for a million letters that is
    /// one chance in 10^10, and the letters must be made again.
    pub fn end(self) -> (CodeKey, Option<Register>) {
        let register = Register::new(self.round, self.key.mark(), self.issuer, self.entries);
        (self.key, register)
    }
}
