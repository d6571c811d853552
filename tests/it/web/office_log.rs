//! The staff log for the auditor, and its marks in the public log of the office.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use ed25519_dalek::SigningKey;
use schuifruimte::acts::{self, ActError, Signing};
use schuifruimte::domain::account::{Role, Scope};
use schuifruimte::domain::log::chain::Actor;

use crate::support::people::{JORIS, Staff};
use crate::support::{Browser, Place, Site, Town, checked, days, on_both, on_both_tampered};

/// Looks and changes nothing.
const DAWIT: Staff =
    Staff { login: "dawit", name: "Dawit Tesfaye", function: "Auditor", role: Role::Auditor };

/// Runs the command of an auditor: its status and what it said.
fn checked(folder: &Path, key: &str) -> (Option<i32>, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_schuifruimte"))
        .current_dir(folder)
        .args(["office-log", "log.jsonl", "--anchors", "anchors.jsonl", "--state", "state.txt", "--key", key])
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    (done.status.code(), said)
}

async fn anchor(place: &Place, day: i64) -> Result<bool, ActError> {
    acts::anchor::make(&place.context(Actor::Service, days(day))).await
}

#[test]
fn each_day_the_staff_log_is_marked_once_and_an_auditor_holds_it_against_the_marks() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        place.employ(DAWIT, Scope::City).await;
        let site = Site::of(&town, days(2));
        let mut anyone = Browser::default();
        assert!(anyone.get(&site, "/logboek").await.says("Er is nog geen kenmerk"));
        assert_eq!(anyone.get(&site, "/logboek/stand.txt").await.status.as_u16(), 404);
        assert!(anchor(&place, 0).await.expect("made"));
        assert!(!anchor(&place, 0).await.expect("there is one of this day"));
        town.draft_round("zuilen").await;
        assert!(anchor(&place, 1).await.expect("made"));
        assert_eq!(place.fsck().await, Vec::<String>::new());

        let page = anyone.get(&site, "/logboek").await;
        let key =
            page.body.split("office/anchors+").nth(1).expect("a key").split('<').next().expect("its end");
        let key = format!("{}/office/anchors+{key}", site.app.settings.host());
        let folder = std::env::temp_dir().join(format!(
            "schuifruimte-office-log-{}-{:?}",
            std::process::id(),
            place.store.backend()
        ));
        std::fs::create_dir_all(&folder).expect("a folder");
        let mut dawit = Browser::of(&site, DAWIT).await;
        for (address, name) in [
            ("/logboek/ankers.jsonl", "anchors.jsonl"),
            ("/logboek/stand.txt", "state.txt"),
            ("/bureau/logboek.jsonl", "log.jsonl"),
        ] {
            let file = dawit.get(&site, address).await;
            assert_eq!(file.status.as_u16(), 200, "{address}");
            std::fs::write(folder.join(name), file.body).expect("written");
        }
        let (status, said) = checked(&folder, &key);
        assert_eq!(status, Some(0), "{said}");
        assert!(said.contains("2 anchors agree with it"), "{said}");

        let log = std::fs::read_to_string(folder.join("log.jsonl")).expect("a log");
        let changed = log.replacen("round.draft", "round.drift", 1);
        let changed = if changed == log { log.replacen("\"act\"", "\"axt\"", 1) } else { changed };
        std::fs::write(folder.join("log.jsonl"), changed).expect("written");
        let (status, said) = checked(&folder, &key);
        assert_eq!(status, Some(1), "{said}");
        let other = key.replace("office/anchors+", "office/anchors+0");
        assert_eq!(checked(&folder, &other).0, Some(2), "no key");
        std::fs::remove_dir_all(&folder).ok();
    });
}

