//! Erasing what a finished round leaves with the registrar.

use std::fs;
use std::path::PathBuf;

use clap::Args;

use super::output::wipe;
use crate::cli::Failure;

/// Files that hold persons, codes or keys, or that only serve while letters are made.
const WORKING: [&str; 4] = ["letters.age", "letters.csv", "code.key", "register.upload"];
/// How the names of files with printed letters begin.
pub(super) const SHEETS: &str = "brieven-";
/// What stays: it holds no person and no code.
const KEPT: &str = "protocol.txt";

/// Write over and remove the letters and keys of a finished round; protocol.txt stays.
///
/// Writing over a file reaches the place where a plain disk keeps it. On flash storage, on a file system that
/// keeps snapshots, and in backups, old copies may remain: keep letters on an encrypted disk and destroy its
/// key.
#[derive(Args)]
#[command(after_help = "Example: schuifruimte registrar erase letters --yes")]
pub struct EraseArgs {
    /// The folder that `make` or `pdf` filled
    folder: PathBuf,
    /// Really erase
    #[arg(long)]
    yes: bool,
}

/// Runs the command.
pub(super) fn run(args: &EraseArgs) -> Result<(), Failure> {
    let shown = args.folder.display();
    let told = |error: std::io::Error| Failure::refused(format!("{shown}: {error}"));
    let (mut working, mut other) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(&args.folder).map_err(told)? {
        let entry = entry.map_err(told)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_file = entry.file_type().map_err(told)?.is_file();
        let is_sheets = name.starts_with(SHEETS) && name.ends_with(".pdf");
        if is_file && (WORKING.contains(&name.as_str()) || is_sheets || name.ends_with(".part")) {
            working.push(name);
        } else if name != KEPT {
            other.push(name);
        }
    }
    working.sort();
    other.sort();
    if working.is_empty() {
        return Err(Failure::refused(format!("{shown}: there is nothing to erase here")));
    }
    if !args.yes {
        let list = working.join(", ");
        return Err(Failure::refused(format!(
            "this erases {list} in {shown} for ever; add --yes when the round is over"
        )));
    }
    for name in &working {
        let path = args.folder.join(name);
        wipe(&path).map_err(|error| Failure::refused(format!("{}: {error}", path.display())))?;
        println!("erased {name}");
    }
    if args.folder.join(KEPT).exists() {
        println!("left {KEPT}");
    }
    // What a run that was broken off left behind goes as a whole.
    fs::remove_dir(&args.folder).ok();
    for name in other {
        println!("left {name}: look yourself whether it holds persons or codes");
    }
    Ok(())
}
