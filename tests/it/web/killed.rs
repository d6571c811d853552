//! The program killed (SIGKILL) in the middle of a seal, and started again on what a kill leaves behind.

use std::fs;
use std::thread;
use std::time::Duration;

use schuifruimte::acts;
use schuifruimte::acts::round::SealState;
use schuifruimte::domain::id::RoundId;
use schuifruimte::domain::round::Phase;
use schuifruimte::sealing;
use schuifruimte::store;

use super::processes::{Copy, fields};
use crate::support::town::ballot_key;
use crate::support::{Place, Site, Town, days, now, on_both, on_both_tampered};

const SEAL: &str = "/bureau/rondes/zuilen/stap/seal";

async fn phase_and_state(place: &Place, id: &RoundId) -> (Phase, SealState) {
    let mut conn = place.store.read().await.expect("a connection");
    let found = store::round::find(&mut conn, id).await.expect("a query").expect("a round");
    (found.phase, acts::round::seal_state(&mut conn, id).await.expect("a state"))
}

/// Marijke carries the seal out; nobody waits for the answer of a program that is killed.
fn carry_out(copy: &Copy, cookie: &str) -> thread::JoinHandle<()> {
    let (address, cookie) = (copy.address.clone(), cookie.to_string());
    thread::spawn(move || {
        super::processes::send(&address, SEAL, &cookie, &fields(&[("word", "losmaken")])).ok();
    })
}

#[test]
fn a_program_killed_between_the_steps_of_a_seal_finishes_it_when_it_starts_again() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast_twelve(&round).await;
        town.close(&round.id).await;
        let site = Site::on(&place, "http://schuif.example", now());
        site.add_keys(&round);
        let id = &round.id;

        // Killed after it was asked for.
        let copy = Copy::of(&site);
        let asked = copy.post(SEAL, &copy.sign_in("joris"), &[]);
        assert!(asked.contains("HTTP/1.1 303"), "{asked}");
        drop(copy);
        let joris = SealState::Asked(town.joris.clone());
        assert_eq!(phase_and_state(&place, id).await, (Phase::Closed, joris.clone()));

        // Killed while it waits for its turn at the round, which another transaction holds.
        let copy = Copy::of(&site);
        let marijke = copy.sign_in("marijke");
        let mut turn = place.store.begin().await.expect("a transaction");
        let held =
            sqlx::query("UPDATE round SET phase = phase WHERE id = 'zuilen'").execute(&mut *turn).await;
        held.expect("the round is held");
        let waiting = carry_out(&copy, &marijke);
        tokio::time::sleep(Duration::from_millis(500)).await;
        drop(copy);
        drop(turn);
        waiting.join().expect("the sender ended");
        assert_eq!(phase_and_state(&place, id).await, (Phase::Closed, joris));
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 12);

        // What a kill leaves behind after the ballots were taken from their letters, while the key is being destroyed: it
        // was set aside, to write zeros over it.
        let key = site.app.settings.data.join("keys").join(format!("ballots-{id}.key"));
        let own = ballot_key(id);
        let sealed = acts::round::seal(&mut town.marijke_at(days(15)), id, own, sealing::encrypt).await;
        sealed.expect("sealed");
        fs::rename(&key, key.with_extension("gone")).expect("it was there");
        assert_eq!(phase_and_state(&place, id).await, (Phase::Sealed, SealState::Sealed));
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 0);

        // The next start finishes it before it serves.
        let copy = Copy::of(&site);
        assert_eq!(phase_and_state(&place, id).await, (Phase::Sealed, SealState::Done));
        assert!(!key.exists() && site.app.keys.codes(id).expect("readable").is_none());
        let counted = copy.post("/bureau/rondes/zuilen/stap/count", &copy.sign_in("joris"), &[]);
        assert!(counted.contains("HTTP/1.1 303"), "{counted}");
    });
}

#[test]
fn a_seal_that_cannot_be_finished_is_told_and_does_not_keep_the_program_from_serving() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast_twelve(&round).await;
        town.close(&round.id).await;
        let site = Site::on(&place, "http://schuif.example", now());
        site.add_keys(&round);
        acts::round::ask_seal(&town.joris_at(days(15)), &round.id).await.expect("asked");
        let key = ballot_key(&round.id);
        let sealed =
            acts::round::seal(&mut town.marijke_at(days(15)), &round.id, key, sealing::encrypt).await;
        sealed.expect("sealed");
        place.disarm("round_document").await;
        let spoil = "UPDATE round_document SET body = (SELECT body FROM round_document WHERE name = 'rules.json') \
            WHERE name = 'opening.age'";
        assert_eq!(place.sql(spoil).await.expect("whoever holds the database may"), 1);
        let copy = Copy::of(&site);
        assert!(copy.said.contains("the seal could not be finished"), "{}", copy.said);
        assert!(
            copy.said.contains("the auditors' bundle of zuilen is not the one in the log"),
            "{}",
            copy.said
        );
        let joris = copy.sign_in("joris");
        let counted = copy.post("/bureau/rondes/zuilen/stap/count", &joris, &[]);
        assert!(counted.contains("HTTP/1.1 409") && counted.contains("wrong_state"), "{counted}");
        let by_hand = copy.post(SEAL, &joris, &[]);
        assert!(by_hand.contains("HTTP/1.1 503") && by_hand.contains("integrity_failed"), "{by_hand}");
        assert!(site.app.keys.ballots(&round.id).expect("readable").is_some(), "the key stays");
    });
}
