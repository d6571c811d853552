//! Objections (Dutch: bezwaar) against decisions: whether they are in time, until when the municipality decides on
//! them, and what came of them (Awb chapters 6 and 7).

use jiff::civil::Date;

use super::calendar::{days_after, end_of_term, weeks_after};
use super::decision::{DecisionNumber, Sending};
use super::id::{AccountId, GrantId};
use super::time::Moment;

/// The number of an objection, as it stands in an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectionNumber(pub String);

/// Who advises on objections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// Nobody: six weeks for the decision (Awb art. 7:10, first paragraph).
    None,
    /// A committee (Awb art. 7:13): twelve weeks.
    Committee,
}

/// What came of an objection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// The objection is right (Dutch: gegrond).
    Founded,
    /// It is not (Dutch: ongegrond).
    Unfounded,
    /// It is not looked into (Dutch: niet-ontvankelijk).
    Inadmissible,
    /// It was taken back.
    Withdrawn,
}

/// Whether an objection came in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Timeliness {
    /// Within the term, or before it began (Awb art. 6:9 and 6:10).
    InTime,
    /// After it.
    Late,
}

/// More time for the decision (Awb art. 7:10, third and fourth paragraph).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// The new last day.
    pub until: Date,
    /// Why.
    pub reason: String,
    /// When it was decided.
    pub at: Moment,
    /// By whom.
    pub by: AccountId,
}

/// How an objection ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// With what outcome.
    pub outcome: Outcome,
    /// The decision on it; none when it was withdrawn.
    pub decision: Option<DecisionNumber>,
    /// The grant that it led to, where a refused plan gets money from what was held back.
    pub grant: Option<GrantId>,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Moment,
    /// By whom.
    pub by: AccountId,
}

/// An objection as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objection {
    /// Its number: `B2027-00003`, one row per calendar year, without gaps.
    pub number: String,
    /// Against which decision.
    pub decision: DecisionNumber,
    /// The day on which it came in.
    pub received: Date,
    /// The day on the postmark, when it came by post.
    pub posted: Option<Date>,
    /// The number under which the letter itself is kept. No name stands in this register.
    pub reference: String,
    /// Who advises.
    pub advice: Advice,
    /// When it was entered.
    pub at: Moment,
    /// By whom.
    pub by: AccountId,
    /// More time, in order.
    pub extensions: Vec<Extension>,
    /// How it ended, once it did.
    pub ended: Option<Ended>,
}

/// Weeks of the first extension, for which nobody has to agree.
pub const EXTENSION_WEEKS: i64 = 6;
/// Days after the term in which a letter that was posted in time may still come in (Awb art. 6:9, second paragraph).
const POST_DAYS: i64 = 7;

