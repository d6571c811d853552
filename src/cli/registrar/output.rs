//! Files that only their owner can read: made in a folder beside the wanted one, which takes its name at the
//! very end, so that a refusal half-way leaves nothing behind.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::cli::Failure;
use crate::domain::digest::Digest;

/// A folder that is being filled.
pub(super) struct Output {
    wanted: PathBuf,
    half: PathBuf,
    is_done: bool,
}

impl Output {
    /// Begins a folder. One that holds anything is refused.
    pub(super) fn begin(wanted: &Path) -> Result<Output, Failure> {
        let told = |error: io::Error| Failure::refused(format!("{}: {error}", wanted.display()));
        if wanted.exists() && (!wanted.is_dir() || fs::read_dir(wanted).map_err(told)?.next().is_some()) {
            let reason = "this is not an empty folder; letters are never written over";
            return Err(Failure::refused(format!("{}: {reason}", wanted.display())));
        }
        let mut name = wanted.file_name().unwrap_or_default().to_os_string();
        if name.is_empty() {
            return Err(Failure::refused("--out takes the name of a folder"));
        }
        name.push(".part");
        let half = wanted.with_file_name(name);
        DirBuilder::new().mode(0o700).create(&half).map_err(|error| {
            let hint = if half.exists() { "; erase what a run that was broken off left there" } else { "" };
            Failure::refused(format!("{}: {error}{hint}", half.display()))
        })?;
        Ok(Output { wanted: wanted.to_path_buf(), half, is_done: false })
    }

    /// A new file in the folder.
    pub(super) fn file(&self, name: &str) -> Result<Hashing, Failure> {
        Hashing::create(&self.half.join(name))
    }

    /// Writes a whole file: its fingerprint.
    pub(super) fn write(&self, name: &str, parts: impl Iterator<Item = String>) -> Result<Digest, Failure> {
        let told = |error: io::Error| Failure::refused(format!("{name}: {error}"));
        let mut file = self.file(name)?;
        for part in parts {
            file.write_all(part.as_bytes()).map_err(told)?;
        }
        file.end().map_err(told)
    }

    /// Gives the folder its name.
    pub(super) fn end(mut self) -> Result<(), Failure> {
        fs::rename(&self.half, &self.wanted)
            .map_err(|error| Failure::refused(format!("{}: {error}", self.wanted.display())))?;
        self.is_done = true;
        Ok(())
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        for entry in fs::read_dir(&self.half).into_iter().flatten().flatten() {
            wipe(&entry.path()).ok();
        }
        fs::remove_dir(&self.half).ok();
    }
}

/// A new file, and the fingerprint of what is written to it.
pub(super) struct Hashing {
    file: BufWriter<File>,
    hasher: Sha256,
}

impl Hashing {
    /// Makes a file; one that exists is refused.
    pub(super) fn create(path: &Path) -> Result<Hashing, Failure> {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
        let file = file.map_err(|error| Failure::refused(format!("{}: {error}", path.display())))?;
        Ok(Hashing { file: BufWriter::new(file), hasher: Sha256::new() })
    }

    /// Makes it durable.
    pub(super) fn end(self) -> io::Result<Digest> {
        self.file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        Ok(Digest::from_bytes(self.hasher.finalize().into()))
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes zeros over a file and removes it.
pub(super) fn wipe(path: &Path) -> io::Result<()> {
    let mut left = fs::symlink_metadata(path)?.len();
    let mut file = OpenOptions::new().write(true).open(path)?;
    let zeros = [0; 64 * 1024];
    while left > 0 {
        let piece = zeros.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        file.write_all(&zeros[..piece])?;
        left -= u64::try_from(piece).expect("a piece is short");
    }
    file.sync_all()?;
    fs::remove_file(path)
}
