//! Greedy on real elections: the winners that other programs gave, and those that cities declared.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;
use schuifruimte::tally::pb::Election;
use schuifruimte::tally::rule::{Greedy, Method, NoFit, Score};
use schuifruimte::tally::ties::TieRule;
use schuifruimte::tally::{BallotKind, Rule, count};
use serde_json::Value;

use super::goldens::{cases, election};

fn greedy(score: Score, no_fit: NoFit, threshold: u64) -> Rule {
    Rule::by_id(Method::Greedy(Greedy { score, no_fit, threshold }))
}

fn json(folder: &Path, name: &str) -> Value {
    serde_json::from_slice(&std::fs::read(folder.join(name)).expect("goldens")).expect("JSON")
}

#[test]
fn greedy_by_every_score_gives_the_winners_that_another_program_gave() {
    let Some(folder) = cases("greedy goldens by every score") else { return };
    let told = json(&folder, "goldens-greedy.json");
    let scores = [
        ("greedy/cost", Score::Votes, 101),
        ("greedy/card", Score::VotesPerCost, 101),
        ("greedy/points", Score::PointsPerCost, 21),
        ("greedy/borda", Score::BordaPerCost, 23),
    ];
    let files: Vec<(&String, &Value)> = told.as_object().expect("files").iter().collect();
    let compared: Vec<(&str, usize)> = files
        .par_iter()
        .flat_map_iter(|(name, rules)| {
            let election = election(&folder, name);
            let told = scores.iter().filter_map(|(rule, score, _)| Some((*rule, *score, rules.get(rule)?)));
            told.map(|(rule, score, told)| {
                let outcome = count(&election.instance, &greedy(score, NoFit::Skip, 0)).expect("it counts");
                let found = outcome.winners().map(|p| Value::from(election.instance.project(p).id.as_str()));
                assert_eq!(Value::from(found.collect::<Vec<_>>()), told["winners"], "{name} {rule}");
                (rule, 1)
            })
            .collect::<Vec<_>>()
        })
        .collect();
    for (rule, _, files) in scores {
        assert_eq!(compared.iter().filter(|(other, _)| *other == rule).count(), files, "{rule}");
    }
}

/// What a file says of the rule that the city used; `None` when it names none that can be repeated:
/// `greedy-exclusive` does not say what excludes what, `greedy-custom` is in words.
fn declared(election: &Election) -> Option<Rule> {
    let no_fit = match election.meta("rule")? {
        "greedy" | "greedy-threshold" => NoFit::Skip,
        "greedy-no-skip" => NoFit::Stop,
        _ => return None,
    };
    let score = match election.instance.kind() {
        BallotKind::Approval => Score::Votes,
        BallotKind::Points => Score::Points,
        BallotKind::Ranking => Score::RankScore,
    };
    let threshold =
        election.meta("min_project_score_threshold").map_or(0, |told| told.parse().expect("a number"));
    let mut rule = greedy(score, no_fit, threshold);
    // Where the files do not say how cities broke ties, they list the projects in the order of the result.
    rule.ties = vec![TieRule::FileOrder];
    Some(rule)
}

#[test]
fn what_cities_declared_follows_from_the_rule_they_declared() {
    let Some(folder) = cases("official outcomes of greedy") else { return };
    let index = json(&folder, "goldens.json");
    let names: Vec<&String> = index["files"].as_object().expect("files").keys().collect();
    let judged: Vec<(String, String)> = names
        .par_iter()
        .filter_map(|name| {
            let election = election(&folder, name);
            let told: BTreeSet<&str> = std::iter::zip(election.instance.projects(), &election.projects)
                .filter(|(_, listing)| listing.selected == Some(true))
                .map(|(project, _)| project.id.as_str())
                .collect();
            let says_who_won = election.projects.iter().any(|listing| listing.selected.is_some());
            let rule = declared(&election).filter(|_| says_who_won)?;
            let outcome = count(&election.instance, &rule).expect("it counts");
            let found: BTreeSet<&str> =
                outcome.winners().map(|p| election.instance.project(p).id.as_str()).collect();
            let more: Vec<&&str> = found.difference(&told).collect();
            let less: Vec<&&str> = told.difference(&found).collect();
            let same = more.is_empty() && less.is_empty();
            let says = format!("{name}: the rule adds {more:?} and misses {less:?}");
            Some((election.meta("rule")?.to_string(), if same { String::new() } else { says }))
        })
        .collect();
    let differ: Vec<&String> = judged.iter().map(|(_, says)| says).filter(|says| !says.is_empty()).collect();
    assert!(differ.is_empty(), "{differ:#?}");
    let number = |rule: &str| judged.iter().filter(|(other, _)| other == rule).count();
    assert_eq!(["greedy", "greedy-threshold", "greedy-no-skip"].map(number), [27, 36, 17]);
}
