//! The prices of bought projects spread over their supporters so that nobody carries more than a level.
//!
//! Voters who chose the same of the bought projects form a class. A level `a/b` is tested with a flow in
//! units of one `b`-th of a cent: each project sends its price times `b` to the classes that chose it, and a
//! class of `w` voters takes at most `w` times `a`. All numbers are whole and fit in 128 bits: prices
//! together are within the budget, and `a`, `b` and `w` have 64 bits. The flow is found along shortest ways
//! (E. Dinitz, 1970), starting from the last one, rounded down to the new unit.

use std::cmp::Ordering;

use crate::tally::ballots::ProjectIndex;
use crate::tally::instance::Instance;
use crate::tally::ratio::Ratio;

/// A load in cents: a fraction that need not be in lowest terms. `under` is not 0.
#[derive(Debug, Clone, Copy)]
pub struct Level {
    /// Cents.
    pub over: u64,
    /// Voters.
    pub under: u64,
}

impl Level {
    /// The same as an exact fraction.
    pub fn ratio(self) -> Ratio {
        Ratio::of(self.over, self.under)
    }
}

impl PartialEq for Level {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Level {}

impl PartialOrd for Level {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Level {
    fn cmp(&self, other: &Self) -> Ordering {
        let times = |a: u64, b: u64| u128::from(a) * u128::from(b);
        times(self.over, other.under).cmp(&times(other.over, self.under))
    }
}

/// What a project puts on a class of voters.
#[derive(Debug, Clone, Copy)]
struct Edge {
    project: usize,
    class: usize,
    /// In units of one `under`-th of a cent.
    flow: u128,
    /// The most of it.
    most: u128,
}

/// The prices of the bought projects, spread over the voters.
pub struct Spread<'a> {
    instance: &'a Instance,
    level: Level,
    prices: Vec<u64>,
    /// How many voters each class has.
    weights: Vec<u64>,
    /// The class of each group of equal ballots.
    class_of: Vec<usize>,
    edges: Vec<Edge>,
    of_project: Vec<Vec<usize>>,
    of_class: Vec<Vec<usize>>,
}

impl<'a> Spread<'a> {
    /// Nothing bought.
    pub fn new(instance: &'a Instance) -> Spread<'a> {
        Spread {
            instance,
            level: Level { over: 0, under: 1 },
            prices: Vec::new(),
            weights: vec![instance.group_weights().iter().sum()],
            class_of: vec![0; instance.group_weights().len()],
            edges: Vec::new(),
            of_project: Vec::new(),
            of_class: vec![Vec::new()],
        }
    }

    /// The smallest highest load with what is bought.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Whether what is bought and this project can be spread with nobody above `level`, which is at least the
    /// present one. If not: the fraction of a subset, larger than `level`, that shows why.
    pub fn test(&mut self, project: ProjectIndex, level: Level) -> Option<Level> {
        let before = self.edges.clone();
        let supporters = self.attach(project, level);
        let shortage = self.fill(level);
        let why = shortage.map(|reached| self.fraction(&reached, &supporters));
        self.detach(before);
        why
    }

    /// Buys a project; `level` is the smallest highest load with it.
    pub fn add(&mut self, project: ProjectIndex, level: Level) {
        let supporters = self.attach(project, level);
        let shortage = self.fill(level);
        assert!(shortage.is_none(), "a level that was tested is reached again");
        self.level = level;
        self.split(project, &supporters);
    }

    /// Adds a project without any flow, and turns the flow there is into the unit of the new level. Gives how
    /// many voters of each class chose the project.
    fn attach(&mut self, project: ProjectIndex, level: Level) -> Vec<u64> {
        let (old, new) = (u128::from(self.level.under), u128::from(level.under));
        for edge in &mut self.edges {
            edge.flow = edge.flow / old * new + edge.flow % old * new / old;
        }
        let mut supporters = vec![0_u64; self.weights.len()];
        for &group in self.instance.supporters(project) {
            supporters[self.class_of[group as usize]] += self.instance.group_weights()[group as usize];
        }
        self.prices.push(self.instance.project(project).cost);
        self.of_project.push(Vec::new());
        for (class, &weight) in supporters.iter().enumerate().filter(|(_, weight)| **weight > 0) {
            let most = u128::from(weight) * u128::from(level.over);
            self.link(Edge { project: self.prices.len() - 1, class, flow: 0, most });
        }
        supporters
    }

    fn link(&mut self, edge: Edge) {
        self.of_project[edge.project].push(self.edges.len());
        self.of_class[edge.class].push(self.edges.len());
        self.edges.push(edge);
    }

    /// Takes the last project away again.
    fn detach(&mut self, before: Vec<Edge>) {
        for edge in &self.edges[before.len()..] {
            self.of_class[edge.class].pop();
        }
        self.edges = before;
        self.of_project.pop();
        self.prices.pop();
    }

    /// Spreads all prices. If that cannot be done: which projects cannot be relieved.
    fn fill(&mut self, level: Level) -> Option<Vec<bool>> {
        let whole = |amount: &u64, by: u64| u128::from(*amount) * u128::from(by);
        let mut due: Vec<u128> = self.prices.iter().map(|price| whole(price, level.under)).collect();
        let mut room: Vec<u128> = self.weights.iter().map(|weight| whole(weight, level.over)).collect();
        for edge in &self.edges {
            due[edge.project] -= edge.flow;
            room[edge.class] -= edge.flow;
        }
        let mut search = Search { spread: self, due, room, ways: Ways::default() };
        while search.look() {
            search.push_all();
        }
        let Search { due, ways, .. } = search;
        let short = due.iter().any(|&due| due > 0);
        short.then(|| ways.project_steps.iter().map(|&step| step < FAR).collect())
    }

    /// The price of these projects, over the voters who chose one of them.
    fn fraction(&self, reached: &[bool], last_supporters: &[u64]) -> Level {
        let last = self.prices.len() - 1;
        let mut voters = vec![0_u64; self.weights.len()];
        for edge in self.edges.iter().filter(|edge| reached[edge.project]) {
            let all = if edge.project == last { last_supporters } else { &self.weights };
            voters[edge.class] = voters[edge.class].max(all[edge.class]);
        }
        let price = self.prices.iter().zip(reached).filter(|(_, reached)| **reached).map(|(price, _)| price);
        Level { over: price.sum(), under: voters.iter().sum() }
    }

    /// Makes classes of their own of the voters who chose the last project. What the others put on the whole
    /// class goes to those who did not choose it, as far as the level allows.
    fn split(&mut self, project: ProjectIndex, supporters: &[u64]) {
        let last = self.prices.len() - 1;
        let mut new_class: Vec<usize> = (0..self.weights.len()).collect();
        for (class, &weight) in supporters.iter().enumerate() {
            let rest = self.weights[class] - weight;
            if weight == 0 || rest == 0 {
                continue;
            }
            let made = self.weights.len();
            new_class[class] = made;
            self.weights.push(weight);
            self.weights[class] = rest;
            self.of_class.push(Vec::new());
            let mut room = u128::from(rest) * u128::from(self.level.over);
            for at in std::mem::take(&mut self.of_class[class]) {
                if self.edges[at].project == last {
                    self.edges[at].class = made;
                    self.of_class[made].push(at);
                    continue;
                }
                let stays = self.edges[at].flow.min(room);
                room -= stays;
                let moved = Edge { class: made, flow: self.edges[at].flow - stays, ..self.edges[at] };
                self.edges[at].flow = stays;
                self.of_class[class].push(at);
                self.link(moved);
            }
        }
        for &at in &self.of_project[last] {
            self.edges[at].most = u128::MAX;
        }
        for &group in self.instance.supporters(project) {
            let class = &mut self.class_of[group as usize];
            *class = new_class[*class];
        }
    }
}

/// Not reached.
const FAR: usize = usize::MAX;

/// How far projects and classes are from a project that still has something to spread, and which of their
/// edges have been tried.
#[derive(Default)]
struct Ways {
    project_steps: Vec<usize>,
    class_steps: Vec<usize>,
    project_tried: Vec<usize>,
    class_tried: Vec<usize>,
}

/// A search for more flow.
struct Search<'s, 'a> {
    spread: &'s mut Spread<'a>,
    /// What each project still has to spread.
    due: Vec<u128>,
    /// What each class can still take.
    room: Vec<u128>,
    ways: Ways,
}

impl Search<'_, '_> {
    /// Finds the shortest ways from what is due to where there is room; whether there is one.
    fn look(&mut self) -> bool {
        let (projects, classes) = (self.due.len(), self.room.len());
        let start = |due: &u128| if *due > 0 { 0 } else { FAR };
        self.ways = Ways {
            project_steps: self.due.iter().map(start).collect(),
            class_steps: vec![FAR; classes],
            project_tried: vec![0; projects],
            class_tried: vec![0; classes],
        };
        let mut here: Vec<usize> = (0..projects).filter(|&project| self.due[project] > 0).collect();
        let (mut steps, mut found) = (0, false);
        while !here.is_empty() && !found {
            let mut reached = Vec::new();
            for edge in here.iter().flat_map(|&p| &self.spread.of_project[p]).map(|&at| self.spread.edges[at])
            {
                if self.ways.class_steps[edge.class] == FAR && edge.flow < edge.most {
                    self.ways.class_steps[edge.class] = steps + 1;
                    found |= self.room[edge.class] > 0;
                    reached.push(edge.class);
                }
            }
            here.clear();
            for edge in
                reached.iter().flat_map(|&c| &self.spread.of_class[c]).map(|&at| self.spread.edges[at])
            {
                if self.ways.project_steps[edge.project] == FAR && edge.flow > 0 {
                    self.ways.project_steps[edge.project] = steps + 2;
                    here.push(edge.project);
                }
            }
            steps += 2;
        }
        found
    }

