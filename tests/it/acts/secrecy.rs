//! What the database still knows when the vote is over.

use schuifruimte::acts;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::round::Step;
use schuifruimte::store::{Backend, ballot, sealed};

use crate::support::{OpenRound, Place, Town, days, on_both, on_embedded};

/// The cast ids of all ballots in the box: each stands in the same row as its letter.
async fn cast_ids(place: &Place, round: &OpenRound) -> Vec<String> {
    let mut conn = place.store.read().await.expect("a connection");
    let stored = ballot::list(&mut conn, &round.id).await.expect("ballots");
    stored.into_iter().filter_map(|voter| Some(voter.ballot?.cast.to_string())).collect()
}

/// How many of the texts stand anywhere in the files of an embedded database.
pub fn in_the_files(place: &Place, texts: &[String]) -> usize {
    let path = place.url.trim_start_matches("sqlite://");
    let files = ["", "-wal", "-shm", "-journal"].map(|ending| std::fs::read(format!("{path}{ending}")));
    let bytes: Vec<u8> = files.into_iter().flatten().flatten().collect();
    texts.iter().filter(|text| bytes.windows(text.len()).any(|part| part == text.as_bytes())).count()
}

#[test]
fn after_the_seal_no_file_of_the_database_joins_a_letter_and_a_ballot() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast_twelve(&round).await;
        let ids = cast_ids(&place, &round).await;
        assert_eq!(in_the_files(&place, &ids), 12, "the test would find them");
        town.close_and_seal(&round.id).await;
        assert_eq!(in_the_files(&place, &ids), 0);
    });
}

#[test]
fn a_vote_that_is_stopped_leaves_no_ballot_and_says_so_in_the_log() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast_twelve(&round).await;
        let ids = cast_ids(&place, &round).await;
        acts::round::step(&town.marijke_at(days(3)), &round.id, Step::Cancel).await.expect("cancelled");
        for table in ["ballot", "leaf_queue"] {
            let left = place.number(format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {table}")).await;
            assert_eq!(left, 0, "{table}");
        }
        let mut conn = place.store.read().await.expect("a connection");
        let last = acts::log::entries(&mut conn, &round.id).await.expect("a log").pop();
        assert!(matches!(last, Some(Entry::Cancel { .. })));
        if place.store.backend() == Backend::Sqlite {
            drop(conn);
            assert_eq!(in_the_files(&place, &ids), 0);
        }
    });
}

#[test]
fn the_log_does_not_give_away_a_list_that_is_easy_to_guess() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast(&round, 0, &["01"]).await.expect("a receipt");
        town.close_and_seal(&round.id).await;
        let mut conn = place.store.read().await.expect("a connection");
        let entries = acts::log::entries(&mut conn, &round.id).await.expect("a log");
        let logged = entries.iter().find_map(|entry| match entry {
            Entry::Seal { sealed, .. } => Some(*sealed),
            _ => None,
        });
        for guess in ["schuifruimte-ballots/1 zuilen 1\n01\n", "01\n", "01"] {
            assert_ne!(logged, Some(Digest::of(guess.as_bytes())));
        }
        let salt = sealed::salt(&mut conn, &round.id).await.expect("a query").expect("a salt");
        let whole = format!("schuifruimte-ballots/1 zuilen 1 {salt}\n01\n");
        assert_eq!(logged, Some(Digest::of(whole.as_bytes())), "with the salt anyone can check it");
    });
}
