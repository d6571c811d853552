//! Leaves: what the public log says of ballots. They wait in a queue while the vote is open and enter the log
//! at the close, in random order.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::control_number::ControlNumber;
use super::digest::Digest;
use super::log::entry::Entry;

/// The leaf of one ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Leaf {
    /// The number on the letter.
    pub control: ControlNumber,
    /// The commitment.
    pub commitment: Digest,
    /// The ballot that it takes the place of.
    pub replaces: Option<Digest>,
    /// Whether its letter was revoked.
    pub voided: bool,
}

/// Why leaves do not add up to one ballot a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeafFault {
    /// The same commitment stands twice.
    Repeated(Digest),
    /// A letter has two ballots of which neither takes the place of the other.
    TwoBallots(ControlNumber),
    /// A ballot takes the place of one that its letter does not have, or that has been replaced.
    Replaces(Digest),
    /// A ballot was voided that its letter does not have, or that has been replaced.
    Voids(Digest),
}

impl fmt::Display for LeafFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LeafFault::Repeated(commitment) => write!(f, "the commitment {commitment} stands here twice"),
            LeafFault::TwoBallots(control) => write!(f, "letter {control} has voted before"),
            LeafFault::Replaces(commitment) => {
                write!(f, "the ballot {commitment} takes the place of one that its letter does not have")
            }
            LeafFault::Voids(commitment) => write!(f, "no ballot {commitment} of this letter can be void"),
        }
    }
}

impl LeafFault {
    /// The commitment or letter at fault is in this entry.
    pub fn is_about(&self, entry: &Entry) -> bool {
        match (self, entry) {
            (
                LeafFault::Repeated(fault) | LeafFault::Replaces(fault) | LeafFault::Voids(fault),
                Entry::Ballot { commitment, .. } | Entry::Void { commitment, .. },
            ) => fault == commitment,
            (LeafFault::TwoBallots(fault), Entry::Ballot { control, .. }) => fault == control,
            _ => false,
        }
    }
}

/// The entries of leaves in an order that says nothing: ballots first, then what is void, each in the order of
/// a hash that only this act knows.
pub fn entries(mut leaves: Vec<Leaf>, order: &[u8; 32]) -> Vec<Entry> {
    leaves.sort_by_key(|leaf| Digest::of_parts(&[order, leaf.commitment.bytes()]));
    let ballot = |leaf: &Leaf| Entry::Ballot {
        control: leaf.control,
        commitment: leaf.commitment,
        replaces: leaf.replaces,
    };
    let void = |leaf: &Leaf| Entry::Void { control: leaf.control, commitment: leaf.commitment };
    leaves.iter().map(ballot).chain(leaves.iter().filter(|leaf| leaf.voided).map(void)).collect()
}

/// The leaves in a log.
pub fn of_log(entries: &[Entry]) -> Result<Vec<Leaf>, LeafFault> {
    let mut voids: BTreeMap<Digest, ControlNumber> = BTreeMap::new();
    let mut leaves = Vec::new();
    for entry in entries {
        match entry {
            Entry::Ballot { control, commitment, replaces } => leaves.push(Leaf {
                control: *control,
                commitment: *commitment,
                replaces: *replaces,
                voided: false,
            }),
            Entry::Void { control, commitment } if voids.insert(*commitment, *control).is_some() => {
                return Err(LeafFault::Voids(*commitment));
            }
            _ => {}
        }
    }
    for leaf in &mut leaves {
        leaf.voided = voids.get(&leaf.commitment) == Some(&leaf.control);
        if leaf.voided {
            voids.remove(&leaf.commitment);
        }
    }
    match voids.into_keys().next() {
        Some(commitment) => Err(LeafFault::Voids(commitment)),
        None => Ok(leaves),
    }
}

