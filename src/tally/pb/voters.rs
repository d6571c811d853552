//! Whether a voter stands in a file twice. Ids that ascend answer it by themselves; others leave 64 bits
//! each, and only when two of those look alike are the texts compared.

use std::borrow::Cow;

use super::rows::Rows;
use super::scan::{hash, mix};
use super::{PbError, refuse};

/// More looks than this mean that the ids do not spread over the table: then the texts are compared.
const MOST_LOOKS: usize = 64;

/// The ids seen so far.
pub struct Voters {
    hashes: Vec<u64>,
    ascending: bool,
    last: (usize, u64, u64),
}

impl Voters {
    /// No voters.
    pub fn new() -> Voters {
        Voters { hashes: Vec::new(), ascending: true, last: (0, 0, 0) }
    }

    /// Adds one.
    #[inline]
    pub fn add(&mut self, id: &[u8]) {
        let mut sixteen = [0; 16];
        let Some(space) = sixteen.get_mut(..id.len()) else {
            self.ascending = false;
            self.hashes.push(hash(id));
            return;
        };
        space.copy_from_slice(id);
        let (high, low) = sixteen.split_at(8);
        let number = |eight: &[u8]| u64::from_be_bytes(eight.try_into().expect("eight bytes"));
        let id = (id.len(), number(high), number(low));
        self.ascending &= id > self.last;
        self.last = id;
        let length = u64::try_from(id.0).expect("at most sixteen");
        self.hashes.push(mix(mix(length, id.1), id.2));
    }

    /// Refuses a voter who stands twice in the rows, in which the id has this place.
    pub fn check(&self, rows: Rows<'_>, place: usize) -> Result<(), PbError> {
        if self.ascending || !self.look_alike() { Ok(()) } else { compare(rows, place) }
    }

    /// Whether two may be equal.
    fn look_alike(&self) -> bool {
        let size = (self.hashes.len() * 2).next_power_of_two();
        let mut table = vec![0_u32; size];
        self.hashes.iter().any(|&hash| {
            let part = |bits: u64| u32::try_from(bits & u64::from(u32::MAX)).expect("32 bits");
            let (mark, first) = (part(hash >> 32).max(1), part(hash) as usize);
            for slot in (first..first + MOST_LOOKS).map(|slot| slot & (size - 1)) {
                if table[slot] == 0 {
                    table[slot] = mark;
                    return false;
                }
                if table[slot] == mark {
                    return true;
                }
            }
            true
        })
    }
}

fn compare(mut rows: Rows<'_>, place: usize) -> Result<(), PbError> {
    let mut seen: Vec<(Cow<'_, str>, usize)> = Vec::new();
    while let Some(line) = rows.next()? {
        seen.push((rows.cells.swap_remove(place), line));
    }
    seen.sort_unstable();
    let twice = seen.windows(2).filter(|pair| pair[0].0 == pair[1].0).min_by_key(|pair| pair[1].1);
    let Some([_, (voter, line)]) = twice else { return Ok(()) };
    refuse(*line, format!("voter '{voter}' stands here for the second time"))
}
