//! Kill -9 under load, again and again. What voters saw decides: each receipt has its ballot and its leaf, no
//! letter has two ballots, and sending the same again gives the same receipt.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use schuifruimte::domain::seed::Seed;
use schuifruimte::store::ballot;

use super::process::{Answer, Process, Start, fsck};
use super::town::always_open;
use super::voter::{Form, Kept};
use super::{OpenRound, Place, Site, Town, days, now};

/// Voters at once.
const WORKERS: usize = 8;
/// Letters that a worker casts in a round for the first time; then it sends earlier forms again, or changes.
const FRESH: usize = 3;
/// Rounds between two looks with `fsck`.
const LOOK: usize = 50;
/// What voters choose.
const CHOICES: [&[&str]; 4] = [&["01"], &["02", "04"], &["01", "03", "05"], &["06"]];

/// How the service is troubled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// SIGKILL to the service.
    Kill,
    /// The server ends all connections of the service.
    Disconnect,
}

/// One letter, and what its holder knows.
#[derive(Default)]
struct Hand {
    /// What was sent last, and whether it was answered.
    form: Option<(Form, bool)>,
    /// Every receipt, the last one at the end.
    receipts: Vec<Kept>,
}

/// Everything that voters know.
struct Load {
    round: OpenRound,
    hands: Vec<Mutex<Hand>>,
    stop: AtomicBool,
    answers: AtomicUsize,
    broken: AtomicUsize,
    refused: AtomicUsize,
}

fn seed(number: u64, part: usize) -> Seed {
    let mut key = [0; 32];
    key[..8].copy_from_slice(&number.to_be_bytes());
    key[8..16].copy_from_slice(&part.to_be_bytes());
    Seed::new(key)
}

impl Load {
    fn hand(&self, letter: usize) -> std::sync::MutexGuard<'_, Hand> {
        // A worker that found something wrong stops with it in hands; that is told once, by itself.
        self.hands[letter].lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What a worker does while the process lives: first what was not answered, then new letters, then what was
    /// answered before, as it was or changed.
    fn work(&self, process: &Process, worker: usize, known: usize, seed: &mut Seed) {
        let own = |letter: &usize| letter % WORKERS == worker;
        let unanswered = |letter: &usize| matches!(self.hand(*letter).form, Some((_, false)));
        let first: Vec<usize> = (0..known).filter(own).filter(unanswered).collect();
        let fresh = (known..known + FRESH * WORKERS).filter(own);
        for letter in first.into_iter().chain(fresh) {
            if self.send(process, letter, seed).is_err() {
                return;
            }
        }
        while !self.stop.load(Ordering::SeqCst) {
            let place = usize::try_from(seed.below(u32::try_from(known / WORKERS + FRESH).expect("small")))
                .expect("small");
            if self.send(process, place * WORKERS + worker, seed).is_err() {
                return;
            }
        }
    }

    /// Sends the form of a letter: a new one, the one there is, or one that changes the ballot.
    fn send(&self, process: &Process, letter: usize, seed: &mut Seed) -> io::Result<()> {
        let mut hand = self.hand(letter);
        let choices = CHOICES[usize::try_from(seed.below(4)).expect("small")];
        let cast = format!("{letter}-{}", hand.receipts.len());
        let new = Form::new(&self.round, letter, choices, &cast, days(9_000));
        let form = match (&hand.form, hand.receipts.last()) {
            (Some((_, true)), Some(kept)) if seed.below(4) == 0 => new.changing(kept),
            (Some((form, _)), _) => form.clone(),
            (None, _) => new,
        };
        let is_same = matches!(&hand.form, Some((old, true)) if old.is_same(&form));
        if !is_same {
            hand.form = Some((form.clone(), false));
        }
        let answer = form.send(process);
        match &answer {
            Ok(answer) => self.take(&mut hand, &form, answer, is_same),
            Err(_) => _ = self.broken.fetch_add(1, Ordering::SeqCst),
        }
        answer.map(drop)
    }

    fn take(&self, hand: &mut Hand, form: &Form, answer: &Answer, is_same: bool) {
        if matches!(answer.told(), (503, "busy" | "storage_unavailable")) {
            self.refused.fetch_add(1, Ordering::SeqCst);
            return;
        }
        let kept = Kept::of(answer, &self.round, form);
        let kept = kept.unwrap_or_else(|| panic!("letter {}: {:?}", form.letter, answer.told()));
        self.answers.fetch_add(1, Ordering::SeqCst);
        if is_same {
            assert_eq!(hand.receipts.last(), Some(&kept), "sending the same again gives the same receipt");
        } else {
            assert!(!hand.receipts.contains(&kept), "another ballot has another receipt");
            hand.receipts.push(kept);
            hand.form = Some((form.clone(), true));
        }
    }

