//! The acceptance checks that were drawn from the letter, as tests that read like them.

mod eight;
mod five;
mod four;
mod seven;
mod three;
mod two;
