//! The end of a grant: the recipient accounts for it, the municipality settles it, what was paid too much is paid back,
//! and it is closed.

mod account;
mod after;
mod settle;
mod standing;

pub use account::{NewAccount, receive, remind};
pub use after::{close, reclaim, repaid, write_off};
pub(super) use settle::reclaim_paid;
pub use settle::settle;
pub use standing::{Late, Standing, late, set_thresholds, standing};
