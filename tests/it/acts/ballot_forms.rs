//! Every form of the ballot through the acts, on both databases: what is refused and what is taken, and a whole round from
//! its opening to a bundle that both verifiers find good.

use std::fs;

use schuifruimte::acts::{self, ActError};
use schuifruimte::domain::ballot::{BallotFault, BallotForm, Choice, Mark, Marking, Points, Spend};
use schuifruimte::domain::ballot_form::{FormFault, MOST_FIELDS};
use schuifruimte::domain::bundle::{Expected, verify};
use schuifruimte::domain::count_rule::CountRule;
use schuifruimte::domain::id::ProposalId;
use schuifruimte::domain::limits::Clash;
use schuifruimte::domain::money::Cents;
use schuifruimte::domain::proposal::Proposal;
use schuifruimte::domain::round::{Condition, Plan, Step};
use schuifruimte::tally::Rule;
use schuifruimte::tally::rule::{Completion, Method};

use crate::proof::command::{Folder, empty, oracle};
use crate::support::town::{plan, plans};
use crate::support::{OpenRound, Town, days, on_both};

const POINTS: Marking = Marking::Points(Points { total: 10, each: 6, spend: Spend::All });

/// A rule by name; shares rise by large steps, to be quick.
fn rule(name: &str) -> CountRule {
    let mut rule = CountRule::named(name).expect("a rule of a round");
    if let Method::EqualShares(shares) = &mut rule.method
        && let Completion::Add1(add1) = &mut shares.completion
    {
        add1.step = 50_000;
    }
    CountRule(rule)
}

fn form(min: u64, max: u64, marking: Marking) -> BallotForm {
    BallotForm { marking, ..BallotForm::approval(min, max) }
}

fn planned(ballot: BallotForm, name: &str) -> Plan {
    Plan { ballot, count: rule(name), ..plan("Zuilen") }
}

/// The six plans, of which the first three are about play.
fn themed() -> Vec<Proposal> {
    let theme = |(place, plan): (usize, Proposal)| {
        let category = if place < 3 { "Spelen" } else { "" };
        Proposal { category: category.to_string(), ..plan }
    };
    plans().into_iter().enumerate().map(theme).collect()
}

fn choice(plan: &str, mark: Mark) -> Choice {
    Choice { plan: ProposalId::new(plan), mark }
}

fn chosen(plans: &[&str]) -> Vec<Choice> {
    plans.iter().map(|plan| choice(plan, Mark::Chosen)).collect()
}

fn points(given: &[(&str, u64)]) -> Vec<Choice> {
    given.iter().map(|(plan, points)| choice(plan, Mark::Points(*points))).collect()
}

fn places(given: &[(&str, u64)]) -> Vec<Choice> {
    given.iter().map(|(plan, place)| choice(plan, Mark::Place(*place))).collect()
}

async fn cast(town: &Town, round: &OpenRound, letter: usize, choices: Vec<Choice>) -> Result<(), ActError> {
    let vote = acts::ballot::Vote { choices, ..round.vote(letter, &[]) };
    town.cast_at(round, vote, days(1)).await.map(|_| ())
}

/// What is wrong with choices that are sent.
async fn fault(town: &Town, round: &OpenRound, choices: Vec<Choice>) -> BallotFault {
    match cast(town, round, 0, choices).await {
        Err(ActError::Ballot(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

async fn open(town: &Town, name: &str, ballot: BallotForm, rule: &str) -> OpenRound {
    town.open_round_with(name, &planned(ballot, rule), &themed()).await
}

#[test]
fn a_knapsack_takes_the_exact_ceiling_and_not_a_plan_more() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = open(&town, "zuilen", form(0, 6, Marking::Knapsack), "greedy").await;
        let over = fault(&town, &round, chosen(&["01", "06", "03"])).await;
        assert_eq!(over, BallotFault::OverCeiling { by: Cents::euros(2_500) });
        cast(&town, &round, 0, chosen(&["01", "06"])).await.expect("8,000 and 12,000 of 20,000");
        cast(&town, &round, 1, Vec::new()).await.expect("a blank ballot");
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 2);
    });
}

#[test]
fn one_choice_is_one_and_a_limit_of_themes_stands_beside_any_form() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let one = open(&town, "zuilen", form(1, 1, Marking::OneChoice), "greedy").await;
        assert_eq!(fault(&town, &one, chosen(&["01", "02"])).await, BallotFault::TooMany { max: 1 });
        assert_eq!(fault(&town, &one, chosen(&[])).await, BallotFault::TooFew { min: 1 });
        cast(&town, &one, 0, chosen(&["02"])).await.expect("one plan");
        let limited = |marking| BallotForm { per_theme: Some(2), ..form(0, 4, marking) };
        let theme = BallotFault::Theme { theme: "Spelen".to_string(), most: 2 };
        let approval = open(&town, "ondiep", limited(Marking::Approval), "greedy").await;
        assert_eq!(fault(&town, &approval, chosen(&["01", "02", "03"])).await, theme);
        cast(&town, &approval, 0, chosen(&["01", "02", "04", "05"])).await.expect("no theme has no limit");
        let ranking = open(&town, "pijlsweerd", limited(Marking::Ranking), "greedy-places").await;
        assert_eq!(fault(&town, &ranking, places(&[("03", 1), ("01", 2), ("02", 3)])).await, theme);
        cast(&town, &ranking, 0, places(&[("03", 1), ("04", 2), ("02", 3)])).await.expect("two of them");
    });
}

