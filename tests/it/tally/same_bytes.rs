//! The same election gives the same bytes of trace, whatever the order of its rows and however many threads
//! count; and every preset ends where the budget pays for everything.

use proptest::prelude::*;
use rayon::ThreadPoolBuilder;
use schuifruimte::tally::completion::everything_fits;
use schuifruimte::tally::constraints::{Ceiling, Limits};
use schuifruimte::tally::pb;
use schuifruimte::tally::rule::{Method, PRESETS, Then, Utility};
use schuifruimte::tally::ties::TieRule;
use schuifruimte::tally::trace::Trace;
use schuifruimte::tally::{BallotKind, Instance, ProjectIndex, Rule, count};
use serde_json::Value;

use super::goldens::{cases, election};
use super::options;

/// Winners, endowment and trace as text, or the sentence of a refusal.
fn told(instance: &Instance, rule: &Rule) -> String {
    let outcome = match count(instance, rule) {
        Ok(outcome) => outcome,
        Err(error) => return error.to_string(),
    };
    let winners: Vec<&str> = outcome.winners().map(|winner| instance.project(winner).id.as_str()).collect();
    let trace = Trace::of(instance, rule, &outcome).expect("what was counted can be told");
    format!("{winners:?} {:?} {:?}\n{}", outcome.endowment, outcome.value, trace.write())
}

fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    ThreadPoolBuilder::new().num_threads(threads).build().expect("threads").install(work)
}

/// The words of META for a kind of ballot, and the columns of VOTES.
fn words(kind: BallotKind) -> (&'static str, &'static str) {
    match kind {
        BallotKind::Approval => ("approval", "voter_id;vote"),
        BallotKind::Ranking => ("ordinal", "voter_id;vote"),
        BallotKind::Points => ("cumulative", "voter_id;vote;points"),
    }
}

/// The rows of an election file.
#[derive(Debug, Clone)]
struct Rows {
    kind: BallotKind,
    budget: u64,
    projects: Vec<String>,
    votes: Vec<String>,
}

