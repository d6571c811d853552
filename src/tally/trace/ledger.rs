//! Books of what every voter holds, exactly: whole numbers of cents over one common denominator, in
//! classes of equal balance. They are the trace's own, so that it does not lean on what it checks.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, Zero};

use super::{Paid, PaidClass};
use crate::tally::constraints::Endowments;
use crate::tally::ratio::Ratio;
use crate::tally::rule::Utility;
use crate::tally::{Instance, ProjectIndex};

/// How the supporters of a project share its price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Each pays the same per unit of worth, or all that is left.
    ByWorth,
    /// The largest group that can pays equal parts; the others pay nothing.
    Equally,
}

/// What the voters of each home start with: whole numbers of cents over one denominator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    denominator: BigUint,
    by_home: Vec<BigUint>,
}

impl Start {
    /// What the budget or the envelopes give.
    pub fn of(endowments: &Endowments) -> Start {
        let by_home = endowments.numerators().to_vec();
        Start { denominator: endowments.denominator().clone(), by_home }
    }

    /// The same for every voter, in cents.
    pub fn same(endowment: &Ratio) -> Start {
        Start { denominator: endowment.denominator().clone(), by_home: vec![endowment.numerator().clone()] }
    }

    /// With so many cents more for every voter.
    pub fn plus(&self, more: u64) -> Start {
        let by_home = self.by_home.iter().map(|held| held + &self.denominator * more).collect();
        Start { denominator: self.denominator.clone(), by_home }
    }

    /// What a voter of this home starts with, in cents.
    pub fn at(&self, home: u32) -> Ratio {
        let held = self.by_home.get(home as usize).unwrap_or(&self.by_home[0]);
        Ratio::new(held.clone(), self.denominator.clone())
    }

    /// Whether it depends on the home.
    pub fn differs(&self) -> bool {
        self.by_home.iter().any(|held| *held != self.by_home[0])
    }
}

/// What every voter holds.
#[derive(Debug, Clone)]
pub struct Ledger<'a> {
    instance: &'a Instance,
    utility: Utility,
    /// What divides a payment among supporters: where a project is worth its price, it is worth the same to
    /// all, and dividing by one keeps numbers small.
    stake: Utility,
    sharing: Sharing,
    denominator: BigUint,
    /// Balances in cents times the denominator, ascending.
    classes: Vec<BigUint>,
    /// The class of each group of equal ballots.
    class_of: Vec<u32>,
}

/// Supporters of a project who hold the same and to whom it is worth the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stake {
    class: u32,
    worth: u64,
    voters: u64,
}

/// What those who pay in full would pay for a project.
#[derive(Debug, Clone)]
pub struct Bid {
    /// Together, times the denominator.
    due: BigUint,
    /// What the project is worth to them together.
    worth: BigUint,
    /// The poorest class that pays under [`Sharing::Equally`].
    from: u32,
}

/// A payment per unit of worth, not reduced.
#[derive(Debug, Clone)]
pub struct Rate {
    over: BigUint,
    under: BigUint,
}

impl Rate {
    /// Which of two is lower, exactly.
    pub fn compare(&self, other: &Rate) -> Ordering {
        (&self.over * &other.under).cmp(&(&other.over * &self.under))
    }

    /// In lowest terms.
    pub fn ratio(&self) -> Ratio {
        Ratio::new(self.over.clone(), self.under.clone())
    }
}

