//! Ties: a declared order, a record of every tie met, and what the other choice would have changed.
//!
//! *The order.* Steps that compare two projects (votes, price, the text or number of the id, the place in
//! the file) or a lot: the SHA-256 of the seed, a line end and the id, smallest first, so that anyone can
//! draw it again. What no step decides is undecided; the text of the id then only serves to go on and to
//! find out whether it matters.
//!
//! *What the other choice would have changed.* The whole election is counted again with another of the
//! tied projects moved just before the one that was chosen, everywhere.

use std::cmp::Ordering;

use sha2::{Digest, Sha256};

use super::ballots::ProjectIndex;
use super::instance::{Instance, Project};
use super::ratio::Ratio;

/// One step of the declared order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TieRule {
    /// More votes first.
    MostVotes,
    /// Lower price first.
    LowestCost,
    /// Higher price first.
    HighestCost,
    /// Smaller id first, compared as text by code point (so "10" before "9").
    IdText,
    /// Smaller id first, whole numbers by value and before all other ids.
    IdNumber,
    /// First in the file first.
    FileOrder,
    /// By lot from this published seed.
    Lot(String),
}

/// How the name of a lot begins.
const LOT: &str = "lot:";

impl TieRule {
    /// The steps without a seed, with their names on the command line and in published rules.
    pub const NAMES: [(TieRule, &'static str); 6] = [
        (TieRule::MostVotes, "most-votes"),
        (TieRule::LowestCost, "lowest-cost"),
        (TieRule::HighestCost, "highest-cost"),
        (TieRule::IdText, "id-text"),
        (TieRule::IdNumber, "id-number"),
        (TieRule::FileOrder, "file-order"),
    ];

    /// The name of this step: `lot:` and the seed for a lot.
    pub fn name(&self) -> String {
        if let TieRule::Lot(seed) = self {
            return format!("{LOT}{seed}");
        }
        let named = TieRule::NAMES.iter().find(|(rule, _)| rule == self);
        named.map(|(_, name)| (*name).to_string()).expect("every step without a seed has a name")
    }

    /// The step of this name. A seed is not empty.
    pub fn named(name: &str) -> Option<TieRule> {
        if let Some(seed) = name.strip_prefix(LOT) {
            return (!seed.is_empty()).then(|| TieRule::Lot(seed.to_string()));
        }
        TieRule::NAMES.iter().find(|(_, known)| *known == name).map(|(rule, _)| rule.clone())
    }

    /// Sorts the step's own keys; equal keys stay undecided by it.
    fn compare(&self, instance: &Instance, a: ProjectIndex, b: ProjectIndex) -> Ordering {
        let (left, right) = (instance.project(a), instance.project(b));
        match self {
            TieRule::MostVotes => instance.votes(b).cmp(&instance.votes(a)),
            TieRule::LowestCost => left.cost.cmp(&right.cost),
            TieRule::HighestCost => right.cost.cmp(&left.cost),
            TieRule::IdText => left.id.cmp(&right.id),
            TieRule::IdNumber => by_number(&left.id, &right.id),
            TieRule::FileOrder => a.cmp(&b),
            TieRule::Lot(seed) => lot(seed, &left.id).cmp(&lot(seed, &right.id)),
        }
    }

    /// A number by which the step orders most projects at once: never against [`TieRule::compare`], but it can
    /// be the same where that decides.
    fn key(&self, instance: &Instance, project: ProjectIndex) -> u64 {
        let Project { id, cost } = instance.project(project);
        match self {
            TieRule::MostVotes => !instance.votes(project),
            TieRule::LowestCost => *cost,
            TieRule::HighestCost => !cost,
            TieRule::IdText => head(id.as_bytes()),
            TieRule::IdNumber => id.parse().unwrap_or(u64::MAX),
            TieRule::FileOrder => project.into(),
            TieRule::Lot(seed) => head(&lot(seed, id)),
        }
    }
}

/// The first bytes as a number that orders as they do.
fn head(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).zip((0..8).rev()).map(|(&byte, place)| u64::from(byte) << (8 * place)).sum()
}

/// The ticket of a project in a lot.
fn lot(seed: &str, id: &str) -> [u8; 32] {
    Sha256::new().chain_update(seed).chain_update("\n").chain_update(id).finalize().into()
}

fn by_number(left: &str, right: &str) -> Ordering {
    match (left.parse::<u64>(), right.parse::<u64>()) {
        (Ok(a), Ok(b)) => a.cmp(&b).then_with(|| left.cmp(right)),
        (Ok(_), Err(_)) => Ordering::Less,
        (Err(_), Ok(_)) => Ordering::Greater,
        (Err(_), Err(_)) => left.cmp(right),
    }
}

