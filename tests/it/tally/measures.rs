//! What an outcome means for voters, against counting by hand and against all groups of voters.

use proptest::prelude::*;
use schuifruimte::tally::ballots::{BallotKind, Ballots};
use schuifruimte::tally::metrics::{
    Compare, Labels, Preference, Shares, compare, ejr_plus, measure, preference, without_winner,
};
use schuifruimte::tally::rule::{
    Add1, Affordable, Completion, EqualShares, Method, Start, Stop, Then, Utility,
};
use schuifruimte::tally::{Instance, Outcome, Project, Purchase, Ratio, Rule, Stage, count};
use serde_json::Value;

use super::goldens::{cases, election};
use super::laws::{instance, rules};

fn projects(costs: &[u64]) -> Vec<Project> {
    costs.iter().enumerate().map(|(at, &cost)| Project { id: format!("p{at}"), cost }).collect()
}

fn bought(instance: &Instance, projects: &[u32]) -> Outcome {
    let mut outcome = Outcome::nothing();
    outcome.purchases = projects.iter().map(|&p| Purchase::whole(instance, p, Stage::Greedy)).collect();
    outcome
}

#[test]
fn measures_are_what_counting_by_hand_gives() {
    // Noord wants the park (green) and the market (street and trade); Zuid wants the pond (green); one is blank.
    let ballots = vec![vec![0, 1], vec![0, 1], vec![2], vec![0], vec![]];
    let instance = Instance::new(10_000, projects(&[4_000, 3_000, 5_000]), ballots);
    let label = |names: &[&str]| names.iter().map(|name| (*name).to_string()).collect::<Vec<_>>();
    let labels = Labels {
        categories: vec![label(&["green"]), label(&["street", "trade"]), label(&["green"])],
        areas: vec![label(&["noord"]), label(&[]), label(&["zuid"])],
    };
    let measures = measure(&instance, &bought(&instance, &[0, 1]), Utility::Cost, &labels);
    assert_eq!((measures.budget, measures.spent, measures.voters), (10_000, 7_000, 5));
    assert_eq!((measures.without_winner, measures.winners_per_voter), (2, vec![2, 1, 2]));
    assert_eq!(measures.exclusion_ratio, Ratio::of(2, 5));
    assert_eq!(measures.average_winners, Ratio::of(5, 5));
    assert_eq!(measures.average_cost, Ratio::of(3 * 4_000 + 2 * 3_000, 5));
    // Each voter brings 2000: the first two spread it over both, the third and fourth give all to one.
    let told: Vec<(&str, u64, u64)> =
        measures.categories.iter().map(|p| (p.name.as_str(), p.fair.floor(), p.spent.floor())).collect();
    assert_eq!(
        told,
        [("green", 1_000 + 1_000 + 2_000 + 2_000, 4_000), ("street", 1_000, 1_500), ("trade", 1_000, 1_500)]
    );
    let told: Vec<(&str, u64, u64)> =
        measures.areas.iter().map(|p| (p.name.as_str(), p.fair.floor(), p.spent.floor())).collect();
    assert_eq!(told, [("", 2_000, 3_000), ("noord", 4_000, 4_000), ("zuid", 2_000, 0)]);
    assert!(measure(&instance, &bought(&instance, &[]), Utility::Cost, &Labels::default()).areas.is_empty());
}

/// Whether some group of voters objects, by trying all groups of all voters.
fn objects(instance: &Instance, outcome: &Outcome, utility: Utility) -> bool {
    let worth =
        |voter: &[(u32, u64)], p: u32| voter.iter().find(|(q, _)| *q == p).map_or(0, |(_, worth)| *worth);
    let voters: Vec<Vec<(u32, u64)>> = (0..instance.group_weights().len())
        .flat_map(|group| {
            let weight =
                usize::try_from(instance.group_weights()[group]).expect("a weight of a small election");
            let values = instance.group_values(group);
            let ballot = instance.group_projects(group).iter().enumerate().map(|(at, &p)| {
                let value = values.get(at).copied().map_or(1, u64::from);
                match utility {
                    Utility::Cost => (p, instance.project(p).cost),
                    Utility::Cardinality => (p, 1),
                    Utility::Points | Utility::Borda | Utility::RankScore => (p, value),
                }
            });
            std::iter::repeat_n(ballot.collect::<Vec<_>>(), weight)
        })
        .collect();
    let gets: Vec<u64> =
        voters.iter().map(|voter| outcome.winners().map(|winner| worth(voter, winner)).sum()).collect();
    let losers = instance.indexes().filter(|&p| !outcome.has(p));
    losers.into_iter().any(|p| {
        (1_u32..1 << voters.len()).any(|set| {
            let group: Vec<usize> = (0..voters.len()).filter(|voter| set >> voter & 1 == 1).collect();
            let least =
                group.iter().map(|&voter| worth(&voters[voter], p)).min().expect("a group has voters");
            let size = u128::try_from(group.len()).expect("a small number");
            let due = u128::from(least) * size * u128::from(instance.budget());
            let per = u128::from(instance.voters()) * u128::from(instance.project(p).cost);
            let all_below = group.iter().all(|&voter| u128::from(gets[voter] + least) * per <= due);
            least > 0 && all_below
        })
    })
}

