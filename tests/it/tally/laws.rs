//! Laws of the methods, on elections that nobody made up by hand.

use proptest::prelude::*;
use schuifruimte::tally::rule::{Add1, Completion, Method, Start};
use schuifruimte::tally::ties::TieRule;
use schuifruimte::tally::{BallotKind, Instance, Project, ProjectIndex, Rule, count};

use super::{naive, options};

/// An election as plain lists: budget, prices, ballots (whole units, in cents).
type Plain = (u64, Vec<u64>, Vec<Vec<ProjectIndex>>);

fn plain() -> impl Strategy<Value = Plain> {
    (1_usize..7).prop_flat_map(|projects| {
        let last = ProjectIndex::try_from(projects).expect("few");
        let units = |most: u64| (1..=most).prop_map(|units| units * 100);
        let ballot = prop::collection::btree_set(0..last, 0..=projects);
        let ballots = prop::collection::vec(ballot.prop_map(|set| set.into_iter().collect()), 1..13);
        (units(40), prop::collection::vec(units(20), projects), ballots)
    })
}

fn build((budget, costs, ballots): &Plain) -> Instance {
    let project = |(place, &cost): (usize, &u64)| Project { id: format!("p{place}"), cost };
    Instance::new(*budget, costs.iter().enumerate().map(project).collect(), ballots.clone())
}

/// The rule for an election in which all money is `factor` times as much; `None` for one that rounds to
/// whole units of the currency, which no factor keeps.
fn scaled(rule: Rule, factor: u64) -> Option<Rule> {
    let Rule { mut method, ties } = rule;
    if let Method::EqualShares(shares) = &mut method
        && let Completion::Add1(Add1 { start, step, .. }) = &mut shares.completion
    {
        *step *= factor;
        if *start == Start::Integral {
            return None;
        }
    }
    Some(Rule { method, ties })
}

/// Any small election.
pub fn instance() -> impl Strategy<Value = Instance> {
    plain().prop_map(|plain| build(&plain))
}

/// Every kind of rule.
pub fn rules() -> Vec<Rule> {
    let presets = ["assen", "pabutools"].map(|name| Rule::preset(name).expect("a preset"));
    [Rule::greedy(), Rule::equal_shares(), Rule::round_default()].into_iter().chain(presets).collect()
}

fn ids(instance: &Instance, rule: &Rule) -> Vec<String> {
    let outcome = count(instance, rule).expect("it counts");
    outcome.winners().map(|winner| instance.project(winner).id.clone()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn who_votes_first_makes_no_difference(plain in plain(), turn in 0_usize..12) {
        let mut other = plain.clone();
        let turn = turn % other.2.len();
        other.2.rotate_left(turn);
        other.2.reverse();
        for rule in rules() {
            prop_assert_eq!(count(&build(&plain), &rule), count(&build(&other), &rule));
        }
    }

    #[test]
    fn the_order_of_the_list_makes_no_difference(plain in plain()) {
        let instance = build(&plain);
        let last = ProjectIndex::try_from(plain.1.len() - 1).expect("few");
        let projects: Vec<Project> = instance.projects().iter().rev().cloned().collect();
        let ballots = plain.2.iter().map(|ballot| ballot.iter().map(|p| last - p).collect()).collect();
        let turned = Instance::new(plain.0, projects, ballots);
        for rule in rules() {
            prop_assert_eq!(ids(&instance, &rule), ids(&turned, &rule));
        }
    }

    #[test]
    fn no_rule_spends_more_than_there_is_or_buys_twice(instance in instance()) {
        for rule in rules() {
            let outcome = count(&instance, &rule).expect("it counts");
            prop_assert!(outcome.cost() <= instance.budget());
            let mut winners = outcome.winner_set();
            winners.dedup();
            prop_assert_eq!(winners.len(), outcome.purchases.len());
        }
    }

    #[test]
    fn a_blank_ballot_changes_nothing_under_greedy(plain in plain()) {
        let mut more = plain.clone();
        more.2.push(Vec::new());
        prop_assert_eq!(ids(&build(&plain), &Rule::greedy()), ids(&build(&more), &Rule::greedy()));
    }

    #[test]
    fn a_winner_that_becomes_cheaper_or_louder_still_wins_under_greedy(instance in instance()) {
        let rule = Rule::greedy();
        for winner in count(&instance, &rule).expect("it counts").winners() {
            let cheaper = instance.with_cost(winner, instance.project(winner).cost / 2 + 1);
            prop_assert!(count(&cheaper, &rule).expect("it counts").has(winner));
            let louder = instance.with_supporters(winner, 1);
            prop_assert!(count(&louder, &rule).expect("it counts").has(winner));
        }
    }

    #[test]
    fn greedy_leaves_no_plan_that_still_fits(instance in instance()) {
        let outcome = count(&instance, &Rule::greedy()).expect("it counts");
        let left = instance.budget() - outcome.cost();
        prop_assert!(instance.indexes().all(|p| outcome.has(p) || instance.project(p).cost > left));
    }

    #[test]
    fn equal_shares_equals_a_second_program_of_exact_fractions(plain in plain()) {
        let instance = build(&plain);
        let outcome = count(&instance, &Rule::equal_shares()).expect("it counts");
        let found: Vec<ProjectIndex> = outcome.winners().collect();
        prop_assert_eq!(found, naive::equal_shares(plain.0, &plain.1, &plain.2));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn other_money_and_other_names_win_the_same_under_every_rule(plain in plain(), factor in 2_u64..50) {
        let money = (plain.0 * factor, plain.1.iter().map(|cost| cost * factor).collect(), plain.2.clone());
        let renamed: Vec<Project> = (0..).zip(&plain.1).map(|(place, &cost): (u32, _)| {
            Project { id: format!("plan {place}"), cost }
        }).collect();
        let renamed = Instance::new(plain.0, renamed, plain.2.clone());
        let (own, money) = (build(&plain), build(&money));
        let winners = |instance: &Instance, rule: &Rule| -> Option<Vec<ProjectIndex>> {
            count(instance, rule).ok().map(|outcome| outcome.winners().collect())
        };
        for rule in options::rules(BallotKind::Approval, &[TieRule::IdText]) {
            let found = winners(&own, &rule);
            prop_assert_eq!(&found, &winners(&renamed, &rule), "{:?}", rule);
            if let Some(scaled) = scaled(rule.clone(), factor) {
                prop_assert_eq!(&found, &winners(&money, &scaled), "{:?} times {}", rule, factor);
            }
        }
    }
}
