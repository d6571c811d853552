//! Bids (Dutch: bewonersbod; Gemeentewet art. 150): residents who take over a task of the municipality, or a part of one. A bid
//! is a plan like others in its round, and asks money to develop it there and nothing more. Whether the task goes over is a
//! later decision of its own, which no count and no ledger knows of (the two-stage rule).

pub mod condition;
pub mod faults;
pub mod steps;
pub mod takeover;
pub mod task;

pub use condition::{Condition, Verdict};
pub use takeover::{Step, StepKind, Takeover};
pub use task::{CostStatus, Facts, Task};
