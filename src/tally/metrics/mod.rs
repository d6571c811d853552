//! What an outcome means for the voters.

mod preference;

pub use preference::{Compare, Preference, preference, without_winner};
