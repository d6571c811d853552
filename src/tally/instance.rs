//! What is counted: a budget, projects with a price, ballots, and the limits of the municipality.

use std::sync::Arc;

use super::ballots::{BallotKind, Ballots, ProjectIndex};
use super::constraints::Limits;
use super::groups::{Groups, Rows};
use super::rule::Utility;

/// Something that can be bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Opaque text, unique in the instance.
    pub id: String,
    /// Price in cents.
    pub cost: u64,
}

/// One election, ready to count. Equal ballots (from equal homes) stand together as one group with a
/// weight, and the order of the groups depends on their content only: that in which ballots arrived is gone.
/// A copy shares its ballots, so that counting again with another price or more voters costs little.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    budget: u64,
    projects: Vec<Project>,
    kind: BallotKind,
    voters: u64,
    limits: Limits,
    homes: Vec<String>,
    /// How many voters each group stands for: beside the groups, so that a copy may change them alone.
    weights: Vec<u64>,
    groups: Arc<Groups>,
    supporters: Arc<Rows>,
    supporter_values: Arc<Vec<u32>>,
    votes: Vec<u64>,
}

impl Instance {
    /// An election with sets of projects as ballots. A project named twice in one ballot counts once; a
    /// blank ballot counts as a voter. Every index in `ballots` is below `projects.len()`.
    pub fn new(budget: u64, projects: Vec<Project>, ballots: Vec<Vec<ProjectIndex>>) -> Instance {
        let mut all = Ballots::new(BallotKind::Approval);
        ballots.into_iter().for_each(|ballot| all.push(ballot));
        Instance::build(budget, projects, all)
    }

    /// An election with ballots of any kind. Every index in them is below `projects.len()`.
    pub fn build(budget: u64, projects: Vec<Project>, ballots: Ballots) -> Instance {
        let (kind, homes, voters, mut groups) = ballots.settle();
        let mut instance = Instance {
            budget,
            kind,
            voters,
            limits: Limits::default(),
            homes,
            weights: std::mem::take(&mut groups.weights),
            groups: Arc::new(groups),
            supporters: Arc::default(),
            supporter_values: Arc::default(),
            votes: vec![0; projects.len()],
            projects,
        };
        instance.transpose();
        instance
    }

    /// The same election under these limits.
    pub fn with_limits(self, limits: Limits) -> Instance {
        Instance { limits, ..self }
    }

    /// What may be spent, in cents.
    pub fn budget(&self) -> u64 {
        self.budget
    }

    /// What the municipality adds.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// How voters said what they want.
    pub fn kind(&self) -> BallotKind {
        self.kind
    }

    /// All projects, in the order they were given.
    pub fn projects(&self) -> &[Project] {
        &self.projects
    }

    /// One project.
    pub fn project(&self, index: ProjectIndex) -> &Project {
        &self.projects[index as usize]
    }

    /// The indexes of all projects, ascending.
    pub fn indexes(&self) -> impl Iterator<Item = ProjectIndex> + use<> {
        0..ProjectIndex::try_from(self.projects.len()).expect("fewer than four thousand million projects")
    }

    /// All ballots, blank ones included.
    pub fn voters(&self) -> u64 {
        self.voters
    }

    /// How many ballots name the project.
    pub fn votes(&self, project: ProjectIndex) -> u64 {
        self.votes[project as usize]
    }

    /// How many voters each group of equal ballots stands for.
    pub fn group_weights(&self) -> &[u64] {
        &self.weights
    }

    /// The projects a group's ballots name, ascending.
    pub fn group_projects(&self, group: usize) -> &[ProjectIndex] {
        self.groups.projects.row(group)
    }

    /// The value of each of [`Instance::group_projects`] to the voters of the group; empty for sets.
    pub fn group_values(&self, group: usize) -> &[u32] {
        self.groups.values(group)
    }

    /// The names of the homes of voters; empty when this election does not know them.
    pub fn homes(&self) -> &[String] {
        &self.homes
    }

    /// Where the voters of a group live: a place in [`Instance::homes`]; 0 when there are none.
    pub fn home(&self, group: usize) -> u32 {
        self.groups.home(group)
    }

    /// The groups whose ballots name the project, ascending.
    pub fn supporters(&self, project: ProjectIndex) -> &[u32] {
        self.supporters.row(project as usize)
    }

    /// The value of the project to each of [`Instance::supporters`]; empty for sets.
    pub fn supporter_values(&self, project: ProjectIndex) -> &[u32] {
        match self.kind {
            BallotKind::Approval => &[],
            BallotKind::Ranking | BallotKind::Points => {
                &self.supporter_values[self.supporters.range(project as usize)]
            }
        }
    }

