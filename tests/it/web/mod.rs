//! What people see, asked through the front door.

mod desk;
mod guards;
mod office;
mod pages;
mod processes;
mod register;
mod road;
mod routes;
mod texts;
mod voting;
