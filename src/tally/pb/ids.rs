//! From the id of a project to its place: a small table, one look for most ids.

use super::scan::{hash, low, mix};
use crate::tally::Project;

/// More looks than this mean a file made to collide: then all ids are kept sorted instead.
const MOST_LOOKS: usize = 64;
/// In a key of more than seven bytes, which is a hash: the highest bits of its text's length do not fit here.
const LONG: u64 = 0xff << 56;

/// The ids of all projects.
pub struct Ids<'a> {
    projects: &'a [Project],
    /// Key and place plus one; 0 where nothing stands.
    slots: Vec<(u64, u32)>,
    /// In order of id; empty unless the table was given up.
    sorted: Vec<u32>,
}

/// The key of an id of at most seven bytes, of which no other id has the same.
#[inline]
pub fn short_key(word: u64, length: usize) -> u64 {
    low(word, length) | u64::try_from(length).expect("at most seven") << 56
}

fn key(id: &[u8]) -> u64 {
    if id.len() > 7 {
        return hash(id) | LONG;
    }
    let mut eight = [0; 8];
    eight[..id.len()].copy_from_slice(id);
    short_key(u64::from_le_bytes(eight), id.len())
}

impl<'a> Ids<'a> {
    /// The ids of these projects, which all differ.
    pub fn new(projects: &'a [Project]) -> Ids<'a> {
        let size = (projects.len() * 2).next_power_of_two().max(16);
        let mut ids = Ids { projects, slots: vec![(0, 0); size], sorted: Vec::new() };
        for (project, number) in projects.iter().zip(1..) {
            let key = key(project.id.as_bytes());
            let Some(slot) = ids.looks(key).find(|&slot| ids.slots[slot].1 == 0) else {
                ids.sorted = (0..).zip(projects).map(|(place, _)| place).collect();
                ids.sorted.sort_unstable_by_key(|&place| &projects[place as usize].id);
                ids.slots.fill((0, 0));
                break;
            };
            ids.slots[slot] = (key, number);
        }
        ids
    }

    #[inline]
    fn looks(&self, key: u64) -> impl Iterator<Item = usize> + use<> {
        let mask = self.slots.len() - 1;
        let first = usize::try_from(mix(0, key) & u64::from(u32::MAX)).expect("32 bits");
        (first..first + MOST_LOOKS).map(move |slot| slot & mask)
    }

    /// The project with the short id of this key.
    #[inline]
    pub fn short(&self, wanted: u64) -> Option<u32> {
        for slot in self.looks(wanted) {
            let (key, number) = self.slots[slot];
            if key == wanted && number != 0 {
                return Some(number - 1);
            }
            if number == 0 {
                break;
            }
        }
        None
    }

    /// The project with this id.
    pub fn find(&self, id: &str) -> Option<u32> {
        if !self.sorted.is_empty() {
            let known = |&place: &u32| self.projects[place as usize].id.as_str();
            return self.sorted.binary_search_by_key(&id, known).ok().map(|at| self.sorted[at]);
        }
        let wanted = key(id.as_bytes());
        let looks = self.looks(wanted).map(|slot| self.slots[slot]).take_while(|&(_, number)| number != 0);
        let mut equal = looks.filter(|&(key, _)| key == wanted).map(|(_, number)| number - 1);
        equal.find(|&place| self.projects[place as usize].id == id)
    }
}