    /// Sends as much as the shortest ways can take.
    fn push_all(&mut self) {
        for project in 0..self.due.len() {
            let due = self.due[project];
            if due > 0 {
                self.due[project] = due - self.push_from(project, due);
            }
        }
    }

    /// Sends at most `most` from a project; how much it was.
    fn push_from(&mut self, project: usize, most: u128) -> u128 {
        let mut sent = 0;
        while let Some(&at) = self.spread.of_project[project].get(self.ways.project_tried[project]) {
            let Edge { class, flow, most: limit, .. } = self.spread.edges[at];
            if self.ways.class_steps[class] == self.ways.project_steps[project] + 1 && flow < limit {
                let more = self.push_into(class, (most - sent).min(limit - flow));
                self.spread.edges[at].flow += more;
                sent += more;
                if sent == most {
                    return sent;
                }
            }
            self.ways.project_tried[project] += 1;
        }
        sent
    }

    /// Lets a class take at most `most`: where it has room, or where another project can spread what it put
    /// there elsewhere; how much it was.
    fn push_into(&mut self, class: usize, most: u128) -> u128 {
        let mut sent = most.min(self.room[class]);
        self.room[class] -= sent;
        while sent < most {
            let Some(&at) = self.spread.of_class[class].get(self.ways.class_tried[class]) else { break };
            let Edge { project, flow, .. } = self.spread.edges[at];
            if self.ways.project_steps[project] == self.ways.class_steps[class] + 1 && flow > 0 {
                let more = self.push_from(project, (most - sent).min(flow));
                self.spread.edges[at].flow -= more;
                sent += more;
            }
            if sent < most {
                self.ways.class_tried[class] += 1;
            }
        }
        sent
    }
}
