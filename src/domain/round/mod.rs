//! Rounds (Dutch: begrotingsronde): one budget, one area, one vote.

pub mod phase;

use serde::{Deserialize, Serialize};

pub use phase::{Phase, Step, WrongPhase};

use super::auditor::Auditor;
use super::ballot::BallotForm;
use super::ballot_form::FormFault;
use super::budget::{Allocation, CeilingExceeded, fits};
use super::count_rule::CountRule;
use super::deadline::{Deadline, PaperRule, UNPOSTED, closes_from};
use super::digest::Digest;
use super::id::{AllocationId, AreaId, ProposalId, RoundId};
use super::limits::RoundLimits;
use super::lot::LotSource;
use super::money::Cents;
use super::pot::Pot;
use super::proposal::Proposal;
use super::time::Moment;
use super::voting_code::CodeKey;

/// A round as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// Which round.
    pub id: RoundId,
    /// The allocation it spends from.
    pub allocation: AllocationId,
    /// Its area.
    pub area: AreaId,
    /// Name of its area.
    pub area_name: String,
    /// Year of its budget line.
    pub year: i64,
    /// Where its ballots come from.
    pub origin: Origin,
    /// Where it stands.
    pub phase: Phase,
    /// What was planned; frozen at opening.
    pub plan: Plan,
    /// What is granted.
    pub granted: Cents,
    /// The fingerprint of its rules, from opening on.
    pub rules: Option<Digest>,
    /// To when two people extended the vote.
    pub extended: Option<Moment>,
}

/// Where the ballots of a round come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// Residents with letters.
    Vote,
    /// A published election; it shows a count and can never be awarded.
    Import,
}

/// What an officer decides about a round before it opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Name of the round.
    pub title: String,
    /// The most it may grant, money held for objections included.
    pub ceiling: Cents,
    /// Held back for upheld objections.
    pub objection_reserve: Cents,
    /// What a voter does with the plans, and within which numbers.
    pub ballot: BallotForm,
    /// How it is counted.
    pub count: CountRule,
    /// What is read after the vote when a tie is left open.
    pub lot: Option<LotSource>,
    /// What the count may buy, beside the money there is.
    pub limits: RoundLimits,
    /// Whether a ballot can be changed until the close.
    pub change: Change,
    /// Whether ballots are published.
    pub publish: Publish,
    /// Where the way of dividing was announced.
    pub regulation: Option<Regulation>,
    /// What holds around the last moment of the vote; `None` in rounds from before it was posted.
    pub deadline: Option<Deadline>,
    /// When things happen.
    pub dates: Dates,
}

/// When things happen in a round.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Dates {
    /// Last moment to send in a plan.
    pub propose_until: Option<Moment>,
    /// From when votes are taken.
    pub vote_from: Option<Moment>,
    /// Until when votes are taken.
    pub vote_until: Option<Moment>,
    /// When the outcome is expected.
    pub outcome_at: Option<Moment>,
}

/// Whether a voter may change a ballot until the close.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// With the code on the letter and the change code on the receipt.
    Allowed,
    /// What is cast stands.
    None,
}

/// Whether the ballots are published after the count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Publish {
    /// Every ballot, as choices only.
    Ballots,
    /// Totals only.
    Totals,
}

/// The regulation in which the way of dividing was announced (Awb art. 4:26 and 4:27).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Regulation {
    /// Its title.
    pub title: String,
    /// Where it was published.
    pub place: String,
    /// When, as `2026-09-04`.
    pub date: String,
}

impl Regulation {
    /// Whether it says what was published where, on a day that has come.
    pub fn is_published(&self, now: Moment) -> bool {
        let told = |text: &str| !text.trim().is_empty() && text.chars().count() <= 200;
        let day = Moment::parse_local(&format!("{}T00:00", self.date));
        told(&self.title) && told(&self.place) && day.is_some_and(|day| day <= now)
    }
}

/// What is wrong with a plan, per field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanFault {
    /// The title is empty or too long.
    Title,
    /// The ceiling is nothing or above what the area has left.
    Ceiling(CeilingExceeded),
    /// More is held back for objections than the ceiling.
    ObjectionReserve,
    /// Nobody could fill in a ballot of this form.
    BallotForm(FormFault),
    /// The dates are not in order.
    Dates,
    /// What holds around the last moment does not fit the dates.
    Deadline,
    /// On paper plans are chosen by number; points and places are given on the own device or at the desk.
    Paper,
}

