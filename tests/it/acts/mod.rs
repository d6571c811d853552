//! The official acts, on both databases.

mod ballots;
mod certificate;
mod fsck;
mod imported;
mod money;
mod race;
mod round;
mod seal;
mod secrecy;
