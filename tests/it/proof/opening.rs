//! The auditors' opening bundle: with it a round is counted again also where its ballots are not published, and
//! whatever was changed in it is found.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use schuifruimte::acts::ballot::{Vote, Who};
use schuifruimte::acts::{self, publication};
use schuifruimte::documents::bundle::write_tar;
use schuifruimte::domain::bundle::{Bundle, Expected, OpeningFile, Report, verify};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::{CastId, RoundId};
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::sealing;
use schuifruimte::store::document;

use super::command::{Folder, empty};
use super::made::{Made, Recipe};
use crate::support::people::auditor_keys;
use crate::support::{Place, Town, days, on_both, on_embedded};

/// What an auditor has.
struct Desk {
    bundle: Bundle,
    encrypted: Vec<u8>,
    text: String,
}

impl Desk {
    /// A certified round with twelve votes, too few to be published; three of them were changed.
    async fn of(town: &Town, name: &str) -> Desk {
        let round = town.open_round(name).await;
        town.cast_twelve(&round).await;
        for letter in 12..15 {
            let first = town.cast(&round, letter, &["03"]).await.expect("a receipt");
            let Who::Letter { code, .. } = round.letter(letter) else { panic!("a letter") };
            let vote = Vote {
                who: Who::Letter { code, change: first.change },
                cast: CastId::new(format!("again-{letter}")),
                ..round.vote(letter, &["04", "05"])
            };
            town.cast_at(&round, vote, days(2)).await.expect("changed");
        }
        town.close_and_seal(&round.id).await;
        let hash = town.count_and_propose(&round.id).await;
        acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.expect("certified");
        Desk::read(&town.place, &round.id).await
    }

    async fn read(place: &Place, id: &RoundId) -> Desk {
        let mut conn = place.store.read().await.expect("a connection");
        let bundle = publication::bundle(&mut conn, id).await.expect("a bundle");
        let file = document::find(&mut conn, id, acts::round::OPENING).await.expect("a query");
        let encrypted = file.expect("a file for auditors");
        let text = sealing::decrypt(&auditor_keys().0, &encrypted).expect("the auditor's key opens it");
        Desk { bundle, encrypted, text: String::from_utf8(text).expect("text") }
    }

    fn with(&self, encrypted: Option<&[u8]>, text: &str) -> Report {
        let opening = OpeningFile { encrypted: encrypted.map(Digest::of), text: Some(text) };
        verify(&self.bundle, &Expected { opening: Some(opening), ..Expected::default() })
    }

    /// What is wrong with a changed text.
    fn fault(&self, text: &str) -> String {
        self.with(None, text).end.expect_err("it was changed").to_string()
    }

    fn lines(&self) -> Vec<Vec<&str>> {
        self.text.lines().map(|line| line.split(' ').collect()).collect()
    }
}

fn text(lines: &[Vec<&str>]) -> String {
    lines.iter().map(|line| format!("{}\n", line.join(" "))).collect()
}

#[test]
fn an_auditor_counts_again_what_is_not_published() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let desk = Desk::of(&town, "zuilen").await;
        let public = verify(&desk.bundle, &Expected::default()).end.expect("it holds");
        assert_eq!(public.to_string(), "count attested, not recomputed");
        let report = desk.with(Some(&desk.encrypted), &desk.text);
        let verdict = report.end.expect("it holds");
        assert_eq!((verdict.name(), verdict.ballots), ("recounted", 15));
        assert_eq!(verdict.to_string(), "15 ballots counted again: the same result");
        let says = |words: &str| report.steps.iter().any(|step| step.contains(words));
        assert!(says("the encrypted opening bundle is the one in entry"), "{:?}", report.steps);
        assert!(says("each of the 15 commitments that count opens"), "{:?}", report.steps);
        assert!(says("the 18 ballots in the log leave one for each of 15 letters"), "{:?}", report.steps);
        assert!(says("ballots changed: "), "{:?}", report.steps);
        assert!(says("compare them with the paper protocol: control numbers "), "{:?}", report.steps);
    });
}

