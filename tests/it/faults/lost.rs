//! The server ends connections in the middle of the vote (R9, R10): a restart, a fail-over, an administrator.

use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::time::Duration;

use tokio::runtime::Handle;

use super::Scene;
use crate::support::on_server;
use crate::support::process::{Process, Start, at_once};
use crate::support::voter::Kept;

/// Letters that are cast meanwhile.
const VOTERS: usize = 200;

#[test]
fn a_connection_that_breaks_loses_no_receipt_and_nobody_needs_more_than_the_same_form_again() {
    on_server(|place| async move {
        let scene = Scene::new(&place, VOTERS).await;
        let process = Start::of(&scene.site).serve();
        let (done, ended) = (AtomicBool::new(false), AtomicI64::new(0));
        let runtime = Handle::current();
        let answers = std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::SeqCst) {
                    ended.fetch_add(runtime.block_on(place.number(DISCONNECT)), Ordering::SeqCst);
                    std::thread::sleep(Duration::from_millis(20));
                }
            });
            let answers = at_once(VOTERS, 8, |letter| cast(&scene, &process, letter));
            done.store(true, Ordering::SeqCst);
            answers
        });
        let refused: usize = answers.iter().map(|(_, refused)| refused).sum();
        eprintln!("lost: {ended:?} connections ended, {refused} times a voter was told to try again");
        assert!(ended.load(Ordering::SeqCst) > 0, "connections were in use");
        scene.assert_ballots(VOTERS).await;
        for (letter, (kept, _)) in answers.iter().enumerate() {
            assert_eq!(&scene.receipt(&process, letter), kept, "the receipt that the voter saw stands");
        }
    });
}

/// Ends every connection to the database but the one that does it: how many there were.
const DISCONNECT: &str = "SELECT CAST(COUNT(pg_terminate_backend(pid)) AS BIGINT) FROM pg_stat_activity \
                          WHERE datname = current_database() AND pid <> pg_backend_pid()";

/// A voter sends the same form until there is a receipt: that, and how often it was to be tried again.
fn cast(scene: &Scene, process: &Process, letter: usize) -> (Kept, usize) {
    let form = scene.form(letter);
    for refused in 0..200 {
        let answer = form.send(process).expect("it serves");
        if let Some(kept) = Kept::of(&answer, &scene.round, &form) {
            return (kept, refused);
        }
        assert!(matches!(answer.told(), (503, "busy" | "storage_unavailable")), "{:?}", answer.told());
        assert!(answer.headers.contains("retry-after: "), "{}", answer.headers);
    }
    panic!("letter {letter} gets no receipt: {}", process.said());
}
