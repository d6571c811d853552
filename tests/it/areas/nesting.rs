//! Areas nest, and so does their money (S39): on both databases, by the act and by the database itself.

use schuifruimte::acts::borders::What;
use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::area::{Area, Level, Overlap};
use schuifruimte::domain::borders::{Fault, Place};
use schuifruimte::domain::budget::CeilingExceeded;
use schuifruimte::domain::id::{AreaId, NeighbourhoodId};
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::neighbourhood::Status;
use schuifruimte::store::{self, Guard, StoreError};

use super::city::{BUURTEN, areas_file, borders, borders_of, bring, file, part};
use crate::support::{Place as Where, Town, now, on_both, on_both_tampered};

const WEST: &str = "WK034401";

fn room(error: ActError) -> Cents {
    let ActError::Ceiling(CeilingExceeded { room }) = error else { panic!("not a ceiling: {error}") };
    room
}

#[test]
fn areas_never_have_more_than_their_district_and_districts_never_more_than_the_reserve() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        bring(&town.nobody_at(now())).await;
        let [kade, haven] = part(&town.nobody_at(now())).await;
        let west = AreaId::new(WEST);
        let give = async |area: &AreaId, euros: u32| {
            crate::support::allocate(&mut town.nobody_at(now()), &town.line, area, Cents::euros(euros)).await
        };
        assert_eq!(room(give(&kade, 1).await.unwrap_err()), Cents::ZERO, "the district has nothing yet");
        give(&west, 100_000).await.unwrap();
        give(&kade, 60_000).await.unwrap();
        assert_eq!(room(give(&haven, 40_001).await.unwrap_err()), Cents::euros(40_000));
        give(&haven, 40_000).await.unwrap();
        // The whole part of the district counts what it gave to areas inside it.
        let allocations = store::budget::allocations(&mut place.store.read().await.unwrap()).await.unwrap();
        let found = allocations.iter().find(|one| one.area == west).unwrap();
        assert_eq!((found.whole(), found.room()), (Cents::euros(100_000), Cents::ZERO));
        assert!(matches!(give(&west, 99_999).await.unwrap_err(), ActError::Fields(_)), "below its areas");
        for (area, less) in [(&kade, 59_999), (&west, 99_999)] {
            assert!(matches!(give(area, less).await, Err(ActError::Fields(_))), "nothing is taken away");
        }
        // City, districts and areas together never pass the reserve.
        assert_eq!(room(give(&west, 2_000_001).await.unwrap_err()), Cents::euros(2_000_000));
        give(&west, 2_000_000).await.unwrap();
        assert_eq!(town.allocated().await, 210_000_000);
    });
}

#[test]
fn the_database_itself_lets_no_allocation_pass_by_the_district() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        bring(&town.nobody_at(now())).await;
        let [kade, _] = part(&town.nobody_at(now())).await;
        for (area, euros) in [(AreaId::new(WEST), 50_000), (kade, 10_000)] {
            crate::support::allocate(&mut town.nobody_at(now()), &town.line, &area, Cents::euros(euros))
                .await
                .unwrap();
        }
        let account = |area: &str| {
            format!(
                "(SELECT l.id FROM ledger_account l JOIN allocation a ON a.id = l.allocation_id WHERE l.kind = 'area' AND a.area_id = '{area}')"
            )
        };
        let reserve = "(SELECT id FROM ledger_account WHERE kind = 'reserve')".to_string();
        let post = async |kind: &str, from: &str, to: &str, cents: i64| {
            place
                .sql(format!(
                    "INSERT INTO posting SELECT MAX(seq) + 1, '{kind}', {from}, {to}, {cents}, 1, 'x', '', '' FROM posting"
                ))
                .await
        };
        let past = |done| matches!(done, Err(StoreError::Refused(Guard::Trigger(word))) if word.contains("outside_tree"));
        assert!(past(post("allocate", &reserve, &account("kade"), 1).await), "past the district");
        assert!(past(post("allocate", &account("kade"), &reserve, 1).await), "and back past it");
        assert!(past(post("allocate", &account("WK034402"), &account("kade"), 1).await), "another district");
        let too_much = post("allocate", &account(WEST), &account("kade"), 4_000_001).await;
        assert!(matches!(too_much, Err(StoreError::Refused(Guard::Check))), "more than the district has");
        assert!(place.sql("UPDATE area SET parent_id = NULL WHERE id = 'kade'").await.is_err());
        assert!(place.sql("UPDATE area SET parent_id = 'kade' WHERE id = 'haven'").await.is_err());
    });
}

