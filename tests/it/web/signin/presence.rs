//! A36: what is signed wants a proof of a moment ago.

use schuifruimte::web;
use schuifruimte::web::routes::presence::{FRESH, Presence};

use super::{SEM, add_app, answer, both_admins, shown};
use crate::support::people::{JORIS, MARIJKE, PASSWORD};
use crate::support::town::NOORDWEST;
use crate::support::{Browser, Site, Town, days, on_both};

const CONFIRM: &str = "/bureau/bevestiging";

#[test]
fn every_form_of_the_table_is_a_route_and_asks_after_five_minutes() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        both_admins(&place).await;
        place.employ(crate::support::announced::FATMA, schuifruimte::domain::account::Scope::City).await;
        let people = [JORIS, MARIJKE, SEM, crate::support::announced::FATMA];
        let mut browsers = Vec::new();
        for who in people {
            browsers.push((who, Browser::of(&site, who).await));
        }
        let round = town.open_round("zuilen").await;
        site.clock.set(days(0).plus_minutes(5));
        for (path, presence) in FRESH {
            let route = web::table().into_iter().find(|route| route.path == path && route.method == "POST");
            let web::Access::Staff(permission, _) = route.expect(path).access else {
                panic!("{path}: anyone")
            };
            let (_, browser) = browsers.iter_mut().find(|(who, _)| who.role.may(permission)).expect(path);
            let step = if let Presence::FreshAt(_, value) = presence { value } else { "1" };
            let address = path
                .replace("{round}", round.id.as_str())
                .replace("{step}", step)
                .replace("{recipient}", "r")
                .replace("{batch}", "1")
                .replace("{account}", "a")
                .replace("{key}", "k")
                .replace("{grant}", "g")
                .replace("{mandate}", "1")
                .replace("{objection}", "1")
                .replace("{request}", "1")
                .replace("{number}", "1");
            let page = browser.post(&site, &address, &[("word", "iets")]).await;
            assert_eq!(answer(&page), (401, Some("reauth_required")), "{address}");
            assert!(page.says("value=\"word=iets\""), "what was typed is kept");
        }
        // What is not in the table does not ask.
        let (_, joris) = &mut browsers[0];
        let page = joris.post(&site, "/bureau/rondes/zuilen/stap/close", &[("word", "sluiten")]).await;
        assert_ne!(page.kind(), Some("reauth_required"));
    });
}

/// Forms of whoever certifies, decides about grants or keeps money and accounts that ask no new proof, each with why not.
const NO_PROOF: [(&str, &str); 27] = [
    ("/bureau/gemeente", AGAIN),
    ("/bureau/gebieden", AGAIN),
    ("/bureau/gebieden/samenstelling", AGAIN),
    ("/bureau/gebieden/bestanden", AGAIN),
    ("/bureau/gebieden/cijfers", AGAIN),
    ("/bureau/ontvangers/jaargrens", AGAIN),
    ("/bureau/smo", AGAIN),
    ("/bureau/betalingen/grenzen", AGAIN),
    ("/bureau/mix/grenzen", AGAIN),
    ("/bureau/geld", AGAIN),
    ("/bureau/geld/begroting/{budget}/afspraken", AGAIN),
    ("/bureau/geld/{line}", AGAIN),
    ("/bureau/geld/{line}/gebieden", AGAIN),
    ("/bureau/verdeling/voorstel", "it only proposes"),
    ("/bureau/verdeling", "the digest of the proposal is repeated, and a later decision takes its place"),
    ("/bureau/post/{mail}/opnieuw", "mail that failed goes again, to whom it was meant for"),
    ("/bureau/post/{mail}/vervallen", "mail that failed is given up"),
    ("/bureau/rondes/{round}/vaststelling/afwijzing", REFUSES),
    ("/bureau/rondes/{round}/reservelijst/afwijzing", REFUSES),
    ("/bureau/rondes/{round}/reservelijst/einde", REFUSES),
    (
        "/bureau/rondes/{round}/reservelijst/overslaan",
        "a plan is passed over, with a reason that all can read",
    ),
    ("/bureau/rondes/{round}/reservelijst/bezwaren", "money is set apart, none leaves"),
    ("/bureau/subsidies/{grant}/betalingen/{order}/retour", WRITTEN),
    ("/bureau/subsidies/{grant}/betalingen/{order}/vervallen", REFUSES),
    ("/bureau/subsidies/{grant}/terugbetaling", WRITTEN),
    (
        "/bureau/subsidies/{grant}/voorbehoud",
        "a decision that was signed goes on; the money waits for its own proof",
    ),
    ("/bureau/betalingen/afschrift", WRITTEN),
];
/// It changes what later acts go by, in public and with a history, and is put right by doing it again.
const AGAIN: &str = "it is put right by doing it again";
/// It stops something.
const REFUSES: &str = "it refuses, and nothing leaves";
/// It writes down what a bank statement says.
const WRITTEN: &str = "it writes down what the bank did";

