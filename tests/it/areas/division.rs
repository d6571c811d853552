//! Dividing by a key: proposed, seen, decided in one act, and reckoned again by fsck.

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::division::{DivisionFault, Wanted};
use schuifruimte::domain::id::{AreaId, DataSetId};
use schuifruimte::domain::key::{Key, KeyError, Measure};
use schuifruimte::domain::money::Cents;
use schuifruimte::store;

use super::city::{FIGURES, bring, count, file, part};
use super::key::{key, need};
use crate::support::{Place, Town, now, on_both, on_both_tampered};

const DISTRICTS: [&str; 2] = ["WK034401", "WK034402"];

fn wanted(town: &Town, set: &DataSetId, key: Key, euros: u32) -> Wanted {
    Wanted {
        line: town.line.clone(),
        parent: None,
        areas: DISTRICTS.map(AreaId::new).to_vec(),
        set: set.clone(),
        key,
        total: Cents::euros(euros),
    }
}

async fn seen(place: &Place, wanted: &Wanted) -> Digest {
    let mut conn = place.store.read().await.expect("a connection");
    acts::division::propose(&mut conn, wanted).await.expect("a proposal").digest
}

async fn decide(town: &Town, wanted: &Wanted) -> Result<u64, ActError> {
    let seen = seen(&town.place, wanted).await;
    acts::division::decide(&mut town.nobody_at(now()), wanted, &seen, "Verdeling volgens de sleutel").await
}

async fn wholes(place: &Place) -> Vec<i64> {
    let all = store::budget::allocations(&mut place.store.read().await.expect("a connection"))
        .await
        .expect("allocations");
    let of = |area: &str| all.iter().find(|one| one.area.as_str() == area).map_or(0, |one| one.whole().get());
    DISTRICTS.iter().map(|area| of(area)).collect()
}

#[test]
fn a_key_divides_the_reserve_in_one_act_and_everything_about_it_is_kept() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        bring(&town.nobody_at(now())).await;
        let set = count(&mut town.nobody_at(now())).await;
        let by_people = wanted(&town, &set, key(20, Measure::Inhabitants), 1_000_000);
        assert_eq!(decide(&town, &by_people).await.unwrap(), 1);
        // 20% equally, the rest by 3,500 and 4,500 inhabitants.
        assert_eq!(wholes(&place).await, [45_000_000, 55_000_000]);
        let by_need = wanted(&town, &set, key(20, need()), 2_100_000);
        assert_eq!(decide(&town, &by_need).await.unwrap(), 2);
        assert_eq!(wholes(&place).await.iter().sum::<i64>(), 210_000_000);
        let mut conn = place.store.read().await.unwrap();
        let kept = store::division::find(&mut conn, 2).await.unwrap().unwrap();
        assert_eq!(kept.set, set);
        assert_eq!(kept.reckoning.key, key(20, need()));
        assert_eq!(kept.reckoning.lines.len(), 6);
        assert_eq!(kept.parts.iter().map(|part| part.before.get()).sum::<i64>(), 100_000_000);
        let postings = store::ledger::postings(&mut conn).await.unwrap();
        let own = postings.iter().filter(|posting| posting.draft.reference == "division 2");
        assert!(own.clone().count() >= 2 && own.clone().all(|one| one.draft.reason.contains("sleutel")));
        for statement in [
            "UPDATE division SET reason = 'anders'",
            "DELETE FROM division",
            "UPDATE division_part SET cents = 1",
            "DELETE FROM division_part",
        ] {
            assert!(place.sql(statement).await.is_err(), "{statement}");
        }
    });
}

#[test]
fn a_district_divides_over_the_areas_inside_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        bring(&town.nobody_at(now())).await;
        let areas = part(&town.nobody_at(now())).await;
        let set = count(&mut town.nobody_at(now())).await;
        decide(&town, &wanted(&town, &set, key(0, Measure::Inhabitants), 800_000)).await.unwrap();
        let inside = Wanted {
            parent: Some(AreaId::new(DISTRICTS[0])),
            areas: areas.to_vec(),
            ..wanted(&town, &set, key(0, Measure::Inhabitants), 350_000)
        };
        decide(&town, &inside).await.unwrap();
        let more = Wanted { total: Cents::new(35_000_001).unwrap(), ..inside.clone() };
        assert!(matches!(decide(&town, &more).await, Err(ActError::Ceiling(_))), "the district has 350,000");
        let mixed = Wanted { areas: vec![areas[0].clone(), AreaId::new(DISTRICTS[1])], ..inside };
        let refused = acts::division::propose(&mut place.store.read().await.unwrap(), &mixed).await;
        let named = "Noordwest".to_string();
        assert!(matches!(refused, Err(ActError::Division(DivisionFault::Elsewhere(name))) if name == named));
        assert_eq!(wholes(&place).await, [35_000_000, 45_000_000]);
    });
}

