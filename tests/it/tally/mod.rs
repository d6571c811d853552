//! The counting engine against what others computed, against a second program, and against its own laws.

mod alike;
mod arithmetic;
mod command;
mod command_hostile;
mod command_limits;
mod explanations;
mod goldens;
mod laws;
mod limits;
mod limits_hold;
mod limits_real;
mod loads_and_welfare;
mod loads_and_welfare_told;
mod made_up;
mod measures;
mod naive;
mod newer;
mod official;
mod options;
mod oracle;
mod pb;
mod pb_made;
mod real;
mod same_bytes;
mod trace;