/// An order over the projects of one instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TieOrder {
    /// The place of each project, 0 first; no two are equal.
    ranks: Vec<usize>,
    /// The same as far as it was declared: undecided projects have the same.
    declared: Vec<usize>,
}

impl TieOrder {
    /// The order that `steps` declare.
    pub fn new(instance: &Instance, steps: &[TieRule]) -> TieOrder {
        let by_steps = |a: ProjectIndex, b: ProjectIndex| {
            steps
                .iter()
                .map(|step| step.compare(instance, a, b))
                .find(|o| o.is_ne())
                .unwrap_or(Ordering::Equal)
        };
        let key = |project| steps.first().map_or(0, |step| step.key(instance, project));
        let mut keyed: Vec<(u64, ProjectIndex)> = instance.indexes().map(|p| (key(p), p)).collect();
        keyed.sort_by(|&(left, a), &(right, b)| {
            let by_all = || by_steps(a, b).then_with(|| TieRule::IdText.compare(instance, a, b));
            left.cmp(&right).then_with(by_all)
        });
        let (mut ranks, mut declared) = (vec![0; keyed.len()], vec![0; keyed.len()]);
        let mut before = None;
        for (rank, &(key, here)) in keyed.iter().enumerate() {
            let same = |&(other, p): &(u64, ProjectIndex)| other == key && by_steps(p, here).is_eq();
            let equal = before.filter(same).map(|(_, p)| declared[p as usize]);
            (ranks[here as usize], declared[here as usize]) = (rank, equal.unwrap_or(rank));
            before = Some((key, here));
        }
        TieOrder { ranks, declared }
    }

    /// The place of a project, 0 first.
    pub fn rank(&self, project: ProjectIndex) -> usize {
        self.ranks[project as usize]
    }

    /// The first of the tied projects. `tied` is not empty.
    pub fn first(&self, tied: &[ProjectIndex]) -> ProjectIndex {
        *tied.iter().min_by_key(|&&project| self.rank(project)).expect("there is a project to choose")
    }

    /// Whether the declared steps order these two.
    pub fn decides(&self, a: ProjectIndex, b: ProjectIndex) -> bool {
        self.declared[a as usize] != self.declared[b as usize]
    }

    /// The same order with `project` moved to just before `other`.
    fn with_before(&self, project: ProjectIndex, other: ProjectIndex) -> TieOrder {
        let mut order: Vec<ProjectIndex> = (0..).take(self.ranks.len()).collect();
        order.sort_by_key(|&p| self.rank(p));
        order.retain(|&p| p != project);
        let place = order.iter().position(|&p| p == other).expect("the other project is in the order");
        order.insert(place, project);
        TieOrder { ranks: ranks(&order), declared: self.declared.clone() }
    }
}

fn ranks(order: &[ProjectIndex]) -> Vec<usize> {
    let mut ranks = vec![0; order.len()];
    for (rank, &project) in order.iter().enumerate() {
        ranks[project as usize] = rank;
    }
    ranks
}

/// Two or more projects that stood equal when one had to be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tie {
    /// The purchase at which it was first met, counted from 1.
    pub round: usize,
    /// The endowment of the run in which it was first met (cents); `None` outside Equal Shares.
    pub endowment: Option<Ratio>,
    /// How often the same projects were tied.
    pub times: u64,
    /// The tied projects in the declared order; the first was chosen.
    pub tied: Vec<ProjectIndex>,
    /// What each of the others in its place would have changed; `None` when the election has so many ties
    /// that this one was not tried.
    pub others: Option<Vec<OtherChoice>>,
}

/// What another choice at a tie would have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherChoice {
    /// The project in the place of the one that was chosen.
    pub project: ProjectIndex,
    /// Projects that would have won and did not.
    pub joins: Vec<ProjectIndex>,
    /// Projects that won and would not have.
    pub leaves: Vec<ProjectIndex>,
}

impl Tie {
    /// Whether another choice would have given other winners; `None` when it was not tried.
    pub fn changes_outcome(&self) -> Option<bool> {
        let others = self.others.as_ref()?;
        Some(others.iter().any(OtherChoice::changes))
    }
}

impl OtherChoice {
    fn changes(&self) -> bool {
        !self.joins.is_empty() || !self.leaves.is_empty()
    }
}

/// The most other orders that are tried to learn whether ties mattered.
const MAX_TRIALS: usize = 500;

/// The ties met so far, each set of projects once.
#[derive(Debug, Default)]
pub struct TieLog {
    met: Vec<Tie>,
}

