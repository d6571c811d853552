//! The counting engine against what others computed, against a second program, and against its own laws.

mod explanations;
mod goldens;
mod laws;
mod naive;
mod pb;
mod pb_made;
mod real;
