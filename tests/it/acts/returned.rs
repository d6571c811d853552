//! Letters that the post brought back, and people without a letter who ask for a call.

use schuifruimte::acts::letter::{Reported, mark_of, returned_waiting};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::call::{KEPT_DAYS, MOST_WAITING, Wanted};
use schuifruimte::domain::control_number::ControlNumber;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::pace::CALLS_OF_CLIENT;
use schuifruimte::domain::register::LetterState;
use schuifruimte::store;

use crate::support::{OpenRound, Place, Town, days, on_both};

/// The mark of what waits.
async fn seen(place: &Place, round: &OpenRound) -> Digest {
    let mut conn = place.store.read().await.expect("a connection");
    let all = store::revocation::list(&mut conn, &round.id).await.expect("requests");
    mark_of(&returned_waiting(&all))
}

#[test]
fn letters_that_came_back_are_revoked_together_by_another_person_and_everyone_sees_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast(&round, 1, &["01"]).await.unwrap();
        let back: Vec<ControlNumber> = [3, 1, 2, 2].map(|letter| round.letters.printed[letter].1).to_vec();
        let report = async |controls: &[ControlNumber]| {
            acts::letter::report_returned(&mut town.joris_at(days(2)), &round.id, controls).await.unwrap()
        };
        let (spare, nobody) = (round.letters.spares[0].1, ControlNumber::new(7));
        let mixed = [back.clone(), vec![spare, nobody]].concat();
        let mut wrong = vec![spare, nobody];
        wrong.sort();
        assert_eq!(report(&mixed).await, Reported::Unknown(wrong));
        assert_eq!(place.number("SELECT COUNT(*) FROM revocation").await, 0, "all or none");
        assert_eq!(report(&back).await, Reported::Asked(3), "a number that stands there twice counts once");
        assert_eq!(report(&back[..1]).await, Reported::Unknown(vec![back[0]]), "it waits already");
        for size in [0, 501] {
            let many: Vec<ControlNumber> = (0..size).map(ControlNumber::new).collect();
            let refused = acts::letter::report_returned(&mut town.joris_at(days(2)), &round.id, &many).await;
            assert!(matches!(refused, Err(ActError::Fields(_))), "{size}");
        }
        let old = seen(&place, &round).await;
        let own = acts::letter::approve_returned(&town.joris_at(days(2)), &round.id, old).await;
        assert!(matches!(own, Err(ActError::FourEyes)), "{own:?}");
        assert_eq!(report(&[round.letters.printed[4].1]).await, Reported::Asked(1));
        let other = acts::letter::approve_returned(&town.marijke_at(days(2)), &round.id, old).await;
        assert!(matches!(other, Err(ActError::DraftChanged)), "one more came in between: {other:?}");
        let now = seen(&place, &round).await;
        acts::letter::approve_returned(&town.marijke_at(days(2)), &round.id, now).await.unwrap();
        let counts =
            store::register::counts(&mut place.store.read().await.unwrap(), &round.id).await.unwrap();
        assert!(counts.contains(&(LetterState::Revoked, 4)), "{counts:?}");
        assert!(matches!(town.cast(&round, 2, &["01"]).await, Err(ActError::CodeReplaced)));
        let log = acts::log::entries(&mut place.store.read().await.unwrap(), &round.id).await.unwrap();
        let told = log.iter().filter(|one| matches!(one, Entry::Revoke { by: None, .. })).count();
        assert_eq!(told, 4, "the public log tells of each of them");
        town.close_and_seal(&round.id).await;
        assert_eq!(
            place.number("SELECT COUNT(*) FROM sealed_ballot").await,
            0,
            "the one vote was with such a letter"
        );
    });
}

fn wanted(phone: &str) -> Wanted {
    Wanted::read("letter", "Plantnaam Aaltje", phone).unwrap_or_else(|faults| panic!("{faults:?}"))
}

#[test]
fn who_asks_for_a_call_is_forgotten_when_it_was_done_when_the_vote_closes_and_after_two_weeks() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let visitor = |day| place.context(Actor::Visitor, days(day));
        let ask = async |phone: &str, day| {
            acts::call::ask(&mut visitor(day), &round.id, Some("203.0.113.9"), wanted(phone)).await
        };
        let waiting = async || place.number("SELECT COUNT(*) FROM letter_call").await;
        ask("06 1234 5678", 1).await.unwrap();
        ask("0612345678", 2).await.expect("the answer is the same when the number waits already");
        assert_eq!(waiting().await, 1);
        acts::call::ask(&mut town.joris_at(days(2)), &round.id, None, wanted("030 286 10 00")).await.unwrap();
        let calls = store::call::list(&mut place.store.read().await.unwrap(), &round.id).await.unwrap();
        assert_eq!(calls[0].asked.local().to_string(), "2027-03-02T00:00:00", "a day and no hour");
        acts::call::done(&town.joris_at(days(2)), &round.id, &calls[0].id).await.unwrap();
        let twice = acts::call::done(&town.marijke_at(days(2)), &round.id, &calls[0].id).await;
        assert!(matches!(twice, Err(ActError::DraftChanged)));
        assert_eq!(waiting().await, 1);
        let erase =
            async |day| acts::erasure::run(&place.context(Actor::Service, days(day))).await.unwrap().calls;
        assert_eq!(erase(2 + KEPT_DAYS - 1).await, 0);
        assert_eq!(erase(2 + KEPT_DAYS + 1).await, 1);
        ask("0612345678", 3).await.unwrap();
        town.close(&round.id).await;
        assert!(matches!(ask("0687654321", 15).await, Err(ActError::WrongPhase(_))));
        assert_eq!((erase(15).await, waiting().await), (1, 0), "after the close a letter is of no use");
        let everything = place.dump().await.concat();
        assert!(
            !everything.contains("Plantnaam") && !everything.contains("0612345678"),
            "no table and no log"
        );
    });
}

#[test]
fn nobody_fills_the_list_of_the_desk() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let ask = async |client: &str, number: u64| {
            let wanted = wanted(&format!("06{number:08}"));
            let mut ctx = place.context(Actor::Visitor, days(1));
            acts::call::ask(&mut ctx, &round.id, Some(client), wanted).await
        };
        let burst = u64::try_from(CALLS_OF_CLIENT.burst).unwrap();
        for number in 0..burst {
            ask("203.0.113.9", number).await.unwrap();
        }
        assert!(matches!(ask("203.0.113.9", burst).await, Err(ActError::TooOften)));
        ask("203.0.113.10", burst).await.expect("the neighbour has its own");
        for number in burst + 1..MOST_WAITING {
            acts::call::ask(&mut town.joris_at(days(1)), &round.id, None, wanted(&format!("06{number:08}")))
                .await
                .unwrap();
        }
        assert!(matches!(ask("203.0.113.11", MOST_WAITING).await, Err(ActError::TooOften)), "it is full");
        let desk = acts::call::ask(&mut town.joris_at(days(1)), &round.id, None, wanted("0699999999")).await;
        desk.expect("the desk knows what it writes down");
    });
}
