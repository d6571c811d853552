//! What a municipality adds to a count.

use super::ballots::ProjectIndex;
use super::instance::Instance;

/// Limits on what a count may buy, beside the budget. Amounts in cents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    /// Sets of projects that may not cost more than an amount together: a category, an area, a pot, or
    /// all plans of one recipient and its affiliates.
    pub ceilings: Vec<Ceiling>,
    /// Money that only a set of projects may use.
    pub minima: Vec<Minimum>,
    /// Sets of projects of which at most one wins.
    pub exclusive: Vec<Vec<ProjectIndex>>,
    /// A project that fewer ballots name is out.
    pub min_votes: u64,
}

/// The most that a set of projects may cost together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceiling {
    /// What people call it.
    pub name: String,
    /// Which projects, ascending.
    pub projects: Vec<ProjectIndex>,
    /// In cents.
    pub most: u64,
}

/// Money that only a set of projects may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minimum {
    /// What people call it.
    pub name: String,
    /// Which projects, ascending.
    pub projects: Vec<ProjectIndex>,
    /// In cents.
    pub least: u64,
}

/// Watches the limits while projects are bought.
#[derive(Debug, Clone)]
pub struct Guard<'a> {
    instance: &'a Instance,
    bought: Vec<ProjectIndex>,
}

impl<'a> Guard<'a> {
    /// Before the first purchase.
    pub fn new(instance: &'a Instance) -> Guard<'a> {
        Guard { instance, bought: Vec::new() }
    }

    /// Whether the limits allow this project beside what has been bought. Once they do not, they never
    /// will again. The budget itself is not looked at.
    pub fn allows(&self, project: ProjectIndex) -> bool {
        let limits = self.instance.limits();
        let cost = self.instance.project(project).cost;
        let spent = |among: &dyn Fn(ProjectIndex) -> bool| -> u64 {
            self.bought.iter().filter(|&&p| among(p)).map(|&p| self.instance.project(p).cost).sum()
        };
        let holds = |set: &[ProjectIndex], p: ProjectIndex| set.binary_search(&p).is_ok();
        let below =
            |c: &Ceiling| !holds(&c.projects, project) || spent(&|p| holds(&c.projects, p)) + cost <= c.most;
        let spares = |m: &Minimum| {
            let rest = self.instance.budget().saturating_sub(m.least);
            holds(&m.projects, project) || spent(&|p| !holds(&m.projects, p)) + cost <= rest
        };
        let free =
            |set: &Vec<ProjectIndex>| !set.contains(&project) || !self.bought.iter().any(|p| set.contains(p));
        self.instance.votes(project) >= limits.min_votes
            && limits.ceilings.iter().all(below)
            && limits.minima.iter().all(spares)
            && limits.exclusive.iter().all(free)
    }

    /// Notes a purchase.
    pub fn buy(&mut self, project: ProjectIndex) {
        self.bought.push(project);
    }
}
