//! The official acts, on both databases.

mod ballots;
mod batch;
mod certificate;
mod decisions;
mod erasure;
mod fsck;
mod imported;
mod joins;
mod letters;
mod model;
mod money;
mod objections;
mod race;
mod register;
mod round;
mod seal;
mod secrecy;
