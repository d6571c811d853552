//! Real elections with outcomes that other programs computed. They are not part of this repository:
//! `SCHUIFRUIMTE_CASES` names the folder that holds them.
//!
//! A golden name becomes words of the command line, and those become a rule by the code of the command
//! itself. Strong goldens must be reproduced exactly: winners in order (or sorted, where only the set is
//! told), cost, and value. Weak ones (from one program that nobody confirmed) and those that were computed
//! in floats are counted and listed apart: they cannot overrule an exact count.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use rayon::prelude::*;
use schuifruimte::cli::tally::rule_of;
use schuifruimte::tally::metrics::{self, Compare};
use schuifruimte::tally::pb::{self, Election};
use schuifruimte::tally::rule::{Method, Utility};
use schuifruimte::tally::{Ratio, count};
use serde_json::Value;

/// The folder with the cases, or a loud word that nothing was compared.
pub fn cases(test: &str) -> Option<PathBuf> {
    let folder = std::env::var_os("SCHUIFRUIMTE_CASES").map(PathBuf::from).filter(|folder| folder.is_dir());
    if folder.is_none() {
        eprintln!("*** {test} DID NOT RUN: set SCHUIFRUIMTE_CASES to the folder with the election cases ***");
    }
    folder
}

/// An election among the cases.
pub fn election(folder: &Path, name: &str) -> Election {
    read(folder, name).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn read(folder: &Path, name: &str) -> Result<Election, String> {
    let bytes = std::fs::read(folder.join("pb").join(name)).expect("the case is there");
    pb::read(&bytes).map_err(|error| error.to_string())
}

fn json(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join(name)).expect("goldens")).expect("JSON")
}

/// The files with goldens, and how many of them are strong: fewer would mean that something was not read.
const FAMILIES: [(&str, usize); 6] =
    [("greedy", 246), ("mes", 662), ("phragmen", 101), ("maxwelfare", 246), ("newer", 88), ("js", 211)];

/// The words of the command line for a golden name (tally.md, section 0); `None` for what is no outcome.
fn words(rule: &str) -> Option<Vec<&str>> {
    if let Some(first) = rule.strip_suffix("+greedy") {
        return words(first).map(|words| [words, vec!["--then", "greedy"]].concat());
    }
    let parts: Vec<&str> = rule.split('/').collect();
    let utility = |name: &'static str| if name == "card" { "cardinality" } else { name };
    Some(match parts.as_slice() {
        ["greedy", "cost"] => vec!["--rule", "greedy", "--score", "votes"],
        ["greedy", "card"] => vec!["--rule", "greedy", "--score", "votes-per-cost"],
        ["greedy", "points"] => vec!["--rule", "greedy", "--score", "points-per-cost"],
        ["greedy", "borda"] => vec!["--rule", "greedy", "--score", "borda-per-cost"],
        ["mes", name, "none"] => vec!["--rule", "equal-shares", "--utility", known(name, utility)],
        ["mes", name, "add1"] => vec!["--preset", "pabutools", "--utility", known(name, utility)],
        ["phragmen"] => vec!["--rule", "phragmen"],
        ["maxwelfare", name] => vec!["--rule", "max-welfare", "--utility", known(name, utility)],
        ["ees", name] => vec!["--rule", "exact-equal-shares", "--utility", known(name, utility)],
        ["ees", "card", "addopt"] => {
            vec!["--rule", "exact-equal-shares", "--utility", "cardinality", "--completion", "add-opt"]
        }
        ["bos", _] => vec!["--rule", "bounded-overspending", "--utility", "cost"],
        ["maximin-support (lp float)"] => vec!["--rule", "maximin-support"],
        ["greedy_numeric_id_ties"] => vec!["--rule", "greedy"],
        ["none", _] => vec!["--rule", "equal-shares"],
        ["add1u", _] => vec!["--preset", "equalshares-net"],
        ["add1u no-exhaustive-stop", _] => vec!["--preset", "equalshares-net", "--stop", "over-budget"],
        _ => return None,
    })
}

