//! The official acts, on both databases.

mod ballots;
mod certificate;
mod erasure;
mod fsck;
mod imported;
mod letters;
mod money;
mod race;
mod register;
mod round;
mod seal;
mod secrecy;
