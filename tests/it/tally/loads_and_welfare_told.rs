//! The outcomes that other programs gave under Phragmén, maximin support and maximum welfare.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;
use schuifruimte::tally::pb::Election;
use schuifruimte::tally::rule::{NoFit, Utility};
use schuifruimte::tally::{Rule, count};
use serde_json::Value;

use super::goldens::{cases, election};
use super::loads_and_welfare::{maximin, phragmen, welfare};

fn json(folder: &Path, name: &str) -> BTreeMap<String, Value> {
    serde_json::from_slice(&std::fs::read(folder.join(name)).expect("goldens")).expect("JSON")
}

/// The elections of which a file tells under one rule, and what it tells.
fn told(folder: &Path, file: &str, rule: &str) -> Vec<(String, Election, Value)> {
    let told: Vec<(String, Value)> = json(folder, file)
        .into_iter()
        .filter_map(|(name, mut rules)| Some((name, rules.get_mut(rule)?.take())))
        .collect();
    let read = |(name, one): (String, Value)| {
        let election = election(folder, &name);
        (name, election, one)
    };
    told.into_par_iter().map(read).collect()
}

/// The ids of the winners in the order in which they were bought.
fn ids(election: &Election, rule: &Rule) -> Vec<String> {
    let outcome = count(&election.instance, rule).expect("it counts");
    outcome.winners().map(|p| election.instance.project(p).id.clone()).collect()
}

fn told_ids(one: &Value) -> Vec<String> {
    let id = |id: &Value| id.as_str().expect("an id").to_string();
    one["winners"].as_array().expect("winners").iter().map(id).collect()
}

#[test]
fn phragmen_gives_the_winners_that_other_programs_gave() {
    let Some(folder) = cases("phragmen goldens") else { return };
    let all = told(&folder, "goldens-phragmen.json", "phragmen");
    let differs = |(name, election, one): &(String, Election, Value)| {
        let mut found = ids(election, &phragmen(NoFit::Stop));
        found.sort();
        (found != told_ids(one)).then(|| format!("{name}: {found:?}"))
    };
    assert_eq!(all.len(), 101);
    assert_eq!(all.par_iter().filter_map(differs).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn maximin_support_gives_the_winners_of_a_program_with_floats() {
    let Some(folder) = cases("maximin support goldens") else { return };
    let all = told(&folder, "goldens-newer.json", "maximin-support (lp float)");
    let differs = |(name, election, one): &(String, Election, Value)| {
        let found = ids(election, &maximin());
        (found != told_ids(one)).then(|| format!("{name}: {found:?}"))
    };
    assert_eq!(all.len(), 17);
    assert_eq!(all.par_iter().filter_map(differs).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn the_best_set_is_worth_what_other_programs_found() {
    let Some(folder) = cases("maximum welfare goldens") else { return };
    let families = [
        ("maxwelfare/cost", Utility::Cost, 101),
        ("maxwelfare/card", Utility::Cardinality, 101),
        ("maxwelfare/borda", Utility::Borda, 23),
        ("maxwelfare/points", Utility::Points, 21),
    ];
    for (rule, utility, files) in families {
        let all = told(&folder, "goldens-maxwelfare.json", rule);
        // Other programs count in whole units of the currency.
        let unit = if utility == Utility::Cost { 100 } else { 1 };
        let differs = |(name, election, one): &(String, Election, Value)| {
            let outcome = count(&election.instance, &welfare(utility)).expect("it counts");
            let wanted = u128::from(one["value"].as_u64().expect("a value")) * unit;
            let same = outcome.value == Some(wanted) && outcome.cost() <= election.instance.budget();
            (!same).then(|| format!("{name}: {:?} where {wanted} was told", outcome.value))
        };
        assert_eq!(all.len(), files, "{rule}");
        assert_eq!(all.par_iter().filter_map(differs).collect::<Vec<_>>(), Vec::<String>::new(), "{rule}");
    }
}
