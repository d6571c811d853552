//! Counting again with another price or more voters, winners only.

use std::cell::{OnceCell, RefCell};
use std::collections::BTreeMap;

use super::Thresholds;
use crate::tally::count::winners_in_order;
use crate::tally::rule::Rule;
use crate::tally::ties::TieOrder;
use crate::tally::{Instance, ProjectIndex};

/// A project that lost, in an election that can be counted again with it favoured.
pub struct Recount<'a> {
    instance: &'a Instance,
    rule: &'a Rule,
    project: ProjectIndex,
    /// With one more supporter: all other numbers of them are a copy of it with another weight.
    one_more: OnceCell<Instance>,
    /// What was found with more supporters, by their number.
    heard: RefCell<BTreeMap<u64, Heard>>,
}

/// What a count with more supporters gave.
#[derive(Clone, Copy)]
struct Heard {
    wins: bool,
    /// What each voter held, in cents rounded down, where one run stands of many.
    endowment: Option<u64>,
}

/// How often a guess is brought nearer by the endowment that it leads to.
const NEARER: usize = 4;

/// Parts of a voter in which a guess is worked out.
const SCALE: u64 = 1 << 16;

impl<'a> Recount<'a> {
    /// Nothing is counted yet.
    pub fn new(instance: &'a Instance, rule: &'a Rule, project: ProjectIndex) -> Recount<'a> {
        Recount { instance, rule, project, one_more: OnceCell::new(), heard: RefCell::default() }
    }

    fn count(&self, changed: &Instance) -> Heard {
        let order = TieOrder::new(changed, &self.rule.ties);
        match winners_in_order(changed, &self.rule.method, &order) {
            Ok(brief) => Heard {
                wins: brief.winners.contains(&self.project),
                endowment: brief.endowment.map(|held| held.floor()),
            },
            Err(_) => Heard { wins: false, endowment: None },
        }
    }

    fn cost(&self) -> u64 {
        self.instance.project(self.project).cost
    }

    /// The largest discount that leaves a price, in cents.
    pub fn largest_discount(&self) -> u64 {
        self.cost().saturating_sub(1)
    }

    /// The most new voters that are asked about: as many as there are.
    pub fn most_supporters(&self) -> u64 {
        self.instance.voters()
    }

    /// Whether it wins with a price that is so many cents lower.
    pub fn cheaper(&self, discount: u64) -> bool {
        self.count(&self.instance.with_cost(self.project, self.cost() - discount)).wins
    }

    /// Whether it wins with so many more voters who choose it alone.
    pub fn louder(&self, extra: u64) -> bool {
        self.hear(extra).wins
    }

    fn hear(&self, extra: u64) -> Heard {
        if let Some(known) = self.heard.borrow().get(&extra) {
            return *known;
        }
        let one_more = self.one_more.get_or_init(|| self.instance.with_supporters(self.project, 1));
        let heard = match extra {
            0 => Heard { wins: false, endowment: None },
            1 => self.count(one_more),
            _ => self.count(&one_more.with_supporters(self.project, extra - 1)),
        };
        self.heard.borrow_mut().insert(extra, heard);
        heard
    }

    /// A better guess at the number of supporters than `guess`, which was made for an endowment of `held` cents.
    /// More voters can make a lower endowment stand: then the old supporters hold less together, and each
    /// new one brings less. Of the price `cost`, `guess` new ones had to bring what the old ones
    /// lacked: `guess = cost / held - old`, where `old` counts whole endowments that the old ones still have.
    pub fn nearer(&self, guess: u64, held: u64) -> u64 {
        let most = self.most_supporters();
        let mut nearer = guess.clamp(1, most.max(1));
        for _ in 0..NEARER {
            let Heard { wins: false, endowment: Some(lower) } = self.hear(nearer) else { break };
            let endowments =
                |held: u64| u128::from(self.cost()) * u128::from(SCALE) / u128::from(held.max(1));
            let more = endowments(lower).saturating_sub(endowments(held)).div_ceil(u128::from(SCALE));
            let next = guess.saturating_add(u64::try_from(more).unwrap_or(u64::MAX)).min(most);
            if next <= nearer {
                break;
            }
            nearer = next;
        }
        nearer
    }

    /// What holds of the thresholds that were told: those that are not true are left out. Where nothing was
    /// told nothing is counted.
    pub fn confirm(&self, told: Thresholds) -> Thresholds {
        Thresholds {
            short_by: told
                .short_by
                .filter(|&at| is_threshold(at, self.largest_discount(), |n| self.cheaper(n))),
            supporters_needed: told
                .supporters_needed
                .filter(|&at| is_threshold(at, self.most_supporters(), |n| self.louder(n))),
        }
    }
}

/// Whether `at` wins and one less does not; 0 is known to lose.
fn is_threshold(at: u64, most: u64, wins: impl Fn(u64) -> bool) -> bool {
    (1..=most).contains(&at) && wins(at) && (at == 1 || !wins(at - 1))
}
