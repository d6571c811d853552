//! The official acts, on both databases.

mod ballots;
mod batch;
mod certificate;
mod fsck;
mod imported;
mod model;
mod money;
mod race;
mod round;
mod secrecy;
