//! `schuifruimte registrar`: makes the letters of a round, away from the server. Nothing here uses a network.

pub mod draw;
mod erasure;
mod letters;
mod making;
mod output;
mod pdf;
mod printer;
mod protocol;

use clap::{Args, Subcommand};

use super::Failure;
use crate::domain::control_number::ControlNumber;
use crate::domain::id::RoundId;
use crate::domain::register::{Made, Register};
use crate::domain::seed::Seed;
use crate::domain::voting_code::{CodeKey, VotingCode};
use draw::Draw;

/// Make the letters of a round and what belongs to them, away from the server.
#[derive(Args)]
#[command(
    after_help = "Example: schuifruimte registrar make --round zuilen-2027 --extract extract.csv --printer age1... --out letters"
)]
pub struct RegistrarArgs {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Make(making::MakeArgs),
    Keygen(printer::KeygenArgs),
    Csv(printer::CsvArgs),
    Pdf(pdf::PdfArgs),
    Erase(erasure::EraseArgs),
}

/// Runs the command.
pub fn run(args: &RegistrarArgs) -> Result<(), Failure> {
    match &args.command {
        Command::Make(args) => making::run(args),
        Command::Keygen(args) => printer::keygen(args),
        Command::Csv(args) => printer::csv(args),
        Command::Pdf(args) => pdf::run(args),
        Command::Erase(args) => erasure::run(args),
    }
}

/// Everything that one round's letters are made of.
pub struct Letters {
    /// The code and control number of each letter that is sent.
    pub printed: Vec<(VotingCode, ControlNumber)>,
    /// The same of each letter that lies in reserve.
    pub spares: Vec<(VotingCode, ControlNumber)>,
    /// What the server takes in.
    pub register: Register,
    /// The key under which the server keeps the codes.
    pub key: CodeKey,
}

/// Makes letters that are sent to nobody in particular, in memory: for a demonstration.
pub fn make(round: &RoundId, number: usize, seed: Seed) -> Letters {
    make_with_spares(round, number, 0, seed)
}

/// The same with letters in reserve.
pub fn make_with_spares(round: &RoundId, number: usize, spares: usize, seed: Seed) -> Letters {
    made(Draw::new(round, None, seed), (0..number).map(|_| None), spares)
}

/// Makes letters to residents whom a provider calls by these names, in memory.
pub fn make_for(round: &RoundId, issuer: &str, names: &[String], seed: Seed) -> Letters {
    made(Draw::new(round, Some(issuer.to_string()), seed), names.iter().map(Some), 3)
}

fn made<'a>(mut draw: Draw, names: impl Iterator<Item = Option<&'a String>>, spares: usize) -> Letters {
    let printed = names
        .map(|name| {
            let resident = name.and_then(|name| draw.pseudonym(name));
            draw.letter(Made::Issued, resident)
        })
        .collect();
    let spares = (0..spares).map(|_| draw.letter(Made::Spare, None)).collect();
    let (key, register) = draw.end();
    Letters { printed, spares, register: register.expect("no code was drawn twice"), key }
}
