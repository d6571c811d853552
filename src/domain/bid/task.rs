//! Tasks of the municipality that residents can take over. What a task costs now is mostly not known at once; so a cost has a
//! status, and says where it comes from.

use jiff::civil::Date;

use crate::domain::calendar::{day_of, parse_day};
use crate::domain::id::{AccountId, TaskId};
use crate::domain::money::Cents;
use crate::domain::pitch::content::MAX_ANSWER;
use crate::domain::proposal::MAX_TITLE;
use crate::domain::time::Moment;

/// Most tasks in the list.
pub const MAX_TASKS: usize = 500;
/// Most years that a contract can still run.
pub const MOST_YEARS: i16 = 30;

/// How sure the present cost of a task is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CostStatus {
    /// Nobody looked it up yet.
    #[default]
    Unknown,
    /// Estimated.
    Estimated,
    /// The municipality confirmed it.
    Confirmed,
}

impl CostStatus {
    /// Every status with its name in the database and in texts.
    pub const NAMES: [(CostStatus, &'static str); 3] = [
        (CostStatus::Unknown, "unknown"),
        (CostStatus::Estimated, "estimated"),
        (CostStatus::Confirmed, "confirmed"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        CostStatus::NAMES.iter().find(|(one, _)| *one == self).expect("every status has a name").1
    }

    /// The status of this name.
    pub fn named(name: &str) -> Option<CostStatus> {
        CostStatus::NAMES.iter().find(|(_, known)| *known == name).map(|(one, _)| *one)
    }
}

/// What the city says of a task.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// Its name, such as "Beheer van de sporthal".
    pub name: String,
    /// What belongs to it.
    pub about: String,
    /// Where: a buurt, a wijk, or the city.
    pub place: String,
    /// Who does it now.
    pub executor: String,
    /// The last day of that contract, as `2029-12-31`; empty where none runs.
    pub contract_until: String,
    /// What it costs in a year; nothing while that is unknown.
    pub cost: Option<Cents>,
    /// How sure that is.
    pub status: CostStatus,
    /// Where the cost comes from.
    pub source: String,
    /// Whether residents can make a bid for it.
    pub is_open: bool,
}

impl Facts {
    /// What is wrong with it, by field and fault.
    pub fn faults(&self, now: Moment) -> Vec<(&'static str, &'static str)> {
        let long = |text: &str, most: usize| text.chars().count() > most;
        let name = |text: &str| {
            if text.trim().is_empty() { Some("empty") } else { long(text, MAX_TITLE).then_some("long") }
        };
        let until = parse_day(&self.contract_until);
        let last = day_of(now).year().saturating_add(MOST_YEARS);
        let is_day = self.contract_until.is_empty() || until.is_some_and(|day| day.year() <= last);
        let is_known = self.status != CostStatus::Unknown;
        let source = match (is_known, self.source.trim().is_empty()) {
            (true, true) => Some("empty"),
            (false, false) => Some("bid-unknown"),
            (true, false) | (false, true) => long(&self.source, MAX_TITLE).then_some("long"),
        };
        let cost = match (is_known, self.cost) {
            (true, None) => Some("amount"),
            (false, Some(_)) => Some("bid-unknown"),
            (true, Some(_)) | (false, None) => None,
        };
        [
            ("task_name", name(&self.name)),
            ("task_about", long(&self.about, MAX_ANSWER).then_some("long")),
            ("task_place", name(&self.place)),
            ("task_executor", name(&self.executor)),
            ("task_until", (!is_day).then_some("date")),
            ("task_cost", cost),
            ("task_source", source),
        ]
        .into_iter()
        .filter_map(|(field, fault)| fault.map(|fault| (field, fault)))
        .collect()
    }

    /// The last day of the contract.
    pub fn contract_end(&self) -> Option<Date> {
        parse_day(&self.contract_until)
    }
}

/// A task with what the city says of it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Random.
    pub id: TaskId,
    /// How often it was written down.
    pub number: u64,
    /// What is said now.
    pub facts: Facts,
    /// Who said so.
    pub by: AccountId,
    /// The function of that person then.
    pub function: String,
    /// When.
    pub at: Moment,
}

/// The list as everyone reads it: what can be taken over first, soonest first: where no contract runs, then by its end.
pub fn sort(tasks: &mut [Task]) {
    tasks.sort_by(|one, other| {
        let key = |task: &Task| (!task.facts.is_open, task.facts.contract_end(), task.facts.name.clone());
        key(one).cmp(&key(other)).then_with(|| one.id.cmp(&other.id))
    });
}

/// What a bid saves in a year, or what it costs more, against what the task costs now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    /// Nobody knows yet what it costs now.
    Unknown,
    /// It is as dear.
    Same,
    /// It saves so much.
    Saves(Cents),
    /// It costs so much more.
    Extra(Cents),
}

impl Compared {
    /// Compares a yearly offer with the facts of its task. Hours of volunteers are no cost.
    pub fn of(facts: &Facts, offered: Cents) -> Compared {
        let Some(now) = facts.cost else { return Compared::Unknown };
        match (now.minus(offered), offered.minus(now)) {
            (Ok(Cents::ZERO), _) => Compared::Same,
            (Ok(saved), _) => Compared::Saves(saved),
            (Err(_), Ok(extra)) => Compared::Extra(extra),
            (Err(_), Err(_)) => Compared::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn facts(cost: Option<u32>) -> Facts {
        let status = if cost.is_some() { CostStatus::Confirmed } else { CostStatus::Unknown };
        let source = cost.map(|_| "Begroting 2027".to_string()).unwrap_or_default();
        Facts {
            name: "Sporthal".to_string(),
            place: "Lunetten".to_string(),
            executor: "Sportbedrijf".to_string(),
            cost: cost.map(Cents::euros),
            status,
            source,
            is_open: true,
            ..Facts::default()
        }
    }

    #[test]
    fn a_cost_has_a_status_and_a_source_or_is_unknown() {
        let now = Moment::parse("2027-01-01T12:00:00Z").expect("a moment");
        assert_eq!(facts(Some(100)).faults(now), []);
        assert_eq!(facts(None).faults(now), []);
        let silent = Facts { source: String::new(), ..facts(Some(100)) };
        assert_eq!(silent.faults(now), [("task_source", "empty")]);
        let unsaid = Facts { cost: None, ..facts(Some(100)) };
        assert_eq!(unsaid.faults(now), [("task_cost", "amount")]);
        let guessed = Facts { cost: Some(Cents::euros(1)), ..facts(None) };
        assert_eq!(guessed.faults(now), [("task_cost", "bid-unknown")]);
        let far = Facts { contract_until: "2099-01-01".to_string(), ..facts(None) };
        assert_eq!(far.faults(now), [("task_until", "date")]);
    }

    proptest! {
        #[test]
        fn what_is_saved_or_extra_makes_up_the_difference_to_the_cent(now in 0_u32..9_000_000, offered in 0_u32..9_000_000) {
            let (before, after) = (Cents::euros(now), Cents::euros(offered));
            match Compared::of(&facts(Some(now)), after) {
                Compared::Same => prop_assert_eq!(before, after),
                Compared::Saves(saved) => prop_assert_eq!(after.plus(saved).ok(), Some(before)),
                Compared::Extra(extra) => prop_assert_eq!(before.plus(extra).ok(), Some(after)),
                Compared::Unknown => prop_assert!(false, "both are known"),
            }
        }
    }
}
