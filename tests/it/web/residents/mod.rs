//! Residents who sign in with a provider instead of typing the code of their letter.

mod both;
mod provider;
mod refused;
mod traces;

use axum::http::header;
use schuifruimte::domain::round::Plan;

use crate::support::provider::Provider;
use crate::support::town::plan;
use crate::support::{Browser, OpenRound, Page, Site, Town, days, on_both};

const CHOOSE: &str = "/rondes/zuilen/stemmen";
const CAST: &str = "/rondes/zuilen/stem";
const LEAVE: &str = "/rondes/zuilen/inloggen";
/// What the provider calls Truus: no citizen service number of anyone (the test range).
const TRUUS: &str = "999990019";
const KARIM: &str = "999990020";
/// Lives elsewhere, and gets no letter.
const STRANGER: &str = "999990032";

/// A round in which two residents may sign in.
struct Stand {
    provider: Provider,
    round: OpenRound,
    site: Site,
}

impl Stand {
    async fn of(town: &Town) -> Stand {
        Stand::with(town, &plan("zuilen")).await
    }

    async fn with(town: &Town, plan: &Plan) -> Stand {
        let provider = Provider::start(days(1)).await;
        let round = town.open_round_for_with("zuilen", plan, (&provider.issuer, &[TRUUS, KARIM])).await;
        let site = Site::of_provider(town, &provider, days(1));
        site.add_keys(&round);
        Stand { provider, round, site }
    }

    fn code(&self, letter: usize) -> String {
        self.round.letters.printed[letter].0.for_the_letter()
    }
}

/// Chooses plans and goes on to the review.
async fn review(site: &Site, browser: &mut Browser, plans: &[&str]) -> Page {
    let mut fields: Vec<(&str, &str)> = plans.iter().map(|plan| ("plan", *plan)).collect();
    fields.extend([("order", "x"), ("next", "review")]);
    browser.post(site, CHOOSE, &fields).await
}

/// The fields of the form on a page that is sent to an address.
fn form(page: &Page, action: &str) -> Vec<(String, String)> {
    let start = format!("action=\"{action}\"");
    let (_, form) = page.body.split_once(&start).unwrap_or_else(|| panic!("no {action}: {}", page.body));
    let form = form.split("</form>").next().expect("its end");
    let inputs = form.split("<input ").skip(1).filter(|input| input.contains("type=\"hidden\""));
    let of = |input: &str, name: &str| {
        let value = input.split(&format!("{name}=\"")).nth(1).expect("a value");
        value.split('"').next().expect("its end").to_string()
    };
    inputs.map(|input| (of(input, "name"), of(input, "value"))).collect()
}

async fn send(site: &Site, browser: &mut Browser, address: &str, fields: &[(String, String)]) -> Page {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    browser.post(site, address, &fields).await
}

/// Leaves for the provider with these plans: the address to which the browser is sent.
async fn leave(stand: &Stand, browser: &mut Browser, plans: &[&str]) -> String {
    let review = review(&stand.site, browser, plans).await;
    let page = send(&stand.site, browser, LEAVE, &form(&review, LEAVE)).await;
    assert_eq!(page.status, 303, "{}", page.body);
    page.header("location").to_string()
}

/// Leaves, signs in under a name, and comes back.
async fn come_back(stand: &Stand, browser: &mut Browser, plans: &[&str], name: &str) -> Page {
    let address = leave(stand, browser, plans).await;
    let page = browser.get(&stand.site, &stand.provider.sign_in(&address, name)).await;
    assert_eq!(page.header("cache-control"), "no-store", "choices and the right to vote are kept nowhere");
    page
}

/// Sends the vote on a page.
async fn vote(stand: &Stand, browser: &mut Browser, page: &Page, more: &[(&str, &str)]) -> Page {
    let mut fields = form(page, CAST);
    fields.extend(more.iter().map(|(name, value)| (name.to_string(), value.to_string())));
    // Whoever changes a vote is asked once more.
    fields.push(("sure".to_string(), "1".to_string()));
    send(&stand.site, browser, CAST, &fields).await
}

/// Types the code of a letter instead.
async fn vote_by_letter(stand: &Stand, letter: usize, plans: &[&str]) -> Page {
    let mut browser = Browser::default();
    let page = review(&stand.site, &mut browser, plans).await;
    vote(stand, &mut browser, &page, &[("code", &stand.code(letter))]).await
}

