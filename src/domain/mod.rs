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
pub mod borders;
pub mod budget;
pub mod bundle;
pub mod calendar;
pub mod certificate;
pub mod check;
pub mod control_number;
pub mod count_rule;
pub mod decision;
pub mod digest;
pub mod division;
pub mod eligibility;
pub mod extract;
pub mod fraction;
pub mod geo;
pub mod grant;
pub mod id;
pub mod import;
pub mod indicator;
pub mod key;
pub mod leaf;
pub mod ledger;
pub mod letter;
pub mod limits;
pub mod log;
pub mod mandate;
pub mod money;
pub mod municipality;
pub mod neighbourhood;
pub mod objection;
pub mod opening;
pub mod outcome;
pub mod pot;
pub mod proposal;
pub mod receipt;
pub mod register;
pub mod report;
pub mod revocation;
pub mod round;
pub mod rules;
pub mod sealed;
pub mod seed;
pub mod succession;
pub mod symbols;
pub mod time;
pub mod transfer;
pub mod voting_code;
