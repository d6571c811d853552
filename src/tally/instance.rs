//! What is counted: a budget, projects with a price, ballots, and the limits of the municipality.

use super::constraints::Limits;
use super::rule::Utility;

/// The place of a project in [`Instance::projects`].
pub type ProjectIndex = u32;

/// Something that can be bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Opaque text, unique in the instance.
    pub id: String,
    /// Price in cents.
    pub cost: u64,
}

/// How voters say what they want.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BallotKind {
    /// A set of projects.
    Approval,
    /// Projects in order, best first. The value of a place is the number of projects on the ballot minus
    /// those above: the last one has 1.
    Ranking,
    /// Projects with points. The value is the number of points.
    Points,
}

/// Ballots as they arrive, before equal ones are put together.
#[derive(Debug, Clone)]
pub struct Ballots {
    kind: BallotKind,
    ballots: Rows,
    values: Vec<u32>,
}

impl Ballots {
    /// No ballots yet.
    pub fn new(kind: BallotKind) -> Ballots {
        Ballots { kind, ballots: Rows::default(), values: Vec::new() }
    }

    /// Adds a set of projects, or a ranking with the best first. A project named twice counts once, where
    /// it stands first.
    pub fn push(&mut self, choices: impl IntoIterator<Item = ProjectIndex>) {
        debug_assert!(self.kind != BallotKind::Points, "points come with their projects");
        let start = self.ballots.begin();
        for project in choices {
            if !self.ballots.items[start..].contains(&project) {
                self.ballots.items.push(project);
            }
        }
        if self.kind == BallotKind::Ranking {
            let length = u32::try_from(self.ballots.items.len() - start).expect("a ballot is short");
            self.values.extend((1..=length).rev());
        }
        self.sort_last(start);
    }

    /// Adds projects with points. A project named twice counts once, as it stands first.
    pub fn push_points(&mut self, choices: impl IntoIterator<Item = (ProjectIndex, u32)>) {
        debug_assert!(self.kind == BallotKind::Points, "this election has no points");
        let start = self.ballots.begin();
        for (project, points) in choices {
            if !self.ballots.items[start..].contains(&project) {
                self.ballots.items.push(project);
                self.values.push(points);
            }
        }
        self.sort_last(start);
    }

    /// Ballots so far, blank ones included.
    pub fn len(&self) -> usize {
        self.ballots.starts.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn sort_last(&mut self, start: usize) {
        if self.kind == BallotKind::Approval {
            self.ballots.items[start..].sort_unstable();
            return;
        }
        let mut pairs: Vec<(u32, u32)> =
            std::iter::zip(self.ballots.items[start..].iter().copied(), self.values[start..].iter().copied())
                .collect();
        pairs.sort_unstable();
        for (place, (project, value)) in (start..).zip(pairs) {
            self.ballots.items[place] = project;
            self.values[place] = value;
        }
    }
}

/// One election, ready to count. Equal ballots stand together as one group with a weight, and the
/// groups are sorted by content: the order in which ballots arrived is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    budget: u64,
    projects: Vec<Project>,
    kind: BallotKind,
    voters: u64,
    limits: Limits,
    group_weights: Vec<u64>,
    groups: Rows,
    group_values: Vec<u32>,
    supporters: Rows,
    supporter_values: Vec<u32>,
    votes: Vec<u64>,
}

/// Lists of `u32` stored one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rows {
    starts: Vec<usize>,
    items: Vec<u32>,
}

impl Rows {
    fn begin(&mut self) -> usize {
        self.starts.push(self.items.len());
        self.items.len()
    }

    fn range(&self, index: usize) -> std::ops::Range<usize> {
        self.starts[index]..self.starts.get(index + 1).copied().unwrap_or(self.items.len())
    }

