//! What plans yield beside what they promised, and how they grow: experiment, grow, anchored, with an evaluation as the gate.

use schuifruimte::acts::progress::growth;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::grant::GrantState;
use schuifruimte::domain::growth::{Criterion, NotYet, Stage};
use schuifruimte::domain::id::{GrantId, RoundId};
use schuifruimte::store;

use crate::acts::payments::{Granted, account, granted, settle};
use crate::support::{Browser, Place, Site, Town, days, on_both, on_both_tampered};

const EATERS: (&str, u64) = ("bewoners die mee-eten", 40);

async fn hindrance(place: &Place, grant: &GrantId) -> Option<NotYet> {
    growth::hindrance(&mut place.store.read().await.expect("a connection"), grant).await.expect("it reads")
}

async fn stage(place: &Place, grant: &GrantId) -> Stage {
    growth::stage(&mut place.store.read().await.expect("a connection"), grant).await.expect("it reads")
}

/// A grant that was paid, accounted for and settled by Marijke, with a promise for K1 of which nobody said yet what came.
async fn settled(place: &Place) -> Granted {
    let life = granted(place).await;
    to_its_end(&life, 22).await;
    life
}

/// From the promise to the settlement, from a day on.
async fn to_its_end(life: &Granted, day: i64) {
    growth::promise(&life.town.joris_at(days(day)), &life.grant, Criterion::K1, EATERS)
        .await
        .expect("promised");
    life.pay(life.amount.get(), days(day + 2)).await;
    life.ends(days(day + 8)).await;
    let told = account(Some(life.amount.get()), days(day + 9));
    let joris = life.town.joris_at(days(day + 9));
    acts::settlement::receive(&joris, &life.grant, &told).await.expect("accounted");
    settle(&life.town.marijke_at(days(day + 11)), &life.grant, life.amount.get()).await.expect("settled");
}

/// S37: outcomes stand beside promises; a promise is not made to fit afterwards, and what was reached is said once.
#[test]
fn s37_what_was_reached_stands_beside_what_was_promised() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let joris = life.town.joris_at(days(23));
        let none = growth::promise(&joris, &life.grant, Criterion::K1, ("bewoners", 0)).await;
        assert!(matches!(none, Err(ActError::Fields(_))), "{none:?}");
        growth::promise(&joris, &life.grant, Criterion::K1, ("buren", 10)).await.expect("promised");
        growth::promise(&joris, &life.grant, Criterion::K1, EATERS)
            .await
            .expect("said anew before anything was done");
        let early = growth::reach(&joris, &life.grant, (Criterion::K1, 12)).await;
        assert!(matches!(early, Err(ActError::WrongState(GrantState::Objection))), "{early:?}");
        life.pay(life.amount.get(), days(24)).await;
        life.ends(days(30)).await;
        let told = account(Some(life.amount.get()), days(31));
        let joris = life.town.joris_at(days(31));
        acts::settlement::receive(&joris, &life.grant, &told).await.expect("accounted");
        let late = growth::promise(&joris, &life.grant, Criterion::K1, ("buren", 5)).await;
        assert!(matches!(late, Err(ActError::WrongState(_))), "nobody promises afterwards: {late:?}");
        assert!(place.sql("UPDATE grant_yield SET promised = 5").await.is_err(), "nor in the database");
        growth::reach(&joris, &life.grant, (Criterion::K1, 52)).await.expect("reached");
        let twice = growth::reach(&joris, &life.grant, (Criterion::K1, 99)).await;
        assert!(matches!(twice, Err(ActError::DraftChanged)), "{twice:?}");
        let unpromised = growth::reach(&joris, &life.grant, (Criterion::K3, 1)).await;
        assert!(matches!(unpromised, Err(ActError::DraftChanged)), "{unpromised:?}");
        let site = Site::of(&life.town, days(32));
        let page = Browser::default().get(&site, "/rondes/zuilen/plannen/01").await;
        assert!(
            page.says("bewoners die mee-eten") && page.says(">40<") && page.says(">52<"),
            "{}",
            page.body
        );
        assert!(page.says("Dit plan is een experiment."), "{}", page.body);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

