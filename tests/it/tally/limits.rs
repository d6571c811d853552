//! What a municipality adds: the examples of `tally::constraints`.

use schuifruimte::tally::constraints::{
    Ceiling, Envelope, Leftover, Limits, Minimum, Recipient, Share, StatedMinimum, Unused, endowments,
};
use schuifruimte::tally::rule::{Greedy, Method, NoFit, Score};
use schuifruimte::tally::{
    BallotKind, Ballots, CountError, Instance, Project, ProjectIndex, Ratio, Rule, count, reserve,
};

/// The plans of the examples, with price in euro and votes.
const PLANS: [(&str, u64, usize); 5] =
    [("park", 40, 6), ("pond", 30, 5), ("choir", 30, 4), ("fair", 20, 3), ("lamp", 10, 2)];
const PARK: ProjectIndex = 0;
const POND: ProjectIndex = 1;
const CHOIR: ProjectIndex = 2;
const FAIR: ProjectIndex = 3;
const LAMP: ProjectIndex = 4;

/// The election of the examples: ten ballots; this budget in euro.
fn example(budget: u64, limits: Limits) -> Instance {
    let plans = PLANS.iter().map(|&(id, cost, _)| Project { id: id.to_string(), cost: cost * 100 });
    let ballot = |voter| (0..).zip(PLANS).filter(|(_, plan)| voter < plan.2).map(|(p, _)| p).collect();
    Instance::new(budget * 100, plans.collect(), (0..10).map(ballot).collect()).with_limits(limits)
}

/// Who gets how many euro, in the order of purchase.
fn won(instance: &Instance) -> Vec<(&'static str, u64)> {
    let outcome = count(instance, &Rule::greedy()).expect("it counts");
    let name = |project: ProjectIndex| PLANS[project as usize].0;
    outcome.purchases.iter().map(|bought| (name(bought.project), bought.amount / 100)).collect()
}

fn winners(limits: Limits) -> Vec<&'static str> {
    won(&example(100, limits)).into_iter().map(|(name, _)| name).collect()
}

fn ceiling(projects: &[ProjectIndex], euro: u64) -> Ceiling {
    Ceiling { name: "ceiling".to_string(), projects: projects.to_vec(), most: euro * 100 }
}

fn minimum(projects: &[ProjectIndex], euro: u64) -> Minimum {
    Minimum { name: "pot".to_string(), projects: projects.to_vec(), least: euro * 100 }
}

#[test]
fn a_category_costs_at_most_its_ceiling() {
    assert_eq!(winners(Limits::default()), ["park", "pond", "choir"]);
    let green = Limits { ceilings: vec![ceiling(&[PARK, POND], 50)], ..Limits::default() };
    assert_eq!(winners(green), ["park", "choir", "fair", "lamp"]);
}

#[test]
fn affiliates_count_as_one_recipient() {
    let recipient = |name: &str, project| Recipient { name: name.to_string(), projects: vec![project] };
    let list = [recipient("A", PARK), recipient("B", POND), recipient("C", CHOIR), recipient("D", FAIR)];
    let apart = Ceiling::per_recipient(&list, &[], 6000);
    assert_eq!(apart.len(), 4);
    assert_eq!(
        winners(Limits { ceilings: apart, ..Limits::default() }),
        ["park", "pond", "choir"],
        "each alone stays below 60"
    );
    let ceilings = Ceiling::per_recipient(&list, &[(2, 0)], 6000);
    assert_eq!((ceilings.len(), ceilings[0].projects.as_slice()), (3, [PARK, CHOIR].as_slice()));
    assert_eq!(winners(Limits { ceilings, ..Limits::default() }), ["park", "pond", "fair", "lamp"]);
    let through_a_third = Ceiling::per_recipient(&list, &[(0, 1), (3, 2), (1, 3)], 6000);
    assert_eq!(through_a_third.len(), 1);
    assert_eq!(through_a_third[0].projects, [PARK, POND, CHOIR, FAIR]);
}

#[test]
fn shares_are_exact() {
    let third = Share { of: 1, per: 3 };
    assert_eq!((third.at_most(10_000), third.at_least(10)), (3_333, 4));
    assert_eq!((third.at_most(u64::MAX), third.at_least(9)), (u64::MAX / 3, 3));
}

#[test]
fn a_pot_keeps_its_money() {
    let renewal = Limits { minima: vec![minimum(&[FAIR, LAMP], 30)], ..Limits::default() };
    assert_eq!(winners(renewal), ["park", "pond", "fair", "lamp"]);
    let kept = Limits { minima: vec![minimum(&[FAIR], 40)], ..Limits::default() };
    assert_eq!(winners(kept.clone()), ["park", "fair", "lamp"]);
    assert_eq!(winners(Limits { unused: Unused::Released, ..kept }), ["park", "fair", "lamp", "pond"]);
    let two = Limits { minima: vec![minimum(&[FAIR], 20), minimum(&[CHOIR], 30)], ..Limits::default() };
    assert_eq!(
        winners(two),
        ["park", "choir", "fair", "lamp"],
        "pond would need 20 of the 50 that two pots keep"
    );
}

