//! What people see, asked through the front door.

mod changing;
mod desk;
mod guards;
mod killed;
mod leaks;
mod money;
mod office;
mod outcome;
mod pages;
mod pots;
mod processes;
mod register;
mod reports;
mod road;
mod routes;
mod seal;
mod texts;
mod voting;
