//! However the engine keeps its numbers, the outcome is the same: winners, payments, endowment and ties.

use proptest::prelude::*;
use schuifruimte::tally::constraints::Limits;
use schuifruimte::tally::count::count_with;
use schuifruimte::tally::rule::{
    Add1, Affordable, Completion, EqualShares, Method, Start, Stop, Then, Utility,
};
use schuifruimte::tally::rules::equal_shares::Arithmetic;
use schuifruimte::tally::ties::TieRule;
use schuifruimte::tally::{BallotKind, Ballots, CountError, Instance, Project, ProjectIndex, Rule, Stage};

use super::goldens::{cases, election};

/// Every comparison exactly: in 128 bits, in so few that they must be given up on the way, in none.
const EXACT: [Arithmetic; 3] = [
    Arithmetic::Exact { most_bits: 127 },
    Arithmetic::Exact { most_bits: 12 },
    Arithmetic::Exact { most_bits: 0 },
];

/// Choices with points, from which ballots of each kind are made.
type Choices = Vec<(ProjectIndex, u32)>;

fn ballots(kind: BallotKind, all: &[Choices]) -> Ballots {
    let mut ballots = Ballots::new(kind);
    for choices in all {
        match kind {
            BallotKind::Points => ballots.push_points(choices.iter().copied()),
            BallotKind::Approval | BallotKind::Ranking => ballots.push(choices.iter().map(|&(p, _)| p)),
        }
    }
    ballots
}

/// Small elections in which equal balances and equal payments are common.
fn instance() -> impl Strategy<Value = Instance> {
    let kind = prop_oneof![Just(BallotKind::Approval), Just(BallotKind::Ranking), Just(BallotKind::Points)];
    (kind, 1_u32..7, 1_u64..3000).prop_flat_map(|(kind, projects, budget)| {
        let cost = prop_oneof![1_u64..1500, (1_u64..8).prop_map(|n| n * 60), Just(0)];
        let choice = (0..projects, 0_u32..4);
        let voter = prop::collection::vec(choice, 0..6);
        let costs = prop::collection::vec(cost, projects as usize);
        (costs, prop::collection::vec(voter, 1..14)).prop_map(move |(costs, voters)| {
            let project = |(place, &cost): (usize, &u64)| Project { id: format!("p{place}"), cost };
            let projects = costs.iter().enumerate().map(project).collect();
            Instance::build(budget, projects, ballots(kind, &voters))
        })
    })
}

fn rules(kind: BallotKind) -> Vec<Rule> {
    let mut utilities = vec![Utility::Cost, Utility::Cardinality];
    match kind {
        BallotKind::Approval => {}
        BallotKind::Ranking => utilities.extend([Utility::Borda, Utility::RankScore]),
        BallotKind::Points => utilities.push(Utility::Points),
    }
    let add1 =
        |start, step, stop| Completion::Add1(Add1 { start, step, stop, affordable: Affordable::Raise });
    let completions = [
        Completion::None,
        add1(Start::Integral, 100, Stop::OverBudget),
        add1(Start::Exact, 7, Stop::ExhaustiveSupported),
    ];
    let shares = |utility, completion| EqualShares { utility, completion, then: Then::None };
    let rules = utilities.into_iter().flat_map(|utility| completions.clone().map(|c| shares(utility, c)));
    rules.map(|shares| Rule::by_id(Method::EqualShares(shares))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn bounds_and_exact_numbers_of_every_size_give_one_outcome(instance in instance()) {
        for rule in rules(instance.kind()) {
            let swift = count_with(&instance, &rule, Arithmetic::Swift);
            for exact in EXACT {
                prop_assert_eq!(&swift, &count_with(&instance, &rule, exact), "{:?} {:?}", rule, exact);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn runs_that_are_skipped_would_have_been_the_same(instance in instance()) {
        // A step of one cent: thousands of runs, of which a few change anything.
        for rule in rules(instance.kind()) {
            let Method::EqualShares(mut shares) = rule.method else { unreachable!("all are Equal Shares") };
            let Completion::Add1(add1) = &mut shares.completion else { continue };
            add1.step = 1;
            let rule = Rule::by_id(Method::EqualShares(shares));
            let swift = count_with(&instance, &rule, Arithmetic::Swift);
            prop_assert_eq!(swift, count_with(&instance, &rule, EXACT[0]), "{:?}", rule);
        }
    }
}

#[test]
fn whoever_holds_nothing_pays_nothing() {
    // Four voters hold 20 each. Three pay 20 for the bus, to the last cent; one of them also chose the lamp,
    // which the fourth then pays alone.
    let project = |id: &str, cost| Project { id: id.to_string(), cost };
    let projects = vec![project("bus", 60), project("lamp", 15)];
    let instance = Instance::new(80, projects, vec![vec![0, 1], vec![0], vec![0], vec![1]]);
    for arithmetic in [Arithmetic::Swift].into_iter().chain(EXACT) {
        let outcome = count_with(&instance, &Rule::equal_shares(), arithmetic).expect("it counts");
        let payers: Vec<u64> = outcome
            .purchases
            .iter()
            .map(|purchase| match &purchase.stage {
                Stage::Shares(payment) => payment.payers,
                other => panic!("bought from shares, not {other:?}"),
            })
            .collect();
        assert_eq!(payers, [3, 1]);
    }
}

#[test]
fn free_plans_that_exclude_each_other_are_a_tie_too() {
    let project = |id: &str| Project { id: id.to_string(), cost: 0 };
    let limits = Limits { exclusive: vec![vec![0, 1]], ..Limits::default() };
    let projects = vec![project("a"), project("b")];
    let instance = Instance::new(100, projects, vec![vec![0], vec![1]]).with_limits(limits);
    let open = Rule { ties: vec![TieRule::MostVotes], ..Rule::equal_shares() };
    for arithmetic in [Arithmetic::Swift].into_iter().chain(EXACT) {
        assert_eq!(count_with(&instance, &open, arithmetic), Err(CountError::DrawRequired(vec![0, 1])));
        let decided = count_with(&instance, &Rule::equal_shares(), arithmetic).expect("it counts");
        assert_eq!((decided.winner_set(), decided.ties[0].changes_outcome()), (vec![0], Some(true)));
    }
}

#[test]
fn real_elections_have_one_outcome_in_every_arithmetic() {
    let Some(folder) = cases("real elections in every arithmetic") else { return };
    for name in ["Netherlands_Amsterdam_166.pb", "Poland_Wieliczka_2023_Green_Budget.pb"] {
        let instance = election(&folder, name).instance;
        let rule = Rule::equal_shares();
        let swift = count_with(&instance, &rule, Arithmetic::Swift);
        for exact in EXACT {
            assert_eq!(swift, count_with(&instance, &rule, exact), "{name} {exact:?}");
        }
    }
}