#[test]
fn variants_exclude_each_other_and_support_is_needed() {
    let variants = Limits { exclusive: vec![vec![PARK, POND]], ..Limits::default() };
    assert_eq!(winners(variants), ["park", "choir", "fair", "lamp"]);
    let half = Limits { min_share: Some(Share { of: 50, per: 100 }), ..Limits::default() };
    assert_eq!(winners(half), ["park", "pond"]);
    let more = Limits { min_share: Some(Share { of: 501, per: 1000 }), ..Limits::default() };
    assert_eq!(winners(more), ["park"], "five of ten ballots are less than 50.1 percent");
    assert_eq!(winners(Limits { min_votes: 3, ..Limits::default() }), ["park", "pond", "choir"]);
}

#[test]
fn the_marginal_plan_gets_a_part_not_below_its_minimum() {
    let states = |project, euro: u64| vec![StatedMinimum { project, least: euro * 100 }];
    let choir = |euro| Limits { parts: states(CHOIR, euro), ..Limits::default() };
    assert_eq!(won(&example(90, choir(15))), [("park", 40), ("pond", 30), ("choir", 20)]);
    assert_eq!(won(&example(90, choir(20))), [("park", 40), ("pond", 30), ("choir", 20)]);
    assert_eq!(won(&example(90, choir(25))), [("park", 40), ("pond", 30), ("fair", 20)]);
    assert_eq!(won(&example(100, choir(15))), [("park", 40), ("pond", 30), ("choir", 30)]);
    let green =
        Limits { ceilings: vec![ceiling(&[PARK, POND], 60)], parts: states(POND, 15), ..Limits::default() };
    assert_eq!(won(&example(100, green)), [("park", 40), ("pond", 20), ("choir", 30), ("lamp", 10)]);
    let parts = [states(POND, 10), states(CHOIR, 10)].concat();
    let once = Limits {
        ceilings: vec![ceiling(&[PARK, POND], 50), ceiling(&[CHOIR], 20)],
        parts,
        ..Limits::default()
    };
    assert_eq!(won(&example(100, once)), [("park", 40), ("pond", 10), ("fair", 20), ("lamp", 10)]);
}

#[test]
fn whoever_moves_up_fits_beside_those_who_stay() {
    let moves = |limits: Limits| -> (Vec<ProjectIndex>, Vec<ProjectIndex>) {
        let instance = example(100, limits);
        let mut outcome = count(&instance, &Rule::greedy()).expect("it counts");
        assert_eq!(outcome.winner_set(), [PARK, POND, CHOIR]);
        outcome.purchases.retain(|bought| bought.project != POND);
        let moved = reserve::move_up(&instance, &outcome.purchases, &outcome.reserve);
        (outcome.reserve, moved)
    };
    assert_eq!(moves(Limits::default()), (vec![FAIR, LAMP], vec![FAIR, LAMP]));
    let variants = Limits { exclusive: vec![vec![CHOIR, FAIR]], ..Limits::default() };
    assert_eq!(moves(variants), (vec![FAIR, LAMP], vec![LAMP]));
    let too_few = Limits { min_votes: 3, ..Limits::default() };
    assert_eq!(moves(too_few), (vec![FAIR], vec![FAIR]), "who could never win does not wait");
}

#[test]
fn what_is_left_may_be_free_of_ceilings() {
    let limits = Limits {
        ceilings: vec![ceiling(&[PARK, POND], 50), ceiling(&[CHOIR, FAIR, LAMP], 30)],
        ..Limits::default()
    };
    assert_eq!(winners(limits.clone()), ["park", "choir"]);
    assert_eq!(winners(Limits { leftover: Leftover::Free, ..limits }), ["park", "choir", "pond"]);
}

/// Noord with three voters and Zuid with one, as in `tally::constraints::envelopes`.
fn town(envelopes: Vec<Envelope>) -> Instance {
    let project = |id: &str, euro: u64| Project { id: id.to_string(), cost: euro * 100 };
    let projects = vec![project("bus", 40), project("swing", 60), project("bench", 40)];
    let homes = vec!["Noord".to_string(), "Zuid".to_string()];
    let mut ballots = Ballots::with_homes(BallotKind::Approval, homes);
    (0..3).for_each(|_| ballots.push_from(0, [0, 1]));
    ballots.push_from(1, [0, 2]);
    let limits = Limits { envelopes, ..Limits::default() };
    Instance::build(14_000, projects, ballots).with_limits(limits)
}

