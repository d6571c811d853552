//! The methods, one file each; each opens with its definition and source.

pub mod add_opt;
pub mod bounded_overspending;
pub mod equal_shares;
pub mod exact_equal_shares;
pub mod free;
pub mod greedy;
pub mod reading;