impl Plan {
    /// What the count may spend.
    pub fn spendable(&self) -> Cents {
        self.ceiling.minus(self.objection_reserve).unwrap_or(Cents::ZERO)
    }

    /// What is wrong with it, when other rounds take up `others` of the allocation.
    pub fn faults(&self, allocation: &Allocation, others: Cents) -> Vec<PlanFault> {
        let mut faults = Vec::new();
        if self.title.trim().is_empty() || self.title.chars().count() > super::proposal::MAX_TITLE {
            faults.push(PlanFault::Title);
        }
        if let Err(exceeded) = fits(allocation.ceiling, others, self.ceiling) {
            faults.push(PlanFault::Ceiling(exceeded));
        } else if self.ceiling == Cents::ZERO {
            faults.push(PlanFault::Ceiling(CeilingExceeded {
                room: allocation.ceiling.minus(others).unwrap_or(Cents::ZERO),
            }));
        }
        if self.objection_reserve >= self.ceiling && self.objection_reserve > Cents::ZERO {
            faults.push(PlanFault::ObjectionReserve);
        }
        faults.extend(self.ballot.faults().into_iter().map(PlanFault::BallotForm));
        if !self.dates.in_order() {
            faults.push(PlanFault::Dates);
        }
        if self.deadline.is_some_and(|deadline| !deadline.fits(&self.dates)) {
            faults.push(PlanFault::Deadline);
        }
        let takes_paper = self.deadline.is_some_and(|deadline| deadline.paper != PaperRule::None);
        if takes_paper && !self.ballot.marking.is_by_choice() {
            faults.push(PlanFault::Paper);
        }
        faults
    }
}

impl Dates {
    fn in_order(&self) -> bool {
        let known: Vec<Moment> = [self.propose_until, self.vote_from, self.vote_until, self.outcome_at]
            .into_iter()
            .flatten()
            .collect();
        known.is_sorted_by(|a, b| a < b)
    }
}

/// What must be there before a round can open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// The regulation was published.
    Regulation,
    /// The dates of the vote are known and lie ahead.
    Dates,
    /// There are at least two plans, and a ballot can be filled in with them.
    Proposals,
    /// Each plan fits what the round can spend.
    Amounts,
    /// Where the order of ties ends in a lot, what is read for it is known, and can be read after the vote.
    Lot,
    /// The register of letters is on the server.
    Register,
    /// The key of the codes is on the server, and it is the one of the register.
    CodeKey,
    /// The same, when a key is there that belongs to other letters.
    OtherCodeKey,
    /// Someone outside the office can open every commitment after the seal.
    Auditors,
    /// The mix statement of its area and year is signed and public (S49).
    Mix,
    /// Of each plan that a group sent in it is decided whether it comes on the list, and nobody can or did ask to look again.
    Pitches,
    /// In a round with pots, each plan asks from one of them.
    Pots,
    /// Each plan in the pot for continuity comes from a group that is proven, and that was checked (S20).
    Proven,
}

/// What is there when a round wants to open.
pub struct Readiness<'a> {
    /// The plans on the ballot.
    pub proposals: &'a [Proposal],
    /// Letters in the register that was accepted.
    pub letters: u64,
    /// The mark of the key with which their codes were hashed, once the register was accepted.
    pub wanted: Option<Digest>,
    /// The key of the codes, if it is on the server.
    pub codes: Option<&'a CodeKey>,
    /// Who can open every commitment after the seal.
    pub auditors: &'a [Auditor],
    /// The newest mix statement of its area and year.
    pub mix: Option<Digest>,
    /// The plans whose group was found to be proven.
    pub proven: &'a [ProposalId],
    /// Plans of groups for which the list still waits.
    pub waiting: usize,
}

impl Readiness<'_> {
    /// The condition on the key of the codes. Which key it has to be is known when the register was accepted.
    fn code_key(&self) -> (Condition, bool) {
        match (self.codes.map(CodeKey::mark), self.wanted) {
            (Some(mark), Some(wanted)) if mark != wanted => (Condition::OtherCodeKey, false),
            (mark, wanted) => (Condition::CodeKey, mark.is_some() && wanted.is_some()),
        }
    }
}

