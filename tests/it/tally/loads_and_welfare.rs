//! Phragmén, maximin support and maximum welfare: examples worked by hand, laws, and the definitions once
//! more in their shortest form.

use proptest::prelude::*;
use schuifruimte::tally::constraints::{Ceiling, Limits, Minimum};
use schuifruimte::tally::outcome::Stage;
use schuifruimte::tally::rule::{Greedy, Method, NoFit, Phragmen, Then, Utility};
use schuifruimte::tally::ties::TieRule;
use schuifruimte::tally::{CountError, Instance, Outcome, Project, ProjectIndex, Ratio, Rule, count};

/// Ties by the text of the id.
pub fn phragmen(no_fit: NoFit) -> Rule {
    Rule::by_id(Method::Phragmen(Phragmen { no_fit, then: Then::None }))
}

/// Ties by the text of the id.
pub fn maximin() -> Rule {
    Rule::by_id(Method::MaximinSupport)
}

/// Ties by the text of the id.
pub fn welfare(utility: Utility) -> Rule {
    Rule::by_id(Method::MaxWelfare(utility))
}

/// The rules of this file. Ties by the place in the list, so that names do not matter.
fn rules() -> Vec<Rule> {
    let all = [
        phragmen(NoFit::Stop),
        phragmen(NoFit::Skip),
        maximin(),
        welfare(Utility::Cost),
        welfare(Utility::Cardinality),
    ];
    all.into_iter().map(|rule| Rule { ties: vec![TieRule::FileOrder], ..rule }).collect()
}

/// An election as plain lists: budget, prices, ballots.
type Plain = (u64, Vec<u64>, Vec<Vec<ProjectIndex>>);

fn build((budget, costs, ballots): &Plain) -> Instance {
    let project = |(place, &cost): (usize, &u64)| Project { id: format!("p{place}"), cost };
    Instance::new(*budget, costs.iter().enumerate().map(project).collect(), ballots.clone())
}

/// What was bought, and the highest load after it.
fn loads(outcome: &Outcome) -> Vec<(ProjectIndex, Ratio)> {
    let load = |stage: &Stage| match stage {
        Stage::Load(load) => load.clone(),
        Stage::Free => Ratio::whole(0),
        Stage::Shares(_) | Stage::Greedy | Stage::Welfare => panic!("bought by its load"),
    };
    outcome.purchases.iter().map(|bought| (bought.project, load(&bought.stage))).collect()
}

fn winners(instance: &Instance, rule: &Rule) -> Vec<ProjectIndex> {
    count(instance, rule).expect("it counts").winners().collect()
}

/// Prices 6, 4, 5, 3; five voters: AB, AB, A, BC, CD. Budget 15.
fn example() -> Plain {
    (15, vec![6, 4, 5, 3], vec![vec![0, 1], vec![0, 1], vec![0], vec![1, 2], vec![2, 3]])
}

#[test]
fn phragmen_by_hand() {
    // Round 1: A 6/3 = 2, B 4/3, C 5/2, D 3/1: buy B; voters 1, 2 and 4 carry 4/3.
    // Round 2: A (6 + 4/3 + 4/3 + 0)/3 = 26/9, C (5 + 4/3)/2 = 19/6, D 3: buy A; voters 1, 2, 3 carry 26/9.
    // Round 3: C 19/6 = 3.17, D 3: D costs 3 of the 5 left; voter 5 carries 3.
    // Round 4: C (5 + 4/3 + 3)/2: costs 5 of the 2 left: the end.
    let told = [(1, Ratio::of(4, 3)), (0, Ratio::of(26, 9)), (3, Ratio::whole(3))];
    assert_eq!(loads(&count(&build(&example()), &phragmen(NoFit::Stop)).unwrap()), told);
}

