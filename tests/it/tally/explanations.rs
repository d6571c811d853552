//! What a plan that did not win lacked: given exactly that much it wins, given one less it loses. Who took its
//! money: what each purchase took and what is left is what there was.

use proptest::prelude::*;
use schuifruimte::tally::explain::{Explanation, Lack, Reason, Thresholds, confirm};
use schuifruimte::tally::ties::TieRule;
use schuifruimte::tally::{Instance, Project, Ratio, Rule, count};

use super::goldens::{cases, election};
use super::laws::{instance, rules};

fn wins(instance: &Instance, rule: &Rule, project: u32) -> bool {
    count(instance, rule).expect("it counts").has(project)
}

fn explain(instance: &Instance, rule: &Rule) -> Explanation {
    let outcome = count(instance, rule).expect("it counts");
    schuifruimte::tally::explain::explain(instance, rule, &outcome).expect("the trace confirms the count")
}

/// Checks what is said of the money of one plan's supporters.
fn money_adds_up(instance: &Instance, lack: &Lack, explanation: &Explanation) {
    let Some(behind) = &lack.behind else {
        assert!(lack.taken.is_empty() && lack.unaffordable.is_none());
        return;
    };
    let plus = |a: &Ratio, b: &Ratio| {
        let over = a.numerator() * b.denominator() + b.numerator() * a.denominator();
        Ratio::new(over, a.denominator() * b.denominator())
    };
    let taken = lack.taken.iter().fold(Ratio::whole(0), |sum, taken| plus(&sum, &taken.amount));
    let endowment = explanation.trace.endowment.as_ref().expect("shares have one");
    let votes = instance.votes(lack.project);
    let had = Ratio::new(endowment.numerator() * votes, endowment.denominator().clone());
    assert_eq!(plus(behind, &taken), had, "what was taken and what is left is what there was");
    let cost = Ratio::whole(instance.project(lack.project).cost);
    assert!(*behind < cost, "who holds the price buys");
    let known = lack.unaffordable.as_ref().expect("at some moment they could not pay any more");
    let until = lack.taken.iter().filter(|taken| taken.round <= known.after);
    let until = until.fold(Ratio::whole(0), |sum, taken| plus(&sum, &taken.amount));
    assert_eq!(plus(&known.held, &until), had);
    assert!(known.held < cost);
    if known.after > 0 {
        let last = lack.taken.iter().find(|taken| taken.round == known.after).expect("a purchase made it so");
        assert!(plus(&known.held, &last.amount) >= cost, "before that purchase they could");
    }
    let most = lack.taken.iter().filter(|taken| taken.round <= known.after).map(|taken| &taken.amount).max();
    assert_eq!(lack.took_most().map(|taken| &taken.amount), most);
}

/// Checks the reason against the plain facts.
fn reason_is_plain(instance: &Instance, lack: &Lack, explanation: &Explanation) {
    let cost = instance.project(lack.project).cost;
    let spent: u64 = explanation.trace.bought().map(|bought| bought.amount).sum();
    match &lack.reason {
        Reason::OverBudget(by) => assert_eq!(cost, instance.budget() + by),
        Reason::NoSupport => assert_eq!(instance.votes(lack.project), 0),
        Reason::TooFew { counted, least } => assert!(*counted < u128::from(*least)),
        Reason::HeldTooLittle => assert!(lack.behind.is_some()),
        Reason::NoRoom { left, short } => {
            assert_eq!(cost, left + short);
            assert!(*short > 0 && *left >= instance.budget() - spent);
        }
        Reason::LostTie(winner) => {
            assert!(explanation.trace.bought().any(|bought| bought.tied.first() == Some(winner)));
        }
        Reason::Ended { left } => assert!(*left >= instance.budget() - spent),
        Reason::Limits | Reason::NotChosen => panic!("there are no limits here, and all is replayed"),
    }
}

