//! What keeps a step of a takeover from being written down: its day, its order, and what both may agree.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::takeover::{Agreement, MOST_YEARS, Says, Step, StepKind, Takeover, agreement, state};
use crate::domain::calendar::day_of;
use crate::domain::money::Cents;
use crate::domain::time::Moment;

/// A fault, by field.
pub type Fault = (&'static str, &'static str);

/// What a step is held against beside the steps before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Now.
    pub now: Moment,
    /// What the task costs now in a year; nothing while that is unknown.
    pub cost: Option<Cents>,
}

/// What is wrong with what is to be written down, by field and fault.
pub fn faults(steps: &[Step], (says, on): (&Says, Date), facts: &Facts) -> Vec<Fault> {
    let mut faults = Vec::new();
    let before = steps.last().map(|step| step.on);
    if on > day_of(facts.now) || before.is_some_and(|before| on < before) {
        faults.push(("to_on", "bid-day"));
    }
    match says {
        Says::Agree(reference, _) | Says::Refuse(reference) => {
            faults.extend(reference.trim().is_empty().then_some(("to_reference", "empty")));
        }
        Says::Sign(agreed) => faults.extend(of_agreement(steps, agreed, facts.cost)),
        Says::Start => {
            let agreed = agreement(steps);
            let is_within = agreed.is_some_and(|agreed| (agreed.from..=agreed.until).contains(&on));
            faults.extend((!is_within).then_some(("to_on", "bid-start")));
        }
        Says::Account(year) => faults.extend(of_year(steps, *year, on)),
        Says::Extend(until) => faults.extend(of_extension(steps, *until)),
        Says::Evaluate => faults.extend(untold(steps)),
        // Before the residents began there is nothing to tell of.
        Says::Stop if state(steps) == Takeover::Running => faults.extend(untold(steps)),
        Says::Stop => {}
    }
    faults
}

/// An agreement is later than the decision, has a term, and is not dearer than the task is now (the third condition).
fn of_agreement(steps: &[Step], agreed: &Agreement, cost: Option<Cents>) -> Vec<Fault> {
    let decided = steps.iter().find(|step| step.says.kind() == StepKind::Agree).map(|step| step.on);
    let from = decided.is_some_and(|decided| agreed.from < decided).then_some(("to_from", "bid-from"));
    let until = if agreed.until < agreed.from {
        Some(("to_until", "before"))
    } else {
        let is_long = agreed.until >= agreed.from.saturating_add(MOST_YEARS.years());
        is_long.then_some(("to_until", "bid-long"))
    };
    let yearly = match cost {
        None => Some(("to_yearly", "bid-cost")),
        Some(cost) => (agreed.yearly > cost).then_some(("to_yearly", "bid-dear")),
    };
    let clause = agreed.break_clause.trim().is_empty().then_some(("to_break", "empty"));
    [from, until, yearly, clause].into_iter().flatten().collect()
}

fn of_year(steps: &[Step], year: i16, on: Date) -> Option<Fault> {
    let start = steps.iter().find(|step| step.says == Says::Start).map(|step| step.on.year());
    let is_of_term = start.is_some_and(|start| start <= year) && year <= on.year();
    let is_told = steps.iter().any(|step| step.told() == Some(year));
    (!is_of_term || is_told).then_some(("to_year", "bid-year"))
}

fn of_extension(steps: &[Step], until: Date) -> Option<Fault> {
    match agreement(steps).map(|agreed| agreed.until) {
        Some(was) if was < until => {
            (until > was.saturating_add(MOST_YEARS.years())).then_some(("to_until", "bid-long"))
        }
        Some(_) | None => Some(("to_until", "bid-later")),
    }
}

/// Nobody looks back or stops before the neighbourhood heard once how it went, and can read it (horizontal accountability).
fn untold(steps: &[Step]) -> Option<Fault> {
    let is_told = steps.iter().any(|step| step.told().is_some());
    (!is_told).then_some(("to_on", "bid-untold"))
}

#[cfg(test)]
mod tests {
    use super::super::takeover::tests::{agreed, day, walk};
    use super::*;

    const NOW: &str = "2046-03-01T12:00:00Z";

    fn found(steps: &[Step], says: &Says, on: &str) -> Vec<Fault> {
        let facts = Facts { now: Moment::parse(NOW).expect("a moment"), cost: Some(Cents::euros(90_000)) };
        faults(steps, (says, day(on)), &facts)
    }

