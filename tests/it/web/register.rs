//! The register of letters through the pages of the office.

use std::process::Command;

use schuifruimte::cli::registrar;
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::RoundId;
use schuifruimte::domain::register::groups;
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::voting_code::CodeKey;
use schuifruimte::keys::write_code_key;

use crate::support::people::{JORIS, MARIJKE};
use crate::support::{Browser, Page, Site, Town, days, now, on_both};

const ADDRESS: &str = "/bureau/rondes/zuilen/brieven";

fn answer(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}

fn upload() -> String {
    registrar::make_with_spares(&RoundId::new("zuilen"), 10, 2, Seed::new([9; 32])).register.write()
}

async fn accept(who: &mut Browser, site: &Site, seen: &str, groups: [&str; 2]) -> Page {
    let fields = [("seen", seen), ("group_a", groups[0]), ("group_b", groups[1])];
    who.post(site, &format!("{ADDRESS}/akkoord"), &fields).await
}

#[test]
fn two_people_take_in_the_register_with_paper_in_hand() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, days(-20));
        let (mut joris, mut marijke) = (Browser::of(&site, JORIS).await, Browser::of(&site, MARIJKE).await);
        let file = upload();
        let hash = Digest::of(file.as_bytes());
        let paper = groups(&hash);
        assert_eq!(answer(&joris.upload(&site, ADDRESS, "file", &file).await), (303, None));
        for second in [file.as_str(), "naam;code\n", ""] {
            let page = joris.upload(&site, ADDRESS, "file", second).await;
            assert_eq!(answer(&page), (409, Some("wrong_state")), "{second}");
        }

        let own = joris.get(&site, ADDRESS).await;
        assert!(own.says("Wacht op een tweede persoon") && !own.says("name=\"group_a\""));
        let seen = own.field("seen");
        let mine = own.open_groups(&paper);
        let alone = accept(&mut joris, &site, &seen, [&mine[0], &mine[1]]).await;
        assert_eq!(answer(&alone), (409, Some("four_eyes_required")));

        let page = marijke.get(&site, ADDRESS).await;
        let open = page.open_groups(&paper);
        assert_eq!(open.len(), 2);
        assert!(page.says(">10<") && page.says(">2<") && page.says("Joris de Wit"), "{}", page.body);
        for (place, group) in paper.iter().enumerate() {
            assert_eq!(page.says(&format!("{group} ")), !open.contains(group), "group {place}");
        }
        assert!(!page.says(&hash.to_string()), "the whole hash stands nowhere");
        let wrong = accept(&mut marijke, &site, &seen, [&open[0], "0g0g"]).await;
        assert_eq!(answer(&wrong), (422, Some("field_invalid")));
        assert!(wrong.says("value=\"0g0g\"") && wrong.says("Verkeerd overgetypt"), "{}", wrong.body);
        let stale = accept(&mut marijke, &site, "1", [&open[0], &open[1]]).await;
        assert_eq!(answer(&stale), (409, Some("draft_changed")));
        assert_eq!(answer(&accept(&mut marijke, &site, &seen, [&open[0], &open[1]]).await), (303, None));
        assert!(joris.get(&site, ADDRESS).await.says("De lijst klopt met het papier"));
        let back = marijke.post(&site, &format!("{ADDRESS}/intrekking"), &[("seen", &seen)]).await;
        assert_eq!(answer(&back), (409, Some("draft_changed")), "two people saw it");
    });
}

#[test]
fn a_file_that_is_not_the_register_is_refused_with_its_line() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, days(-20));
        let mut joris = Browser::of(&site, JORIS).await;
        let file = upload();
        let lines: Vec<&str> = file.lines().collect();
        for (bad, says) in [
            ("naam;code\nTruus;2345 6789 ABCD EFGS\n".to_string(), "niet het bestand register.upload"),
            (file.replace("round zuilen", "round ondiep"), "van een andere ronde"),
            (file.replacen(lines[7], "x", 1), "Regel 8 is geen brief"),
            (file.replacen(lines[7], lines[6], 1), "Regel 8 staat er twee keer"),
            (file.replacen(&format!("{}\n", lines[7]), "", 1), "niet zoveel brieven"),
            (file.replacen(lines[4], &format!("root {}", Digest::of(b"x")), 1), "veranderd nadat"),
        ] {
            let page = joris.upload(&site, ADDRESS, "file", &bad).await;
            assert_eq!(answer(&page), (422, Some("import_invalid")), "{says}");
            assert!(page.says(says), "{says}: {}", page.body);
        }
        assert_eq!(answer(&joris.upload(&site, ADDRESS, "other", &file).await), (400, Some("bad_request")));
        let typed = joris.post(&site, ADDRESS, &[("file", &file)]).await;
        assert_eq!(answer(&typed), (415, Some("unsupported_type")));
        let large = "x".repeat(16 * 1024 * 1024 + 1);
        assert_eq!(answer(&joris.upload(&site, ADDRESS, "file", &large).await), (413, Some("too_large")));
        assert_eq!(place.number("SELECT COUNT(*) FROM letter").await, 0);
    });
}

