//! What no reader and no count can do without: looking at each byte, and looking up each approval.

use schuifruimte::tally::Instance;

/// Splits a file into cells the plain way: byte by byte, the end of each cell noted in `ends`.
pub fn split(bytes: &[u8], ends: &mut Vec<u32>) -> usize {
    ends.clear();
    let mut at: u32 = 0;
    for &byte in bytes {
        if byte == b'\n' || byte == b';' || byte == b',' {
            ends.push(at);
        }
        at = at.wrapping_add(1);
    }
    ends.len()
}

/// The approvals of an election one by one: for each project who chose it, ballot by ballot, and a balance
/// for each ballot. Equal ballots are not put together here.
pub struct Approvals {
    voters: Vec<u32>,
    balances: Vec<f64>,
}

impl Approvals {
    /// Writes out an election.
    pub fn of(instance: &Instance) -> Approvals {
        let mut firsts = vec![0_u32];
        for &weight in instance.group_weights() {
            let last = firsts[firsts.len() - 1];
            firsts.push(last + u32::try_from(weight).expect("fewer than 2^32 ballots"));
        }
        let supporters = instance.indexes().flat_map(|project| instance.supporters(project));
        let voters = supporters.flat_map(|&group| {
            let group = group as usize;
            firsts[group]..firsts[group + 1]
        });
        let all = usize::try_from(instance.voters()).expect("ballots in memory");
        Approvals { voters: voters.collect(), balances: vec![1.5; all] }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.voters.len()
    }

    /// One pass: the balance behind each approval is looked up and added.
    #[expect(clippy::float_arithmetic, reason = "what is measured is a pass over floats")]
    pub fn gather(&self) -> f64 {
        let mut sum = 0.0;
        for &voter in &self.voters {
            sum += self.balances[voter as usize];
        }
        sum
    }
}
