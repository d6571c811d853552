//! The seal, stopped wherever it can be stopped, and spoiled where it can be spoiled.

use schuifruimte::acts::ballot::{Vote, Who};
use schuifruimte::acts::round::SealState;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::id::{CastId, RoundId};
use schuifruimte::domain::leaf;
use schuifruimte::domain::opening::Openings;
use schuifruimte::sealing;
use schuifruimte::store::document;

use crate::support::people::auditor_keys;
use crate::support::{OpenRound, Place, Site, Town, days, on_both, on_both_tampered};

/// The last thing that was done before everything stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stop {
    Asked,
    Sealed,
    ReadBack,
    Destroyed,
    Noted,
}

/// Twelve votes in a round that closed.
async fn closed(town: &Town) -> OpenRound {
    let round = town.open_round("zuilen").await;
    town.cast_twelve(&round).await;
    town.close(&round.id).await;
    round
}

async fn state(place: &Place, id: &RoundId) -> SealState {
    acts::round::seal_state(&mut place.store.read().await.expect("a connection"), id).await.expect("a state")
}

/// Does the seal up to a step, each step as a process of its own that is gone afterwards.
async fn seal_until(town: &Town, site: &Site, id: &RoundId, stop: Stop) {
    let mut steps = vec![Stop::Asked, Stop::Sealed, Stop::ReadBack, Stop::Destroyed, Stop::Noted];
    steps.retain(|step| *step <= stop);
    for step in steps {
        let other = town.second().await;
        let mut marijke = other.marijke_at(days(15));
        match step {
            Stop::Asked => acts::round::ask_seal(&other.joris_at(days(15)), id).await.expect("asked"),
            Stop::Sealed => {
                let key = site.app.keys.ballots(id).expect("readable").expect("there");
                acts::round::seal(&mut marijke, id, key, sealing::encrypt).await.expect("sealed");
            }
            Stop::ReadBack => acts::round::read_back(&marijke, id).await.expect("what was written"),
            Stop::Destroyed => site.app.keys.destroy(id).expect("destroyed"),
            Stop::Noted => acts::round::note_destroyed(&marijke, id).await.expect("noted"),
        }
        other.place.store.close().await;
    }
}

fn stopped(stop: Stop) {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = closed(&town).await;
        let id = &round.id;
        let site = Site::of(&town, days(15));
        site.add_keys(&round);
        let has_key = || site.app.keys.ballots(id).expect("readable").is_some();
        seal_until(&town, &site, id, stop).await;
        assert_eq!(has_key(), stop <= Stop::ReadBack, "the key stays until what was written is read back");
        if stop < Stop::Noted {
            let counted = acts::round::count(&town.joris_at(days(16)), id).await;
            assert!(
                matches!(counted, Err(ActError::SealUnfinished | ActError::WrongPhase(_))),
                "{stop:?}: {counted:?}"
            );
        }
        // The next start of the service.
        let again = town.second().await;
        let failed = sealing::finish_all(&again.nobody_at(days(15)), &site.app.keys).await.expect("a list");
        assert!(failed.is_empty(), "{failed:?}");
        if stop == Stop::Asked {
            assert_eq!(state(&place, id).await, SealState::Asked(town.joris.clone()), "two persons seal");
            assert!(has_key());
            sealing::seal(&mut again.marijke_at(days(15)), &site.app.keys, id).await.expect("sealed");
        }
        assert_eq!(state(&place, id).await, SealState::Done, "{stop:?}");
        assert!(!has_key() && site.app.keys.codes(id).expect("readable").is_none());
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 0);
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM sealed_ballot").await, 12);
        acts::round::count(&town.joris_at(days(16)), id).await.expect("counted");
        again.place.store.close().await;
    });
}

#[test]
fn a_seal_that_stopped_after_it_was_asked_for_waits_for_a_second_person() {
    stopped(Stop::Asked);
}

#[test]
fn a_seal_that_stopped_after_the_ballots_were_taken_out_is_finished_by_the_next_start() {
    stopped(Stop::Sealed);
}

#[test]
fn a_seal_that_stopped_after_the_reading_back_is_finished_by_the_next_start() {
    stopped(Stop::ReadBack);
}

#[test]
fn a_seal_that_stopped_after_the_key_was_destroyed_is_noted_by_the_next_start() {
    stopped(Stop::Destroyed);
}

#[test]
fn a_seal_that_is_done_is_left_alone_by_the_next_start() {
    stopped(Stop::Noted);
}

#[test]
fn one_person_does_not_seal_alone() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = closed(&town).await;
        let site = Site::of(&town, days(15));
        site.add_keys(&round);
        let unasked = sealing::seal(&mut town.joris_at(days(15)), &site.app.keys, &round.id).await;
        assert!(matches!(unasked, Err(ActError::FourEyes)), "{unasked:?}");
        acts::round::ask_seal(&town.joris_at(days(15)), &round.id).await.expect("asked");
        acts::round::ask_seal(&town.marijke_at(days(15)), &round.id).await.expect("nothing changes");
        for actor in [town.joris_at(days(15)), town.nobody_at(days(15))] {
            let mut actor = actor;
            let own = sealing::seal(&mut actor, &site.app.keys, &round.id).await;
            assert!(matches!(own, Err(ActError::FourEyes)), "{own:?}");
        }
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 12);
        sealing::seal(&mut town.marijke_at(days(15)), &site.app.keys, &round.id).await.expect("sealed");
    });
}

