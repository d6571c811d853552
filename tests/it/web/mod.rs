//! What people see, asked through the front door.

mod guards;
mod office;
mod pages;
mod routes;
mod texts;
mod voting;
