//! Why each project won or did not.
//!
//! *Who won*: the purchases of the [`Trace`], with who paid what. *Who did not*: one [`Reason`], what its
//! supporters held and who took it, and two thresholds.
//!
//! Nothing is said that counting again does not confirm. `short_by` is given only when the project
//! wins at a price lower by exactly that much and loses at one cent less of a discount, and
//! `supporters_needed` only when it wins with exactly that many more voters who chose it alone and
//! loses with one fewer. Outcomes jump, so both are thresholds beside which the answer changes, not
//! claims about every other price or number. Where to look first comes from the trace: a project that is not
//! bought does not change what is bought before it, so that the run that stands tells at what price it
//! would have been bought in it. Counting again then decides.
//!
//! *Absence claims nothing.* A threshold that is not given may exist: looking for it ends after a number of
//! recounts that depends on the work of one, so that a whole explanation stays within bounds ([`trials`]).
//! [`confirm`] therefore confirms what was said and does not look for what was not.

mod guess;
mod recount;
mod threshold;
mod trials;

use rayon::prelude::*;

use super::ballots::ProjectIndex;
use super::instance::Instance;
use super::outcome::Outcome;
use super::ratio::Ratio;
use super::rule::Rule;
use super::ties::Tie;
use super::trace::{Bought, Decision, Step, Trace, TraceError, Why};
use recount::Recount;
use threshold::threshold;
use trials::Trials;

/// Why each project won or did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The story of the count. [`Trace::bought`] gives the winners: round, effective votes, who paid what.
    pub trace: Trace,
    /// The projects that did not win, in the order of the instance.
    pub lacks: Vec<Lack>,
}

/// What a project that did not win lacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lack {
    /// Which project.
    pub project: ProjectIndex,
    /// Why it did not win.
    pub reason: Reason,
    /// What its supporters still held together at the end of the part that spends shares, in cents; `None`
    /// for rules without shares.
    pub behind: Option<Ratio>,
    /// When its supporters came to hold less than its price.
    pub unaffordable: Option<Unaffordable>,
    /// What each purchase from shares took from its supporters, in order; those that took nothing left out.
    pub taken: Vec<Taken>,
    /// By how many cents it was too dear.
    pub short_by: Option<u64>,
    /// How many more voters it needed who choose it alone.
    pub supporters_needed: Option<u64>,
}

/// Why a project did not win: the last thing that kept it out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It costs so many cents more than the whole budget.
    OverBudget(u64),
    /// Nobody chose it to whom it is worth anything.
    NoSupport,
    /// It has too few votes, points or places for the threshold.
    TooFew {
        /// What it has.
        counted: u128,
        /// What it needs.
        least: u64,
    },
    /// The limits of the municipality do not allow it beside the winners.
    Limits,
    /// Its supporters held too little together, or no group of them could pay in equal parts.
    HeldTooLittle,
    /// So many cents were left when its turn came, and it costs so many more.
    NoRoom {
        /// What was left.
        left: u64,
        /// What it costs beyond that.
        short: u64,
    },
    /// The selection ended before its turn, at another project that did not fit.
    Ended {
        /// What was left.
        left: u64,
    },
    /// It was equally good as this winner, which stands before it in the declared order; had it been chosen, it
    /// would have won.
    LostTie(ProjectIndex),
    /// Other projects are worth more together, or the rule chose them; this is not replayed.
    NotChosen,
}

/// When the supporters of a project came to hold less than its price.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unaffordable {
    /// After so many purchases; 0: from the start.
    pub after: usize,
    /// What they held then, in cents.
    pub held: Ratio,
}

/// What a purchase took from the supporters of a project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The round of the purchase.
    pub round: usize,
    /// What was bought.
    pub project: ProjectIndex,
    /// What supporters of the other project paid for it together, in cents.
    pub amount: Ratio,
}

impl Lack {
    /// The purchase that took most of its supporters' money, up to the moment they could not pay any more;
    /// the first of those that took as much.
    pub fn took_most(&self) -> Option<&Taken> {
        let until = self.unaffordable.as_ref().map_or(usize::MAX, |known| known.after);
        let mut most: Option<&Taken> = None;
        for taken in self.taken.iter().filter(|taken| taken.round <= until) {
            if most.is_none_or(|known| taken.amount > known.amount) {
                most = Some(taken);
            }
        }
        most
    }
}

/// Beside which numbers the answer changes for a project that did not win.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Thresholds {
    /// By how many cents it was too dear.
    pub short_by: Option<u64>,
    /// How many more voters it needed who choose it alone.
    pub supporters_needed: Option<u64>,
}