fn shares(utility: Utility, completion: Completion) -> Rule {
    Rule::by_id(Method::EqualShares(EqualShares { utility, completion, then: Then::None }))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn equal_shares_never_leaves_a_group_that_was_promised_more(instance in instance()) {
        let add1 = Add1 { start: Start::Exact, step: 100, stop: Stop::OverBudget, affordable: Affordable::Raise };
        for completion in [Completion::None, Completion::Add1(add1)] {
            for utility in [Utility::Cost, Utility::Cardinality] {
                let outcome = count(&instance, &shares(utility, completion.clone())).expect("it counts");
                prop_assert_eq!(ejr_plus(&instance, &outcome, utility), None);
            }
        }
    }

    #[test]
    fn the_short_way_finds_an_objection_where_trying_all_groups_does(instance in instance()) {
        for rule in rules() {
            let outcome = count(&instance, &rule).expect("it counts");
            for utility in [Utility::Cost, Utility::Cardinality] {
                let found = ejr_plus(&instance, &outcome, utility).is_some();
                prop_assert_eq!(found, objects(&instance, &outcome, utility));
            }
        }
        let nothing = Outcome::nothing();
        prop_assert_eq!(ejr_plus(&instance, &nothing, Utility::Cost).is_some(), objects(&instance, &nothing, Utility::Cost));
    }

    #[test]
    fn so_it_is_where_voters_give_points(told in prop::collection::vec(prop::collection::btree_map(0_u32..4, 1_u32..5, 0..5), 1..9),
        costs in prop::collection::vec(1_u64..20, 4), budget in 1_u64..40, won in prop::collection::btree_set(0_u32..4, 0..3)) {
        let mut ballots = Ballots::new(BallotKind::Points);
        told.into_iter().for_each(|ballot| ballots.push_points(ballot));
        let instance = Instance::build(budget, projects(&costs), ballots);
        let outcome = bought(&instance, &won.into_iter().collect::<Vec<_>>());
        let found = ejr_plus(&instance, &outcome, Utility::Points).is_some();
        prop_assert_eq!(found, objects(&instance, &outcome, Utility::Points));
        let outcome = count(&instance, &shares(Utility::Points, Completion::None)).expect("it counts");
        prop_assert_eq!(ejr_plus(&instance, &outcome, Utility::Points), None);
    }

    #[test]
    fn fair_shares_and_spending_are_divided_and_not_lost(instance in instance(), pick in 0_usize..6) {
        let outcome = count(&instance, &Rule::greedy()).expect("it counts");
        let of = |p: u32| (0..(p as usize + pick) % 3).map(|name| format!("c{name}")).collect::<Vec<_>>();
        let labels = Labels { categories: instance.indexes().map(of).collect(), areas: Vec::new() };
        let measures = measure(&instance, &outcome, Utility::Cost, &labels);
        if measures.categories.is_empty() {
            return Ok(());
        }
        let sum = |parts: Vec<&Ratio>| parts.into_iter().fold(Ratio::whole(0), |sum, part| {
            let over = sum.numerator() * part.denominator() + part.numerator() * sum.denominator();
            Ratio::new(over, sum.denominator() * part.denominator())
        });
        let spent = sum(measures.categories.iter().map(|portion| &portion.spent).collect());
        prop_assert_eq!(spent, Ratio::whole(outcome.cost()));
        let blank: u64 = (0..instance.group_weights().len())
            .filter(|&group| instance.group_projects(group).is_empty())
            .map(|group| instance.group_weights()[group])
            .sum();
        let fair = sum(measures.categories.iter().map(|portion| &portion.fair).collect());
        let voters = instance.voters();
        prop_assert_eq!(fair, Ratio::of(instance.budget() * (voters - blank), voters));
        prop_assert_eq!(measures.without_winner, without_winner(&instance, &outcome));
        prop_assert_eq!(measures.winners_per_voter.iter().sum::<u64>(), voters);
    }
}

