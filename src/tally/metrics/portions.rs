//! What is spent on a label against its fair share.

use std::collections::BTreeMap;

use num_bigint::BigUint;
use num_integer::Integer;

use crate::tally::instance::Instance;
use crate::tally::outcome::Outcome;
use crate::tally::ratio::Ratio;

/// What is spent on a label against its fair share: see [`super`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portion {
    /// The label; empty for what has none.
    pub name: String,
    /// Its fair share, in cents.
    pub fair: Ratio,
    /// What the winners cost that bear it, in cents.
    pub spent: Ratio,
}

/// A sum of whole numbers over small denominators.
#[derive(Default)]
struct Sum(BTreeMap<u64, u128>);

impl Sum {
    fn add(&mut self, over: u128, under: u64) {
        *self.0.entry(under).or_default() += over;
    }

    /// The sum times `over / under`.
    fn times(&self, over: u64, under: u64) -> Ratio {
        let common = self.0.keys().fold(BigUint::from(1_u32), |common, &next| common.lcm(&next.into()));
        let sum: BigUint = self.0.iter().map(|(&part, &sum)| &common / part * sum).sum();
        Ratio::new(sum * over, common * under)
    }
}

/// Spending against fair share, in the order of names. `labels` holds those of each project, or nothing.
pub fn portions(instance: &Instance, outcome: &Outcome, labels: &[Vec<String>]) -> Vec<Portion> {
    if labels.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let nameless = [String::new()];
    let of_project = |project: u32| match labels.get(project as usize) {
        Some(names) if !names.is_empty() => names.as_slice(),
        Some(_) | None => &nameless,
    };
    let mut names: Vec<&str> = instance.indexes().flat_map(of_project).map(String::as_str).collect();
    names.sort_unstable();
    names.dedup();
    let at = |name: &String| names.binary_search(&name.as_str()).expect("all names are listed");
    let mut sums: Vec<(Sum, Sum)> = names.iter().map(|_| Default::default()).collect();
    let small = |length: usize| u64::try_from(length).expect("a length fits in 64 bits");
    for (group, &weight) in instance.group_weights().iter().enumerate() {
        let ballot = instance.group_projects(group);
        for &project in ballot {
            let of = of_project(project);
            let parts = small(ballot.len()) * small(of.len());
            of.iter().for_each(|name| sums[at(name)].0.add(weight.into(), parts));
        }
    }
    for purchase in &outcome.purchases {
        let of = of_project(purchase.project);
        of.iter().for_each(|name| sums[at(name)].1.add(purchase.amount.into(), small(of.len())));
    }
    let portion = |(name, (fair, spent)): (&&str, &(Sum, Sum))| Portion {
        name: (*name).to_string(),
        fair: fair.times(instance.budget(), instance.voters().max(1)),
        spent: spent.times(1, 1),
    };
    names.iter().zip(&sums).map(portion).collect()
}
