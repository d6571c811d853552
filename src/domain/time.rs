//! Moments: microseconds since 1970 in UTC, compared and never asked for.

use std::fmt;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment. It comes in as an argument; nothing below the web and the command line reads a clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(i64);

impl Moment {
    /// From microseconds since 1970 in UTC.
    pub fn from_micros(micros: i64) -> Moment {
        Moment(micros)
    }

    /// Microseconds since 1970 in UTC.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// The moment `minutes` later.
    pub fn plus_minutes(self, minutes: i64) -> Moment {
        Moment(self.0.saturating_add(minutes.saturating_mul(60_000_000)))
    }

    /// The moment `seconds` later.
    pub fn plus_seconds(self, seconds: i64) -> Moment {
        Moment(self.0.saturating_add(seconds.saturating_mul(1_000_000)))
    }

    /// The date and time on the clock in the Netherlands.
    pub fn local(self) -> DateTime {
        let timestamp = Timestamp::from_microsecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH);
        amsterdam().to_datetime(timestamp)
    }

    /// Reads a date and time on the clock in the Netherlands, as `2027-03-21T20:00` from a form. In the
    /// hour that the October clock change repeats, the first pass is meant.
    pub fn parse_local(text: &str) -> Option<Moment> {
        let local: DateTime = text.trim().parse().ok()?;
        let timestamp = amsterdam().to_ambiguous_timestamp(local).compatible().ok()?;
        Some(Moment(timestamp.as_microsecond()))
    }

    /// Reads RFC 3339 in UTC, whole seconds: `2027-03-21T19:00:00Z`.
    pub fn parse(text: &str) -> Option<Moment> {
        let moment = Moment(text.parse::<Timestamp>().ok()?.as_microsecond());
        (moment.to_string() == text).then_some(moment)
    }

    /// This moment without the part of a second.
    pub fn whole_seconds(self) -> Moment {
        Moment(self.0.div_euclid(1_000_000) * 1_000_000)
    }
}

fn amsterdam() -> TimeZone {
    TimeZone::get("Europe/Amsterdam").expect("the time zones are built in")
}

/// RFC 3339 in UTC, whole seconds.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let timestamp = Timestamp::from_microsecond(self.whole_seconds().0).unwrap_or(Timestamp::UNIX_EPOCH);
        write!(f, "{timestamp}")
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Moment, D::Error> {
        let text = String::deserialize(deserializer)?;
        Moment::parse(&text).ok_or_else(|| serde::de::Error::custom("not a time like 2027-03-21T19:00:00Z"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_in_the_netherlands_moves_and_the_moment_does_not() {
        let summer = Moment::parse_local("2027-10-31T01:30").unwrap();
        assert_eq!(summer.to_string(), "2027-10-30T23:30:00Z");
        let repeated = Moment::parse_local("2027-10-31T02:30").unwrap();
        assert_eq!(repeated.to_string(), "2027-10-31T00:30:00Z", "the first pass of the repeated hour");
        let winter = Moment::parse_local("2027-10-31T03:30").unwrap();
        assert_eq!(winter.micros() - repeated.micros(), 2 * 3_600_000_000);
        assert_eq!(winter.local().to_string(), "2027-10-31T03:30:00");
        assert!(Moment::parse_local("2027-02-30T12:00").is_none());
    }

    #[test]
    fn the_published_form_reads_back() {
        let moment = Moment::from_micros(1_800_000_000_500_000);
        assert_eq!(Moment::parse(&moment.to_string()), Some(moment.whole_seconds()));
        assert_eq!(Moment::parse("2027-03-21T20:00:00+01:00"), None);
    }
}
