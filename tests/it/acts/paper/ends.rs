//! The last moment: what was posted, paper that waits, and an extension by two people.

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::ballot_box::BallotBox;
use schuifruimte::domain::bundle::Expected;
use schuifruimte::domain::deadline::PaperRule;
use schuifruimte::domain::paper::{Entry, HandedIn, Mark, State};
use schuifruimte::store;

use super::Hall;
use crate::support::town::ballot_key;
use crate::support::{Place, Town, days, on_both};

#[test]
fn paper_that_was_handed_in_on_time_is_entered_after_the_last_moment() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let stack = hall.stack(1, days(13)).await;
        let (which, entry) = (hall.which(&stack, 1), hall.paper(0, &["01"]));
        let mut late = hall.ctx(0, days(15));
        let (id, in_time) = (&hall.round.id, HandedIn::InTime);
        let box_of_the_desk = acts::paper::receive(&mut late, id, 1, in_time).await.unwrap();
        let counted = hall.which(&box_of_the_desk, 1);
        assert_eq!(hall.state(&counted).await, (State::Waiting, None), "handed in before, taken in after");
        let nothing = Entry::Mark(Mark::Missing);
        acts::paper::enter(&mut hall.ctx(0, days(15)), &hall.round.ballots, &counted, &nothing)
            .await
            .unwrap();
        acts::paper::enter(&mut hall.ctx(1, days(15)), &hall.round.ballots, &counted, &nothing)
            .await
            .unwrap();
        acts::paper::enter(&mut late, &hall.round.ballots, &which, &entry).await.unwrap();
        let mut late = hall.ctx(1, days(15));
        acts::paper::enter(&mut late, &hall.round.ballots, &which, &entry).await.unwrap();
        acts::paper::cast(&hall.writer, &mut late, &hall.round.ballots, &which).await.unwrap();
        let online = hall.town.cast_at(&hall.round, hall.round.vote(1, &["01"]), days(15)).await;
        assert!(matches!(online, Err(ActError::VoteClosed)), "that holds for paper alone");
        hall.town.close(&hall.round.id).await;
        let after =
            acts::paper::receive(&mut hall.ctx(0, days(16)), &hall.round.id, 1, HandedIn::InTime).await;
        assert!(matches!(after, Err(ActError::WrongPhase(_))));
    });
}

#[test]
fn where_the_rules_say_so_what_was_not_entered_ends_at_the_close() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::Entered).await;
        let stack = hall.stack(2, days(1)).await;
        hall.enter(0, &hall.which(&stack, 1), &hall.paper(0, &["01"])).await.unwrap();
        hall.town.close(&hall.round.id).await;
        for number in [1, 2] {
            let state = hall.state(&hall.which(&stack, number)).await;
            assert_eq!(state, (State::Rejected, Some("unentered")));
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM paper_entry").await, 0, "what was read is gone");
    });
}

#[test]
fn a_round_that_posted_nothing_takes_no_paper_and_a_stopped_one_forgets_it() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let plain = hall.town.open_round("ondiep").await;
        let none = acts::paper::receive(&mut hall.ctx(0, days(1)), &plain.id, 1, HandedIn::InTime).await;
        assert!(matches!(none, Err(ActError::Fields(_))));
        let stack = hall.stack(1, days(1)).await;
        hall.enter(0, &hall.which(&stack, 1), &hall.paper(0, &["01"])).await.unwrap();
        hall.town.cast(&hall.round, 1, &["01"]).await.unwrap();
        let step = schuifruimte::domain::round::Step::Cancel;
        acts::round::step(&hall.town.marijke_at(days(2)), &hall.round.id, step).await.unwrap();
        assert_eq!(hall.state(&hall.which(&stack, 1)).await, (State::Rejected, Some("stopped")));
        assert_eq!(place.number("SELECT COUNT(*) FROM paper_entry").await, 0);
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot_channel").await, 0);
    });
}

async fn ballots(place: &Place, hall: &Hall) -> std::sync::Arc<BallotBox> {
    let mut conn = place.store.read().await.expect("a connection");
    let round = store::round::find(&mut conn, &hall.round.id).await.expect("a look").expect("a round");
    let rules = hall.round.rules.clone();
    std::sync::Arc::new(BallotBox::new(rules, ballot_key(&hall.round.id)).with_until(round.vote_until()))
}

#[test]
fn two_people_extend_a_vote_as_far_as_was_posted_and_the_proof_holds() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let (town, id): (&Town, _) = (&hall.town, &hall.round.id);
        let ask = async |until, at| acts::extension::ask(&town.joris_at(at), id, until, "Storing").await;
        assert!(matches!(ask(days(18), days(13)).await, Err(ActError::Fields(_))), "later than was posted");
        assert!(matches!(ask(days(16), days(14)).await, Err(ActError::Fields(_))), "it is over");
        ask(days(16), days(13)).await.unwrap();
        assert!(matches!(ask(days(17), days(13)).await, Err(ActError::Fields(_))), "one waits");
        let own = acts::extension::approve(&town.joris_at(days(13)), id, 1).await;
        assert!(matches!(own, Err(ActError::FourEyes)));
        acts::extension::approve(&town.marijke_at(days(13)), id, 1).await.unwrap();
        let longer = ballots(&place, &hall).await;
        let vote = hall.round.vote(0, &["01"]);
        acts::ballot::cast(&mut town.nobody_at(days(15)), &longer, vote)
            .await
            .expect("the vote lasts longer");
        let early = acts::round::close(&mut town.marijke_at(days(15)), id).await;
        assert!(matches!(early, Err(ActError::WrongPhase(_))), "it cannot be closed before");
        let direct = place
            .sql(format!("UPDATE round SET extended_until = extended_until - 1 WHERE id = '{id}'"))
            .await;
        assert!(direct.is_err(), "never back");
        let (minutes, last) = (hall.round.rules.deadline().grace_minutes, days(16));
        assert!(minutes > 0, "minutes were posted for who is under way");
        let over = last.plus_minutes(i64::try_from(minutes).unwrap());
        let within = acts::round::close(&mut town.marijke_at(over.plus_seconds(-1)), id).await;
        assert!(matches!(within, Err(ActError::WrongPhase(_))), "nobody takes those minutes away");
        acts::round::close(&mut town.marijke_at(over), id).await.unwrap();
        town.seal(id).await.unwrap();
        let hash = town.count_and_propose(id).await;
        acts::certificate::approve(&town.marijke_at(days(18)), id, &hash).await.unwrap();
        let bundle = acts::publication::bundle(&mut place.store.read().await.unwrap(), id).await.unwrap();
        let report = schuifruimte::domain::bundle::verify(&bundle, &Expected::default());
        let broken = report.end.err().map(|broken| broken.to_string());
        assert_eq!(broken, None);
    });
}

#[test]
fn a_vote_that_may_not_be_extended_is_not() {
    on_both(|place| async move {
        let hall = Hall::new(&place, PaperRule::HandedIn).await;
        let plain = hall.town.open_round("ondiep").await;
        let asked = acts::extension::ask(&hall.town.joris_at(days(1)), &plain.id, days(15), "Storing").await;
        assert!(matches!(asked, Err(ActError::Fields(_))));
    });
}