/// Checks all that is said of one plan; how many things were said.
fn holds(instance: &Instance, rule: &Rule, lack: &Lack) -> usize {
    let (project, cost) = (lack.project, instance.project(lack.project).cost);
    assert!(!wins(instance, rule, project), "only plans that lost are explained");
    if let Some(by) = lack.short_by {
        assert!(wins(&instance.with_cost(project, cost - by), rule, project), "{by} cheaper wins");
        assert!(
            !wins(&instance.with_cost(project, cost - (by - 1)), rule, project),
            "{} cheaper loses",
            by - 1
        );
    }
    if let Some(more) = lack.supporters_needed {
        assert!(wins(&instance.with_supporters(project, more), rule, project), "{more} more voters win");
        let fewer = more - 1;
        let almost = if fewer == 0 { instance.clone() } else { instance.with_supporters(project, fewer) };
        assert!(!wins(&almost, rule, project), "{fewer} more voters lose");
    }
    usize::from(lack.short_by.is_some()) + usize::from(lack.supporters_needed.is_some())
}

/// Told as they were found, thresholds are confirmed; told wrong by one or beyond all there is, they are left out;
/// of what is not told nothing is said.
fn confirmed_only_when_true(instance: &Instance, rule: &Rule, explanation: &Explanation) {
    let outcome = count(instance, rule).expect("it counts");
    let told = |change: &(dyn Fn(u64) -> Option<u64> + Sync)| {
        let thresholds = |project: u32| {
            let lack = explanation.lacks.iter().find(|lack| lack.project == project).expect("a loser");
            Thresholds {
                short_by: lack.short_by.and_then(change),
                supporters_needed: lack.supporters_needed.and_then(change),
            }
        };
        confirm(instance, rule, &outcome, thresholds).expect("the trace confirms the count")
    };
    assert_eq!(told(&Some), *explanation);
    let nothing_said = |explanation: &Explanation| {
        explanation.lacks.iter().all(|lack| lack.short_by.is_none() && lack.supporters_needed.is_none())
    };
    assert!(nothing_said(&told(&|_| None)) && nothing_said(&told(&|_| Some(u64::MAX))));
    assert!(nothing_said(&told(&|_| Some(0))) && nothing_said(&told(&|at| Some(at - 1))));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_is_said_of_made_up_elections_is_true(instance in instance()) {
        for rule in rules() {
            let explanation = explain(&instance, &rule);
            confirmed_only_when_true(&instance, &rule, &explanation);
            for lack in &explanation.lacks {
                holds(&instance, &rule, lack);
                reason_is_plain(&instance, lack, &explanation);
                if instance.project(lack.project).cost <= instance.budget() && instance.votes(lack.project) > 0 {
                    money_adds_up(&instance, lack, &explanation);
                }
            }
        }
    }
}

#[test]
fn what_is_said_of_real_elections_is_true() {
    let Some(folder) = cases("explanations of real elections") else { return };
    let mut said = 0;
    for name in ["Netherlands_Amsterdam_166.pb", "Canada_Stanford_Dataset_PB_Dieppe_2018_vote_approvals.pb"] {
        let election = election(&folder, name);
        for rule in [Rule::greedy(), Rule::equal_shares()] {
            let explanation = explain(&election.instance, &rule);
            for lack in &explanation.lacks {
                reason_is_plain(&election.instance, lack, &explanation);
                money_adds_up(&election.instance, lack, &explanation);
            }
            said +=
                explanation.lacks.iter().map(|lack| holds(&election.instance, &rule, lack)).sum::<usize>();
        }
    }
    assert!(said > 10, "real elections have plans of which something can be said: {said}");
}

#[test]
fn explanations_are_the_same_with_one_thread_and_with_two() {
    let Some(folder) = cases("explanations with one and two threads") else { return };
    let election = election(&folder, "Netherlands_Amsterdam_166.pb");
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| explain(&election.instance, &Rule::equal_shares()))
    };
    assert_eq!(with(1), with(2));
}

#[test]
fn the_one_who_loses_a_lot_is_told_so() {
    let projects = ["a", "b"].map(|id| Project { id: id.to_string(), cost: 100 }).to_vec();
    let instance = Instance::new(100, projects, vec![vec![0], vec![1]]);
    let mut rule = Rule::greedy();
    rule.ties = vec![TieRule::IdText];
    let explanation = explain(&instance, &rule);
    assert_eq!(explanation.lacks[0].reason, Reason::LostTie(0));
    assert_eq!(explanation.lacks[0].supporters_needed, Some(1));
    let bought: Vec<u32> = explanation.trace.bought().map(|bought| bought.project).collect();
    assert_eq!(bought, [0]);
}
