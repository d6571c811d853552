//! Standing rounds (Dutch: snelle pot): quick response to small requests, the whole year through, under a rule that was
//! published before (S35). No vote: an officer decides each request within a term, with a reason, for everyone to read.
//! The money comes out of the round all the same, so that none leaves without one (S3).

use jiff::Span;

use super::id::{AccountId, AllocationId, AreaId, GrantId, LineId, RoundId};
use super::money::Cents;
use super::proposal::MAX_TITLE;
use super::retention::ERASED;
use super::round::Regulation;
use super::time::Moment;

/// The longest term, in days: a decision on an application takes eight weeks at most (Awb art. 4:13).
pub const MAX_TERM: u64 = 56;
/// Longest reason of a decision, in characters.
pub const MAX_REASON: usize = 1_000;

/// What is fixed when a standing round opens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingPlan {
    /// Name of the round.
    pub title: String,
    /// The most it may grant.
    pub ceiling: Cents,
    /// The most for one request.
    pub most: Cents,
    /// Days within which a request is decided.
    pub term_days: u64,
    /// Where its rule was published.
    pub regulation: Regulation,
}

/// A standing round as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingRound {
    /// Its name in addresses.
    pub id: RoundId,
    /// The line of its year.
    pub line: LineId,
    /// What it spends from.
    pub allocation: AllocationId,
    /// Its area.
    pub area: AreaId,
    /// Name of its area.
    pub area_name: String,
    /// Its year.
    pub year: i64,
    /// What was fixed.
    pub plan: StandingPlan,
    /// When it opened.
    pub opened_at: Moment,
    /// When it ended.
    pub ended_at: Option<Moment>,
}

/// What someone asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The group that asks.
    pub applicant: String,
    /// For what.
    pub title: String,
    /// Where in the area.
    pub place: String,
    /// How much.
    pub amount: Cents,
    /// When it came in.
    pub received_at: Moment,
}

/// A request as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuickRequest {
    /// Its number in the round, from 1.
    pub number: u64,
    /// What was asked.
    pub asked: Asked,
    /// Until when it is to be decided.
    pub due_at: Moment,
    /// Who entered it, as in the staff log.
    pub entered_by: String,
    /// What was decided, once it was.
    pub decided: Option<Decided>,
}

/// A decision about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The grant; `None` when the request was refused.
    pub grant: Option<GrantId>,
    /// Why.
    pub reason: String,
    /// Who, as in the staff log.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// What is wrong with a standing round or a request, per field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StandingFault {
    /// The title is empty or too long.
    Title,
    /// The ceiling is nothing.
    Ceiling,
    /// The most for a request is nothing, or more than the ceiling.
    Most,
    /// The term is nothing, or longer than [`MAX_TERM`].
    Term,
    /// The rule was not published yet.
    Regulation,
    /// The applicant is empty or too long.
    Applicant,
    /// The place is too long.
    Place,
    /// The amount is nothing, or more than a request may be.
    Amount,
    /// It came in before the round opened, or later than now.
    Received,
}

fn named(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= MAX_TITLE
}

fn wrong(checks: &[(bool, StandingFault)]) -> Vec<StandingFault> {
    checks.iter().filter(|(good, _)| !good).map(|(_, fault)| *fault).collect()
}

impl StandingPlan {
    /// What is wrong with it when it opens now.
    pub fn faults(&self, now: Moment) -> Vec<StandingFault> {
        wrong(&[
            (named(&self.title), StandingFault::Title),
            (self.ceiling > Cents::ZERO, StandingFault::Ceiling),
            (self.most > Cents::ZERO && self.most <= self.ceiling, StandingFault::Most),
            ((1..=MAX_TERM).contains(&self.term_days), StandingFault::Term),
            (self.regulation.is_published(now), StandingFault::Regulation),
        ])
    }
}

