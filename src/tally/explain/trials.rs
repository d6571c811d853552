//! How often an election is counted again to explain it. It depends on the work of one recount in steps, never on
//! a clock: an explanation is the same on every machine.

use crate::tally::count::winners_in_order;
use crate::tally::rule::Rule;
use crate::tally::ties::TieOrder;
use crate::tally::{Instance, ProjectIndex};

/// The work of a whole explanation: passes over the ballots times the choices on them.
const MOST_WORK: u64 = 4_000_000_000;

/// How often the count is repeated at most to find one threshold, beside those that bring a guess nearer.
const MOST: u64 = 48;

/// With fewer trials than this for each threshold, fewer thresholds are looked for.
const FEWEST: u64 = 8;

/// How many recounts may be used for each threshold.
pub struct Trials {
    each: u64,
    /// The projects whose thresholds are looked for, ascending.
    asked: Vec<ProjectIndex>,
}

impl Trials {
    /// Shares the work out over the thresholds of these projects; where it does not reach for all of them, over
    /// those of the projects with most votes.
    pub fn of(instance: &Instance, rule: &Rule, losers: &[ProjectIndex]) -> Trials {
        let recounts = MOST_WORK / work(instance, rule).max(1);
        let many = u64::try_from(losers.len()).expect("few projects").max(1);
        let each = (recounts / (2 * many)).clamp(FEWEST, MOST);
        let reached = usize::try_from(recounts / (2 * each)).unwrap_or(usize::MAX);
        let mut asked = losers.to_vec();
        asked.sort_by_key(|&project| (std::cmp::Reverse(instance.votes(project)), project));
        asked.truncate(reached);
        asked.sort_unstable();
        Trials { each, asked }
    }

    /// For each of the two thresholds of this project.
    pub fn for_each_of(&self, project: ProjectIndex) -> u64 {
        if self.asked.binary_search(&project).is_ok() { self.each } else { 0 }
    }
}

/// What one count takes: passes over the ballots times the choices on them.
fn work(instance: &Instance, rule: &Rule) -> u64 {
    let order = TieOrder::new(instance, &rule.ties);
    let passes = winners_in_order(instance, &rule.method, &order).map_or(1, |brief| brief.passes);
    let choices: usize = instance.indexes().map(|project| instance.supporters(project).len()).sum();
    let choices = u64::try_from(choices).expect("ballots fit in memory") + instance.voters().min(1);
    passes.saturating_mul(choices)
}
