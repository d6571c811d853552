//! `schuifruimte export --case` as whoever holds the computer runs it.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use schuifruimte::domain::decision::DecisionKind;
use schuifruimte::domain::digest::Digest;
use schuifruimte::{acts, store};

use super::casefile::{opened, quick_pot};
use crate::acts::retention::{file, person, send};
use crate::support::{Site, Town, days, now, on_both};

/// A name that stands nowhere else.
const NAME: &str = "Zwaantje Dossiermerk";
const STREET: &str = "Dossiermerklaan 7";

/// Runs the command: its status and what it said.
fn export(site: &Site, case: &str, out: &Path) -> (Option<i32>, String) {
    let settings = &site.app.settings;
    let done = Command::new(env!("CARGO_BIN_EXE_schuifruimte"))
        .args(["export", "--database", &settings.database, "--case", case, "--data"])
        .arg(&settings.data)
        .arg("--out")
        .arg(out)
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    (done.status.code(), said)
}

/// The files of an archive that hold the name or the street, by name.
fn naming(path: &Path) -> Vec<String> {
    let (_, files) = opened(&std::fs::read(path).expect("an archive"));
    let names = |bytes: &Vec<u8>| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        text.contains(NAME) || text.contains(STREET)
    };
    files.iter().filter(|(_, bytes)| names(bytes)).map(|(name, _)| name.clone()).collect()
}

/// Where the manual (docs/retention.md) says that a recipient is named.
fn may_name(file: &str) -> bool {
    let own =
        file.strip_prefix("subsidies/").and_then(|rest| rest.split_once('/')).map_or(file, |(_, own)| own);
    own == "ontvanger.json" || own == "toetsen.json" || own.starts_with("brieven/")
}

#[test]
fn the_command_writes_the_case_file_of_a_grant_a_round_or_a_quick_pot_and_overwrites_nothing() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.certified_round("zuilen").await;
        let draft = town.draft_round("ondiep").await;
        let grant = town.grants(&round.id).await.remove(0);
        let (quick, _) = quick_pot(&town).await;
        let wanted = person(NAME, STREET);
        file(&town, &grant, &wanted).await;
        acts::grant::award(&town.marijke_at(days(20)), &grant, "Gekozen door de buurt.")
            .await
            .expect("awarded");
        send(&town, &grant, DecisionKind::Award, &wanted, 20).await;
        let site = Site::on(&place, "http://schuif.example", now());
        let out = |name: &str| -> PathBuf { site.app.settings.data.join(name) };

        let notes = place.number("SELECT COUNT(*) FROM staff_log").await;
        for (case, name) in
            [(grant.as_str(), "g.tar"), (round.id.as_str(), "r.tar"), (quick.as_str(), "q.tar")]
        {
            let (status, said) = export(&site, case, &out(name));
            assert_eq!(status, Some(0), "{said}");
            let bytes = std::fs::read(out(name)).expect("it is there");
            assert!(said.contains(&Digest::of(&bytes).to_string()), "it says which file: {said}");
            let mode = std::fs::metadata(out(name)).expect("it is there").permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "nobody else on this machine reads it");
        }
        assert_eq!(place.number("SELECT COUNT(*) FROM staff_log").await, notes + 3, "each is noted");
        let named = naming(&out("g.tar"));
        assert!(named.len() >= 4 && named.iter().all(|name| may_name(name)), "{named:?}");
        let named = naming(&out("r.tar"));
        assert!(named.len() >= 4 && named.iter().all(|name| may_name(name)), "{named:?}");
        assert_eq!(naming(&out("q.tar")), Vec::<String>::new());

        let before = std::fs::read(out("g.tar")).expect("it is there");
        let (status, said) = export(&site, round.id.as_str(), &out("g.tar"));
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains("g.tar") && said.contains("left as it is"), "{said}");
        assert_eq!(std::fs::read(out("g.tar")).expect("it is there"), before);
        for (case, name, words) in [
            ("nergens", "n.tar", "there is no grant, round or standing round"),
            ("zuilen.\u{1b}[31m", "n.tar", "there is no grant"),
            (draft.as_str(), "n.tar", "before its certificate"),
            (grant.as_str(), "n.zip", ".tar"),
            (grant.as_str(), "no/such/folder/n.tar", "No such file"),
        ] {
            let (status, said) = export(&site, case, &out(name));
            assert_eq!(status, Some(2), "{case}: {said}");
            assert!(said.contains(words) && !said.contains('\u{1b}'), "{case}: {said}");
            assert!(!out(name).exists());
        }
        assert_eq!(
            place.number("SELECT COUNT(*) FROM staff_log").await,
            notes + 3,
            "what was refused is not noted"
        );
        let mut conn = place.store.read().await.expect("a connection");
        assert!(store::grant::find(&mut conn, &grant).await.expect("it reads").is_some());
    });
}
