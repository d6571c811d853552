//! What a bid says on top of a plan (S25): the task, what residents would do it for, how well, for whom, and what happens when
//! it goes wrong.

use serde::{Deserialize, Serialize};

use super::content::Told;
use super::fault::Fault;
use super::step::Step;
use crate::domain::calendar::parse_day;
use crate::domain::id::TaskId;
use crate::domain::money::Cents;

/// Most hours and most people.
pub const MAX_NUMBER: u64 = 10_000_000;
/// Most years of a takeover.
pub const MAX_YEARS: u64 = 15;

/// What a bid says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Offer {
    /// Which task, from the list of the city.
    pub task: String,
    /// Which part of it; empty for all of it.
    pub part: String,
    /// What it takes once.
    pub once: Option<Cents>,
    /// What it takes in a year.
    pub yearly: Option<Cents>,
    /// Hours of volunteers in a year: beside the money, never in it.
    pub hours: Option<u64>,
    /// What such an hour is valued at.
    pub hour_value: Option<Cents>,
    /// How good it is now, in what can be measured.
    pub quality_now: String,
    /// How good it would be.
    pub quality_offered: String,
    /// Whom it is for.
    pub whom: String,
    /// How many people that are.
    pub people: Option<u64>,
    /// How they are reached.
    pub reached: String,
    /// What shows that they support it.
    pub support: String,
    /// Who takes over when someone drops out.
    pub backups: String,
    /// What can go wrong.
    pub risks: String,
    /// Who does the task when it stops.
    pub fallback: String,
    /// Whether staff go over or lose their work.
    pub staff: Option<bool>,
    /// How that is dealt with.
    pub staff_text: String,
    /// Whether data of people come along.
    pub privacy: Option<bool>,
    /// How that is dealt with.
    pub privacy_text: String,
    /// Which permits are needed.
    pub permits: String,
    /// Which insurance.
    pub insurance: String,
    /// The first day, as `2028-01-01`.
    pub start: String,
    /// For how many years.
    pub years: Option<u64>,
    /// How either side can end it earlier.
    pub break_clause: String,
    /// Whom they tell how it goes (horizontal accountability).
    pub told_whom: String,
    /// How, and how often.
    pub told_often: String,
    /// The day of the evaluation.
    pub evaluate_on: String,
    /// What is measured for it.
    pub measures: String,
}

impl Offer {
    /// Whether it says nothing: no bid.
    pub fn is_empty(&self) -> bool {
        *self == Offer::default()
    }

    /// What the hours of volunteers are valued at in a year.
    pub fn volunteer_value(&self) -> Option<Cents> {
        let cents = self.hour_value?.unsigned().checked_mul(self.hours?)?;
        Cents::from_unsigned(cents).ok()
    }

    /// The same offer with the answers of one step as in another.
    pub(super) fn with_step(self, step: Step, other: Offer) -> Offer {
        let o = other;
        match step {
            Step::Task => Offer { task: o.task, part: o.part, ..self },
            Step::Offer => {
                Offer { once: o.once, yearly: o.yearly, hours: o.hours, hour_value: o.hour_value, ..self }
            }
            Step::Quality => Offer { quality_now: o.quality_now, quality_offered: o.quality_offered, ..self },
            Step::Reach => Offer { whom: o.whom, people: o.people, reached: o.reached, ..self },
            Step::Support => Offer { support: o.support, ..self },
            Step::Fallback => Offer { backups: o.backups, risks: o.risks, fallback: o.fallback, ..self },
            Step::Duties => Offer {
                staff: o.staff,
                staff_text: o.staff_text,
                privacy: o.privacy,
                privacy_text: o.privacy_text,
                permits: o.permits,
                insurance: o.insurance,
                ..self
            },
            Step::Term => Offer { start: o.start, years: o.years, break_clause: o.break_clause, ..self },
            Step::Account => Offer {
                told_whom: o.told_whom,
                told_often: o.told_often,
                evaluate_on: o.evaluate_on,
                measures: o.measures,
                ..self
            },
            Step::Idea
            | Step::Where
            | Step::Goal
            | Step::Costs
            | Step::Who
            | Step::Allies
            | Step::Help
            | Step::Paid => self,
        }
    }