#[test]
fn an_auditor_reads_who_did_what_and_nobody_else_does() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        place.employ(DAWIT, Scope::City).await;
        town.draft_round("zuilen").await;
        let site = Site::of(&town, days(2));
        let (mut dawit, mut joris) = (Browser::of(&site, DAWIT).await, Browser::of(&site, JORIS).await);
        let page = dawit.get(&site, "/bureau/logboek").await;
        assert!(page.says("Joris de Wit") && page.says("zuilen"), "{}", page.body);
        assert!(dawit.get(&site, "/bureau").await.says("/bureau/logboek"), "the menu leads there");
        let found = dawit.get(&site, "/bureau/logboek?zoek=zuilen").await;
        assert!(found.says("zuilen") && !found.says("municipality.set"), "{}", found.body);
        assert!(dawit.get(&site, "/bureau/logboek?zoek=bestaatniet").await.says("Er is niets gevonden"));
        assert_eq!(dawit.get(&site, "/bureau/logboek?voor=x").await.kind(), Some("bad_query"));
        for address in ["/bureau/logboek", "/bureau/logboek.jsonl"] {
            assert_eq!(joris.get(&site, address).await.status.as_u16(), 404, "{address}");
        }
        assert!(!joris.get(&site, "/bureau").await.says("/bureau/logboek"));
    });
}

/// Whoever holds the database rewrites the staff log so that its own chain is whole again; the marks tell.
#[test]
fn a_staff_log_that_was_shortened_is_not_marked_and_is_found() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        anchor(&place, 0).await.expect("made");
        town.draft_round("zuilen").await;
        anchor(&place, 1).await.expect("made");
        place.slip("staff_log", "DELETE FROM staff_log WHERE seq = (SELECT MAX(seq) FROM staff_log)").await;
        let last = "(SELECT hash FROM staff_log WHERE seq = (SELECT MAX(seq) FROM staff_log))";
        place
            .slip(
                "log_head",
                format!("UPDATE log_head SET size = size - 1, hash = {last} WHERE log = 'staff'"),
            )
            .await;
        let refused = anchor(&place, 2).await;
        assert!(matches!(refused, Err(ActError::Integrity(_))), "{refused:?}");
        let found = place.fsck().await;
        let told = "I5: log of the office: the staff log has fewer entries than anchor 2 saw";
        assert!(found.iter().any(|line| line == told), "{found:?}");
    });
}

#[test]
fn a_mark_that_was_changed_is_found() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        anchor(&place, 0).await.expect("made");
        town.draft_round("zuilen").await;
        anchor(&place, 1).await.expect("made");
        place.slip("office_anchor", "UPDATE office_anchor SET note = (SELECT note FROM office_anchor WHERE seq = 1) WHERE seq = 2").await;
        let found = place.fsck().await;
        assert!(
            found.iter().any(|line| line.starts_with("I5: log of the office: the state of")),
            "{found:?}"
        );
    });
}

/// Whoever holds the database, but not the key, writes staff log and marks anew so that they agree.
#[test]
fn marks_that_the_service_did_not_sign_are_not_signed_over() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        anchor(&place, 0).await.expect("made");
        town.draft_round("zuilen").await;
        anchor(&place, 1).await.expect("made");
        let other = SigningKey::from_bytes(&[9; 32]);
        let (vault, host) = (checked::vault(), place.signing.host.clone());
        let signing = Signing { log: other.clone(), receipt: other, vault, host };
        let mut forger = place.clone();
        forger.signing = Arc::new(signing);
        place.slip("office_anchor", "DELETE FROM office_anchor WHERE seq = 2").await;
        let signed = anchor(&forger, 1).await;
        assert!(
            matches!(signed, Err(ActError::Integrity(_))),
            "another key does not go on either: {signed:?}"
        );
        place.slip("office_anchor", "DELETE FROM office_anchor").await;
        anchor(&forger, 1).await.expect("a log that agrees with itself");
        let refused = anchor(&place, 2).await;
        assert!(matches!(refused, Err(ActError::Integrity(_))), "{refused:?}");
    });
}
