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
    /// So many ascended; of them nothing is kept but the last.
    ascending: usize,
    last: (usize, u64, u64),
    /// Of the others.
    hashes: Vec<u64>,
}

impl Voters {
    /// No voters.
    pub fn new() -> Voters {
        Voters { ascending: 0, last: (0, 0, 0), hashes: Vec::new() }
    }

    /// Adds one.
    #[inline]
    pub fn add(&mut self, id: &[u8]) {
        let order = order(id);
        if self.hashes.is_empty() && order.is_some_and(|order| order > self.last) {
            self.ascending += 1;
            self.last = order.unwrap_or_default();
        } else {
            self.hashes.push(number(id, order));
        }
    }

    /// Refuses a voter who stands twice in the rows, in which the id has this place.
    pub fn check(&mut self, rows: &Rows<'_>, place: usize) -> Result<(), PbError> {
        if self.hashes.is_empty() {
            return Ok(());
        }
        let mut first = rows.clone();
        for _ in 0..self.ascending {
            first.next()?;
            let id = first.cells[place].as_bytes();
            self.hashes.push(number(id, order(id)));
        }
        if self.look_alike() { compare(rows.clone(), place) } else { Ok(()) }
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

/// An id of at most sixteen bytes as numbers: equal ones are equal ids, and longer ones come later.
#[inline]
fn order(id: &[u8]) -> Option<(usize, u64, u64)> {
    let eight = |bytes: &[u8; 8]| u64::from_be_bytes(*bytes);
    match (id.first_chunk(), id.last_chunk()) {
        (Some(first), Some(last)) if id.len() <= 16 => Some((id.len(), eight(first), eight(last))),
        (Some(_), _) | (_, Some(_)) => None,
        (None, None) => Some((id.len(), id.iter().fold(0, |all, &byte| all << 8 | u64::from(byte)), 0)),
    }
}

#[inline]
fn number(id: &[u8], order: Option<(usize, u64, u64)>) -> u64 {
    match order {
        Some((length, first, last)) => mix(mix(u64::try_from(length).expect("at most sixteen"), first), last),
        None => hash(id),
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