fn known(name: &str, utility: impl Fn(&'static str) -> &'static str) -> &'static str {
    let names = ["cost", "card", "points", "borda"];
    utility(names.into_iter().find(|known| *known == name).expect("a known utility"))
}

/// One outcome that another program computed.
struct Golden {
    family: &'static str,
    name: String,
    told: Value,
}

impl Golden {
    /// Whether it can prove a count wrong.
    fn is_strong(&self) -> bool {
        let float = ["float", "tool fractions"].iter().any(|word| self.name.contains(word));
        !float && self.told.get("source").is_none()
    }

    /// What differs, if anything does.
    fn compare(&self, election: &Election) -> Result<(), String> {
        let mut words = words(&self.name).expect("only outcomes are compared");
        if self.name == "greedy_numeric_id_ties" {
            words.extend(["--ties", js_order(election)]);
        }
        let rule = rule_of(&words)?;
        let outcome = count(&election.instance, &rule).map_err(|error| error.to_string())?;
        if let Some(value) = self.told.get("value") {
            let found = outcome.value.ok_or("no value")?;
            let unit = if rule.method == Method::MaxWelfare(Utility::Cost) { 1 } else { 100 };
            let found = Ratio::new((found * unit).into(), 1_u32.into());
            return if found == hundredths(value) { Ok(()) } else { Err(format!("{found} is not {value}")) };
        }
        let ids = |list: &Value| -> Vec<String> { serde_json::from_value(list.clone()).expect("ids") };
        let mut told = ids(&self.told["winners"]);
        let mut found: Vec<String> =
            outcome.winners().map(|winner| election.instance.project(winner).id.clone()).collect();
        if self.told["order"] == "sorted" {
            told.sort_unstable();
            found.sort_unstable();
        }
        if found != told {
            return Err(format!("{found:?} where {told:?} was told"));
        }
        let cost = hundredths(&self.told["cost"]);
        if Ratio::whole(outcome.cost()) == cost { Ok(()) } else { Err("another cost".to_string()) }
    }
}

/// The JS tool's greedy takes tied projects in the order of keys in JavaScript: whole numbers first, by value,
/// then in the order of the file. (No file here has ids of both kinds.)
fn js_order(election: &Election) -> &'static str {
    let is_number = |id: &str| id.bytes().all(|byte| byte.is_ascii_digit());
    match election.instance.projects().iter().any(|project| is_number(&project.id)) {
        true => "id-number",
        false => "file-order",
    }
}

/// A told number times a hundred, as it is compared with cents.
fn hundredths(value: &Value) -> Ratio {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_string);
    let (above, below) = text.split_once('/').unwrap_or((&text, "1"));
    let above = pb::cents(above).expect("an amount");
    Ratio::of(above, below.parse().expect("a whole number"))
}

/// The goldens of all families by file. In the family of the JS tool, which counts a repeated project
/// twice, the files with one are left out.
fn goldens(folder: &Path) -> Vec<(String, Vec<Golden>)> {
    let index = json(folder, "goldens.json");
    let mut files: Vec<(String, Vec<Golden>)> =
        index["files"].as_object().expect("files").keys().map(|name| (name.clone(), Vec::new())).collect();
    for (family, strong) in FAMILIES {
        let told = json(folder, &format!("goldens-{family}.json"));
        let mut found = 0;
        for (file, goldens) in &mut files {
            let repeated = index["files"][&*file]["repeated_project_in_vote"] == true;
            for (name, told) in told[&*file].as_object().into_iter().flatten() {
                if words(name).is_none() || (family == "js" && repeated) {
                    continue;
                }
                let golden = Golden { family, name: name.clone(), told: told.clone() };
                found += usize::from(golden.is_strong());
                goldens.push(golden);
            }
        }
        assert_eq!(found, strong, "strong goldens of {family}");
    }
    files
}

