//! The acceptance checks drawn from the letter, as sentences.

mod eight;
mod three;
