//! Randomness: drawn by the web and the command line, handed down as a seed per act.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::domain::digest::Digest;

/// A source of seeds.
#[derive(Debug, Clone)]
pub struct Entropy(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Seeded([u8; 32], Arc<AtomicU64>),
}

impl Entropy {
    /// The randomness of this machine.
    pub fn system() -> Entropy {
        Entropy(Source::System)
    }

    /// The same seeds every time, for tests.
    pub fn seeded(seed: [u8; 32]) -> Entropy {
        Entropy(Source::Seeded(seed, Arc::new(AtomicU64::new(0))))
    }

    /// 32 bytes. A machine that cannot give randomness must not go on: nothing it did would be secret.
    pub fn seed(&self) -> [u8; 32] {
        match &self.0 {
            Source::System => {
                let mut bytes = [0; 32];
                getrandom::fill(&mut bytes).expect("the system gives randomness");
                bytes
            }
            Source::Seeded(seed, count) => {
                let number = count.fetch_add(1, Ordering::SeqCst);
                *Digest::of_parts(&[seed, &number.to_be_bytes()]).bytes()
            }
        }
    }
}