fn told(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

#[test]
fn a_resident_signs_in_votes_under_the_own_letter_and_gets_its_receipt() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let mut browser = Browser::default();
        let list = browser.get(&stand.site, "/rondes/zuilen/stemmen?volgorde=x").await;
        assert!(list.says("of u logt in met DigiD"), "{}", list.body);
        let advice = browser.get(&stand.site, "/rondes/zuilen/geen-brief").await;
        assert!(advice.says("Dan kunt u ook inloggen met DigiD"), "{}", advice.body);
        let review = review(&stand.site, &mut browser, &["01", "03"]).await;
        assert!(
            review.says("Log in met DigiD") && review.says("name=\"code\""),
            "both ways: {}",
            review.body
        );
        let issuer = &stand.provider.issuer;
        let policy = review.header("content-security-policy");
        assert!(policy.contains(&format!("form-action 'self' {issuer};")), "{policy}");
        assert!(!review.headers.contains_key("set-cookie"), "who types a code gets no cookie");

        let page = send(&stand.site, &mut browser, LEAVE, &form(&review, LEAVE)).await;
        assert_eq!((page.status.as_u16(), page.header("cache-control")), (303, "no-store"));
        let cookie = page.header("set-cookie");
        assert!(cookie.starts_with("__Host-inloggen="), "{cookie}");
        for word in ["Path=/", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age=900"] {
            assert!(cookie.contains(word), "{word}: {cookie}");
        }
        let back = stand.provider.sign_in(page.header("location"), TRUUS);
        let page = browser.get(&stand.site, &back).await;
        assert_eq!(page.status, 200, "{}", page.body);
        assert!(page.says("U bent ingelogd") && page.says("U kiest 2 plannen"), "{}", page.body);
        assert!(!page.says("name=\"code\"") && !page.says("Log in met DigiD"), "no code is asked");
        assert!(page.header("set-cookie").contains("Max-Age=0"), "the cookie goes");
        assert_eq!(page.header("referrer-policy"), "strict-origin");
        assert!(page.header("content-security-policy").contains("form-action 'self';"));

        let receipt = vote(&stand, &mut Browser::default(), &page, &[]).await;
        assert_eq!((receipt.status.as_u16(), receipt.kind()), (200, Some("receipt")), "{}", receipt.body);
        let control = stand.round.letters.printed[0].1.to_string();
        assert!(receipt.says(&control), "the receipt is that of the letter");
        let again = vote(&stand, &mut Browser::default(), &page, &[]).await;
        assert_eq!(again.body, receipt.body, "sending the same again gives the same receipt");
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 1);
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM resident_sign_in").await, 0);
    });
}

#[test]
fn after_signing_in_one_may_still_choose_otherwise_and_in_english() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let stand = Stand::of(&town).await;
        let mut browser = Browser::default();
        let fields = [("plan", "01"), ("order", "x"), ("next", "review")];
        let review = browser.post(&stand.site, "/en/rondes/zuilen/stemmen", &fields).await;
        let leave = "/en/rondes/zuilen/inloggen";
        let page = send(&stand.site, &mut browser, leave, &form(&review, leave)).await;
        let back = stand.provider.sign_in(page.header("location"), TRUUS);
        let page = browser.get(&stand.site, &back).await;
        assert!(page.says("You are signed in"), "in the language in which one left: {}", page.body);
        let mut fields = form(&page, "/en/rondes/zuilen/stemmen");
        fields.retain(|(name, _)| name != "plan");
        fields.extend([("plan", "02"), ("next", "review")].map(|(a, b)| (a.to_string(), b.to_string())));
        let other = send(&stand.site, &mut browser, "/en/rondes/zuilen/stemmen", &fields).await;
        assert!(other.says("You are signed in") && !other.says("name=\"code\""), "{}", other.body);
        let receipt = send(
            &stand.site,
            &mut browser,
            "/en/rondes/zuilen/stem",
            &form(&other, "/en/rondes/zuilen/stem"),
        )
        .await;
        assert_eq!(told(&receipt), (200, Some("receipt")));
    });
}

#[test]
fn where_a_round_has_no_residents_of_the_provider_the_way_is_not_there() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let provider = Provider::start(days(1)).await;
        let round = town.open_round("zuilen").await;
        let other = "https://een-ander.example";
        let elsewhere = town.open_round_for("ondiep", other, &[TRUUS]).await;
        let site = Site::of_provider(&town, &provider, days(1));
        site.add_keys(&round);
        site.add_keys(&elsewhere);
        for name in ["zuilen", "ondiep"] {
            let fields = [("plan", "01"), ("order", "x"), ("next", "review")];
            let choose = format!("/rondes/{name}/stemmen");
            let page = Browser::default().post(&site, &choose, &fields).await;
            assert!(!page.says("DigiD") && page.says("name=\"code\""), "{name}: {}", page.body);
            assert!(page.header("content-security-policy").contains("form-action 'self';"));
            let mut fields = form(&page, &format!("/rondes/{name}/stem"));
            fields.push(("next".to_string(), "//evil.example".to_string()));
            let page =
                send(&site, &mut Browser::default(), &format!("/rondes/{name}/inloggen"), &fields).await;
            assert_eq!(told(&page), (404, Some("not_found")), "{name}");
        }
        assert!(provider.asked().is_empty(), "nobody is asked anything");
        // A service without a provider has no way back either.
        let plain = Site::of(&town, days(1));
        let page = Browser::default().get(&plain, "/inloggen/terug?code=x&state=y").await;
        assert_eq!(told(&page), (404, Some("not_found")));
        assert!(page.headers.get(header::SET_COOKIE).is_none());
    });
}