#[test]
fn phragmen_ends_at_what_does_not_fit_or_goes_on_without_it() {
    // A 6/3 = 2 goes first and leaves 4; then B 5/2 does not fit; C 4/1 does.
    let plain = (10, vec![6, 5, 4], vec![vec![0], vec![0], vec![0], vec![1], vec![1], vec![2]]);
    assert_eq!(winners(&build(&plain), &phragmen(NoFit::Stop)), [0]);
    assert_eq!(winners(&build(&plain), &phragmen(NoFit::Skip)), [0, 2]);
    // Equal at 4, and one of the two does not fit what is left: that is the end too.
    let tied = (10, vec![6, 8, 4], vec![vec![0], vec![0], vec![0], vec![1], vec![1], vec![2]]);
    assert_eq!(winners(&build(&tied), &phragmen(NoFit::Stop)), [0]);
    assert_eq!(winners(&build(&tied), &phragmen(NoFit::Skip)), [0, 2]);
    // Greedy afterwards spends what is left: B no longer fits, C does.
    let then = Then::Greedy(Greedy::by_votes(0));
    let rule = Rule::by_id(Method::Phragmen(Phragmen { no_fit: NoFit::Stop, then }));
    assert_eq!(winners(&build(&plain), &rule), [0, 2]);
}

#[test]
fn phragmen_raises_the_chosen_one_of_two_by_its_own_load() {
    // 7 and 9 stand equal at 4/4 = 2/2 = 1. Then 3: (5 + 1 + 1)/2 = 7/2 and 8: (6 + 1)/2 = 7/2 stand equal.
    let projects = [("3", 5), ("8", 6), ("9", 2), ("7", 4)];
    let project = |&(id, cost): &(&str, u64)| Project { id: id.to_string(), cost };
    let ballots = vec![vec![3], vec![2], vec![0, 1, 3], vec![3, 0], vec![3], vec![1], vec![2]];
    let instance = Instance::new(19, projects.iter().map(project).collect(), ballots);
    let outcome = count(&instance, &phragmen(NoFit::Skip)).unwrap();
    let told = [(3, Ratio::whole(1)), (2, Ratio::whole(1)), (0, Ratio::of(7, 2)), (1, Ratio::of(19, 4))];
    assert_eq!(loads(&outcome), told, "8 at last: (6 + 7/2)/2 with 3 bought first");
    assert_eq!(outcome.ties.len(), 2);
}

#[test]
fn maximin_support_by_hand() {
    // Round 1, as Phragmén: A 2, B 4/3, C 5/2, D 3: buy B.
    // Round 2, B with A: together 10 over voters 1 to 4 = 5/2, A alone 6/3 = 2: 5/2.
    //          B with C: 9 over voters 1, 2, 4, 5 = 9/4, C alone 5/2: 5/2. B with D: D alone 3. A before C.
    // Round 3, A, B and C: 15 over all 5 = 3; A and B 5/2; C 5/2; B and C 9/4: 3.
    //          A, B and D: D alone 3; 13 over 5: 3. Equal: C, the first, fits exactly what is left.
    let told = [(1, Ratio::of(4, 3)), (0, Ratio::of(5, 2)), (2, Ratio::whole(3))];
    let outcome = count(&build(&example()), &maximin()).unwrap();
    assert_eq!(loads(&outcome), told);
    assert_eq!(outcome.ties.iter().map(|tie| tie.tied.clone()).collect::<Vec<_>>(), [vec![0, 2], vec![2, 3]]);
}

