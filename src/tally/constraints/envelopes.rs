//! Several envelopes in one count: the money of buurt, wijk and city on one ballot.
//!
//! *Definition.* An envelope is an amount for the voters of some homes: a buurt (one home), a wijk (its
//! buurten), the city (all). It is divided equally among the voters who live there, and a voter starts with
//! the sum of what comes from each envelope. Together they start with the whole budget. From there Equal
//! Shares goes on as always: money follows the voter, and a project of any area is paid by those who chose
//! it. Whether a voter may choose projects of other areas is decided by the form of the ballot.
//!
//! *Example*, a test too. Three voters in Noord, one in Zuid; envelopes Noord 60, Zuid 40, city 40. In Noord
//! a voter starts with 60/3 + 40/4 = 30, in Zuid with 40 + 10 = 50; 3 x 30 + 50 = 140, the budget. All four
//! choose the bus (40), Noord its swing (60), Zuid its bench (40). Each pays 10 for the bus, Noord 20 each for the
//! swing, and the voter in Zuid has 40 left: the bench. With 140/4 = 35 each, that voter would have had 25.
//!
//! *Start and steps.* An integral start rounds down what each voter starts with to whole units of the currency,
//! home by home. A raised run (add1) gives every voter the same step on top, wherever they live: what others
//! leave unspent is used, so after raising the voters of an area can have spent more than came from
//! their envelopes. Where that may not be, the projects of the area get a ceiling.
//!
//! *What it does to guarantees.* Where Equal Shares promises something to a group because of its number, it now
//! promises it because of what its voters start with together. Two groups of one size from different
//! areas can have different claims: that is what the municipality decided when it filled the envelopes.
//!
//! *Refused*: envelopes that are not the budget together, that nobody can spend, or that stand beside a rule
//! in which voters have no money of their own: greedy, Phragmén, maximin support, maximum welfare. A greedy
//! part after Equal Shares would give what one area left to whichever has most voters: refused too; raise
//! the endowment instead. Greedy per area is as many elections as there are areas: count them apart.
//! Exact Equal Shares and bounded overspending would have a meaning here, but are not counted so yet.

use num_bigint::BigUint;
use num_integer::Integer;
use num_traits::{One, Zero};

use crate::tally::instance::Instance;
use crate::tally::ratio::Ratio;
use crate::tally::rule::ONE_UNIT;

/// Money for the voters of some homes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// What people call it.
    pub name: String,
    /// In cents.
    pub amount: u64,
    /// Places in [`Instance::homes`], each once.
    pub homes: Vec<u32>,
}

/// What the voters of each home start with: whole numbers of cents over one denominator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endowments {
    denominator: BigUint,
    numerators: Vec<BigUint>,
}

impl Endowments {
    /// What all amounts are divided by.
    pub fn denominator(&self) -> &BigUint {
        &self.denominator
    }

    /// For each place in [`Instance::homes`] what a voter starts with, in cents times the denominator; one
    /// amount for all when the election does not know homes.
    pub fn numerators(&self) -> &[BigUint] {
        &self.numerators
    }

    /// What a voter of this home starts with, in cents.
    pub fn of(&self, home: u32) -> Ratio {
        Ratio::new(self.numerators[home as usize].clone(), self.denominator.clone())
    }

    /// The same rounded down to whole units of the currency, home by home.
    pub fn integral(&self) -> Endowments {
        let unit = &self.denominator * ONE_UNIT;
        let numerators = self.numerators.iter().map(|n| n / &unit * ONE_UNIT).collect();
        Endowments { denominator: BigUint::one(), numerators }
    }

    /// The same with so many cents more for every voter.
    pub fn raised(&self, step: u64) -> Endowments {
        let more = &self.denominator * step;
        let numerators = self.numerators.iter().map(|numerator| numerator + &more).collect();
        Endowments { denominator: self.denominator.clone(), numerators }
    }
}

/// What each voter starts with, exactly. Without envelopes: the budget divided by the voters.
pub fn endowments(instance: &Instance) -> Endowments {
    let places = instance.homes().len().max(1);
    let envelopes = &instance.limits().envelopes;
    if envelopes.is_empty() {
        let share = Ratio::of(instance.budget(), instance.voters().max(1));
        let numerators = vec![share.numerator().clone(); places];
        return Endowments { denominator: share.denominator().clone(), numerators };
    }
    let voters = voters_by_home(instance);
    let shares: Vec<(Ratio, &Envelope)> = envelopes
        .iter()
        .map(|envelope| (Ratio::of(envelope.amount, spenders(&voters, envelope).max(1)), envelope))
        .collect();
    let denominator =
        shares.iter().fold(BigUint::one(), |common, (share, _)| common.lcm(share.denominator()));
    let mut numerators = vec![BigUint::zero(); places];
    for (share, envelope) in shares {
        let each = share.numerator() * (&denominator / share.denominator());
        for &home in &envelope.homes {
            if let Some(numerator) = numerators.get_mut(home as usize) {
                *numerator += &each;
            }
        }
    }
    Endowments { denominator, numerators }
}

/// How many voters live at each place in [`Instance::homes`].
pub(super) fn voters_by_home(instance: &Instance) -> Vec<u64> {
    let mut voters = vec![0; instance.homes().len().max(1)];
    for (group, weight) in instance.group_weights().iter().enumerate() {
        voters[instance.home(group) as usize] += weight;
    }
    voters
}

/// How many voters share an envelope.
pub(super) fn spenders(voters: &[u64], envelope: &Envelope) -> u64 {
    envelope.homes.iter().map(|&home| voters.get(home as usize).copied().unwrap_or(0)).sum()
}
