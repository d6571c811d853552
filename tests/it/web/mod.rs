//! What people see, asked through the front door.

mod desk;
mod guards;
mod killed;
mod office;
mod pages;
mod processes;
mod register;
mod road;
mod routes;
mod seal;
mod texts;
mod voting;
