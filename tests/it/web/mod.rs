//! What people see, asked through the front door.

mod changing;
mod decisions;
mod desk;
mod guards;
mod killed;
mod leaks;
mod letters;
mod office;
mod outcome;
mod pages;
mod processes;
mod register;
mod road;
mod routes;
mod seal;
mod texts;
mod voting;