/// Without optimisation the largest files take minutes: with `SCHUIFRUIMTE_CASES_ALL` set they are counted
/// too, otherwise only the named ones among them.
fn is_always_counted(folder: &Path, name: &str) -> bool {
    let size = std::fs::metadata(folder.join("pb").join(name)).expect("the case is there").len();
    size < SMALL || ALWAYS.contains(&name) || std::env::var_os("SCHUIFRUIMTE_CASES_ALL").is_some()
}

/// In bytes.
const SMALL: u64 = 70_000;
/// Compared in every run, whatever their size.
const ALWAYS: [&str; 2] = ["Netherlands_Amsterdam_309.pb", "Poland_Wieliczka_2023_Green_Budget.pb"];

#[test]
fn the_outcomes_are_those_that_other_programs_gave() {
    let Some(folder) = cases("goldens") else { return };
    let mut files = goldens(&folder);
    files.retain(|(name, _)| is_always_counted(&folder, name));
    assert!(files.len() >= 80, "{}", files.len());
    // The largest first, so that no thread waits for one of them at the end.
    files.sort_by_key(|(name, _)| {
        std::cmp::Reverse(std::fs::metadata(folder.join("pb").join(name)).unwrap().len())
    });
    let verdicts = Mutex::new(Vec::new());
    files.par_iter().for_each(|(name, goldens)| {
        let election = read(&folder, name);
        for golden in goldens {
            let verdict =
                election.as_ref().map_err(String::clone).and_then(|election| golden.compare(election));
            verdicts.lock().unwrap().push((golden, name, verdict));
        }
    });
    let verdicts = verdicts.into_inner().unwrap();
    for (family, _) in FAMILIES {
        let number = |strong: bool, same: bool| {
            let of = |(golden, _, verdict): &&(&Golden, &String, Result<(), String>)| {
                golden.family == family && golden.is_strong() == strong && verdict.is_ok() == same
            };
            verdicts.iter().filter(of).count()
        };
        let (same, weak) = (number(true, true), number(false, true));
        eprintln!(
            "{family}: {same} of {} strong, {weak} of {} weak ones reproduced",
            same + number(true, false),
            weak + number(false, false)
        );
    }
    let missed = |strong: bool| -> Vec<String> {
        let differs = |(golden, file, verdict): &(&Golden, &String, Result<(), String>)| {
            let why = verdict.as_ref().err().filter(|_| golden.is_strong() == strong)?;
            Some(format!("{file} {}: {why}", golden.name))
        };
        verdicts.iter().filter_map(differs).collect()
    };
    missed(false).iter().for_each(|line| eprintln!("weak, differs: {line}"));
    assert_eq!(missed(true), Vec::<String>::new());
}

#[test]
fn the_comparison_counts_the_voters_who_lose_everything() {
    let Some(folder) = cases("comparisons") else { return };
    let told = json(&folder, "goldens-js.json");
    let index = json(&folder, "goldens.json");
    let mut compared = 0;
    for (name, told) in told.as_object().expect("files") {
        let repeated = index["files"][name]["repeated_project_in_vote"] == true;
        if repeated || !is_always_counted(&folder, name) {
            continue;
        }
        for (key, by) in [
            ("cmp_satisfaction_fixed", Compare::Satisfaction),
            ("cmp_exclusionRatio", Compare::ExclusionRatio),
        ] {
            let Some(told) = told.get(key) else { continue };
            let election = election(&folder, name);
            let [shares, greedy] = [
                vec!["--preset", "equalshares-net"],
                vec!["--rule", "greedy", "--ties", js_order(&election)],
            ]
            .map(|words| count(&election.instance, &rule_of(&words).unwrap()).expect("it counts"));
            let found = metrics::preference(&election.instance, by, &shares, &greedy);
            let told = ["prefersMES", "prefersGreedy"].map(|side| told[side].as_u64().expect("a number"));
            assert_eq!([found.first, found.second], told, "{name} {key}");
            compared += 1;
        }
    }
    assert!(compared > 30, "{compared}");
}
