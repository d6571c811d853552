//! How is it counted? The counting engine: exact, deterministic, and a world of its own.
//!
//! An [`Instance`] (projects with a price, grouped ballots, the limits of a municipality) and a [`Rule`]
//! (every convention a named parameter) go in; an [`Outcome`] comes out. The same input gives the same
//! outcome on every machine, in whatever order the ballots arrive: a float may steer, never decide; no
//! hash map is walked, nothing here reads a clock or draws a lot that cannot be drawn again.
//!
//! | file | holds |
//! |---|---|
//! | `instance` | what is counted: budget, projects, grouped ballots |
//! | `ballots` | ballots as they arrive; equal ones are one group |
//! | `groups` | groups of equal ballots as they are stored |
//! | `pb` | reading and writing an election in the Pabulib format |
//! | `pb_limits` | the limits that such a file tells of |
//! | `rule` | the parameters and the presets |
//! | `constraints` | what a municipality adds: ceilings, minima, plans that exclude each other |
//! | `rules` | the methods, one file each |
//! | `purse` | what voters have left, exactly, in classes of equal balance |
//! | `completion` | raising the endowment step by step |
//! | `outcome` | what was bought, in order, and the ties that were met |
//! | `ratio` | exact amounts that need not be whole |
//! | `count` | a whole count: a method, what the ties changed, spending what is left |
//! | `ties` | the declared order, and whether it mattered |
//! | `trace` | the story of a count as a text, told by books of its own, and its replay |
//! | `reserve` | who moves up when money comes back |
//! | `explain` | what each proposal that did not win lacked; only what a replay confirms |
//! | `metrics` | what an outcome means for voters: spread, fair shares, EJR+, rules side by side |

pub mod ballots;
pub mod completion;
pub mod constraints;
pub mod count;
pub mod explain;
mod groups;
pub mod instance;
pub mod metrics;
pub mod outcome;
pub mod pb;
pub mod pb_limits;
pub mod purse;
pub mod ratio;
pub mod reserve;
pub mod rule;
pub mod rules;
pub mod ties;
pub mod trace;

pub use ballots::{BallotKind, Ballots, ProjectIndex};
pub use count::count;
pub use instance::{Instance, Project};
pub use outcome::{Outcome, Purchase, Stage};
pub use ratio::Ratio;
pub use rule::Rule;

/// Why a count was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CountError {
    /// Raising the endowment by the chosen step would take more than [`completion::MAX_RUNS`] runs.
    StepTooSmall,
    /// The winners depend on a tie that the declared order leaves open: these projects.
    DrawRequired(Vec<ProjectIndex>),
    /// The slow count of the trace does not confirm the outcome. Never to be set aside: one of the two is wrong.
    Unconfirmed(trace::TraceError),
    /// The rule cannot be used with these ballots or limits: why not.
    Incompatible(&'static str),
}

impl std::fmt::Display for CountError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            CountError::StepTooSmall => write!(
                f,
                "the step is too small for these amounts: more than {} runs; choose a larger --step",
                completion::MAX_RUNS
            ),
            CountError::DrawRequired(tied) => write!(
                f,
                "the outcome depends on a tie between {} projects that the declared order leaves open; draw a lot and give its seed: --ties ...,lot:SEED",
                tied.len()
            ),
            CountError::Unconfirmed(error) => write!(f, "a second, slow count does not confirm it: {error}"),
            CountError::Incompatible(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for CountError {}

impl From<trace::TraceError> for CountError {
    fn from(error: trace::TraceError) -> CountError {
        CountError::Unconfirmed(error)
    }
}
