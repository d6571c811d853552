//! Exact Equal Shares and bounded overspending on real elections, against what other programs computed.

use std::path::Path;

use rayon::prelude::*;
use schuifruimte::tally::rule::{AddOpt, ExactEqualShares, Method, Then, Utility};
use schuifruimte::tally::ties::Tie;
use schuifruimte::tally::{Rule, count};
use serde_json::Value;

use super::goldens::{cases, election};

/// What a program said of one rule: the file, the winners in order.
fn told(folder: &Path, rule: &str) -> Vec<(String, Vec<String>)> {
    let bytes = std::fs::read(folder.join("goldens-newer.json")).expect("goldens");
    let told: Value = serde_json::from_slice(&bytes).expect("JSON");
    let ids = |list: &Value| -> Vec<String> {
        list.as_array().expect("winners").iter().map(|id| id.as_str().expect("an id").to_string()).collect()
    };
    let of =
        |(name, rules): (&String, &Value)| rules.get(rule).map(|one| (name.clone(), ids(&one["winners"])));
    told.as_object().expect("files").iter().filter_map(of).collect()
}

/// The files on which the rule gives other winners, or the same in another order, with what it gives.
fn differences(
    folder: &Path,
    golden: &str,
    rule: &Rule,
    files: usize,
) -> Vec<(String, Vec<String>, Vec<String>)> {
    let told = told(folder, golden);
    assert_eq!(told.len(), files, "{golden}");
    let differs = |(name, told): &(String, Vec<String>)| {
        let instance = election(folder, name).instance;
        let outcome = count(&instance, rule).unwrap_or_else(|error| panic!("{name}: {error}"));
        let found: Vec<String> =
            outcome.winners().map(|winner| instance.project(winner).id.clone()).collect();
        (&found != told).then(|| (name.clone(), found, told.clone()))
    };
    told.par_iter().filter_map(differs).collect()
}

fn exact(utility: Utility, add_opt: Option<AddOpt>) -> Rule {
    Rule::by_id(Method::ExactEqualShares(ExactEqualShares { utility, add_opt, then: Then::None }))
}

#[test]
fn exact_equal_shares_gives_the_winners_that_another_program_gave() {
    let Some(folder) = cases("exact equal shares goldens") else { return };
    assert_eq!(differences(&folder, "ees/card", &exact(Utility::Cardinality, None), 32), []);
    assert_eq!(differences(&folder, "ees/cost", &exact(Utility::Cost, None), 32), []);
}

#[test]
fn raising_to_the_best_breakpoint_gives_the_winners_that_another_program_gave() {
    let Some(folder) = cases("add-opt goldens") else { return };
    let best = exact(Utility::Cardinality, Some(AddOpt::Best));
    assert_eq!(differences(&folder, "ees/card/addopt", &best, 24), []);
}

#[test]
fn bounded_overspending_gives_the_winners_of_a_program_of_floats() {
    let Some(folder) = cases("bounded overspending goldens") else { return };
    let rule = Rule::by_id(Method::BoundedOverspending(Utility::Cost));
    let differ = differences(&folder, "bos/cost (float, no tie rule)", &rule, 13);
    // One file differs, in the order of two purchases: they are tied exactly, and floats see no tie.
    let [(file, found, told)] = differ.as_slice() else { panic!("{differ:#?}") };
    let apart: Vec<usize> = (0..found.len()).filter(|&at| found[at] != told[at]).collect();
    assert_eq!((file.as_str(), apart.as_slice()), ("Netherlands_Amsterdam_179.pb", &[2, 3][..]));
    let instance = election(&folder, file).instance;
    let ties = count(&instance, &rule).expect("it counts").ties;
    let tied = |tie: &Tie| tie.tied.iter().map(|&p| instance.project(p).id.clone()).collect::<Vec<String>>();
    assert!(ties.iter().any(|tie| tie.round == 3 && tied(tie) == found[2..4]), "{ties:?}");
}
