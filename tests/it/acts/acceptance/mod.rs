//! The acceptance checks that were drawn from the letter, as tests that read like them.

mod seven;
mod two;

mod eight;
mod three;

mod five;
mod four;
mod seven;
