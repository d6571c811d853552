//! What lies beneath the pages, layer by layer, in this process: the writer without HTTP, the statements
//! without the writer, and the disk without a database.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use schuifruimte::acts::ballot::{Sending, Who, Writer};
use schuifruimte::cli::service::Service;
use schuifruimte::domain::ballot_box::{BallotBox, Locked};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::LetterId;
use schuifruimte::domain::leaf::Leaf;
use schuifruimte::domain::round::Phase;
use schuifruimte::domain::seed::Seed;
use schuifruimte::store::ballot::Stored;
use schuifruimte::store::{self, ballot, round};

use super::load::Taken;
use super::town::Town;

/// Rows of a transaction of the statements alone.
pub const ROWS: usize = 64;
/// Bytes that the disk takes at a time: about what 64 ballots are to a write-ahead log.
const PIECE: usize = 128 * 1024;

/// Hands in votes of these letters with so many tasks at once, until they are done or the time is over.
pub async fn writer(
    town: &Arc<Town>,
    service: &Service,
    letters: std::ops::Range<usize>,
    (tasks, time): (usize, Duration),
) -> Taken {
    let (ballots, writer) = (town.ballots(service).await, Writer::start(service.store.clone()));
    let (next, last) = (Arc::new(AtomicUsize::new(letters.start)), letters.end);
    let start = Instant::now();
    let tasks: Vec<_> = (0..tasks)
        .map(|_| {
            let (town, ballots, writer, next) = (town.clone(), ballots.clone(), writer.clone(), next.clone());
            let (clock, entropy) = (service.clock.clone(), service.entropy.clone());
            tokio::spawn(async move {
                let mut seen = Taken::default();
                while start.elapsed() < time {
                    let letter = next.fetch_add(1, Ordering::Relaxed);
                    if letter >= last {
                        break;
                    }
                    let sent = Instant::now();
                    let seed = Seed::new(entropy.seed());
                    let sending = Sending::new(ballots.clone(), town.vote(letter), clock.now(), seed);
                    match writer.cast(sending.expect("a vote that follows the rules")).await {
                        Ok(_) => seen.waits.push(micros(sent)),
                        Err(error) => seen.other(error.to_string()),
                    }
                }
                seen
            })
        })
        .collect();
    let mut parts = Vec::new();
    for task in tasks {
        parts.push(task.await.expect("a task does not stop half-way"));
    }
    Taken::all(start.elapsed(), parts)
}

/// The statements that store votes, in transactions of [`ROWS`] rows one after the other, with ballots that
/// were locked before. Waits are those of whole transactions, once for each of their votes.
pub async fn statements(
    town: &Town,
    service: &Service,
    letters: std::ops::Range<usize>,
    time: Duration,
) -> Taken {
    let ballots = town.ballots(service).await;
    let mut seed = Seed::new(service.entropy.seed());
    let letters: Vec<usize> = letters.collect();
    let (start, mut seen) = (Instant::now(), Taken::default());
    let mut worked = Duration::ZERO;
    for chunk in letters.chunks_exact(ROWS) {
        if start.elapsed() >= time {
            break;
        }
        let ready: Vec<_> = chunk.iter().map(|&letter| locked(town, &ballots, letter, &mut seed)).collect();
        let began = Instant::now();
        transaction(service, &ballots, &ready).await;
        worked += began.elapsed();
        seen.waits.extend(std::iter::repeat_n(micros(began), ROWS));
    }
    Taken::all(worked, [seen])
}

/// A vote by the hash of its code, ready to be stored.
fn locked(town: &Town, ballots: &BallotBox, letter: usize, seed: &mut Seed) -> (Digest, Stored) {
    let vote = town.vote(letter);
    let Who::Letter { code, .. } = vote.who else { unreachable!("votes are sent under letters") };
    let bytes = vec![7; 74 + ballots.rules().longest_ballot()];
    let locked = Locked { bytes, commitment: Digest::from_bytes(seed.bytes()) };
    (code, Stored { locked, cast: vote.cast, wrong_change_codes: 0 })
}

async fn transaction(service: &Service, ballots: &BallotBox, ready: &[(Digest, Stored)]) {
    let id = &ballots.rules().round;
    let codes: Vec<Digest> = ready.iter().map(|(code, _)| *code).collect();
    let mut tx = service.store.begin().await.expect("a transaction");
    assert!(round::claim(&mut tx, id, Phase::Open).await.expect("a claim"), "the round is open");
    let voters = ballot::by_code(&mut tx, id, &codes).await.expect("letters");
    let of = |code: &Digest| &voters[code];
    let rows: Vec<(LetterId, Stored)> =
        ready.iter().map(|(code, stored)| (of(code).letter.clone(), stored.clone())).collect();
    let leaf = |(code, stored): &(Digest, Stored)| {
        let (control, commitment) = (of(code).control, stored.locked.commitment);
        Leaf { control, commitment, replaces: None, voided: false }
    };
    let leaves: Vec<Leaf> = ready.iter().map(leaf).collect();
    let added = ballot::add(&mut tx, id, &rows).await.expect("ballots");
    assert_eq!(added.len(), ready.len(), "every ballot is new");
    ballot::queue(&mut tx, id, &leaves).await.expect("leaves");
    store::commit(tx).await.expect("a commit");
}

/// Writes pieces to the end of a file, each on disk before the next: what no database can beat.
pub fn disk(folder: &Path, time: Duration) -> Taken {
    let path = folder.join("disk");
    let mut file = OpenOptions::new().append(true).create(true).open(&path).expect("a file");
    let (start, mut seen, piece) = (Instant::now(), Taken::default(), vec![7; PIECE]);
    while start.elapsed() < time {
        let began = Instant::now();
        file.write_all(&piece).expect("room");
        file.sync_data().expect("a disk");
        seen.waits.push(micros(began));
    }
    std::fs::remove_file(&path).expect("the file is there");
    Taken::all(start.elapsed(), [seen])
}

fn micros(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_micros()).expect("a wait of a human life at most")
}