impl Advice {
    /// Every way with its name in the database and in forms.
    pub const NAMES: [(Advice, &'static str); 2] = [(Advice::None, "none"), (Advice::Committee, "committee")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Advice::NAMES.iter().find(|(advice, _)| *advice == self).expect("every way has a name").1
    }

    /// The way of this name.
    pub fn named(name: &str) -> Option<Advice> {
        Advice::NAMES.iter().find(|(_, known)| *known == name).map(|(advice, _)| *advice)
    }

    fn weeks(self) -> i64 {
        match self {
            Advice::None => 6,
            Advice::Committee => 12,
        }
    }
}

impl Outcome {
    /// Every outcome with its name in the database and in forms.
    pub const NAMES: [(Outcome, &'static str); 4] = [
        (Outcome::Founded, "founded"),
        (Outcome::Unfounded, "unfounded"),
        (Outcome::Inadmissible, "inadmissible"),
        (Outcome::Withdrawn, "withdrawn"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        Outcome::NAMES.iter().find(|(outcome, _)| *outcome == self).expect("every outcome has a name").1
    }

    /// The outcome of this name.
    pub fn named(name: &str) -> Option<Outcome> {
        Outcome::NAMES.iter().find(|(_, known)| *known == name).map(|(outcome, _)| *outcome)
    }
}

/// The last day on which an objection in time can still come in; unknown as long as the letter about the decision was
/// not sent, because the term has not begun.
pub fn closes_on(sending: Option<&Sending>) -> Option<Date> {
    Some(days_after(sending?.objection_until, POST_DAYS))
}

impl Objection {
    /// Whether it came in time; before the letter was sent it always does.
    pub fn timeliness(&self, sending: Option<&Sending>) -> Timeliness {
        let Some(sending) = sending else { return Timeliness::InTime };
        let until = sending.objection_until;
        let by_post =
            self.posted.is_some_and(|day| day <= until) && self.received <= days_after(until, POST_DAYS);
        if self.received <= until || by_post { Timeliness::InTime } else { Timeliness::Late }
    }

    /// The last day for the decision on it, counted from the day after the term for objections (Awb art. 7:10);
    /// unknown as long as the letter about the decision was not sent.
    pub fn decide_by(&self, sending: Option<&Sending>) -> Option<Date> {
        let first = weeks_after(sending?.objection_until, self.advice.weeks());
        Some(self.extensions.last().map_or(first, |last| last.until))
    }

    /// The last day to which the municipality can move the decision by itself: six weeks on, once.
    pub fn may_extend_to(&self, sending: Option<&Sending>) -> Option<Date> {
        if !self.extensions.is_empty() {
            return None;
        }
        self.decide_by(sending).map(|day| end_of_term(days_after(day, 7 * EXTENSION_WEEKS)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::calendar::{objection_until, parse_day};
    use crate::domain::decision::Means;
    use crate::domain::digest::Digest;

    fn day(text: &str) -> Date {
        parse_day(text).unwrap()
    }

    fn sent(on: &str) -> Sending {
        Sending {
            decision: DecisionNumber::of(2027, 1),
            on: day(on),
            means: Means::Post,
            objection_until: objection_until(day(on)),
            at: Moment::from_micros(0),
            by: AccountId::new("joris"),
            letter: Digest::of(b""),
        }
    }

    fn objection(received: &str, posted: Option<&str>, advice: Advice) -> Objection {
        Objection {
            number: "B2027-00001".to_string(),
            decision: DecisionNumber::of(2027, 1),
            received: day(received),
            posted: posted.map(day),
            reference: "2027-889".to_string(),
            advice,
            at: Moment::from_micros(0),
            by: AccountId::new("joris"),
            extensions: Vec::new(),
            ended: None,
        }
    }

    #[test]
    fn an_objection_is_in_time_until_the_last_day_and_by_post_a_week_longer() {
        // Sent on 1 March: the last day is 12 April.
        let sending = sent("2027-03-01");
        let when = |received, posted| objection(received, posted, Advice::None).timeliness(Some(&sending));
        assert_eq!(when("2027-04-12", None), Timeliness::InTime);
        assert_eq!(when("2027-04-13", None), Timeliness::Late);
        assert_eq!(when("2027-04-19", Some("2027-04-12")), Timeliness::InTime);
        assert_eq!(when("2027-04-20", Some("2027-04-12")), Timeliness::Late);
        assert_eq!(when("2027-04-14", Some("2027-04-13")), Timeliness::Late);
        assert_eq!(objection("2027-02-01", None, Advice::None).timeliness(None), Timeliness::InTime);
        assert_eq!((closes_on(Some(&sending)), closes_on(None)), (Some(day("2027-04-19")), None));
    }

    #[test]
    fn the_municipality_decides_in_six_weeks_or_twelve_and_takes_more_time_once() {
        let sending = sent("2027-03-01");
        let mut found = objection("2027-03-10", None, Advice::None);
        assert_eq!(found.decide_by(Some(&sending)), Some(day("2027-05-24")), "six weeks after 12 April");
        let committee = objection("2027-03-10", None, Advice::Committee);
        assert_eq!(
            committee.decide_by(Some(&sending)),
            Some(day("2027-07-05")),
            "twelve weeks after 12 April"
        );
        assert_eq!(found.may_extend_to(Some(&sending)), Some(day("2027-07-05")));
        found.extensions.push(Extension {
            until: day("2027-06-21"),
            reason: "Wij wachten op een offerte.".to_string(),
            at: Moment::from_micros(0),
            by: AccountId::new("marijke"),
        });
        assert_eq!(found.decide_by(Some(&sending)), Some(day("2027-06-21")));
        assert_eq!(
            found.may_extend_to(Some(&sending)),
            None,
            "after that only who objected can agree to more"
        );
        assert_eq!(found.decide_by(None), None);
    }
}
