//! Help that is no money (S12): what a plan asks for, whether the municipality gave it, and the counts that everyone sees.

use serde::{Deserialize, Serialize};

use super::form::Wish;
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

/// How often one form of help was asked, and what became of that. Nobody is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Which form of help.
    pub wish: Wish,
    /// How many plans ask for it.
    pub asked: u64,
    /// Of them: how many got it.
    pub met: u64,
    /// How many did not.
    pub unmet: u64,
}

impl Counted {
    /// How many heard nothing yet.
    pub fn open(&self) -> u64 {
        self.asked.saturating_sub(self.met).saturating_sub(self.unmet)
    }
}

/// What was asked by plans, each wish with the answer that counts, put together by form: every form, also what nobody asked.
pub fn counted(asked: &[(Wish, Option<Met>)]) -> Vec<Counted> {
    let of = |wish: Wish| {
        let count = |fits: &dyn Fn(Option<Met>) -> bool| {
            let fitting = asked.iter().filter(|(one, met)| *one == wish && fits(*met)).count();
            u64::try_from(fitting).unwrap_or(u64::MAX)
        };
        Counted {
            wish,
            asked: count(&|_| true),
            met: count(&|met| met == Some(Met::Yes)),
            unmet: count(&|met| met == Some(Met::No)),
        }
    };
    Wish::NAMES.iter().map(|(wish, _)| of(*wish)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Law: what was met, what was not and what is open is together what was asked.
    #[test]
    fn s12_every_wish_is_met_or_not_or_still_open() {
        let asked = [
            (Wish::Space, Some(Met::Yes)),
            (Wish::Space, Some(Met::No)),
            (Wish::Space, None),
            (Wish::Permit, Some(Met::No)),
        ];
        let all = counted(&asked);
        assert_eq!(all.len(), Wish::NAMES.len());
        for one in &all {
            assert_eq!(one.met + one.unmet + one.open(), one.asked, "{one:?}");
        }
        assert_eq!(all[0], Counted { wish: Wish::Space, asked: 3, met: 1, unmet: 1 });
        assert_eq!(all.iter().map(|one| one.asked).sum::<u64>(), 4);
    }
}