#[test]
fn a_list_is_taken_back_and_another_one_comes_in_its_place() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, days(-20));
        let mut joris = Browser::of(&site, JORIS).await;
        joris.upload(&site, ADDRESS, "file", &upload()).await;
        let seen = joris.get(&site, ADDRESS).await.field("seen");
        let withdrawal = format!("{ADDRESS}/intrekking");
        assert_eq!(
            answer(&joris.post(&site, &withdrawal, &[("seen", "")]).await),
            (409, Some("draft_changed"))
        );
        assert_eq!(answer(&joris.post(&site, &withdrawal, &[("seen", &seen)]).await), (303, None));
        assert_eq!(place.number("SELECT COUNT(*) FROM letter").await, 0);
        assert_eq!(answer(&joris.upload(&site, ADDRESS, "file", &upload()).await), (303, None));
        assert_eq!(place.number("SELECT COUNT(*) FROM letter").await, 12);
    });
}

/// `schuifruimte import` of a code.key on the database of a site: the exit status and what it says.
fn import_key(site: &Site, round: &RoundId, key: &CodeKey) -> (Option<i32>, String) {
    let settings = &site.app.settings;
    let file = settings.data.join("code.key");
    std::fs::write(&file, write_code_key(round, key)).expect("written");
    let done = Command::new(env!("CARGO_BIN_EXE_schuifruimte"))
        .arg("import")
        .arg(&file)
        .args(["--database", &settings.database, "--data"])
        .arg(&settings.data)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    (done.status.code(), said)
}

#[test]
fn the_key_of_the_codes_must_be_the_one_of_the_letters_and_comes_before_the_opening() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let (id, letters) = town.ready_round("zuilen").await;
        let other = registrar::make(&id, 3, Seed::new([77; 32]));
        let site = Site::of(&town, days(-1));
        let mut joris = Browser::of(&site, JORIS).await;
        let key = || site.app.keys.codes(&id).expect("readable").map(|key| key.mark());

        let nowhere = RoundId::new("ondiep");
        let (status, said) = import_key(&site, &nowhere, &letters.key);
        assert!(status == Some(2) && said.contains("there is no round ondiep"), "{said}");
        assert!(site.app.keys.codes(&nowhere).expect("readable").is_none(), "nothing was written");

        let says = "hoort niet bij de lijst van brieven";
        assert!(site.app.keys.add_codes(&id, &other.key).expect("a file"), "it was there before the letters");
        let page = joris.get(&site, "/bureau/rondes/zuilen").await;
        assert!(page.says(says), "{}", page.body);

        let (status, said) = import_key(&site, &id, &registrar::make(&id, 3, Seed::new([78; 32])).key);
        assert!(status == Some(2) && said.contains("not the key of the letters"), "{said}");
        assert_eq!(key(), Some(other.key.mark()), "what was refused wrote nothing");
        let (status, said) = import_key(&site, &id, &letters.key);
        assert!(status == Some(0) && said.contains("It is the key of the letters"), "{said}");
        assert_eq!(key(), Some(letters.key.mark()), "the wrong one was replaced");
        assert!(!joris.get(&site, "/bureau/rondes/zuilen").await.says(says));

        town.open_at(&id, Some(&letters), now()).await.unwrap();
        let (status, said) = import_key(&site, &id, &other.key);
        assert!(status == Some(2) && said.contains("before the round opens"), "{said}");
        assert_eq!(key(), Some(letters.key.mark()));
    });
}

#[test]
fn a_key_that_comes_before_its_letters_can_be_replaced() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let id = town.draft_round("zuilen").await;
        let site = Site::of(&town, days(-20));
        let keys: Vec<CodeKey> =
            [9, 77].map(|n| registrar::make_with_spares(&id, 10, 2, Seed::new([n; 32])).key).into();
        let (status, said) = import_key(&site, &id, &keys[1]);
        assert!(status == Some(0) && said.contains("no register yet"), "{said}");
        let mut joris = Browser::of(&site, JORIS).await;
        assert_eq!(answer(&joris.upload(&site, ADDRESS, "file", &upload()).await), (303, None));
        let (status, said) = import_key(&site, &id, &keys[1]);
        assert!(status == Some(0) && said.contains("NOT the key of the letters"), "{said}");
        let (status, said) = import_key(&site, &id, &keys[0]);
        assert!(status == Some(0) && said.contains("It is the key of the letters"), "{said}");
        assert_eq!(site.app.keys.codes(&id).expect("readable").map(|key| key.mark()), Some(keys[0].mark()));
    });
}
