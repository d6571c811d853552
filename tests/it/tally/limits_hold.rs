//! Limits hold in every election and under every rule, by a second reading of their definitions.

use std::cell::Cell;

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use schuifruimte::tally::constraints::{
    Ceiling, Envelope, Guard, Leftover, Limits, Minimum, Share, StatedMinimum, Unused, endowments,
};
use schuifruimte::tally::rule::{Completion, Method, ONE_UNIT};
use schuifruimte::tally::{
    BallotKind, Ballots, Instance, Project, ProjectIndex, Purchase, Rule, count, reserve,
};

use super::made_up::{Made, election};
use super::options::{rules, seed};

/// Limits of every kind over so many projects, often several at once.
fn limits(projects: usize) -> impl Strategy<Value = Limits> {
    let last = ProjectIndex::try_from(projects).expect("few");
    let set = move || prop::sample::subsequence((0..last).collect::<Vec<_>>(), 1..=projects);
    let ceiling = (set(), 0_u64..12).prop_map(|(projects, units)| Ceiling {
        name: "a ceiling".to_string(),
        projects,
        most: units * 100,
    });
    let pots = (prop::collection::vec(0_u32..3, projects), [0_u64..4, 0_u64..4]);
    let minima =
        prop_oneof![2 => Just(Vec::new()), 3 => pots.prop_map(|(pot_of, least)| pots_of(&pot_of, &least))];
    let part = (0..last, 1_u64..600).prop_map(|(project, least)| StatedMinimum { project, least });
    let ends = prop::sample::select(vec![
        (Unused::Kept, Leftover::Capped),
        (Unused::Kept, Leftover::Capped),
        (Unused::Released, Leftover::Capped),
        (Unused::Kept, Leftover::Free),
    ]);
    let share = prop::option::weighted(0.3, (0_u64..4).prop_map(|of| Share { of, per: 10 }));
    (
        prop::collection::vec(ceiling, 0..3),
        minima,
        prop::collection::vec(set(), 0..2),
        (0_u64..3, share),
        prop::collection::vec(part, 0..2),
        ends,
    )
        .prop_map(|(ceilings, minima, exclusive, (min_votes, min_share), parts, (unused, leftover))| {
            Limits {
                ceilings,
                minima,
                exclusive,
                min_votes,
                min_share,
                parts,
                unused,
                leftover,
                envelopes: Vec::new(),
            }
        })
}

/// Two pots: `pot_of` names the pot of each project, 2 for none.
fn pots_of(pot_of: &[u32], least: &[u64; 2]) -> Vec<Minimum> {
    let members = |pot: u32| (0..).zip(pot_of).filter(|(_, of)| **of == pot).map(|(p, _)| p).collect();
    let minimum = |pot: u32, least: &u64| Minimum {
        name: format!("pot {pot}"),
        projects: members(pot),
        least: least * 100,
    };
    (0..).zip(least).map(|(pot, least)| minimum(pot, least)).collect()
}

fn limited() -> impl Strategy<Value = (Made, Limits)> {
    election().prop_flat_map(|made| {
        let projects = made.instance().projects().len();
        (Just(made), limits(projects))
    })
}