#[test]
fn each_form_of_great_weight_asks_for_a_proof_or_says_why_not() {
    use schuifruimte::domain::account::Permission;
    let weighty = [
        Permission::Certify,
        Permission::DecideGrants,
        Permission::ManageMoney,
        Permission::ManageMunicipality,
        Permission::ManageStaff,
        Permission::ConfirmStaff,
    ];
    let missing: Vec<&str> = web::table()
        .into_iter()
        .filter(|route| route.method == "POST")
        .filter(|route| matches!(route.access, web::Access::Staff(one, _) if weighty.contains(&one)))
        .map(|route| route.path)
        .filter(|path| !FRESH.iter().any(|(known, _)| known == path))
        .filter(|path| !NO_PROOF.iter().any(|(known, why)| known == path && !why.is_empty()))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
}

#[test]
fn a36_a_change_of_role_waits_for_password_and_code_and_is_then_sent_as_it_was_typed() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        both_admins(&place).await;
        let mut sem = Browser::of(&site, SEM).await;
        let (secret, _) = add_app(&site, &mut sem).await;
        let address = format!("/bureau/medewerkers/{}", town.joris);
        let typed = [("role", "desk"), ("scope", "districts"), ("districts", NOORDWEST)];
        site.clock.set(days(0).plus_minutes(6));
        let before = sem.cookie().to_string();
        let page = sem.post(&site, &address, &typed).await;
        assert_eq!(answer(&page), (401, Some("reauth_required")));
        let (back, kept) = (page.field("back"), page.field("kept").replace("&amp;", "&"));
        let code = shown(&secret, site.clock.now());
        for (password, otp, expected) in [
            ("een andere zin", code.as_str(), (400, Some("login_failed"))),
            (PASSWORD, "000000", (422, Some("otp_not_accepted"))),
        ] {
            let form = [("back", &*back), ("kept", &*kept), ("password", password), ("otp", otp)];
            assert_eq!(answer(&sem.post(&site, CONFIRM, &form).await), expected);
            assert_eq!(answer(&sem.post(&site, &address, &typed).await), (401, Some("reauth_required")));
        }
        let form = [("back", &*back), ("kept", &*kept), ("password", PASSWORD), ("otp", &*code)];
        let page = sem.post(&site, CONFIRM, &form).await;
        assert_eq!(answer(&page), (200, None));
        assert!(page.says(&format!("action=\"{address}\"")) && page.says(NOORDWEST));
        assert_ne!(sem.cookie(), before, "a new cookie");
        let mut thief = Browser::with_cookie(&before);
        assert_eq!(thief.get(&site, "/bureau").await.status.as_u16(), 303, "the old one is worth nothing");
        let again: Vec<(&str, String)> =
            ["role", "scope", "districts"].into_iter().map(|name| (name, page.field(name))).collect();
        let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(answer(&sem.post(&site, &address, &again).await), (303, None));
        assert!(sem.get(&site, "/bureau/medewerkers").await.says("Baliemedewerker"));
        // The same code again, in the same half minute.
        site.clock.set(days(0).plus_minutes(6).plus_seconds(10));
        let page = sem.post(&site, CONFIRM, &form).await;
        assert_eq!(answer(&page), (422, Some("otp_not_accepted")), "a code works once, here too");
    });
}

#[test]
fn a_proof_leads_nowhere_but_to_the_office() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut joris = Browser::of(&site, JORIS).await;
        for back in
            ["", "https://evil.example/", "//evil.example/bureau/", "/rondes", "/bureau/../x", "/bureau"]
        {
            let form = [("back", back), ("kept", ""), ("password", PASSWORD)];
            assert_eq!(
                answer(&joris.post(&site, CONFIRM, &form).await),
                (400, Some("bad_request")),
                "{back}"
            );
        }
    });
}
