//! The methods, one file each; each opens with its definition and source.

pub mod equal_shares;
pub mod greedy;
mod knapsack;
pub mod max_welfare;
pub mod maximin_support;
pub mod phragmen;
mod spread;
