//! The trace of a count: a text that a person can follow by hand and a program can replay.
//!
//! *What it is.* A [`Trace`] is the story of a finished count, told by books that are slow and obvious and
//! share nothing with the rules that counted: [`Trace::of`] follows an outcome purchase by purchase, works out
//! anew what decided each, and refuses an outcome that the ballots do not give. [`Trace::write`] is the
//! text; [`replay`] reads such a text, takes from it only the rule, the endowment and which project was
//! bought when, tells the whole story again from the ballots, and wants every line to be the same.
//!
//! *The text.* Lines, each a word and what belongs to it; a line that begins with blanks belongs to the one
//! above. Projects go by their id in quotes, lists are in the order of ids, so that neither the order of
//! ballots nor that of the list of projects shows. Amounts are in units of the currency: `12.50`, or an exact
//! fraction with its value rounded down to the cent behind it, `100/7 (14.28)`. Where many amounts share a
//! denominator, a line `over D` names it once and they are whole numbers.
//!
//! *What is confirmed.* Equal Shares (every utility, one run), Exact Equal Shares (one run), greedy and
//! sequential Phragmén: each decision. Of raised endowments: the run that stands, and that the next one is
//! over budget; the runs before it with [`replay_all`]. Other rules: each purchase has support, fits, and is
//! bought once ([`Depth::Facts`]).

mod follow;
mod greedy;
mod ledger;
mod load;
mod read;
mod shares;
mod spell;
mod text;

use num_bigint::BigUint;

use super::ballots::ProjectIndex;
use super::instance::Instance;
use super::outcome::Outcome;
use super::ratio::Ratio;
use super::rule::Rule;

pub use greedy::scored;
pub use read::{replay, replay_all};
pub use shares::Reach;

/// The story of a finished count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// How it was counted.
    pub rule: Rule,
    /// What could be spent, in cents.
    pub budget: u64,
    /// All ballots, blank ones included.
    pub voters: u64,
    /// All projects, in the order of their ids as text.
    pub projects: Vec<Listed>,
    /// What each voter held at the start of the run that stands, in cents; `None` for rules without it. Where
    /// homes differ, that of the first.
    pub endowment: Option<Ratio>,
    /// The homes with what a voter held there, where they differ.
    pub homes: Vec<(String, Ratio)>,
    /// What happened, in order.
    pub steps: Vec<Step>,
    /// Why no higher endowment stands; `None` when the rule raises none.
    pub stands: Option<Stands>,
    /// How much of this the replay confirms.
    pub depth: Depth,
    /// For each project: see [`Trace::held`].
    held: Vec<Vec<Ratio>>,
    /// For each project: see [`Trace::reach`].
    reach: Vec<Option<Reach>>,
}

/// A project as the trace names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its place in the instance.
    pub project: ProjectIndex,
    /// Its id.
    pub id: String,
    /// Its price in cents.
    pub cost: u64,
    /// Ballots that name it.
    pub votes: u64,
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A project was bought.
    Bought(Bought),
    /// A project can no longer be bought in this part of the rule.
    Out(Out),
    /// What is left, in cents, is now spent by the order of a score.
    Then(u64),
    /// The list is gone through once more without the limits that end with it, with what is left, in cents.
    LastPass(u64),
}

/// A purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bought {
    /// Its place among the purchases, from 1.
    pub round: usize,
    /// What was bought.
    pub project: ProjectIndex,
    /// For how many cents.
    pub amount: u64,
    /// What the budget has left after it, in cents.
    pub left: u64,
    /// What decided it.
    pub decision: Decision,
    /// The projects that were equally good, in the declared order: the first was bought. Empty when there
    /// was no tie.
    pub tied: Vec<ProjectIndex>,
}

/// What decided a purchase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// It costs nothing and somebody wants it.
    Free,
    /// The lowest payment per unit of worth.
    Shares(Paid),
    /// The highest score among what fits.
    Score(Scored),
    /// The lowest load, in cents, that its supporters come to bear.
    Load(Ratio),
    /// It belongs to the set of most worth; what it is worth to all.
    Welfare(u128),
    /// The rule says so; this is not replayed.
    Told,
}

/// How the supporters of a project paid for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paid {
    /// What each who could paid per unit of worth, in cents.
    pub rate: Ratio,
    /// The most that one voter paid, in cents.
    pub highest: Ratio,
    /// The price divided by the highest payment: so many voters paying that much would have been enough.
    pub effective_votes: Ratio,
    /// Voters who paid in full. The others paid all they had left.
    pub full: u64,
    /// Voters who paid something.
    pub payers: u64,
    /// What the payments below are over, in cents.
    pub over: BigUint,
    /// Classes of equal payers, the lowest payment first.
    pub classes: Vec<PaidClass>,
}

/// Voters who paid the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaidClass {
    /// How many.
    pub voters: u64,
    /// What each of them paid, times [`Paid::over`].
    pub each: BigUint,
}

