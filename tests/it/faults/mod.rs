//! What breaks under the service, broken on purpose: real processes, real disks, real servers.

mod disk;
mod full;
mod keys;
mod killed;
mod locked;
mod lost;
mod minute;
mod vault;

use crate::support::process::{Answer, Process};
use crate::support::town::always_open;
use crate::support::voter::{Form, Kept};
use crate::support::{OpenRound, Place, Site, Town, days, now};

/// A round that is open at real processes.
struct Scene {
    place: Place,
    round: OpenRound,
    site: Site,
}

impl Scene {
    async fn new(place: &Place, letters: usize) -> Scene {
        let town = Town::new(place).await;
        let round = town.open_large_round("zuilen", &always_open(), letters).await;
        Scene::of(place, round)
    }

    fn of(place: &Place, round: OpenRound) -> Scene {
        let site = Site::on(place, "http://schuif.example", now());
        site.add_keys(&round);
        Scene { place: place.clone(), round, site }
    }

    /// The form of a letter: always the same one.
    fn form(&self, letter: usize) -> Form {
        let choices: [&[&str]; 3] = [&["01"], &["02", "04"], &["01", "03", "05"]];
        Form::new(&self.round, letter, choices[letter % 3], &format!("cast-{letter}"), days(9_000))
    }

    /// Sends the form of a letter and keeps the receipt; it must be one.
    fn receipt(&self, process: &Process, letter: usize) -> Kept {
        let form = self.form(letter);
        let answer = form.send(process).expect("it serves");
        Kept::of(&answer, &self.round, &form)
            .unwrap_or_else(|| panic!("letter {letter}: {:?}\n{}", answer.told(), process.said()))
    }

    async fn count(&self, table: &str) -> usize {
        let count = self.place.number(format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}")).await;
        usize::try_from(count).expect("a number of rows")
    }

    /// So many ballots there are, each with its leaf.
    async fn assert_ballots(&self, number: usize) {
        assert_eq!((self.count("ballot").await, self.count("leaf_queue").await), (number, number));
    }
}

/// A refusal that asks to try again, on a page that holds what was chosen.
fn assert_told_to_wait(answer: &Answer, form: &Form, kinds: &[&str]) {
    assert_eq!(answer.status, 503, "{}", answer.body);
    assert!(kinds.contains(&answer.kind()), "{:?} among {kinds:?}", answer.kind());
    assert!(answer.headers.contains("retry-after: "), "{}", answer.headers);
    assert!(form.is_kept_on(answer), "the choices stay on the page");
}
