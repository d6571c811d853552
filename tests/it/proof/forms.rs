//! Every form of the ballot, from its rules to a bundle that both verifiers find good.

use schuifruimte::domain::ballot::{Ballot, BallotForm, Choice, Mark, Marking, Points, Spend};
use schuifruimte::domain::bundle::{self, Expected, verify};
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::outcome::OutcomeDocument;
use schuifruimte::domain::rules::Rules;
use schuifruimte::domain::sealed::SealedBallots;
use schuifruimte::domain::seed::Seed;
use schuifruimte::domain::succession::Why;
use schuifruimte::tally::Rule;
use schuifruimte::tally::rule::{Completion, Method};

use super::command::{Folder, oracle};
use super::made::{Made, Recipe};
use super::{broken, ends};

fn points(total: u64, each: u64, spend: Spend) -> Marking {
    Marking::Points(Points { total, each, spend })
}

/// Every form with some numbers.
pub fn forms() -> Vec<BallotForm> {
    let form = |marking, max, per_theme| BallotForm { min: 0, max, marking, per_theme };
    vec![
        form(Marking::Approval, 3, Some(1)),
        form(Marking::Knapsack, 3, None),
        form(Marking::Knapsack, 3, Some(2)),
        form(Marking::OneChoice, 1, None),
        form(points(10, 5, Spend::All), 3, None),
        form(points(10, 4, Spend::UpTo), 3, Some(2)),
        form(points(3, 3, Spend::All), 3, None),
        form(Marking::Ranking, 3, None),
        form(Marking::Ranking, 2, Some(1)),
    ]
}

/// Both rules of a round that add up what such ballots say; shares rise by large steps, to be quick.
fn rules_for(form: &BallotForm) -> Vec<Rule> {
    let fits = |rule: &Rule| CountRule(rule.clone()).adds_up(form.marking.worth());
    let mut rules: Vec<Rule> = CountRule::names().filter_map(CountRule::named).filter(fits).collect();
    for rule in &mut rules {
        if let Method::EqualShares(shares) = &mut rule.method
            && let Completion::Add1(add1) = &mut shares.completion
        {
            add1.step = 5_000;
        }
    }
    rules
}

fn recipe(ballot: BallotForm, rule: Rule, seed: u8) -> Recipe {
    Recipe { ballot, rule, seed, ..Recipe::vote() }
}

fn second(made: &Made, name: &str) {
    let folder = Folder::of(name, made);
    let Some(said) = oracle(&folder.0) else { return };
    let (out, errors) = (String::from_utf8_lossy(&said.stdout), String::from_utf8_lossy(&said.stderr));
    assert_eq!(said.status.code(), Some(0), "{name}: {out}{errors}");
    assert!(out.ends_with("60 ballots counted again: the same result\n"), "{out}");
    assert!(!out.contains("not checked here: whether"), "{out}");
}

#[test]
fn each_form_is_counted_and_both_verifiers_agree() {
    for (number, form) in forms().into_iter().enumerate() {
        let rules = rules_for(&form);
        assert_eq!(rules.len(), 2, "shares and greedy fit each form");
        for (way, rule) in rules.into_iter().enumerate() {
            let made = recipe(form, rule, 1).make();
            assert_eq!(ends(&made), "60 ballots counted again: the same result", "{form:?}");
            assert_eq!(Rules::parse(&made.rules.write()).as_ref(), Some(&made.rules));
            second(&made, &format!("form-{number}-{way}"));
        }
    }
}

