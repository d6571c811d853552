//! What is allowed? The rules of the procedure as pure functions and types.
//!
//! Nothing here reads a clock, draws randomness or knows of a database or a page: times and random
//! bytes come in as arguments, and a decision is a value or a small error enum near its cause.

pub mod area;
pub mod ballot;
pub mod budget;
pub mod control_number;
pub mod count_rule;
pub mod digest;
pub mod id;
pub mod log;
pub mod money;
pub mod municipality;
pub mod proposal;
pub mod receipt;
pub mod register;
pub mod round;
pub mod rules;
pub mod sealed;
pub mod symbols;
pub mod time;
pub mod voting_code;
