//! The official acts, on both databases.

mod ballots;
mod certificate;
mod fsck;
mod imported;
mod joins;
mod money;
mod race;
mod round;
mod secrecy;
