//! Passwords that leaked elsewhere: nobody chooses one, and no network is asked.

use std::path::PathBuf;
use std::process::{Command, Stdio};

use schuifruimte::config::ListenArgs;
use schuifruimte::domain::account::{Password, SecondFactor};

use super::{OWN, SEM, answer, both_admins, invited};
use crate::support::people::{JORIS, PASSWORD};
use crate::support::{Browser, Place, Site, Town, days, on_both};

/// A sentence that no rule refuses: only the list knows it.
const LEAKED: &str = "vier paarden eten stroop";
const GOOD: &str = "zeven ganzen drinken karnemelk";

/// A list as it is handed out: five thousand lines in the order of their hashes.
fn list(name: &str) -> PathBuf {
    let many = (0..5_000).map(|number| format!("een gelekte zin {number}"));
    let mut lines: Vec<String> =
        many.chain([LEAKED.to_string()]).map(|one| format!("{}:7", Password::typed(&one).sha1())).collect();
    lines.sort();
    let path = std::env::temp_dir().join(format!("schuifruimte-list-{}-{name}", std::process::id()));
    std::fs::write(&path, lines.join("\r\n")).expect("a file");
    path
}

fn with_list(place: &Place, path: &std::path::Path) -> Site {
    let listen = ListenArgs {
        second_factor: Some(SecondFactor::Optional.name().to_string()),
        breached_passwords: Some(path.to_path_buf()),
        ..ListenArgs::default()
    };
    Site::with(place, "https://schuif.example", days(0), &listen)
}

#[test]
fn a_password_that_leaked_is_chosen_by_nobody_and_the_sentence_says_why() {
    on_both(|place| async move {
        let _town = Town::new(&place).await;
        both_admins(&place).await;
        let path = list("choice");
        let site = with_list(&place, &path);
        let mut sem = Browser::of(&site, SEM).await;
        let (link, _) = invited(&site, &mut sem).await;
        let mut jan = Browser::default();
        for (address, says) in [
            (link.clone(), "Dit wachtwoord is ooit ergens gelekt."),
            (format!("/en{link}"), "This password leaked somewhere once."),
        ] {
            let page = jan.post(&site, &address, &[("new_password", LEAKED)]).await;
            assert_eq!(answer(&page), (422, Some("field_invalid")));
            assert!(page.says(says) && !page.says(LEAKED), "{}", page.body);
        }
        assert_eq!(answer(&jan.post(&site, &link, &[("new_password", GOOD)]).await), (303, None));
        let mut joris = Browser::of(&site, JORIS).await;
        let change = format!("{OWN}/wachtwoord");
        let typed = |new: &'static str| [("old_password", PASSWORD), ("new_password", new)];
        let page = joris.post(&site, &change, &typed(LEAKED)).await;
        assert!(answer(&page) == (422, Some("field_invalid")) && page.says("ooit ergens gelekt"));
        // Without the list nobody knows, so nothing changes.
        std::fs::remove_file(&path).expect("removed");
        let page = joris.post(&site, &change, &typed(GOOD)).await;
        assert_eq!(answer(&page), (503, Some("integrity_failed")));
        std::fs::write(&path, format!("{}:1\n", Password::typed(GOOD).sha1())).expect("a newer list");
        let page = joris.post(&site, &change, &typed(GOOD)).await;
        assert_eq!(answer(&page), (422, Some("field_invalid")), "a newer list holds at once");
        let page = joris.post(&site, &change, &typed(LEAKED)).await;
        assert_eq!(answer(&page), (303, None));
        std::fs::remove_file(&path).expect("removed");
    });
}

#[test]
fn the_command_line_takes_no_leaked_password_and_nothing_starts_with_a_list_that_is_none() {
    let path = list("command");
    let folder = std::env::temp_dir().join(format!("schuifruimte-listed-{}", std::process::id()));
    let run = |list: &std::path::Path, arguments: &[&str], typed: &str| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_schuifruimte"))
            .args(arguments)
            .arg("--data")
            .arg(&folder)
            .arg("--breached-passwords")
            .arg(list)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        use std::io::Write as _;
        child.stdin.take().expect("piped").write_all(typed.as_bytes()).ok();
        let done = child.wait_with_output().expect("it ends");
        (done.status.code(), String::from_utf8_lossy(&done.stderr).into_owned())
    };
    let add = ["staff", "add", "sem", "--name", "Sem", "--function", "Beheer", "--role", "platform-admin"];
    let add = [add.as_slice(), &["--password-stdin"]].concat();
    let (status, said) = run(&path, &add, LEAKED);
    assert!(status == Some(2) && said.contains("leaked elsewhere"), "{said}");
    let (status, said) = run(&path, &add, GOOD);
    assert_eq!(status, Some(0), "{said}");
    std::fs::write(&path, "wachtwoord\nwelkom01\n").expect("a list of words");
    for arguments in [["serve", "--print-config"].as_slice(), &["staff", "list"]] {
        let (status, said) = run(&path, arguments, "");
        assert!(status == Some(2) && said.contains("breached_passwords"), "{arguments:?}: {said}");
    }
    std::fs::remove_file(&path).expect("removed");
    std::fs::remove_dir_all(&folder).expect("removed");
}
