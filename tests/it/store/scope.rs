//! Where someone works, as the database keeps it: the same as the rule says, and kept when an older database comes along.

use std::collections::BTreeSet;

use schuifruimte::acts;
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::area::{Area, Level};
use schuifruimte::domain::id::{AccountId, AreaId, NeighbourhoodId};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::store::{account, area, schema, scope};

use crate::areas::city;
use crate::support::people::Staff;
use crate::support::{Town, now, on_both, on_both_at};

const JAN: Staff = Staff { login: "jan", name: "Jan", function: "Adviseur", role: Role::Officer };

#[test]
fn the_areas_that_someone_sees_are_those_that_lie_where_they_work() {
    on_both(|place| async move {
        // Two districts with neighbourhoods and eight without; an area over both, one inside a district, the city, and one
        // of which nobody knows where it lies.
        let _town = Town::new(&place).await;
        let ctx = place.context(Actor::Operator, now());
        city::bring(&ctx).await;
        let inside = Area { parent: Some(AreaId::new("WK034402")), ..Area::new("hof", "Hof") };
        let whole = Area { level: Level::City, ..Area::new("stad", "Stad") };
        for (one, members) in
            [(Area::new("vecht", "Vecht"), &["BU3", "BU4"][..]), (inside, &["BU5"]), (whole, &[])]
        {
            let members: Vec<NeighbourhoodId> =
                members.iter().map(|code| NeighbourhoodId::new(*code)).collect();
            acts::area::set(&ctx, &one, &members).await.unwrap();
        }
        acts::area::add(&ctx, &[Area::new("leeg", "Leeg")]).await.unwrap();

        let scopes: [&[&str]; 3] = [&["WK034402"], &["WK034403"], &["WK034401", "WK034410"]];
        let mut employed = Vec::new();
        for (number, own) in scopes.iter().enumerate() {
            let login = ["een", "twee", "drie"][number];
            let districts = Scope::Districts(own.iter().copied().map(AreaId::new).collect());
            employed.push((place.employ(Staff { login, ..JAN }, districts.clone()).await, districts));
        }
        employed.push((place.employ(JAN, Scope::City).await, Scope::City));

        let mut conn = place.store.read().await.unwrap();
        let reaches = scope::reaches(&mut conn).await.unwrap();
        let all: Vec<AreaId> = area::list(&mut conn).await.unwrap().into_iter().map(|one| one.id).collect();
        for (who, own) in employed {
            let touched = all.iter().filter(|id| own.touches(reaches.of_area(id).unwrap())).cloned();
            let expected: BTreeSet<AreaId> = touched.collect();
            let seen = scope::seen(&mut conn, &who).await.unwrap();
            assert_eq!(seen.areas, expected, "{own:?}");
            assert_eq!(
                seen.areas.contains(&AreaId::new("hof")),
                own.touches(reaches.of_area(&AreaId::new("WK034402")).unwrap())
            );
        }
    });
}

#[test]
fn who_had_an_account_before_works_everywhere_as_before() {
    on_both_at(33, |place| async move {
        place
            .sql("INSERT INTO account VALUES ('j', 'joris', 'J', 'Adviseur', 'officer', 'x', 1, 1)")
            .await
            .unwrap();
        place.sql("INSERT INTO staff_session VALUES ('s', 'j', 1, 1)").await.unwrap();
        schema::migrate(&place.store).await.unwrap();
        let mut conn = place.store.read().await.unwrap();
        let found = account::find(&mut conn, &AccountId::new("j")).await.unwrap().unwrap();
        assert_eq!((found.role, found.scope, found.enabled), (Role::Officer, Scope::City, true));
        assert_eq!(place.number("SELECT COUNT(*) FROM staff_session WHERE account_id = 'j'").await, 1);
        let nobody = place.sql("INSERT INTO staff_session VALUES ('t', 'nobody', 1, 1, 1, '')").await;
        assert!(nobody.is_err(), "references hold again");
        let unknown = place.sql("UPDATE account SET role = 'king' WHERE id = 'j'").await;
        assert!(unknown.is_err(), "a role is one of the list");
    });
}
