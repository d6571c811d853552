//! Help that is no money (S12): what a plan asks for, whether the municipality gave it, and the counts that everyone sees.

use serde::{Deserialize, Serialize};

use super::form::Wish;
use crate::domain::round::Phase;
use crate::domain::time::Moment;

/// Most answers to the wishes of one plan.
pub const MAX_ANSWERS: usize = 60;

/// What became of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Met {
    /// The group gets it.
    Yes,
    /// It does not.
    No,
}

impl Met {
    /// Both with their names in the database, in forms and in texts.
    pub const NAMES: [(Met, &'static str); 2] = [(Met::Yes, "met"), (Met::No, "unmet")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Met::NAMES.iter().find(|(met, _)| *met == self).expect("both have a name").1
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Met> {
        Met::NAMES.iter().find(|(_, known)| *known == name).map(|(met, _)| *met)
    }
}

/// An answer of the office to a wish. A later one to the same wish takes its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answered {
    /// In order of a plan, from 1.
    pub number: u64,
    /// To which wish.
    pub wish: Wish,
    /// What became of it.
    pub met: Met,
    /// What the group gets, or why it does not; empty once it was erased.
    pub words: String,
    /// When.
    pub at: Moment,
    /// The function of who said it.
    pub function: String,
}

/// The answer that counts for a wish.
pub fn newest(all: &[Answered], wish: Wish) -> Option<&Answered> {
    all.iter().rfind(|one| one.wish == wish)
}

/// Fewest plans that ask for a form of help of which everyone sees what became of that while their round runs: of fewer, one could
/// read off what the office told one group.
pub const FEWEST: u64 = 5;

/// How often one form of help was asked, and what became of that. Nobody is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Which form of help.
    pub wish: Wish,
    /// How many plans ask for it; one that went on in another or was taken back asks no more, and counts where it had an answer.
    pub asked: u64,
    /// Of them: how many got it.
    pub met: u64,
    /// How many did not.
    pub unmet: u64,
}

impl Counted {
    /// A form of help that nobody asked for.
    pub fn none(wish: Wish) -> Counted {
        Counted { wish, asked: 0, met: 0, unmet: 0 }
    }

    /// How many heard nothing yet.
    pub fn open(&self) -> u64 {
        self.asked.saturating_sub(self.met).saturating_sub(self.unmet)
    }

    /// What became of it, as everyone sees it: given, not given, no answer yet. Nothing where that would tell of a single group in a
    /// round that is not decided.
    pub fn became(&self, phase: Phase) -> Option<[u64; 3]> {
        let is_told = phase.shows_outcome() || self.asked == 0 || self.asked >= FEWEST;
        is_told.then(|| [self.met, self.unmet, self.open()])
    }
}

/// Every form of help, also what nobody asked for.
pub fn each_form(found: &[Counted]) -> Vec<Counted> {
    let of = |wish: Wish| found.iter().find(|one| one.wish == wish).copied();
    Wish::NAMES.iter().map(|(wish, _)| of(*wish).unwrap_or(Counted::none(*wish))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(asked: u64, met: u64, unmet: u64) -> Counted {
        Counted { wish: Wish::Space, asked, met, unmet }
    }

    /// Law: what was met, what was not and what is open is together what was asked.
    #[test]
    fn s12_every_wish_is_met_or_not_or_still_open() {
        let all = each_form(&[asked(3, 1, 1)]);
        assert_eq!(all.len(), Wish::NAMES.len());
        for one in &all {
            assert_eq!(one.met + one.unmet + one.open(), one.asked, "{one:?}");
        }
        assert_eq!(all[0], asked(3, 1, 1));
        assert_eq!(all.iter().map(|one| one.asked).sum::<u64>(), 3);
    }

    /// Of fewer than five nobody sees what became of them, until the round is decided.
    #[test]
    fn s12_what_one_group_got_is_not_told_while_its_round_runs() {
        for phase in [Phase::Propose, Phase::Check, Phase::Open, Phase::Proposed, Phase::Cancelled] {
            for few in 1..FEWEST {
                assert_eq!(asked(few, 1, 0).became(phase), None, "{few} in {phase:?}");
            }
            assert_eq!(asked(FEWEST, 1, 3).became(phase), Some([1, 3, 1]));
            assert_eq!(asked(0, 0, 0).became(phase), Some([0, 0, 0]), "nobody asked");
        }
        for phase in [Phase::Certified, Phase::Final] {
            assert_eq!(asked(1, 0, 1).became(phase), Some([0, 1, 0]));
        }
    }
}
