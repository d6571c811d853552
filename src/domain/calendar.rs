//! The calendar of the law: which days count as holidays, and when a term ends (Algemene termijnenwet, Awb ch. 6).
//!
//! A day is a day in the Netherlands. A term that ends on a Saturday, a Sunday or a generally recognised holiday runs on
//! to the next day that is none of them (Algemene termijnenwet art. 1).

use jiff::ToSpan as _;
use jiff::civil::{Date, Weekday};

use super::time::Moment;

/// Days that a royal decree puts on a par with a holiday (Algemene termijnenwet art. 3, third paragraph): they are
/// decided every three years and cannot be computed. Decrees for 2023 to 2025 and for 2026 to 2028.
const BY_DECREE: [(i16, i8, i8); 10] = [
    (2023, 4, 28),
    (2023, 5, 19),
    (2024, 5, 10),
    (2024, 12, 27),
    (2025, 5, 30),
    (2026, 1, 2),
    (2026, 5, 15),
    (2027, 5, 7),
    (2028, 4, 28),
    (2028, 5, 26),
];

/// Weeks in which an objection can be made (Awb art. 6:7).
const OBJECTION_WEEKS: i64 = 6;

/// The day in the Netherlands at a moment.
pub fn day_of(moment: Moment) -> Date {
    moment.local().date()
}

/// Reads a day as a form gives it: `2027-03-21`.
pub fn parse_day(text: &str) -> Option<Date> {
    let text = text.trim();
    let day: Date = text.parse().ok()?;
    (day.to_string() == text && (1990..=2200).contains(&day.year())).then_some(day)
}

/// The first moment of a day in the Netherlands.
pub fn start_of(day: Date) -> Moment {
    Moment::parse_local(&format!("{day}T00:00"))
        .expect("a day between the years 1990 and 2200 has a midnight")
}

/// Easter Sunday of a year in the Gregorian calendar (the rule of Meeus, Jones and Butcher).
pub fn easter(year: i16) -> Date {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let place = h + l - 7 * m + 114;
    let part = |number: i32| i8::try_from(number).expect("months and days are small");
    Date::new(year, part(place / 31), part(place % 31 + 1)).expect("the rule gives a day in March or April")
}

/// The day on which the birthday of the King is celebrated: 27 April, or the day before a Sunday.
fn kings_day(year: i16) -> Date {
    let day = fixed(year, 4, 27);
    if day.weekday() == Weekday::Sunday { after(day, -1) } else { day }
}

fn fixed(year: i16, month: i8, day: i8) -> Date {
    Date::new(year, month, day).expect("the day stands in every calendar")
}

fn after(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

/// Whether a day is a generally recognised holiday, or on a par with one (Algemene termijnenwet art. 3).
pub fn is_holiday(day: Date) -> bool {
    let year = day.year();
    let easter = easter(year);
    // Good Friday, Easter Monday, Ascension, Whit Monday; Easter and Whitsun themselves are Sundays.
    let moving = [-2, 1, 39, 50].map(|days| after(easter, days));
    let standing = [(1, 1), (5, 5), (12, 25), (12, 26)].map(|(month, date)| fixed(year, month, date));
    moving.contains(&day)
        || standing.contains(&day)
        || day == kings_day(year)
        || BY_DECREE.contains(&(year, day.month(), day.day()))
}

/// Whether a term can end on a day.
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !is_holiday(day)
}

/// The last day of a term that would end on `day`.
pub fn end_of_term(day: Date) -> Date {
    let mut day = day;
    while !is_working_day(day) {
        day = after(day, 1);
    }
    day
}

/// The last day of a term of weeks that begins on the day after `before`.
pub fn weeks_after(before: Date, weeks: i64) -> Date {
    end_of_term(after(before, 7 * weeks))
}

/// The last day on which an objection can be made against a decision that was announced on a day: six weeks from
/// the day after it (Awb art. 6:7 and 6:8).
pub fn objection_until(announced: Date) -> Date {
    weeks_after(announced, OBJECTION_WEEKS)
}

/// Days within which the letter about a decision goes out: a term of the house, so that nobody waits for a decision that
/// was taken. The law says no more than that a decision holds from the day it is made known (Awb art. 3:40).
const SENDING_DAYS: i64 = 7;

/// The last day on which the letter about a decision of a day should go out: a week later, on a working day.
pub fn send_by(decided: Date) -> Date {
    end_of_term(days_after(decided, SENDING_DAYS))
}

/// The day so many days after (or before) another.
pub fn days_after(day: Date, days: i64) -> Date {
    after(day, days)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        parse_day(text).unwrap()
    }

    #[test]
    fn easter_falls_where_the_church_has_it() {
        for known in [
            "1990-04-15",
            "2000-04-23",
            "2008-03-23",
            "2011-04-24",
            "2019-04-21",
            "2024-03-31",
            "2025-04-20",
            "2026-04-05",
            "2027-03-28",
            "2028-04-16",
            "2038-04-25",
            "2100-03-28",
        ] {
            assert_eq!(easter(day(known).year()), day(known));
        }
    }

    #[test]
    fn the_holidays_are_those_of_the_law() {
        for holiday in [
            "2027-01-01",
            "2027-03-26",
            "2027-03-29",
            "2027-04-27",
            "2027-05-05",
            "2027-05-06",
            "2027-05-17",
            "2027-12-25",
            "2027-12-26",
            "2027-05-07",
            "2025-04-26",
            "2026-05-14",
            "2026-05-25",
        ] {
            assert!(is_holiday(day(holiday)), "{holiday}");
        }
        for workday in ["2025-04-27", "2027-12-31", "2027-05-04", "2027-12-24", "2025-04-28", "2027-11-11"] {
            assert!(!is_holiday(day(workday)), "{workday}");
        }
    }

    #[test]
    fn an_objection_can_be_made_for_six_weeks_and_on_to_a_working_day() {
        for (announced, until) in [
            // Monday to Monday, six weeks on.
            ("2027-03-01", "2027-04-12"),
            // The last day is Easter Monday.
            ("2027-02-15", "2027-03-30"),
            // A Saturday, then Sunday: the Monday after.
            ("2027-06-05", "2027-07-19"),
            // Good Friday, the weekend, Easter Monday: four days on.
            ("2027-02-12", "2027-03-30"),
            // Liberation Day, Ascension, the Friday of the decree, a weekend.
            ("2027-03-24", "2027-05-10"),
            // Christmas on Saturday and Sunday: Monday.
            ("2027-11-13", "2027-12-27"),
            // New Year's Day, and the Friday after it by decree.
            ("2025-11-20", "2026-01-05"),
        ] {
            assert_eq!(objection_until(day(announced)), day(until), "{announced}");
        }
    }

    #[test]
    fn days_are_those_on_the_wall_in_the_netherlands() {
        let late = Moment::parse("2027-03-28T22:30:00Z").unwrap();
        assert_eq!(day_of(late), day("2027-03-29"), "summer time begins that night");
        assert_eq!(start_of(day("2027-03-29")).to_string(), "2027-03-28T22:00:00Z");
        for bad in ["2027-02-29", "27-03-2027", "2027-3-1", "", "1899-01-01", "2027-03-01T00:00"] {
            assert_eq!(parse_day(bad), None, "{bad}");
        }
    }
}
