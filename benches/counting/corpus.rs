//! All elections with approvals or one choice, in one process.

use std::path::{Path, PathBuf};

use rayon::prelude::*;
use schuifruimte::tally::count::count_in_order;
use schuifruimte::tally::ties::{TieOrder, TieRule};
use schuifruimte::tally::{Rule, pb};

use super::floor;
use super::peers::Peer;
use super::times::{self, Times};

/// What was measured over all files together.
#[derive(Default)]
pub struct Corpus {
    /// How many files, and their bytes.
    pub size: (usize, u64),
    /// Fetching the bytes and splitting them.
    pub split: Times,
    /// Fetching and reading.
    pub read: Times,
    /// Counting by Equal Shares, one run.
    pub plain: Times,
    /// All of it, from the first file to the last count.
    pub whole: Times,
    /// The same by two threads.
    pub by_two: Times,
    /// For each peer its reading and its counting.
    pub peers: Vec<(&'static str, Times, Times)>,
}

/// The files of the cases that hold approvals or one choice, largest first.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder of the cases").flatten();
    let mut files: Vec<(usize, PathBuf)> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "pb"))
        .filter_map(|path| {
            let bytes = std::fs::read(&path).ok()?;
            let election = pb::read(&bytes).ok()?;
            let kind = election.meta("vote_type")?;
            ["approval", "choose-1"].contains(&kind).then_some((bytes.len(), path))
        })
        .collect();
    files.sort_by(|one, other| other.0.cmp(&one.0).then(one.1.cmp(&other.1)));
    files.into_iter().map(|(_, path)| path).collect()
}

/// Measures in so many rounds.
pub fn measure(files: &[PathBuf], rounds: usize, peers: &mut [Peer]) -> Corpus {
    let bytes = files.iter().map(|path| std::fs::metadata(path).expect("a file").len()).sum();
    let mut corpus = Corpus { size: (files.len(), bytes), ..Corpus::default() };
    corpus.peers = peers.iter().map(|peer| (peer.name, Times::default(), Times::default())).collect();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(2).build().expect("two threads");
    for _ in 0..rounds {
        corpus.split.add(times::once(|| files.iter().map(|path| split(path)).sum::<usize>()).0);
        let (whole, parts) = times::once(|| files.iter().map(|path| counted(path)).collect::<Vec<_>>());
        corpus.whole.add(whole);
        corpus.read.add(parts.iter().map(|(read, _)| read).sum());
        corpus.plain.add(parts.iter().map(|(_, count)| count).sum());
        let both = || pool.install(|| files.par_iter().with_max_len(1).map(|path| counted(path)).count());
        corpus.by_two.add(times::once(both).0);
        for (peer, (_, read, count)) in peers.iter_mut().zip(&mut corpus.peers) {
            if !read.is_enough() && !count.is_enough() {
                let (loaded, counted) = ask(peer, files);
                read.add(loaded);
                count.add(counted);
            }
        }
    }
    corpus
}

fn split(path: &Path) -> usize {
    floor::split(&std::fs::read(path).expect("a file"), &mut Vec::new())
}

/// The time of reading and of counting.
fn counted(path: &Path) -> (u64, u64) {
    let read = || pb::read(&std::fs::read(path).expect("a file")).expect("an election").instance;
    let (read, instance) = times::once(read);
    let method = Rule::equal_shares().method;
    let count = || count_in_order(&instance, &method, &TieOrder::new(&instance, &[TieRule::IdText])).is_ok();
    (read, times::once(count).0)
}

/// The same by a peer. What it refuses counts for nothing.
fn ask(peer: &mut Peer, files: &[PathBuf]) -> (u64, u64) {
    let mut sums = (0, 0);
    for path in files {
        sums.0 += peer.ask(&format!("load {}", path.display())).map_or(0, |answer| answer.time);
        sums.1 += peer.ask("plain").map_or(0, |answer| answer.time);
    }
    sums
}
