//! The office, through its pages: what is typed comes back, what is dangerous asks for a word, and the
//! whole road of a round.

use schuifruimte::domain::account::{Password, Role, Scope};
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::time::Moment;

use crate::support::people::{JORIS, MARIJKE, PASSWORD, Staff};
use crate::support::site::between;
use crate::support::town::NOORDWEST;
use crate::support::{Browser, Page, Place, Site, Town, days, on_both};

/// Keeps the municipality and its money.
const FATMA: Staff = Staff {
    login: "fatma",
    name: "Fatma Yilmaz",
    function: "Programmamanager",
    role: Role::ProgrammeManager,
};

/// Keeps the accounts.
const SEM: Staff =
    Staff { login: "sem", name: "Sem Bakker", function: "Functioneel beheerder", role: Role::PlatformAdmin };

async fn manager(place: &Place, site: &Site) -> Browser {
    let new = schuifruimte::acts::account::NewAccount {
        login: FATMA.login.to_string(),
        name: FATMA.name.to_string(),
        function: FATMA.function.to_string(),
        role: FATMA.role,
        scope: Scope::City,
        password: Password::choose(PASSWORD).expect("long enough").hash(&[8; 16]),
    };
    let mut ctx = place.context(Actor::Operator, days(-90));
    schuifruimte::acts::account::create(&mut ctx, new).await.expect("an account");
    Browser::of(site, FATMA).await
}

fn answer(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

#[test]
fn a_refused_form_comes_back_with_what_was_typed_and_the_room_in_euro() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut fatma = manager(&place, &site).await;
        let line = format!("/bureau/geld/{}", town.line);
        let too_much =
            [("area", "WK034403"), ("ceiling", "2.000.000,01"), ("why", "Besluit van het college")];
        let page = fatma.post(&site, &format!("{line}/gebieden"), &too_much).await;
        assert_eq!(answer(&page), (409, Some("ceiling_exceeded")));
        assert!(page.says("Er is ruimte voor € 2.000.000.") && page.says("value=\"2.000.000,01\""));
        let fits = [("area", "WK034403"), ("ceiling", "2.000.000"), ("why", "Besluit van het college")];
        assert_eq!(answer(&fatma.post(&site, &format!("{line}/gebieden"), &fits).await), (303, None));
        let silent = [("area", "WK034404"), ("ceiling", "1")];
        let page = fatma.post(&site, &format!("{line}/gebieden"), &silent).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")), "money is given with a reason");
        let less = [("area", "WK034403"), ("ceiling", "1.999.999"), ("why", "Besluit van het college")];
        let page = fatma.post(&site, &format!("{line}/gebieden"), &less).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("met een verschuiving die twee mensen tekenen"), "where to go instead");
        let page = fatma.post(&site, &format!("{line}/gebieden"), &[("ceiling", "2500.50")]).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        let page =
            fatma.post(&site, "/bureau/gemeente", &[("name", "Utrecht"), ("desk_place", "hier")]).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")));
        assert!(page.says("value=\"hier\"") && page.says("href=\"#desk_hours\""));
    });
}