    fn row(&self, index: usize) -> &[u32] {
        &self.items[self.range(index)]
    }
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
        let row = |at: usize| -> (&[u32], &[u32]) {
            let range = ballots.ballots.range(at);
            let values = if ballots.kind == BallotKind::Approval { 0..0 } else { range.clone() };
            (&ballots.ballots.items[range], &ballots.values[values])
        };
        let mut order: Vec<usize> = (0..ballots.len()).collect();
        order.sort_unstable_by(|&a, &b| row(a).cmp(&row(b)));
        let mut instance = Instance {
            budget,
            kind: ballots.kind,
            voters: count_of(ballots.len()),
            limits: Limits::default(),
            group_weights: Vec::new(),
            groups: Rows::default(),
            group_values: Vec::new(),
            supporters: Rows::default(),
            supporter_values: Vec::new(),
            votes: vec![0; projects.len()],
            projects,
        };
        let mut previous = None;
        for at in order {
            let (choices, values) = row(at);
            if previous == Some((choices, values)) {
                *instance.group_weights.last_mut().expect("a previous ballot made a group") += 1;
            } else {
                instance.group_weights.push(1);
                instance.groups.begin();
                instance.groups.items.extend_from_slice(choices);
                instance.group_values.extend_from_slice(values);
            }
            previous = Some((choices, values));
        }
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
        &self.group_weights
    }

    /// The projects a group's ballots name, ascending.
    pub fn group_projects(&self, group: usize) -> &[ProjectIndex] {
        self.groups.row(group)
    }

    /// The value of each of [`Instance::group_projects`] to the voters of the group; empty for sets.
    pub fn group_values(&self, group: usize) -> &[u32] {
        match self.kind {
            BallotKind::Approval => &[],
            BallotKind::Ranking | BallotKind::Points => &self.group_values[self.groups.range(group)],
        }
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
        let weights = self.supporters(project).iter().map(|&group| self.group_weights[group as usize]);
        let worths = self.worths(project, utility);
        weights.zip(worths).map(|(weight, worth)| u128::from(weight) * u128::from(worth)).sum()
    }

    /// The same election with another price for one project.
    pub fn with_cost(&self, project: ProjectIndex, cost: u64) -> Instance {
        let mut changed = self.clone();
        changed.projects[project as usize].cost = cost;
        changed
    }

    /// The same election with `extra` more voters who chose only this project (and gave it 1).
    pub fn with_supporters(&self, project: ProjectIndex, extra: u64) -> Instance {
        let mut changed = self.clone();
        let alone = |group: &usize| {
            self.groups.row(*group) == [project] && self.group_values(*group).iter().all(|&value| value == 1)
        };
        match (0..self.group_weights.len()).find(alone) {
            Some(group) => changed.group_weights[group] += extra,
            None => {
                changed.group_weights.push(extra);
                changed.groups.begin();
                changed.groups.items.push(project);
                if self.kind != BallotKind::Approval {
                    changed.group_values.push(1);
                }
            }
        }
        changed.voters += extra;
        changed.transpose();
        changed
    }

    /// Lists the supporters of each project from the ballots.
    fn transpose(&mut self) {
        let mut sizes = vec![0_usize; self.projects.len()];
        self.groups.items.iter().for_each(|&project| sizes[project as usize] += 1);
        let mut next = Vec::with_capacity(sizes.len());
        let mut total = 0;
        for size in sizes {
            next.push(total);
            total += size;
        }
        self.supporters = Rows { starts: next.clone(), items: vec![0; total] };
        self.supporter_values = if self.kind == BallotKind::Approval { Vec::new() } else { vec![0; total] };
        self.votes = vec![0; self.projects.len()];
        for (group, weight) in self.group_weights.iter().enumerate() {
            let name = u32::try_from(group).expect("fewer than 2^32 ballots");
            for at in self.groups.range(group) {
                let project = self.groups.items[at] as usize;
                self.supporters.items[next[project]] = name;
                if let Some(value) = self.group_values.get(at) {
                    self.supporter_values[next[project]] = *value;
                }
                next[project] += 1;
                self.votes[project] += weight;
            }
        }
    }
}

fn count_of(length: usize) -> u64 {
    u64::try_from(length).expect("a length fits in 64 bits")
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
