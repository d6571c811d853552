//! The programs of poppler: what others read in a PDF.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::debian;

/// Where a program of poppler is.
fn program(name: &str) -> PathBuf {
    let find = || Some(Path::new("/usr/bin").join(name)).filter(|path| path.exists());
    debian::program(name, &["poppler-utils"], find)
}

/// What a program of poppler says of a file.
pub fn says(name: &str, options: &[&str], file: &Path) -> String {
    String::from_utf8_lossy(&gives(name, options, file)).into_owned()
}

/// What a program of poppler writes about a file.
pub fn gives(name: &str, options: &[&str], file: &Path) -> Vec<u8> {
    let after: &[&str] = if name == "pdftotext" { &["-"] } else { &[] };
    let done = Command::new(program(name)).args(options).arg(file).args(after).output();
    let done = done.expect("poppler runs");
    assert!(done.status.success(), "{name}: {}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}
