//! The official acts, on both databases.

mod acceptance;
mod ballots;
mod batch;
mod budget;
mod certificate;
mod decisions;
mod erasure;
mod fsck;
mod imported;
mod joins;
mod letters;
mod model;
mod money;
mod payments;
mod pots;
mod race;
mod register;
mod reports;
mod round;
mod seal;
mod secrecy;
mod standing;
mod transfer;
