//! Support for a plan before it is looked at (Dutch: steun): how many people say that they want it, on screen or on a paper
//! list, which count the same. It is no vote, decides nothing between plans, and makes no order (S47). Most rounds ask for none:
//! it favours who knows many people (S22).

use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::id::AccountId;
use super::time::Moment;

/// Most supporters that a round can ask for.
pub const MOST_SUPPORTERS: u64 = 1_000;
/// Most residents that the number is scaled to.
pub const MOST_RESIDENTS: u64 = 1_000_000;
/// Most people on one list.
pub const MOST_ON_LIST: u64 = 1_000;
/// Longest name of a list in the archive, in characters.
pub const MAX_ARCHIVE: usize = 80;

/// How many supporters a plan of a round needs before it can come on the ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Threshold {
    /// So many; none where it is 0.
    pub supporters: u64,
    /// Of so many residents; 0 where the number is not scaled.
    pub per: u64,
    /// How many residents of the area may vote.
    pub residents: u64,
}

impl Threshold {
    /// How many a plan needs: scaled to the residents, rounded up, and at least one where any are asked for.
    pub fn needed(&self) -> u64 {
        if self.supporters == 0 || self.per == 0 {
            return self.supporters;
        }
        (self.supporters.saturating_mul(self.residents)).div_ceil(self.per).max(1)
    }

    /// Whether the numbers can be: what is scaled knows to how many.
    pub fn is_sound(&self) -> bool {
        self.supporters <= MOST_SUPPORTERS
            && self.per <= MOST_RESIDENTS
            && self.residents <= MOST_RESIDENTS
            && (self.per == 0) == (self.residents == 0)
            && self.needed() <= MOST_SUPPORTERS
    }
}

/// How many people support a plan. A paper list counts the same as an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Support {
    /// On screen.
    pub by_mail: u64,
    /// On lists.
    pub on_paper: u64,
}

impl Support {
    /// Together.
    pub fn total(self) -> u64 {
        self.by_mail.saturating_add(self.on_paper)
    }
}

/// A paper list that the desk entered. The list itself is in the archive, and no name of it is here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// 1 for the first of its plan.
    pub number: u64,
    /// How many people are on it.
    pub people: u64,
    /// Under what it is in the archive.
    pub archive: String,
    /// Who entered it.
    pub by: AccountId,
    /// The function of that person then.
    pub function: String,
    /// When.
    pub at: Moment,
    /// When and why it was struck out; it does not count then.
    pub struck: Option<(Moment, String)>,
    /// When somebody else saw the same list, and who.
    pub confirmed: Option<(Moment, AccountId)>,
}

impl List {
    /// Whether it waits for a second person.
    pub fn waits(&self) -> bool {
        self.struck.is_none() && self.confirmed.is_none()
    }
}

/// The fingerprint of the words under which a list is in the archive: it stays when they are erased.
pub fn list_mark(archive: &str) -> Digest {
    Digest::of_parts(&[b"schuifruimte-list/1\0", archive.as_bytes()])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_threshold_may_be_nothing_and_scales_with_the_residents() {
        assert_eq!(Threshold::default().needed(), 0);
        let flat = Threshold { supporters: 25, ..Threshold::default() };
        assert_eq!(flat.needed(), 25);
        let scaled = |residents| Threshold { supporters: 25, per: 5_000, residents };
        assert_eq!(scaled(5_000).needed(), 25);
        assert_eq!(scaled(1_001).needed(), 6, "rounded up");
        assert_eq!(scaled(10).needed(), 1, "at least one");
        assert!(scaled(10_000).is_sound() && !scaled(0).is_sound() && !scaled(900_000).is_sound());
    }
}
