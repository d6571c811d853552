//! What people see, asked through the front door.

mod budgets;
pub mod casefile;
mod changing;
mod checks;
mod decisions;
mod desk;
mod export_case;
mod guards;
mod killed;
mod leaks;
mod letters;
mod money;
mod office;
mod outcome;
mod pages;
mod payments;
mod pots;
mod processes;
mod register;
mod reports;
mod reserve_list;
mod road;
mod routes;
mod seal;
mod texts;
mod voting;
