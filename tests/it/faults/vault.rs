//! The key of account numbers lost, swapped or unreadable: the service says so and starts with no other one.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use schuifruimte::acts::{ActError, Signing, fsck, recipient, vault};
use schuifruimte::domain::digest::hex;
use schuifruimte::domain::vault::VaultKey;
use schuifruimte::store::Backend;

use crate::support::checked::foundation;
use crate::support::process::{self, Start};
use crate::support::{Place, Site, Town, days, now, on_both, on_both_tampered, on_one};

/// A key that is not the one of the tests.
const OTHER: [u8; 32] = *b"another key than that in the vau";

/// A town with an account number in its books, and its service.
async fn locked(place: &Place) -> (Site, PathBuf) {
    let town = Town::new(place).await;
    town.recipient(&foundation("Stichting Slot")).await;
    let site = Site::on(place, "http://schuif.example", now());
    let key = site.app.settings.data.join("keys/vault.key");
    (site, key)
}

fn write(path: &Path, key: &[u8; 32]) {
    fs::write(path, format!("schuifruimte-key/1\n{}\n", hex(key))).expect("a key file");
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).expect("its mode");
}

/// It does not start, and says in one sentence about which file and what to do; the folder stays as it was.
fn assert_refused(site: &Site, words: &str) {
    let folder = site.app.settings.data.join("keys");
    let names = || -> Vec<_> {
        let mut names: Vec<_> =
            fs::read_dir(&folder).expect("a folder").map(|one| one.expect("a file").file_name()).collect();
        names.sort();
        names
    };
    let before = names();
    let (status, said) = Start::of(site).refused();
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("vault.key") && said.contains(words), "{said}");
    assert_eq!(names(), before, "nothing was made");
}

#[test]
fn a_lost_or_swapped_key_of_account_numbers_keeps_the_service_from_starting() {
    on_both(|place| async move {
        let (site, key) = locked(&place).await;
        drop(Start::of(&site).serve());
        let safe = key.with_extension("safe");
        fs::rename(&key, &safe).expect("it was there");
        assert_refused(&site, "bring back the copy from the safe");
        assert!(process::fsck(&site).contains("vault.key"), "no command makes another one");

        write(&key, &OTHER);
        assert_refused(&site, "not the key that locked the account numbers");
        let found = process::fsck(&site);
        assert!(found.contains("I11: vault.key is not the key"), "{found}");
        assert!(
            fs::read_to_string(&key).expect("it is there").contains(&hex(&OTHER)),
            "nothing is overwritten"
        );

        fs::rename(&safe, &key).expect("from the safe");
        assert_eq!(process::fsck(&site), "");
        drop(Start::of(&site).serve());
    });
}

#[test]
fn what_is_no_key_file_is_refused_and_never_waited_for() {
    on_one(Backend::Sqlite, |place| async move {
        let (site, key) = locked(&place).await;
        let safe = key.with_extension("safe");
        fs::rename(&key, &safe).expect("it was there");
        let pipe = |path: &Path| {
            let made = std::process::Command::new("mkfifo").args(["-m", "600"]).arg(path).status();
            assert!(made.expect("mkfifo runs").success());
        };
        pipe(&key);
        assert_refused(&site, "not a key file");
        fs::remove_file(&key).expect("it is there");
        fs::create_dir(&key).expect("a folder");
        assert_refused(&site, "not a key file");
        fs::remove_dir(&key).expect("it is there");
        write(&key, &OTHER);
        fs::write(&key, vec![b'x'; 100_000]).expect("a large file");
        assert_refused(&site, "not a key file");
        fs::remove_file(&key).expect("it is there");
        fs::rename(&safe, &key).expect("from the safe");
        // A pipe under a name that is needed another day, and one where a key is destroyed.
        let later = key.with_file_name("codes-ondiep.key");
        pipe(&later);
        let (status, said) = Start::of(&site).refused();
        assert_eq!(status, Some(2), "{said}");
        assert!(said.contains("codes-ondiep.key"), "{said}");
        fs::remove_file(&later).expect("it is there");
        pipe(&key.with_file_name("ballots-ondiep.gone"));
        let ondiep = schuifruimte::domain::id::RoundId::new("ondiep");
        site.app.keys.destroy(&ondiep).expect("destroyed");
        assert!(!key.with_file_name("ballots-ondiep.gone").exists());
        drop(Start::of(&site).serve());
    });
}

#[test]
fn nothing_is_locked_under_another_key_than_the_first() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let own = foundation("Stichting Slot");
        let id = town.recipient(&own).await;
        let signing = Signing {
            vault: VaultKey::from_bytes(OTHER),
            log: place.signing.log.clone(),
            receipt: place.signing.receipt.clone(),
            host: place.signing.host.clone(),
        };
        let rows = place.dump().await;
        let mut joris = town.joris_at(days(18));
        joris.signing = &signing;
        let refused = |done: Result<(), ActError>| matches!(done, Err(ActError::OtherVaultKey));
        assert!(refused(recipient::add(&mut joris, &foundation("Stichting Deur")).await.map(drop)));
        assert!(refused(recipient::change(&mut joris, &id, 1, &own).await));
        assert!(refused(vault::settle(&joris).await));
        assert_eq!(place.dump().await, rows, "nothing was written");
        let raw =
            place.sql(format!("UPDATE vault_key SET fingerprint = '{}'", signing.vault.fingerprint())).await;
        assert!(raw.is_err(), "nor past the program");
        assert!(place.sql("DELETE FROM vault_key").await.is_err());

        // Without any account number another key harms nobody: the next that is used counts.
        let numberless = recipient::Wanted { iban: None, ..own.clone() };
        place.sql("UPDATE recipient SET iban = NULL, iban_last = NULL, iban_mark = NULL").await.unwrap();
        recipient::change(&mut joris, &id, 1, &numberless).await.expect("no key is needed for this");
        recipient::change(&mut joris, &id, 2, &own).await.expect("the first number under the new key");
        assert_eq!(fsck::vault::check(&place.store, &signing.vault).await.unwrap(), []);
        let found = fsck::vault::check(&place.store, &place.signing.vault).await.unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
    });
}

#[test]
fn a_database_from_before_fingerprints_is_taken_over_by_the_key_that_opens_it() {
    on_both(|place| async move {
        let (site, key) = locked(&place).await;
        place.slip("vault_key", "DELETE FROM vault_key").await;
        assert_eq!(place.fsck().await.len(), 1, "nobody can tell which key it is");
        let safe = key.with_extension("safe");
        fs::rename(&key, &safe).expect("it was there");
        write(&key, &OTHER);
        assert_refused(&site, "not the key that locked the account numbers");
        assert_eq!(place.number("SELECT COUNT(*) FROM vault_key").await, 0);
        fs::rename(&safe, &key).expect("from the safe");
        drop(Start::of(&site).serve());
        assert_eq!(place.number("SELECT COUNT(*) FROM vault_key").await, 1, "written down at the start");
    });
}

#[test]
fn fsck_tells_of_a_number_that_does_not_open() {
    on_both_tampered(|place| async move {
        let town = Town::new(&place).await;
        let (one, other) = (
            town.recipient(&foundation("Stichting Een")).await,
            town.recipient(&foundation("Stichting Twee")).await,
        );
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let swap = format!(
            "UPDATE recipient SET iban = (SELECT iban FROM recipient WHERE id = '{one}') WHERE id = '{other}'"
        );
        place.sql(swap).await.unwrap();
        let found = place.fsck().await;
        let closed = format!("I11: recipient {other}: its account number does not open with vault.key");
        assert!(found.contains(&closed), "{found:?}");
    });
}
