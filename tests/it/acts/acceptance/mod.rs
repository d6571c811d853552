//! The ten acceptance checks drawn from the letter: each test reads like its sentence.

mod nine;
mod one;
//! The acceptance checks that were drawn from the letter, as tests that read like them.

mod two;
mod seven;