    /// What stands in the database beside what voters know. Returns how many forms that were not answered are
    /// stored all the same.
    async fn compare(&self, place: &Place) -> usize {
        let place = place.second().await;
        let mut conn = place.store.read().await.expect("a connection");
        let stored = ballot::list(&mut conn, &self.round.id).await.expect("ballots");
        let queued = ballot::queued(&mut conn, &self.round.id).await.expect("leaves");
        drop(conn);
        place.store.close().await;
        let mut stands: BTreeMap<String, String> = BTreeMap::new();
        for voter in stored {
            let commitment = voter.ballot.expect("listed").locked.commitment.to_string();
            assert!(stands.insert(voter.control.to_string(), commitment).is_none(), "one ballot a letter");
        }
        let leaves: BTreeSet<String> = queued.iter().map(|leaf| leaf.commitment.to_string()).collect();
        assert_eq!(leaves.len(), queued.len(), "no leaf stands twice");
        let (mut receipts, mut silent) = (0, 0);
        for letter in 0..self.hands.len() {
            let hand = self.hand(letter);
            receipts += hand.receipts.len();
            let control = self.round.letters.printed[letter].1.to_string();
            let there = stands.remove(&control);
            for kept in &hand.receipts {
                assert!(leaves.contains(&kept.commitment), "the leaf of {control} is lost");
            }
            let last = hand.receipts.last().map(|kept| kept.commitment.clone());
            let is_open = matches!(hand.form, Some((_, false)));
            if there != last {
                assert!(
                    is_open && there.is_some(),
                    "letter {control} has {there:?}, its receipt says {last:?}"
                );
                silent += 1;
            }
        }
        assert_eq!(stands, BTreeMap::new(), "no ballot without a letter that was used");
        assert_eq!(leaves.len(), receipts + silent, "each receipt has its leaf, and nothing else has");
        silent
    }
}

/// One round: the workers work until the trouble comes.
fn trouble(load: &Load, process: &Process, number: usize, drawn: u64, strike: impl FnOnce()) {
    let known = number * FRESH * WORKERS;
    load.stop.store(false, Ordering::SeqCst);
    thread::scope(|scope| {
        let workers: Vec<_> = (0..WORKERS)
            .map(|worker| {
                let mut own = seed(drawn, number * (WORKERS + 1) + worker + 1);
                scope.spawn(move || load.work(process, worker, known, &mut own))
            })
            .collect();
        let wait = seed(drawn, number * (WORKERS + 1)).below(250) + 10;
        thread::sleep(Duration::from_millis(wait.into()));
        strike();
        load.stop.store(true, Ordering::SeqCst);
        for worker in workers {
            worker.join().expect("what a voter saw stands");
        }
    });
}

/// Everything that was not answered is sent until it is.
fn settle(load: &Load, process: &Process) {
    let unanswered = |letter: &usize| matches!(load.hand(*letter).form, Some((_, false)));
    let mut rest: Vec<usize> = (0..load.hands.len()).filter(unanswered).collect();
    for _ in 0..20 {
        rest.iter().for_each(|&letter| load.send(process, letter, &mut seed(0, letter)).expect("it serves"));
        rest.retain(unanswered);
    }
    assert!(rest.is_empty(), "{} forms get no receipt", rest.len());
}

fn start(site: &Site) -> Process {
    Start::of(site).serve()
}

/// So many rounds of trouble, from one seed. The database of the place must be its own to close.
pub async fn run(place: Place, trouble_with: Trouble, rounds: usize, drawn: u64) {
    let town = Town::new(&place).await;
    let letters = rounds * FRESH * WORKERS;
    let round = town.open_large_round("zuilen", &always_open(), letters).await;
    let site = Site::on(&place, "http://schuif.example", now());
    site.add_keys(&round);
    // Nobody but the service has the database open: what was not yet written home is its to find.
    place.store.close().await;
    let load = Load {
        round,
        hands: (0..letters).map(|_| Mutex::default()).collect(),
        stop: AtomicBool::new(false),
        answers: AtomicUsize::new(0),
        broken: AtomicUsize::new(0),
        refused: AtomicUsize::new(0),
    };
    let (mut stood, mut looks, mut process) = (0, 0, start(&site));
    for number in 0..rounds {
        match trouble_with {
            Trouble::Kill => trouble(&load, &process, number, drawn, || process.kill()),
            Trouble::Disconnect => {
                let server = place.second().await;
                let strike = || {
                    let runtime = tokio::runtime::Handle::current();
                    tokio::task::block_in_place(|| runtime.block_on(disconnect(&server)));
                };
                trouble(&load, &process, number, drawn, strike);
                server.store.close().await;
            }
        }
        if (number + 1) % LOOK == 0 || number + 1 == rounds {
            looks += 1;
            assert_eq!(fsck(&site), "", "after round {number}");
            stood += load.compare(&place).await;
            let count = |number: &AtomicUsize| number.load(Ordering::SeqCst);
            eprintln!(
                "{} rounds: {} receipts seen, {} connections broke, {} refused for a moment; {looks} times fsck \
                 found nothing, and {stood} ballots stood whose voter had no answer yet",
                number + 1,
                count(&load.answers),
                count(&load.broken),
                count(&load.refused)
            );
        }
        if trouble_with == Trouble::Kill {
            process = start(&site);
        }
    }
    settle(&load, &process);
    drop(process);
    assert_eq!(load.compare(&place).await, 0, "everything was answered");
    assert_eq!(fsck(&site), "");
}

/// Ends every connection to the database but the one that does it.
async fn disconnect(place: &Place) {
    let ended = "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS BIGINT) FROM pg_stat_activity \
                 WHERE datname = current_database() AND pid <> pg_backend_pid()";
    place.number(ended).await;
}
