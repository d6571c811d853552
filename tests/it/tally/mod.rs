//! The counting engine against what others computed, against a second program, and against its own laws.

mod explanations;
mod goldens;
mod laws;
mod made_up;
mod newer;
mod options;
mod oracle;
mod naive;
mod real;