/// Someone spoils what the seal wrote before it was read back.
fn spoiled(table: &'static str, statement: &'static str, found: &'static str) {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = closed(&town).await;
        let site = Site::of(&town, days(15));
        site.add_keys(&round);
        seal_until(&town, &site, &round.id, Stop::Sealed).await;
        place.disarm(table).await;
        assert!(place.sql(statement).await.expect("whoever holds the database may") > 0);
        let failed = sealing::finish_all(&town.nobody_at(days(15)), &site.app.keys).await.expect("a list");
        assert!(matches!(&failed[..], [(_, ActError::Integrity(_))]), "{failed:?}");
        let by_hand = sealing::seal(&mut town.marijke_at(days(15)), &site.app.keys, &round.id).await;
        assert!(matches!(by_hand, Err(ActError::Integrity(_))), "{by_hand:?}");
        assert!(site.app.keys.ballots(&round.id).expect("readable").is_some(), "the key stays");
        assert_eq!(state(&place, &round.id).await, SealState::Sealed);
        let counted = acts::round::count(&town.joris_at(days(16)), &round.id).await;
        assert!(matches!(counted, Err(ActError::SealUnfinished)), "{counted:?}");
        let said = place.fsck().await;
        assert!(said.iter().any(|line| line.contains(found)), "{said:?}");
    });
}

#[test]
fn a_spoiled_bundle_for_auditors_keeps_the_key() {
    let changed = "UPDATE round_document SET body = (SELECT body FROM round_document WHERE name = 'rules.json') \
        WHERE name = 'opening.age'";
    spoiled("round_document", changed, "I3: zuilen: the auditors' bundle is not the one in the log");
    let removed = "DELETE FROM round_document WHERE name = 'opening.age'";
    spoiled("round_document", removed, "I3: zuilen: the auditors' bundle is missing");
}

#[test]
fn a_spoiled_sealed_list_keeps_the_key() {
    let changed = "UPDATE sealed_ballot SET choices = '06' WHERE number = 5";
    spoiled("sealed_ballot", changed, "I3: zuilen: the sealed ballots are not the ones in the log");
}

#[test]
fn a_round_that_goes_on_before_its_key_was_destroyed_is_found() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let round = closed(&town).await;
        let site = Site::of(&town, days(15));
        site.add_keys(&round);
        seal_until(&town, &site, &round.id, Stop::Sealed).await;
        assert_eq!(place.fsck().await, Vec::<String>::new(), "sound before");
        place.disarm("round").await;
        place.sql("UPDATE round SET phase = 'counted'").await.expect("whoever holds the database may");
        let said = place.fsck().await;
        let wanted = "I4: zuilen: it went on before the key of the ballots was noted as destroyed";
        assert!(said.iter().any(|line| line == wanted), "{said:?}");
    });
}

#[test]
fn a_key_that_comes_back_after_the_seal_is_found_and_destroyed_at_the_next_start() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = closed(&town).await;
        town.seal(&round.id).await.expect("sealed");
        let site = Site::of(&town, days(15));
        // Another machine still has it, or a backup was put back.
        site.add_keys(&round);
        let keys = &site.app.keys;
        let found =
            acts::fsck::check(&place.store, |id| keys.ballots(id).ok().flatten()).await.expect("a list");
        let found: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(found, ["I4: zuilen: the key of the ballots was noted as destroyed and is still there"]);
        sealing::finish_all(&town.nobody_at(days(16)), keys).await.expect("a list");
        assert!(keys.ballots(&round.id).expect("readable").is_none());
    });
}

#[test]
fn the_auditors_bundle_opens_exactly_the_ballots_that_count_also_when_some_were_changed() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let mut first = Vec::new();
        for letter in 0..4 {
            first.push(town.cast(&round, letter, &["01"]).await.expect("a receipt"));
        }
        for letter in [1, 3] {
            let Who::Letter { code, .. } = round.letter(letter) else { panic!("a letter") };
            let who = Who::Letter { code, change: first[letter].change.clone() };
            let vote = Vote {
                who,
                cast: CastId::new(format!("again-{letter}")),
                ..round.vote(letter, &["02", "03"])
            };
            town.cast_at(&round, vote, days(2)).await.expect("changed");
        }
        town.close_and_seal(&round.id).await;
        let mut conn = place.store.read().await.expect("a connection");
        let file = document::find(&mut conn, &round.id, acts::round::OPENING)
            .await
            .expect("a query")
            .expect("a file");
        let text = sealing::decrypt(&auditor_keys().0, &file).expect("the auditor's key opens it");
        let text = String::from_utf8(text).expect("text");
        let openings = Openings::parse(&round.rules, &text).expect("an opening bundle");
        let entries = acts::log::entries(&mut conn, &round.id).await.expect("a log");
        let counting =
            leaf::of_log(&entries).and_then(|leaves| leaf::counting(&leaves)).expect("one ballot a letter");
        let sealed = acts::publication::sealed(&mut conn, &round.rules).await.expect("the sealed list");
        assert_eq!(openings.check(&round.rules, &counting, &sealed.digest()), Ok(sealed.clone()));
        assert_eq!(sealed.canonical(), ["01", "01", "02,03", "02,03"]);
        for (letter, choices) in [(0, "01"), (1, "02,03"), (2, "01"), (3, "02,03")] {
            let start = format!("{} ", round.letters.printed[letter].1);
            let line = text.lines().find(|line| line.starts_with(&start)).expect("a line for the letter");
            assert!(line.ends_with(&format!(" {choices}")), "{line}");
        }
        let (stranger, _) = sealing::new_keys();
        assert!(sealing::decrypt(&stranger, &file).is_err(), "for auditors only");
    });
}
