//! The methods, one file each; each opens with its definition and source.

pub mod equal_shares;
pub mod greedy;