#[test]
fn a_link_is_shown_once_and_nobody_closes_the_door_behind_themselves() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        place.employ(SEM, Scope::City).await;
        let mut sem = Browser::of(&site, SEM).await;
        let new = [
            ("login", "jan"),
            ("name", "Jan"),
            ("function", "Adviseur"),
            ("role", "officer"),
            ("scope", "districts"),
        ];
        let page = sem.post(&site, "/bureau/medewerkers", &new).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")), "nobody works nowhere");
        let new = [new.as_slice(), &[("districts", NOORDWEST)]].concat();
        let page = sem.post(&site, "/bureau/medewerkers", &new).await;
        assert_eq!(page.status.as_u16(), 303, "a link comes once another person confirmed it");
        let mut fatma = manager(&place, &site).await;
        let agree = "/bureau/medewerkers/wijzigingen/1/akkoord";
        assert_eq!(answer(&fatma.post(&site, agree, &[]).await), (303, None));
        let page = fatma.post(&site, &format!("{}/uitnodiging", page.header("location")), &[]).await;
        let made = between(&page.body, "https://schuif.example/bureau/uitnodiging/", "<").expect("a link");
        let mut jan = Browser::default();
        let typed = [("new_password", "een eigen zin van Jan zelf")];
        assert_eq!(
            jan.post(&site, &format!("/bureau/uitnodiging/{made}"), &typed).await.status.as_u16(),
            303
        );
        let page = sem.get(&site, "/bureau/medewerkers").await;
        assert!(page.says("jan") && page.says("Noordwest") && !page.says(made));
        let address = |name: &str| {
            let (before, _) = page.body.split_once(&format!("\">{name}<")).expect("a link");
            format!("/bureau/medewerkers/{}", before.rsplit('/').next().expect("an account"))
        };
        let own = address(SEM.name);
        for (path, form) in [
            (format!("{own}/toegang"), vec![("enabled", "no")]),
            (own.clone(), vec![("role", "certifier"), ("scope", "city")]),
        ] {
            let page = sem.post(&site, &path, &form).await;
            assert_eq!(answer(&page), (422, Some("field_invalid")), "{path}");
        }
        assert_eq!(sem.get(&site, "/bureau").await.status.as_u16(), 200);

        // Who gets another role signs in anew.
        assert_eq!(jan.get(&site, "/bureau/rondes").await.status.as_u16(), 200);
        let form = [("role", "desk"), ("scope", "city")];
        assert_eq!(answer(&sem.post(&site, &address("Jan"), &form).await), (303, None));
        let agree = "/bureau/medewerkers/wijzigingen/2/akkoord";
        assert_eq!(answer(&fatma.post(&site, agree, &[]).await), (303, None));
        assert_eq!(jan.get(&site, "/bureau/rondes").await.status.as_u16(), 303, "to the page to sign in");
        // Who keeps the accounts has no part in anything else.
        for path in ["/bureau/rondes", "/bureau/geld", "/bureau/subsidies", "/bureau/betalingen"] {
            assert_eq!(answer(&sem.get(&site, path).await), (404, Some("not_found")), "{path}");
        }
    });
}

/// A form for a round that can open.
fn planned<'a>(allocation: &'a str, [from, until]: [&'a str; 2]) -> Vec<(&'a str, &'a str)> {
    vec![
        ("id", "overvecht-2027"),
        ("title", "Overvecht 2027"),
        ("allocation", allocation),
        ("ceiling", "50.000"),
        ("objection_reserve", ""),
        ("ballot_min", "0"),
        ("ballot_max", "5"),
        ("rule", "equal-shares"),
        ("change", "allowed"),
        ("publish", "ballots"),
        ("lot_order", "lot"),
        ("lot_source", "de trekking van de loterij, de getallen van laag naar hoog"),
        ("lot_at", "2027-03-18T12:00"),
        ("regulation_title", "Nadere regel"),
        ("regulation_place", "Gemeenteblad 2026, 1"),
        ("regulation_date", "2026-09-04"),
        ("vote_from", from),
        ("vote_until", until),
    ]
}

fn typed(moment: Moment) -> String {
    let local = moment.local();
    format!("{}T{:02}:{:02}", local.date(), local.hour(), local.minute())
}

#[test]
fn a_round_goes_from_nothing_to_ready_through_the_pages_and_opens_when_nothing_is_missing() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(0));
        let mut joris = Browser::of(&site, JORIS).await;
        let dates = [typed(days(1)), typed(days(10))];
        let form = planned(town.noordwest.as_str(), [&dates[0], &dates[1]]);
        let round = "/bureau/rondes/overvecht-2027";
        assert_eq!(answer(&joris.post(&site, "/bureau/rondes", &form).await), (303, None));
        let page = joris.post(&site, "/bureau/rondes", &form).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")), "its name is taken");
        for step in ["announce", "check", "fix"] {
            let address = format!("{round}/stap/{step}");
            assert_eq!(answer(&joris.get(&site, &address).await), (200, None));
            assert_eq!(answer(&joris.post(&site, &address, &[]).await), (303, None), "{step}");
        }
        let page = joris.get(&site, &format!("{round}/stap/open")).await;
        assert!(page.says("Klaar om te openen? 7 van 10") && page.says("disabled"));
        let page = joris.post(&site, &format!("{round}/stap/open"), &[("word", "openen")]).await;
        assert_eq!(answer(&page), (409, Some("wrong_state")));
        assert!(page.says("register.upload"), "the page tells what is missing");
    });
}

