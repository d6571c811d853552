//! Coming in: by invitation, with a password and a code; proving anew to be there; where one is signed in.

mod codes;
mod copies;
mod files;
mod first;
mod invited;
mod leaked;
mod meanwhile;
mod noted;
mod presence;
mod sessions;
mod tries;

use schuifruimte::domain::account::{Role, Scope, SecondFactor};
use schuifruimte::domain::time::Moment;

use crate::support::people::{PASSWORD, Staff};
use crate::support::site::between;
use crate::support::{Browser, Page, Place, Site, days};

/// Keeps the accounts.
const SEM: Staff =
    Staff { login: "sem", name: "Sem Bakker", function: "Functioneel beheerder", role: Role::PlatformAdmin };
/// Keeps them as well.
const NOOR: Staff =
    Staff { login: "noor", name: "Noor Aydin", function: "Functioneel beheerder", role: Role::PlatformAdmin };

const STAFF: &str = "/bureau/medewerkers";
const NEW: [(&str, &str); 5] =
    [("login", "jan"), ("name", "Jan"), ("function", "Balie"), ("role", "desk"), ("scope", "city")];

const SIGN_IN: &str = "/bureau/aanmelden";
const OWN: &str = "/bureau/account";

fn answer(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

/// A service that asks a second factor of who signs.
fn strict(place: &Place) -> Site {
    Site::asking(place, "https://schuif.example", days(0), SecondFactor::Required)
}

async fn both_admins(place: &Place) {
    place.employ(SEM, Scope::City).await;
    place.employ(NOOR, Scope::City).await;
}

/// The link on the page that shows it once.
fn link(page: &Page) -> String {
    assert_eq!(page.status.as_u16(), 200, "{}", page.body);
    let token = between(&page.body, "https://schuif.example/bureau/uitnodiging/", "<").expect("a link");
    format!("/bureau/uitnodiging/{token}")
}

/// Adds Jan with the word of two people: the link that was made for him, and the page about him.
async fn invited(site: &Site, sem: &mut Browser) -> (String, String) {
    let page = sem.post(site, STAFF, &NEW).await;
    assert_eq!(answer(&page), (303, None), "{}", page.body);
    let jan = page.header("location").to_string();
    let make = format!("{jan}/uitnodiging");
    let page = sem.post(site, &make, &[]).await;
    assert_eq!(answer(&page), (409, Some("four_eyes_required")), "no link before a second person agrees");
    let mut noor = Browser::of(site, NOOR).await;
    let page = noor.get(site, STAFF).await;
    let number = between(&page.body, "/bureau/medewerkers/wijzigingen/", "/").expect("a change");
    let page = noor.post(site, &format!("{STAFF}/wijzigingen/{number}/akkoord"), &[]).await;
    assert_eq!(answer(&page), (303, None));
    let page = sem.post(site, &make, &[]).await;
    assert_eq!(answer(&page), (409, Some("four_eyes_required")), "who made him up does not hold his link");
    (link(&noor.post(site, &make, &[]).await), jan)
}

/// The six digits that an app shows at a moment.
fn shown(secret: &str, at: Moment) -> String {
    let secret = totp_rs::Secret::try_from_base32(secret.replace(' ', "")).expect("a secret");
    let app = totp_rs::Builder::new().with_secret(secret).build().expect("an app");
    app.generate(u64::try_from(at.micros() / 1_000_000).expect("after 1970")).to_string()
}

/// Adds an app through the pages: its secret and the codes for on paper.
async fn add_app(site: &Site, browser: &mut Browser) -> (String, Vec<String>) {
    let page = browser.post(site, &format!("{OWN}/code"), &[]).await;
    assert_eq!(answer(&page), (200, None), "{}", page.body);
    let secret = between(&page.body, "class=\"sr-key\">", "<").expect("a secret").to_string();
    let code = shown(&secret, site.clock.now());
    let page = browser.post(site, &format!("{OWN}/code/klaar"), &[("otp", &code)]).await;
    assert_eq!(answer(&page), (200, None), "{}", page.body);
    let papers = page.body.split("<li class=\"sr-key\">").skip(1);
    (secret, papers.filter_map(|rest| rest.split('<').next()).map(str::to_string).collect())
}

/// The password is right: the page that asks for a code, with what ties the code to it.
async fn to_the_code(site: &Site, browser: &mut Browser, login: &str) -> String {
    let page = browser.post(site, SIGN_IN, &[("login", login), ("password", PASSWORD)]).await;
    assert_eq!(answer(&page), (200, None), "{}", page.body);
    page.field("page")
}