#[test]
fn points_and_places_decide_who_wins_and_stand_in_the_outcome() {
    let by_points = BallotForm { marking: points(10, 9, Spend::All), ..BallotForm::approval(0, 3) };
    let by_places = BallotForm { marking: Marking::Ranking, ..BallotForm::approval(0, 3) };
    for (form, name) in [(by_points, "greedy-points"), (by_places, "greedy-places")] {
        let made = recipe(form, CountRule::named(name).unwrap(), 3).make();
        let outcome = OutcomeDocument::parse(&made.files[bundle::OUTCOME]).unwrap();
        let text = std::str::from_utf8(&made.files[bundle::BALLOTS]).unwrap();
        let sealed = SealedBallots::parse(&made.rules, text).unwrap();
        for plan in &made.rules.proposals {
            let told = outcome.support(&plan.id).unwrap();
            let given = sealed.ballots().iter().flat_map(|ballot| {
                let length = u64::try_from(ballot.marked().len()).unwrap();
                ballot.marked().iter().filter(|one| one.plan == plan.id).map(move |one| match one.mark {
                    Mark::Points(points) => points,
                    Mark::Place(place) => length - place + 1,
                    Mark::Chosen => panic!("such ballots only mark"),
                })
            });
            let given: Vec<u64> = given.collect();
            assert_eq!(told.votes, u64::try_from(given.len()).unwrap(), "{name} {}", plan.id);
            assert_eq!(told.score, Some(given.iter().sum()), "{name} {}", plan.id);
        }
        let scores: Vec<Option<u64>> = outcome.others.iter().map(|other| other.score).collect();
        assert!(scores.is_sorted_by(|a, b| a >= b), "the plan that came nearest comes first");
        let best = outcome.winners[0].score;
        assert!(scores.iter().all(|score| *score <= best));
    }
    let plain = Recipe::vote().make();
    let outcome = OutcomeDocument::parse(&plain.files[bundle::OUTCOME]).unwrap();
    let ids = plain.rules.proposals.iter().map(|plan| &plan.id);
    assert!(ids.map(|id| outcome.support(id).unwrap().score).all(|score| score.is_none()));
    assert!(
        !String::from_utf8_lossy(&plain.files[bundle::OUTCOME]).contains("\"score\": 1"),
        "nothing is added"
    );
}

#[test]
fn the_reserve_list_goes_by_what_the_rule_adds_up() {
    for form in forms() {
        let worth = form.marking.worth();
        for (way, rule) in rules_for(&form).into_iter().enumerate() {
            let mut made = recipe(form, rule, 5).make();
            let outcome = OutcomeDocument::parse(&made.files[bundle::OUTCOME]).unwrap();
            let first = outcome.winners[0].id.clone();
            made.succeed(&[(first.as_str(), Why::Withdrawn)]);
            assert_eq!(ends(&made), "60 ballots counted again: the same result", "{worth:?}");
            second(&made, &format!("moved-{}-{way}", form.max * 10 + form.per_theme.unwrap_or(0)));
        }
    }
}

#[test]
fn a_bundle_with_one_ballot_against_its_form_does_not_hold() {
    for form in forms() {
        let rule = rules_for(&form).remove(0);
        let made = recipe(form, rule, 2).make();
        let told = String::from_utf8(made.files[bundle::BALLOTS].clone()).unwrap();
        let line = told.lines().last().unwrap().to_string();
        let wrong = match form.marking {
            Marking::Points(points) => format!("6:{}", points.total + 1),
            Marking::Ranking => "6>6".to_string(),
            Marking::OneChoice => "5,6".to_string(),
            Marking::Approval | Marking::Knapsack => "1,2,3,4".to_string(),
        };
        let mut lied = recipe(form, rules_for(&form).remove(0), 2).make();
        lied.set(bundle::BALLOTS, told.replace(&format!("{line}\n"), &format!("{wrong}\n")));
        broken(&lied.bundle());
        let folder = Folder::of("form-lied", &lied);
        let Some(said) = oracle(&folder.0) else { return };
        assert_eq!(said.status.code(), Some(1), "{form:?}");
        assert!(verify(&made.bundle(), &Expected::default()).end.is_ok());
    }
}

/// Any choices at all: plans of the list and others, marks of this form and of others, in any order.
fn any(seed: &mut Seed, form: &BallotForm) -> Vec<Choice> {
    let mark = |seed: &mut Seed| match seed.below(12) {
        0 => Mark::Chosen,
        1 => Mark::Points(seed.below(12).into()),
        2 => Mark::Place(seed.below(5).into()),
        _ => match form.marking {
            Marking::Approval | Marking::Knapsack | Marking::OneChoice => Mark::Chosen,
            Marking::Points(points) => Mark::Points(u64::from(seed.below(12)) % (points.each + 2)),
            Marking::Ranking => Mark::Place(seed.below(4).into()),
        },
    };
    let plan = |seed: &mut Seed| ProposalId::new((seed.below(7) + 1).to_string());
    (0..seed.below(5)).map(|_| Choice { plan: plan(seed), mark: mark(seed) }).collect()
}

