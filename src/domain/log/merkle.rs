//! Merkle trees as in RFC 6962 section 2.1: SHA-256, 0x00 before a leaf, 0x01 before a node.

use crate::domain::digest::Digest;

/// The hash of an entry.
pub fn leaf(entry: &[u8]) -> Digest {
    Digest::of_parts(&[&[0], entry])
}

/// The root over leaf hashes; of none, the hash of nothing.
pub fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest::of(b""),
        [only] => *only,
        _ => {
            let split = largest_power_below(leaves.len());
            node(&root(&leaves[..split]), &root(&leaves[split..]))
        }
    }
}

/// The hashes beside the path from a leaf to the root, from below (RFC 6962 section 2.1.1). `index` is
/// below the number of leaves.
pub fn path(index: usize, leaves: &[Digest]) -> Vec<Digest> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let split = largest_power_below(leaves.len());
    let (mut hashes, beside) = if index < split {
        (path(index, &leaves[..split]), root(&leaves[split..]))
    } else {
        (path(index - split, &leaves[split..]), root(&leaves[..split]))
    };
    hashes.push(beside);
    hashes
}

/// Whether the path leads from this leaf to this root in a tree of `size` leaves.
pub fn includes(index: usize, size: usize, leaf: Digest, path: &[Digest], root: Digest) -> bool {
    index < size && climb(index, size, leaf, path) == Some(root)
}

fn climb(index: usize, size: usize, leaf: Digest, path: &[Digest]) -> Option<Digest> {
    if size == 1 {
        return path.is_empty().then_some(leaf);
    }
    let (beside, below) = path.split_last()?;
    let split = largest_power_below(size);
    if index < split {
        Some(node(&climb(index, split, leaf, below)?, beside))
    } else {
        Some(node(beside, &climb(index - split, size - split, leaf, below)?))
    }
}

fn node(left: &Digest, right: &Digest) -> Digest {
    Digest::of_parts(&[&[1], left.bytes(), right.bytes()])
}

/// The largest power of two below `n`, for `n` of at least 2.
fn largest_power_below(n: usize) -> usize {
    n.next_power_of_two() / 2
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn leaves(count: u32) -> Vec<Digest> {
        (0..count).map(|n| leaf(&n.to_be_bytes())).collect()
    }

    #[test]
    fn the_roots_of_the_standard_eight_leaves() {
        let entries = [
            "",
            "00",
            "10",
            "2021",
            "3031",
            "40414243",
            "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ];
        let leaves: Vec<Digest> =
            entries.iter().map(|text| leaf(&crate::domain::digest::unhex(text).unwrap())).collect();
        let begins = |n: usize| root(&leaves[..n]).to_string();
        assert!(begins(0).starts_with("e3b0c442") && begins(0).ends_with("7852b855"));
        assert!(begins(1).starts_with("6e340b9c") && begins(1).ends_with("7afa01d"));
        assert!(begins(2).starts_with("fac54203") && begins(2).ends_with("0e3c125"));
        assert!(begins(3).starts_with("aeb6bcfe") && begins(3).ends_with("e06e77"));
        assert!(begins(7).starts_with("ddb89be4") && begins(7).ends_with("4a74c8c"));
        assert_eq!(begins(8), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    proptest! {
        #[test]
        fn a_path_proves_its_leaf_and_no_other(size in 1_u32..70, index in 0_u32..70, other in 0_u32..70) {
            let (leaves, index, other) = (leaves(size), (index % size) as usize, (other % size) as usize);
            let (root, path) = (root(&leaves), path(index, &leaves));
            prop_assert!(includes(index, leaves.len(), leaves[index], &path, root));
            prop_assert_eq!(includes(other, leaves.len(), leaves[other], &path, root), other == index);
            prop_assert!(!includes(leaves.len(), leaves.len(), leaves[index], &path, root));
            let longer = [&path[..], &path[..1.min(path.len())]].concat();
            prop_assert_eq!(includes(index, leaves.len(), leaves[index], &longer, root), path.is_empty());
        }
    }
}
