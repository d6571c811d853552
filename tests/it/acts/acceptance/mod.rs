//! The acceptance checks drawn from the letter, one file each, on both databases.

mod five;
mod four;
