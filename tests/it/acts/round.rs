//! A round from draft to closed: what must be there before it opens, and what never changes after.

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::id::RoundId;
use schuifruimte::domain::round::{Condition, Dates, Phase, Plan, Step};
use schuifruimte::store;

use crate::support::people::auditor_keys;
use crate::support::town::{plan, plans};
use crate::support::{Place, Town, days, now, on_both};

async fn phase(place: &Place, id: &RoundId) -> Phase {
    let mut conn = place.store.read().await.expect("a connection");
    store::round::find(&mut conn, id).await.expect("readable").expect("there").phase
}

#[test]
fn a_round_opens_with_its_rules_frozen_and_its_log_begun() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, letters) = town.ready_round("zuilen").await;
        let fingerprint = town.open_at(&id, Some(&letters), now()).await.unwrap();
        assert_eq!(phase(&place, &id).await, Phase::Open);
        let mut conn = place.store.read().await.unwrap();
        assert_eq!(acts::round::rules(&mut conn, &id).await.unwrap().fingerprint(), fingerprint);
        let names: Vec<&str> =
            acts::log::entries(&mut conn, &id).await.unwrap().iter().map(|e| e.name()).collect();
        assert_eq!(names, ["round.config", "register.commit", "round.open"]);
    });
}

#[test]
fn a_round_does_not_open_while_something_is_missing() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let missing = |done: Result<_, ActError>| match done {
            Err(ActError::NotReady(missing)) => missing,
            other => panic!("opened: {other:?}"),
        };
        let bare = Plan { regulation: None, dates: Dates::default(), ..plan("Kaal") };
        let kaal = town.draft_round_with("kaal", &bare, &plans()[..1]).await;
        for step in [Step::Check, Step::Fix] {
            acts::round::step(&town.joris_at(now()), &kaal, step).await.unwrap();
        }
        let all = [
            Condition::Regulation,
            Condition::Dates,
            Condition::Proposals,
            Condition::Register,
            Condition::CodeKey,
        ];
        assert_eq!(missing(town.open_at(&kaal, None, now()).await), all);
        let (zuilen, letters) = town.ready_round("zuilen").await;
        assert_eq!(missing(town.open_at(&zuilen, Some(&letters), days(15)).await), [Condition::Dates]);
        assert_eq!(missing(town.open_at(&zuilen, None, now()).await), [Condition::CodeKey]);
        acts::auditor::remove(&town.joris_at(now()), &auditor_keys().1).await.unwrap();
        assert_eq!(missing(town.open_at(&zuilen, Some(&letters), now()).await), [Condition::Auditors]);
        assert_eq!(phase(&place, &zuilen).await, Phase::Ready, "a refused opening leaves nothing behind");
    });
}

#[test]
fn what_is_frozen_stays_frozen_for_acts_and_for_raw_statements() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let ctx = town.joris_at(days(1));
        let changed = acts::round::change(&ctx, &round.id, &town.noordwest, &plan("Anders")).await;
        assert!(matches!(changed, Err(ActError::Frozen)));
        let late = acts::proposal::add(&ctx, &round.id, plans()[0].clone()).await;
        assert!(matches!(late, Err(ActError::Frozen)));
        let withdrawn = acts::proposal::withdraw(&ctx, &round.id, &round.rules.proposals[0].id).await;
        assert!(matches!(withdrawn, Err(ActError::Frozen)));
        for statement in [
            "UPDATE round SET title = 'Anders'",
            "UPDATE round SET ceiling_cents = ceiling_cents - 1",
            "UPDATE round SET objection_cents = 0",
            "UPDATE round SET ballot_max = 9",
            "UPDATE round SET ballot_min = 0",
            "UPDATE round SET count_rule = '{}'",
            "UPDATE round SET publish = 'totals'",
            "UPDATE round SET change = 'none'",
            "UPDATE round SET vote_from = vote_from - 1",
            "UPDATE round SET vote_until = vote_until + 1",
            "UPDATE round SET rules_hash = NULL",
            "UPDATE proposal SET amount_cents = 1",
            "UPDATE proposal SET status = 'withdrawn'",
            "DELETE FROM proposal",
            "INSERT INTO proposal SELECT round_id, 'x', title, summary, body, applicant, place, category, 1, status, pot FROM proposal",
        ] {
            let refused = place.sql(statement).await.expect_err(statement).to_string();
            assert!(refused.contains("round_frozen"), "{statement}: {refused}");
        }
        for statement in [
            "UPDATE round_document SET name = 'x'",
            "DELETE FROM round_log",
            "DELETE FROM staff_log",
            "UPDATE staff_log SET hash = ''",
            "UPDATE round_log SET leaf_hash = ''",
            "DELETE FROM checkpoint",
            "UPDATE log_head SET size = 0",
            "DELETE FROM log_head",
        ] {
            let refused = place.sql(statement).await.expect_err(statement).to_string();
            assert!(refused.contains("append_only"), "{statement}: {refused}");
        }
    });
}

#[test]
fn steps_out_of_turn_are_refused_and_leave_the_round_where_it_is() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        let ctx = || town.joris_at(now());
        let wrong = |done: Result<(), ActError>| {
            assert!(matches!(done, Err(ActError::WrongPhase(Phase::Propose))), "{done:?}")
        };
        wrong(acts::round::step(&ctx(), &id, Step::Fix).await);
        wrong(acts::round::close(&mut ctx(), &id).await);
        wrong(town.seal(&id).await);
        wrong(acts::round::count(&ctx(), &id).await);
        wrong(town.open_at(&id, None, now()).await.map(|_| ()));
        wrong(acts::certificate::propose(&ctx(), &id, "").await.map(|_| ()));
        assert!(
            matches!(acts::round::step(&ctx(), &id, Step::Open).await, Err(ActError::NotFound)),
            "steps with an act of their own"
        );
        assert_eq!(phase(&place, &id).await, Phase::Propose);
    });
}

#[test]
fn a_vote_does_not_close_before_its_end() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let early = acts::round::close(&mut town.marijke_at(days(13)), &round.id).await;
        assert!(matches!(early, Err(ActError::WrongPhase(Phase::Open))));
        acts::round::close(&mut town.marijke_at(days(14)), &round.id).await.unwrap();
        assert_eq!(phase(&place, &round.id).await, Phase::Closed);
    });
}

#[test]
fn after_the_seal_nothing_joins_ballots_and_letters() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast_twelve(&round).await;
        town.close_and_seal(&round.id).await;
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 0);
        assert_eq!(place.number("SELECT COUNT(*) FROM leaf_queue").await, 0);
        assert_eq!(place.number("SELECT COUNT(*) FROM sealed_ballot").await, 12);
        let added = place.sql("INSERT INTO sealed_ballot VALUES ('zuilen', 13, '01', 'x')").await;
        assert!(added.unwrap_err().to_string().contains("round_sealed"));
    });
}
