//! The counting engine against what others computed, against a second program, and against its own laws.

mod arithmetic;
mod explanations;
mod goldens;
mod laws;
mod naive;
mod real;
