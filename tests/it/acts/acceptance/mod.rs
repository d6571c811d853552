//! The ten acceptance checks drawn from the letter: each test reads like its sentence.

mod nine;
mod one;
mod two;
mod seven;
mod ten;
mod two;
mod two;

mod eight;
mod seven;
mod three;

mod five;
mod four;