/// What is broken by these purchases, if anything. The budget only counts where it is part of a limit.
fn broken(instance: &Instance, bought: &[Purchase]) -> Option<String> {
    let limits = instance.limits();
    let cost = |of: &dyn Fn(ProjectIndex) -> bool| -> u64 {
        bought.iter().filter(|b| of(b.project)).map(|b| b.amount).sum()
    };
    for ceiling in &limits.ceilings {
        if limits.leftover == Leftover::Capped && cost(&|p| ceiling.projects.contains(&p)) > ceiling.most {
            return Some(format!("{ceiling:?}"));
        }
    }
    for chosen in 1_u32..1 << limits.minima.len() {
        let some =
            (0..).zip(&limits.minima).filter(|(at, _)| chosen & 1 << at != 0).map(|(_, minimum)| minimum);
        let some: Vec<&Minimum> = some.collect();
        let kept: u64 = some.iter().map(|minimum| minimum.least).sum();
        let outside = cost(&|p| !some.iter().any(|minimum| minimum.projects.contains(&p)));
        if limits.unused == Unused::Kept && outside > instance.budget() - kept {
            return Some(format!("{some:?}"));
        }
    }
    for set in &limits.exclusive {
        if bought.iter().filter(|b| set.contains(&b.project)).count() > 1 {
            return Some(format!("of {set:?} more than one"));
        }
    }
    for winner in bought.iter().map(|b| b.project) {
        let votes = instance.votes(winner);
        let enough = limits.min_share.is_none_or(|share| votes * share.per >= share.of * instance.voters());
        if votes < limits.min_votes || !enough {
            return Some(format!("{winner} has {votes} votes"));
        }
    }
    let parts: Vec<&Purchase> =
        bought.iter().filter(|b| b.amount < instance.project(b.project).cost).collect();
    let stated = |p: ProjectIndex| limits.parts.iter().find(|part| part.project == p).map(|part| part.least);
    if parts.len() > 1
        || parts.iter().any(|part| stated(part.project).is_none_or(|least| part.amount < least))
    {
        return Some(format!("parts {parts:?}"));
    }
    None
}

/// Runs `check` on so many elections with limits and all rules that take them; how often that was.
pub fn under_all_rules(cases: u32, check: impl Fn(&Instance, &Rule) -> Result<bool, TestCaseError>) -> usize {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed("limits"));
    let checked = Cell::new(0);
    let found = TestRunner::new_with_rng(config, rng).run(&limited(), |(made, limits)| {
        let instance = made.instance().with_limits(limits);
        for rule in rules(made.kind, &made.ties) {
            checked.set(checked.get() + usize::from(check(&instance, &rule)?));
        }
        Ok(())
    });
    if let Err(error) = found {
        panic!("{error}");
    }
    checked.get()
}

#[test]
fn limits_hold_under_every_rule_and_whoever_moves_up() {
    let checked = under_all_rules(150, |instance, rule| {
        let Ok(outcome) = count(instance, rule) else { return Ok(false) };
        prop_assert!(outcome.cost() <= instance.budget());
        prop_assert_eq!(broken(instance, &outcome.purchases), None, "{:?}", rule);

        let mut list = outcome.reserve.clone();
        prop_assert!(list.iter().all(|&project| !outcome.has(project)));
        for place in 0..=outcome.purchases.len() {
            let mut standing = outcome.purchases.clone();
            (place < standing.len()).then(|| standing.remove(place));
            if broken(instance, &standing).is_some() {
                continue;
            }
            for project in reserve::move_up(instance, &standing, &list) {
                let amount = instance.project(project).cost;
                standing.push(Purchase { project, amount, stage: schuifruimte::tally::Stage::Greedy });
            }
            prop_assert_eq!(broken(instance, &standing), None);
            prop_assert!(standing.iter().map(|b| b.amount).sum::<u64>() <= instance.budget());
        }
        list.sort_unstable();
        list.dedup();
        prop_assert_eq!(list.len(), outcome.reserve.len());
        Ok(true)
    });
    assert!(checked > 3_000, "{checked}");
}

/// A rule that buys one project after the other counts as if what the limits refused were not there.
#[test]
fn a_refused_project_might_as_well_not_be_there() {
    let checked = under_all_rules(150, |instance, rule| {
        let limits = instance.limits();
        let plain =
            limits.parts.is_empty() && limits.unused == Unused::Kept && limits.leftover == Leftover::Capped;
        let one_run = match &rule.method {
            Method::EqualShares(shares) => shares.completion == Completion::None,
            Method::ExactEqualShares(shares) => shares.add_opt.is_none(),
            Method::Greedy(_) | Method::Phragmen(_) | Method::MaximinSupport => true,
            Method::BoundedOverspending(_) => true,
            Method::MaxWelfare(_) => false,
        };
        let Ok(outcome) = count(instance, rule) else { return Ok(false) };
        if !plain || !one_run {
            return Ok(false);
        }
        let guard = Guard::after(instance, &outcome.purchases);
        let refused = |p: &ProjectIndex| !outcome.has(*p) && !guard.allows(*p);
        let out = instance.budget() + 1;
        let smaller = instance.indexes().filter(refused).fold(instance.clone(), |i, p| i.with_cost(p, out));
        let smaller = smaller.with_limits(Limits::default());
        match count(&smaller, rule) {
            Ok(same) => prop_assert_eq!(same.purchases, outcome.purchases, "{:?}", rule),
            Err(error) => prop_assert!(false, "{:?}: {}", rule, error),
        }
        Ok(true)
    });
    assert!(checked > 500, "{checked}");
}

