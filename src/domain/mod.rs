//! What is allowed? The rules of the procedure as pure functions and types.
//!
//! Nothing here reads a clock, draws randomness or knows of a database or a page: times and random
//! bytes come in as arguments, and a decision is a value or a small error enum near its cause.

pub mod account;
pub mod area;
pub mod auditor;
pub mod ballot;
pub mod ballot_box;
pub mod ballot_key;
pub mod budget;
pub mod bundle;
pub mod certificate;
pub mod control_number;
pub mod count_rule;
pub mod digest;
pub mod eligibility;
pub mod extract;
pub mod grant;
pub mod id;
pub mod import;
pub mod leaf;
pub mod ledger;
pub mod limits;
pub mod log;
pub mod mix;
pub mod money;
pub mod municipality;
pub mod opening;
pub mod outcome;
pub mod pot;
pub mod proposal;
pub mod proven;
pub mod receipt;
pub mod register;
pub mod revocation;
pub mod round;
pub mod rules;
pub mod sealed;
pub mod seed;
pub mod standing;
pub mod symbols;
pub mod time;
pub mod voting_code;
