//! `schuifruimte registrar`: makes the letters of a round, away from the server.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use crate::domain::control_number::{ControlNumber, NUMBERS};
use crate::domain::id::RoundId;
use crate::domain::register::{Entry, MAX_LETTERS, Register};
use crate::domain::seed::Seed;
use crate::domain::voting_code::{CodeKey, LENGTH, VotingCode};
use crate::entropy::Entropy;
use crate::keys::write_code_key;

/// Make voting codes for a round, away from the server: letters, upload and key as three files.
///
/// The folder then holds `letters.csv` (codes and control numbers for the printer: keep it away from the
/// server), `register.upload` (keyed hashes and control numbers) and `code.key` (carry it apart).
#[derive(Args)]
#[command(after_help = "Example: schuifruimte registrar --round zuilen-2027 --letters 6920 --out letters/")]
pub struct RegistrarArgs {
    /// Short name of the round
    #[arg(long)]
    round: String,
    /// How many letters
    #[arg(long)]
    letters: u32,
    /// A folder that does not hold letters yet
    #[arg(long)]
    out: PathBuf,
}

/// Everything that one round's letters are made of.
pub struct Letters {
    /// The code and control number of each letter.
    pub printed: Vec<(VotingCode, ControlNumber)>,
    /// What the server takes in.
    pub register: Register,
    /// The key under which the server keeps the codes.
    pub key: CodeKey,
}

/// Runs the command.
pub fn run(args: &RegistrarArgs) -> Result<(), Failure> {
    let round = RoundId::parse(&args.round)
        .map_err(|_| Failure::refused("--round takes small letters, digits and single hyphens"))?;
    let number = usize::try_from(args.letters).unwrap_or(usize::MAX);
    if !(1..=MAX_LETTERS).contains(&number) {
        return Err(Failure::refused("--letters takes a number from 1 to 1,000,000"));
    }
    let letters = make(&round, number, Seed::new(Entropy::system().seed()));
    std::fs::create_dir_all(&args.out)
        .map_err(|error| Failure::refused(format!("{}: {error}", args.out.display())))?;
    write(&args.out.join("letters.csv"), &csv(&letters))?;
    write(&args.out.join("register.upload"), &letters.register.write())?;
    write(&args.out.join("code.key"), &write_code_key(&round, &letters.key))?;
    println!("{number} letters for {round}, register root {}", letters.register.root());
    Ok(())
}

/// Makes letters: codes and control numbers that do not repeat, and no code that spells a rude word.
pub fn make(round: &RoundId, number: usize, mut seed: Seed) -> Letters {
    let key = CodeKey::from_bytes(seed.bytes());
    let (mut controls, mut macs) = (BTreeSet::new(), BTreeSet::new());
    let mut printed = Vec::with_capacity(number);
    let mut entries = Vec::with_capacity(number);
    while printed.len() < number {
        let code = VotingCode::from_values(std::array::from_fn::<u32, { LENGTH - 1 }, _>(|_| seed.below(31)));
        let control = ControlNumber::new(seed.below(NUMBERS));
        let code_mac = key.mac(round, &code);
        if code.is_rude() || controls.contains(&control) || !macs.insert(code_mac) {
            continue;
        }
        controls.insert(control);
        entries.push(Entry { code_mac, control });
        printed.push((code, control));
    }
    let register = Register::new(round.clone(), entries).expect("no letter was taken twice");
    Letters { printed, register, key }
}

fn csv(letters: &Letters) -> String {
    let row = |(place, (code, control)): (usize, &(VotingCode, ControlNumber))| {
        format!("{};{};{control}\n", place + 1, code.for_the_letter())
    };
    let rows: String = letters.printed.iter().enumerate().map(row).collect();
    format!("letter;code;control\n{rows}")
}

/// Writes a new file that only its owner can read.
fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let told = |error: std::io::Error| Failure::refused(format!("{}: {error}", path.display()));
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(told)?;
    file.write_all(text.as_bytes()).map_err(told)
}
