//! Where a plan lies: chosen on a map or in the list beside it, which are one control.

use axum::http::StatusCode;
use schuifruimte::acts::pitch::{Author, submit};
use schuifruimte::domain::id::PitchId;

use super::writing::{SMALL, begin, typed};
use super::{own, someone, today};
use crate::areas::city;
use crate::post::entering::enter;
use crate::support::{Browser, Page, Site, Town, days, on_both};

/// The label of a choice, whole.
fn label<'a>(page: &'a Page, code: &str) -> &'a str {
    let mark = format!("name=\"pt_neighbourhood\" value=\"{code}\"");
    let label = page.body.split("<label>").find(|part| part.contains(&mark));
    label.and_then(|part| part.split("</label>").next()).unwrap_or_else(|| panic!("{code}: {}", page.body))
}

/// Every neighbourhood of the round, and no other, is a radio button with its name; what is drawn of it lies in the same label, so a
/// press on the map is a press on the button, without a script, and whoever listens hears each name once.
#[test]
fn a_neighbourhood_is_chosen_on_the_map_or_in_the_list_which_are_one() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        city::bring(&town.marijke_at(days(-40))).await;
        let round = town.draft_round("zuilen").await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, "henk@buurt.example").await;
        let plan = begin(&site, &mut henk, "Soepgroep", "light").await;
        let step = format!("{plan}/stap/plek");
        let page = henk.get(&site, &step).await;
        assert!(label(&page, "").contains("checked") && label(&page, "").contains("Meer dan één buurt"));
        for (code, name) in [("BU4", "Molen"), ("BU5", "Akker"), ("BU6", "Dijk")] {
            let label = label(&page, code);
            assert!(label.contains(&format!("<span>{name}</span>")), "{label}");
            let (told, drawn) = label.split_once("<svg").expect("its shape");
            assert!(told.contains(name) && drawn.contains("aria-hidden=\"true\""), "{label}");
            assert!(drawn.contains("class=\"sr-pick__shape\""), "{label}");
        }
        assert!(!page.body.contains("value=\"BU1\""), "its own wijk");
        let elsewhere = [("pt_place", "Het plein"), ("pt_neighbourhood", "BU1")];
        let refused = typed(&site, &mut henk, &step, &elsewhere).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.body.contains("Het plein"), "nothing typed is lost: {}", refused.body);
        for (name, fields) in &SMALL {
            let mut fields = fields.to_vec();
            if *name == "plek" {
                fields.push(("pt_neighbourhood", "BU5"));
            }
            let page = typed(&site, &mut henk, &format!("{plan}/stap/{name}"), &fields).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{name}: {}", page.body);
        }
        let page = henk.get(&site, &step).await;
        assert!(label(&page, "BU5").contains("checked") && !label(&page, "").contains("checked"));
        let who = someone(&place, "henk@buurt.example", today()).await;
        let id = PitchId::new(plan.rsplit('/').next().expect("a name"));
        submit(&own(&place, &who, today()), Author::Member(&who.id), &id).await.expect("sent in");
        let public = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/{id}")).await;
        assert!(public.says("Akker"), "{}", public.body);
        let map = Browser::default().get(&site, &format!("/rondes/{round}/ingestuurd/kaart")).await;
        assert!(map.says("Akker: 1 plan"), "{}", map.body);
    });
}
