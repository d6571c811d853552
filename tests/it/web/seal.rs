//! The seal through the pages of the office: two persons, a seal that was stopped, the auditors and their file.

use schuifruimte::acts;
use schuifruimte::acts::account::NewAccount;
use schuifruimte::domain::account::Role;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::log::chain::Actor;
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::opening::Openings;
use schuifruimte::sealing;

use crate::support::people::{JORIS, MARIJKE, Staff, auditor_keys, stored_password};
use crate::support::{Browser, OpenRound, Page, Place, Site, Town, days, on_both};

const ROUND: &str = "/bureau/rondes/zuilen";
const SEAL: &str = "/bureau/rondes/zuilen/stap/seal";
const COUNT: &str = "/bureau/rondes/zuilen/stap/count";
const FILE: &str = "/bureau/rondes/zuilen/opening.age";

/// Keeps the municipality.
const FATMA: Staff = Staff {
    login: "fatma",
    name: "Fatma Yılmaz",
    function: "Programmamanager",
    role: Role::ProgrammeManager,
};
/// Looks and changes nothing.
const DAWIT: Staff =
    Staff { login: "dawit", name: "Dawit Tesfaye", function: "Auditor", role: Role::Auditor };

async fn employ(place: &Place, who: Staff) {
    let new = NewAccount {
        login: who.login.to_string(),
        name: who.name.to_string(),
        function: who.function.to_string(),
        role: who.role,
        scope: schuifruimte::domain::account::Scope::City,
        password: stored_password().to_string(),
    };
    acts::account::create(&mut place.context(Actor::Operator, days(-90)), new).await.expect("an account");
}

fn answer(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

/// One vote through the pages, so that the service keeps a booth.
async fn vote(site: &Site, round: &OpenRound) {
    let mut voter = Browser::default();
    let review = voter.post(site, "/rondes/zuilen/stemmen", &[("plan", "01"), ("next", "review")]).await;
    let (cast, until, token) = (review.field("cast"), review.field("until"), review.field("token"));
    let code = round.letters.printed[20].0.for_the_letter();
    let fields = [("plan", "01"), ("cast", &cast), ("until", &until), ("token", &token), ("code", &code)];
    let receipt = voter.post(site, "/rondes/zuilen/stem", &fields).await;
    assert!(receipt.says("data-kind=\"receipt\""), "{}", receipt.body);
}

#[test]
fn one_officer_asks_for_the_seal_and_another_carries_it_out() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let site = Site::of(&town, days(1));
        site.add_keys(&round);
        town.cast_twelve(&round).await;
        vote(&site, &round).await;
        assert!(site.app.booths.kept().contains(&round.id));
        town.close(&round.id).await;
        site.clock.set(days(15));
        let (mut joris, mut marijke) = (Browser::of(&site, JORIS).await, Browser::of(&site, MARIJKE).await);
        assert!(joris.get(&site, "/bureau").await.says("zuilen: vraag de verzegeling aan"));
        assert!(joris.get(&site, SEAL).await.says("Vraag de verzegeling aan"));
        assert_eq!(answer(&joris.post(&site, SEAL, &[]).await), (303, None));

        let own = joris.get(&site, SEAL).await;
        assert!(own.says("Iemand anders moet het uitvoeren") && own.says("Marijke Bos"));
        assert!(!own.says("name=\"word\""), "nothing to fill in for who asked");
        assert!(!joris.get(&site, ROUND).await.says(SEAL) && marijke.get(&site, ROUND).await.says(SEAL));
        let alone = joris.post(&site, SEAL, &[("word", "losmaken")]).await;
        assert_eq!(answer(&alone), (409, Some("four_eyes_required")));
        assert!(alone.says("U vroeg de verzegeling aan"));
        assert!(!joris.get(&site, "/bureau").await.says("verzegel"), "it waits for another");

        assert!(marijke.get(&site, "/bureau").await.says("zuilen: verzegelen wacht op u"));
        assert!(marijke.get(&site, SEAL).await.says("Aangevraagd door Joris de Wit"));
        assert_eq!(answer(&marijke.post(&site, SEAL, &[]).await), (422, Some("field_invalid")));
        assert_eq!(place.number("SELECT CAST(COUNT(*) AS BIGINT) FROM ballot").await, 13, "not by accident");
        assert_eq!(answer(&marijke.get(&site, FILE).await), (409, Some("wrong_state")), "not there yet");
        assert_eq!(answer(&marijke.post(&site, SEAL, &[("word", "losmaken")]).await), (303, None));

        assert!(site.app.booths.kept().is_empty(), "the keys in memory are let go");
        assert!(site.app.keys.ballots(&round.id).expect("readable").is_none());
        assert_eq!(answer(&marijke.get(&site, SEAL).await), (409, Some("wrong_state")));
        assert!(joris.get(&site, "/bureau").await.says("zuilen: tel de stemmen"));
        assert_eq!(answer(&joris.post(&site, COUNT, &[]).await), (303, None));
    });
}

