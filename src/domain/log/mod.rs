//! The two logs: the public [`entry`] list of a round under one Merkle tree with signed checkpoints,
//! and the private hash [`chain`] of everything that staff do, each day with an [`anchor`] in a public log of its own.

pub mod anchor;
pub mod chain;
pub mod entry;
pub mod kept;
pub mod merkle;
pub mod note;
