//! The official acts, on both databases.

mod ballots;
mod certificate;
mod fsck;
mod imported;
mod money;
mod race;
mod register;
mod round;
mod secrecy;
