//! The proof: a bundle that holds together is found to, and a bundle with one changed byte is not.

// Also the functions that tests share are tests to the linter.
#![cfg(test)]

pub mod command;
mod first_form;
mod forms;
mod made;
mod opening;
mod signed;
mod stored;
mod succession;

use made::{Made, Recipe};
use schuifruimte::documents::bundle::{ArchiveFault, read_tar, write_tar};
use schuifruimte::domain::bundle::{self, Broken, Bundle, Expected, verify};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::round::Publish;
use schuifruimte::domain::rules::Rules;
use schuifruimte::tally::Rule;

fn ends(made: &Made) -> String {
    match verify(&made.bundle(), &Expected::default()).end {
        Ok(verdict) => verdict.to_string(),
        Err(broken) => panic!("{broken}"),
    }
}

fn broken(bundle: &Bundle) -> Broken {
    verify(bundle, &Expected::default()).end.expect_err("it was broken")
}

fn totals() -> Recipe {
    Recipe { publish: Publish::Totals, ..Recipe::vote() }
}

#[test]
fn a_good_bundle_holds_and_says_what_it_proves() {
    assert_eq!(ends(&Recipe::vote().make()), "60 ballots counted again: the same result");
    assert_eq!(ends(&totals().make()), "count attested, not recomputed");
    let few = Recipe { ballots: 49, ..Recipe::vote() };
    assert_eq!(ends(&few.make()), "count attested, not recomputed");
    assert_eq!(ends(&Recipe::import().make()), "imported: shows the count, not the casting");
    for rule in [Rule::round_default(), Rule::equal_shares(), Rule::preset("pabutools").unwrap()] {
        ends(&Recipe { rule, ..Recipe::vote() }.make());
    }
}

#[test]
fn a_ceiling_stands_in_the_rules_and_holds_in_the_result() {
    let plain = Recipe::vote().make();
    assert!(
        !String::from_utf8_lossy(&plain.files[bundle::RULES]).contains("\"limits\""),
        "the bytes of before"
    );
    let made = Recipe { limits: command::green(), ..Recipe::vote() }.make();
    assert_eq!(ends(&made), "60 ballots counted again: the same result");
    assert_eq!(Rules::parse(&made.rules.write()).as_ref(), Some(&made.rules));
    let winners = |made: &Made| -> Vec<ProposalId> {
        let outcome: serde_json::Value = serde_json::from_slice(&made.files[bundle::OUTCOME]).unwrap();
        let ids = outcome["winners"].as_array().unwrap().iter().map(|winner| winner["id"].as_str().unwrap());
        ids.map(|id| ProposalId::new(id.to_string())).collect()
    };
    let green = |made: &Made| -> u64 {
        let plans = winners(made).into_iter().map(|id| made.rules.proposal(&id).unwrap().clone());
        plans.filter(|plan| plan.category == "groen").map(|plan| plan.amount.unsigned()).sum()
    };
    assert!(green(&plain) > 500_000 && green(&made) <= 500_000, "{} and {}", green(&plain), green(&made));
    let pots = Recipe { limits: command::in_pots(), ..Recipe::vote() }.make();
    assert_eq!(ends(&pots), "60 ballots counted again: the same result");
    assert_eq!(Rules::parse(&pots.rules.write()).as_ref(), Some(&pots.rules));
    assert!(!String::from_utf8_lossy(&plain.files[bundle::RULES]).contains("\"pot\""), "the bytes of before");
    let mut tampered = made.rules.clone();
    tampered.limits.categories[0].most = Cents::euros(9_000);
    assert_ne!(tampered.fingerprint(), made.rules.fingerprint(), "a limit is part of the fingerprint");
}

/// How far apart the bytes stand that are changed: close where no count is repeated. Three has no factor
/// in common with the eight bits, so that every bit has its turn.
fn stride(recounted: bool, name: &str) -> usize {
    let after_the_count =
        [bundle::OUTCOME, bundle::TRACE, bundle::CERTIFICATE, bundle::SIGNATURES].contains(&name);
    match (recounted, after_the_count) {
        (false, _) => 3,
        (true, false) => 101,
        (true, true) => 997,
    }
}

pub fn changed(bytes: &[u8], place: usize) -> Vec<u8> {
    let mut changed = bytes.to_vec();
    changed[place] ^= 1 << (place % 8);
    changed
}

