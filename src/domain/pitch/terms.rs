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
const USUAL: [&str; 10] = [
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