#[test]
fn an_area_never_gets_less_than_its_rounds_take_up_and_the_refusal_names_it() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        bring(&town.nobody_at(now())).await;
        let set = count(&mut town.nobody_at(now())).await;
        // Noordwest has a round of 20,000 and would get 45/80 of the total.
        let before = wholes(&place).await;
        let refused = decide(&town, &wanted(&town, &set, key(0, Measure::Inhabitants), 30_000)).await;
        let Err(ActError::Division(DivisionFault::BelowUse { area, least })) = refused else { panic!() };
        assert_eq!((area.as_str(), least), ("Noordwest", Cents::euros(20_000)));
        assert_eq!(wholes(&place).await, before, "nothing was moved");
        assert_eq!(place.number("SELECT COUNT(*) FROM division").await, 0);
        decide(&town, &wanted(&town, &set, key(0, Measure::Inhabitants), 40_000)).await.unwrap();
        assert_eq!(wholes(&place).await, [1_750_000, 2_250_000]);
    });
}

#[test]
fn what_was_seen_is_what_is_decided() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        bring(&town.nobody_at(now())).await;
        let set = count(&mut town.nobody_at(now())).await;
        let one = wanted(&town, &set, key(20, Measure::Inhabitants), 1_000_000);
        let other = wanted(&town, &set, key(30, Measure::Inhabitants), 1_000_000);
        let digest = seen(&place, &other).await;
        let decided = acts::division::decide(&mut town.nobody_at(now()), &one, &digest, "waarom").await;
        assert!(matches!(decided, Err(ActError::DraftChanged)));
        let digest = seen(&place, &one).await;
        let silent = acts::division::decide(&mut town.nobody_at(now()), &one, &digest, " ").await;
        assert!(matches!(silent, Err(ActError::Fields(_))), "a division has a reason");
        let too_much = wanted(&town, &set, key(0, Measure::Inhabitants), 2_100_001);
        assert!(
            matches!(decide(&town, &too_much).await, Err(ActError::Ceiling(found)) if found.room == Cents::euros(2_100_000))
        );
    });
}

#[test]
fn figures_are_versions_that_never_change_and_missing_ones_stop_a_division() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        bring(&town.nobody_at(now())).await;
        let first = count(&mut town.nobody_at(now())).await;
        let newer = FIGURES.replace("BU3,Sluis,500", "BU3,Sluis,");
        let mut ctx = town.nobody_at(now());
        let second = acts::indicator::add(&mut ctx, "Kerncijfers", &file(&newer), &[]).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let sets = store::indicator::list(&mut conn).await.unwrap();
        let versions: Vec<u64> =
            [&second, &first].map(|id| sets.iter().find(|set| &set.id == id).unwrap().version).to_vec();
        assert_eq!(versions, [2, 1]);
        assert_eq!(sets[0].columns, ["inwoners", "ses_woa"]);
        let by_people = wanted(&town, &second, key(20, Measure::Inhabitants), 1_000);
        let refused = acts::division::propose(&mut conn, &by_people).await.err();
        let named = |error: &ActError| matches!(error, ActError::Division(DivisionFault::Key(KeyError::NotPublished(code))) if code.as_str() == "BU3");
        assert!(refused.as_ref().is_some_and(named), "{refused:?}");
        for statement in [
            "UPDATE data_value SET millionths = 0",
            "DELETE FROM data_value",
            "UPDATE data_set SET name = 'anders'",
            "DELETE FROM data_column",
        ] {
            assert!(place.sql(statement).await.is_err(), "{statement}");
        }
    });
}

#[test]
fn fsck_reckons_every_division_again() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        bring(&town.nobody_at(now())).await;
        let set = count(&mut town.nobody_at(now())).await;
        decide(&town, &wanted(&town, &set, key(20, need()), 500_000)).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
        place.disarm("data_value").await;
        place.disarm("division_part").await;
        place.disarm("division").await;
        place
            .sql("UPDATE data_value SET millionths = millionths + 1 WHERE code = 'BU1' AND place = 2")
            .await
            .unwrap();
        place.sql("UPDATE division_part SET cents = cents + 1").await.unwrap();
        place.sql("UPDATE division SET reckoning = REPLACE(reckoning, 'Low', 'High')").await.unwrap();
        let found = place.fsck().await;
        for said in
            ["its figures were changed", "give something else", "did not get what", "arithmetic was changed"]
        {
            assert!(found.iter().any(|line| line.contains(said)), "{said}: {found:?}");
        }
    });
}
