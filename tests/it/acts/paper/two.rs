//! Two people and a third, and every way in which a paper is none.

use schuifruimte::acts::paper::{Ended, cast, resolve};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::deadline::PaperRule;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::paper::{Dispute, Entry, Mark, Rejection, State};
use schuifruimte::store;

use super::Hall;
use crate::support::people::Staff;
use crate::support::{days, on_both};

#[test]
fn two_people_enter_blind_and_what_waits_shows_neither_code_nor_choice() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let stack = hall.stack(2, days(1)).await;
        let (one, entry) = (hall.which(&stack, 1), hall.paper(0, &["01", "02"]));
        assert_eq!(hall.enter(0, &one, &entry).await.unwrap(), State::Once);
        assert!(matches!(hall.enter(0, &one, &entry).await, Err(ActError::FourEyes)), "the same person");
        let Entry::Ballot { code, .. } = &entry else { panic!("a ballot") };
        let mut conn = place.store.read().await.unwrap();
        let found = store::paper::list(&mut conn, &hall.round.id).await.unwrap();
        let kept = store::paper::entries(&mut conn, &found[0].id).await.unwrap();
        let needle = code.to_string();
        assert!(kept.iter().all(|(_, bytes)| !String::from_utf8_lossy(bytes).contains(&needle)));
        let two = hall.which(&stack, 2);
        drop(conn);
        hall.enter(0, &two, &Entry::Mark(Mark::Unreadable)).await.unwrap();
        let lengths = place.number("SELECT COUNT(DISTINCT LENGTH(locked)) FROM paper_entry").await;
        assert_eq!(lengths, 1, "a ballot and none look alike");
        assert_eq!(hall.enter(1, &one, &entry).await.unwrap(), State::Equal);
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 0, "on its way");
        let ended = cast(&hall.writer, &mut hall.ctx(1, days(1)), &hall.round.ballots, &one).await.unwrap();
        assert_eq!(ended, Ended::Cast);
        let again = cast(&hall.writer, &mut hall.ctx(1, days(1)), &hall.round.ballots, &one).await;
        assert!(matches!(again, Err(ActError::DraftChanged)));
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 1);
        let left = "SELECT COUNT(*) FROM paper_entry e JOIN paper p ON p.id = e.paper_id WHERE p.number = 1";
        assert_eq!(place.number(left).await, 0, "what was read is gone");
        let mut conn = place.store.read().await.unwrap();
        for stored in store::log::staff(&mut conn).await.unwrap() {
            let text = String::from_utf8(stored.entry).unwrap();
            assert!(!text.contains(&needle), "{text}");
            assert!(!text.contains("numbers"), "{text}");
        }
    });
}

#[test]
fn where_two_differ_a_third_decides_and_all_three_are_different_people() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let stack = hall.stack(2, days(1)).await;
        let which = hall.which(&stack, 1);
        let (first, second) = (hall.paper(0, &["01"]), hall.paper(0, &["02"]));
        hall.enter(0, &which, &first).await.unwrap();
        assert_eq!(hall.enter(1, &which, &second).await.unwrap(), State::Differs);
        assert!(matches!(hall.enter(2, &which, &first).await, Err(ActError::DraftChanged)));
        let third = async |who: usize, entry: &Entry| {
            let mut ctx = hall.ctx(who, days(1));
            resolve(&mut ctx, &hall.round.ballots, &which, (entry, Dispute::Typing)).await
        };
        for earlier in [0, 1] {
            assert!(matches!(third(earlier, &first).await, Err(ActError::FourEyes)));
        }
        let neither = third(2, &hall.paper(0, &["03"])).await;
        assert!(matches!(neither, Err(ActError::Fields(_))), "what no two people read does not count");
        assert_eq!(third(2, &second).await.unwrap(), State::Equal);
        let ended = cast(&hall.writer, &mut hall.ctx(2, days(1)), &hall.round.ballots, &which).await;
        assert_eq!(ended.unwrap(), Ended::Cast);
        let rest = hall.which(&stack, 2);
        hall.enter(0, &rest, &hall.paper(1, &["01"])).await.unwrap();
        hall.enter(1, &rest, &hall.paper(1, &["04"])).await.unwrap();
        let mut ctx = hall.ctx(2, days(1));
        let unreadable = (&Entry::Mark(Mark::Unreadable), Dispute::Handwriting);
        let state = resolve(&mut ctx, &hall.round.ballots, &rest, unreadable).await.unwrap();
        assert_eq!(state, State::Rejected);
        assert_eq!(hall.state(&rest).await, (State::Rejected, Some("unreadable")));
        hall.town.close_and_seal(&hall.round.id).await;
        let sealed = place.number("SELECT COUNT(*) FROM sealed_ballot WHERE choices = '02'").await;
        assert_eq!(sealed, 1, "what two of the three read");
    });
}