impl Paid {
    /// The classes of equal payers with what each paid in cents, the lowest payment first.
    pub fn amounts(&self) -> impl Iterator<Item = (u64, Ratio)> + '_ {
        self.classes.iter().map(|class| (class.voters, Ratio::new(class.each.clone(), self.over.clone())))
    }

    /// The same rounded down to whole cents.
    pub fn floors(&self) -> impl Iterator<Item = (u64, u64)> + '_ {
        let floor = |each: &BigUint| u64::try_from(each / &self.over).unwrap_or(u64::MAX);
        self.classes.iter().map(move |class| (class.voters, floor(&class.each)))
    }
}

/// What a project scored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scored {
    /// What the score counts: votes, points or places.
    pub counted: u128,
    /// What it is divided by: the price in cents, or 1; 0 for a free project above all others.
    pub per: u64,
}

/// A project that can no longer be bought in this part of the rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Out {
    /// Which.
    pub project: ProjectIndex,
    /// How many purchases had been made.
    pub after: usize,
    /// Why.
    pub why: Why,
}

/// Why a project can no longer be bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Why {
    /// It costs more than the whole budget.
    OverBudget,
    /// Nobody to whom it is worth anything.
    NoSupport,
    /// The limits of the municipality do not allow it beside what was bought.
    Limits,
    /// Its supporters hold this many cents together, less than its price.
    Held(Ratio),
    /// No group of its supporters could pay for it in equal parts.
    NoGroup,
    /// It has `counted` where `least` are needed.
    Threshold {
        /// Votes, points or places.
        counted: u128,
        /// The threshold.
        least: u64,
    },
    /// This many cents were left when its turn came.
    NoRoom(u64),
    /// The selection had ended before its turn, with this many cents left.
    Ended(u64),
}

/// Why no higher endowment stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stands {
    /// The next one costs more than the budget.
    NextOverBudget(Next),
    /// Each supported project that fits the budget alone is bought, or kept out by a limit.
    NothingLeft,
    /// No project that the stop rule looks at fits in what is left.
    Exhausted,
    /// All projects fit the budget together, so there is one run.
    CountedOnce,
    /// The endowment was reached from breakpoint to breakpoint; this is not replayed.
    Told,
}

/// The run at the next endowment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// What each voter would hold, in cents.
    pub endowment: Ratio,
    /// What would be bought, in order.
    pub winners: Vec<ProjectIndex>,
    /// What it would cost together, in cents.
    pub cost: u64,
}

/// How much of a trace the replay confirms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Every decision.
    Decisions,
    /// That each purchase has support, fits, and is bought once.
    Facts,
}

/// Why a trace does not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceError {
    /// The line of the text, from 1; 0 for an outcome that is not yet written.
    pub line: usize,
    /// What is wrong, in a sentence for a person.
    pub reason: String,
}

impl std::fmt::Display for TraceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            0 => f.write_str(&self.reason),
            line => write!(f, "line {line}: {}", self.reason),
        }
    }
}

impl std::error::Error for TraceError {}

/// What a replay gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replayed {
    /// The rule that the text tells. Whoever replays looks whether it is the one that was declared: an
    /// outcome may be right by more rules than one.
    pub rule: Rule,
    /// The winners, in the order in which they were bought.
    pub winners: Vec<ProjectIndex>,
    /// How much of it was confirmed.
    pub depth: Depth,
}

impl Trace {
    /// Follows a finished count. Fails when the ballots do not give this outcome under this rule.
    pub fn of(instance: &Instance, rule: &Rule, outcome: &Outcome) -> Result<Trace, TraceError> {
        let trace = follow::follow(instance, rule, &follow::Choices::of(outcome))
            .map_err(|refused| TraceError { line: 0, reason: refused.reason })?;
        match follow::differs(&trace, outcome) {
            None => Ok(trace),
            Some(reason) => Err(TraceError { line: 0, reason }),
        }
    }

    /// The text.
    pub fn write(&self) -> String {
        text::write(self)
    }

    /// The purchases, in order.
    pub fn bought(&self) -> impl Iterator<Item = &Bought> {
        self.steps.iter().filter_map(|step| match step {
            Step::Bought(bought) => Some(bought),
            Step::Out(_) | Step::Then(_) | Step::LastPass(_) => None,
        })
    }

    /// What the supporters of a project held together, in cents: first at the start, then after each
    /// purchase from shares, until it was bought itself. Empty for rules without shares.
    pub fn held(&self, project: ProjectIndex) -> &[Ratio] {
        self.held.get(project as usize).map_or(&[], Vec::as_slice)
    }

    /// How near a project that did not win came in the run that stands; `None` where that is not told.
    pub fn reach(&self, project: ProjectIndex) -> Option<&Reach> {
        self.reach.get(project as usize).and_then(Option::as_ref)
    }
}