#[test]
fn points_are_divided_as_the_rules_say_or_refused() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = open(&town, "zuilen", form(0, 3, POINTS), "greedy-points").await;
        let fault = |choices| fault(&town, &round, choices);
        let each = |plan: &str| BallotFault::Each { plan: ProposalId::new(plan), most: 6 };
        assert_eq!(fault(points(&[("01", 7), ("02", 3)])).await, each("01"));
        assert_eq!(fault(points(&[("01", 6), ("02", 0)])).await, each("02"));
        let many = BallotFault::TooManyPoints { given: 12, total: 10 };
        assert_eq!(fault(points(&[("01", 6), ("02", 6)])).await, many);
        let left = BallotFault::PointsLeft { given: 9, total: 10 };
        assert_eq!(fault(points(&[("01", 6), ("02", 3)])).await, left);
        let four = points(&[("01", 4), ("02", 2), ("03", 2), ("04", 2)]);
        assert_eq!(fault(four).await, BallotFault::TooMany { max: 3 });
        assert_eq!(fault(points(&[("01", 6), ("01", 4)])).await, BallotFault::Twice);
        assert_eq!(fault(points(&[("07", 6), ("01", 4)])).await, BallotFault::Unknown);
        assert_eq!(fault(chosen(&["01"])).await, BallotFault::OtherForm(ProposalId::new("01")));
        assert_eq!(fault(places(&[("01", 1)])).await, BallotFault::OtherForm(ProposalId::new("01")));
        cast(&town, &round, 0, points(&[("01", 6), ("02", 4)])).await.expect("all ten");
        cast(&town, &round, 1, Vec::new()).await.expect("a blank ballot");
        assert_eq!(place.number("SELECT COUNT(*) FROM ballot").await, 2);
    });
}

#[test]
fn a_ranking_has_no_gap_and_no_place_twice() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = open(&town, "zuilen", form(1, 3, Marking::Ranking), "equal-shares-places").await;
        let fault = |choices| fault(&town, &round, choices);
        let same = BallotFault::SamePlace { place: 1, plan: ProposalId::new("02") };
        assert_eq!(fault(places(&[("02", 1), ("01", 1)])).await, same);
        let gap = BallotFault::NoPlace { place: 2, plan: ProposalId::new("02") };
        assert_eq!(fault(places(&[("02", 3), ("01", 1)])).await, gap);
        let none = BallotFault::NoPlace { place: 1, plan: ProposalId::new("01") };
        assert_eq!(fault(places(&[("01", 0)])).await, none);
        assert_eq!(fault(Vec::new()).await, BallotFault::TooFew { min: 1 });
        assert_eq!(fault(points(&[("01", 1)])).await, BallotFault::OtherForm(ProposalId::new("01")));
        cast(&town, &round, 0, places(&[("06", 2), ("01", 1)])).await.expect("two in order");
        town.close_and_seal(&round.id).await;
        let sealed = place.number("SELECT COUNT(*) FROM sealed_ballot WHERE choices = '01>06'").await;
        assert_eq!(sealed, 1, "the best one first");
    });
}

#[test]
fn a_round_is_not_made_with_a_rule_or_a_form_that_does_not_fit() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let ctx = town.joris_at(days(-30));
        let id = schuifruimte::domain::id::RoundId::new("zuilen");
        for (marking, rules) in [
            (Marking::Approval, ["greedy-points", "equal-shares-places"]),
            (POINTS, ["greedy", "equal-shares-places"]),
            (Marking::Ranking, ["equal-shares", "greedy-points"]),
        ] {
            for rule in rules {
                let plan = planned(form(0, 3, marking), rule);
                let made = acts::round::create(&ctx, &id, &town.noordwest, &plan).await;
                assert!(matches!(made, Err(ActError::Incompatible(Clash::Form))), "{rule}: {made:?}");
            }
        }
        let bad = planned(form(0, 1, POINTS), "greedy-points");
        let made = acts::round::create(&ctx, &id, &town.noordwest, &bad).await;
        assert!(
            matches!(&made, Err(ActError::Fields(faults)) if faults[0].field == "points_spend"),
            "{made:?}"
        );
        assert_eq!(form(0, 1, POINTS).faults(), [FormFault::Spend]);
        assert_eq!(place.number("SELECT COUNT(*) FROM round").await, 0);
    });
}

