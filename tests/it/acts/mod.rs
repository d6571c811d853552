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
mod ledger_model;
mod letters;
mod model;
mod money;
mod payments;
mod pots;
mod race;
mod race_awards;
mod register;
mod reports;
mod round;
mod seal;
mod secrecy;
mod several_years;
mod standing;
mod transfer;
