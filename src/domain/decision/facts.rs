//! What a letter is made of, as it was when the decision was taken: plain data in one fixed form, so that the letter
//! says the same next year.

use serde::{Deserialize, Serialize};

use crate::domain::count_rule::CountRule;
use crate::domain::digest::Digest;
use crate::domain::id::{ProposalId, RoundId};
use crate::domain::money::Cents;
use crate::domain::outcome::{OutcomeDocument, Reason, Support};
use crate::domain::round::Regulation;
use crate::domain::time::Moment;

/// Version of the form.
pub const FORMAT: &str = "schuifruimte-decision/1";

/// The facts of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    /// Version of the form.
    pub format: String,
    /// Which municipality.
    pub municipality: String,
    /// Where people can ask: the office, its hours, its telephone number.
    pub desk: [String; 3],
    /// The plan.
    pub plan: Plan,
    /// The round that the money comes from.
    pub round: Round,
    /// What the vote said of the plan.
    pub result: Option<Result>,
    /// The decision of the municipality that the mandate rests on: its name and its date, as `2027-01-01`.
    pub mandate: [String; 2],
    /// What an award gives in each year and whether that waits for a budget, the first year first; the years that are
    /// taken back, where others stay; empty for other decisions, and for awards from before it was noted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub years: Vec<Year>,
    /// The settlement that a reclaim changes, for a reclaim of what the recipient was to keep.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<Changed>,
    /// The decision that this one is about, for a decision on an objection.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Earlier>,
}

/// One year of what was awarded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Year {
    /// The calendar year.
    pub year: i64,
    /// How much, in cents.
    pub sum: Cents,
    /// Whether the budget of that year is adopted.
    pub budget: Adoption,
}

/// Whether a budget is adopted when a decision rests on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Adoption {
    /// It is.
    Adopted,
    /// The council has yet to adopt it: the year is awarded on the condition that enough money is made available
    /// (Awb art. 4:34, first paragraph).
    Awaited,
}

impl Adoption {
    /// How the budget of a year stands at a moment: the council adopts it before the year begins, so that only years
    /// after the running one can wait for it.
    pub fn of(year: i64, at: Moment) -> Adoption {
        if year > i64::from(at.local().year()) { Adoption::Awaited } else { Adoption::Adopted }
    }
}

/// A plan, as it stood on the ballot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// Its number in the round; empty in a standing round.
    pub number: String,
    /// Its name.
    pub title: String,
    /// The group that signs for it.
    pub applicant: String,
    /// The plan in one sentence.
    pub summary: String,
    /// What was asked, in cents.
    pub asked: Cents,
    /// When the request came in, for a request to a standing round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub received: Option<Moment>,
}

/// A round or a standing round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Its name in addresses.
    pub id: RoundId,
    /// Its title.
    pub title: String,
    /// Name of the area.
    pub area: String,
    /// Name of the budget line.
    pub line: String,
    /// Its calendar year.
    pub year: i64,
    /// Where the rules were announced (Awb art. 4:26).
    pub regulation: Option<Regulation>,
    /// What the round may grant: the grant ceiling (Dutch: subsidieplafond, Awb art. 4:22), in cents.
    pub ceiling: Cents,
    /// When the list of plans closed: the last day of a request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_until: Option<Moment>,
    /// The certificate, its fingerprint, and when it was approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certified>,
}

/// The certificate that a decision follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Certified {
    /// Its number in the round.
    pub number: u64,
    /// Its SHA-256.
    pub hash: Digest,
    /// When it was approved.
    pub at: Moment,
}

/// The decision before this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Earlier {
    /// Its number.
    pub number: String,
    /// When it was taken.
    pub at: Moment,
    /// The number of the objection.
    pub objection: String,
    /// The outcome of the objection, by its name.
    pub outcome: String,
}

/// A settlement that is changed afterwards (Awb art. 4:49).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Changed {
    /// The number of its decision.
    pub number: String,
    /// Its day, as `2027-10-01`.
    pub on: String,
    /// What the recipient keeps from now on, in cents.
    pub keeps: Cents,
}

/// What the vote said of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Result {
    /// Ballots that name it.
    pub votes: u64,
    /// Points or places that it got together; left out where the rule adds up votes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<u64>,
    /// Ballots counted.
    pub ballots: u64,
    /// Its place by votes, or by points, among all plans, from 1; plans with as many share a place.
    pub rank: u64,
    /// How many plans there were.
    pub plans: u64,
    /// How many plans won.
    pub winners: u64,
    /// How it was counted.
    pub count: CountRule,
    /// Whether it won, and if not what it lacked.
    pub fate: Fate,
}

/// Whether a plan won.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Fate {
    /// It won, as the plan of this place in the order of buying.
    Won {
        /// From 1.
        place: u64,
    },
    /// It did not.
    Lost {
        /// The last thing that kept it out, where the outcome says so.
        reason: Option<Reason>,
        /// Name of the plan that it lost a tie to.
        to: Option<String>,
        /// It would have won had it cost exactly so much less.
        short_by: Option<Cents>,
        /// It would have won with exactly so many more voters who choose it alone.
        supporters_needed: Option<u64>,
    },
}

impl Facts {
    /// The most that one year holds; `None` when the years were not noted.
    pub fn largest_year(&self) -> Option<Cents> {
        self.years.iter().map(|year| year.sum).max()
    }

    /// The text that is stored.
    pub fn write(&self) -> String {
        serde_json::to_string(self).expect("the facts of a decision are plain data")
    }

    /// Reads the stored text; only what [`Facts::write`] gives is such a text.
    pub fn parse(text: &str) -> Option<Facts> {
        let facts: Facts = serde_json::from_str(text).ok()?;
        (facts.format == FORMAT && facts.write() == text).then_some(facts)
    }
}

impl Result {
    /// What an outcome says of a plan; `None` when it does not know the plan. `title` gives the name of a plan.
    pub fn of(
        outcome: &OutcomeDocument,
        plan: &ProposalId,
        title: impl Fn(&ProposalId) -> String,
    ) -> Option<Result> {
        let ids = outcome.winners.iter().map(|winner| &winner.id);
        let ids = ids.chain(outcome.others.iter().map(|other| &other.id));
        let all: Vec<Support> = ids.filter_map(|id| outcome.support(id)).collect();
        let support = outcome.support(plan)?;
        let fate = match outcome.winners.iter().position(|winner| &winner.id == plan) {
            Some(place) => Fate::Won { place: count(place) + 1 },
            None => {
                let other = outcome.others.iter().find(|other| &other.id == plan)?;
                let to = match &other.reason {
                    Some(Reason::LostTie { to }) => Some(title(to)),
                    _ => None,
                };
                let (reason, short_by) = (other.reason.clone(), other.short_by);
                Fate::Lost { reason, to, short_by, supporters_needed: other.supporters_needed }
            }
        };
        Some(Result {
            votes: support.votes,
            score: support.score,
            ballots: outcome.ballots,
            rank: count(all.iter().filter(|other| other.score() > support.score()).count()) + 1,
            plans: count(all.len()),
            winners: count(outcome.winners.len()),
            count: outcome.count.clone(),
            fate,
        })
    }
}

fn count(length: usize) -> u64 {
    u64::try_from(length).expect("a length fits in 64 bits")
}
