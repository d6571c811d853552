//! The last minute of a vote (R7, R14, A68): two copies whose clocks are ten minutes apart, voters at both, and an
//! officer who closes the vote through one of them.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use schuifruimte::acts;
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::time::Moment;

use super::debian::program;
use super::people::{JORIS, PASSWORD};
use super::process::{Answer, Process, Start, fields};
use super::site::between;
use super::town::plan;
use super::voter::{Form, Kept};
use super::{OpenRound, Place, Site, Town, days, now};

/// What a voter came to: a receipt, or `None` when the vote was closed; and how long the answers took.
struct End {
    kept: Option<Kept>,
    took: Vec<Duration>,
}

/// So many voters, by so many hands at once.
pub async fn last_minute(place: &Place, voters: usize, hands: usize) {
    let town = Town::new(place).await;
    let round = town.open_large_round("zuilen", &plan("Zuilen"), voters).await;
    let site = Site::on(place, "http://schuif.example", now());
    site.add_keys(&round);
    let before = days(14).plus_minutes(-1);
    let copies = [at(&site, before), at(&site, before.plus_minutes(10))];
    let cookie = sign_in(&copies[1]);
    let receipts = AtomicUsize::new(0);
    let ends = std::thread::scope(|scope| {
        let closing = scope.spawn(|| {
            while receipts.load(Ordering::SeqCst) < voters / 2 {
                std::thread::sleep(Duration::from_millis(1));
            }
            let path = "/bureau/rondes/zuilen/stap/close";
            copies[1].post_as(path, voters, &cookie, &fields(&[("word", "sluiten")])).expect("an answer")
        });
        let ends = super::process::at_once(voters, hands, |letter| {
            let end = vote(&round, &copies[letter % 2], letter);
            receipts.fetch_add(usize::from(end.kept.is_some()), Ordering::SeqCst);
            end
        });
        let closed = closing.join().expect("an answer");
        assert!(matches!(closed.status, 200 | 303), "{:?}", closed.told());
        ends
    });
    report(&ends);
    assert_counted(place, &round, ends).await;
    for copy in &copies {
        assert!(!copy.said().contains("panicked"), "{}", copy.said());
    }
}

/// A copy that believes it is another moment now.
fn at(site: &Site, moment: Moment) -> Process {
    let real = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let ahead = moment.micros() / 1_000_000 - i64::try_from(real).expect("small");
    Start::of(site)
        .with("LD_PRELOAD", library().to_string_lossy())
        .with("FAKETIME", format!("{ahead:+}"))
        .with("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .serve()
}

fn library() -> PathBuf {
    program("libfaketime", &["faketime"], || {
        let folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten();
        let mut found = folders.map(|folder| folder.path().join("faketime/libfaketimeMT.so.1"));
        found.find(|path| path.is_file())
    })
}

fn sign_in(copy: &Process) -> String {
    let form = fields(&[("login", JORIS.login), ("password", PASSWORD)]);
    let answer = copy.post_as("/bureau/aanmelden", 0, "", &form).expect("an answer");
    between(&answer.headers, "set-cookie: ", ";").expect("a cookie").to_string()
}

/// A voter tries until there is a receipt or the vote is closed. The forms were opened in time.
fn vote(round: &OpenRound, copy: &Process, letter: usize) -> End {
    let choices: [&[&str]; 3] = [&["01"], &["02", "04"], &["01", "03", "05"]];
    let form = Form::new(round, letter, choices[letter % 3], &format!("cast-{letter}"), days(15));
    let mut took = Vec::new();
    for _ in 0..100 {
        let began = Instant::now();
        let answer: Answer = form.send(copy).expect("an answer");
        took.push(began.elapsed());
        let kept = Kept::of(&answer, round, &form);
        match answer.told() {
            (200, "receipt") | (403, "round_closed") => return End { kept, took },
            (503, _) => std::thread::sleep(Duration::from_millis(100)),
            told => panic!("letter {letter}: {told:?}"),
        }
    }
    panic!("letter {letter} gets no answer: {}", copy.said());
}

fn report(ends: &[End]) {
    let mut took: Vec<Duration> = ends.iter().flat_map(|end| end.took.clone()).collect();
    took.sort();
    let receipts = ends.iter().filter(|end| end.kept.is_some()).count();
    eprintln!(
        "{} voters, {receipts} receipts, {} answers with 503; half of the answers within {:?}, 99 in 100 within \
         {:?}, the last {:?}",
        ends.len(),
        took.len() - ends.len(),
        took[took.len() / 2],
        took[took.len() * 99 / 100],
        took.last()
    );
}

/// Every receipt is in the log before the close, and nothing else is.
async fn assert_counted(place: &Place, round: &OpenRound, ends: Vec<End>) {
    let refused = ends.iter().filter(|end| end.kept.is_none()).count();
    let kept: BTreeSet<String> = ends.into_iter().filter_map(|end| Some(end.kept?.commitment)).collect();
    assert!(refused > 0 && !kept.is_empty(), "the close came in the middle: {} and {refused}", kept.len());
    let mut conn = place.store.read().await.expect("a connection");
    let entries = acts::log::entries(&mut conn, &round.id).await.expect("a log");
    let logged: Vec<String> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Ballot { commitment, .. } => Some(commitment.to_string()),
            _ => None,
        })
        .collect();
    assert_eq!(logged.len(), kept.len(), "nothing else is counted");
    assert_eq!(logged.into_iter().collect::<BTreeSet<_>>(), kept);
    let Some(Entry::Close { ballots, .. }) = entries.last() else { panic!("the log ends with the close") };
    assert_eq!(usize::try_from(*ballots), Ok(kept.len()));
    let boxed = place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await;
    assert_eq!(usize::try_from(boxed), Ok(kept.len()));
}