fn envelope(euro: u64, homes: &[u32]) -> Envelope {
    Envelope { name: "envelope".to_string(), amount: euro * 100, homes: homes.to_vec() }
}

fn three_envelopes() -> Vec<Envelope> {
    vec![envelope(60, &[0]), envelope(40, &[1]), envelope(40, &[0, 1])]
}

#[test]
fn money_follows_the_voter_in_a_count() {
    let ids = |envelopes: Vec<Envelope>| -> Vec<String> {
        let instance = town(envelopes);
        let outcome = count(&instance, &Rule::equal_shares()).expect("it counts");
        assert!(outcome.reserve.is_empty() || instance.limits().envelopes.is_empty());
        outcome.winners().map(|winner| instance.project(winner).id.clone()).collect()
    };
    assert_eq!(ids(Vec::new()), ["bus", "swing"]);
    assert_eq!(ids(three_envelopes()), ["bus", "swing", "bench"]);
}

#[test]
fn money_follows_the_voter() {
    let plain = endowments(&town(Vec::new()));
    assert_eq!([plain.of(0), plain.of(1)], [Ratio::whole(3500), Ratio::whole(3500)]);
    let filled = endowments(&town(three_envelopes()));
    assert_eq!([filled.of(0), filled.of(1)], [Ratio::whole(3000), Ratio::whole(5000)]);
    let odd = endowments(&town(vec![envelope(100, &[0]), envelope(40, &[0, 1])]));
    assert_eq!([odd.of(0), odd.of(1)], [Ratio::of(13_000, 3), Ratio::whole(1000)]);
    assert_eq!([odd.integral().of(0), odd.integral().of(1)], [Ratio::whole(4300), Ratio::whole(1000)]);
    let raised = odd.raised(100);
    assert_eq!([raised.of(0), raised.of(1)], [Ratio::of(13_300, 3), Ratio::whole(1100)]);
}

fn refused(instance: &Instance, rule: &Rule) -> &'static str {
    match count(instance, rule) {
        Err(CountError::Incompatible(why)) => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_cannot_be_kept_is_refused_with_its_reason() {
    let why = |limits: Limits, rule: Rule| refused(&example(100, limits), &rule);
    let minima = |minima: &[Minimum]| Limits { minima: minima.to_vec(), ..Limits::default() };
    let greedy = Rule::greedy;
    assert!(why(minima(&[minimum(&[0], 60), minimum(&[1], 41)]), greedy()).contains("more than the budget"));
    assert!(why(minima(&[minimum(&[0], 10), minimum(&[0], 10)]), greedy()).contains("two pots"));
    let capped = Limits { ceilings: vec![ceiling(&[0, 1], 20)], ..minima(&[minimum(&[0], 30)]) };
    assert!(why(capped, greedy()).contains("more than the ceiling"));
    let unknown = Limits { exclusive: vec![vec![0, 5]], ..Limits::default() };
    assert!(why(unknown, greedy()).contains("not in this election"));
    let twice = vec![StatedMinimum { project: 0, least: 1 }; 2];
    assert!(why(Limits { parts: twice, ..Limits::default() }, greedy()).contains("two minimum sums"));
    let above = Limits { min_share: Some(Share { of: 11, per: 10 }), ..Limits::default() };
    assert!(why(above, greedy()).contains("between 0 and 1"));
    let part = Limits { parts: vec![StatedMinimum { project: 0, least: 1 }], ..Limits::default() };
    assert!(why(part, Rule::equal_shares()).contains("part of its price"));
    let released = Limits { unused: Unused::Released, ..Limits::default() };
    assert!(why(released.clone(), Rule::equal_shares()).contains("no such part"));
    let stop = Greedy { score: Score::Votes, no_fit: NoFit::Stop, threshold: 0 };
    assert!(why(released, Rule::by_id(Method::Greedy(stop))).contains("no such part"));
}

#[test]
fn envelopes_that_nobody_can_spend_are_refused() {
    let why = |envelopes: Vec<Envelope>| refused(&town(envelopes), &Rule::equal_shares());
    assert!(why(vec![envelope(139, &[0, 1])]).contains("not the budget"));
    assert!(why(vec![envelope(140, &[0, 0])]).contains("twice"));
    assert!(why(vec![envelope(140, &[2])]).contains("does not know"));
    assert!(why(vec![envelope(140, &[0, 1]), envelope(0, &[])]).contains("no voters"));
    assert!(refused(&town(three_envelopes()), &Rule::greedy()).contains("need Equal Shares"));
    assert!(refused(&town(three_envelopes()), &Rule::round_default()).contains("largest area"));
}