impl<'a> Ledger<'a> {
    /// At the start.
    pub fn new(instance: &'a Instance, utility: Utility, sharing: Sharing, start: &Start) -> Ledger<'a> {
        let mut classes = start.by_home.clone();
        classes.sort();
        classes.dedup();
        let class_of = (0..instance.group_weights().len()).map(|group| {
            let home = instance.home(group) as usize;
            let held = start.by_home.get(home).unwrap_or(&start.by_home[0]);
            let at = classes.binary_search(held).expect("every start has a class");
            u32::try_from(at).expect("fewer classes than groups")
        });
        let class_of = class_of.collect();
        let denominator = start.denominator.clone();
        let stake = if utility == Utility::Cost { Utility::Cardinality } else { utility };
        Ledger { instance, utility, stake, sharing, denominator, classes, class_of }
    }

    /// What all voters to whom the project is worth something hold together, in cents.
    pub fn held(&self, project: ProjectIndex) -> Ratio {
        Ratio::new(self.held_times_denominator(project), self.denominator.clone())
    }

    /// Whether they hold at least its price.
    pub fn can_pay(&self, project: ProjectIndex) -> bool {
        self.held_times_denominator(project) >= &self.denominator * self.instance.project(project).cost
    }

    fn held_times_denominator(&self, project: ProjectIndex) -> BigUint {
        self.stakes(project).iter().map(|stake| &self.classes[stake.class as usize] * stake.voters).sum()
    }

    /// The supporters of a project, who run dry first at the front.
    fn stakes(&self, project: ProjectIndex) -> Vec<Stake> {
        let mut found: Vec<Stake> = Vec::new();
        let worths = self.instance.worths(project, self.stake);
        let weights = self.instance.group_weights();
        let mut of_worth: BTreeMap<u64, Vec<u64>> = BTreeMap::new();
        for (&group, worth) in self.instance.supporters(project).iter().zip(worths) {
            if worth > 0 {
                let voters = of_worth.entry(worth).or_insert_with(|| vec![0; self.classes.len()]);
                voters[self.class_of[group as usize] as usize] += weights[group as usize];
            }
        }
        let many = of_worth.len() > 1;
        for (worth, voters) in of_worth {
            let classes = (0_u32..).zip(voters).filter(|(_, voters)| *voters > 0);
            found.extend(classes.map(|(class, voters)| Stake { class, worth, voters }));
        }
        if many {
            let per_worth = |a: &Stake, b: &Stake| {
                let (a_holds, b_holds) = (&self.classes[a.class as usize], &self.classes[b.class as usize]);
                (a_holds * b.worth).cmp(&(b_holds * a.worth))
            };
            found.sort_by(|a, b| per_worth(a, b).then(a.worth.cmp(&b.worth)));
        }
        found
    }

    /// What those who pay in full would pay; `None` when the project cannot be paid for.
    pub fn bid(&self, project: ProjectIndex) -> Option<Bid> {
        let stakes = self.stakes(project);
        let mut due = &self.denominator * self.instance.project(project).cost;
        let each = |stake: &Stake| match self.sharing {
            Sharing::ByWorth => BigUint::from(stake.worth) * stake.voters,
            Sharing::Equally => BigUint::from(stake.voters),
        };
        let mut rest: BigUint = stakes.iter().map(each).sum();
        for stake in &stakes {
            let balance = &self.classes[stake.class as usize];
            let needs = match self.sharing {
                Sharing::ByWorth => &due * stake.worth,
                Sharing::Equally => due.clone(),
            };
            if balance * &rest >= needs {
                return Some(Bid { due, worth: rest, from: stake.class });
            }
            if self.sharing == Sharing::ByWorth {
                due -= balance * stake.voters;
            }
            rest -= each(stake);
        }
        None
    }

    /// What a bid comes to per unit of worth.
    pub fn rate(&self, project: ProjectIndex, bid: &Bid) -> Rate {
        let per = if self.utility == Utility::Cost { self.instance.project(project).cost } else { 1 };
        Rate { over: bid.due.clone(), under: &self.denominator * &bid.worth * per }
    }

    /// Takes the payments for a project from the balances.
    pub fn pay(&mut self, project: ProjectIndex, bid: &Bid) -> Paid {
        let rate = self.rate(project, bid).ratio();
        let divisor = bid.due.gcd(&bid.worth);
        let (unit, factor) = (&bid.due / &divisor, &bid.worth / &divisor);
        self.denominator *= &factor;
        if !factor.is_one() {
            self.classes.iter_mut().for_each(|balance| *balance *= &factor);
        }
        let mut paid: BTreeMap<BigUint, u64> = BTreeMap::new();
        let (mut full, mut payers) = (0, 0);
        for stake in self.stakes(project) {
            let asked = self.asked(&unit, bid, stake.class, stake.worth);
            let balance = &self.classes[stake.class as usize];
            full += if asked.is_zero() || &asked > balance { 0 } else { stake.voters };
            let each = asked.min(balance.clone());
            if !each.is_zero() {
                payers += stake.voters;
                *paid.entry(each).or_default() += stake.voters;
            }
        }
        let most = paid.last_key_value().map(|(each, _)| each.clone()).expect("somebody pays for it");
        let price = self.instance.project(project).cost;
        let told: BigUint = paid.iter().map(|(each, voters)| each * voters).sum();
        assert!(told == &self.denominator * price, "payments add up to the price");
        self.take(project, &unit, bid);
        Paid {
            rate,
            effective_votes: Ratio::new(&self.denominator * price, most.clone()),
            highest: Ratio::new(most, self.denominator.clone()),
            full,
            payers,
            over: self.denominator.clone(),
            classes: paid.into_iter().map(|(each, voters)| PaidClass { voters, each }).collect(),
        }
    }

    /// What a supporter of this class and worth is asked for, times the denominator.
    fn asked(&self, unit: &BigUint, bid: &Bid, class: u32, worth: u64) -> BigUint {
        match self.sharing {
            Sharing::ByWorth => unit * worth,
            Sharing::Equally if class >= bid.from => unit.clone(),
            Sharing::Equally => BigUint::zero(),
        }
    }

    /// Lowers the balances of the supporters and sorts the classes.
    fn take(&mut self, project: ProjectIndex, unit: &BigUint, bid: &Bid) {
        let mut pays = vec![0_u64; self.class_of.len()];
        let worths = self.instance.worths(project, self.stake);
        for (&group, worth) in self.instance.supporters(project).iter().zip(worths) {
            pays[group as usize] = worth;
        }
        let mut moved: Vec<(u32, u64)> = self.class_of.iter().copied().zip(pays.iter().copied()).collect();
        moved.sort_unstable();
        moved.dedup();
        let mut after: Vec<(BigUint, (u32, u64))> = Vec::with_capacity(moved.len());
        for (class, worth) in moved {
            let balance = &self.classes[class as usize];
            let asked = if worth == 0 { BigUint::zero() } else { self.asked(unit, bid, class, worth) };
            let left = if balance > &asked { balance - asked } else { BigUint::zero() };
            after.push((left, (class, worth)));
        }
        after.sort();
        self.classes.clear();
        let mut renamed: Vec<((u32, u64), u32)> = Vec::with_capacity(after.len());
        for (balance, was) in after {
            if self.classes.last() != Some(&balance) {
                self.classes.push(balance);
            }
            renamed.push((was, u32::try_from(self.classes.len() - 1).expect("fewer classes than groups")));
        }
        renamed.sort_unstable();
        for (class, worth) in self.class_of.iter_mut().zip(pays) {
            let at = renamed.binary_search_by_key(&(*class, worth), |(was, _)| *was);
            *class = renamed[at.expect("every class was listed")].1;
        }
    }

    /// What the supporters would pay together at this rate, in cents, and nobody more than there is.
    pub fn raises(&self, project: ProjectIndex, rate: &Ratio) -> Ratio {
        let per = if self.utility == Utility::Cost { self.instance.project(project).cost } else { 1 };
        let mut sum = BigUint::zero();
        for stake in self.stakes(project) {
            let asked = rate.numerator() * &self.denominator * stake.worth * per;
            let holds = &self.classes[stake.class as usize] * rate.denominator();
            sum += asked.min(holds) * stake.voters;
        }
        Ratio::new(sum, &self.denominator * rate.denominator())
    }

    /// The highest price, in cents, at which the project would come to this rate or below it. Where it is
    /// worth its price, what voters pay falls with it: the poor pay all they hold, and the price that
    /// remains is what the others come to.
    pub fn price_at(&self, project: ProjectIndex, rate: &Ratio) -> Ratio {
        if self.utility != Utility::Cost {
            return self.raises(project, rate);
        }
        let (num, den) = (rate.numerator(), rate.denominator());
        let mut rest: u64 = self.instance.votes(project);
        let mut poor = BigUint::zero();
        for stake in self.stakes(project) {
            let balance = &self.classes[stake.class as usize];
            // With everyone up to here paying all they hold, a price of balance / rate is still reached.
            let reached = &poor + balance * rest;
            if reached * num < balance * den {
                break;
            }
            poor += balance * stake.voters;
            rest -= stake.voters;
        }
        let kept = den - num * rest;
        Ratio::new(poor * den, kept * &self.denominator)
    }
}