#[test]
fn welfare_by_hand() {
    // Votes A 3, B 3, C 2, D 1. Budget 15. One each: A, B, C = 8 for 15, B, C, D = 6, A, B, D = 7.
    // Prices: A 18, B 12, C 10, D 3. A, B, C = 40 for exactly 15; A, C, D = 31; A, B, D = 33.
    let outcome = count(&build(&example()), &welfare(Utility::Cardinality)).unwrap();
    assert_eq!((outcome.winners().collect(), outcome.value), (vec![0, 1, 2], Some(8)));
    let outcome = count(&build(&example()), &welfare(Utility::Cost)).unwrap();
    assert_eq!((outcome.winners().collect(), outcome.value), (vec![0, 1, 2], Some(40)));
    // With 12: A and B 6 for 10 and B, C, D 6 for 12 are worth most, then A and C 5. A stands before B.
    let (_, costs, ballots) = example();
    let outcome = count(&build(&(12, costs, ballots)), &welfare(Utility::Cardinality)).unwrap();
    assert_eq!((outcome.winners().collect(), outcome.value), (vec![0, 1], Some(6)));
    let tie = &outcome.ties[0];
    assert_eq!((tie.tied.clone(), tie.changes_outcome()), (vec![0, 2], Some(true)));
    assert_eq!(
        (&tie.others.as_ref().unwrap()[0].joins, &tie.others.as_ref().unwrap()[0].leaves),
        (&vec![2, 3], &vec![0])
    );
}

#[test]
fn a_set_that_only_a_lot_can_choose_asks_for_it() {
    // Any one of three is worth 1; the order tells the dear from the cheap only.
    let plain = (2, vec![2, 2, 1], vec![vec![0], vec![1], vec![2]]);
    let by = |ties| count(&build(&plain), &Rule { ties, ..welfare(Utility::Cardinality) });
    assert_eq!(by(vec![TieRule::HighestCost]), Err(CountError::DrawRequired(vec![0, 1])));
    let cheapest = by(vec![TieRule::LowestCost]).expect("the cheapest stands alone before the others");
    assert_eq!(cheapest.winner_set(), [2]);
}

#[test]
fn what_costs_nothing_and_somebody_wants_is_bought_at_the_start() {
    let plain = (5, vec![5, 0, 0], vec![vec![0, 2], vec![0]]);
    for rule in rules() {
        let outcome = count(&build(&plain), &rule).unwrap();
        assert_eq!(outcome.winners().collect::<Vec<_>>(), [2, 0], "{rule:?}");
        assert_eq!(outcome.purchases[0].stage, Stage::Free);
    }
}

#[test]
fn limits_that_cross_are_refused_and_limits_within_each_other_are_not() {
    let ceiling = |projects: Vec<u32>| Ceiling { name: String::new(), projects, most: 9 };
    let under = |ceilings: Vec<Ceiling>| {
        let instance = build(&example()).with_limits(Limits { ceilings, ..Limits::default() });
        count(&instance, &welfare(Utility::Cardinality))
    };
    let crossing = under(vec![ceiling(vec![0, 1]), ceiling(vec![1, 2])]);
    assert!(matches!(crossing, Err(CountError::Incompatible(_))), "{crossing:?}");
    // B, C, D do not fit 9: B and C do (5 votes), and then nothing else; A and B do not fit either.
    let within = under(vec![ceiling(vec![0, 1, 2, 3]), ceiling(vec![0, 1])]).unwrap();
    assert_eq!((within.winners().collect::<Vec<_>>(), within.value), (vec![1, 2], Some(5)));
}

/// Small elections; few prices, so that ties are common.
fn plain() -> impl Strategy<Value = Plain> {
    (1_usize..7, prop_oneof![Just(4_u64), Just(30)]).prop_flat_map(|(projects, dear)| {
        let last = ProjectIndex::try_from(projects).expect("few");
        let ballot = prop::collection::btree_set(0..last, 0..=projects);
        let ballots = prop::collection::vec(ballot.prop_map(|set| set.into_iter().collect()), 1..10);
        (1..=dear * 3, prop::collection::vec(1..=dear, projects), ballots)
    })
}

/// Limits whose sets do not cross: at most one of two, a ceiling on them, and two pots around them.
fn limits() -> impl Strategy<Value = Limits> {
    (any::<[bool; 4]>(), 1_u64..40, 0_u64..20, 0_u64..3).prop_map(|(on, most, least, min_votes)| {
        let ceiling = Ceiling { name: "wijk".to_string(), projects: vec![0, 1], most };
        let pot = |projects, least| Minimum { name: "pot".to_string(), projects, least };
        let pots = [(on[1], pot(vec![0, 1, 2], least)), (on[3], pot(vec![3, 4], least / 2))];
        let mut limits = Limits {
            ceilings: if on[0] { vec![ceiling] } else { Vec::new() },
            minima: pots.into_iter().filter(|(on, _)| *on).map(|(_, pot)| pot).collect(),
            exclusive: if on[2] { vec![vec![0, 1]] } else { Vec::new() },
            ..Limits::default()
        };
        limits.min_votes = min_votes;
        limits
    })
}

