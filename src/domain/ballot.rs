//! Ballots (Dutch: stembiljet): one valid set of choices, and the commitment to it.
//!
//! *The canonical text* of a ballot is what is committed to, locked, sealed and published. Plans that were chosen are
//! ids between commas in the order of the ids: `03,07`. Points stand behind their plan: `03:5,07:2`. A ranking is the
//! ids from the best one on: `07>03`. A blank ballot is the empty text. There is one text for each ballot, and only
//! that one is read.

use std::collections::BTreeSet;
use std::fmt;

pub use super::ballot_form::{BallotForm, Marking, Points, Spend};

use super::ballot_form::{MOST_POINTS, number};
use super::control_number::ControlNumber;
use super::digest::Digest;
use super::id::ProposalId;
use super::money::Cents;
use super::rules::Rules;

/// What a voter does with a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Chooses it.
    Chosen,
    /// Gives it so many points.
    Points(u64),
    /// Puts it in this place, 1 for the best.
    Place(u64),
}

/// A plan and what a voter does with it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Choice {
    /// Which plan.
    pub plan: ProposalId,
    /// What is done with it.
    pub mark: Mark,
}

/// A ballot that follows the rules of its round. It shows its choices only when asked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ballot {
    /// By id, or in a ranking by place.
    choices: Vec<Choice>,
}

/// Why choices are not a ballot. Nothing is ever corrected silently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BallotFault {
    /// Fewer plans than the rules ask.
    TooFew {
        /// The least.
        min: u64,
    },
    /// More plans than the rules allow.
    TooMany {
        /// The most.
        max: u64,
    },
    /// A plan that is not on the list.
    Unknown,
    /// The same plan twice.
    Twice,
    /// A plan that is marked in another way than this round asks.
    OtherForm(ProposalId),
    /// The chosen plans cost so much more than the ceiling of the round.
    OverCeiling {
        /// How much.
        by: Cents,
    },
    /// More plans of one theme than the rules allow.
    Theme {
        /// The theme.
        theme: String,
        /// The most.
        most: u64,
    },
    /// A plan has no points, or more than one plan may have.
    Each {
        /// The plan.
        plan: ProposalId,
        /// The most.
        most: u64,
    },
    /// More points than a voter has.
    TooManyPoints {
        /// Points on the ballot.
        given: u64,
        /// Points there are.
        total: u64,
    },
    /// Points are left, and the rules ask for all of them.
    PointsLeft {
        /// Points on the ballot.
        given: u64,
        /// Points there are.
        total: u64,
    },
    /// Two plans stand in the same place.
    SamePlace {
        /// The place.
        place: u64,
        /// The second one.
        plan: ProposalId,
    },
    /// No plan stands in this place, and one stands below it.
    NoPlace {
        /// The place.
        place: u64,
        /// The plan below it.
        plan: ProposalId,
    },
}

impl BallotFault {
    /// The plan whose field is wrong, where it is one.
    pub fn plan(&self) -> Option<&ProposalId> {
        match self {
            BallotFault::OtherForm(plan)
            | BallotFault::Each { plan, .. }
            | BallotFault::SamePlace { plan, .. }
            | BallotFault::NoPlace { plan, .. } => Some(plan),
            BallotFault::TooFew { .. }
            | BallotFault::TooMany { .. }
            | BallotFault::Unknown
            | BallotFault::Twice
            | BallotFault::OverCeiling { .. }
            | BallotFault::Theme { .. }
            | BallotFault::TooManyPoints { .. }
            | BallotFault::PointsLeft { .. } => None,
        }
    }
}

impl From<ProposalId> for Choice {
    fn from(plan: ProposalId) -> Choice {
        Choice { plan, mark: Mark::Chosen }
    }
}

impl fmt::Debug for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Choice(***)")
    }
}

impl fmt::Debug for Ballot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Ballot(***)")
    }
}

impl fmt::Display for Choice {
    /// The id, and behind a colon the points or the place.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.mark {
            Mark::Chosen => self.plan.fmt(f),
            Mark::Points(number) | Mark::Place(number) => write!(f, "{}:{number}", self.plan),
        }
    }
}

impl Ballot {
    /// A ballot of these choices, if the rules allow it.
    pub fn new<C: Into<Choice> + Clone>(rules: &Rules, choices: &[C]) -> Result<Ballot, BallotFault> {
        let mut choices: Vec<Choice> = choices.iter().cloned().map(Into::into).collect();
        choices.sort_by(|a, b| (place(a), &a.plan).cmp(&(place(b), &b.plan)));
        let named: BTreeSet<&ProposalId> = choices.iter().map(|choice| &choice.plan).collect();
        if named.len() != choices.len() {
            return Err(BallotFault::Twice);
        }
        if named.iter().any(|plan| rules.proposal(plan).is_none()) {
            return Err(BallotFault::Unknown);
        }
        let form = rules.ballot;
        if let Some(other) = choices.iter().find(|choice| !form.marking.takes(choice.mark)) {
            return Err(BallotFault::OtherForm(other.plan.clone()));
        }
        let count = number(choices.len());
        if count < form.min {
            return Err(BallotFault::TooFew { min: form.min });
        }
        if count > form.max {
            return Err(BallotFault::TooMany { max: form.max });
        }
        let fault = match form.marking {
            Marking::Approval | Marking::OneChoice => None,
            Marking::Knapsack => over_ceiling(rules, &choices),
            Marking::Points(points) => points_fault(points, &choices),
            Marking::Ranking => ranking_fault(&choices),
        };
        match fault.or_else(|| theme_fault(rules, &choices)) {
            Some(fault) => Err(fault),
            None => Ok(Ballot { choices }),
        }
    }