/// Explains a finished count. Fails when the trace of it does: see [`Trace::of`].
pub fn explain(instance: &Instance, rule: &Rule, outcome: &Outcome) -> Result<Explanation, TraceError> {
    let trace = Trace::of(instance, rule, outcome)?;
    let losers = losers(instance, outcome);
    let trials = Trials::of(instance, rule, &losers);
    let search = |project| {
        let recount = Recount::new(instance, rule, project);
        let guesses = guess::discounts(instance, &trace, project);
        let trials = trials.for_each_of(project);
        let short_by = threshold(&guesses, recount.largest_discount(), trials, |n| recount.cheaper(n));
        let mut guesses = guess::supporters(instance, &trace, project);
        if let (Some(held), Some(guess), 1..) = (&trace.endowment, guesses.first().copied(), trials) {
            guesses.push(recount.nearer(guess, held.floor()));
        }
        let more = threshold(&guesses, recount.most_supporters(), trials, |n| recount.louder(n));
        lack(instance, &trace, outcome, project, Thresholds { short_by, supporters_needed: more })
    };
    let lacks = losers.into_par_iter().map(search).collect();
    Ok(Explanation { trace, lacks })
}

/// Explains a finished count as it was explained before: the thresholds are not looked for but taken from
/// `told`, and those that counting again does not confirm are left out. That takes four recounts for a project
/// at most, and none where nothing was told. Fails when the trace does: see [`Trace::of`].
pub fn confirm(
    instance: &Instance,
    rule: &Rule,
    outcome: &Outcome,
    told: impl Fn(ProjectIndex) -> Thresholds + Sync,
) -> Result<Explanation, TraceError> {
    let trace = Trace::of(instance, rule, outcome)?;
    let confirmed = |project| {
        let holds = Recount::new(instance, rule, project).confirm(told(project));
        lack(instance, &trace, outcome, project, holds)
    };
    let lacks = losers(instance, outcome).into_par_iter().map(confirmed).collect();
    Ok(Explanation { trace, lacks })
}

fn losers(instance: &Instance, outcome: &Outcome) -> Vec<ProjectIndex> {
    instance.indexes().filter(|&project| !outcome.has(project)).collect()
}

fn lack(
    instance: &Instance,
    trace: &Trace,
    outcome: &Outcome,
    project: ProjectIndex,
    thresholds: Thresholds,
) -> Lack {
    Lack {
        project,
        reason: reason(instance, trace, &outcome.ties, project),
        behind: trace.held(project).last().cloned(),
        unaffordable: unaffordable(trace, project),
        taken: taken(trace, project),
        short_by: thresholds.short_by,
        supporters_needed: thresholds.supporters_needed,
    }
}

/// The last thing that kept a project out.
fn reason(instance: &Instance, trace: &Trace, ties: &[Tie], project: ProjectIndex) -> Reason {
    let wins_it = |tie: &Tie| {
        let mut others = tie.others.iter().flatten();
        others.any(|other| other.project == project && other.joins.contains(&project))
    };
    let lost = trace.bought().find(|bought| ties.iter().any(|tie| tie.tied == bought.tied && wins_it(tie)));
    if let Some(bought) = lost {
        return Reason::LostTie(bought.project);
    }
    let cost = instance.project(project).cost;
    let last = trace.steps.iter().rev().find_map(|step| match step {
        Step::Out(out) if out.project == project => Some(&out.why),
        Step::Out(_) | Step::Bought(_) | Step::Then(_) | Step::LastPass(_) => None,
    });
    match last {
        None => Reason::NotChosen,
        Some(Why::OverBudget) => Reason::OverBudget(cost.saturating_sub(instance.budget())),
        Some(Why::NoSupport) => Reason::NoSupport,
        Some(Why::Limits) => Reason::Limits,
        Some(Why::Held(_) | Why::NoGroup) => Reason::HeldTooLittle,
        Some(Why::Threshold { counted, least }) => Reason::TooFew { counted: *counted, least: *least },
        Some(Why::NoRoom(left)) => Reason::NoRoom { left: *left, short: cost.saturating_sub(*left) },
        Some(Why::Ended(left)) => Reason::Ended { left: *left },
    }
}

fn unaffordable(trace: &Trace, project: ProjectIndex) -> Option<Unaffordable> {
    trace.steps.iter().find_map(|step| match step {
        Step::Out(out) if out.project == project => match &out.why {
            Why::Held(held) => Some(Unaffordable { after: out.after, held: held.clone() }),
            Why::OverBudget
            | Why::NoSupport
            | Why::Limits
            | Why::NoGroup
            | Why::Threshold { .. }
            | Why::NoRoom(_)
            | Why::Ended(_) => None,
        },
        Step::Out(_) | Step::Bought(_) | Step::Then(_) | Step::LastPass(_) => None,
    })
}

/// What each purchase from shares took from the supporters of a project.
fn taken(trace: &Trace, project: ProjectIndex) -> Vec<Taken> {
    let from_shares = |bought: &&Bought| matches!(bought.decision, Decision::Shares(_));
    let bought = trace.bought().filter(from_shares);
    let pairs = trace.held(project).windows(2).zip(bought);
    pairs
        .map(|(held, bought)| {
            let amount = held[0].minus(&held[1]);
            Taken { round: bought.round, project: bought.project, amount }
        })
        .filter(|taken| taken.amount > Ratio::whole(0))
        .collect()
}
