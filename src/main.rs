//! The program `schuifruimte`.

use std::process::ExitCode;

use clap::Parser as _;
use schuifruimte::cli::{self, Cli, Failure};

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !matches!(failure, Failure::Said) {
                eprintln!("schuifruimte: {failure}");
            }
            ExitCode::from(failure.status())
        }
    }
}