    /// Everything that it says, in order.
    pub(super) fn told(&self) -> Vec<Told> {
        let told = |step, field, text: &str| Told { step, field, text: text.to_string() };
        let sum = |amount: Option<Cents>| amount.map(|amount| amount.to_string()).unwrap_or_default();
        let count = |count: Option<u64>| count.map(|count| count.to_string()).unwrap_or_default();
        let is = |yes: Option<bool>| yes.map_or("", |yes| if yes { "yes" } else { "no" });
        vec![
            told(Step::Task, "bid_task", &self.task),
            told(Step::Task, "bid_part", &self.part),
            told(Step::Offer, "bid_once", &sum(self.once)),
            told(Step::Offer, "bid_yearly", &sum(self.yearly)),
            told(Step::Offer, "bid_hours", &count(self.hours)),
            told(Step::Offer, "bid_hour_value", &sum(self.hour_value)),
            told(Step::Quality, "bid_quality_now", &self.quality_now),
            told(Step::Quality, "bid_quality_offered", &self.quality_offered),
            told(Step::Reach, "bid_whom", &self.whom),
            told(Step::Reach, "bid_people", &count(self.people)),
            told(Step::Reach, "bid_reached", &self.reached),
            told(Step::Support, "bid_support", &self.support),
            told(Step::Fallback, "bid_backups", &self.backups),
            told(Step::Fallback, "bid_risks", &self.risks),
            told(Step::Fallback, "bid_fallback", &self.fallback),
            told(Step::Duties, "bid_staff", is(self.staff)),
            told(Step::Duties, "bid_staff_text", &self.staff_text),
            told(Step::Duties, "bid_privacy", is(self.privacy)),
            told(Step::Duties, "bid_privacy_text", &self.privacy_text),
            told(Step::Duties, "bid_permits", &self.permits),
            told(Step::Duties, "bid_insurance", &self.insurance),
            told(Step::Term, "bid_start", &self.start),
            told(Step::Term, "bid_years", &count(self.years)),
            told(Step::Term, "bid_break", &self.break_clause),
            told(Step::Account, "bid_told_whom", &self.told_whom),
            told(Step::Account, "bid_told_often", &self.told_often),
            told(Step::Account, "bid_evaluate_on", &self.evaluate_on),
            told(Step::Account, "bid_measures", &self.measures),
        ]
    }

    /// What is missing before the bid can be sent in.
    pub(super) fn faults(&self, tasks: &[TaskId]) -> Vec<Fault> {
        let empty = |text: &str| text.trim().is_empty();
        let unsaid = |yes: Option<bool>, text: &str| yes == Some(true) && empty(text);
        let years = self.years.filter(|years| (1..=MAX_YEARS).contains(years));
        [
            (tasks.iter().all(|one| one.as_str() != self.task), Step::Task, "bid-task"),
            (self.yearly.is_none(), Step::Offer, "bid-yearly"),
            (self.hours.is_some() != self.hour_value.is_some(), Step::Offer, "bid-hours"),
            (empty(&self.quality_now) || empty(&self.quality_offered), Step::Quality, "bid-quality"),
            (empty(&self.whom) || empty(&self.reached) || self.people.is_none(), Step::Reach, "bid-whom"),
            (empty(&self.support), Step::Support, "bid-support"),
            (
                empty(&self.backups) || empty(&self.risks) || empty(&self.fallback),
                Step::Fallback,
                "bid-fallback",
            ),
            (self.staff.is_none() || self.privacy.is_none(), Step::Duties, "bid-duties"),
            (
                unsaid(self.staff, &self.staff_text) || unsaid(self.privacy, &self.privacy_text),
                Step::Duties,
                "bid-duties-text",
            ),
            (empty(&self.permits) || empty(&self.insurance), Step::Duties, "bid-permits"),
            (parse_day(&self.start).is_none() || years.is_none(), Step::Term, "bid-term"),
            (empty(&self.break_clause), Step::Term, "bid-break"),
            (empty(&self.told_whom) || empty(&self.told_often), Step::Account, "bid-account"),
            (parse_day(&self.evaluate_on).is_none() || empty(&self.measures), Step::Account, "bid-evaluate"),
        ]
        .into_iter()
        .filter_map(|(is_wrong, step, name)| is_wrong.then_some(Fault { step, name }))
        .collect()
    }

    /// One in which every step says something, for tests.
    #[cfg(test)]
    pub(super) fn of(text: &str) -> Offer {
        let own = || text.to_string();
        Offer {
            task: own(),
            yearly: Some(Cents::euros(u32::from(text == "a"))),
            quality_now: own(),
            whom: own(),
            support: own(),
            risks: own(),
            permits: own(),
            break_clause: own(),
            measures: own(),
            ..Offer::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// S25: a bid is not complete before each of its questions is answered.
    #[test]
    fn an_empty_bid_misses_an_answer_on_each_of_its_pages() {
        let faults = Offer::default().faults(&[]);
        let mut pages: Vec<Step> = faults.iter().map(|fault| fault.step).collect();
        pages.dedup();
        let own = [
            Step::Task,
            Step::Offer,
            Step::Quality,
            Step::Reach,
            Step::Support,
            Step::Fallback,
            Step::Duties,
            Step::Term,
            Step::Account,
        ];
        assert_eq!(pages, own);
    }

    #[test]
    fn hours_of_volunteers_are_valued_apart_from_the_money() {
        let offer = Offer {
            yearly: Some(Cents::euros(1_000)),
            hours: Some(200),
            hour_value: Some(Cents::euros(15)),
            ..Offer::default()
        };
        assert_eq!(offer.volunteer_value(), Some(Cents::euros(3_000)));
        assert_eq!(Offer { hours: Some(u64::MAX), ..offer }.volunteer_value(), None, "more than any amount");
    }
}
