//! Areas made of neighbourhoods, their figures, and the keys that divide money over them.

pub mod city;
mod division;
mod files;
pub mod key;
mod laws;
mod nesting;
mod pages;
mod report;

use std::path::{Path, PathBuf};

/// The folder with the files of Utrecht, beside the one with the election cases. They are not part of the project; a test that
/// needs them says that it did not run when they are not there.
pub fn utrecht(test: &str) -> Option<PathBuf> {
    let beside = std::env::var_os("SCHUIFRUIMTE_CASES").map(|cases| Path::new(&cases).join("../utrecht"));
    let folder = beside.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/utrecht"));
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("*** {test} DID NOT RUN: the files of Utrecht are not in {} ***", folder.display());
    None
}
