//! Exact Equal Shares and bounded overspending on elections counted by hand, and what they promise.

use proptest::prelude::*;
use schuifruimte::tally::constraints::Limits;
use schuifruimte::tally::rule::{AddOpt, ExactEqualShares, Method, Then, Utility};
use schuifruimte::tally::{CountError, Instance, Outcome, Project, Ratio, Rule, Stage, count};

use super::laws::instance;

fn exact(utility: Utility, add_opt: Option<AddOpt>) -> Rule {
    Rule::by_id(Method::ExactEqualShares(ExactEqualShares { utility, add_opt, then: Then::None }))
}

fn overspending() -> Rule {
    Rule::by_id(Method::BoundedOverspending(Utility::Cost))
}

fn election(budget: u64, costs: &[u64], ballots: &[&[u32]]) -> Instance {
    let project = |(place, &cost): (usize, &u64)| Project { id: format!("p{place}"), cost };
    let projects = costs.iter().enumerate().map(project).collect();
    Instance::new(budget, projects, ballots.iter().map(|ballot| ballot.to_vec()).collect())
}

fn winners(outcome: &Outcome) -> Vec<u32> {
    outcome.winners().collect()
}

/// Three voters with 333 1/3 cents. The first two want p0 (600) and p2 (120), the third wants p1 (350).
fn three() -> Instance {
    election(1000, &[600, 350, 120], &[&[0, 2], &[0, 2], &[1]])
}

#[test]
fn nobody_is_asked_for_more_than_the_others() {
    // By price p0 and p2 have two payers each; p0 is first by id. Then they hold 33 1/3, too little for 60.
    let once = count(&three(), &exact(Utility::Cost, None)).unwrap();
    assert_eq!((winners(&once), once.endowment), (vec![0], Some(Ratio::of(1000, 3))));
    // As one, the lowest payment goes first: 60 each for p2; then 273 1/3 are too little for p0.
    let once = count(&three(), &exact(Utility::Cardinality, None)).unwrap();
    assert_eq!(winners(&once), [2]);
    // Three voters with 100 each. After p0 the second holds 20: Equal Shares takes those and 90 of the third
    // for p1; 55 of each is too much for the second, and 110 for the third alone.
    let poorer = election(300, &[160, 110], &[&[0], &[0, 1], &[1]]);
    assert_eq!(winners(&count(&poorer, &Rule::equal_shares()).unwrap()), [0, 1]);
    assert_eq!(winners(&count(&poorer, &exact(Utility::Cost, None)).unwrap()), [0]);
}

#[test]
fn the_endowment_jumps_to_where_something_changes() {
    // By price: at 350 the third voter can pay p1; at 360 the others could pay p2 too, over budget.
    for form in [AddOpt::Best, AddOpt::FirstOver, AddOpt::Exhaustive, AddOpt::Skip] {
        let outcome = count(&three(), &exact(Utility::Cost, Some(form))).unwrap();
        assert_eq!((winners(&outcome), outcome.endowment), (vec![0, 1], Some(Ratio::whole(350))), "{form:?}");
    }
}

#[test]
fn a_project_that_is_nearly_paid_for_is_bought_and_costs_its_supporters_more() {
    // Two voters with 50 cents each. p0 costs 60 and one wants it: α = 5/6, λ = 50/60, ρ = 1 of each cent of its
    // price, so the voter is asked for 60 and gives 50.
    let outcome = count(&election(100, &[60], &[&[0], &[]]), &overspending()).unwrap();
    assert_eq!(winners(&outcome), [0]);
    let Stage::Shares(payment) = &outcome.purchases[0].stage else { panic!("paid from shares") };
    assert_eq!((payment.payers, payment.highest.clone()), (1, Ratio::whole(50)));
    let plain = count(&election(100, &[60], &[&[0], &[]]), &Rule::equal_shares()).unwrap();
    assert!(plain.purchases.is_empty(), "Equal Shares buys nothing here");
}

#[test]
fn points_have_no_equal_parts_and_need_ballots_with_points() {
    let refused = count(&three(), &exact(Utility::Points, None)).unwrap_err();
    assert!(matches!(refused, CountError::Incompatible(_)));
    let refused = count(&three(), &Rule::by_id(Method::BoundedOverspending(Utility::Borda))).unwrap_err();
    assert!(matches!(refused, CountError::Incompatible(_)), "sets rank nothing");
}

#[test]
fn what_is_free_is_bought_first_and_limits_hold() {
    let free = election(100, &[0, 0, 100, 101], &[&[0, 2, 3]]);
    for rule in [exact(Utility::Cost, None), overspending()] {
        let outcome = count(&free, &rule).unwrap();
        assert_eq!(winners(&outcome), [0, 2], "p1 has no supporter, p3 is dearer than the budget");
        assert_eq!(outcome.purchases[0].stage, Stage::Free);
        let shut = free.clone().with_limits(Limits { exclusive: vec![vec![0, 2]], ..Limits::default() });
        assert_eq!(winners(&count(&shut, &rule).unwrap()), [0]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn all_payers_of_a_project_pay_the_same_and_together_its_price(instance in instance()) {
        for utility in [Utility::Cost, Utility::Cardinality] {
            let forms = [None, Some(AddOpt::Best), Some(AddOpt::FirstOver), Some(AddOpt::Skip)];
            let outcomes = forms.map(|form| count(&instance, &exact(utility, form)).expect("it counts"));
            for purchase in outcomes.iter().flat_map(|outcome| &outcome.purchases) {
                let Stage::Shares(payment) = &purchase.stage else { panic!("nothing is free here") };
                prop_assert!(payment.payers <= instance.votes(purchase.project));
                prop_assert_eq!(&payment.highest, &Ratio::of(purchase.amount, payment.payers));
            }
            let [once, best, first_over, skip] = outcomes.map(|outcome| outcome.cost());
            prop_assert!(once <= best && first_over <= best && best <= instance.budget());
            prop_assert!(skip <= instance.budget());
        }
    }

    #[test]
    fn overspending_keeps_to_the_budget_and_nobody_gives_more_than_a_share(instance in instance()) {
        let outcome = count(&instance, &overspending()).expect("it counts");
        prop_assert!(outcome.cost() <= instance.budget());
        let share = outcome.endowment.clone().expect("voters hold something");
        for purchase in &outcome.purchases {
            let Stage::Shares(payment) = &purchase.stage else { panic!("nothing is free here") };
            prop_assert!(payment.highest <= share);
        }
    }
}
