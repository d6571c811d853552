//! An outcome of the first form: a bundle that the program published before there were traces, and a round
//! that was counted then and still lies in a database.

use std::fs;
use std::path::{Path, PathBuf};

use schuifruimte::acts::{self, publication};
use schuifruimte::domain::bundle::{self, Bundle, Expected, verify};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::RoundId;
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::log::merkle;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::outcome::OutcomeDocument;
use schuifruimte::domain::round::Phase;
use schuifruimte::store::{self, document, log};

use super::command::oracle;
use crate::support::{Browser, Site, Town, days, on_both};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/proof/first-form")
}

fn published() -> Bundle {
    let files = fs::read_dir(folder()).expect("the folder is there").flatten();
    let read = |file: fs::DirEntry| {
        (file.file_name().into_string().expect("a name"), fs::read(file.path()).expect("bytes"))
    };
    Bundle::new(files.map(read).collect())
}

fn with(name: &str, from: &str, to: &str) -> Bundle {
    let mut files: std::collections::BTreeMap<String, Vec<u8>> =
        published().files().map(|(name, bytes)| (name.to_string(), bytes.to_vec())).collect();
    let text = String::from_utf8(files[name].clone()).expect("text");
    assert!(text.contains(from), "{name} does not say {from}");
    files.insert(name.to_string(), text.replacen(from, to, 1).into_bytes());
    Bundle::new(files)
}

#[test]
fn a_bundle_of_the_first_form_holds_and_what_was_decided_is_counted_again() {
    let report = verify(&published(), &Expected::default());
    let verdict = report.end.expect("it holds");
    assert_eq!(verdict.to_string(), "268 ballots counted again: the same result");
    assert!(!report.steps.iter().any(|step| step.contains("trace")), "there is none");

    let broken = |bundle: &Bundle| verify(bundle, &Expected::default()).end.expect_err("broken").to_string();
    let payers = broken(&with(bundle::OUTCOME, "\"payers\": 119", "\"payers\": 118"));
    assert!(payers.contains("counting again gives something else here"), "{payers}");
    // What the old program advised cannot be counted again; the log still vouches for every byte of it.
    let advice = published().file(bundle::OUTCOME).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let advice = advice.expect("an outcome");
    let line = advice.lines().find(|line| line.contains("\"short_by\": \"")).expect("somebody was told");
    let other = broken(&with(bundle::OUTCOME, line.trim(), "\"short_by\": \"1.00\","));
    assert!(other.contains("its SHA-256 is not the one in entry"), "{other}");
}

#[test]
fn the_second_verifier_reads_the_first_form_too() {
    let Some(said) = oracle(&folder()) else { return };
    let out = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
    assert_eq!(said.status.code(), Some(0), "{out}");
    assert!(out.ends_with("268 ballots counted again: the same result\n"), "{out}");
}

#[test]
fn a_document_cannot_mix_the_two_forms() {
    let bytes = published().file(bundle::OUTCOME).expect("an outcome").to_vec();
    let old = OutcomeDocument::parse(&bytes).expect("it can be read");
    assert!(old.is_of_the_first_form() && old.write() == bytes, "it is written as it was read");
    let mixed = OutcomeDocument { trace: Some(Digest::of(b"x")), ..old.clone() };
    assert_eq!(OutcomeDocument::parse(&mixed.write()), None);
    let called = OutcomeDocument { format: "schuifruimte-outcome/2".to_string(), ..old };
    assert_eq!(OutcomeDocument::parse(&called.write()), None);
}

/// Counts as the program did before there were traces, with other advice than this one gives.
async fn count_as_before(town: &Town, id: &RoundId) {
    let mut tx = town.place.store.begin().await.unwrap();
    let rules = acts::round::rules(&mut tx, id).await.unwrap();
    let sealed = publication::sealed(&mut tx, &rules).await.unwrap();
    let counted = OutcomeDocument::compute(&rules, None, &sealed).unwrap();
    let mut outcome = counted.outcome.in_the_first_form();
    let advised = outcome.others.first_mut().expect("a plan that did not win");
    advised.short_by = Some(Cents::new(12_345).unwrap());
    let bytes = outcome.write();
    assert!(store::round::step(&mut tx, id, Phase::Sealed, Phase::Counted).await.unwrap());
    document::add(&mut tx, id, bundle::OUTCOME, &bytes).await.unwrap();
    let entry = Entry::Tally { at: days(16).whole_seconds(), outcome: Digest::of(&bytes) }.bytes();
    let before = log::next_round(&mut tx, id, 1).await.unwrap();
    log::append_round(&mut tx, id, before + 1, &entry).await.unwrap();
    let leaves: Vec<Digest> =
        log::round(&mut tx, id).await.unwrap().iter().map(|old| merkle::leaf(&old.entry)).collect();
    let (size, root) = (before + 1, merkle::root(&leaves));
    let note = town.joris_at(days(16)).signing.log_of(id).sign(size, root);
    log::add_checkpoint(&mut tx, id, &log::Checkpoint { size, root, note }, days(16)).await.unwrap();
    store::commit(tx).await.unwrap();
}

#[test]
fn a_round_that_was_counted_before_is_certified_shown_and_found_sound() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = town.open_round("zuilen").await;
        town.cast_twelve(&round).await;
        town.close_and_seal(&round.id).await;
        count_as_before(&town, &round.id).await;
        let hash = acts::certificate::propose(&town.joris_at(days(16)), &round.id, "").await.unwrap();
        acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await.unwrap();
        assert_eq!(place.fsck().await, Vec::<String>::new());
        let site = Site::of(&town, days(18));
        for (address, advice) in [("", "€ 123,45 minder"), ("/en", "€123.45 less")] {
            let page = Browser::default().get(&site, &format!("{address}/rondes/zuilen/uitslag")).await;
            assert!(page.says(advice), "the advice of then: {}", page.body);
            assert!(!page.says("⟨") && !page.says("telling.txt"), "nothing that was not told then");
        }
        let bundle = Browser::default().get(&site, "/rondes/zuilen/bundel.tar").await;
        let read = schuifruimte::documents::bundle::read_tar(&bundle.bytes).expect("an archive");
        assert!(verify(&read, &Expected::default()).end.is_ok());
        assert_eq!(
            Browser::default().get(&site, "/rondes/zuilen/telling.txt").await.kind(),
            Some("not_found")
        );
    });
}