#[test]
fn a_changed_byte_in_a_file_is_found_and_the_file_is_named() {
    let few = Recipe { ballots: 8, ..totals() };
    for (recipe, recounted) in [(few, false), (Recipe::vote(), true), (Recipe::import(), true)] {
        let made = recipe.make();
        for (name, bytes) in &made.files {
            for place in (0..bytes.len()).step_by(stride(recounted, name)) {
                let mut files = made.files.clone();
                files.insert(name.clone(), changed(bytes, place));
                let found = broken(&Bundle::new(files));
                assert_eq!(&found.file, name, "byte {place} of {name}: {found}");
            }
        }
    }
}

#[test]
fn a_changed_byte_in_the_archive_is_found() {
    let made = Recipe { ballots: 8, ..totals() }.make();
    let bytes = write_tar(&made.bundle());
    assert_eq!(read_tar(&bytes), Ok(made.bundle()));
    let mut in_files = 0;
    for place in 0..bytes.len() {
        match read_tar(&changed(&bytes, place)) {
            Ok(bundle) => {
                in_files += 1;
                if in_files % 20 != 0 {
                    assert_ne!(bundle, made.bundle(), "byte {place}");
                    continue;
                }
                let mut names = made.files.keys();
                let name = names.find(|name| bundle.file(name) != made.bundle().file(name)).unwrap();
                assert_eq!(&broken(&bundle).file, name, "byte {place}");
            }
            Err(ArchiveFault::Broken(_)) => {}
            Err(other) => panic!("byte {place}: {other:?}"),
        }
    }
    assert_eq!(
        in_files,
        made.files.values().map(Vec::len).sum::<usize>(),
        "every other byte is the archive's"
    );
}

#[test]
fn a_file_that_is_missing_or_too_much_is_named() {
    let made = Recipe::vote().make();
    for name in made.files.keys() {
        let mut files = made.files.clone();
        files.remove(name);
        assert_eq!(broken(&Bundle::new(files)).to_string(), format!("{name}: it is missing"));
    }
    for (recipe, name) in [(totals(), bundle::BALLOTS), (Recipe::import(), bundle::CONTROLS)] {
        let mut other = recipe.make();
        other.set(name, made.files[name].clone());
        assert_eq!(broken(&other.bundle()).file, name);
    }
}

#[test]
fn the_log_cannot_lose_gain_swap_or_repeat_an_entry() {
    let good = Recipe::vote().make();
    let lines: Vec<&[u8]> = good.files[bundle::LOG].split_inclusive(|byte| *byte == b'\n').collect();
    for place in 0..lines.len() {
        let mut variants = vec![lines.clone(), lines.clone()];
        variants[0].remove(place);
        variants[1].insert(place, lines[place]);
        if place > 0 {
            let mut swapped = lines.clone();
            swapped.swap(place, place - 1);
            variants.push(swapped);
        }
        for variant in variants {
            let mut files = good.files.clone();
            files.insert(bundle::LOG.to_string(), variant.concat());
            assert_eq!(broken(&Bundle::new(files)).file, bundle::LOG, "entry {}", place + 1);
        }
    }
}

/// The service itself may lie: it can sign any log it likes.
#[test]
fn a_log_that_was_signed_again_is_still_held_to_its_rules() {
    let lie = |change: &dyn Fn(&mut Vec<Entry>)| {
        let mut made = Recipe::vote().make();
        made.lie(|entries| change(entries));
        broken(&made.bundle()).to_string()
    };
    let last = Recipe::vote().make().entries.len();
    assert!(
        lie(&|e| drop(e.remove(10))).contains("entry 63: it says 60 ballots, by the entries above 59 count")
    );
    assert!(lie(&|e| e.insert(10, e[9].clone())).contains("entry 11: the commitment"));
    let late = lie(&|e| e.insert(last - 4, e[9].clone()));
    assert!(late.contains("entry 65: ballot may not stand after round.close"), "{late}");
    let unsigned = lie(&|e| drop(e.pop()));
    assert!(unsigned.contains("the log does not end with a certificate"), "{unsigned}");
    let early = lie(&|e| {
        let Entry::Close { at, .. } = &mut e[63] else { panic!("entry 64 is the close") };
        *at = made::at("19:59");
    });
    assert!(early.contains("entry 64: the vote was closed before its last moment"), "{early}");
    let stranger = lie(&|e| {
        let Entry::Ballot { control, .. } = &mut e[5] else { panic!("entry 6 is a ballot") };
        *control = schuifruimte::domain::control_number::ControlNumber::new(5);
    });
    assert!(stranger.contains("entry 6: letter") && stranger.contains("not in the register"), "{stranger}");
    let spare = lie(&|e| {
        let controls = String::from_utf8(Recipe::vote().make().files[bundle::CONTROLS].clone()).unwrap();
        let number = controls.lines().find_map(|line| line.strip_suffix(" spare")).unwrap();
        let Entry::Ballot { control, .. } = &mut e[5] else { panic!("entry 6 is a ballot") };
        *control = schuifruimte::domain::control_number::ControlNumber::parse(number).unwrap();
    });
    assert!(
        spare.contains("entry 6: letter") && spare.contains("a spare that was not put into use"),
        "{spare}"
    );
    let again = lie(&|e| {
        let Entry::Ballot { commitment, .. } = e[4].clone() else { panic!("entry 5 is a ballot") };
        let Entry::Ballot { commitment: other, .. } = &mut e[5] else { panic!("entry 6 is a ballot") };
        *other = commitment;
    });
    assert!(again.contains("entry 6: the commitment"), "{again}");
    // A root that fits, but documents that do not.
    let other = lie(&|e| {
        let Entry::Tally { outcome, .. } = &mut e[last - 2] else { panic!("the count stands there") };
        *outcome = Digest::of(b"another outcome");
    });
    assert!(other.starts_with("outcome.json: its SHA-256 is not the one in entry"), "{other}");
}

