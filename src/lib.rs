//! Schuifruimte.
pub mod acts;
pub mod cli;
pub mod domain;
pub mod store;
pub mod tally;
