//! Objections: in time or late, decided by someone else, and paid from what was held back when the pot is empty.

use schuifruimte::acts::decision::refuse_others;
use schuifruimte::acts::objection::{Agreed, Received, Verdict, decide, extend, receive};
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::budget::CeilingExceeded;
use schuifruimte::domain::calendar::{day_of, parse_day};
use schuifruimte::domain::decision::{Decision, DecisionKind, DecisionNumber};
use schuifruimte::domain::grant::GrantState;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::objection::{Advice, Outcome, Timeliness};
use schuifruimte::domain::round::Plan;
use schuifruimte::store::{self, Guard, StoreError};

use super::decisions::send;
use crate::support::town::{mandate, plan, plans};
use crate::support::{Place, Town, days, on_both};

/// A round of 5,000.00 of which 1,000.00 is held back: a plan of 4,000.00 takes all that may be granted, one of
/// 1,000.00 and one of 3,000.00 get nothing. Marijke awarded and refused, and the letters left on day 19.
async fn everything_spent(place: &Place) -> (Town, Vec<Decision>) {
    spent(place, [4_000, 1_000, 3_000]).await
}

/// The same for plans of these sums, of which the first one wins.
async fn spent(place: &Place, plans_of: [u32; 3]) -> (Town, Vec<Decision>) {
    let town = Town::new(place).await;
    acts::mandate::enter(&town.nobody_at(days(-80)), &mandate(&town.joris, days(-80)))
        .await
        .expect("a mandate");
    let mut three = plans()[..3].to_vec();
    for (one, euros) in three.iter_mut().zip(plans_of) {
        one.amount = Cents::euros(euros);
    }
    let small =
        Plan { ceiling: Cents::euros(5_000), objection_reserve: Cents::euros(1_000), ..plan("Zuilen") };
    let round = town.open_round_with("zuilen", &small, &three).await;
    for letter in 0..6 {
        town.cast(&round, letter, &["01"]).await.expect("a receipt");
    }
    town.cast(&round, 6, &["02"]).await.expect("a receipt");
    town.cast(&round, 7, &["03"]).await.expect("a receipt");
    town.close_and_seal(&round.id).await;
    let hash = town.count_and_propose(&round.id).await;
    acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.expect("certified");
    let mut conn = place.store.read().await.expect("a connection");
    for grant in store::grant::list(&mut conn).await.expect("grants") {
        town.check_grant(&grant.id).await;
        acts::grant::award(&town.marijke_at(days(18)), &grant.id, "Gewonnen.").await.expect("awarded");
    }
    let refused = refuse_others(&town.marijke_at(days(18)), &round.id, "").await.expect("refused");
    assert_eq!(refused, 2, "one plan won");
    let all = store::decision::list(&mut conn).await.expect("decisions");
    drop(conn);
    for taken in &all {
        send(&town.joris_at(days(19)), &taken.number).await.expect("sent");
    }
    let mut refusals = all;
    refusals.retain(|taken| taken.kind == DecisionKind::Refusal);
    refusals.sort_by_key(|taken| taken.sum);
    (town, refusals)
}

fn received(decision: &DecisionNumber, day: i64) -> Received {
    Received {
        decision: decision.clone(),
        received: day_of(days(day)),
        posted: None,
        reference: "2027-889".to_string(),
        advice: Advice::None,
    }
}

fn founded(pay: Option<Cents>) -> Verdict {
    Verdict { outcome: Outcome::Founded, reason: "De telling klopte niet.".to_string(), pay }
}

async fn held_back(place: &Place) -> i64 {
    place.number("SELECT credit_cents - debit_cents FROM ledger_account WHERE kind = 'objection'").await
}