#[test]
fn what_was_changed_in_an_opening_bundle_is_found() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let desk = Desk::of(&town, "zuilen").await;
        assert!(desk.with(None, &desk.text).end.is_ok());

        let mut swapped = desk.lines();
        let (one, other) = (swapped[3][2], swapped[4][2]);
        (swapped[3][2], swapped[4][2]) = (other, one);
        let closed = "the commitment does not open to this ballot";
        assert_eq!(desk.fault(&text(&swapped)), format!("opening.age, line 4: {closed}"));

        let mut changed = desk.lines();
        let place = changed.iter().position(|line| line.last() == Some(&"05")).expect("a ballot for 05");
        changed[place][3] = "06";
        assert_eq!(desk.fault(&text(&changed)), format!("opening.age, line {}: {closed}", place + 1));

        let mut missing = desk.lines();
        let gone = missing.remove(7);
        assert!(
            desk.fault(&text(&missing)).starts_with("opening.age, line 1: it does not name zuilen, the 14")
        );
        missing[0][2] = "14";
        let fault = desk.fault(&text(&missing));
        assert_eq!(fault, format!("opening.age: the ballot of letter {} is missing", gone[0]));

        let mut unordered = desk.lines();
        unordered.swap(5, 6);
        assert!(desk.fault(&text(&unordered)).contains("not in the order"));

        let mut salted = desk.lines();
        let salt = Digest::of(b"another salt").to_string();
        salted[0][3] = &salt;
        assert_eq!(desk.fault(&text(&salted)), "opening.age: these are not the ballots that were sealed");

        let other = Desk::of(&town, "ondiep").await;
        assert!(desk.fault(&other.text).starts_with("opening.age, line 2: "), "of another round");
        let end =
            desk.with(Some(&other.encrypted), &other.text).end.expect_err("of another round").to_string();
        assert!(end.starts_with("opening.age: its SHA-256 is not the one in entry"), "{end}");
    });
}

#[test]
fn an_opening_bundle_does_not_open_what_was_replaced() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let desk = Desk::of(&town, "zuilen").await;
        let log = String::from_utf8(desk.bundle.file("log.txt").expect("a log").to_vec()).expect("text");
        let replaced: Vec<&str> =
            log.lines().filter_map(|line| line.split("\"replaces\":\"").nth(1)?.split('"').next()).collect();
        assert_eq!(replaced.len(), 3);
        assert!(replaced.iter().all(|old| log.matches(old).count() == 2 && !desk.text.contains(old)));
    });
}

/// What a service that signs its own log may do to it.
type Lie<'a> = &'a dyn Fn(&mut Vec<Entry>);

/// What both verifiers say of a round: the exit status and the last line.
fn both(name: &str, made: &Made) -> Option<[(Option<i32>, String); 2]> {
    let folder = Folder::of(name, made);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/verify.py");
    let second = Command::new("python3").arg(script).arg(&folder.0).output().ok()?;
    Some([program(&[&folder.0]), second].map(|output| {
        let last = said(&output).lines().last().unwrap_or_default().to_string();
        (output.status.code(), last)
    }))
}

#[test]
fn what_was_revoked_changed_and_void_is_told() {
    let told = |changed: bool| {
        let made = Recipe { changed, ..Recipe::vote() }.make();
        verify(&made.bundle(), &Expected::default()).steps
    };
    let says = |steps: &[String], line: &str| steps.iter().any(|step| step == line);
    let steps = told(true);
    assert!(says(&steps, "letters revoked: 1, ballots void: 1, ballots changed: 3"), "{steps:?}");
    let steps = told(false);
    assert!(says(&steps, "letters revoked: 0, ballots void: 0, ballots changed: 0"), "{steps:?}");
}

