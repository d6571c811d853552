//! The counting engine against what others computed, against a second program, and against its own laws.

mod explanations;
mod goldens;
mod laws;
mod loads_and_welfare;
mod loads_and_welfare_told;
mod naive;
mod real;