/// S28: the evaluation is the gate; by another person than who settled, with a reason, over what is on record.
#[test]
fn s28_a_plan_grows_by_an_evaluation_of_another_officer_and_by_nothing_else() {
    on_both(|place| async move {
        let life = settled(&place).await;
        let (joris, marijke) = (life.town.joris_at(days(34)), life.town.marijke_at(days(34)));
        assert_eq!(hindrance(&place, &life.grant).await, Some(NotYet::Unfilled));
        let unfilled = growth::evaluate(&joris, &life.grant, "Mooi.").await;
        assert!(matches!(unfilled, Err(ActError::Fields(_))), "{unfilled:?}");
        growth::reach(&joris, &life.grant, (Criterion::K1, 52)).await.expect("reached");
        let own = growth::evaluate(&marijke, &life.grant, "Mooi.").await;
        assert!(matches!(own, Err(ActError::FourEyes)), "who settled does not evaluate: {own:?}");
        let silent = growth::evaluate(&joris, &life.grant, "").await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "{silent:?}");
        assert_eq!(stage(&place, &life.grant).await, Stage::Experiment);
        let to = growth::evaluate(&joris, &life.grant, "Meer buren dan beloofd.").await.expect("evaluated");
        assert_eq!(to, Stage::Grow);
        let twice = growth::evaluate(&joris, &life.grant, "Nog eens.").await;
        assert!(matches!(twice, Err(ActError::DraftChanged)), "one step for one grant: {twice:?}");
        let site = Site::of(&life.town, days(35));
        let page = Browser::default().get(&site, "/rondes/zuilen/plannen/01").await;
        assert!(page.says("Dit plan groeit.") && page.says("Meer buren dan beloofd."), "{}", page.body);
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn s28_what_is_not_settled_or_not_settled_well_does_not_grow() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let joris = life.town.joris_at(days(23));
        growth::promise(&joris, &life.grant, Criterion::K2, EATERS).await.expect("promised");
        assert_eq!(hindrance(&place, &life.grant).await, Some(NotYet::Unsettled));
        let early = growth::evaluate(&joris, &life.grant, "Mooi.").await;
        assert!(matches!(early, Err(ActError::WrongState(_))), "{early:?}");
        life.pay(life.amount.get(), days(24)).await;
        life.ends(days(30)).await;
        let told = account(Some(life.amount.get() / 2), days(31));
        acts::settlement::receive(&life.town.joris_at(days(31)), &life.grant, &told)
            .await
            .expect("accounted");
        growth::reach(&life.town.joris_at(days(31)), &life.grant, (Criterion::K2, 1)).await.expect("reached");
        settle(&life.town.marijke_at(days(33)), &life.grant, life.amount.get() / 2).await.expect("settled");
        assert_eq!(
            hindrance(&place, &life.grant).await,
            Some(NotYet::NotWell),
            "money has to be paid back first"
        );
        let owing = growth::evaluate(&life.town.joris_at(days(34)), &life.grant, "Mooi.").await;
        assert!(matches!(owing, Err(ActError::Fields(_))), "{owing:?}");
    });
}

/// S28, S29: a grant links to the one it follows, begins where the evaluation of that one led, and goes on to the last stage.
#[test]
fn s28_s29_a_grant_that_follows_another_begins_where_that_one_led_and_is_anchored_in_the_end() {
    on_both(|place| async move {
        let life = settled(&place).await;
        let joris = life.town.joris_at(days(34));
        growth::reach(&joris, &life.grant, (Criterion::K1, 52)).await.expect("reached");
        growth::evaluate(&joris, &life.grant, "Meer buren dan beloofd.").await.expect("evaluated");
        let next = life.town.grants(&RoundId::new("zuilen")).await.remove(1);
        let unknown = growth::follow(&joris, &next, &GrantId::new("nergens.01")).await;
        assert!(matches!(unknown, Err(ActError::Fields(_))), "{unknown:?}");
        let own = growth::follow(&joris, &next, &next).await;
        assert!(matches!(own, Err(ActError::Fields(_))), "{own:?}");
        growth::follow(&joris, &next, &life.grant).await.expect("linked");
        assert_eq!(stage(&place, &next).await, Stage::Grow);
        let circle = growth::follow(&joris, &life.grant, &next).await;
        assert!(matches!(circle, Err(ActError::Fields(_))), "not awarded, and a circle: {circle:?}");
        let site = Site::of(&life.town, days(35));
        let page = Browser::default().get(&site, "/rondes/zuilen/plannen/01").await;
        assert!(page.says("Hierop gaat verder:"), "{}", page.body);
        assert_eq!(place.fsck().await, Vec::<String>::new());
        anchored(&place, life.town, next).await;
    });
}