#[test]
fn the_guard_says_what_the_definitions_say() {
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &seed("guard"));
    let asked = Cell::new([0, 0]);
    let cases = (limited(), prop::collection::vec(any::<prop::sample::Index>(), 0..20));
    let found = TestRunner::new_with_rng(config, rng).run(&cases, |((made, mut limits), turns)| {
        (limits.unused, limits.leftover) = (Unused::Kept, Leftover::Capped);
        let instance = made.instance().with_limits(limits);
        if instance.limits().minima.iter().map(|m| m.least).sum::<u64>() > instance.budget() {
            return Ok(());
        }
        let mut guard = Guard::new(&instance);
        let mut bought: Vec<Purchase> = Vec::new();
        for turn in turns {
            let project = ProjectIndex::try_from(turn.index(instance.projects().len())).expect("few");
            if bought.iter().any(|b| b.project == project) {
                continue;
            }
            bought.push(Purchase::whole(&instance, project, schuifruimte::tally::Stage::Greedy));
            let (says, holds) = (guard.allows(project), broken(&instance, &bought).is_none());
            prop_assert_eq!(says, holds, "{} of {:?} in {:?}", project, bought, instance.limits());
            let mut counted = asked.get();
            counted[usize::from(says)] += 1;
            asked.set(counted);
            if says { guard.buy(project) } else { drop(bought.pop()) }
        }
        guard.restart();
        let fresh = Guard::new(&instance);
        prop_assert!(instance.indexes().all(|p| guard.room(p) == fresh.room(p)));
        Ok(())
    });
    if let Err(error) = found {
        panic!("{error}");
    }
    assert!(asked.get().iter().all(|&answers| answers > 200), "{:?}", asked.get());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn endowments_are_the_budget(
        voters in prop::collection::vec(0_u32..4, 1..40),
        envelopes in prop::collection::vec((prop::collection::btree_set(0_u32..4, 1..4), 0_u64..100_000), 1..5),
    ) {
        let homes = ["a", "b", "c", "d"].map(str::to_string).to_vec();
        let mut ballots = Ballots::with_homes(BallotKind::Approval, homes);
        voters.iter().for_each(|&home| ballots.push_from(home, [0]));
        let project = Project { id: "p".to_string(), cost: 1 };
        let used = |homes: &std::collections::BTreeSet<u32>| homes.iter().any(|home| voters.contains(home));
        let envelopes: Vec<Envelope> = envelopes.iter().filter(|(homes, _)| used(homes))
            .map(|(homes, amount)| Envelope { name: "e".to_string(), amount: *amount, homes: homes.iter().copied().collect() })
            .collect();
        let budget = envelopes.iter().map(|envelope| envelope.amount).sum();
        let plain = Instance::build(budget, vec![project], ballots);
        for limits in [Limits::default(), Limits { envelopes, ..Limits::default() }] {
            let instance = plain.clone().with_limits(limits);
            let start = endowments(&instance);
            let all = |start: &schuifruimte::tally::constraints::Endowments| -> num_bigint::BigUint {
                voters.iter().map(|&home| &start.numerators()[home as usize]).sum()
            };
            prop_assert_eq!(all(&start), start.denominator() * budget);
            let whole = start.integral();
            prop_assert!(whole.numerators().iter().all(|amount| amount % ONE_UNIT == num_bigint::BigUint::ZERO));
            prop_assert!((0..4).all(|home| whole.of(home) <= start.of(home) && start.of(home) < whole.of(home).plus(ONE_UNIT)));
            let voters = u64::try_from(voters.len()).expect("few");
            prop_assert_eq!(all(&start.raised(700)), start.denominator() * (budget + 700 * voters));
        }
    }
}