#[test]
fn a_seal_that_stopped_is_shown_cannot_be_counted_and_is_finished_on_the_page() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast_twelve(&round).await;
        town.close(&round.id).await;
        let site = Site::of(&town, days(15));
        site.add_keys(&round);
        acts::round::ask_seal(&town.joris_at(days(15)), &round.id).await.expect("asked");
        let key = site.app.keys.ballots(&round.id).expect("readable").expect("there");
        acts::round::seal(&mut town.marijke_at(days(15)), &round.id, key, sealing::encrypt)
            .await
            .expect("sealed");

        let mut joris = Browser::of(&site, JORIS).await;
        let page = joris.get(&site, ROUND).await;
        assert!(page.says("Maak de verzegeling af") && !page.says(COUNT));
        assert!(joris.get(&site, "/bureau").await.says("zuilen: maak de verzegeling af"));
        assert_eq!(answer(&joris.post(&site, COUNT, &[]).await), (409, Some("wrong_state")));
        assert_eq!(answer(&joris.get(&site, FILE).await), (409, Some("wrong_state")), "not read back yet");
        let ready = Browser::default().get(&site, "/readyz").await;
        assert_eq!(
            (ready.status.as_u16(), ready.body.as_str()),
            (200, "ready\nthe seal of zuilen is not finished\n")
        );

        assert_eq!(answer(&joris.post(&site, SEAL, &[]).await), (303, None));
        assert_eq!(Browser::default().get(&site, "/readyz").await.body, "ready\n");
        assert!(site.app.keys.ballots(&round.id).expect("readable").is_none());
        assert!(joris.get(&site, ROUND).await.says(COUNT));
        assert_eq!(answer(&joris.post(&site, COUNT, &[]).await), (303, None));
    });
}

#[test]
fn the_auditors_file_is_for_the_office_only_and_opens_with_the_auditors_key() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        employ(&place, DAWIT).await;
        let site = Site::of(&town, days(18));
        let stranger = Browser::default().get(&site, FILE).await;
        assert_eq!((stranger.status.as_u16(), stranger.header("location")), (303, "/bureau/aanmelden"));
        let mut dawit = Browser::of(&site, DAWIT).await;
        assert!(dawit.get(&site, ROUND).await.says(FILE));
        let file = dawit.get(&site, FILE).await;
        assert_eq!((file.status.as_u16(), file.header("cache-control")), (200, "no-store"));
        let mut conn = place.store.read().await.expect("a connection");
        let entries = acts::log::entries(&mut conn, &round.id).await.expect("a log");
        let hash = Digest::of(&file.bytes);
        assert!(
            entries.iter().any(|one| matches!(one, Entry::Seal { opening, .. } if *opening == Some(hash)))
        );
        let text = sealing::decrypt(&auditor_keys().0, &file.bytes).expect("it opens");
        Openings::parse(&round.rules, &String::from_utf8(text).expect("text")).expect("an opening bundle");
        for path in ["/rondes/zuilen", "/rondes/zuilen/narekenen", "/rondes/zuilen/uitslag"] {
            assert!(!Browser::default().get(&site, path).await.says("opening.age"), "{path}");
        }
    });
}

