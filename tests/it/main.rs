//! The tests that look at the whole: one binary, both databases.

mod acts;
mod store;
mod support;