    fn signed(from: &str, until: &str, yearly: u32) -> Says {
        let (from, until, break_clause) = (day(from), day(until), "Een half jaar vooraf.".to_string());
        Says::Sign(Agreement { from, until, yearly: Cents::euros(yearly), break_clause })
    }

    #[test]
    fn a_step_is_on_a_day_from_the_one_before_to_today() {
        let steps = walk(agreed());
        assert_eq!(found(&steps, &Says::Account(2028), "2027-12-31")[0], ("to_on", "bid-day"));
        assert_eq!(found(&steps, &Says::Account(2028), "2046-03-02"), [("to_on", "bid-day")]);
        assert_eq!(found(&steps, &Says::Account(2028), "2029-01-01"), []);
    }

    #[test]
    fn an_agreement_is_later_than_the_decision_not_dearer_than_now_and_of_fifteen_years_at_most() {
        let steps = walk(agreed()[..1].to_vec());
        let on = "2027-11-01";
        for (says, fault) in [
            (signed("2027-09-30", "2031-12-31", 90_000), Some(("to_from", "bid-from"))),
            (signed("2027-10-01", "2031-12-31", 90_000), None),
            (signed("2028-01-01", "2031-12-31", 90_001), Some(("to_yearly", "bid-dear"))),
            (signed("2028-01-01", "2027-12-31", 90_000), Some(("to_until", "before"))),
            (signed("2028-01-01", "2042-12-31", 90_000), None),
            (signed("2028-01-01", "2043-01-01", 90_000), Some(("to_until", "bid-long"))),
        ] {
            assert_eq!(found(&steps, &says, on), fault.into_iter().collect::<Vec<_>>(), "{says:?}");
        }
        let unknown = Facts { now: Moment::parse(NOW).expect("a moment"), cost: None };
        let says = signed("2028-01-01", "2031-12-31", 1);
        assert_eq!(faults(&steps, (&says, day(on)), &unknown), [("to_yearly", "bid-cost")]);
    }

    #[test]
    fn residents_begin_within_the_agreement() {
        let steps = walk(agreed()[..2].to_vec());
        assert_eq!(found(&steps, &Says::Start, "2027-12-31"), [("to_on", "bid-start")]);
        assert_eq!(found(&steps, &Says::Start, "2032-01-01"), [("to_on", "bid-start")]);
        assert_eq!(found(&steps, &Says::Start, "2028-01-01"), []);
    }

    #[test]
    fn nobody_looks_back_or_stops_before_the_neighbourhood_heard_how_it_went() {
        let mut all = agreed();
        for says in [Says::Evaluate, Says::Stop] {
            assert_eq!(found(&walk(all.clone()), &says, "2029-01-01"), [("to_on", "bid-untold")], "{says:?}");
            let not_begun = walk(all[..2].to_vec());
            let expected = if says == Says::Stop { 0 } else { 1 };
            assert_eq!(found(&not_begun, &says, "2029-01-01").len(), expected, "{says:?}");
        }
        all.push((Says::Account(2028), "2028-12-01"));
        for says in [Says::Evaluate, Says::Stop] {
            assert_eq!(found(&walk(all.clone()), &says, "2029-01-01"), [], "{says:?}");
        }
        let mut steps = walk(all);
        assert_eq!(found(&steps, &Says::Account(2028), "2030-01-01"), [("to_year", "bid-year")]);
        steps[3].is_off = true;
        assert_eq!(found(&steps, &Says::Account(2028), "2030-01-01"), [], "taken off: told again without");
        for says in [Says::Evaluate, Says::Stop] {
            assert_eq!(found(&steps, &says, "2030-01-01"), [("to_on", "bid-untold")], "{says:?}");
        }
    }

    #[test]
    fn an_extension_is_later_and_of_fifteen_years_at_most() {
        let mut all = agreed();
        all.push((Says::Account(2028), "2029-02-01"));
        all.push((Says::Evaluate, "2030-01-15"));
        let steps = walk(all);
        for (until, fault) in [
            ("2031-12-31", Some(("to_until", "bid-later"))),
            ("2046-12-31", None),
            ("2047-01-01", Some(("to_until", "bid-long"))),
        ] {
            let found = found(&steps, &Says::Extend(day(until)), "2030-02-01");
            assert_eq!(found, fault.into_iter().collect::<Vec<_>>(), "{until}");
        }
    }
}