#[test]
fn a_round_does_not_open_when_nobody_could_fill_in_a_ballot() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        // The three cheapest plans cost 12,000; four cost 18,000, and five more than the ceiling.
        let plan = planned(form(5, 6, Marking::Knapsack), "greedy");
        let id = town.draft_round_with("zuilen", &plan, &themed()).await;
        let ctx = town.joris_at(days(-2));
        acts::round::step(&ctx, &id, Step::Check).await.expect("checked");
        acts::round::step(&ctx, &id, Step::Fix).await.expect("fixed");
        let opened = town.open_at(&id, None, days(0)).await;
        let Err(ActError::NotReady(missing)) = opened else { panic!("{opened:?}") };
        assert!(missing.contains(&Condition::Proposals), "{missing:?}");
        let amounts = |form: BallotForm| form.can_be_filled(&themed(), Cents::euros(20_000));
        assert!(amounts(form(4, 6, Marking::Knapsack)));
        let limited = BallotForm { per_theme: Some(1), ..form(5, 6, Marking::Approval) };
        assert!(
            !amounts(limited) && amounts(BallotForm { min: 4, ..limited }),
            "one about play, three others"
        );
        let many: Vec<Proposal> = (0..=MOST_FIELDS).map(|_| themed()[0].clone()).collect();
        assert!(!form(0, 3, Marking::Ranking).can_be_filled(&many, Cents::euros(20_000)), "too many fields");
        assert!(form(0, 3, Marking::Approval).can_be_filled(&many, Cents::euros(20_000)));
    });
}

#[test]
fn the_form_is_frozen_with_the_rules() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let round = open(&town, "zuilen", form(0, 3, POINTS), "greedy-points").await;
        assert_eq!(round.rules.ballot, form(0, 3, POINTS));
        for change in ["ballot_form = '\"ranking\"'", "ballot_form = NULL", "ballot_per_theme = 1"] {
            let changed = place.sql(&format!("UPDATE round SET {change}")).await;
            assert!(changed.unwrap_err().to_string().contains("round_frozen"), "{change}");
        }
        let plain = town.open_round("ondiep").await;
        let text = String::from_utf8(plain.rules.write()).expect("text");
        assert!(!text.contains("\"form\"") && !text.contains("per_theme"), "the bytes of before");
    });
}

/// Ballots of this form by sixty voters of three kinds.
fn ballots(marking: Marking) -> [Vec<Choice>; 3] {
    match marking {
        Marking::Approval => [chosen(&["01", "04"]), chosen(&["02", "03"]), chosen(&["05"])],
        Marking::Knapsack => [chosen(&["01", "06"]), chosen(&["02", "03", "04"]), chosen(&["05"])],
        Marking::OneChoice => [chosen(&["01"]), chosen(&["02"]), chosen(&["05"])],
        Marking::Points(_) => [
            points(&[("01", 6), ("02", 4)]),
            points(&[("03", 5), ("04", 5)]),
            points(&[("05", 6), ("06", 4)]),
        ],
        Marking::Ranking => [
            places(&[("06", 1), ("02", 2)]),
            places(&[("03", 1), ("01", 2), ("05", 3)]),
            places(&[("04", 1)]),
        ],
    }
}

#[test]
fn a_whole_round_of_each_form_ends_in_a_bundle_that_both_verifiers_find_good() {
    on_both(|place| async move {
        let town = Town::new(&place).await;
        let all = [
            ("zuilen", form(0, 3, Marking::Knapsack), "equal-shares"),
            ("ondiep", form(0, 1, Marking::OneChoice), "greedy"),
            ("pijlsweerd", form(0, 3, POINTS), "equal-shares-points"),
            ("lombok", form(0, 3, Marking::Ranking), "greedy-places"),
            ("oost", BallotForm { per_theme: Some(2), ..form(0, 3, Marking::Approval) }, "greedy"),
        ];
        for (name, ballot, rule) in all {
            let round = open(&town, name, ballot, rule).await;
            for letter in 0..55 {
                let choices = ballots(ballot.marking)[letter % 7 % 3].clone();
                cast(&town, &round, letter, choices).await.expect("a receipt");
            }
            town.close_and_seal(&round.id).await;
            let hash = town.count_and_propose(&round.id).await;
            let approved = acts::certificate::approve(&town.marijke_at(days(17)), &round.id, &hash).await;
            approved.expect("certified");
            let mut conn = town.place.store.read().await.expect("a connection");
            let bundle = acts::publication::bundle(&mut conn, &round.id).await.expect("a bundle");
            drop(conn);
            let end = verify(&bundle, &Expected::default()).end.expect("it holds");
            assert_eq!(end.to_string(), "55 ballots counted again: the same result", "{name}");
            let folder = Folder::of(&format!("forms-{name}-{:?}", place.store.backend()), &empty());
            bundle.files().for_each(|(name, bytes)| fs::write(folder.0.join(name), bytes).expect("written"));
            let Some(said) = oracle(&folder.0) else { continue };
            assert!(said.status.success(), "{name}: {}", String::from_utf8_lossy(&said.stderr));
        }
        assert_eq!(Rule::round_default().method, CountRule::named("equal-shares").expect("known").method);
    });
}
