//! The end of a grant: the recipient accounts for it, the municipality settles it, what was paid too much is paid back,
//! and it is closed.

mod account;
mod final_amount;
mod reclaim;
mod standing;

pub use account::{NewAccount, receive, remind};
pub(super) use final_amount::reclaim_paid;
pub use final_amount::settle;
pub use reclaim::{close, reclaim, repaid, write_off};
pub use standing::{Late, Standing, late, set_thresholds, standing};
