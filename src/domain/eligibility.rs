//! Who gets a letter (Dutch: stemgerechtigd): old enough on a day, and living in the area.

use std::collections::BTreeSet;

use jiff::civil::Date;

/// The rule of one round.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Eligibility {
    /// The least age in years, and the day on which it is asked.
    pub min_age: Option<(i16, Date)>,
    /// Codes of the buurten that take part; none means all.
    pub buurten: BTreeSet<String>,
}

/// What the rule says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Gets a letter.
    Eligible,
    /// Not old enough on the day.
    TooYoung,
    /// Lives elsewhere.
    Outside,
}

/// A date of birth. The population register knows dates of which the day or the month is unknown (written
/// as zeros); such a date counts as the last day that it can be, so that nobody too young gets a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Birth {
    /// The day, or the last day that it can be.
    pub day: Date,
    /// Whether the day is known.
    pub is_exact: bool,
}

/// The first year of birth that is believed.
const FIRST_YEAR: i16 = 1890;

impl Eligibility {
    /// What the rule says of someone. Facts that the rule does not ask for may be absent; one that it asks
    /// for and that is absent counts against the person.
    pub fn of(&self, birth: Option<Birth>, buurt: Option<&str>) -> Verdict {
        if !self.buurten.is_empty() && !buurt.is_some_and(|buurt| self.buurten.contains(buurt)) {
            return Verdict::Outside;
        }
        match self.min_age {
            Some((years, on)) if birth.is_none_or(|birth| age(birth.day, on) < years) => Verdict::TooYoung,
            Some(_) | None => Verdict::Eligible,
        }
    }
}

/// Full years on a day. Who was born on 29 February is a year older on 1 March in other years.
pub fn age(born: Date, on: Date) -> i16 {
    let before_birthday = (on.month(), on.day()) < (born.month(), born.day());
    on.year() - born.year() - i16::from(before_birthday)
}

impl Birth {
    /// Reads `2009-03-21`, `21-03-2009` or `20090321`, with `00` for a day or a month that is unknown.
    pub fn parse(text: &str) -> Option<Birth> {
        let parts: Vec<&str> = text.split('-').collect();
        let (year, month, day) = match parts[..] {
            [year, month, day] if (year.len(), month.len(), day.len()) == (4, 2, 2) => (year, month, day),
            [day, month, year] if (year.len(), month.len(), day.len()) == (4, 2, 2) => (year, month, day),
            [all] if all.len() == 8 && all.is_ascii() => (&all[..4], &all[4..6], &all[6..]),
            _ => return None,
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if ![year, month, day].into_iter().all(digits) {
            return None;
        }
        let (year, month, day): (i16, i8, i8) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        if year < FIRST_YEAR {
            return None;
        }
        let is_exact = month != 0 && day != 0;
        let day = match (month, day) {
            (0, 0) => Date::new(year, 12, 31).ok()?,
            (_, 0) => Date::new(year, month, 1).ok()?.last_of_month(),
            _ => Date::new(year, month, day).ok()?,
        };
        Some(Birth { day, is_exact })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn verdict(born: &str, years: i16, on: &str) -> Verdict {
        let rule = Eligibility { min_age: Some((years, date(on))), buurten: BTreeSet::new() };
        rule.of(Birth::parse(born), None)
    }

    #[test]
    fn the_birthday_itself_counts_and_the_day_before_does_not() {
        assert_eq!(verdict("2015-03-01", 12, "2027-03-01"), Verdict::Eligible);
        assert_eq!(verdict("2015-03-02", 12, "2027-03-01"), Verdict::TooYoung);
        assert_eq!(verdict("2028-01-01", 12, "2027-03-01"), Verdict::TooYoung, "not born yet");
    }

    #[test]
    fn who_was_born_on_29_february_is_older_on_1_march() {
        assert_eq!(verdict("2012-02-29", 15, "2027-02-28"), Verdict::TooYoung);
        assert_eq!(verdict("2012-02-29", 15, "2027-03-01"), Verdict::Eligible);
        assert_eq!(verdict("2012-02-29", 16, "2028-02-28"), Verdict::TooYoung);
        assert_eq!(verdict("2012-02-29", 16, "2028-02-29"), Verdict::Eligible, "a leap year has the day");
    }

    #[test]
    fn a_date_that_is_not_fully_known_is_the_last_day_it_can_be() {
        let birth = |text| Birth::parse(text).map(|birth| (birth.day.to_string(), birth.is_exact));
        assert_eq!(birth("2015-02-00"), Some(("2015-02-28".to_string(), false)));
        assert_eq!(birth("20150000"), Some(("2015-12-31".to_string(), false)));
        assert_eq!(birth("01-03-2015"), Some(("2015-03-01".to_string(), true)));
        for bad in [
            "",
            "2015",
            "2015-13-01",
            "2015-02-30",
            "2015-00-05",
            "1-3-2015",
            "0000-00-00",
            "2015-+1-01",
            "2015/03/01",
        ] {
            assert_eq!(Birth::parse(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_the_buurten_of_the_round_take_part() {
        let buurten = BTreeSet::from(["BU03440201".to_string()]);
        let rule = Eligibility { min_age: None, buurten };
        assert_eq!(rule.of(None, Some("BU03440201")), Verdict::Eligible);
        assert_eq!(rule.of(None, Some("BU03440202")), Verdict::Outside);
        assert_eq!(rule.of(None, None), Verdict::Outside);
        assert_eq!(Eligibility::default().of(None, None), Verdict::Eligible);
    }
}