#[test]
fn areas_are_made_of_what_may_be_together() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let ctx = town.nobody_at(now());
        bring(&ctx).await;
        part(&ctx).await;
        let set = async |area: &Area, codes: &[&str]| {
            let members: Vec<NeighbourhoodId> =
                codes.iter().map(|code| NeighbourhoodId::new(*code)).collect();
            match acts::area::set(&ctx, area, &members).await {
                Ok(()) => Ok(()),
                Err(ActError::Fields(faults)) => Err(faults[0].fault),
                Err(other) => panic!("{other}"),
            }
        };
        let new = Area::new("oever", "De oever");
        let inside = Area { parent: Some(AreaId::new(WEST)), ..new.clone() };
        assert_eq!(set(&new, &[]).await, Err("area-empty"));
        assert_eq!(set(&new, &["BU9"]).await, Err("area-unknown"));
        assert_eq!(set(&inside, &["BU4"]).await, Err("area-outside"));
        assert_eq!(set(&inside, &["BU1"]).await, Err("area-overlap"), "the quay has it");
        let allowed = Area { overlap: Overlap::Allowed, ..inside.clone() };
        assert_eq!(set(&allowed, &["BU1"]).await, Err("area-overlap"), "the other area did not say so");
        let kade = Area { id: AreaId::new("kade"), name: "Rond de kade".to_string(), ..allowed.clone() };
        assert_eq!(set(&kade, &["BU1"]).await, Ok(()));
        assert_eq!(set(&allowed, &["BU1"]).await, Ok(()));
        assert_eq!(set(&Area { level: Level::District, ..new.clone() }, &["BU4"]).await, Err("area-level"));
        let city = Area { level: Level::City, ..Area::new("stad", "De hele stad") };
        assert_eq!(set(&city, &["BU1"]).await, Ok(()));
        let members = store::area::members(&mut place.store.read().await.unwrap()).await.unwrap();
        assert_eq!(members[&city.id].len(), BUURTEN.len(), "the city has all of them");
        assert_eq!(set(&Area { id: AreaId::new("stad-2"), ..city }, &["BU1"]).await, Err("area-level"));
        crate::support::allocate(&mut town.nobody_at(now()), &town.line, &AreaId::new(WEST), Cents::euros(9))
            .await
            .unwrap();
        crate::support::allocate(
            &mut town.nobody_at(now()),
            &town.line,
            &AreaId::new("kade"),
            Cents::euros(9),
        )
        .await
        .unwrap();
        let moved = Area { parent: None, ..kade };
        assert_eq!(set(&moved, &["BU1"]).await, Err("area-has-money"));
    });
}

/// Whether a file changes nothing at all, and where and why it was refused.
async fn refused(town: &Town, place: &Where, what: What, text: &str) -> (Place, Fault) {
    let before = place.dump().await;
    let error =
        acts::borders::import(&town.nobody_at(now()), what, &file(text)).await.expect_err("it was refused");
    assert_eq!(place.dump().await, before, "nothing is half taken in");
    let ActError::File(error) = error else { panic!("{error}") };
    (error.place, error.fault)
}