/// The ballot that counts for each letter, if the leaves of each letter are one chain: a first ballot, the one
/// that took its place, and so on. A letter whose last ballot is void has none.
pub fn counting(leaves: &[Leaf]) -> Result<BTreeMap<ControlNumber, Digest>, LeafFault> {
    let mut first: BTreeMap<ControlNumber, &Leaf> = BTreeMap::new();
    let mut next: BTreeMap<Digest, &Leaf> = BTreeMap::new();
    let mut commitments: BTreeSet<Digest> = BTreeSet::new();
    for leaf in leaves {
        if !commitments.insert(leaf.commitment) {
            return Err(LeafFault::Repeated(leaf.commitment));
        }
        match leaf.replaces {
            None if first.insert(leaf.control, leaf).is_some() => {
                return Err(LeafFault::TwoBallots(leaf.control));
            }
            Some(old) if next.insert(old, leaf).is_some() => {
                return Err(LeafFault::Replaces(leaf.commitment));
            }
            None | Some(_) => {}
        }
    }
    // A leaf replaces one other at most, so a chain that begins with a first ballot comes to an end.
    let mut counting = BTreeMap::new();
    for (control, start) in first {
        let mut last = start;
        commitments.remove(&last.commitment);
        while let Some(leaf) = next.get(&last.commitment).filter(|leaf| leaf.control == control) {
            if last.voided {
                return Err(LeafFault::Voids(last.commitment));
            }
            last = leaf;
            commitments.remove(&last.commitment);
        }
        if !last.voided {
            counting.insert(control, last.commitment);
        }
    }
    // What no chain reaches takes the place of a ballot that its letter does not have.
    match commitments.into_iter().next() {
        Some(commitment) => Err(LeafFault::Replaces(commitment)),
        None => Ok(counting),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaf(control: u32, name: &str, replaces: Option<&str>) -> Leaf {
        Leaf {
            control: ControlNumber::new(control),
            commitment: Digest::of(name.as_bytes()),
            replaces: replaces.map(|old| Digest::of(old.as_bytes())),
            voided: false,
        }
    }

    fn void(leaf: Leaf) -> Leaf {
        Leaf { voided: true, ..leaf }
    }

    #[test]
    fn the_last_ballot_of_each_letter_counts_unless_it_is_void() {
        let leaves =
            [leaf(1, "c", Some("b")), leaf(1, "a", None), leaf(2, "d", None), leaf(1, "b", Some("a"))];
        let expected = BTreeMap::from([
            (ControlNumber::new(1), Digest::of(b"c")),
            (ControlNumber::new(2), Digest::of(b"d")),
        ]);
        assert_eq!(counting(&leaves), Ok(expected));
        let kept = counting(&[void(leaves[0]), leaves[1], leaves[2], leaves[3]]).unwrap();
        assert_eq!(kept.keys().collect::<Vec<_>>(), [&ControlNumber::new(2)]);
        let read = of_log(&entries(leaves.to_vec(), &[7; 32])).unwrap();
        assert_eq!(counting(&read), counting(&leaves));
    }

    #[test]
    fn what_is_not_one_ballot_a_letter_is_named() {
        let (a, d) = (Digest::of(b"a"), Digest::of(b"d"));
        let of = |leaves: &[Leaf]| counting(leaves).unwrap_err();
        let first = leaf(1, "a", None);
        assert_eq!(of(&[first, first]), LeafFault::Repeated(a));
        assert_eq!(of(&[first, leaf(1, "b", None)]), LeafFault::TwoBallots(ControlNumber::new(1)));
        assert_eq!(of(&[first, leaf(1, "d", Some("x"))]), LeafFault::Replaces(d));
        assert_eq!(of(&[first, leaf(2, "d", Some("a"))]), LeafFault::Replaces(d));
        assert_eq!(of(&[first, leaf(1, "b", Some("a")), leaf(1, "d", Some("a"))]), LeafFault::Replaces(d));
        assert!(matches!(of(&[leaf(1, "b", Some("d")), leaf(1, "d", Some("b"))]), LeafFault::Replaces(_)));
        assert_eq!(of(&[void(first), leaf(1, "b", Some("a"))]), LeafFault::Voids(a));
        let other = Entry::Void { control: ControlNumber::new(2), commitment: a };
        let cast = Entry::Ballot { control: ControlNumber::new(1), commitment: a, replaces: None };
        assert_eq!(of_log(&[cast, other]), Err(LeafFault::Voids(a)));
    }
}
