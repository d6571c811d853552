//! The methods, one file each; each opens with its definition and source.

pub mod add_opt;
pub mod bounded_overspending;
pub mod equal_shares;
pub mod exact_equal_shares;
pub mod free;
pub mod greedy;
mod knapsack;
pub mod max_welfare;
pub mod maximin_support;
pub mod phragmen;
pub mod reading;
mod spread;