#[test]
fn a_ballot_is_read_back_from_its_text_and_from_no_other_text() {
    let mut seed = Seed::new([3; 32]);
    for form in forms() {
        let rules = recipe(form, Rule::greedy(), 1).make_rules();
        let (mut good, mut texts) = (0, std::collections::BTreeMap::new());
        for _ in 0..4_000 {
            let choices = any(&mut seed, &form);
            let Ok(ballot) = Ballot::new(&rules, &choices) else { continue };
            good += 1;
            let text = ballot.canonical();
            assert_eq!(Ballot::parse(&rules, &text).as_ref(), Ok(&ballot), "{text}");
            assert!(text.len() <= rules.longest_ballot(), "{text}");
            assert_eq!(ballot.marked().len(), choices.len(), "nothing is dropped or added");
            assert!(ballot.marked().iter().all(|one| choices.contains(one)), "nothing is changed");
            if let Some(other) = texts.insert(text.clone(), ballot.clone()) {
                assert_eq!(other, ballot, "one text is one ballot");
            }
            for other in [text.replace(',', ",,"), format!("{text},"), format!(",{text}"), format!("{text} ")]
            {
                assert!(other == text || Ballot::parse(&rules, &other).is_err(), "{other}");
            }
            for (mark, other) in [(":", ":0"), (",", ", "), (">", ">>"), (":", "::"), (">", ","), (",", ">")]
            {
                let other = text.replace(mark, other);
                assert!(other == text || Ballot::parse(&rules, &other).is_err(), "{other}");
            }
        }
        assert!(good > 50 && texts.len() > 5, "{form:?}: {good}");
    }
}

/// What the rules ask, said once more and in another way.
fn follows(rules: &Rules, choices: &[Choice]) -> bool {
    let form = rules.ballot;
    let number = |length: usize| u64::try_from(length).unwrap();
    let plans: Vec<_> = choices.iter().filter_map(|one| rules.proposal(&one.plan)).collect();
    let unique: std::collections::BTreeSet<_> = choices.iter().map(|one| one.plan.as_str()).collect();
    let mut values: Vec<u64> = Vec::new();
    for one in choices {
        match (one.mark, form.marking) {
            (Mark::Chosen, Marking::Approval | Marking::Knapsack | Marking::OneChoice) => {}
            (Mark::Points(value), Marking::Points(_)) | (Mark::Place(value), Marking::Ranking) => {
                values.push(value);
            }
            _ => return false,
        }
    }
    values.sort_unstable();
    let sum: u64 = values.iter().sum();
    let fits = match form.marking {
        Marking::Approval | Marking::OneChoice => true,
        Marking::Knapsack => {
            plans.iter().map(|plan| plan.amount.unsigned()).sum::<u64>() <= rules.ceiling.unsigned()
        }
        Marking::Points(points) => {
            values.iter().all(|value| *value >= 1 && *value <= points.each)
                && sum <= points.total
                && (points.spend == Spend::UpTo || sum == points.total || choices.is_empty())
        }
        Marking::Ranking => values == (1..=number(values.len())).collect::<Vec<_>>(),
    };
    let themes = plans.iter().all(|plan| {
        let same = plans.iter().filter(|one| one.category == plan.category).count();
        form.per_theme.is_none_or(|most| number(same) <= most)
    });
    let count = number(choices.len());
    let listed = plans.len() == choices.len() && unique.len() == choices.len();
    listed && fits && themes && form.min <= count && count <= form.max
}

#[test]
fn exactly_what_the_rules_ask_is_a_ballot() {
    let mut seed = Seed::new([4; 32]);
    for mut form in forms() {
        form.min = seed.below(2).into();
        let rules = recipe(form, Rule::greedy(), 1).make_rules();
        let mut seen = [0, 0];
        for _ in 0..4_000 {
            let choices = any(&mut seed, &form);
            let follows = follows(&rules, &choices);
            assert_eq!(Ballot::new(&rules, &choices).is_ok(), follows, "{form:?} {:?}", told(&choices));
            seen[usize::from(follows)] += 1;
        }
        assert!(seen.iter().all(|number| *number > 20), "{form:?}: {seen:?}");
    }
}

fn told(choices: &[Choice]) -> Vec<String> {
    choices.iter().map(Choice::to_string).collect()
}