impl Rows {
    fn read(&self) -> Instance {
        let (kind, columns) = words(self.kind);
        let text = format!(
            "META\nkey;value\nbudget;{}\nvote_type;{kind}\nPROJECTS\nproject_id;cost\n{}\nVOTES\n{columns}\n{}\n",
            self.budget,
            self.projects.join("\n"),
            self.votes.join("\n")
        );
        pb::read(text.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{text}")).instance
    }
}

/// Ids of which the order as text, as numbers and in the list differ.
const IDS: [&str; 6] = ["9", "10", "b", "2", "a", "B"];

/// An election, and the same with its rows in another order.
fn twice() -> impl Strategy<Value = (Rows, Rows)> {
    let kind = prop::sample::select(vec![BallotKind::Approval, BallotKind::Ranking, BallotKind::Points]);
    let cost = prop_oneof![4 => 1_u64..9, 1 => Just(0), 1 => 9_u64..30];
    let ballot = (prop::sample::subsequence(IDS.to_vec(), 0..=4).prop_shuffle(), any::<[u8; 4]>());
    let parts =
        (kind, 2_u64..25, prop::collection::vec(cost, IDS.len()), prop::collection::vec(ballot, 1..10));
    let rows = parts.prop_map(|(kind, budget, costs, ballots)| {
        let projects = IDS.iter().zip(costs).map(|(id, cost)| format!("{id};{cost}")).collect();
        let vote = |(voter, (ids, points)): (usize, (Vec<&str>, [u8; 4]))| {
            let points: Vec<String> = points[..ids.len()].iter().map(|p| (p % 4).to_string()).collect();
            let points =
                if kind == BallotKind::Points { format!(";{}", points.join(",")) } else { String::new() };
            format!("{voter};{}{points}", ids.join(","))
        };
        Rows { kind, budget, projects, votes: ballots.into_iter().enumerate().map(vote).collect() }
    });
    rows.prop_flat_map(|rows| {
        let turned = (Just(rows.projects.clone()).prop_shuffle(), Just(rows.votes.clone()).prop_shuffle());
        turned.prop_map(move |(projects, votes)| (rows.clone(), Rows { projects, votes, ..rows.clone() }))
    })
}

/// A ceiling over three of the projects, whatever their places.
fn ceiling(instance: &Instance) -> Limits {
    let is_in = |p: &ProjectIndex| ["9", "a", "B"].contains(&instance.project(*p).id.as_str());
    let projects = instance.indexes().filter(is_in).collect();
    Limits { ceilings: vec![Ceiling { name: "three".to_string(), projects, most: 700 }], ..Limits::default() }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    #[test]
    fn neither_the_order_of_rows_nor_threads_show_under_any_rule((rows, turned) in twice()) {
        let (plain, turned) = (rows.read(), turned.read());
        let capped = [&plain, &turned].map(|instance| instance.clone().with_limits(ceiling(instance)));
        for rule in options::rules(rows.kind, &[TieRule::IdText]) {
            let first = with_threads(1, || told(&plain, &rule));
            prop_assert_eq!(&first, &with_threads(2, || told(&turned, &rule)));
            prop_assert_eq!(told(&capped[0], &rule), told(&capped[1], &rule));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_rule_ends_where_the_budget_pays_for_everything((mut rows, _) in twice()) {
        rows.budget = 200;
        let instance = rows.read();
        prop_assert!(everything_fits(&instance));
        for rule in options::rules(rows.kind, &[TieRule::IdText]) {
            prop_assert!(count(&instance, &rule).is_ok(), "{:?}", rule);
        }
    }
}

/// A file with the rows of PROJECTS and of VOTES from the last to the first.
fn backwards(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    let at = |title: &str| lines.iter().position(|line| line.trim_end() == title).expect("a section");
    let (projects, votes) = (at("PROJECTS"), at("VOTES"));
    lines[projects + 2..votes].reverse();
    lines[votes + 2..].reverse();
    lines.join("\n")
}

#[test]
fn real_elections_show_neither_the_order_of_rows_nor_threads() {
    let Some(folder) = cases("traces of real elections in another order") else { return };
    let utility = Utility::Cardinality;
    for name in
        ["Netherlands_Amsterdam_166.pb", "Poland_Gdansk_2020_Przerobka.pb", "Switzerland_Zurich_S5.pb"]
    {
        let text = std::fs::read_to_string(folder.join("pb").join(name)).expect("the case is there");
        let turned = pb::read(backwards(&text).as_bytes()).expect("it is still an election").instance;
        let plain = election(&folder, name).instance;
        assert_ne!(plain.projects(), turned.projects(), "{name} was turned");
        let methods =
            [Method::MaximinSupport, Method::MaxWelfare(utility), Method::BoundedOverspending(utility)];
        let mut rules: Vec<Rule> = methods.map(Rule::by_id).into();
        rules.push(Rule { ties: vec![TieRule::IdText], ..Rule::greedy() });
        let presets = PRESETS.iter().map(|preset| Rule::preset(preset).expect("a preset"));
        rules.extend(presets.map(|rule| Rule { ties: vec![TieRule::IdText], ..rule }));
        for rule in rules {
            let first = with_threads(1, || told(&plain, &rule));
            assert!(first.contains("schuifruimte-trace/"), "{name}: {first}");
            assert_eq!(first, with_threads(2, || told(&turned, &rule)), "{name} {rule:?}");
        }
    }
}

/// Counts by every preset, followed by nothing and by greedy.
fn presets_end(name: &str, instance: &Instance) {
    for preset in PRESETS {
        let mut rule = Rule::preset(preset).expect("a preset");
        let Method::EqualShares(shares) = &mut rule.method else { panic!("{preset} is Equal Shares") };
        shares.then = Then::None;
        for rule in [rule, Rule::preset(preset).expect("a preset"), Rule::greedy()] {
            let outcome = count(instance, &rule).unwrap_or_else(|error| panic!("{name} {preset}: {error}"));
            assert!(outcome.cost() <= instance.budget(), "{name} {preset}");
            let chosen = instance.indexes().filter(|&p| instance.votes(p) > 0);
            let bought = chosen.filter(|&p| outcome.has(p)).count();
            assert!(bought > 0, "{name} {preset}: something is bought where everything is affordable");
        }
    }
}

#[test]
fn every_preset_ends_on_every_election_whose_budget_pays_for_everything() {
    let Some(folder) = cases("presets where everything is affordable") else { return };
    let index = std::fs::read(folder.join("goldens.json")).expect("goldens");
    let index: Value = serde_json::from_slice(&index).expect("JSON");
    let files = index["files"].as_object().expect("files").iter();
    let affordable = files.filter(|(_, told)| told["everything_affordable"] == true);
    let mut counted = 0;
    for (name, _) in affordable {
        let instance = election(&folder, name).instance;
        assert!(everything_fits(&instance), "{name}");
        presets_end(name, &instance);
        counted += 1;
    }
    assert!(counted >= 14, "{counted}");
}
