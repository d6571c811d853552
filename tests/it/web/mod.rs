//! What people see, asked through the front door.

mod changing;
mod desk;
mod guards;
mod leaks;
mod office;
mod pages;
mod processes;
mod register;
mod road;
mod routes;
mod texts;
mod voting;