/// How long votes are still taken after the last moment, as far as the clock of this copy goes. The close ends
/// the vote, on every copy at once; this only keeps a forgotten close from being a week of extra votes.
pub const GRACE_MINUTES: i64 = 15;

impl Round {
    /// Each condition for opening and whether it is met.
    pub fn conditions(&self, ready: &Readiness<'_>, now: Moment) -> Vec<(Condition, bool)> {
        let Plan { regulation, dates, ballot, .. } = &self.plan;
        let dated = matches!((dates.vote_from, dates.vote_until), (Some(from), Some(until)) if from < until && now < until);
        let fitting = ready.proposals.iter().all(|p| p.faults(self.plan.spendable()).is_empty());
        let can_vote = ballot.can_be_filled(ready.proposals, self.plan.ceiling);
        let mut conditions = vec![
            (Condition::Regulation, regulation.as_ref().is_some_and(|one| one.is_published(now))),
            (Condition::Dates, dated),
            (Condition::Proposals, ready.proposals.len() >= 2 && can_vote),
            (Condition::Amounts, fitting),
            (Condition::Register, ready.letters > 0),
            ready.code_key(),
            (Condition::Auditors, !ready.auditors.is_empty()),
            (Condition::Mix, ready.mix.is_some()),
            (Condition::Pitches, ready.waiting == 0),
        ];
        if self.plan.count.leaves_ties_open() {
            let lot = self.plan.lot.as_ref();
            let last = self.deadline().extend_until.or(dates.vote_until);
            conditions.push((Condition::Lot, lot.is_some_and(|lot| lot.is_complete(last))));
        }
        if !self.plan.limits.pots.is_empty() {
            let takes = |plan: &Proposal| self.plan.limits.takes(plan.pot);
            let proven = |plan: &Proposal| plan.pot != Pot::Continuity || ready.proven.contains(&plan.id);
            conditions.push((Condition::Pots, ready.proposals.iter().all(takes)));
            conditions.push((Condition::Proven, ready.proposals.iter().all(proven)));
        }
        conditions
    }

    /// Whether votes are taken now. The act of casting holds the phase to it once more: closing is an event in
    /// the log, and the clocks of several copies may differ.
    pub fn voting(&self, now: Moment) -> Voting {
        let (vote_from, until) = (self.plan.dates.vote_from, self.vote_until());
        match self.phase {
            Phase::Draft | Phase::Propose | Phase::Check | Phase::Ready => Voting::NotYet,
            Phase::Open if vote_from.is_some_and(|from| now < from) => Voting::NotYet,
            Phase::Open if until.is_none_or(|until| now < self.deadline().taken_until(until)) => Voting::Open,
            Phase::Open
            | Phase::Closed
            | Phase::Sealed
            | Phase::Counted
            | Phase::Proposed
            | Phase::Certified
            | Phase::Final
            | Phase::Cancelled => Voting::Over,
        }
    }

    /// Whether the vote may be closed: its last moment has passed, and the minutes that were posted for who is under way.
    pub fn may_close(&self, now: Moment) -> bool {
        self.phase == Phase::Open && self.closes_from().is_none_or(|from| from <= now)
    }

    /// Whether its last moment has passed.
    pub fn is_past_end(&self, now: Moment) -> bool {
        self.vote_until().is_some_and(|until| until <= now)
    }

    /// From when the vote may be closed.
    pub fn closes_from(&self) -> Option<Moment> {
        self.vote_until().map(|until| closes_from(self.plan.deadline, until))
    }

    /// Until when a choice may still be of use to who made it, also when the vote is extended as far as the rules allow.
    pub fn choosing_until(&self) -> Option<Moment> {
        let rule = self.deadline();
        rule.extend_until.or(self.plan.dates.vote_until).map(|until| rule.taken_until(until))
    }

    /// The last moment of the vote: the one that was planned, or the later one to which it was extended.
    pub fn vote_until(&self) -> Option<Moment> {
        self.extended.or(self.plan.dates.vote_until)
    }

    /// What holds around that moment.
    pub fn deadline(&self) -> Deadline {
        self.plan.deadline.unwrap_or(UNPOSTED)
    }
}

/// Whether votes are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Voting {
    /// The vote has not begun.
    NotYet,
    /// Votes are taken.
    Open,
    /// The vote has ended.
    Over,
}
