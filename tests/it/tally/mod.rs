//! The counting engine against what others computed, against a second program, and against its own laws.

mod arithmetic;
mod explanations;
mod goldens;
mod laws;
mod limits;
mod limits_hold;
mod loads_and_welfare;
mod loads_and_welfare_told;
mod made_up;
mod measures;
mod naive;
mod newer;
mod options;
mod oracle;
mod real;
mod trace;