#[test]
fn both_verifiers_read_changed_and_void_ballots_alike() {
    let recipe = Recipe { changed: true, ..Recipe::vote() };
    let Some([ours, second]) = both("changed", &recipe.make()) else { return };
    assert_eq!(ours, (Some(0), "60 ballots counted again: the same result".to_string()));
    assert_eq!(second, ours);
    let find =
        |entries: &[Entry], wanted: fn(&Entry) -> bool| entries.iter().position(wanted).expect("there");
    let is_void: fn(&Entry) -> bool = |entry| matches!(entry, Entry::Void { .. });
    let is_revoke: fn(&Entry) -> bool = |entry| matches!(entry, Entry::Revoke { .. });
    let is_change: fn(&Entry) -> bool = |entry| matches!(entry, Entry::Ballot { replaces: Some(_), .. });
    let lies: [(&str, &str, Lie<'_>); 6] = [
        ("unvoided", "was revoked and its ballot counts", &|e| drop(e.remove(find(e, is_void)))),
        ("unrevoked", "was not revoked and its ballot is void", &|e| drop(e.remove(find(e, is_revoke)))),
        ("void-twice", "can be void", &|e| e.insert(find(e, is_void), e[find(e, is_void)].clone())),
        ("replaces-nothing", "takes the place of one", &|e| {
            let place = find(e, is_change);
            let Entry::Ballot { replaces, .. } = &mut e[place] else { panic!("a ballot") };
            *replaces = Some(Digest::of(b"nothing"));
        }),
        ("two-ballots", "has voted before", &|e| {
            let place = find(e, is_change);
            let Entry::Ballot { replaces, .. } = &mut e[place] else { panic!("a ballot") };
            *replaces = None;
        }),
        ("another-key", "the key that was destroyed is not the one", &|e| {
            let place = find(e, |entry| matches!(entry, Entry::Note { .. }));
            let Entry::Note { key, .. } = &mut e[place] else { panic!("a note") };
            *key = Digest::of(b"another key");
        }),
    ];
    for (name, words, lie) in lies {
        let mut made = recipe.make();
        made.lie(|entries| lie(entries));
        let [ours, second] = both(name, &made).expect("it ran a moment ago");
        assert!(ours.0 == Some(1) && ours.1.contains(words), "{name}: {ours:?}");
        assert_eq!(second.0, Some(1), "{name}: {second:?}");
        // Not because the certificate states another root of the log: both looked at the entry itself.
        assert!(second.1.contains("log.txt"), "{name}: {second:?}");
    }
}

fn program(args: &[&dyn AsRef<std::ffi::OsStr>]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_schuifruimte"));
    command.arg("verify").args(args.iter().map(|arg| arg.as_ref())).output().expect("it runs")
}

/// The second verifier with the decrypted file; `None` when there is no Python to run it with.
fn oracle(bundle: &Path, opening: &Path) -> Option<Output> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/verify.py");
    match Command::new("python3").arg(script).arg(bundle).arg("--opening").arg(opening).output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("THE SECOND VERIFIER DID NOT RUN: python3: {error}");
            None
        }
    }
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn the_command_opens_the_auditors_file_and_tells_its_verdict_by_its_exit_status() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let desk = Desk::of(&town, "zuilen").await;
        let other = Desk::of(&town, "ondiep").await;
        let folder = Folder::of("opening", &empty());
        let file = |name: &str, bytes: &[u8]| {
            let path = folder.0.join(name);
            fs::write(&path, bytes).expect("a file");
            path
        };
        let bundle = file("zuilen.tar", &write_tar(&desk.bundle));
        let opening = file("opening.age", &desk.encrypted);
        let (secret, public) = auditor_keys();
        let mine = file("mine.txt", format!("# public key: {public}\n{secret}\n").as_bytes());
        let strange = file("strange.txt", sealing::new_keys().0.as_bytes());
        let decrypted = file("opening.txt", desk.text.as_bytes());
        let good = program(&[&bundle, &"--opening", &opening, &"--identity", &mine]);
        assert_eq!(good.status.code(), Some(0), "{}", said(&good));
        assert!(said(&good).ends_with("15 ballots counted again: the same result\n"), "{}", said(&good));
        let alone = program(&[&bundle, &"--opening", &decrypted]);
        assert_eq!(alone.status.code(), Some(0), "{}", said(&alone));
        assert!(said(&alone).contains("its file is not compared with the log"));

        let foreign = file("foreign.age", &other.encrypted);
        let mut spoiled = desk.encrypted.clone();
        *spoiled.last_mut().expect("bytes") ^= 1;
        let spoiled = file("spoiled.age", &spoiled);
        for bad in [&foreign, &spoiled] {
            let output = program(&[&bundle, &"--opening", bad, &"--identity", &mine]);
            assert_eq!(output.status.code(), Some(1), "{}", said(&output));
            assert!(said(&output).contains("its SHA-256 is not the one in entry"), "{}", said(&output));
        }
        let nothing = folder.0.join("nothing");
        for refused in [
            program(&[&bundle, &"--opening", &opening]),
            program(&[&bundle, &"--opening", &opening, &"--identity", &strange]),
            program(&[&bundle, &"--opening", &opening, &"--identity", &bundle]),
            program(&[&bundle, &"--opening", &nothing, &"--identity", &mine]),
            program(&[&bundle, &"--opening", &bundle]),
            program(&[&bundle, &"--identity", &mine]),
        ] {
            assert_eq!(refused.status.code(), Some(2), "{}", said(&refused));
            assert!(!said(&refused).contains(secret.as_str()), "no key in what is said");
        }
    });
}

#[test]
fn the_second_verifier_opens_the_same_bundle() {
    on_embedded(|place| async move {
        let town = Town::new(&place).await;
        let desk = Desk::of(&town, "zuilen").await;
        let other = Desk::of(&town, "ondiep").await;
        let folder = Folder::of("opening-second", &empty());
        let file = |name: &str, bytes: &[u8]| {
            let path = folder.0.join(name);
            fs::write(&path, bytes).expect("a file");
            path
        };
        let bundle = file("zuilen.tar", &write_tar(&desk.bundle));
        let decrypted = file("opening.txt", desk.text.as_bytes());
        let Some(second) = oracle(&bundle, &decrypted) else { return };
        assert_eq!(second.status.code(), Some(0), "{}", said(&second));
        assert!(said(&second).ends_with("15 ballots counted again: the same result\n"), "{}", said(&second));
        let lines = desk.lines();
        let mut changed = lines.clone();
        (changed[3][2], changed[4][2]) = (lines[4][2], lines[3][2]);
        for (name, bad) in [
            ("swapped", text(&changed)),
            ("short", text(&lines[..lines.len() - 1])),
            ("other", other.text.clone()),
        ] {
            let path = file(name, bad.as_bytes());
            for output in [oracle(&bundle, &path).expect("it ran"), program(&[&bundle, &"--opening", &path])]
            {
                assert_eq!(output.status.code(), Some(1), "{name}: {}", said(&output));
            }
        }
        assert_eq!(oracle(&bundle, &folder.0.join("nothing")).expect("it ran").status.code(), Some(2));
    });
}
