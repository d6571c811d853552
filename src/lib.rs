//! Schuifruimte.
pub mod cli;
pub mod domain;
pub mod tally;