#[test]
fn an_upheld_objection_is_paid_from_what_was_held_back_and_never_beyond() {
    on_both(|place| async move {
        let (town, refusals) = everything_spent(&place).await;
        assert_eq!(
            place.number("SELECT credit_cents - debit_cents FROM ledger_account WHERE kind = 'round'").await,
            0
        );
        let (small, large) = (&refusals[0], &refusals[1]);
        let first = receive(&town.joris_at(days(25)), &received(&large.number, 25)).await.unwrap();
        let second = receive(&town.joris_at(days(25)), &received(&small.number, 25)).await.unwrap();
        assert_eq!([first.as_str(), second.as_str()], ["B2027-00001", "B2027-00002"]);

        let own = decide(&town.marijke_at(days(30)), &first, &founded(None)).await;
        assert!(matches!(own, Err(ActError::FourEyes)), "who took the decision does not judge the objection");
        let room = CeilingExceeded { room: Cents::euros(1_000) };
        let dear = decide(&town.joris_at(days(30)), &first, &founded(Some(Cents::euros(3_000)))).await;
        assert!(matches!(dear, Err(ActError::Ceiling(found)) if found == room), "{dear:?}");
        let more =
            decide(&town.joris_at(days(30)), &second, &founded(Some(Cents::new(100_001).unwrap()))).await;
        assert!(matches!(more, Err(ActError::Fields(_))), "more than was asked");
        assert_eq!(held_back(&place).await, 100_000, "nothing was moved");

        decide(&town.joris_at(days(30)), &second, &founded(Some(Cents::euros(1_000)))).await.unwrap();
        assert_eq!(held_back(&place).await, 0);
        let empty = decide(&town.joris_at(days(31)), &first, &founded(Some(Cents::euros(1)))).await;
        assert!(matches!(empty, Err(ActError::Ceiling(CeilingExceeded { room })) if room == Cents::ZERO));
        let taken = "INSERT INTO posting (seq, kind, debit_id, credit_id, amount_cents, at, by_actor, reason, reference) \
             SELECT COUNT(*) + 1, 'select', (SELECT id FROM ledger_account WHERE kind = 'objection'), \
             (SELECT MIN(id) FROM ledger_account WHERE kind = 'selected'), 1, 0, 'test', '', '' FROM posting";
        assert!(
            matches!(place.sql(taken).await, Err(StoreError::Refused(Guard::Check))),
            "nor by the database"
        );

        let mut conn = place.store.read().await.unwrap();
        let ended = store::objection::find(&mut conn, &second).await.unwrap().unwrap().ended.unwrap();
        let grant = store::grant::find(&mut conn, ended.grant.as_ref().unwrap()).await.unwrap().unwrap();
        assert_eq!((grant.state, grant.amount), (GrantState::Certified, Cents::euros(1_000)));
        let on_it =
            store::decision::find(&mut conn, ended.decision.as_ref().unwrap()).await.unwrap().unwrap();
        assert_eq!((on_it.kind, &on_it.by), (DecisionKind::Objection, &town.joris));
        drop(conn);
        town.check_grant(&grant.id).await;
        acts::grant::award(&town.marijke_at(days(32)), &grant.id, "Na uw bezwaar.").await.unwrap();
        let committed = "SELECT CAST(SUM(credit_cents - debit_cents) AS BIGINT) FROM ledger_account WHERE kind = 'committed'";
        assert_eq!(place.number(committed).await, 500_000, "the whole round, and not a cent more");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn an_objection_is_in_time_gets_more_time_once_and_ends_once() {
    on_both(|place| async move {
        let (town, refusals) = everything_spent(&place).await;
        let number = &refusals[0].number;
        for (wrong, what) in [
            (Received { reference: " ".to_string(), ..received(number, 20) }, "no reference"),
            (received(number, 40), "not yet there"),
            (received(number, 10), "before the decision"),
            (received(&DecisionNumber::of(2027, 99), 20), "against nothing"),
            (Received { posted: Some(day_of(days(22))), ..received(number, 21) }, "posted after it came"),
        ] {
            let refused = receive(&town.joris_at(days(25)), &wrong).await;
            assert!(matches!(refused, Err(ActError::Fields(_))), "{what}");
        }
        // The letters left on 20 March: objections until 3 May 2027 (a Monday).
        let objection = receive(&town.joris_at(days(63)), &received(number, 63)).await.unwrap();
        let late = receive(&town.joris_at(days(64)), &received(number, 64)).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let sending = store::decision::sending(&mut conn, number).await.unwrap();
        let found = store::objection::find(&mut conn, &objection).await.unwrap().unwrap();
        assert_eq!(found.timeliness(sending.as_ref()), Timeliness::InTime);
        assert_eq!(found.decide_by(sending.as_ref()), parse_day("2027-06-14"));
        let found = store::objection::find(&mut conn, &late).await.unwrap().unwrap();
        assert_eq!(found.timeliness(sending.as_ref()), Timeliness::Late);

        let until = |text: &str| parse_day(text).unwrap();
        let time = async |day: &str, agreed| {
            extend(&town.joris_at(days(70)), &objection, until(day), "Wij wachten op advies.", agreed).await
        };
        assert!(matches!(time("2027-06-14", Agreed::Nobody).await, Err(ActError::Fields(_))), "no later");
        assert!(
            matches!(time("2027-07-27", Agreed::Nobody).await, Err(ActError::Fields(_))),
            "over six weeks"
        );
        time("2027-07-26", Agreed::Nobody).await.unwrap();
        assert!(matches!(time("2027-07-27", Agreed::Nobody).await, Err(ActError::Fields(_))), "twice alone");
        time("2027-08-02", Agreed::Objector).await.unwrap();

        let withdrawn =
            Verdict { outcome: Outcome::Withdrawn, reason: "Ingetrokken.".to_string(), pay: None };
        decide(&town.marijke_at(days(71)), &objection, &withdrawn).await.unwrap();
        let again = decide(&town.joris_at(days(71)), &objection, &founded(None)).await;
        assert!(matches!(again, Err(ActError::DraftChanged)), "it ended");
        let inadmissible =
            Verdict { outcome: Outcome::Inadmissible, reason: "Te laat.".to_string(), pay: None };
        decide(&town.joris_at(days(71)), &late, &inadmissible).await.unwrap();
        drop(conn);
        let own = format!(
            "INSERT INTO objection_outcome SELECT number, 'founded', decision_number, NULL, '', 0, '{}' FROM objection",
            town.marijke
        );
        let refused = place.sql(own).await;
        assert!(matches!(refused, Err(StoreError::Refused(Guard::Trigger(word))) if word == "own_decision"));
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn what_may_still_be_needed_for_objections_stays_with_the_round() {
    on_both(|place| async move {
        let (town, refusals) = everything_spent(&place).await;
        let round = refusals[0].round.clone();
        acts::succession::release(&town.marijke_at(days(30)), &round, "De lijst is klaar.").await.unwrap();
        let release = async |at: i64| {
            acts::succession::release_objections(&town.marijke_at(days(at)), &round, "Niet meer nodig.").await
        };
        assert!(matches!(release(30).await, Err(ActError::Fields(_))), "terms run");
        // The letters left on 20 March: the term ends on Monday 3 May, and what was posted then comes in until 10 May.
        let number = receive(&town.joris_at(days(60)), &received(&refusals[0].number, 60)).await.unwrap();
        assert!(matches!(release(70).await, Err(ActError::Fields(_))), "post may still come in");
        assert!(
            matches!(release(71).await, Err(ActError::Fields(_))),
            "one objection is open, about 1,000.00"
        );
        assert_eq!(held_back(&place).await, 100_000);
        let unfounded =
            Verdict { outcome: Outcome::Unfounded, reason: "Goed geteld.".to_string(), pay: None };
        decide(&town.joris_at(days(75)), &number, &unfounded).await.unwrap();
        release(76).await.unwrap();
        assert_eq!(held_back(&place).await, 0);
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let told = "SELECT COUNT(*) FROM posting WHERE reason = 'Niet meer nodig.'";
        assert!(place.number(told).await > 0);
        acts::erasure::run(&town.nobody_at(days(76 + 7 * 365))).await.unwrap();
        assert!(place.number(told).await > 0, "within seven years");
        acts::erasure::run(&town.nobody_at(days(78 + 7 * 365 + 2))).await.unwrap();
        assert_eq!(place.number(told).await, 0, "why it went back may name someone");
        assert_eq!(place.fsck().await, Vec::<String>::new(), "and the fingerprints hold");
    });
}

#[test]
fn what_no_objection_can_ask_any_more_goes_back_while_the_rest_stays() {
    on_both(|place| async move {
        let (town, refusals) = spent(&place, [4_000, 600, 3_000]).await;
        let round = refusals[0].round.clone();
        acts::succession::release(&town.marijke_at(days(30)), &round, "De lijst is klaar.").await.unwrap();
        receive(&town.joris_at(days(60)), &received(&refusals[0].number, 60)).await.unwrap();
        acts::succession::release_objections(&town.marijke_at(days(71)), &round, "Deels.").await.unwrap();
        assert_eq!(held_back(&place).await, 60_000, "the plan that objects asked 600.00");
    });
}
