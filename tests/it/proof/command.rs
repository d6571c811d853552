//! The command and the second verifier, run as programs.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use schuifruimte::documents::bundle::write_tar;
use schuifruimte::domain::bundle::{self, Expected, verify};
use schuifruimte::domain::check::{RecipientTerms, Terms};
use schuifruimte::domain::digest::Digest;
use schuifruimte::domain::limits::{Bound, CategoryCeiling, PotLimit, RoundLimits};
use schuifruimte::domain::log::entry::Entry;
use schuifruimte::domain::money::{BasisPoints, Cents};
use schuifruimte::domain::pot::Pot;
use schuifruimte::domain::rules::Rules;
use schuifruimte::tally::Rule;

use super::made::{Made, Recipe};
use super::{changed, ends, totals};

/// Nothing, for a folder that is filled in the test.
pub fn empty() -> Made {
    let mut made = Recipe::import().make();
    made.files.clear();
    made
}

/// A folder that goes away with the test.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn of(name: &str, made: &Made) -> Folder {
        let folder = std::env::temp_dir().join(format!("schuifruimte-proof-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        for (name, bytes) in &made.files {
            fs::write(folder.join(name), bytes).unwrap();
        }
        Folder(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn program(args: &[&dyn AsRef<std::ffi::OsStr>]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_schuifruimte"));
    command.arg("verify").args(args.iter().map(|arg| arg.as_ref())).output().unwrap()
}

#[test]
fn the_command_tells_its_verdict_by_its_exit_status() {
    let made = Recipe::vote().make();
    let folder = Folder::of("command", &made);
    let path = &folder.0;
    let good = program(&[path]);
    let out = String::from_utf8(good.stdout).unwrap();
    assert_eq!(good.status.code(), Some(0), "{out}");
    assert!(
        out.lines().count() > 8 && out.lines().rev().skip(1).all(|line| line.starts_with("ok  ")),
        "{out}"
    );
    assert!(out.ends_with("60 ballots counted again: the same result\n"), "{out}");

    let kept = Folder::of("kept", &empty());
    let (saved, archive) = (kept.0.join("saved.txt"), kept.0.join("bundle.tar"));
    fs::write(&saved, made.checkpoint(5)).unwrap();
    fs::write(&archive, write_tar(&made.bundle())).unwrap();
    let all =
        program(&[&archive, &"--checkpoint", &saved, &"--key", &made.rules.log_key, &"--format", &"json"]);
    let json: serde_json::Value = serde_json::from_slice(&all.stdout).unwrap();
    assert_eq!(
        (all.status.code(), &json["holds"], &json["verdict"]),
        (Some(0), &true.into(), &"recounted".into())
    );

    let mut changed = made.files[bundle::BALLOTS].clone();
    changed.truncate(changed.len() - 2);
    fs::write(path.join(bundle::BALLOTS), changed).unwrap();
    let bad = program(&[path]);
    assert_eq!(bad.status.code(), Some(1));
    assert!(String::from_utf8(bad.stderr).unwrap().contains("ballots.txt, line 1: "));
    for refused in [&program(&[&path.join("nothing")]), &program(&[&saved]), &program(&[])] {
        assert_eq!(refused.status.code(), Some(2));
    }
    fs::create_dir(path.join("more")).unwrap();
    assert_eq!(program(&[path]).status.code(), Some(2));
}

/// The second verifier and counter; `None` when there is no Python to run it with.
pub fn oracle(path: &Path) -> Option<Output> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/verify.py");
    match Command::new("python3").arg(script).arg(path).output() {
        Ok(output) => Some(output),
        Err(error) => {
            eprintln!("THE SECOND VERIFIER DID NOT RUN: python3: {error}");
            None
        }
    }
}

/// Green plans, the odd numbers, cost at most 5,000 euro together; the first alone is 4,000.
pub fn green() -> RoundLimits {
    let green = CategoryCeiling { category: "groen".to_string(), most: Cents::euros(5_000) };
    RoundLimits { categories: vec![green], ..RoundLimits::default() }
}

/// Odd plans go on, even ones are new: each pot with a minimum and a maximum, and the ceiling of green plans beside.
pub fn in_pots() -> RoundLimits {
    let share = |percent: i64| Bound::Share(BasisPoints::new(percent * 100).expect("a share"));
    let pot = |pot, least, most| PotLimit { pot, least, most: share(most) };
    let pots =
        vec![pot(Pot::Continuity, share(20), 45), pot(Pot::Renewal, Bound::Amount(Cents::euros(3_000)), 70)];
    RoundLimits { pots, ..green() }
}

#[test]
fn the_second_verifier_agrees() {
    let presets = ["assen", "pabutools"].map(|name| Rule::preset(name).unwrap());
    let rules = [Rule::round_default(), Rule::greedy(), Rule::equal_shares()].into_iter().chain(presets);
    let mut recipes: Vec<Recipe> = rules.map(|rule| Recipe { rule, ..Recipe::vote() }).collect();
    let plain = recipes.clone();
    for limits in [green(), in_pots()] {
        recipes.extend(plain.iter().cloned().map(|recipe| Recipe { limits: limits.clone(), ..recipe }));
    }
    let recipients = Some(RecipientTerms::new(Terms::default(), 3));
    recipes.extend([Recipe::import(), totals(), Recipe { recipients, ..Recipe::vote() }]);
    recipes.push(Recipe { extended: true, ..Recipe::vote() });
    for (number, recipe) in recipes.iter().enumerate() {
        let made = recipe.make();
        let folder = Folder::of(&format!("oracle-{number}"), &made);
        let Some(said) = oracle(&folder.0) else { return };
        let out = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
        assert_eq!(said.status.code(), Some(0), "{out}");
        let last = ends(&made);
        assert!(
            out.contains("not checked here: the Ed25519 signature") && out.ends_with(&format!("{last}\n")),
            "{out}"
        );
    }
    let made = Recipe { rule: Rule::greedy(), ..Recipe::vote() }.make();
    let folder = Folder::of("oracle-changed", &made);
    for (name, bytes) in &made.files {
        let place = if name == bundle::CHECKPOINT { bytes.len() / 3 } else { bytes.len() / 2 };
        fs::write(folder.0.join(name), changed(bytes, place)).unwrap();
        let Some(said) = oracle(&folder.0) else { return };
        assert_eq!(said.status.code(), Some(1), "{name}: {}", String::from_utf8_lossy(&said.stdout));
        fs::write(folder.0.join(name), bytes).unwrap();
    }
    let archive = Folder::of("oracle-tar", &empty());
    let tar = archive.0.join("bundle.tar");
    fs::write(&tar, write_tar(&Recipe::vote().make().bundle())).unwrap();
    assert_eq!(oracle(&tar).unwrap().status.code(), Some(0));
    assert_eq!(oracle(&archive.0.join("nothing")).unwrap().status.code(), Some(2));
}

#[test]
fn what_recipients_are_held_to_is_read_the_same_by_both_verifiers_and_refused_when_it_cannot_be() {
    let recipients = Some(RecipientTerms::new(Terms::default(), 3));
    let made = Recipe { recipients, rule: Rule::greedy(), ..Recipe::vote() }.make();
    let text = String::from_utf8(made.files[bundle::RULES].clone()).unwrap();
    assert!(text.contains("\"recipients\": {") && Rules::parse(text.as_bytes()) == Some(made.rules.clone()));
    for (from, to) in [
        ("\"of_round\": 2500", "\"of_round\": 10001"),
        ("\"smo_register\": 3", "\"smo_register\": 3,\n    \"x\": 1"),
    ] {
        assert!(text.contains(from), "{from}");
        let other = text.replacen(from, to, 1);
        assert!(Rules::parse(other.as_bytes()).is_none(), "{to}");
        // The log vouches for the other rules, so that what refuses them is what they say.
        let mut forged = Recipe { recipients, rule: Rule::greedy(), ..Recipe::vote() }.make();
        let (round, hash) = (forged.rules.round.clone(), Digest::of(other.as_bytes()));
        forged.set(bundle::RULES, other);
        forged.lie(|entries| entries[0] = Entry::Config { round, rules: hash });
        let broken = verify(&forged.bundle(), &Expected::default()).end.expect_err("refused").to_string();
        assert!(broken.starts_with("rules.json"), "{broken}");
        let folder = Folder::of("oracle-recipients", &forged);
        let Some(said) = oracle(&folder.0) else { return };
        let out = String::from_utf8_lossy(&said.stdout).into_owned() + &String::from_utf8_lossy(&said.stderr);
        assert!(said.status.code() == Some(1) && out.contains("rules.json"), "{out}");
    }
}