#[test]
fn a_step_without_way_back_asks_for_its_word_and_frozen_means_frozen() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let site = Site::of(&town, days(1));
        let mut joris = Browser::of(&site, JORIS).await;
        let base = "/bureau/rondes/zuilen";
        let page = joris.post(&site, &format!("{base}/opzet"), &[("title", "Anders")]).await;
        assert_eq!(answer(&page), (409, Some("round_frozen")));
        let page = joris.post(&site, &format!("{base}/stap/close"), &[("word", "sluiten")]).await;
        assert_eq!(answer(&page), (409, Some("wrong_state")), "too early");
        let before = joris.get(&site, base).await.body;
        town.cast_twelve(&round).await;
        assert_eq!(joris.get(&site, base).await.body, before, "votes show nowhere in the office");
        site.clock.set(days(16));
        let mut joris = Browser::of(&site, JORIS).await;
        site.add_keys(&round);
        let mut marijke = Browser::of(&site, MARIJKE).await;
        for (step, word) in [("close", "sluiten"), ("seal", "losmaken")] {
            let address = format!("{base}/stap/{step}");
            if step == "seal" {
                assert_eq!(answer(&joris.post(&site, &address, &[]).await), (303, None), "asked");
            }
            let page = marijke.post(&site, &address, &[("word", "ja")]).await;
            assert_eq!(answer(&page), (422, Some("field_invalid")));
            assert!(page.says("value=\"ja\""));
            assert_eq!(
                answer(&marijke.post(&site, &address, &[("word", word)]).await),
                (303, None),
                "{step}"
            );
        }
        assert_eq!(answer(&joris.post(&site, &format!("{base}/stap/count"), &[]).await), (303, None));
    });
}

#[test]
fn a_certificate_takes_two_persons_over_the_same_hash() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast_twelve(&round).await;
        town.close_and_seal(&round.id).await;
        let site = Site::of(&town, days(16));
        let (mut joris, mut marijke) = (Browser::of(&site, JORIS).await, Browser::of(&site, MARIJKE).await);
        let base = "/bureau/rondes/zuilen/vaststelling";
        assert_eq!(answer(&joris.get(&site, base).await), (409, Some("wrong_state")), "not counted yet");
        joris.post(&site, "/bureau/rondes/zuilen/stap/count", &[]).await;
        assert_eq!(answer(&marijke.post(&site, base, &[("incidents", "")]).await), (303, None));
        let own = marijke.get(&site, base).await;
        let hash = between(&own.body, "sr-hash\">", "<").expect("the hash in full").to_string();
        let agree = format!("{base}/akkoord");
        let page = marijke.post(&site, &agree, &[("hash", &hash), ("word", "akkoord")]).await;
        assert_eq!(answer(&page), (409, Some("four_eyes_required")));
        let page = joris.post(&site, &agree, &[("hash", &hash), ("word", "akkoord")]).await;
        assert_eq!(answer(&page), (404, Some("not_found")), "an officer does not certify");
        assert_eq!(answer(&marijke.get(&site, "/rondes/zuilen/uitslag").await), (404, Some("not_found")));
    });
}

#[test]
fn the_second_person_agrees_with_a_word_and_the_outcome_is_public_from_then_on() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast_twelve(&round).await;
        town.close_and_seal(&round.id).await;
        town.count_and_propose(&round.id).await;
        let site = Site::of(&town, days(17));
        let mut marijke = Browser::of(&site, MARIJKE).await;
        let base = "/bureau/rondes/zuilen/vaststelling";
        let hash = marijke.get(&site, base).await.field("hash");
        let agree = format!("{base}/akkoord");
        for (seen, word, expected) in [
            (hash.as_str(), "ja", (422, Some("field_invalid"))),
            ("00", "akkoord", (409, Some("draft_changed"))),
            (hash.as_str(), "Akkoord", (303, None)),
        ] {
            let page = marijke.post(&site, &agree, &[("hash", seen), ("word", word)]).await;
            assert_eq!(answer(&page), expected, "{word}");
        }
        assert_eq!(answer(&marijke.get(&site, "/rondes/zuilen/uitslag").await), (200, None));
        let own = marijke.get(&site, base).await;
        assert_eq!(own.body.matches("Gaf op geen eigen belang te hebben").count(), 2, "beside both names");
        assert!(marijke.get(&site, "/bureau/rondes/zuilen").await.says("Toekenningen"));
        assert!(place.fsck().await.is_empty(), "everything holds");
    });
}
