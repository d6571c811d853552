//! The counting engine against what others computed, against a second program, and against its own laws.

mod explanations;
mod goldens;
mod laws;
mod measures;
mod naive;
mod real;
mod trace;
