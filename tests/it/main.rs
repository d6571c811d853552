//! The tests that look at the whole: one binary, both databases.

mod acts;
mod proof;
mod store;
mod support;
mod web;