/// S28: what grew and is evaluated once more is anchored: the last stage, which everyone reads.
async fn anchored(place: &Place, town: Town, grant: GrantId) {
    town.announce_grant(&grant).await;
    let mut conn = place.store.read().await.expect("a connection");
    let record = store::grant::find(&mut conn, &grant).await.expect("readable").expect("there");
    drop(conn);
    let next = Granted { grant, amount: record.amount, line: record.line.clone(), town };
    to_its_end(&next, 42).await;
    let joris = next.town.joris_at(days(54));
    growth::reach(&joris, &next.grant, (Criterion::K1, 60)).await.expect("reached");
    let to = growth::evaluate(&joris, &next.grant, "De buurt kan niet meer zonder.").await;
    assert_eq!(to.expect("evaluated"), Stage::Anchored);
    let plan = record.source.proposal().expect("a plan").clone();
    let site = Site::of(&next.town, days(55));
    let page = Browser::default().get(&site, &format!("/rondes/zuilen/plannen/{plan}")).await;
    assert!(page.says("De buurt kan niet meer zonder."), "{}", page.body);
    assert!(page.says("Dit plan hoort bij de wijk."), "{}", page.body);
    assert_eq!(place.fsck().await, Vec::<String>::new());
}

/// An evaluation says from where the plan grew; what is linked later does not change that.
#[test]
fn what_a_grant_follows_is_fixed_once_it_was_evaluated() {
    on_both(|place| async move {
        let life = settled(&place).await;
        let joris = life.town.joris_at(days(34));
        growth::reach(&joris, &life.grant, (Criterion::K1, 52)).await.expect("reached");
        growth::evaluate(&joris, &life.grant, "Meer buren dan beloofd.").await.expect("evaluated");
        let other = life.town.grants(&RoundId::new("zuilen")).await.remove(1);
        life.town.announce_grant(&other).await;
        let late = growth::follow(&joris, &life.grant, &other).await.expect_err("refused").to_string();
        assert_eq!(late, "earlier_grant: after-evaluated");
        growth::follow(&joris, &other, &life.grant).await.expect("the other one was not evaluated");
        assert_eq!(place.fsck().await, Vec::<String>::new());
    });
}

#[test]
fn an_evaluation_by_who_settled_and_a_circle_are_found() {
    on_both_tampered(|place| async move {
        let life = settled(&place).await;
        let joris = life.town.joris_at(days(34));
        growth::reach(&joris, &life.grant, (Criterion::K1, 52)).await.expect("reached");
        let own = format!(
            "INSERT INTO grant_evaluation (grant_id, from_stage, to_stage, reason, by_account, at) \
             SELECT grant_id, 'experiment', 'grow', 'x', by_actor, at FROM grant_event WHERE step = 'settle' AND grant_id = '{}'",
            life.grant
        );
        assert!(place.sql(&own).await.is_err(), "the database keeps it");
        place.slip("grant_evaluation", &own).await;
        let found = place.fsck().await;
        assert!(found.iter().any(|one| one.contains("was evaluated by who settled it")), "{found:?}");
    });
}

#[test]
fn a_promise_is_a_number_and_a_name_of_what_is_counted() {
    on_both(|place| async move {
        let life = granted(&place).await;
        let joris = life.town.joris_at(days(23));
        for bad in [("", 5), ("…", 5), ("bewoners", 10_000_001)] {
            let refused = growth::promise(&joris, &life.grant, Criterion::K2, bad).await;
            assert!(matches!(refused, Err(ActError::Fields(_))), "{bad:?}: {refused:?}");
        }
        let yields =
            store::growth::yields(&mut place.store.read().await.unwrap(), &life.grant).await.unwrap();
        assert_eq!(yields, []);
    });
}
