//! EJR+ up to one project, checked by looking at all groups that could object.
//!
//! *Definition.* Voter `i` gets `u_i(W)` out of the winners `W`, the sum of what each is worth to that voter.
//! Of `n` voters and a budget `B`, a group `S` stands for the money `|S| · B / n`. Take a project `p` that did
//! not win, and a group `S` of voters to each of whom `p` is worth at least `a > 0`. The group could buy from
//! its money worth of `a / cost(p)` for each cent. It objects when all its voters get less out of `W` than
//! that, even with `p` beside the winners: when for each `i` in `S`
//!
//! > `u_i(W) + a ≤ a · |S| · B / (n · cost(p))`.
//!
//! An outcome keeps EJR+ up to one project when no group objects. Where every project is worth its price,
//! the line reads `u_i(W) + cost(p) ≤ |S| · B / n`; where each is worth one, `u_i(W) + 1 ≤ |S| · B / (n · cost(p))`.
//!
//! *Source.* M. Brill, J. Peters: Robust and Verifiable Proportionality Axioms for Multiwinner Voting
//! (2023), for one project and whoever supports it; D. Peters, G. Pierczyński, P. Skowron: Proportional
//! Participatory Budgeting with Additive Utilities (2021), for worths that differ.
//!
//! *Why Equal Shares keeps it* when nobody holds less than `B / n` at the start. Take the first of `S` who comes
//! to hold less than `cost(p) / |S|`; there is one, or else `S` could pay for `p` at the end. Until then `p` was to
//! be had at a payment of at most `cost(p) / (|S| · a)` per unit of worth, so everything bought so far was as cheap
//! or cheaper; and that voter spent more than `B / n - cost(p) / |S|`, so gets more than
//! `a · |S| · B / (n · cost(p)) - a`. What is bought afterwards only adds. Endowments rounded down below `B / n`, and
//! limits that keep `p` out, can break it.
//!
//! *Why it is polynomial.* For a project and an `a`, the group that is most likely to object at a given size
//! is made of those who get least out of `W`; so the supporters are sorted by that, and only these groups
//! are looked at: one for each value of `a` and each value of `u_i(W)`.

use num_bigint::BigUint;

use crate::tally::ballots::ProjectIndex;
use crate::tally::instance::Instance;
use crate::tally::outcome::Outcome;
use crate::tally::rule::Utility;

/// A group of voters that was promised more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// What they all want and did not get.
    pub project: ProjectIndex,
    /// How many voters the group has.
    pub voters: u64,
    /// The project is worth at least this to each of them (cents where it is worth its price).
    pub worth: u64,
    /// None of them gets more than this out of the winners.
    pub most: u64,
}

/// The first group that objects, by project, then by the largest `worth`, then by the smallest `most`.
pub fn ejr_plus(instance: &Instance, outcome: &Outcome, utility: Utility) -> Option<Violation> {
    let gets = gets(instance, outcome, utility);
    let mut losers = instance.indexes().filter(|&p| !outcome.has(p));
    losers.find_map(|project| objection(instance, utility, project, &gets))
}

/// What the voters of each group get out of the winners.
fn gets(instance: &Instance, outcome: &Outcome, utility: Utility) -> Vec<u64> {
    let mut gets = vec![0; instance.group_weights().len()];
    for winner in outcome.winners() {
        let worths = instance.worths(winner, utility);
        for (&group, worth) in instance.supporters(winner).iter().zip(worths) {
            gets[group as usize] += worth;
        }
    }
    gets
}

fn objection(
    instance: &Instance,
    utility: Utility,
    project: ProjectIndex,
    gets: &[u64],
) -> Option<Violation> {
    let weights = instance.group_weights();
    let worths = instance.worths(project, utility);
    let mut supporters: Vec<(u64, u64, u64)> = instance
        .supporters(project)
        .iter()
        .zip(worths)
        .filter(|(_, worth)| *worth > 0)
        .map(|(&group, worth)| (gets[group as usize], worth, weights[group as usize]))
        .collect();
    supporters.sort_unstable();
    let mut worths: Vec<u64> = supporters.iter().map(|(_, worth, _)| *worth).collect();
    worths.sort_unstable_by(|a, b| b.cmp(a));
    worths.dedup();
    for least in worths {
        let mut voters = 0;
        let mut group = supporters.iter().filter(|(_, worth, _)| *worth >= least).peekable();
        while let Some((most, _, weight)) = group.next() {
            voters += weight;
            if group.peek().is_some_and(|(next, _, _)| next == most) {
                continue;
            }
            let due = BigUint::from(least) * voters * instance.budget();
            let got = (BigUint::from(*most) + least) * instance.voters() * instance.project(project).cost;
            if got <= due {
                return Some(Violation { project, voters, worth: least, most: *most });
            }
        }
    }
    None
}
