//! What a plan yields and where it grows to (Dutch: groeipad; S28, S37): per criterion what was promised and what was reached,
//! and the step from an experiment to a plan that grows, and from there to one that is anchored. A step is taken on an
//! evaluation and on nothing else.

use serde::{Deserialize, Serialize};

use super::id::GrantId;
use super::settlement::{Done, Way};
use super::time::Moment;

/// Largest number that is promised or reached.
pub const MAX_NUMBER: u64 = 10_000_000;
/// Longest name of what is counted, in characters.
pub const MAX_MEASURE: usize = 120;

/// A criterion of the round (domain.md S21 to S23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// People of the wijk know and help each other (cohesion).
    K1,
    /// Everybody takes part.
    K2,
    /// Formal and informal care are linked.
    K3,
}

impl Criterion {
    /// Every criterion with its name.
    pub const NAMES: [(Criterion, &'static str); 3] =
        [(Criterion::K1, "k1"), (Criterion::K2, "k2"), (Criterion::K3, "k3")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Criterion::NAMES.iter().find(|(one, _)| *one == self).expect("every criterion has a name").1
    }

    /// The criterion of this name.
    pub fn named(name: &str) -> Option<Criterion> {
        Criterion::NAMES.iter().find(|(_, known)| *known == name).map(|(one, _)| *one)
    }
}

/// What a plan promises for a criterion, and what it reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Yield {
    /// For which.
    pub criterion: Criterion,
    /// What is counted, such as "bewoners die meeaten".
    pub measure: String,
    /// How many were promised.
    pub promised: u64,
    /// How many it were; nothing as long as nobody said so.
    pub reached: Option<u64>,
}

/// Where a plan stands on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It is tried out.
    Experiment,
    /// It grows.
    Grow,
    /// It is a part of the wijk.
    Anchored,
}

impl Stage {
    /// Every stage with its name.
    pub const NAMES: [(Stage, &'static str); 3] =
        [(Stage::Experiment, "experiment"), (Stage::Grow, "grow"), (Stage::Anchored, "anchored")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Stage::NAMES.iter().find(|(stage, _)| *stage == self).expect("every stage has a name").1
    }

    /// The stage of this name.
    pub fn named(name: &str) -> Option<Stage> {
        Stage::NAMES.iter().find(|(_, known)| *known == name).map(|(stage, _)| *stage)
    }

    /// The next one; nothing after the last.
    pub fn next(self) -> Option<Stage> {
        match self {
            Stage::Experiment => Some(Stage::Grow),
            Stage::Grow => Some(Stage::Anchored),
            Stage::Anchored => None,
        }
    }
}

/// An evaluation: a plan may go on to the next stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// From where.
    pub from: Stage,
    /// To where.
    pub to: Stage,
    /// Why.
    pub reason: String,
    /// By whom, as in the staff log.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// The earlier grant that a grant follows (S29), and the evaluations of both.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The later one.
    pub grant: GrantId,
    /// The earlier one.
    pub earlier: GrantId,
}

/// What an evaluation looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence<'a> {
    /// By which way the grant was settled; nothing while it is not.
    pub way: Option<Way>,
    /// How far the recipient says the activities were carried out; nothing without an account.
    pub done: Option<Done>,
    /// Whether money is still to be paid back.
    pub owes: bool,
    /// Whether anything was kept.
    pub kept: bool,
    /// Promises and what was reached.
    pub yields: &'a [Yield],
}

/// Why a plan may not take a step yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotYet {
    /// The grant is not settled.
    Unsettled,
    /// It was settled because nothing came, nothing was done or kept, or money is to be paid back.
    NotWell,
    /// Nothing was promised, or it was not told what was reached.
    Unfilled,
    /// It is anchored: there is no further step.
    Anchored,
}

/// What keeps a plan of this stage from its next one; nothing when it may take the step.
pub fn not_yet(stage: Stage, evidence: &Evidence<'_>) -> Option<NotYet> {
    let Some(way) = evidence.way else { return Some(NotYet::Unsettled) };
    let is_done = evidence.done.is_none_or(|done| done != Done::None);
    if way == Way::ExOfficio || !is_done || evidence.owes || !evidence.kept {
        return Some(NotYet::NotWell);
    }
    let is_filled = !evidence.yields.is_empty() && evidence.yields.iter().all(|one| one.reached.is_some());
    if !is_filled {
        return Some(NotYet::Unfilled);
    }
    stage.next().is_none().then_some(NotYet::Anchored)
}

/// The grants before this one, the nearest first, along the links; a circle ends it.
pub fn before<'a>(links: &'a [Link], grant: &GrantId) -> Vec<&'a GrantId> {
    let mut chain: Vec<&GrantId> = Vec::new();
    let mut at = grant;
    while let Some(link) = links.iter().find(|link| &link.grant == at) {
        if chain.contains(&&link.earlier) || &link.earlier == grant {
            break;
        }
        chain.push(&link.earlier);
        at = &link.earlier;
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yields(reached: Option<u64>) -> Vec<Yield> {
        vec![Yield { criterion: Criterion::K1, measure: "buren".into(), promised: 40, reached }]
    }

    /// S28: evaluation is the gate, and it looks at what is on record.
    #[test]
    fn s28_a_step_needs_a_good_settlement_and_what_was_reached() {
        let filled = yields(Some(12));
        let good = Evidence {
            way: Some(Way::Account),
            done: Some(Done::Part),
            owes: false,
            kept: true,
            yields: &filled,
        };
        assert_eq!(not_yet(Stage::Experiment, &good), None, "less than promised is no failure");
        assert_eq!(not_yet(Stage::Grow, &good), None);
        assert_eq!(not_yet(Stage::Anchored, &good), Some(NotYet::Anchored));
        let with = |change: fn(&mut Evidence<'_>)| {
            let mut evidence = good.clone();
            change(&mut evidence);
            not_yet(Stage::Experiment, &evidence)
        };
        assert_eq!(with(|one| one.way = None), Some(NotYet::Unsettled));
        assert_eq!(with(|one| one.way = Some(Way::ExOfficio)), Some(NotYet::NotWell));
        assert_eq!(with(|one| one.done = Some(Done::None)), Some(NotYet::NotWell));
        assert_eq!(with(|one| one.owes = true), Some(NotYet::NotWell));
        assert_eq!(with(|one| one.kept = false), Some(NotYet::NotWell));
        assert_eq!(with(|one| one.yields = &[]), Some(NotYet::Unfilled));
        let open = yields(None);
        assert_eq!(not_yet(Stage::Experiment, &Evidence { yields: &open, ..good }), Some(NotYet::Unfilled));
        assert_eq!(Stage::Experiment.next().and_then(Stage::next), Some(Stage::Anchored), "one at a time");
    }

    /// S29: grants link to the grant they follow.
    #[test]
    fn s29_a_chain_of_grants_has_an_end_also_where_it_is_a_circle() {
        let link =
            |grant: &str, earlier: &str| Link { grant: GrantId::new(grant), earlier: GrantId::new(earlier) };
        let links = [link("c", "b"), link("b", "a")];
        let c = GrantId::new("c");
        assert_eq!(before(&links, &c), [&GrantId::new("b"), &GrantId::new("a")]);
        let circle = [link("c", "b"), link("b", "c")];
        assert_eq!(before(&circle, &c), [&GrantId::new("b")]);
    }
}