    /// What the project is worth to each of [`Instance::supporters`], one after the other; 0 for who gets
    /// nothing out of it. Sets of projects have the value 1 each.
    pub fn worths(&self, project: ProjectIndex, utility: Utility) -> impl Iterator<Item = u64> + '_ {
        let cost = self.project(project).cost;
        let values = self.supporter_values(project);
        (0..self.supporters(project).len()).map(move |at| {
            let value = values.get(at).copied().map_or(1, u64::from);
            match utility {
                Utility::Cost => cost,
                Utility::Cardinality => 1,
                Utility::Points | Utility::RankScore => value,
                Utility::Borda => value - 1,
            }
        })
    }

    /// The sum of what the project is worth to all its supporters.
    pub fn total_worth(&self, project: ProjectIndex, utility: Utility) -> u128 {
        let weights = self.supporters(project).iter().map(|&group| self.weights[group as usize]);
        let worths = self.worths(project, utility);
        weights.zip(worths).map(|(weight, worth)| u128::from(weight) * u128::from(worth)).sum()
    }

    /// The same election with another price for one project.
    pub fn with_cost(&self, project: ProjectIndex, cost: u64) -> Instance {
        let mut changed = self.clone();
        changed.projects[project as usize].cost = cost;
        changed
    }

    /// The same election with `extra` more voters who chose only this project (and gave it 1); where homes
    /// are known, they live in the first.
    pub fn with_supporters(&self, project: ProjectIndex, extra: u64) -> Instance {
        let mut changed = self.clone();
        changed.voters += extra;
        let alone = |&group: &u32| {
            let group = group as usize;
            self.group_projects(group) == [project]
                && self.group_values(group).iter().all(|&value| value == 1)
                && self.home(group) == 0
        };
        if let Some(&group) = self.supporters(project).iter().find(|group| alone(group)) {
            changed.weights[group as usize] += extra;
            changed.votes[project as usize] += extra;
            return changed;
        }
        changed.weights.push(extra);
        let groups = Arc::make_mut(&mut changed.groups);
        groups.projects.items.push(project);
        groups.projects.end();
        if self.kind != BallotKind::Approval {
            groups.values.push(1);
        }
        if !self.homes.is_empty() {
            groups.homes.push(0);
        }
        changed.transpose();
        changed
    }

    /// The same election with another budget, in cents.
    pub fn with_budget(&self, budget: u64) -> Instance {
        Instance { budget, ..self.clone() }
    }

    /// Lists the supporters of each project from the ballots.
    fn transpose(&mut self) {
        let Groups { projects, values, .. } = &*self.groups;
        let mut starts = vec![0_u32; self.projects.len() + 1];
        projects.items.iter().for_each(|&project| starts[project as usize + 1] += 1);
        (1..starts.len()).for_each(|project| starts[project] += starts[project - 1]);
        let mut next = starts.clone();
        let mut supporters = Rows { starts, items: vec![0; projects.items.len()] };
        let mut supporter_values = vec![0; values.len()];
        self.votes = vec![0; self.projects.len()];
        for ((group, name), weight) in (0..).zip(0_u32..).zip(&self.weights) {
            for at in projects.range(group) {
                let project = projects.items[at] as usize;
                let place = next[project] as usize;
                supporters.items[place] = name;
                if let Some(value) = values.get(at) {
                    supporter_values[place] = *value;
                }
                next[project] += 1;
                self.votes[project] += weight;
            }
        }
        (self.supporters, self.supporter_values) = (Arc::new(supporters), Arc::new(supporter_values));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn projects(costs: &[u64]) -> Vec<Project> {
        costs.iter().enumerate().map(|(i, &cost)| Project { id: format!("p{i}"), cost }).collect()
    }

    #[test]
    fn equal_ballots_stand_together_and_repeats_count_once() {
        let a = Instance::new(10, projects(&[1, 2]), vec![vec![1, 0, 1], vec![], vec![0, 1], vec![1]]);
        assert_eq!(a.voters(), 4);
        assert_eq!(a.votes(1), 3);
        let mut weights = a.group_weights().to_vec();
        weights.sort_unstable();
        assert_eq!(weights, [1, 1, 2]);
        let b = Instance::new(10, projects(&[1, 2]), vec![vec![1], vec![0, 1], vec![], vec![0, 1]]);
        assert_eq!(a, b, "the order of arrival is gone");
    }

    #[test]
    fn equal_ballots_from_different_homes_stay_apart() {
        let build = |order: &[(u32, u32)]| {
            let mut ballots =
                Ballots::with_homes(BallotKind::Approval, vec!["Noord".to_string(), "Zuid".to_string()]);
            order.iter().for_each(|&(home, project)| ballots.push_from(home, [project]));
            Instance::build(10, projects(&[1, 2]), ballots)
        };
        let a = build(&[(0, 1), (1, 1), (0, 1), (1, 0)]);
        let mut told: Vec<_> = (0..3)
            .map(|g| (a.homes()[a.home(g) as usize].as_str(), a.group_projects(g)[0], a.group_weights()[g]))
            .collect();
        told.sort_unstable();
        assert_eq!(told, [("Noord", 1, 2), ("Zuid", 0, 1), ("Zuid", 1, 1)]);
        assert_eq!(a, build(&[(1, 0), (0, 1), (0, 1), (1, 1)]));
    }

    #[test]
    fn more_supporters_are_new_voters() {
        let a = Instance::new(10, projects(&[1, 2]), vec![vec![0, 1]]);
        let b = a.with_supporters(1, 2).with_supporters(1, 1);
        assert_eq!((b.voters(), b.votes(0), b.votes(1)), (4, 1, 4));
        assert_eq!(b.supporters(1).len(), 2);
    }

    #[test]
    fn a_place_is_worth_what_stands_below_it() {
        let mut ballots = Ballots::new(BallotKind::Ranking);
        ballots.push([2, 0, 2, 1]);
        let a = Instance::build(10, projects(&[5, 6, 7]), ballots);
        let worth = |p, utility| a.total_worth(p, utility);
        assert_eq!([2, 0, 1].map(|p| worth(p, Utility::RankScore)), [3, 2, 1]);
        assert_eq!([2, 0, 1].map(|p| worth(p, Utility::Borda)), [2, 1, 0]);
        assert_eq!([2, 0, 1].map(|p| worth(p, Utility::Cost)), [7, 5, 6]);
    }
}
