//! Schuifruimte.
pub mod acts;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod entropy;
pub mod keys;
pub mod store;
pub mod tally;
pub mod text;
pub mod web;
