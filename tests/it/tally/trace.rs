//! The trace: its replay equals the result, and whoever changes it is found out.

use std::cell::Cell;

use proptest::prelude::*;
use schuifruimte::tally::constraints::{Envelope, Limits};
use schuifruimte::tally::rule::Method;
use schuifruimte::tally::trace::{Decision, Depth, Trace, replay, replay_all};
use schuifruimte::tally::{
    BallotKind, Ballots, Instance, Outcome, Project, ProjectIndex, Ratio, Rule, count,
};

use super::goldens::{cases, election};
use super::laws::{instance, rules};
use super::limits_hold::under_all_rules;

fn is_told_and_replayed(instance: &Instance, rule: &Rule, outcome: &Outcome) {
    let trace = Trace::of(instance, rule, outcome)
        .unwrap_or_else(|error| panic!("{error}\n{rule:?}\n{outcome:?}\n{instance:?}"));
    let text = trace.write();
    let replayed = replay_all(instance, &text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    assert_eq!(&replayed.rule, rule);
    assert_eq!(replayed.winners, outcome.winners().collect::<Vec<_>>(), "{text}");
    let facts = match &rule.method {
        Method::MaximinSupport | Method::MaxWelfare(_) | Method::BoundedOverspending(_) => Depth::Facts,
        // Which breakpoint stands is told, not confirmed.
        Method::ExactEqualShares(shares) if shares.add_opt.is_some() => Depth::Facts,
        Method::Greedy(_) | Method::EqualShares(_) | Method::ExactEqualShares(_) | Method::Phragmen(_) => {
            Depth::Decisions
        }
    };
    assert_eq!(replayed.depth, facts);
    for bought in trace.bought() {
        if let Decision::Shares(paid) = &bought.decision {
            let over = |sum: Ratio, (voters, each): (u64, Ratio)| {
                let part = Ratio::new(each.numerator() * voters, each.denominator().clone());
                let common = sum.denominator() * part.denominator();
                Ratio::new(
                    sum.numerator() * part.denominator() + part.numerator() * sum.denominator(),
                    common,
                )
            };
            let sum = paid.amounts().fold(Ratio::whole(0), over);
            assert_eq!(sum, Ratio::whole(bought.amount), "payments are the price");
        }
    }
}

#[test]
fn the_replay_of_a_trace_is_the_result_under_every_rule_limit_and_kind_of_ballot() {
    let told = Cell::new(0);
    under_all_rules(200, |instance, rule| {
        if let Ok(outcome) = count(instance, rule) {
            is_told_and_replayed(instance, rule, &outcome);
            told.set(told.get() + 1);
        }
        Ok(true)
    });
    assert!(told.get() > 2_000, "{}", told.get());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_text_does_not_show_in_which_order_things_came(instance in instance()) {
        let last = ProjectIndex::try_from(instance.projects().len() - 1).expect("few");
        let projects: Vec<Project> = instance.projects().iter().rev().cloned().collect();
        let groups = instance.group_weights().iter().enumerate().rev();
        let ballots = groups.flat_map(|(group, &weight)| {
            let ballot: Vec<u32> = instance.group_projects(group).iter().map(|p| last - p).collect();
            std::iter::repeat_n(ballot, usize::try_from(weight).expect("few"))
        });
        let turned = Instance::new(instance.budget(), projects, ballots.collect());
        for rule in rules() {
            let text = |instance: &Instance| {
                Trace::of(instance, &rule, &count(instance, &rule).unwrap()).unwrap().write()
            };
            prop_assert_eq!(text(&instance), text(&turned));
        }
    }
}

/// Three projects that are bought, one that is too dear, one that its supporters cannot pay, a tie.
fn town() -> Instance {
    let costs =
        [("bench", 2_000), ("swing", 3_000), ("trees", 3_000), ("pool", 90_000), ("lamp \"x\"", 5_000)];
    let projects = costs.map(|(id, cost)| Project { id: id.to_string(), cost }).to_vec();
    let ballots = [vec![0, 1, 3], vec![0, 1], vec![0, 2], vec![1, 2, 4], vec![2, 4], vec![0, 1, 2], vec![]];
    Instance::new(10_000, projects, ballots.to_vec())
}

#[test]
fn every_digit_of_a_trace_matters() {
    let instance = town();
    for rule in
        [Rule::greedy(), Rule::equal_shares(), Rule::round_default(), Rule::preset("pabutools").unwrap()]
    {
        let outcome = count(&instance, &rule).unwrap();
        let text = Trace::of(&instance, &rule, &outcome).unwrap().write();
        replay(&instance, &text).expect("as it was written it holds");
        let mut changed = 0;
        for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_ascii_digit()) {
            let mut other = text.clone();
            other.replace_range(at..=at, if letter == '7' { "3" } else { "7" });
            match replay(&instance, &other) {
                Ok(replayed) => assert_ne!(replayed.rule, rule, "{letter} at {at} was changed:\n{other}"),
                Err(error) => assert!((1..=text.lines().count()).contains(&error.line), "{error}"),
            }
            changed += 1;
        }
        assert!(changed > 30, "{changed}");
    }
}

