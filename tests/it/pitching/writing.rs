//! Writing a plan, page by page, as a person does.

use axum::http::StatusCode;

use super::today;
use crate::post::entering::enter;
use crate::support::{Browser, Page, Site, Town, on_both};

/// The pages of a small plan with what is typed on each.
pub const SMALL: [(&str, &[(&str, &str)]); 6] = [
    (
        "idee",
        &[
            ("pt_title", "Samen soep"),
            ("pt_summary", "Elke week koken wij soep."),
            ("pt_category", "Samen eten"),
            ("pt_text", ""),
        ],
    ),
    ("plek", &[("pt_place", "Het plein"), ("pt_from", "2027-05-01"), ("pt_until", "2027-09-01")]),
    (
        "kosten",
        &[
            ("pt_cost_what_1", "Pannen"),
            ("pt_cost_sum_1", "400"),
            ("pt_cost_what_3", "Groente"),
            ("pt_cost_sum_3", "500,50"),
        ],
    ),
    ("wie", &[("pt_kind", "group"), ("pt_class", "resident")]),
    ("hulp", &[("pt_help", "none"), ("pt_wish", "space"), ("pt_wish", "permit")]),
    ("betaald", &[("pt_paid", "")]),
];

/// Begins a plan: the address of it.
pub async fn begin(site: &Site, browser: &mut Browser, name: &str, size: &str) -> String {
    let page = browser.get(site, "/initiatief/plannen").await;
    let round = page.field("pt_round");
    let fields = [("pt_round", round.as_str()), ("pt_group_name", name), ("pt_size", size)];
    let page = browser.post(site, "/initiatief/plannen", &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    page.header("location").strip_suffix("/stap/idee").expect("the first page").to_string()
}

/// Types a page, with what stands on it already.
pub async fn typed(site: &Site, browser: &mut Browser, address: &str, fields: &[(&str, &str)]) -> Page {
    let seen = browser.get(site, address).await.field("pt_seen");
    let all: Vec<(&str, &str)> = fields.iter().copied().chain([("pt_seen", seen.as_str())]).collect();
    browser.post(site, address, &all).await
}

/// From nothing to sent in, in fewer than ten pages, begun on one device and ended on another.
#[test]
fn a_plan_is_written_in_short_steps_and_resumed_on_another_device() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, "henk@buurt.example").await;
        let plan = begin(&site, &mut henk, "Soepgroep", "light").await;
        let mut screens = 1;
        for (step, fields) in &SMALL[..2] {
            let page = typed(&site, &mut henk, &format!("{plan}/stap/{step}"), fields).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
            screens += 1;
        }
        site.clock.set(today().plus_minutes(30));
        let mut phone = enter(&place, &site, "henk@buurt.example").await;
        let overview = phone.get(&site, &plan).await;
        assert!(
            overview.says("Samen soep") && overview.says("Vul in wat het plan kost."),
            "{}",
            overview.body
        );
        assert!(!overview.says("Stuur het plan in"));
        for (step, fields) in &SMALL[2..] {
            let page = typed(&site, &mut phone, &format!("{plan}/stap/{step}"), fields).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
            screens += 1;
        }
        let overview = phone.get(&site, &plan).await;
        screens += 1;
        assert!(screens < 10, "{screens} pages");
        assert!(overview.says("U vraagt € 900,50"), "{}", overview.body);
        assert!(overview.says("Een vergunning") && overview.says("Stuur het plan in"), "{}", overview.body);
        let page = phone.post(&site, &format!("{plan}/insturen"), &[]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert!(henk.get(&site, &plan).await.says("Uw plan is ingestuurd"));
        // The large form is one page of the start, seven steps and the overview.
        assert!(1 + schuifruimte::domain::pitch::content::Form::Full.steps().len() + 1 < 10);
    });
}

#[test]
fn what_is_typed_is_kept_also_when_it_is_not_complete() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, "henk@buurt.example").await;
        let plan = begin(&site, &mut henk, "Soepgroep", "light").await;
        let idea = format!("{plan}/stap/idee");
        let page = typed(&site, &mut henk, &idea, &[("pt_title", "Samen soep")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "a missing sentence stops nobody");
        assert!(henk.get(&site, &idea).await.says("value=\"Samen soep\""));
        let costs = format!("{plan}/stap/kosten");
        let fields = [("pt_cost_what_1", "Pannen"), ("pt_cost_sum_1", "veel")];
        let page = typed(&site, &mut henk, &costs, &fields).await;
        assert_eq!((page.status.as_u16(), page.kind()), (422, Some("field_invalid")));
        assert!(page.says("value=\"veel\"") && page.says("Vul een bedrag in"), "{}", page.body);
        let page = henk.post(&site, &format!("{plan}/insturen"), &[]).await;
        assert_eq!((page.status.as_u16(), page.kind()), (422, Some("field_invalid")));
        assert!(page.says("Er ontbreekt nog iets"));
    });
}

/// What somebody else wrote meanwhile is not written over unseen.
#[test]
fn two_who_write_the_same_page_see_each_other() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, "henk@buurt.example").await;
        let plan = begin(&site, &mut henk, "Soepgroep", "light").await;
        let idea = format!("{plan}/stap/idee");
        let seen = henk.get(&site, &idea).await.field("pt_seen");
        typed(&site, &mut henk, &idea, &[("pt_title", "Samen soep")]).await;
        let late = [("pt_title", "Samen stamppot"), ("pt_seen", seen.as_str())];
        let page = henk.post(&site, &idea, &late).await;
        assert_eq!((page.status.as_u16(), page.kind()), (409, Some("draft_changed")));
        assert!(
            page.says("value=\"Samen stamppot\"") && page.says("Iemand anders veranderde"),
            "{}",
            page.body
        );
        let again = [("pt_title", "Samen stamppot"), ("pt_seen", &page.field("pt_seen"))];
        assert_eq!(henk.post(&site, &idea, &again).await.status, StatusCode::SEE_OTHER, "now knowingly");
        // Another page is nobody's business.
        assert_eq!(
            typed(&site, &mut henk, &format!("{plan}/stap/plek"), SMALL[1].1).await.status,
            StatusCode::SEE_OTHER
        );
    });
}

#[test]
fn a_draft_is_thrown_away_by_a_word() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, today());
        let mut henk = enter(&place, &site, "henk@buurt.example").await;
        let plan = begin(&site, &mut henk, "Soepgroep", "full").await;
        let mut kees = enter(&place, &site, "kees@elders.example").await;
        assert_eq!(kees.get(&site, &plan).await.status, StatusCode::NOT_FOUND);
        let way = format!("{plan}/intrekking");
        assert_eq!(henk.post(&site, &way, &[("word", "ja")]).await.kind(), Some("field_invalid"));
        assert_eq!(henk.post(&site, &way, &[("word", "weg")]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(henk.get(&site, &plan).await.status, StatusCode::NOT_FOUND);
    });
}
