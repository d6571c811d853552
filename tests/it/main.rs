//! The tests that look at the whole: one binary, both databases.

mod acts;
mod after;
mod architecture;
mod areas;
mod commands;
mod docs;
mod faults;
mod pitching;
mod post;
mod proof;
mod registrar;
mod sepa;
mod sheets;
mod store;
mod support;
mod talk;
mod tally;
mod web;
mod words;