/// The limits as far as they are about projects of this election, with no more reserved than there is.
fn limited(plain: &Plain, limits: &Limits) -> Instance {
    let last = ProjectIndex::try_from(plain.1.len()).expect("few");
    let mut limits = limits.clone();
    limits.ceilings.iter_mut().for_each(|ceiling| ceiling.projects.retain(|p| *p < last));
    limits.exclusive.iter_mut().for_each(|set| set.retain(|p| *p < last));
    let lowest = limits.ceilings.iter().map(|ceiling| ceiling.most).min().unwrap_or(u64::MAX);
    for minimum in &mut limits.minima {
        minimum.projects.retain(|p| *p < last);
        minimum.least = minimum.least.min(plain.0 / 2).min(lowest);
    }
    build(plain).with_limits(limits)
}

fn holds(instance: &Instance, set: &[ProjectIndex]) -> bool {
    let limits = instance.limits();
    let cost = |among: &dyn Fn(&ProjectIndex) -> bool| -> u64 {
        set.iter().filter(|p| among(p)).map(|&p| instance.project(p).cost).sum()
    };
    cost(&|_| true) <= instance.budget()
        && limits.ceilings.iter().all(|c| cost(&|p| c.projects.contains(p)) <= c.most)
        && subsets(&(0..).take(limits.minima.len()).collect::<Vec<_>>()).all(|pots| {
            let pots: Vec<&Minimum> = pots.into_iter().map(|pot| &limits.minima[pot as usize]).collect();
            let least: u64 = pots.iter().map(|pot| pot.least).sum();
            cost(&|p| !pots.iter().any(|pot| pot.projects.contains(p))) + least <= instance.budget()
        })
        && limits.exclusive.iter().all(|e| set.iter().filter(|p| e.contains(p)).count() <= 1)
        && set.iter().all(|&p| instance.votes(p) >= limits.min_votes)
}

fn subsets(of: &[ProjectIndex]) -> impl Iterator<Item = Vec<ProjectIndex>> + '_ {
    (0_u32..1 << of.len()).map(|bits| {
        of.iter().enumerate().filter(|(place, _)| bits >> place & 1 == 1).map(|(_, &p)| p).collect()
    })
}

/// The smallest possible highest load: the largest price of a subset over the voters who chose one of it.
fn least_load(plain: &Plain, set: &[ProjectIndex]) -> Ratio {
    let fraction = |part: Vec<ProjectIndex>| {
        let voters = plain.2.iter().filter(|ballot| ballot.iter().any(|p| part.contains(p))).count();
        let price = part.iter().map(|&p| plain.1[p as usize]).sum();
        Ratio::of(price, u64::try_from(voters.max(1)).expect("few"))
    };
    subsets(set).map(fraction).max().expect("the empty set is one")
}

