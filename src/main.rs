//! The program `schuifruimte`.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Parser as _;
use schuifruimte::cli::{self, Cli, Failure};

fn main() -> ExitCode {
    match cli::run(Cli::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if !matches!(failure, Failure::Said) {
                // Where standard error cannot be written, the exit status still says it.
                writeln!(std::io::stderr(), "schuifruimte: {failure}").ok();
            }
            ExitCode::from(failure.status())
        }
    }
}