#[test]
fn greedy_can_leave_a_large_minority_with_nothing() {
    // Six voters want four streets of 25, four want two parks of 20: by votes the streets take all of 100.
    let ballots = [vec![vec![0, 1, 2, 3]; 6], vec![vec![4, 5]; 4]].concat();
    let instance = Instance::new(100, projects(&[25, 25, 25, 25, 20, 20]), ballots);
    let greedy = count(&instance, &Rule::greedy()).unwrap();
    let objection = ejr_plus(&instance, &greedy, Utility::Cost).expect("four of ten have 40 of 100 coming");
    assert_eq!((objection.project, objection.voters, objection.worth, objection.most), (4, 4, 20, 0));
    let shares = count(&instance, &Rule::equal_shares()).unwrap();
    assert_eq!(ejr_plus(&instance, &shares, Utility::Cost), None);
}

#[test]
fn rules_stand_side_by_side_under_several_budgets() {
    let ballots = [vec![vec![0, 1, 2, 3]; 6], vec![vec![4, 5]; 4]].concat();
    let instance = Instance::new(1, projects(&[2_500, 2_500, 2_500, 2_500, 2_000, 2_000]), ballots);
    let rules = [Rule::equal_shares(), Rule::greedy()];
    let shares = Shares { of: 33_334, basis_points: vec![500, 1_000, 3_000] };
    let table = compare(&instance, &rules, &shares, &Labels::default());
    assert_eq!(table.rows.iter().map(|row| row.budget).collect::<Vec<_>>(), [1_666, 3_333, 10_000]);
    for row in &table.rows {
        for (cell, rule) in row.cells.iter().zip(&rules) {
            let cell = cell.as_ref().expect("it counts");
            assert_eq!(cell.outcome, count(&instance.with_budget(row.budget), rule).unwrap());
            assert_eq!(cell.measures.budget - cell.measures.spent, row.budget - cell.outcome.cost());
        }
    }
    let last = &table.rows[2].cells;
    let without = |cell: usize| last[cell].as_ref().unwrap().measures.without_winner;
    assert_eq!((without(0), without(1)), (0, 4));
    assert_eq!(last[1].as_ref().unwrap().against_first, Some(Preference { first: 4, second: 6 }));
}

/// The outcomes and the numbers of voters who prefer each are those of another program.
#[test]
fn as_many_prefer_each_outcome_as_another_program_says() {
    let Some(folder) = cases("comparisons of another program") else { return };
    let told: Value =
        serde_json::from_slice(&std::fs::read(folder.join("goldens-js.json")).unwrap()).unwrap();
    let mut compared = 0;
    for (name, told) in told.as_object().unwrap() {
        let (Some(fixed), Some(ratio)) = (told.get("cmp_satisfaction_fixed"), told.get("cmp_exclusionRatio"))
        else {
            continue;
        };
        let election = election(&folder, name);
        let listed = |key: &str| {
            let ids = told[key]["winners"].as_array().unwrap().iter();
            let place = |id: &Value| {
                let found = election
                    .instance
                    .indexes()
                    .find(|&p| election.instance.project(p).id == id.as_str().unwrap());
                found.expect("a project of the election")
            };
            bought(&election.instance, &ids.map(place).collect::<Vec<_>>())
        };
        let (shares, greedy) = (listed("add1u/float"), listed("greedy_numeric_id_ties"));
        for (by, told) in [(Compare::Satisfaction, fixed), (Compare::ExclusionRatio, ratio)] {
            let found = preference(&election.instance, by, &shares, &greedy);
            let number = |key: &str| told[key].as_u64().unwrap();
            assert_eq!(
                (found.first, found.second),
                (number("prefersMES"), number("prefersGreedy")),
                "{name} {by:?}"
            );
            assert_eq!(told["stickToMES"].as_bool().unwrap(), found.first >= found.second, "{name} {by:?}");
        }
        compared += 1;
    }
    assert!(compared >= 50, "{compared}");
}