#[test]
fn an_extension_and_the_ways_of_voting_are_held_to_the_rules() {
    let lie = |recipe: Recipe, change: &dyn Fn(&mut Vec<Entry>)| {
        let mut made = recipe.make();
        made.lie(|entries| change(entries));
        broken(&made.bundle()).to_string()
    };
    let extended = || Recipe { extended: true, ..Recipe::vote() };
    let later = |at_time: &str, until: &str| Entry::Extend { at: made::at(at_time), until: made::at(until) };
    let forbidden = lie(Recipe::vote(), &|e| e.insert(3, later("19:00", "20:00")));
    assert!(forbidden.contains("the rules do not allow this extension"), "{forbidden}");
    for (at_time, until) in [("19:00", "20:00"), ("18:00", "20:01"), ("18:00", "19:00")] {
        let told = lie(extended(), &|e| e[3] = later(at_time, until));
        assert!(told.contains("entry 4: the rules do not allow this extension"), "{told}");
    }
    let ways = lie(extended(), &|e| {
        let close = e.iter_mut().find(|entry| matches!(entry, Entry::Close { .. })).unwrap();
        let Entry::Close { channels, .. } = close else { panic!("the close") };
        channels[1].ballots += 1;
    });
    assert!(ways.contains("the ways in which ballots came in do not make up 60 first ballots"), "{ways}");
    let minutes = lie(extended(), &|e| {
        let close = e.iter_mut().find(|entry| matches!(entry, Entry::Close { .. })).unwrap();
        let Entry::Close { at, .. } = close else { panic!("the close") };
        *at = made::at("20:04");
    });
    assert!(minutes.contains("or before the minutes that were posted"), "{minutes}");
}

/// The office writes down another result and signs for it properly.
#[test]
fn a_result_that_does_not_follow_from_the_ballots_is_found() {
    let good = Recipe::vote().make();
    let text = |name: &str| String::from_utf8(good.files[name].clone()).unwrap();
    let mut outcome = text(bundle::OUTCOME);
    let line = outcome.lines().position(|line| line.contains("\"votes\"")).unwrap();
    let told = outcome.lines().nth(line).unwrap().to_string();
    outcome = outcome.replacen(&told, "      \"votes\": 59,", 1);
    let mut made = Recipe::vote().make();
    made.set(bundle::OUTCOME, outcome.clone());
    made.lie(|entries| {
        for entry in entries {
            if let Entry::Tally { outcome: hash, .. } = entry {
                *hash = Digest::of(outcome.as_bytes());
            }
        }
    });
    let found = broken(&made.bundle()).to_string();
    assert_eq!(found, format!("outcome.json, line {}: counting again gives something else here", line + 1));

    let certificate = text(bundle::CERTIFICATE);
    let sum = certificate.lines().find(|line| line.contains("\"granted\"")).unwrap();
    let certificate = certificate.replacen(sum, "  \"granted\": \"9999.00\",", 1);
    let mut made = Recipe::vote().make();
    made.set(bundle::CERTIFICATE, certificate.clone());
    made.lie(|entries| {
        let Some(Entry::Certificate { certificate: hash, .. }) = entries.last_mut() else {
            panic!("certified")
        };
        *hash = Digest::of(certificate.as_bytes());
    });
    let found = broken(&made.bundle()).to_string();
    assert!(
        found.starts_with("certificate.json, line ") && found.contains("does not say what follows"),
        "{found}"
    );

    let other = text(bundle::CERTIFICATE).replace(env!("CARGO_PKG_VERSION"), "9.9.9");
    let signatures = text(bundle::SIGNATURES)
        .replace(&digest_of(&good, bundle::CERTIFICATE), &Digest::of(other.as_bytes()).to_string());
    let mut made = Recipe::vote().make();
    made.set(bundle::CERTIFICATE, other.clone());
    made.set(bundle::SIGNATURES, signatures.clone());
    made.lie(|entries| {
        let Some(Entry::Certificate { certificate, signatures: hash, .. }) = entries.last_mut() else {
            panic!("it is certified")
        };
        *certificate = Digest::of(other.as_bytes());
        *hash = Digest::of(signatures.as_bytes());
    });
    let report = verify(&made.bundle(), &Expected::default());
    assert!(report.end.is_ok() && report.steps.iter().any(|step| step.contains("9.9.9")), "{report:?}");
}