#[test]
fn auditors_are_kept_with_the_municipality_and_shown_with_each_round_that_opened() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        employ(&place, FATMA).await;
        let site = Site::of(&town, days(1));
        let mut fatma = Browser::of(&site, FATMA).await;
        let (secret, public) = sealing::new_keys();
        let add = "/bureau/controleurs";
        for (name, key, sentence) in [
            ("Rekenkamer", secret.as_str(), "Dit is de geheime sleutel"),
            ("Rekenkamer", "age1qqqq", "Dit is geen openbare sleutel"),
            // It has the form of a key, and no file can be encrypted to it.
            ("Rekenkamer", &public.replace(&public[40..44], "qqqq"), "Dit is geen openbare sleutel"),
            ("", public.as_str(), "Vul dit in"),
        ] {
            let page = fatma.post(&site, add, &[("auditor_name", name), ("auditor_key", key)]).await;
            assert_eq!(answer(&page), (422, Some("field_invalid")), "{key}");
            assert!(page.says(sentence) && !page.says(&secret), "{key}");
        }
        let good = [("auditor_name", "Rekenkamer"), ("auditor_key", public.as_str())];
        assert_eq!(
            answer(&Browser::of(&site, JORIS).await.post(&site, add, &good).await),
            (404, Some("not_found"))
        );
        assert_eq!(answer(&fatma.post(&site, add, &good).await), (303, None));
        let twice = fatma.post(&site, add, &good).await;
        assert_eq!(answer(&twice), (422, Some("field_invalid")), "once is enough");
        assert!(twice.says("Deze sleutel staat al in de lijst"));
        assert!(fatma.get(&site, "/bureau/gemeente").await.says(&public));

        // The round opened before: it keeps the auditor that it has.
        for path in [ROUND, "/rondes/zuilen"] {
            let page = Browser::of(&site, JORIS).await.get(&site, path).await;
            assert!(page.says("Truus de Wit, bewonersjury") && !page.says("Rekenkamer"), "{path}");
        }
        assert_eq!(round.rules.auditors.len(), 1);
        for key in [&public, &auditor_keys().1] {
            let remove = format!("{add}/{key}/verwijdering");
            assert_eq!(answer(&fatma.post(&site, &remove, &[]).await), (303, None));
            assert_eq!(
                answer(&fatma.post(&site, &remove, &[]).await),
                (404, Some("not_found")),
                "it is gone"
            );
        }
        assert!(Browser::default().get(&site, "/rondes/zuilen").await.says("Truus de Wit, bewonersjury"));
        let (id, _) = town.ready_round("ondiep").await;
        let page = Browser::of(&site, JORIS).await.get(&site, &format!("/bureau/rondes/{id}")).await;
        assert!(page.says("/bureau/gemeente#controleurs"), "the checklist leads to where auditors are added");
    });
}

#[test]
fn the_public_page_says_what_is_not_promised() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let site = Site::of(&town, days(1));
        for (path, sentences) in [
            ("/vertrouwen", ["Dit beloven wij niet", "kan wie de computer beheert", "href=\"/vertrouwen\""]),
            (
                "/en/vertrouwen",
                ["This we do not promise", "whoever runs the computer", "href=\"/en/vertrouwen\""],
            ),
        ] {
            let page = Browser::default().get(&site, path).await;
            assert!(sentences.iter().all(|sentence| page.says(sentence)), "{path}: {}", page.body);
            assert!(!page.body.contains('⟨'), "every sentence exists");
        }
    });
}

#[test]
fn a_vote_that_is_stopped_leaves_no_key() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        let site = Site::of(&town, days(1));
        site.add_keys(&round);
        town.cast_twelve(&round).await;
        let mut joris = Browser::of(&site, JORIS).await;
        let word = [("word", "stoppen")];
        assert_eq!(answer(&joris.post(&site, "/bureau/rondes/zuilen/stap/cancel", &word).await), (303, None));
        let keys = &site.app.keys;
        assert!(keys.ballots(&round.id).expect("readable").is_none());
        assert!(keys.codes(&round.id).expect("readable").is_none());
    });
}
