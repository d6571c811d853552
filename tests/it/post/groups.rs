//! Groups of people who pitch, and what a person does with the own account.

use axum::http::StatusCode;

use super::entering::enter;
use super::{count, newest_link};
use crate::support::{Browser, Place, Site, Town, now, on_both};

/// Signs in, with a name.
pub async fn named(place: &Place, site: &Site, email: &str, name: &str) -> Browser {
    let mut browser = enter(place, site, email).await;
    let page = browser.post(site, "/initiatief", &[("post_name", name), ("post_language", "nl")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    browser
}

/// Who is in the group: the ways to change each member, in order of the table.
pub fn ways(body: &str) -> Vec<String> {
    let ways = body.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
    ways.filter(|way| way.contains("/leden/")).map(str::to_string).collect()
}

/// A group of Henk, with Truus as editor.
pub async fn group(place: &Place, site: &Site) -> (Browser, Browser, String) {
    let mut henk = named(place, site, "henk@buurt.example", "Henk Bouwmeester").await;
    let page = henk.post(site, "/initiatief/groepen", &[("post_group", "Buurttuin Zuilen")]).await;
    let way = page.header("location").to_string();
    let fields = [("post_email", "truus@buurt.example"), ("post_role", "editor")];
    let page = henk.post(site, &format!("{way}/uitnodigingen"), &fields).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
    let mut truus = Browser::default();
    let link = format!("/initiatief/link/{}", newest_link(place, "truus@buurt.example").await);
    let page = truus.get(site, &link).await;
    assert!(page.says("Buurttuin Zuilen") && page.says("meeschrijven"), "{}", page.body);
    assert_eq!(truus.post(site, &link, &[]).await.status, StatusCode::SEE_OTHER);
    assert!(truus.get(site, &way).await.says("U schrijft mee in deze groep"));
    (henk, truus, way)
}

#[test]
fn who_owns_a_group_decides_who_is_in_it_and_for_others_it_does_not_exist() {
    on_both(|place| async move {
        let site = Site::of(&Town::new(&place).await, now());
        let (mut henk, mut truus, way) = group(&place, &site).await;
        let mut kees = named(&place, &site, "kees@elders.example", "Kees Vermeulen").await;
        let members = ways(&henk.get(&site, &way).await.body);
        assert_eq!(members.len(), 1, "nobody changes the owner");
        let invite = format!("{way}/uitnodigingen");
        let leaving = format!("{way}/vertrek");
        let asks =
            |address: &str| (address.to_string(), vec![("post_email", "x@y.example"), ("post_do", "reader")]);
        for (address, fields) in [asks(&invite), asks(&members[0])] {
            assert_eq!(kees.post(&site, &address, &fields).await.status, StatusCode::NOT_FOUND, "{address}");
            assert_eq!(truus.post(&site, &address, &fields).await.status, StatusCode::NOT_FOUND, "{address}");
        }
        assert_eq!(kees.get(&site, &way).await.status, StatusCode::NOT_FOUND);
        assert_eq!(kees.post(&site, &leaving, &[]).await.status, StatusCode::NOT_FOUND);

        let page = henk.post(&site, &leaving, &[]).await;
        assert_eq!((page.status.as_u16(), page.kind()), (409, None), "he hands it over first");
        assert!(page.says("U kunt nog niet weg"));
        let page = henk.post(&site, &members[0], &[("post_do", "owner")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        assert!(truus.get(&site, &way).await.says("U bent de eigenaar van deze groep"));
        assert!(henk.get(&site, &way).await.says("U schrijft mee in deze groep"));
        let owners = "SELECT CAST(COUNT(*) AS BIGINT) FROM initiative_member WHERE role = 'owner'";
        assert_eq!(place.number(owners).await, 1);
        assert_eq!(henk.post(&site, &leaving, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(henk.get(&site, &way).await.status, StatusCode::NOT_FOUND, "at once");
        assert_eq!(truus.post(&site, &leaving, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(
            place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM initiative").await,
            0,
            "the last one ends it"
        );
    });
}

/// A50: an invitation is for one address, once, and for two days.
#[test]
fn an_invitation_is_for_who_was_asked() {
    on_both(|place| async move {
        let site = Site::of(&Town::new(&place).await, now());
        let (mut henk, mut truus, way) = group(&place, &site).await;
        let mut kees = named(&place, &site, "kees@elders.example", "Kees Vermeulen").await;
        let invite = format!("{way}/uitnodigingen");
        let fields = [("post_email", "ans@buurt.example"), ("post_role", "owner")];
        assert_eq!(henk.post(&site, &invite, &fields).await.status, StatusCode::SEE_OTHER);
        let again = henk.post(&site, &invite, &fields).await;
        assert_eq!(
            (again.status.as_u16(), again.kind()),
            (422, Some("field_invalid")),
            "she was asked already"
        );
        let link = format!("/initiatief/link/{}", newest_link(&place, "ans@buurt.example").await);
        assert!(kees.get(&site, &link).await.says("Er is al iemand aangemeld"));
        let page = kees.post(&site, &link, &[]).await;
        assert_eq!((page.status, page.kind()), (StatusCode::GONE, Some("link_expired")));
        let mut ans = Browser::default();
        assert_eq!(ans.post(&site, &link, &[]).await.status, StatusCode::SEE_OTHER, "it was not used up");
        assert!(ans.get(&site, &way).await.says("U leest mee"), "nobody is asked as owner");
        assert_eq!(Browser::default().post(&site, &link, &[]).await.kind(), Some("link_expired"));

        let fields = [("post_email", "piet@buurt.example"), ("post_role", "reader")];
        assert_eq!(henk.post(&site, &invite, &fields).await.status, StatusCode::SEE_OTHER);
        let link = format!("/initiatief/link/{}", newest_link(&place, "piet@buurt.example").await);
        let body = henk.get(&site, &way).await.body;
        let withdraw = body.split("action=\"").skip(1).filter_map(|rest| rest.split('"').next());
        let withdraw =
            withdraw.filter(|way| way.contains("/uitnodigingen/")).last().expect("a way").to_string();
        assert_eq!(truus.post(&site, &withdraw, &[]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(henk.post(&site, &withdraw, &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(
            Browser::default().post(&site, &link, &[]).await.kind(),
            Some("link_expired"),
            "taken back"
        );
        assert_eq!(henk.post(&site, &invite, &fields).await.status, StatusCode::SEE_OTHER);
        let link = format!("/initiatief/link/{}", newest_link(&place, "piet@buurt.example").await);
        site.clock.set(now().plus_minutes(48 * 60));
        assert_eq!(
            Browser::default().post(&site, &link, &[]).await.kind(),
            Some("link_expired"),
            "after two days"
        );
    });
}

#[test]
fn another_address_is_given_when_both_say_yes() {
    on_both(|place| async move {
        let site = Site::of(&Town::new(&place).await, now());
        let mut truus = named(&place, &site, "truus@buurt.example", "Truus van Dijk").await;
        named(&place, &site, "henk@buurt.example", "Henk Bouwmeester").await;
        site.clock.set(now().plus_minutes(60));
        let page = truus.post(&site, "/initiatief/adres", &[("post_email", "truus@nieuw.example")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.body);
        let link = async |email: &str| format!("/initiatief/link/{}", newest_link(&place, email).await);
        let (old, new) = (link("truus@buurt.example").await, link("truus@nieuw.example").await);
        let page = Browser::default().post(&site, &new, &[]).await;
        assert!(page.says("Het andere adres moet ook nog ja zeggen"), "{}", page.body);
        assert!(truus.get(&site, "/initiatief").await.says("truus@buurt.example"), "one yes changes nothing");
        assert!(Browser::default().post(&site, &old, &[]).await.says("Uw adres is veranderd"));
        assert!(truus.get(&site, "/initiatief").await.says("truus@nieuw.example"));
        assert!(count(&place, "waiting").await >= 5, "the old address is told");
        let emails = "SELECT CAST(COUNT(*) AS BIGINT) FROM initiator WHERE email = 'truus@buurt.example'";
        assert_eq!(place.number(emails).await, 0);

        // An address that has an account: who asks is not told, and it does not move.
        site.clock.set(now().plus_minutes(120));
        let page = truus.post(&site, "/initiatief/adres", &[("post_email", "henk@buurt.example")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        let (old, new) = (link("truus@nieuw.example").await, link("henk@buurt.example").await);
        Browser::default().post(&site, &old, &[]).await;
        let page = Browser::default().post(&site, &new, &[]).await;
        assert_eq!(page.status, StatusCode::CONFLICT, "{}", page.body);
        assert!(truus.get(&site, "/initiatief").await.says("truus@nieuw.example"));
    });
}

#[test]
fn an_account_ends_when_its_owner_wants_and_nothing_hangs_on_it() {
    on_both(|place| async move {
        let site = Site::of(&Town::new(&place).await, now());
        let (mut henk, mut truus, way) = group(&place, &site).await;
        let page = truus.post(&site, "/initiatief/verwijdering", &[]).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        assert!(page.says("U zit nog in een groep"));
        truus.post(&site, &format!("{way}/vertrek"), &[]).await;
        assert_eq!(truus.post(&site, "/initiatief/verwijdering", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(truus.get(&site, "/initiatief").await.status, StatusCode::SEE_OTHER);
        let rows = place.dump().await;
        let left: Vec<&String> = rows
            .iter()
            .filter(|row| row.contains("truus@buurt.example") && !row.starts_with("outbox"))
            .collect();
        assert!(left.is_empty(), "{left:?}");
        assert_eq!(henk.get(&site, &way).await.status, StatusCode::OK);
    });
}

/// A40: a name that is markup is shown as a name, and a name that leads elsewhere is none.
#[test]
fn a_name_is_a_name_on_pages_and_in_mail() {
    on_both(|place| async move {
        let site = Site::of(&Town::new(&place).await, now());
        let mut kees = named(&place, &site, "kees@elders.example", "<b onclick=x>Kees</b>").await;
        let page = kees.get(&site, "/initiatief").await;
        assert!(!page.says("<b onclick") && page.says("&lt;b onclick"), "{}", page.body);
        for name in ["zie https://elders.example", "a\u{202e}b", "kees@elders.example"] {
            let page = kees.post(&site, "/initiatief/groepen", &[("post_group", name)]).await;
            assert_eq!((page.status.as_u16(), page.kind()), (422, Some("field_invalid")), "{name}");
        }
    });
}
