//! What voters have left, exactly: whole numbers of cents over one common denominator, in classes of
//! equal balance.
//!
//! A purchase multiplies the denominator by the number of full payers (in lowest terms), so every balance
//! stays a whole number over it. Slow and obvious: rules that must be fast keep their own books.

use std::collections::BTreeMap;

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, Zero};

use super::ballots::ProjectIndex;
use super::instance::Instance;
use super::outcome::Payment;
use super::ratio::Ratio;
use super::rule::Utility;

/// What every voter has left: whole numbers over one denominator, in classes of equal balance.
#[derive(Debug, Clone)]
pub struct Purse {
    denominator: BigUint,
    /// Balances in cents times the denominator, ascending.
    classes: Vec<BigUint>,
    /// The class of each group of equal ballots.
    class_of: Vec<u32>,
}

/// Supporters of a project who hold the same and to whom it is worth the same.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    /// What each holds, over the denominator; not nothing.
    pub balance: &'a BigUint,
    /// What the project is worth to each; not nothing.
    pub worth: u64,
    /// How many they are.
    pub weight: u64,
}

impl Purse {
    /// Every voter with the same endowment, in cents.
    pub fn new(instance: &Instance, endowment: &Ratio) -> Purse {
        Purse {
            denominator: endowment.denominator().clone(),
            classes: vec![endowment.numerator().clone()],
            class_of: vec![0; instance.group_weights().len()],
        }
    }

    /// What all supporters of a project hold together, in cents.
    pub fn behind(&self, instance: &Instance, project: ProjectIndex) -> Ratio {
        let held = self.weights(instance, project);
        let sum: BigUint = self.classes.iter().zip(held).map(|(balance, weight)| balance * weight).sum();
        Ratio::new(sum, self.denominator.clone())
    }

    /// How many supporters of a project stand in each class.
    fn weights(&self, instance: &Instance, project: ProjectIndex) -> Vec<u64> {
        let mut weights = vec![0_u64; self.classes.len()];
        for &group in instance.supporters(project) {
            weights[self.class_of[group as usize] as usize] += instance.group_weights()[group as usize];
        }
        weights
    }

    /// What balances are whole numbers over.
    pub fn denominator(&self) -> &BigUint {
        &self.denominator
    }

    /// What those who pay in full pay together (over the denominator), and how many they are. `None`
    /// when the supporters hold too little. Poorer supporters pay all they have.
    pub fn offer(&self, instance: &Instance, project: ProjectIndex) -> Option<(BigUint, u64)> {
        let mut due = &self.denominator * instance.project(project).cost;
        let mut rest = instance.votes(project);
        for (balance, weight) in self.classes.iter().zip(self.weights(instance, project)) {
            if weight == 0 {
                continue;
            }
            if balance * rest >= due {
                return Some((due, rest));
            }
            due -= balance * weight;
            rest -= weight;
        }
        None
    }

    /// Takes the payments for a project from the balances: `share` and `full` as [`Purse::offer`] gave them.
    pub fn pay(&mut self, instance: &Instance, project: ProjectIndex, share: &BigUint, full: u64) -> Payment {
        let weights = self.weights(instance, project);
        let payers = self.classes.iter().zip(weights).filter(|(b, _)| !b.is_zero()).map(|(_, w)| w).sum();
        let highest = Ratio::new(share.clone(), &self.denominator * full);

        let divisor = share.gcd(&full.into());
        let factor = BigUint::from(full) / &divisor;
        let charge = share / &divisor;
        self.scale(&factor);
        self.reclass(instance.supporters(project), &charge);
        Payment { payers, highest }
    }

    /// The largest group of supporters who can all pay the same part of a project: how many they are, and
    /// the lowest balance among them as a place in the ascending order of balances. `None` when there is none.
    pub fn equal_payers(&self, instance: &Instance, project: ProjectIndex) -> Option<(u64, usize)> {
        let due = &self.denominator * instance.project(project).cost;
        let mut rest = instance.votes(project);
        for (class, weight) in self.weights(instance, project).into_iter().enumerate() {
            if weight > 0 && &self.classes[class] * rest >= due {
                return Some((rest, class));
            }
            rest -= weight;
        }
        None
    }

    /// Takes an equal part of the price of a project from those of its supporters whom
    /// [`Purse::equal_payers`] found.
    pub fn pay_alike(
        &mut self,
        instance: &Instance,
        project: ProjectIndex,
        payers: u64,
        from: usize,
    ) -> Payment {
        let share = &self.denominator * instance.project(project).cost;
        let highest = Ratio::of(instance.project(project).cost, payers);
        let divisor = share.gcd(&payers.into());
        self.scale(&(BigUint::from(payers) / &divisor));
        let from = u32::try_from(from).expect("fewer classes than groups");
        let pays = |&&group: &&u32| self.class_of[group as usize] >= from;
        let paying: Vec<u32> = instance.supporters(project).iter().filter(pays).copied().collect();
        self.reclass(&paying, &(share / divisor));
        Payment { payers, highest }
    }

    /// The supporters of a project in classes of equal balance, ascending: the balance (over the
    /// denominator) and how many they are.
    pub fn supporters_by_balance(&self, instance: &Instance, project: ProjectIndex) -> Vec<(&BigUint, u64)> {
        let weights = self.weights(instance, project);
        self.classes.iter().zip(weights).filter(|(_, weight)| *weight > 0).collect()
    }

