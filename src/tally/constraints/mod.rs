//! What a municipality adds to a count, beside the budget.
//!
//! Which projects a voter may choose (how many, up to what sum, only those of the own area) is not decided
//! here: the form of the ballot is, before a vote is taken. The engine counts the ballots it gets.
//!
//! # The limits
//!
//! The examples are about one election: 100 euro, ten voters, greedy by votes. Plans with price and votes:
//! park 40 (6), pond 30 (5), choir 30 (4), fair 20 (3), lamp 10 (2). Without limits park, pond and choir win.
//! The test `limits` counts every example.
//!
//! **Ceiling.** A set of projects may cost at most a sum together: a category, an area, a pot. *Green (park,
//! pond) at most 50:* park wins, pond is refused, and choir, fair and lamp win.
//!
//! **Recipient.** A ceiling over all plans of one recipient. Affiliated legal persons count as one: it is one
//! ceiling over the union of their plans, and who is affiliated with an affiliate belongs to them
//! ([`Ceiling::per_recipient`]). *The applicants of park and choir are affiliated, at most 60:* park and pond
//! win, choir is refused, fair and lamp win.
//!
//! **Minimum.** Money that only the projects of one pot may use. The projects outside it can have the budget
//! less that sum; with several pots, projects outside any group of pots can have the budget less all their
//! minima. *Renewal (fair, lamp) at least 30:* park and pond win, choir is refused (100 would be more than
//! 70), fair and lamp win. A minimum does not make a project win that nobody wants or that does not fit.
//! It is measured against the budget, in raised runs of Equal Shares too. Money that the pot's projects
//! cannot use stays unspent ([`Unused::Kept`]), or is free for all once the greedy part has gone through its
//! list, which it then does once more ([`Unused::Released`]). *Renewal (only fair) at least 40:* park, fair
//! and lamp win and 30 is left; released, pond gets it.
//!
//! **Exclusive.** Of these proposals at most one wins: the first that is bought. *Park and pond:* park,
//! choir, fair and lamp win.
//!
//! **Support.** A project that too few ballots name is out before the count: a number ([`Limits::min_votes`])
//! or a share of all ballots, blank ones included ([`Limits::min_share`]). *Half of the ballots:* park and
//! pond win.
//!
//! **Part.** A plan that states a minimum sum may get a part of its price: see [`part`].
//! **Envelopes.** Money of buurt, wijk and city in one count: see [`envelopes`].
//!
//! **The last pass.** Some rounds spend what is left at the end without their ceilings (Amsterdam Oost, 2022):
//! [`Leftover::Free`]. It is the same last pass over the list as that of released money.
//!
//! # What they do to a rule
//!
//! A project is asked for when the rule is about to buy it. If a limit refuses it, it is out for good: what
//! has been bought stays, so a limit that refuses once refuses for ever. Its supporters keep their money.
//! So **a rule that buys one project after the other counts an election with limits as it would count the
//! same election without the refused projects** (a test does that), and what the rule promises, it
//! promises about that smaller election:
//!
//! * *Greedy*: no loser with more votes than a winner would have fitted, unless a limit refused it.
//! * *Equal Shares, Exact Equal Shares*: the outcome is priceable: nobody pays more than the own share, nor for
//!   a project not chosen, and no project that the limits did not refuse has supporters with its price left.
//!   EJR up to one project holds for each group whose projects were not refused; a group whose projects were
//!   may be left with money and nothing to show for it. So a ceiling can silence a minority that a plain
//!   count would serve, and a minimum can take money from one that chose projects outside the pot.
//!   In raised runs ceilings hold in each run; a run over budget is dropped as always.
//! * *Phragmén, maximin support*: loads are balanced over what may be bought; a refused project ends nothing.
//! * *Maximum welfare*: the best set among those that keep the limits: the one rule that looks at limits as a
//!   whole and not one by one.
//! * *Bounded overspending*: as Equal Shares; it spends all it can only among what is not refused.
//!
//! A minimum can leave money unspent, so no rule is exhaustive under it. Limits that cannot be kept or mean
//! nothing beside the chosen rule are refused before the count: see [`check`].

pub mod check;
pub mod envelopes;
mod guard;
pub mod part;

pub use check::check;
pub use envelopes::{Endowments, Envelope, endowments};
pub use guard::Guard;
pub use part::StatedMinimum;

use super::ballots::ProjectIndex;
use super::instance::Instance;

