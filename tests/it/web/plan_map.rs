//! The map of the plans: where each lies, told by the office, shown to who votes, and never changed once the vote is open.

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::id::{NeighbourhoodId, ProposalId};
use schuifruimte::domain::pitch::Content;
use schuifruimte::store;

use crate::areas::city;
use crate::pitching;
use crate::support::people::JORIS;
use crate::support::{Browser, Page, Site, Town, days, on_both};

fn cards_in_sight(page: &Page) -> usize {
    page.body.matches("<li class=\"sr-plan-card\"").count()
        - page.body.matches("<li class=\"sr-plan-card\" hidden").count()
}

#[test]
fn plans_lie_on_the_map_of_their_round_until_it_opens_and_the_list_finds_them_there() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        city::bring(&town.marijke_at(days(-40))).await;
        let id = town.draft_round("zuilen").await;
        let bare = Browser::default().get(&Site::of(&town, days(-20)), "/rondes/zuilen").await;
        assert!(!bare.body.contains("id=\"kaart\""), "no map before a plan lies anywhere");

        let before = Site::of(&town, days(-20));
        let mut joris = Browser::of(&before, JORIS).await;
        let form = joris.get(&before, "/bureau/rondes/zuilen/plannen/01").await;
        assert!(form.body.contains("value=\"BU5\"") && !form.body.contains("value=\"BU1\""), "its own wijk");
        let fields = |code: &'static str| {
            [("title", "Een bankje"), ("applicant", "Henk"), ("amount", "8000"), ("neighbourhood", code)]
        };
        let address = "/bureau/rondes/zuilen/plannen/01";
        assert_eq!(joris.post(&before, address, &fields("BU5")).await.status, 303);
        let elsewhere = joris.post(&before, address, &fields("BU1")).await;
        assert_eq!(elsewhere.status, 422, "a buurt of another wijk");
        assert!(elsewhere.body.contains("id=\"neighbourhood-fout\""), "{}", elsewhere.body);
        let known = joris.get(&before, address).await;
        assert!(known.body.contains("value=\"BU5\" selected"), "what was chosen stays");
        for (plan, code) in [("02", "BU5"), ("03", "BU6"), ("04", "BU6")] {
            let code = (plan != "04").then(|| NeighbourhoodId::new(code));
            let plan = ProposalId::new(plan);
            acts::location::set(&town.joris_at(days(-20)), &id, &plan, code.as_ref()).await.unwrap();
        }
        let preview = Browser::default().get(&before, "/rondes/zuilen").await;
        assert!(preview.says("Akker: 2 plannen") && preview.says("Dijk: 1 plan"), "{}", preview.body);
        assert!(preview.says("3 plannen zijn voor het hele gebied") && preview.says("Molen: geen plan"));
        assert!(!preview.body.contains("?buurt="), "nobody chooses yet");

        let round = town.open_draft(id.clone(), 10).await;
        let site = Site::of(&town, days(1));
        site.add_keys(&round);
        let page = Browser::default().get(&site, "/rondes/zuilen").await;
        assert!(page.body.contains("href=\"/rondes/zuilen/stemmen?buurt=BU5\""), "{}", page.body);
        assert!(!page.body.contains("?buurt=BU4"), "where there is no plan there is nothing to choose");
        let to = Browser::default().get(&site, "/rondes/zuilen/stemmen?buurt=BU5").await;
        let list = Browser::default().get(&site, to.header("location")).await;
        assert_eq!(cards_in_sight(&list), 2, "{}", list.body);
        let all = Browser::default().get(&site, "/rondes/zuilen/stemmen?volgorde=x").await;
        assert_eq!(cards_in_sight(&all), 6);
        assert!(all.body.contains("id=\"plannenkaart-naam\""), "the list has the map too");

        let late = acts::location::set(&town.joris_at(days(1)), &id, &ProposalId::new("01"), None).await;
        assert!(matches!(late, Err(ActError::Frozen)));
        for statement in [
            "UPDATE plan_location SET neighbourhood = 'BU6'",
            "DELETE FROM plan_location",
            "INSERT INTO plan_location VALUES ('zuilen', '05', 'BU6')",
        ] {
            assert!(place.sql(statement).await.is_err(), "{statement}");
        }
        let kept = store::location::list(&mut place.store.read().await.unwrap(), &id).await.unwrap();
        assert_eq!(kept.len(), 3);
    });
}

#[test]
fn where_a_group_says_that_its_plan_lies_it_stands_on_the_map_once_it_is_admitted() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        city::bring(&town.marijke_at(days(-40))).await;
        let round = town.draft_round("zuilen").await;
        let wanted = Content { neighbourhood: "BU6".to_string(), ..pitching::soup() };
        let (_, pitch) = pitching::sent(&town, &round, "truus@buurt.example", &wanted).await;
        let plan =
            pitching::admit(&town.joris_at(pitching::today()), &round, &pitch).await.expect("admitted");
        let places = store::location::list(&mut place.store.read().await.unwrap(), &round).await.unwrap();
        assert_eq!(places, [(plan, NeighbourhoodId::new("BU6"))].into());
    });
}