impl StandingRound {
    /// What is wrong with a request that is entered now.
    pub fn faults(&self, asked: &Asked, now: Moment) -> Vec<StandingFault> {
        let amount = asked.amount > Cents::ZERO && asked.amount <= self.plan.most;
        wrong(&[
            (named(&asked.applicant), StandingFault::Applicant),
            (named(&asked.title), StandingFault::Title),
            (asked.place.chars().count() <= MAX_TITLE, StandingFault::Place),
            (amount, StandingFault::Amount),
            (asked.received_at >= self.opened_at && asked.received_at <= now, StandingFault::Received),
        ])
    }

    /// Until when a request is to be decided: the end of its last day in the Netherlands.
    pub fn due(&self, received: Moment) -> Moment {
        let days = i64::try_from(self.plan.term_days.min(MAX_TERM)).expect("a short term");
        let last = received.local().date().saturating_add(Span::new().days(days));
        Moment::parse_local(&format!("{last}T23:59")).unwrap_or(received.plus_minutes(days * 24 * 60))
    }
}

impl QuickRequest {
    /// The name of its grant, once it has one.
    pub fn grant(&self, round: &RoundId) -> GrantId {
        GrantId::new(format!("{round}.{}", self.number))
    }

    /// Whether this person granted or refused it.
    pub fn is_decided_by(&self, who: &AccountId) -> bool {
        self.decided.as_ref().is_some_and(|decided| decided.by == who.as_str())
    }

    /// Whether who asked was erased: nothing is written to anybody about it any more.
    pub fn is_erased(&self) -> bool {
        self.asked.applicant == ERASED
    }

    /// Whether it waits for a decision after its term.
    pub fn is_overdue(&self, now: Moment) -> bool {
        self.decided.is_none() && self.due_at < now
    }

    /// Whole days from receipt to decision, or until now.
    pub fn days(&self, now: Moment) -> i64 {
        let until = self.decided.as_ref().map_or(now, |decided| decided.at);
        (until.micros() - self.asked.received_at.micros()).max(0) / (24 * 60 * 60 * 1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Moment {
        Moment::parse(text).expect("a moment")
    }

    #[test]
    fn the_term_ends_with_its_last_day_across_the_change_of_the_clock() {
        let regulation = Regulation {
            title: "Nadere regel".to_string(),
            place: "Gemeenteblad".to_string(),
            date: "2027-01-02".to_string(),
        };
        let (ceiling, most) = (Cents::euros(5_000), Cents::euros(500));
        let plan = StandingPlan { title: "Snel".to_string(), ceiling, most, term_days: 5, regulation };
        assert_eq!(plan.faults(at("2027-03-01T12:00:00Z")), []);
        let early = plan.faults(at("2026-12-01T12:00:00Z"));
        assert_eq!(early, [StandingFault::Regulation], "nothing opens before its rule is public");
        let round = StandingRound {
            id: RoundId::new("snel"),
            line: LineId::new("l"),
            allocation: AllocationId::new("a"),
            area: AreaId::new("z"),
            area_name: "Zuilen".to_string(),
            year: 2027,
            plan,
            opened_at: at("2027-03-01T12:00:00Z"),
            ended_at: None,
        };
        // Friday in winter time; five days later summer time has begun.
        assert_eq!(round.due(at("2027-03-26T15:00:00Z")), at("2027-03-31T21:59:00Z"));
        // Late in the evening before: still five days, and not six.
        assert_eq!(round.due(at("2027-03-26T22:30:00Z")), at("2027-03-31T21:59:00Z"));
        let asked = Asked {
            applicant: "Buren".to_string(),
            title: "Tafel".to_string(),
            place: String::new(),
            amount: Cents::euros(501),
            received_at: at("2027-02-28T15:00:00Z"),
        };
        let faults = round.faults(&asked, at("2027-03-26T15:00:00Z"));
        assert_eq!(faults, [StandingFault::Amount, StandingFault::Received]);
    }
}
