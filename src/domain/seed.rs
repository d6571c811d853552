//! Randomness that comes in as an argument: 32 random bytes, stretched into as many values as one act
//! needs. The same seed gives the same values, so that an act is a function of what it is given.

use super::digest::Digest;
use super::id::random_text;

/// A stream of random bytes from one seed.
pub struct Seed {
    key: [u8; 32],
    used: u64,
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Seed(***)")
    }
}

impl Seed {
    /// Starts from 32 bytes that nobody can guess.
    pub fn new(key: [u8; 32]) -> Seed {
        Seed { key, used: 0 }
    }

    /// The next 32 bytes.
    pub fn bytes(&mut self) -> [u8; 32] {
        self.used += 1;
        *Digest::of_parts(&[b"schuifruimte-seed/1\0", &self.key, &self.used.to_be_bytes()]).bytes()
    }

    /// The next random identifier: 128 bits in hexadecimal.
    pub fn id(&mut self) -> String {
        let mut half = [0; 16];
        half.copy_from_slice(&self.bytes()[..16]);
        random_text(half)
    }

    /// The next number below `limit`, each equally likely. `limit` is not zero.
    pub fn below(&mut self, limit: u32) -> u32 {
        let zone = u32::MAX - u32::MAX % limit;
        loop {
            let [a, b, c, d, ..] = self.bytes();
            let number = u32::from_be_bytes([a, b, c, d]);
            if number < zone {
                return number % limit;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_repeats_itself_and_no_other() {
        let draw = |seed: u8| {
            let mut seed = Seed::new([seed; 32]);
            (seed.id(), seed.below(31), seed.bytes())
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1).0, draw(2).0);
        let mut seed = Seed::new([3; 32]);
        let drawn: std::collections::BTreeSet<u32> = (0..500).map(|_| seed.below(7)).collect();
        assert_eq!(drawn, (0..7).collect());
    }
}
