//! `schuifruimte office-log`: checks a staff log against the anchors that were published, on any machine.

use std::path::{Path, PathBuf};

use clap::Args;

use super::Failure;
use crate::domain::log::anchor;
use crate::domain::log::note::NoteVerifier;

/// Check a staff log, as an auditor gets it, against the anchors that were published each day.
///
/// It needs no database and no network. An anchor that you kept yourself is worth most: give the file from that day.
#[derive(Args)]
#[command(
    after_help = "Example: schuifruimte office-log staff-log.jsonl --anchors anchors.jsonl --state state.txt --key 'ruimte.example/office/anchors+...'\nExit status 0 when they agree, 1 when they do not, 2 when the input cannot be read."
)]
pub struct OfficeLogArgs {
    /// The staff log: one entry a line
    log: PathBuf,
    /// The anchors: one a line
    #[arg(long)]
    anchors: PathBuf,
    /// The signed state of the anchors
    #[arg(long, requires = "key")]
    state: Option<PathBuf>,
    /// The public key of the log, as the page shows it
    #[arg(long, requires = "state")]
    key: Option<String>,
}

/// Runs the command.
pub fn run(args: &OfficeLogArgs) -> Result<(), Failure> {
    let (log, lines) = (read(&args.log)?, read(&args.anchors)?);
    let wrong = |wrong: anchor::Disagreement| Failure::NotHolding(wrong.to_string());
    let anchors = anchor::read(rows(&lines)).map_err(wrong)?;
    if anchors.is_empty() {
        return Err(Failure::NotHolding("there are no anchors to hold the staff log against".to_string()));
    }
    if let (Some(state), Some(key)) = (&args.state, &args.key) {
        let key = NoteVerifier::parse(key).ok_or_else(|| Failure::refused("the key cannot be read"))?;
        let note = String::from_utf8(read(state)?).map_err(|_| Failure::refused("the state is no text"))?;
        anchor::check_note(&anchors, &note, &key).map_err(wrong)?;
        println!("the state of {} anchors is signed with this key", anchors.len());
    }
    let count = anchor::check_log(&anchors, rows(&log)).map_err(wrong)?;
    let seen = anchors.last().map_or(0, |last| last.entries);
    println!(
        "the staff log has {count} entries; {} anchors agree with it, the newest saw {seen}: no anchor says anything of \
         the {} after it",
        anchors.len(),
        count.saturating_sub(seen)
    );
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(|error| Failure::refused(format!("{}: {error}", path.display())))
}

/// The lines of a file, without an empty one at the end.
fn rows(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.strip_suffix(b"\n").unwrap_or(bytes).split(|byte| *byte == b'\n').filter(|line| !line.is_empty())
}