/// Limits on what a count may buy, beside the budget. Amounts in cents. [`Limits::default`] limits nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Limits {
    /// Sets of projects that may not cost more than an amount together: a category, an area, a pot, or
    /// all plans of one recipient and its affiliates.
    pub ceilings: Vec<Ceiling>,
    /// Money that only a set of projects may use. No project is in two of them.
    pub minima: Vec<Minimum>,
    /// Sets of projects of which at most one wins.
    pub exclusive: Vec<Vec<ProjectIndex>>,
    /// A project that fewer ballots name is out.
    pub min_votes: u64,
    /// A project that a smaller share of all ballots name is out.
    pub min_share: Option<Share>,
    /// Plans that can do with a part of their price.
    pub parts: Vec<StatedMinimum>,
    /// What happens to money of [`Limits::minima`] that nobody can use any more.
    pub unused: Unused,
    /// Whether ceilings hold for what is left at the end.
    pub leftover: Leftover,
    /// Where the money comes from; empty when all voters share the whole budget.
    pub envelopes: Vec<Envelope>,
}

/// The most that a set of projects may cost together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ceiling {
    /// What people call it.
    pub name: String,
    /// Which projects.
    pub projects: Vec<ProjectIndex>,
    /// In cents.
    pub most: u64,
}

/// Money that only a set of projects may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Minimum {
    /// What people call it.
    pub name: String,
    /// Which projects.
    pub projects: Vec<ProjectIndex>,
    /// In cents.
    pub least: u64,
}

/// An exact share: 5 of 100 is five percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// So many.
    pub of: u64,
    /// Out of so many; not 0.
    pub per: u64,
}

/// What happens to reserved money that no project of its pot can use any more.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Unused {
    /// It stays.
    #[default]
    Kept,
    /// When the greedy part has gone through its list, it goes through it once more without minima.
    Released,
}

/// Whether ceilings hold for money that is left at the end.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Leftover {
    /// They do.
    #[default]
    Capped,
    /// When the greedy part has gone through its list, it goes through it once more without ceilings.
    Free,
}

/// Someone who asks for money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// What people call it.
    pub name: String,
    /// Its plans.
    pub projects: Vec<ProjectIndex>,
}

impl Share {
    /// The smallest whole number that is at least this share of `whole`.
    pub fn at_least(&self, whole: u64) -> u64 {
        let share = (u128::from(whole) * u128::from(self.of)).div_ceil(u128::from(self.per.max(1)));
        u64::try_from(share).unwrap_or(u64::MAX)
    }

    /// The largest whole number that is at most this share of `whole`: a part of a budget in whole cents.
    pub fn at_most(&self, whole: u64) -> u64 {
        let share = u128::from(whole) * u128::from(self.of) / u128::from(self.per.max(1));
        u64::try_from(share).unwrap_or(u64::MAX)
    }
}

impl Ceiling {
    /// One ceiling per recipient, each of the same sum; affiliated ones share one, over the plans of all.
    /// `affiliated` names pairs of places in `recipients`; affiliation goes on through a third.
    pub fn per_recipient(recipients: &[Recipient], affiliated: &[(usize, usize)], most: u64) -> Vec<Ceiling> {
        let mut group: Vec<usize> = (0..recipients.len()).collect();
        for &(one, other) in affiliated {
            let (kept, joined) = (group[one].min(group[other]), group[one].max(group[other]));
            group.iter_mut().filter(|g| **g == joined).for_each(|g| *g = kept);
        }
        let ceiling = |first: usize| {
            let members: Vec<&Recipient> =
                recipients.iter().zip(&group).filter(|(_, g)| **g == first).map(|(r, _)| r).collect();
            let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
            let mut projects: Vec<ProjectIndex> =
                members.iter().flat_map(|member| member.projects.iter().copied()).collect();
            projects.sort_unstable();
            projects.dedup();
            Ceiling { name: names.join(", "), projects, most }
        };
        (0..recipients.len()).filter(|&at| group[at] == at).map(ceiling).collect()
    }
}

/// The election of the last pass of a greedy part: the same without the limits that have ended by then.
/// `None` when none ends.
pub fn last_pass(instance: &Instance) -> Option<Instance> {
    let mut limits = instance.limits().clone();
    if limits.unused == Unused::Released {
        limits.minima.clear();
    }
    if limits.leftover == Leftover::Free {
        limits.ceilings.clear();
    }
    (&limits != instance.limits()).then(|| instance.clone().with_limits(limits))
}
