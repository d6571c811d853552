//! How is it counted? The counting engine: exact, deterministic, and a world of its own.
//!
//! An [`Instance`] (projects with a price, ballots as sets of projects) and a [`Rule`] (every
//! convention a named parameter) go in; an [`Outcome`] comes out. The same input gives the same
//! outcome on every machine, in whatever order the ballots arrive: no float decides anything, no
//! hash map is walked, nothing here reads a clock or draws a lot.
//!
//! | file | holds |
//! |---|---|
//! | `instance` | what is counted: budget, projects, grouped ballots |
//! | `pb` | reading an election in the Pabulib format |
//! | `rule` | the parameters and the presets |
//! | `rules` | greedy by score, the Method of Equal Shares |
//! | `completion` | raising the endowment step by step, spending what is left |
//! | `ties` | the declared order, and whether it mattered |
//! | `explain` | what each proposal that did not win lacked; only what a replay confirms |
//! | `metrics` | who got nothing, which of two outcomes more voters prefer |

pub mod completion;
pub mod explain;
pub mod instance;
pub mod metrics;
pub mod outcome;
pub mod pb;
pub mod ratio;
pub mod rule;
pub mod rules;
pub mod ties;

pub use completion::count;
pub use instance::{Instance, Project, ProjectIndex};
pub use outcome::{Outcome, Purchase, Stage};
pub use ratio::Ratio;
pub use rule::Rule;

/// Why a count was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountError {
    /// Raising the endowment by the chosen step would take more than [`completion::MAX_RUNS`] runs.
    StepTooSmall,
}

impl std::fmt::Display for CountError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CountError::StepTooSmall => write!(
                f,
                "the step is too small for these amounts: more than {} runs; choose a larger --step",
                completion::MAX_RUNS
            ),
        }
    }
}

impl std::error::Error for CountError {}
