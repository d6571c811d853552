//! The command line: one file a command.

#[macro_use]
mod output;

pub mod demo;
pub mod export;
pub mod fsck;
pub mod import;
pub mod migrate;
pub mod office_log;
pub mod registrar;
pub mod routes;
pub mod serve;
pub mod service;
pub mod staff;
pub mod tally;
pub mod verify;

use std::fmt;

use clap::{Parser, Subcommand, ValueEnum};
use serde_json::Value;

/// Neighbourhood budget rounds with a count that anyone can prove.
#[derive(Parser)]
#[command(name = "schuifruimte", version, about, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Serve(serve::ServeArgs),
    Demo(demo::DemoArgs),
    Tally(tally::TallyArgs),
    Verify(verify::VerifyArgs),
    Registrar(registrar::RegistrarArgs),
    Import(import::ImportArgs),
    Export(export::ExportArgs),
    Migrate(migrate::MigrateArgs),
    Fsck(fsck::FsckArgs),
    Staff(staff::StaffArgs),
    Routes(routes::RoutesArgs),
    OfficeLog(office_log::OfficeLogArgs),
}

/// How data is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
}

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The thing that was checked does not hold: exit status 1.
    NotHolding(String),
    /// The input was refused, or something outside failed: exit status 2.
    Refused(String),
    /// What a service stands on broke while it ran: exit status 1, so that whoever watches over it starts it again.
    Broken(String),
    /// The input was refused, and standard error says why already: exit status 2.
    Said,
}

impl Failure {
    /// Refuses the input.
    pub fn refused(reason: impl Into<String>) -> Failure {
        Failure::Refused(reason.into())
    }

    /// The exit status of the program.
    pub fn status(&self) -> u8 {
        match self {
            Failure::NotHolding(_) | Failure::Broken(_) => 1,
            Failure::Refused(_) | Failure::Said => 2,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::NotHolding(reason) | Failure::Refused(reason) | Failure::Broken(reason) => {
                f.write_str(reason)
            }
            Failure::Said => Ok(()),
        }
    }
}

/// Runs a command. What it did counts for nothing when what it says could not be written.
pub fn run(cli: Cli) -> Result<(), Failure> {
    let done = command(cli);
    match output::lost() {
        Some(why) => done.and(Err(Failure::Broken(why))),
        None => done,
    }
}

fn command(cli: Cli) -> Result<(), Failure> {
    match cli.command {
        Command::Serve(args) => serve::run(&args),
        Command::Demo(args) => demo::run(&args),
        Command::Tally(args) => tally::run(&args),
        Command::Verify(args) => verify::run(&args),
        Command::Registrar(args) => registrar::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Migrate(args) => migrate::run(&args),
        Command::Fsck(args) => fsck::run(&args),
        Command::Staff(args) => staff::run(&args),
        Command::Routes(args) => routes::run(&args),
        Command::OfficeLog(args) => office_log::run(&args),
    }
}

/// Prints JSON for programs.
pub fn print_json(value: &Value) {
    println!("{value:#}");
}
