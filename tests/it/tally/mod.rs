//! The counting engine against what others computed, against a second program, and against its own laws.

mod command;
mod explanations;
mod goldens;
mod laws;
mod limits;
mod made_up;
mod naive;
mod newer;
mod options;
mod oracle;
mod real;