#[test]
fn a_file_is_taken_whole_or_not_at_all() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let at = |line, fault| (Place::Line(line), fault);
        let areas = What::Areas(Overlap::Refused);
        let rows = |rows: &[(&str, &str, &str, &str)]| areas_file(rows);
        let unknown = rows(&[("kade", "Kade", WEST, "BU1")]);
        let fault = Fault::UnknownNeighbourhood("BU1".to_string());
        assert_eq!(refused(&town, &place, areas, &unknown).await, at(2, fault));
        bring(&town.nobody_at(now())).await;
        let good = ("kade", "Kade", WEST, "BU1");
        let other = rows(&[good, ("haven", "Haven", WEST, "BU4")]);
        assert_eq!(
            refused(&town, &place, areas, &other).await,
            at(3, Fault::OtherDistrict("BU4".to_string()))
        );
        let twice = rows(&[good, ("haven", "Haven", WEST, "BU1")]);
        assert_eq!(refused(&town, &place, areas, &twice).await, at(2, Fault::Overlap("BU1".to_string())));
        let nowhere = rows(&[("kade", "Kade", "WK99", "BU1")]);
        assert!(matches!(refused(&town, &place, areas, &nowhere).await.1, Fault::OtherDistrict(_)));
        let district = rows(&[(WEST, "West", "", "BU1")]).replace(",,", ",WK034401,");
        assert_eq!(refused(&town, &place, areas, &district).await, at(2, Fault::Taken(WEST.to_string())));
        let broken = borders().replace("\"BU6\"", "\"BU 6\"");
        let found = refused(&town, &place, What::Neighbourhoods, &broken).await;
        assert_eq!(found, (Place::Feature(6), Fault::BadCode("BU 6".to_string())));
        part(&town.nobody_at(now())).await;
        let mut moved = BUURTEN;
        moved[0].2 = "WK034402";
        let found = refused(&town, &place, What::Neighbourhoods, &borders_of(&moved)).await;
        assert_eq!(found.1, Fault::OtherDistrict("BU1".to_string()), "an area of the old district has it");
    });
}

#[test]
fn new_borders_take_the_place_of_the_old_ones_district_by_district() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        bring(&town.nobody_at(now())).await;
        let newer =
            [("BU4", "Oude Molen", "WK034402"), ("BU7", "Nieuwland", "WK034402"), ("BU8", "Buiten", "WK999")];
        let text = borders_of(&newer);
        let taken =
            acts::borders::import(&town.nobody_at(now()), What::Neighbourhoods, &file(&text)).await.unwrap();
        assert_eq!((taken.added, taken.replaced, taken.ended, taken.areas), (2, 1, 2, 1));
        let mut conn = place.store.read().await.unwrap();
        let pieces = store::neighbourhood::list(&mut conn).await.unwrap();
        let ended: Vec<&str> = pieces
            .iter()
            .filter(|piece| piece.status == Status::Ended)
            .map(|piece| piece.code.as_str())
            .collect();
        assert_eq!(ended, ["BU5", "BU6"], "the other district is not in the file and stays");
        let members = store::area::members(&mut conn).await.unwrap();
        assert_eq!(members[&AreaId::new("WK034402")].len(), 2);
        // A list without borders changes names and takes no borders away.
        let list = "buurtcode,buurtnaam,wijkcode\nBU4,De Molen,WK034402\nBU7,Nieuwland,WK034402\n";
        acts::borders::import(&town.nobody_at(now()), What::Neighbourhoods, &file(list)).await.unwrap();
        let pieces = store::neighbourhood::list(&mut conn).await.unwrap();
        let molen = pieces.iter().find(|piece| piece.code.as_str() == "BU4").unwrap();
        assert!(molen.shape.is_some() && molen.name == "De Molen");
    });
}

#[test]
fn fsck_finds_areas_that_are_not_made_of_what_they_may_be() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        bring(&town.nobody_at(now())).await;
        part(&town.nobody_at(now())).await;
        assert_eq!(place.fsck().await, Vec::<String>::new());
        for (statement, said) in [
            ("INSERT INTO area_neighbourhood VALUES ('kade', 'BU4')", "BU4 is in another district"),
            ("DELETE FROM area_neighbourhood WHERE area_id = 'WK034402' AND code = 'BU6'", "not made of"),
            ("INSERT INTO area_neighbourhood VALUES ('haven', 'BU1')", "may not overlap"),
        ] {
            place.sql(statement).await.unwrap();
            let found = place.fsck().await;
            assert!(found.iter().any(|line| line.contains(said)), "{statement}: {found:?}");
        }
    });
}