fn digest_of(made: &Made, name: &str) -> String {
    Digest::of(&made.files[name]).to_string()
}

#[test]
fn an_entry_that_another_file_contradicts_is_named() {
    let mut made = Recipe::vote().make();
    let log = String::from_utf8(made.files[bundle::LOG].clone()).unwrap();
    let rules = made.rules.fingerprint().to_string();
    made.set(bundle::LOG, log.replace(&rules, &Digest::of(b"x").to_string()));
    let found = broken(&made.bundle());
    assert_eq!((found.file.as_str(), found.place.as_deref()), (bundle::LOG, Some("entry 1")));
}

#[test]
fn the_key_is_the_one_that_the_reader_knows() {
    let made = Recipe::vote().make();
    let with = |key: &str| verify(&made.bundle(), &Expected { key: Some(key), ..Expected::default() }).end;
    assert!(with(&made.rules.log_key).is_ok());
    let other = Recipe { seed: 2, ..Recipe::vote() }.make();
    assert_eq!(with(&other.rules.log_key).unwrap_err().file, bundle::LOG_KEY);
    let mut signed_again = Recipe::vote().make();
    signed_again.sign_with(2);
    let found = broken(&signed_again.bundle()).to_string();
    assert_eq!(found, "log.key: it is not the key that the rules name");
    signed_again.set(bundle::LOG_KEY, made.files[bundle::LOG_KEY].clone());
    assert_eq!(broken(&signed_again.bundle()).file, bundle::CHECKPOINT);
}

#[test]
fn the_log_goes_on_from_a_checkpoint_that_was_kept() {
    let made = totals().make();
    let with = |saved: &str| {
        verify(&made.bundle(), &Expected { checkpoint: Some(saved), ..Expected::default() }).end
    };
    for size in 0..=made.entries.len() {
        assert!(with(&made.checkpoint(size)).is_ok(), "{size}");
    }
    let mut rewritten = totals().make();
    rewritten.entries.swap(6, 7);
    assert!(with(&rewritten.checkpoint(7)).unwrap_err().what.contains("the log was rewritten"));
    let mut longer = totals().make();
    longer.entries.push(longer.entries[3].clone());
    let size = longer.entries.len();
    assert!(with(&longer.checkpoint(size)).unwrap_err().what.contains("on that day"));
    let of_another_key = Recipe { seed: 2, ..Recipe::vote() }.make();
    let foreign = String::from_utf8(of_another_key.files[bundle::CHECKPOINT].clone()).unwrap();
    assert_eq!(with(&foreign).unwrap_err().file, "the saved checkpoint");
    assert!(with("nothing").is_err());
}

#[test]
fn one_person_cannot_sign_twice() {
    let mut made = Recipe::vote().make();
    let text = String::from_utf8(made.files[bundle::SIGNATURES].clone()).unwrap().replace("m-2", "m-1");
    made.set(bundle::SIGNATURES, text.clone());
    made.lie(|entries| {
        let Some(Entry::Certificate { signatures, .. }) = entries.last_mut() else {
            panic!("it is certified")
        };
        *signatures = Digest::of(text.as_bytes());
    });
    assert!(broken(&made.bundle()).to_string().contains("signatures.json: they are not of one who proposed"));
}
