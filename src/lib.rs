//! Schuifruimte.
pub mod acts;
pub mod cli;
pub mod clock;
pub mod config;
pub mod documents;
pub mod domain;
pub mod entropy;
pub mod keys;
pub mod store;
pub mod tally;