#[test]
fn no_line_of_a_trace_can_be_left_out_said_twice_or_moved() {
    let instance = town();
    let rule = Rule::round_default();
    let text = Trace::of(&instance, &rule, &count(&instance, &rule).unwrap()).unwrap().write();
    let lines: Vec<&str> = text.lines().collect();
    let refused = |lines: Vec<&str>, what: &str| match replay(&instance, &(lines.join("\n") + "\n")) {
        Ok(replayed) => assert_ne!(replayed.rule, rule, "{what}"),
        Err(error) => assert!(error.line > 0, "{error}"),
    };
    for at in 0..lines.len() {
        refused([&lines[..at], &lines[at + 1..]].concat(), lines[at]);
        refused([&lines[..=at], &lines[at..]].concat(), lines[at]);
        if at > 0 && lines[at] != lines[at - 1] {
            let mut moved = lines.clone();
            moved.swap(at, at - 1);
            refused(moved, lines[at]);
        }
    }
    for text in ["", "\n", "schuifruimte-trace/1\n", "schuifruimte-trace/1\nmethod greedy\nscore votes"] {
        assert!(replay(&instance, text).is_err());
    }
}

#[test]
fn a_trace_belongs_to_its_ballots() {
    let instance = town();
    let text = |rule: &Rule| Trace::of(&instance, rule, &count(&instance, rule).unwrap()).unwrap().write();
    for rule in [Rule::greedy(), Rule::equal_shares()] {
        let other = instance.with_supporters(4, 1);
        assert!(replay(&other, &text(&rule)).is_err());
        assert!(replay(&instance.with_cost(0, 2_100), &text(&rule)).is_err());
    }
}

#[test]
fn an_outcome_that_the_ballots_do_not_give_has_no_story() {
    let instance = town();
    for rule in [Rule::greedy(), Rule::equal_shares(), Rule::round_default()] {
        let outcome = count(&instance, &rule).unwrap();
        assert!(outcome.purchases.len() > 1);
        let refused = |change: &dyn Fn(&mut Outcome)| {
            let mut other = outcome.clone();
            change(&mut other);
            assert!(Trace::of(&instance, &rule, &other).is_err(), "{rule:?}");
        };
        refused(&|other| other.purchases.swap(0, 1));
        refused(&|other| drop(other.purchases.pop()));
        refused(&|other| other.purchases[0].amount -= 1);
        if outcome.endowment.is_some() {
            refused(&|other| other.endowment = other.endowment.as_ref().map(|held| held.plus(100)));
            refused(&|other| other.endowment = None);
        }
    }
}

/// What a person reads, line by line.
#[test]
fn a_trace_can_be_followed_by_hand() {
    let projects = [("bench", 4_000), ("swing", 6_000), ("pool", 9_000)];
    let projects = projects.map(|(id, cost)| Project { id: id.to_string(), cost }).to_vec();
    let ballots = vec![vec![0, 1], vec![0, 1], vec![1], vec![2]];
    let instance = Instance::new(12_000, projects, ballots);
    let rule = Rule::equal_shares();
    let text = Trace::of(&instance, &rule, &count(&instance, &rule).unwrap()).unwrap().write();
    let told = "schuifruimte-trace/1\nmethod equal-shares\nutility cost\ncompletion none\nthen none\nties \"id-text\"\n\
        confirms decisions\nbudget 120\nvoters 4\nproject \"bench\" price 40 votes 2\nproject \"pool\" price 90 votes 1\n\
        project \"swing\" price 60 votes 3\nendowment 30\nout \"pool\" after 0 supporters hold 30\n\
        buys 1 \"swing\" price 60 left 60\n  effective votes 3\n  rate 1/3\n  highest 20\n  payers 3 in full 3\n  \
        over 100\n  paid 3 each 2000 (20)\nout \"bench\" after 1 supporters hold 20\nend spent 60 left 60\n";
    assert_eq!(text, told);
}

/// Noord and Zuid have money of their own: the example of the envelopes.
#[test]
fn what_voters_start_with_is_told_by_home() {
    let mut ballots =
        Ballots::with_homes(BallotKind::Approval, vec!["Zuid".to_string(), "Noord".to_string()]);
    (0..3).for_each(|_| ballots.push_from(1, [0, 1]));
    ballots.push_from(0, [0, 2]);
    let projects = [("bus", 4_000), ("swing", 6_000), ("bench", 4_000)];
    let projects = projects.map(|(id, cost)| Project { id: id.to_string(), cost }).to_vec();
    let envelope = |name: &str, amount, homes: &[u32]| Envelope {
        name: name.to_string(),
        amount,
        homes: homes.to_vec(),
    };
    let envelopes =
        vec![envelope("Noord", 6_000, &[1]), envelope("Zuid", 4_000, &[0]), envelope("city", 4_000, &[0, 1])];
    let limits = Limits { envelopes, ..Limits::default() };
    let instance = Instance::build(14_000, projects, ballots).with_limits(limits);
    for rule in [Rule::equal_shares(), Rule::preset("assen").unwrap()] {
        let outcome = count(&instance, &rule).unwrap();
        is_told_and_replayed(&instance, &rule, &outcome);
        let text = Trace::of(&instance, &rule, &outcome).unwrap().write();
        assert!(text.contains("home \"Noord\" endowment 30\nhome \"Zuid\" endowment 50\n"), "{text}");
        let other = text.replace("endowment 30\n", "endowment 40\n");
        assert!(replay(&instance, &other).is_err());
    }
}

#[test]
fn real_elections_are_told_and_replayed() {
    let Some(folder) = cases("traces of real elections") else { return };
    let names = [
        "Netherlands_Amsterdam_166.pb",
        "Canada_Stanford_Dataset_PB_Dieppe_2018_vote_approvals.pb",
        "Poland_Wieliczka_2023_Green_Budget.pb",
    ];
    for name in names {
        let election = election(&folder, name);
        for rule in [Rule::greedy(), Rule::equal_shares(), Rule::round_default()] {
            is_told_and_replayed(&election.instance, &rule, &count(&election.instance, &rule).unwrap());
        }
    }
}
