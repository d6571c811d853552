//! Key files at the start (A66): one that others can read, or that everyone knows, and the service does not start.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use schuifruimte::store::Backend;

use super::Scene;
use crate::support::on_one;
use crate::support::process::Start;

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("its mode");
}

/// It does not start, names the file, and shows no key; `undo` makes it start again.
fn assert_refused(scene: &Scene, named: &str, words: &str, undo: impl FnOnce()) {
    let folder = scene.site.app.settings.data.join("keys");
    let (status, said) = Start::of(&scene.site).refused();
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains(named) && said.contains(words), "{said}");
    for entry in fs::read_dir(&folder).expect("a folder") {
        let text = fs::read_to_string(entry.expect("a file").path()).expect("text");
        for line in text.lines().skip(1).filter(|line| line.len() > 8) {
            assert!(!said.contains(&line[..8]), "a key is in what it said: {said}");
        }
    }
    undo();
    drop(Start::of(&scene.site).serve());
}

#[test]
fn a_key_that_others_can_read_or_that_everyone_knows_keeps_the_service_from_starting() {
    on_one(Backend::Sqlite, |place| async move {
        let scene = Scene::new(&place, 1).await;
        let folder = scene.site.app.settings.data.join("keys");
        for name in ["receipt.key", "ballots-zuilen.key"] {
            let path = folder.join(name);
            set_mode(&path, 0o640);
            assert_refused(&scene, name, "can read this key", || set_mode(&path, 0o600));
        }
        set_mode(&folder, 0o750);
        assert_refused(&scene, "keys", "folder of the keys", || set_mode(&folder, 0o700));
        // Also a key that is not needed today: a round may open tomorrow.
        let path = folder.join("codes-ondiep.key");
        let counting: String = (32..64).map(|byte| format!("{byte:02x}")).collect();
        for (key, words) in [
            ("42".repeat(32), "this is an example"),
            (counting, "this is an example"),
            (String::new(), "not a key file"),
        ] {
            fs::write(&path, format!("schuifruimte-key/1\n{key}\n")).expect("a file");
            set_mode(&path, 0o600);
            assert_refused(&scene, "codes-ondiep.key", words, || {
                fs::remove_file(&path).expect("it is there")
            });
        }
    });
}

#[test]
fn a_lost_key_of_the_service_is_never_replaced_behind_the_back_of_an_open_round() {
    on_one(Backend::Sqlite, |place| async move {
        let scene = Scene::new(&place, 1).await;
        let folder = scene.site.app.settings.data.join("keys");
        for name in ["log.key", "receipt.key"] {
            let (path, safe) = (folder.join(name), folder.join("safe"));
            fs::rename(&path, &safe).expect("it was there");
            assert_refused(&scene, name, "bring back the copy", || {
                fs::rename(&safe, &path).expect("from the safe");
            });
        }
        // Another key in its place is not the one that the rules name.
        let path = folder.join("receipt.key");
        let good = fs::read(&path).expect("a key");
        let other: String = (0..32).map(|byte| format!("{:02x}", byte * 7 % 251 + 3)).collect();
        fs::write(&path, format!("schuifruimte-key/1\n{other}\n")).expect("another key");
        assert_refused(&scene, "zuilen", "opened with other keys", || fs::write(&path, &good).expect("back"));
    });
}

#[test]
fn a_service_that_is_not_there_is_not_called_sound() {
    let nowhere = std::env::temp_dir().join(format!("schuifruimte-nowhere-{}", std::process::id()));
    for command in ["fsck", "export"] {
        let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_schuifruimte"));
        program.arg(command).arg("--data").arg(&nowhere);
        if command == "export" {
            program.args(["zuilen", "--out"]).arg(nowhere.join("out"));
        }
        let said = program.output().expect("it runs");
        let words = String::from_utf8_lossy(&said.stderr).into_owned();
        assert_eq!(said.status.code(), Some(2), "{command}: {words}");
        assert!(words.contains("there is no service"), "{words}");
        assert!(!nowhere.exists(), "and nothing was made");
    }
}
