//! What is counted: a budget, projects with a price, and ballots as sets of projects.

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

/// One election, ready to count. Equal ballots stand together as one group with a weight, and the
/// groups are sorted by content: the order in which ballots arrived is gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instance {
    budget: u64,
    projects: Vec<Project>,
    voters: u64,
    group_weights: Vec<u64>,
    group_projects: Rows,
    supporters: Rows,
    votes: Vec<u64>,
}

/// Lists of `u32` stored one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rows {
    starts: Vec<usize>,
    items: Vec<u32>,
}

impl Rows {
    fn row(&self, index: usize) -> &[u32] {
        let end = self.starts.get(index + 1).copied().unwrap_or(self.items.len());
        &self.items[self.starts[index]..end]
    }
}

impl Instance {
    /// Builds an election. A project named twice in one ballot counts once; a blank ballot counts
    /// as a voter. Every index in `ballots` is below `projects.len()`.
    pub fn new(budget: u64, projects: Vec<Project>, mut ballots: Vec<Vec<ProjectIndex>>) -> Instance {
        for ballot in &mut ballots {
            ballot.sort_unstable();
            ballot.dedup();
        }
        ballots.sort_unstable();
        let voters = count_of(ballots.len());
        let mut group_weights: Vec<u64> = Vec::new();
        let mut group_projects = Rows::default();
        let mut previous: Option<&Vec<ProjectIndex>> = None;
        for ballot in &ballots {
            if previous == Some(ballot) {
                *group_weights.last_mut().expect("a previous ballot made a group") += 1;
            } else {
                group_weights.push(1);
                group_projects.starts.push(group_projects.items.len());
                group_projects.items.extend_from_slice(ballot);
            }
            previous = Some(ballot);
        }
        let (supporters, votes) = transpose(projects.len(), &group_weights, &group_projects);
        Instance { budget, projects, voters, group_weights, group_projects, supporters, votes }
    }

    /// What may be spent, in cents.
    pub fn budget(&self) -> u64 {
        self.budget
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
        self.group_projects.row(group)
    }

    /// The groups whose ballots name the project, ascending.
    pub fn supporters(&self, project: ProjectIndex) -> &[u32] {
        self.supporters.row(project as usize)
    }

    /// The same election with another price for one project.
    pub fn with_cost(&self, project: ProjectIndex, cost: u64) -> Instance {
        let mut changed = self.clone();
        changed.projects[project as usize].cost = cost;
        changed
    }

    /// The same election with `extra` more voters who chose only this project.
    pub fn with_supporters(&self, project: ProjectIndex, extra: u64) -> Instance {
        let mut changed = self.clone();
        let place =
            (0..changed.group_weights.len()).find(|&group| changed.group_projects.row(group) == [project]);
        match place {
            Some(group) => changed.group_weights[group] += extra,
            None => {
                changed.group_weights.push(extra);
                changed.group_projects.starts.push(changed.group_projects.items.len());
                changed.group_projects.items.push(project);
            }
        }
        changed.voters += extra;
        (changed.supporters, changed.votes) =
            transpose(changed.projects.len(), &changed.group_weights, &changed.group_projects);
        changed
    }
}

fn count_of(length: usize) -> u64 {
    u64::try_from(length).expect("a length fits in 64 bits")
}

fn transpose(projects: usize, weights: &[u64], group_projects: &Rows) -> (Rows, Vec<u64>) {
    let mut lists: Vec<Vec<u32>> = vec![Vec::new(); projects];
    let mut votes = vec![0_u64; projects];
    for (group, weight) in weights.iter().enumerate() {
        for &project in group_projects.row(group) {
            lists[project as usize].push(u32::try_from(group).expect("fewer than 2^32 ballots"));
            votes[project as usize] += weight;
        }
    }
    let mut rows = Rows::default();
    for list in lists {
        rows.starts.push(rows.items.len());
        rows.items.extend(list);
    }
    (rows, votes)
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
        assert_eq!(a.group_weights(), [1, 2, 1]);
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
}
