//! Several elections at once, each read, counted, said and dropped before its thread takes the next.

use std::collections::BTreeMap;
use std::io::{self, IsTerminal as _, Write as _};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use indicatif::{ProgressBar, ProgressStyle};

use super::refusal::Refusal;

/// The elections that were asked for.
pub(super) enum Asked {
    /// One file.
    One(PathBuf),
    /// Several, or a folder: each is told apart.
    Many(Vec<PathBuf>),
}

impl Asked {
    /// The files in the order in which they are said: as given, and those of a folder by name.
    pub(super) fn of(paths: &[PathBuf]) -> Result<Asked, Refusal> {
        if let [path] = paths
            && !path.is_dir()
        {
            return Ok(Asked::One(path.clone()));
        }
        let mut files = Vec::new();
        for path in paths {
            if path.is_dir() {
                files.extend(elections_in(path)?);
            } else {
                files.push(path.clone());
            }
        }
        Ok(Asked::Many(files))
    }
}

fn elections_in(folder: &Path) -> Result<Vec<PathBuf>, Refusal> {
    let refused = |error: io::Error| Refusal::file(folder, error);
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(refused)? {
        let path = entry.map_err(refused)?.path();
        if path.extension().is_some_and(|ending| ending == "pb") && path.is_file() {
            files.push(path);
        }
    }
    if files.is_empty() {
        return Err(Refusal::file(folder, "there is no .pb file in this folder"));
    }
    files.sort();
    Ok(files)
}

/// What came of one file.
pub(super) type Said = Result<String, Refusal>;

/// Makes the text of each file with up to `threads` at once and prints them in order; refusals go through
/// `refused` to standard error. How many there were; it fails when standard output does.
pub(super) fn run(
    files: &[PathBuf],
    threads: usize,
    make: impl Fn(&Path) -> Said + Sync,
    refused: impl Fn(&Refusal) -> String,
) -> io::Result<usize> {
    let next = AtomicUsize::new(0);
    let (to_printer, from_counters) = mpsc::channel();
    let bar = progress(files.len());
    std::thread::scope(|scope| {
        for _ in 0..threads.min(files.len()) {
            let (to_printer, next, make) = (to_printer.clone(), &next, &make);
            scope.spawn(move || {
                loop {
                    let place = next.fetch_add(1, Ordering::Relaxed);
                    let Some(file) = files.get(place) else { return };
                    // The printer is gone when nobody reads on.
                    if to_printer.send((place, make(file))).is_err() {
                        return;
                    }
                }
            });
        }
        drop(to_printer);
        let mut printer = Printer { waiting: BTreeMap::new(), next: 0, refusals: 0 };
        for (place, said) in from_counters {
            printer.waiting.insert(place, said);
            bar.inc(1);
            bar.suspend(|| printer.print(&refused))?;
        }
        bar.finish_and_clear();
        Ok(printer.refusals)
    })
}

/// Prints in order what arrives in any order.
struct Printer {
    waiting: BTreeMap<usize, Said>,
    next: usize,
    refusals: usize,
}

impl Printer {
    fn print(&mut self, refused: impl Fn(&Refusal) -> String) -> io::Result<()> {
        while let Some(said) = self.waiting.remove(&self.next) {
            self.next += 1;
            match said {
                Ok(text) => writeln!(io::stdout().lock(), "{text}")?,
                Err(refusal) => {
                    self.refusals += 1;
                    writeln!(io::stderr(), "{}", refused(&refusal)).ok();
                }
            }
        }
        Ok(())
    }
}

/// As many threads as were asked for, or one a core.
pub(super) fn threads(asked: Option<u16>) -> usize {
    let cores = || std::thread::available_parallelism().map_or(1, NonZero::get);
    asked.map_or_else(cores, usize::from)
}

fn progress(length: usize) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{wide_bar} {pos} of {len}").expect("the template is right");
    ProgressBar::new(u64::try_from(length).expect("fewer than 2^64 files")).with_style(style)
}
