//! Someone else holds the database (R3, A28): an administrator at a prompt, a backup gone wrong.

use std::time::{Duration, Instant};

use schuifruimte::domain::round::Phase;
use schuifruimte::store::round;

use super::{Scene, assert_told_to_wait};
use crate::support::on_both;
use crate::support::process::{Start, at_once};
use crate::support::voter::Kept;

/// Voters who try while it is held.
const VOTERS: usize = 40;

#[test]
fn voters_hear_that_it_is_busy_while_the_round_is_locked_and_the_same_forms_count_after_it() {
    on_both(|place| async move {
        let scene = Scene::new(&place, VOTERS).await;
        let process = Start::of(&scene.site).serve();
        scene.receipt(&process, 0);
        // The write lock of SQLite, the row of the round on PostgreSQL: held by another process than the service.
        let mut held = place.store.begin().await.expect("the lock");
        assert!(round::claim(&mut held, &scene.round.id, Phase::Open).await.expect("a row"));
        let forms: Vec<_> = (1..VOTERS).map(|letter| scene.form(letter)).collect();
        let ask = |letter: usize| {
            if letter.is_multiple_of(4) {
                // Whoever only looks does not wait for those who write.
                let (began, page) = (Instant::now(), process.get("/rondes/zuilen").expect("it serves"));
                assert_eq!(page.status, 200);
                (Duration::ZERO, began.elapsed())
            } else {
                let (form, began) = (&forms[letter], Instant::now());
                let answer = form.send(&process).expect("it serves");
                assert_told_to_wait(&answer, form, &["busy"]);
                (began.elapsed(), Duration::ZERO)
            }
        };
        // Fewer hands than voters: some come while others wait already. All are answered while it is locked.
        let times = at_once(VOTERS - 1, 16, ask);
        let (voter, page) = (times.iter().map(|time| time.0).max(), times.iter().map(|time| time.1).max());
        eprintln!("locked: a voter waited {voter:?} at most, a page took {page:?} at most");
        drop(held);
        scene.assert_ballots(1).await;
        at_once(VOTERS - 1, 16, |letter| {
            let answer = forms[letter].send(&process).expect("it serves");
            Kept::of(&answer, &scene.round, &forms[letter]).expect("a receipt")
        });
        scene.assert_ballots(VOTERS).await;
        let said = process.said();
        assert!(!said.contains("panicked"), "{said}");
    });
}
