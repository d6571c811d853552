//! What a plan that did not win lacked: given exactly that much it wins, given one less it loses.

use proptest::prelude::*;
use schuifruimte::tally::explain::{Lack, explain};
use schuifruimte::tally::{Instance, Rule, count};

use super::goldens::{cases, election};
use super::laws::{instance, rules};

fn wins(instance: &Instance, rule: &Rule, project: u32) -> bool {
    count(instance, rule).expect("it counts").has(project)
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn what_is_said_of_made_up_elections_is_true(instance in instance()) {
        for rule in rules() {
            let outcome = count(&instance, &rule).expect("it counts");
            for lack in explain(&instance, &rule, &outcome).expect("it can be followed").lacks {
                holds(&instance, &rule, &lack);
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
            let outcome = count(&election.instance, &rule).unwrap();
            let lacks = explain(&election.instance, &rule, &outcome).unwrap().lacks;
            said += lacks.iter().map(|lack| holds(&election.instance, &rule, lack)).sum::<usize>();
        }
    }
    assert!(said > 10, "real elections have plans of which something can be said: {said}");
}
