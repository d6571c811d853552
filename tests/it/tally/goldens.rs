//! Real elections with outcomes that other programs computed. They are not part of this repository:
//! `SCHUIFRUIMTE_CASES` names the folder that holds them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use schuifruimte::tally::pb::{self, Election};
use schuifruimte::tally::{Rule, count};
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
    let bytes = std::fs::read(folder.join("pb").join(name)).expect("the case is there");
    pb::read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn json(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join(name)).expect("goldens")).expect("JSON")
}

/// The ids of the winners in the order in which they were bought.
fn winners(election: &Election, rule: &Rule) -> Vec<String> {
    let outcome = count(&election.instance, rule).expect("it counts");
    outcome.winners().map(|winner| election.instance.project(winner).id.clone()).collect()
}

/// The approval and choose-1 files that the goldens tell of, with what they say under one rule.
fn golden(folder: &Path, file: &str, rule: &str) -> Vec<(String, Vec<String>)> {
    let (told, index) = (json(folder, file), json(folder, "goldens.json"));
    let countable =
        |name: &str| matches!(index["files"][name]["type"].as_str(), Some("approval" | "choose-1"));
    let ids = |list: &Value| -> Vec<String> {
        list.as_array().expect("winners").iter().map(|id| id.as_str().expect("an id").to_string()).collect()
    };
    let elections = told.as_object().expect("files").iter().filter(|(name, _)| countable(name));
    elections
        .filter_map(|(name, rules)| rules.get(rule).map(|one| (name.clone(), ids(&one["winners"]))))
        .collect()
}

/// Without optimisation the largest files take minutes: with `SCHUIFRUIMTE_CASES_ALL` set they are counted
/// too, otherwise only the named ones among them.
fn not_too_large(folder: &Path, wanted: &mut Vec<(String, Vec<String>)>) {
    if std::env::var_os("SCHUIFRUIMTE_CASES_ALL").is_some() {
        return;
    }
    let index = json(folder, "goldens.json");
    let small = |name: &str| index["files"][name]["bytes"].as_u64().expect("a size") < 70_000;
    wanted.retain(|(name, _)| small(name) || ALWAYS.contains(&name.as_str()));
}

/// Compared in every run, whatever their size.
const ALWAYS: [&str; 2] = ["Netherlands_Amsterdam_309.pb", "Poland_Wieliczka_2023_Green_Budget.pb"];

fn compare(folder: &Path, wanted: &[(String, Vec<String>)], rule: &Rule) -> Vec<String> {
    let differs = |(name, winners_told): &(String, Vec<String>)| {
        let found = winners(&election(folder, name), rule);
        (&found != winners_told).then(|| format!("{name}: {found:?} where {winners_told:?} was told"))
    };
    wanted.par_iter().filter_map(differs).collect()
}

#[test]
fn greedy_gives_the_winners_that_other_programs_gave() {
    let Some(folder) = cases("greedy goldens") else { return };
    let mut wanted = golden(&folder, "goldens-greedy.json", "greedy/cost");
    assert!(wanted.len() > 90);
    not_too_large(&folder, &mut wanted);
    assert!(wanted.len() >= 40, "{}", wanted.len());
    assert_eq!(compare(&folder, &wanted, &Rule::greedy()), Vec::<String>::new());
}

#[test]
fn equal_shares_gives_the_winners_that_other_programs_gave() {
    let Some(folder) = cases("equal shares goldens") else { return };
    let mut wanted = golden(&folder, "goldens-mes.json", "mes/cost/none");
    assert!(wanted.len() > 90);
    not_too_large(&folder, &mut wanted);
    assert!(wanted.len() >= 40, "{}", wanted.len());
    assert!(ALWAYS.iter().all(|always| wanted.iter().any(|(name, _)| name == always)));
    assert_eq!(compare(&folder, &wanted, &Rule::equal_shares()), Vec::<String>::new());
}

#[test]
fn raising_shares_as_pabutools_does_gives_its_winners() {
    let Some(folder) = cases("add1 goldens") else { return };
    let index = json(&folder, "goldens.json");
    // Every unit of the currency that a voter may hold is a run over all distinct ballots.
    let number = |name: &str, key: &str| index["files"][name][key].as_u64().expect("a number");
    let work = |(name, _): &(String, Vec<String>)| {
        let budget = index["files"][name]["budget"].as_str().expect("a budget");
        let units: u64 = budget.split('.').next().and_then(|whole| whole.parse().ok()).expect("an amount");
        units / number(name, "voters") * number(name, "distinct_ballots") * number(name, "projects")
    };
    let mut wanted = golden(&folder, "goldens-mes.json", "mes/cost/add1");
    wanted.sort_by_key(work);
    wanted.truncate(10);
    assert!(wanted.len() >= 10);
    let rule = Rule::preset("pabutools").unwrap();
    assert_eq!(compare(&folder, &wanted, &rule), Vec::<String>::new());
}

#[test]
fn wieliczka_is_counted_as_wieliczka_counted() {
    let Some(folder) = cases("the official outcome of Wieliczka") else { return };
    let election = election(&folder, "Poland_Wieliczka_2023_Green_Budget.pb");
    let found: BTreeSet<String> =
        winners(&election, &Rule::preset("wieliczka").unwrap()).into_iter().collect();
    let listed = election.instance.projects().iter().zip(&election.projects);
    let official: BTreeSet<String> = listed
        .filter(|(_, told)| told.selected == Some(true))
        .map(|(project, _)| project.id.clone())
        .collect();
    assert_eq!(found, official);
}
