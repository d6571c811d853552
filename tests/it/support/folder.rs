//! Where throw-away databases lie.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// Memory that looks like a folder.
const IN_MEMORY: &str = "/dev/shm";
/// Room that must be free there, in KiB: many times what a run takes at once.
const LEAST: u64 = 2 * 1024 * 1024;

/// In memory where there is room, else in the temporary folder: making hundreds of databases keeps a disk busier than all
/// tests together, and what is in them need not outlast the machine.
pub fn databases() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| match room(IN_MEMORY) {
        Some(free) if free >= LEAST => PathBuf::from(IN_MEMORY),
        Some(_) | None => std::env::temp_dir(),
    })
}

/// How much is free in a folder, in KiB.
fn room(folder: &str) -> Option<u64> {
    let told = Command::new("df").args(["--output=avail", "-k", folder]).output().ok()?;
    String::from_utf8(told.stdout).ok()?.lines().last()?.trim().parse().ok()
}
