//! Amounts, numbers, dates and times as people write them.

use fluent_bundle::FluentValue;
use fluent_bundle::types::FluentNumber;
use jiff::civil::{Date, DateTime};

use super::{Lang, Text};
use crate::domain::money::{BasisPoints, Cents};
use crate::domain::outcome::{ExactAmount, ExactNumber};
use crate::domain::time::Moment;

/// A space at which no line breaks.
const NBSP: char = '\u{a0}';

fn grouped(digits: &str, separator: char) -> String {
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

fn number(value: &FluentValue<'_>, separator: char) -> Option<String> {
    let FluentValue::Number(FluentNumber { value, .. }) = value else { return None };
    Some(grouped(&format!("{value:.0}"), separator))
}

pub(super) fn number_nl<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    number(value, '.')
}

pub(super) fn number_en<M>(value: &FluentValue<'_>, _: &M) -> Option<String> {
    number(value, ',')
}

impl Text {
    fn separators(self) -> (char, char) {
        match self.lang {
            Lang::Nl => ('.', ','),
            Lang::En => (',', '.'),
        }
    }

    /// A whole number, grouped.
    pub fn number(self, value: u64) -> String {
        grouped(&value.to_string(), self.separators().0)
    }

    /// An amount: `€ 2.500`, and with cents only when there are any.
    pub fn euros(self, amount: Cents) -> String {
        let (group, point) = self.separators();
        let (whole, cents) = (amount.unsigned() / 100, amount.unsigned() % 100);
        let whole = grouped(&whole.to_string(), group);
        let space = if self.lang == Lang::Nl { NBSP.to_string() } else { String::new() };
        if cents == 0 { format!("€{space}{whole}") } else { format!("€{space}{whole}{point}{cents:02}") }
    }

    /// An exact amount, rounded down to whole cents for reading.
    pub fn exact_euros(self, amount: &ExactAmount) -> String {
        self.euros(Cents::from_unsigned(amount.0.floor()).unwrap_or(Cents::MAX))
    }

    /// A number with one digit behind the point, rounded down: `97` or `12,5`.
    pub fn tenths(self, number: &ExactNumber) -> String {
        let tenths = (number.0.numerator() * 10_u32) / number.0.denominator();
        let tenths = u64::try_from(tenths).unwrap_or(u64::MAX);
        let (group, point) = self.separators();
        let whole = grouped(&(tenths / 10).to_string(), group);
        if tenths.is_multiple_of(10) { whole } else { format!("{whole}{point}{}", tenths % 10) }
    }

    /// A decimal number that is written with a point, such as `-1234.5`: as people write it.
    pub fn decimal(self, plain: &str) -> String {
        let (group, point) = self.separators();
        let (sign, size) = plain.strip_prefix('-').map_or(("", plain), |size| ("\u{2212}", size));
        match size.split_once('.') {
            None => format!("{sign}{}", grouped(size, group)),
            Some((whole, part)) => format!("{sign}{}{point}{part}", grouped(whole, group)),
        }
    }

    /// A share: `30%`, `12,5%`.
    pub fn percent(self, share: BasisPoints) -> String {
        let (whole, part) = (share.get() / 100, share.get() % 100);
        let part = format!("{part:02}");
        match part.trim_end_matches('0') {
            "" => format!("{whole}%"),
            part => format!("{whole}{}{part}%", self.separators().1),
        }
    }

    fn weekday(self, local: DateTime) -> String {
        self.get(&format!("weekday-{}", local.weekday().to_monday_one_offset()))
    }

    fn month(self, local: DateTime) -> String {
        self.get(&format!("month-{}", local.month()))
    }

    /// A day: `3 maart 2026`.
    pub fn day(self, moment: Moment) -> String {
        self.civil_day(moment.local().date())
    }

    /// A day of the calendar: `3 maart 2026`.
    pub fn civil_day(self, day: Date) -> String {
        let local = day.at(12, 0, 0, 0);
        format!("{}{NBSP}{}{NBSP}{}", local.day(), self.month(local), local.year())
    }

    /// A day with its weekday: `dinsdag 3 maart 2026`.
    pub fn date(self, moment: Moment) -> String {
        format!("{} {}", self.weekday(moment.local()), self.day(moment))
    }

    /// A time of the day: `20.00 uur`.
    pub fn clock(self, moment: Moment) -> String {
        let local = moment.local();
        match self.lang {
            Lang::Nl => format!("{}.{:02}{NBSP}uur", local.hour(), local.minute()),
            Lang::En => format!("{}:{:02}", local.hour(), local.minute()),
        }
    }

    /// A day and a time: `dinsdag 3 maart 2026, 20.00 uur`.
    pub fn moment(self, moment: Moment) -> String {
        format!("{}, {}", self.date(moment), self.clock(moment))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_days_are_written_as_people_write_them() {
        let (nl, en) = (Text { lang: Lang::Nl }, Text { lang: Lang::En });
        assert_eq!(nl.euros(Cents::euros(2_500)), "€\u{a0}2.500");
        assert_eq!(nl.euros(Cents::new(2_393).unwrap()), "€\u{a0}23,93");
        assert_eq!(en.euros(Cents::euros(1_234_567)), "€1,234,567");
        let moment = Moment::parse_local("2027-03-21T20:00").unwrap();
        assert_eq!(nl.moment(moment).replace('\u{a0}', " "), "zondag 21 maart 2027, 20.00 uur");
        assert_eq!(en.moment(moment).replace('\u{a0}', " "), "Sunday 21 March 2027, 20:00");
        assert_eq!(nl.decimal("-1234.50"), "\u{2212}1.234,50");
        assert_eq!((en.decimal("1234"), nl.decimal("0.016")), ("1,234".to_string(), "0,016".to_string()));
        assert_eq!(nl.percent(BasisPoints::new(1_250).unwrap()), "12,5%");
        assert_eq!(nl.percent(BasisPoints::new(3_000).unwrap()), "30%");
    }
}