    /// The chosen plans in the order of their ids, or in a ranking from the best one on.
    pub fn choices(&self) -> impl Iterator<Item = &ProposalId> {
        self.choices.iter().map(|choice| &choice.plan)
    }

    /// The same with what is done with each.
    pub fn marked(&self) -> &[Choice] {
        &self.choices
    }

    /// The one text of this ballot. Ids hold no comma, and those of rounds with a vote are numbers.
    pub fn canonical(&self) -> String {
        let ranks = self.choices.iter().any(|choice| matches!(choice.mark, Mark::Place(_)));
        if ranks {
            return self.choices().map(ProposalId::as_str).collect::<Vec<_>>().join(">");
        }
        self.choices.iter().map(Choice::to_string).collect::<Vec<_>>().join(",")
    }

    /// Reads a canonical text under the rules it was cast under.
    pub fn parse(rules: &Rules, canonical: &str) -> Result<Ballot, BallotFault> {
        let parts = |mark: char| canonical.split(mark).filter(|part| !part.is_empty());
        let choices: Vec<Choice> = match rules.ballot.marking {
            Marking::Approval | Marking::Knapsack | Marking::OneChoice => {
                parts(',').map(|id| ProposalId::new(id).into()).collect()
            }
            Marking::Points(_) => {
                parts(',').map(pointed).collect::<Option<_>>().ok_or(BallotFault::Unknown)?
            }
            Marking::Ranking => (1..).zip(parts('>')).map(ranked).collect(),
        };
        let ballot = Ballot::new(rules, &choices)?;
        if ballot.canonical() == canonical { Ok(ballot) } else { Err(BallotFault::Unknown) }
    }

    /// The commitment that stands in the log: it fixes the ballot and shows nothing of it. The control
    /// number makes it unique for each letter, the nonce hides the choices.
    pub fn commitment(&self, rules: &Digest, control: ControlNumber, nonce: &[u8; 32]) -> Digest {
        Digest::of_parts(&[
            b"pb-ballot-v1\0",
            rules.bytes(),
            control.to_string().as_bytes(),
            nonce,
            self.canonical().as_bytes(),
        ])
    }
}

/// What choices are sorted by before their ids.
fn place(choice: &Choice) -> u64 {
    match choice.mark {
        Mark::Place(place) => place,
        Mark::Chosen | Mark::Points(_) => 0,
    }
}

/// `03:5`.
fn pointed(part: &str) -> Option<Choice> {
    let (id, points) = part.rsplit_once(':')?;
    Some(Choice { plan: ProposalId::new(id), mark: Mark::Points(points.parse().ok()?) })
}

fn ranked((place, id): (u64, &str)) -> Choice {
    Choice { plan: ProposalId::new(id), mark: Mark::Place(place) }
}

fn over_ceiling(rules: &Rules, choices: &[Choice]) -> Option<BallotFault> {
    let amounts = choices.iter().filter_map(|choice| rules.proposal(&choice.plan)).map(|plan| plan.amount);
    let sum = Cents::sum(amounts).unwrap_or(Cents::MAX);
    let by = sum.minus(rules.ceiling).ok().filter(|by| *by > Cents::ZERO)?;
    Some(BallotFault::OverCeiling { by })
}

fn points_fault(points: Points, choices: &[Choice]) -> Option<BallotFault> {
    let given = |choice: &Choice| match choice.mark {
        Mark::Points(given) => given,
        Mark::Chosen | Mark::Place(_) => 0,
    };
    let most = points.each.min(MOST_POINTS);
    if let Some(wrong) = choices.iter().find(|choice| !(1..=most).contains(&given(choice))) {
        return Some(BallotFault::Each { plan: wrong.plan.clone(), most });
    }
    let (given, total) = (choices.iter().map(given).fold(0, u64::saturating_add), points.total);
    if given > total {
        return Some(BallotFault::TooManyPoints { given, total });
    }
    let is_short = given < total && given > 0 && points.spend == Spend::All;
    is_short.then_some(BallotFault::PointsLeft { given, total })
}

/// The choices are sorted by place; they must stand in 1, 2, 3 and so on.
fn ranking_fault(choices: &[Choice]) -> Option<BallotFault> {
    for (wanted, choice) in (1..).zip(choices) {
        let (found, plan) = (place(choice), choice.plan.clone());
        if found < wanted && found > 0 {
            return Some(BallotFault::SamePlace { place: found, plan });
        }
        if found != wanted {
            return Some(BallotFault::NoPlace { place: wanted, plan });
        }
    }
    None
}

fn theme_fault(rules: &Rules, choices: &[Choice]) -> Option<BallotFault> {
    let most = rules.ballot.per_theme?;
    let themes: Vec<&str> = choices
        .iter()
        .filter_map(|choice| rules.proposal(&choice.plan))
        .filter_map(|plan| plan.theme())
        .collect();
    let is_full = |theme: &&&str| number(themes.iter().filter(|other| other == theme).count()) > most;
    let theme = themes.iter().find(is_full)?;
    Some(BallotFault::Theme { theme: theme.to_string(), most })
}
