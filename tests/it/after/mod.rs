//! What follows a vote: news for who follows, and the life of a plan until its last receipt.

mod course;
mod following;
mod growth;
mod thread;
