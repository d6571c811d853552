//! Small elections that nobody made up by hand, with ties and near-ties likely.

use proptest::prelude::*;
use schuifruimte::tally::constraints::{Ceiling, Limits, Minimum};
use schuifruimte::tally::ties::TieRule;
use schuifruimte::tally::{BallotKind, Ballots, Instance, Project, ProjectIndex};
use serde_json::{Value, json};

/// Ids of which the order as text, as numbers and in the list differ.
const IDS: [&str; 7] = ["9", "10", "b", "2", "a", "é", "B"];

/// A made-up election as plain lists, all amounts in cents.
#[derive(Debug, Clone)]
pub struct Made {
    pub kind: BallotKind,
    pub ties: Vec<TieRule>,
    budget: u64,
    costs: Vec<u64>,
    /// Projects with points; the points only count where ballots have them.
    ballots: Vec<Vec<(ProjectIndex, u32)>>,
    limits: Limits,
}

impl Made {
    pub fn has_limits(&self) -> bool {
        self.limits != Limits::default()
    }

    pub fn instance(&self) -> Instance {
        let mut ballots = Ballots::new(self.kind);
        for ballot in &self.ballots {
            match self.kind {
                BallotKind::Points => ballots.push_points(ballot.iter().copied()),
                BallotKind::Approval | BallotKind::Ranking => ballots.push(ballot.iter().map(|(p, _)| *p)),
            }
        }
        let project = |(&id, &cost): (&&str, &u64)| Project { id: id.to_string(), cost };
        let projects = IDS.iter().zip(&self.costs).map(project).collect();
        Instance::build(self.budget, projects, ballots).with_limits(self.limits.clone())
    }

    /// The election as the second program reads it.
    pub fn question(&self) -> Value {
        let ids = |set: &[ProjectIndex]| set.iter().map(|&p| IDS[p as usize]).collect::<Vec<&str>>();
        let projects: Vec<Value> = IDS.iter().zip(&self.costs).map(|(id, cost)| json!([id, cost])).collect();
        let named = |ballot: &Vec<(ProjectIndex, u32)>| {
            ids(&ballot.iter().map(|(project, _)| *project).collect::<Vec<ProjectIndex>>())
        };
        let points = |ballot: &Vec<(ProjectIndex, u32)>| ballot.iter().map(|(_, p)| *p).collect::<Vec<u32>>();
        let limits = &self.limits;
        let mut question = json!({
            "budget": self.budget,
            "type": match self.kind {
                BallotKind::Approval => "approval",
                BallotKind::Ranking => "ordinal",
                BallotKind::Points => "cumulative",
            },
            "projects": projects,
            "ballots": self.ballots.iter().map(named).collect::<Vec<_>>(),
            "limits": {
                "ceilings": limits.ceilings.iter()
                    .map(|c| json!({"projects": ids(&c.projects), "most": c.most})).collect::<Vec<_>>(),
                "minima": limits.minima.iter()
                    .map(|m| json!({"projects": ids(&m.projects), "least": m.least})).collect::<Vec<_>>(),
                "exclusive": limits.exclusive.iter().map(|set| ids(set)).collect::<Vec<_>>(),
                "min_votes": limits.min_votes,
            },
        });
        if self.kind == BallotKind::Points {
            question["points"] = self.ballots.iter().map(points).collect::<Vec<_>>().into();
        }
        question
    }
}

/// Prices that make ties and near-ties likely; some nothing, some dearer than most budgets.
fn cost() -> impl Strategy<Value = u64> {
    prop_oneof![
        6 => (1_u64..9).prop_map(|units| units * 100),
        2 => prop::sample::select(vec![99, 101, 150, 199, 201, 250, 333, 334, 599, 601]),
        1 => Just(0),
        1 => 900_u64..2_500,
    ]
}

/// A ballot: some projects in any order, with 0 to 4 points each; sometimes blank.
fn ballot(projects: ProjectIndex) -> impl Strategy<Value = Vec<(ProjectIndex, u32)>> {
    let all: Vec<ProjectIndex> = (0..projects).collect();
    let most = projects as usize;
    let chosen = prop::sample::subsequence(all, 0..=most).prop_shuffle();
    (chosen, prop::collection::vec(0_u32..5, most))
        .prop_map(|(chosen, points)| chosen.into_iter().zip(points).collect())
}

/// Orders that decide everything, a lot, and orders that leave ties open.
fn ties() -> impl Strategy<Value = Vec<TieRule>> {
    prop_oneof![
        3 => Just(vec![TieRule::IdText]),
        2 => Just(vec![TieRule::MostVotes, TieRule::LowestCost, TieRule::Lot("25 november".to_string())]),
        1 => Just(vec![TieRule::HighestCost, TieRule::IdNumber]),
        1 => Just(vec![TieRule::FileOrder]),
        2 => Just(vec![TieRule::LowestCost]),
        1 => Just(vec![TieRule::MostVotes, TieRule::HighestCost]),
    ]
}

/// Mostly none; else one or two of each kind over any of the projects.
fn limits(projects: ProjectIndex) -> impl Strategy<Value = Limits> {
    let set = move || prop::sample::subsequence((0..projects).collect::<Vec<_>>(), 1..=projects as usize);
    let ceiling = (set(), 0_u64..12).prop_map(|(projects, units)| Ceiling {
        name: "a ceiling".to_string(),
        projects,
        most: units * 100,
    });
    let minimum = (set(), 1_u64..6).prop_map(|(projects, units)| Minimum {
        name: "a pot".to_string(),
        projects,
        least: units * 100,
    });
    let some = (
        prop::collection::vec(ceiling, 0..3),
        prop::collection::vec(minimum, 0..3),
        prop::collection::vec(set(), 0..3),
        0_u64..3,
    )
        .prop_map(|(ceilings, minima, exclusive, min_votes)| Limits {
            ceilings,
            minima,
            exclusive,
            min_votes,
            ..Limits::default()
        });
    prop_oneof![2 => Just(Limits::default()), 1 => some]
}

/// Any small election: 1 to 7 projects, 0 to 12 ballots.
pub fn election() -> impl Strategy<Value = Made> {
    let kind = prop::sample::select(vec![BallotKind::Approval, BallotKind::Ranking, BallotKind::Points]);
    (1..=IDS.len()).prop_flat_map(move |projects| {
        let last = ProjectIndex::try_from(projects).expect("few");
        let budget =
            prop_oneof![8 => (2_u64..20).prop_map(|units| units * 100), 1 => 100_u64..2_000, 1 => Just(0)];
        let ballots = prop::collection::vec(ballot(last), 0..=12);
        (kind.clone(), ties(), budget, prop::collection::vec(cost(), projects), ballots, limits(last))
            .prop_map(|(kind, ties, budget, costs, ballots, limits)| Made {
                kind,
                ties,
                budget,
                costs,
                ballots,
                limits,
            })
    })
}