impl TieLog {
    /// Records a tie: the round, the endowment of the run, the tied projects in the declared order.
    pub fn met(&mut self, round: usize, endowment: Option<&Ratio>, tied: &[ProjectIndex]) {
        match self.met.iter_mut().find(|known| known.tied == tied) {
            Some(known) => known.times += 1,
            None => {
                let endowment = endowment.cloned();
                self.met.push(Tie { round, endowment, times: 1, tied: tied.to_vec(), others: None });
            }
        }
    }

    /// Counts a known tie so many times more.
    pub fn again(&mut self, tied: &[ProjectIndex], times: u64) {
        if let Some(known) = self.met.iter_mut().find(|known| known.tied == tied) {
            known.times += times;
        }
    }

    /// Tries, for each tie, every other of its projects in the place of the chosen one. `recount` gives the
    /// winners under another order, ascending, or fails as a whole.
    pub fn judge<E>(
        self,
        order: &TieOrder,
        winners: &[ProjectIndex],
        recount: impl Fn(&TieOrder) -> Result<Vec<ProjectIndex>, E>,
    ) -> Result<Vec<Tie>, E> {
        let mut ties = self.met;
        let mut trials = 0;
        for tie in &mut ties {
            trials += tie.tied.len() - 1;
            if trials > MAX_TRIALS {
                trials -= tie.tied.len() - 1;
                continue;
            }
            let without = |set: &[ProjectIndex], other: &[ProjectIndex]| -> Vec<ProjectIndex> {
                set.iter().filter(|p| !other.contains(p)).copied().collect()
            };
            let mut others = Vec::new();
            for &project in &tie.tied[1..] {
                let found = recount(&order.with_before(project, tie.tied[0]))?;
                let (joins, leaves) = (without(&found, winners), without(winners, &found));
                others.push(OtherChoice { project, joins, leaves });
            }
            tie.others = Some(others);
        }
        Ok(ties)
    }
}

/// The first tie that the declared order leaves open and that matters, or of which it is not known.
pub fn undecided<'a>(order: &TieOrder, ties: &'a [Tie]) -> Option<&'a Tie> {
    ties.iter().find(|tie| {
        let open = |project: ProjectIndex| !order.decides(tie.tied[0], project);
        match &tie.others {
            Some(others) => others.iter().any(|other| open(other.project) && other.changes()),
            None => tie.tied[1..].iter().any(|&project| open(project)),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_declared_order_is_kept_and_what_it_leaves_open_is_known() {
        let project = |id: &str, cost| Project { id: id.to_string(), cost };
        let instance = Instance::new(
            10,
            vec![project("9", 3), project("10", 3), project("x", 1)],
            vec![vec![0], vec![1], vec![1]],
        );
        let first = |steps: &[TieRule]| TieOrder::new(&instance, steps).first(&[0, 1, 2]);
        assert_eq!(first(&[TieRule::IdText]), 1, "as text, 10 stands before 9");
        assert_eq!(first(&[TieRule::IdNumber]), 0);
        assert_eq!(first(&[TieRule::MostVotes]), 1);
        assert_eq!(first(&[TieRule::LowestCost]), 2);
        assert_eq!(first(&[TieRule::HighestCost]), 1);
        assert_eq!(first(&[TieRule::FileOrder]), 0);
        let by_id = TieOrder::new(&instance, &[TieRule::IdText]);
        let moved = by_id.with_before(2, 1);
        assert_eq!([moved.rank(2), moved.rank(1), moved.rank(0)], [0, 1, 2]);
        let by_cost = TieOrder::new(&instance, &[TieRule::LowestCost]);
        assert!(by_cost.decides(0, 2) && !by_cost.decides(0, 1) && by_id.decides(0, 1));
    }

    #[test]
    fn a_lot_can_be_drawn_again_and_another_seed_gives_another_order() {
        let projects: Vec<Project> = (0..6).map(|n| Project { id: n.to_string(), cost: 1 }).collect();
        let instance = Instance::new(10, projects, vec![]);
        let order = |seed: &str| {
            let order = TieOrder::new(&instance, &[TieRule::Lot(seed.to_string())]);
            instance.indexes().map(|p| order.rank(p)).collect::<Vec<_>>()
        };
        assert_eq!(order("2026-11-25 12 31 40"), order("2026-11-25 12 31 40"));
        assert_ne!(order("a"), order("b"));
        assert_eq!(TieRule::named("lot:a").map(|rule| rule.name()), Some("lot:a".to_string()));
        assert_eq!(TieRule::named("lot:"), None);
    }
}