#[test]
fn one_human_with_two_accounts_is_one_person() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let twin = Staff { login: "ans2", name: "Ans Bakker", function: "Balie", role: Role::Desk };
        let twin = place.employ(twin, Scope::City).await;
        acts::account::join(&place.context(Actor::Operator, days(0)), &twin, &hall.desk[0]).await.unwrap();
        let stack = hall.stack(1, days(1)).await;
        let (which, entry) = (hall.which(&stack, 1), hall.paper(0, &["01"]));
        hall.enter(0, &which, &entry).await.unwrap();
        let mut ctx = place.context(Actor::Staff(twin), days(1));
        let second = acts::paper::enter(&mut ctx, &hall.round.ballots, &which, &entry).await;
        assert!(matches!(second, Err(ActError::FourEyes)));
    });
}

#[test]
fn every_paper_that_is_no_ballot_is_a_line_with_its_reason() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let stack = hall.stack(12, days(1)).await;
        let Entry::Ballot { code, .. } = hall.paper(1, &["01"]) else { panic!("a ballot") };
        let with = |numbers: &[u64]| Entry::Ballot { code, numbers: numbers.to_vec() };
        let no_letter =
            Entry::Ballot { code: schuifruimte::domain::digest::Digest::of(b"x"), numbers: vec![1] };
        let spare = hall.round.letters.key.mac(&hall.round.id, &hall.round.letters.spares[0].0);
        let lines = [
            (with(&[1, 2, 3, 4]), Rejection::TooMany),
            (with(&[]), Rejection::TooFew),
            (with(&[2, 2]), Rejection::Twice),
            (with(&[7]), Rejection::Unknown),
            (Entry::Mark(Mark::Unreadable), Rejection::Unreadable),
            (Entry::Mark(Mark::NoCode), Rejection::NoCode),
            (Entry::Mark(Mark::BadCode), Rejection::BadCode),
            (Entry::Mark(Mark::Missing), Rejection::Missing),
        ];
        for (number, (entry, reason)) in (1..).zip(&lines) {
            let which = hall.which(&stack, number);
            hall.enter(0, &which, entry).await.unwrap();
            assert_eq!(hall.enter(1, &which, entry).await.unwrap(), State::Rejected);
            assert_eq!(hall.state(&which).await, (State::Rejected, Some(reason.name())));
        }
        let spare = Entry::Ballot { code: spare, numbers: vec![1] };
        for (number, entry) in [(9, no_letter), (10, spare)] {
            let ended = hall.by_two(&hall.which(&stack, number), &entry).await.unwrap();
            assert_eq!(ended, Ended::Rejected(Rejection::NoLetter));
        }
        hall.town.cast(&hall.round, 2, &["03"]).await.unwrap();
        let ended = hall.by_two(&hall.which(&stack, 11), &hall.paper(2, &["01"])).await.unwrap();
        assert_eq!(ended, Ended::Rejected(Rejection::Voted), "the first one stands");
        let ended = hall.by_two(&hall.which(&stack, 12), &with(&[1])).await.unwrap();
        assert_eq!(ended, Ended::Cast, "what was rejected before spoiled nothing");
        let late = hall.stack(3, days(14)).await;
        assert_eq!(hall.state(&hall.which(&late, 3)).await, (State::Rejected, Some("late")));
        assert_eq!(place.number("SELECT COUNT(*) FROM paper_entry").await, 0);
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 2);
    });
}