/// Maximin support as its definition says, the first of the list among equals.
fn plain_maximin(plain: &Plain, instance: &Instance) -> Vec<ProjectIndex> {
    let mut bought: Vec<ProjectIndex> = Vec::new();
    loop {
        let with = |p: ProjectIndex| bought.iter().copied().chain([p]).collect::<Vec<_>>();
        let may =
            |&p: &ProjectIndex| !bought.contains(&p) && instance.votes(p) > 0 && holds(instance, &with(p));
        let next = instance.indexes().filter(may).min_by_key(|&p| (least_load(plain, &with(p)), p));
        match next {
            Some(project) => bought.push(project),
            None => return bought,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn neither_the_order_of_voters_nor_names_nor_the_unit_of_money_matter(plain in plain(), turn in 0_usize..9) {
        let mut turned = plain.clone();
        let by = turn % turned.2.len();
        turned.2.rotate_left(by);
        turned.2.reverse();
        let mut dearer = plain.clone();
        dearer.0 *= 1300;
        dearer.1.iter_mut().for_each(|cost| *cost *= 1300);
        let project = |(place, &cost): (usize, &u64)| Project { id: format!("{}", 90 - place), cost };
        let renamed = Instance::new(plain.0, plain.1.iter().enumerate().map(project).collect(), plain.2.clone());
        for rule in rules() {
            let outcome = count(&build(&plain), &rule).expect("it counts");
            prop_assert_eq!(&count(&renamed, &rule).expect("it counts"), &outcome);
            prop_assert_eq!(&count(&build(&turned), &rule).expect("it counts"), &outcome);
            prop_assert_eq!(winners(&build(&dearer), &rule), outcome.winners().collect::<Vec<_>>());
        }
    }

    #[test]
    fn twice_the_voters_halve_the_loads_and_win_the_same(plain in plain()) {
        let mut more = plain.clone();
        more.2.extend(plain.2.clone());
        for rule in rules() {
            prop_assert_eq!(winners(&build(&more), &rule), winners(&build(&plain), &rule));
        }
    }

    #[test]
    fn the_order_of_the_list_makes_no_difference_when_ids_decide(plain in plain()) {
        let instance = build(&plain);
        let last = ProjectIndex::try_from(plain.1.len() - 1).expect("few");
        let projects: Vec<Project> = instance.projects().iter().rev().cloned().collect();
        let ballots = plain.2.iter().map(|ballot| ballot.iter().map(|p| last - p).collect()).collect();
        let turned = Instance::new(plain.0, projects, ballots);
        for rule in rules() {
            let rule = Rule { ties: vec![TieRule::IdText], ..rule };
            let there: Vec<_> = winners(&turned, &rule).into_iter().map(|p| last - p).collect();
            prop_assert_eq!(there, winners(&instance, &rule));
        }
    }

    #[test]
    fn limits_and_the_budget_hold(plain in plain(), limits in limits()) {
        let instance = limited(&plain, &limits);
        for rule in rules() {
            let won = winners(&instance, &rule);
            prop_assert!(holds(&instance, &won), "{:?} {:?}", rule, won);
        }
    }

    #[test]
    fn no_affordable_set_is_worth_more_and_none_as_good_stands_before(plain in plain(), limits in limits()) {
        let instance = limited(&plain, &limits);
        for utility in [Utility::Cost, Utility::Cardinality] {
            let worth = |set: &[ProjectIndex]| -> u128 {
                set.iter().map(|&p| instance.total_worth(p, utility)).sum()
            };
            let wanted: Vec<ProjectIndex> = instance.indexes().filter(|&p| instance.votes(p) > 0).collect();
            let best = subsets(&wanted)
                .filter(|set| holds(&instance, set))
                .max_by(|a, b| worth(a).cmp(&worth(b)).then_with(|| b.cmp(a)))
                .expect("the empty set is one");
            let outcome = count(&instance, &welfare(utility)).expect("it counts");
            prop_assert_eq!(outcome.value, Some(worth(&best)));
            prop_assert_eq!(outcome.winners().collect::<Vec<_>>(), best);
        }
    }

    #[test]
    fn maximin_support_is_its_definition(plain in plain(), limits in limits()) {
        let instance = limited(&plain, &limits);
        let outcome = count(&instance, &Rule { ties: vec![TieRule::FileOrder], ..maximin() }).expect("it counts");
        let won: Vec<ProjectIndex> = outcome.winners().collect();
        prop_assert_eq!(&won, &plain_maximin(&plain, &instance));
        for (place, (_, load)) in loads(&outcome).into_iter().enumerate() {
            prop_assert_eq!(load, least_load(&plain, &won[..=place]));
        }
    }
}
