//! Watches the limits while projects are bought.

use std::ops::Range;

use crate::tally::ballots::ProjectIndex;
use crate::tally::instance::Instance;
use crate::tally::outcome::Purchase;

/// Watches the limits while projects are bought, with running sums: a question looks only at the limits in
/// which the project stands, and at the pots, which are few. Without limits it costs nothing.
#[derive(Debug, Clone)]
pub struct Guard<'a> {
    instance: &'a Instance,
    /// Whether there is nothing to watch.
    idle: bool,
    /// Fewer votes are too few.
    needed: u64,
    /// Where the sets of each project stand in `sets_of`; empty when there are no sets.
    starts: Vec<usize>,
    sets_of: Vec<usize>,
    sets: Vec<Watched>,
    /// The pot of each project; empty when there are no pots.
    pot_of: Vec<Option<usize>>,
    pots: Vec<Pot>,
    /// The minimum sum that each project states; empty when none does.
    stated: Vec<Option<u64>>,
    /// All that was bought costs so much, in cents.
    spent: u64,
    parted: bool,
}

/// A set of projects under a ceiling, or of which one wins.
#[derive(Debug, Clone)]
struct Watched {
    /// What the set may cost at first, in cents; `None` for a set of which one wins.
    most: Option<u64>,
    /// What it may cost now.
    room: Option<u64>,
}

/// A pot with a minimum.
#[derive(Debug, Clone)]
struct Pot {
    least: u64,
    spent: u64,
}

impl<'a> Guard<'a> {
    /// Before the first purchase.
    pub fn new(instance: &'a Instance) -> Guard<'a> {
        let limits = instance.limits();
        let ceilings = limits.ceilings.iter().map(|ceiling| (&ceiling.projects, Some(ceiling.most)));
        let exclusive = limits.exclusive.iter().map(|set| (set, None));
        let all: Vec<(&Vec<ProjectIndex>, Option<u64>)> = ceilings.chain(exclusive).collect();
        let projects = instance.projects().len();
        let (starts, sets_of) =
            if all.is_empty() { (Vec::new(), Vec::new()) } else { listed(projects, &all) };
        let mut pot_of = vec![None; if limits.minima.is_empty() { 0 } else { projects }];
        for (pot, minimum) in limits.minima.iter().enumerate() {
            minimum.projects.iter().for_each(|&project| pot_of[project as usize] = Some(pot));
        }
        let mut stated = vec![None; if limits.parts.is_empty() { 0 } else { projects }];
        limits.parts.iter().for_each(|part| stated[part.project as usize] = Some(part.least));
        let share = limits.min_share.map_or(0, |share| share.at_least(instance.voters()));
        let needed = limits.min_votes.max(share);
        Guard {
            instance,
            idle: all.is_empty() && limits.minima.is_empty() && needed == 0,
            needed,
            starts,
            sets_of,
            sets: all.iter().map(|&(_, most)| Watched { most, room: most.or(Some(u64::MAX)) }).collect(),
            pot_of,
            pots: limits.minima.iter().map(|minimum| Pot { least: minimum.least, spent: 0 }).collect(),
            stated,
            spent: 0,
            parted: false,
        }
    }

    /// After these purchases.
    pub fn after(instance: &'a Instance, bought: &[Purchase]) -> Guard<'a> {
        let mut guard = Guard::new(instance);
        bought.iter().for_each(|purchase| guard.buy_for(purchase.project, purchase.amount));
        guard
    }

    /// Back to before the first purchase, for another run.
    pub fn restart(&mut self) {
        self.sets.iter_mut().for_each(|set| set.room = set.most.or(Some(u64::MAX)));
        self.pots.iter_mut().for_each(|pot| pot.spent = 0);
        self.spent = 0;
        self.parted = false;
    }

    /// Whether the limits allow this project beside what has been bought. Once they do not, they never
    /// will again. The budget itself is not looked at.
    pub fn allows(&self, project: ProjectIndex) -> bool {
        self.idle || self.room(project).is_some_and(|room| self.instance.project(project).cost <= room)
    }

    /// The most that this project may get beside what has been bought, in cents, the budget itself not
    /// looked at; `None` when it may not be bought at any price.
    pub fn room(&self, project: ProjectIndex) -> Option<u64> {
        if self.instance.votes(project) < self.needed {
            return None;
        }
        let mut room = self.pot_room(project);
        for at in self.listed(project) {
            room = room.min(self.sets[self.sets_of[at]].room?);
        }
        Some(room)
    }

    /// What greedy gives this project when so much is left of the budget: its price if it fits, or, once in a
    /// count, a part of it that is at least the minimum it states. `None` when it gets nothing.
    pub fn offer(&self, project: ProjectIndex, left: u64) -> Option<u64> {
        let room = self.room(project)?.min(left);
        let cost = self.instance.project(project).cost;
        if cost <= room {
            return Some(cost);
        }
        let least = self.stated.get(project as usize).copied().flatten().filter(|_| !self.parted)?;
        (room >= least.max(1)).then_some(room)
    }

    /// Notes a purchase for the whole price.
    pub fn buy(&mut self, project: ProjectIndex) {
        self.buy_for(project, self.instance.project(project).cost);
    }

    /// Notes a purchase for this amount.
    pub fn buy_for(&mut self, project: ProjectIndex, amount: u64) {
        self.parted |= amount < self.instance.project(project).cost;
        for at in self.listed(project) {
            let set = &mut self.sets[self.sets_of[at]];
            set.room = set.most.and(set.room).map(|room| room.saturating_sub(amount));
        }
        if let Some(&Some(pot)) = self.pot_of.get(project as usize) {
            self.pots[pot].spent += amount;
        }
        self.spent += amount;
    }

    /// Where the sets of a project stand in `sets_of`.
    fn listed(&self, project: ProjectIndex) -> Range<usize> {
        match self.starts.get(project as usize..project as usize + 2) {
            Some(ends) => ends[0]..ends[1],
            None => 0..0,
        }
    }

    /// What the minima leave for this project. For each group of pots in which it is not, the projects
    /// outside them cost at most the budget less their minima. The group that leaves least is that of all
    /// pots with money to use; when there is none, the pot that is the least above its minimum.
    fn pot_room(&self, project: ProjectIndex) -> u64 {
        let own = self.pot_of.get(project as usize).copied().flatten();
        let others = self.pots.iter().enumerate().filter(|(pot, _)| Some(*pot) != own);
        let gaps = others.map(|(_, pot)| i128::from(pot.least) - i128::from(pot.spent));
        let (mut open, mut closest) = (0, None);
        for gap in gaps {
            open += gap.max(0);
            closest = closest.max(Some(gap));
        }
        let Some(closest) = closest else { return u64::MAX };
        let kept = if open > 0 { open } else { closest };
        let room = i128::from(self.instance.budget()) - i128::from(self.spent) - kept;
        u64::try_from(room.max(0)).unwrap_or(u64::MAX)
    }
}

/// For each project the sets in which it stands, one list after the other, and where each starts.
fn listed(projects: usize, sets: &[(&Vec<ProjectIndex>, Option<u64>)]) -> (Vec<usize>, Vec<usize>) {
    let mut of: Vec<Vec<usize>> = vec![Vec::new(); projects];
    for (set, (members, _)) in sets.iter().enumerate() {
        for &project in members.iter() {
            if of[project as usize].last() != Some(&set) {
                of[project as usize].push(set);
            }
        }
    }
    let mut starts = vec![0];
    for list in &of {
        starts.push(starts[starts.len() - 1] + list.len());
    }
    (starts, of.concat())
}
