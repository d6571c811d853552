//! What a round asks of who pitches.

use super::clock::{Clocks, USUAL as USUAL_CLOCKS};
use crate::domain::money::Cents;

/// What a round asks of who pitches: a parameter of the round, with these defaults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Up to this sum there are few questions (S18).
    pub light: Cents,
    /// Days in which something that is missing is to be mended.
    pub repair_days: i64,
    /// Most that a bid asks: money to develop it, and no more (S27).
    pub bid: Cents,
    /// The terms in which the office and the group act after a plan was sent in.
    pub clocks: Clocks,
    /// What kinds of plan there are (S19).
    pub categories: Vec<String>,
}

/// Most kinds of plan.
pub const MAX_CATEGORIES: usize = 30;
/// Longest name of one, in characters.
pub const MAX_CATEGORY: usize = 60;

/// The kinds of plan that residents come with: seed data, which a round replaces by its own list.
const USUAL: [&str; 15] = [
    "Ontmoeten",
    "Groen",
    "Spelen en sport",
    "Zelfbeheer van een gebouw",
    "Zorg voor elkaar",
    "Samen eten",
    "Taal en leren",
    "Kunst en cultuur",
    "Straat en verkeer",
    "Vrijwilligers vinden",
    "Zingeving",
    "Lotgenoten",
    "Buren die ruzie hebben",
    "Laten zien wat er is",
    "In gesprek over de stad",
];

impl Terms {
    /// The usual terms; in a round that limits themes its themes come first.
    pub fn usual(themes: &[&str]) -> Terms {
        let others = USUAL.iter().filter(|usual| !themes.contains(usual));
        let categories = themes.iter().chain(others).map(ToString::to_string).collect();
        Terms {
            light: Cents::euros(2_500),
            repair_days: 14,
            bid: Cents::euros(5_000),
            clocks: USUAL_CLOCKS,
            categories,
        }
    }

    /// A list as it was typed, a kind a line.
    pub fn list(typed: &str) -> Vec<String> {
        typed.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_string).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S19: each type of plan that residents named has a kind in the list that a round begins with.
    #[test]
    fn s19_each_type_that_residents_named_has_a_kind() {
        let known = Terms::usual(&[]).categories;
        for (named, kind) in [
            ("a house for women who came from elsewhere", "Ontmoeten"),
            ("a building with many uses", "Zelfbeheer van een gebouw"),
            ("a buurthuis or playground that residents run", "Zelfbeheer van een gebouw"),
            ("a playground", "Spelen en sport"),
            ("new ways of care", "Zorg voor elkaar"),
            ("pastoral work", "Zingeving"),
            ("neighbourhood brokerage", "Buren die ruzie hebben"),
            ("visibility", "Laten zien wat er is"),
            ("language volunteers", "Taal en leren"),
            ("shared meals", "Samen eten"),
            ("peer support", "Lotgenoten"),
            ("city dialogue", "In gesprek over de stad"),
            ("neighbourhood camping", "Ontmoeten"),
            ("community theatre", "Kunst en cultuur"),
            ("volunteer matching", "Vrijwilligers vinden"),
        ] {
            assert!(known.iter().any(|one| one == kind), "{named}");
        }
        assert!(known.len() <= MAX_CATEGORIES && known.iter().all(|one| one.chars().count() <= MAX_CATEGORY));
    }
}