    /// The supporters of a project who hold anything, by what they hold per unit of worth, ascending.
    pub fn holders(&self, instance: &Instance, project: ProjectIndex, utility: Utility) -> Vec<Holder<'_>> {
        let mut weights: BTreeMap<(u32, u64), u64> = BTreeMap::new();
        for (&group, worth) in instance.supporters(project).iter().zip(instance.worths(project, utility)) {
            let weight = instance.group_weights()[group as usize];
            *weights.entry((self.class_of[group as usize], worth)).or_default() += weight;
        }
        let holder = |((class, worth), weight): ((u32, u64), u64)| Holder {
            balance: &self.classes[class as usize],
            worth,
            weight,
        };
        let mut holders: Vec<Holder<'_>> = weights.into_iter().map(holder).collect();
        holders.retain(|holder| holder.worth > 0 && !holder.balance.is_zero());
        holders.sort_by(|a, b| (a.balance * b.worth).cmp(&(b.balance * a.worth)));
        holders
    }

    /// Takes `over / under` cents per unit of worth from each supporter of a project, at most all they have.
    pub fn pay_by_worth(
        &mut self,
        instance: &Instance,
        project: ProjectIndex,
        utility: Utility,
        (over, under): (BigUint, BigUint),
    ) -> Payment {
        let mut paying = vec![0; self.class_of.len()];
        for (&group, worth) in instance.supporters(project).iter().zip(instance.worths(project, utility)) {
            paying[group as usize] = worth;
        }
        let unit = paying.iter().fold(0, |unit: u64, worth| unit.gcd(worth)).max(1);
        let charge = over * unit * &self.denominator;
        let divisor = charge.gcd(&under);
        self.scale(&(under / &divisor));
        let charge = charge / divisor;

        let keys: Vec<(u32, u64)> = self.class_of.iter().copied().zip(paying).collect();
        let mut kinds = keys.clone();
        kinds.sort_unstable();
        kinds.dedup();
        let paid: Vec<BigUint> = kinds
            .iter()
            .map(|&(class, worth)| (&charge * (worth / unit)).min(self.classes[class as usize].clone()))
            .collect();
        let highest = paid.iter().max().cloned().unwrap_or_default();
        let highest = Ratio::new(highest, self.denominator.clone());
        let left: Vec<BigUint> =
            kinds.iter().zip(&paid).map(|(&(class, _), paid)| &self.classes[class as usize] - paid).collect();
        let place = |key: &(u32, u64)| kinds.binary_search(key).expect("every key was collected");
        let mut payers = 0;
        self.classes = left.clone();
        self.classes.sort_unstable();
        self.classes.dedup();
        let class = |left: &BigUint| self.classes.binary_search(left).expect("every balance was collected");
        let renamed: Vec<u32> =
            left.iter().map(|left| u32::try_from(class(left)).expect("fewer classes than groups")).collect();
        for (group, key) in keys.iter().enumerate() {
            let place = place(key);
            self.class_of[group] = renamed[place];
            if !paid[place].is_zero() {
                payers += instance.group_weights()[group];
            }
        }
        self.reduce();
        Payment { payers, highest }
    }

    /// Writes all balances over the smallest denominator.
    fn reduce(&mut self) {
        let mut divisor = self.denominator.clone();
        for balance in &self.classes {
            if divisor.is_one() {
                return;
            }
            divisor = divisor.gcd(balance);
        }
        self.denominator /= &divisor;
        self.classes.iter_mut().for_each(|balance| *balance /= &divisor);
    }

    /// Writes all balances over a larger denominator.
    fn scale(&mut self, factor: &BigUint) {
        self.denominator *= factor;
        if !factor.is_one() {
            self.classes.iter_mut().for_each(|balance| *balance *= factor);
        }
    }

    /// Lowers the balance of the given groups by `charge`, at most to nothing, and sorts the classes.
    fn reclass(&mut self, paying: &[u32], charge: &BigUint) {
        const PAID: u32 = 1 << 31;
        let class_count = u32::try_from(self.classes.len()).expect("fewer classes than groups");
        for &group in paying {
            self.class_of[group as usize] |= PAID;
        }
        let mut used = vec![[false; 2]; self.classes.len()];
        for class in &self.class_of {
            used[(class & !PAID) as usize][usize::from(class & PAID != 0)] = true;
        }
        let mut balances: Vec<(BigUint, u32, bool)> = Vec::new();
        for class in 0..class_count {
            let balance = &self.classes[class as usize];
            let [stays, pays] = used[class as usize];
            if stays {
                balances.push((balance.clone(), class, false));
            }
            if pays {
                let left = if balance > charge { balance - charge } else { BigUint::zero() };
                balances.push((left, class, true));
            }
        }
        balances.sort();
        self.classes.clear();
        let mut renamed = vec![[0_u32; 2]; used.len()];
        for (balance, class, pays) in balances {
            if self.classes.last() != Some(&balance) {
                self.classes.push(balance);
            }
            let place = u32::try_from(self.classes.len() - 1).expect("fewer classes than groups");
            renamed[class as usize][usize::from(pays)] = place;
        }
        for class in &mut self.class_of {
            *class = renamed[(*class & !PAID) as usize][usize::from(*class & PAID != 0)];
        }
    }
}
