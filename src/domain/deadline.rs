//! What is posted about the last moment of a vote (Dutch: sluitingsregel): who is still taken that was on the way, what
//! becomes of paper, and whether the vote may be extended. Frozen with the rules, so that nobody decides it on the night.

use serde::{Deserialize, Serialize};

use super::round::{Dates, GRACE_MINUTES};
use super::time::Moment;

/// The longest time after the last moment, in minutes.
pub const MAX_GRACE: u64 = 60;

/// What holds around the last moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// Minutes after the last moment in which a ballot under way is still taken.
    pub grace_minutes: u64,
    /// What becomes of paper ballots.
    pub paper: PaperRule,
    /// The latest moment to which two people may extend the vote; left out when it may not be extended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extend_until: Option<Moment>,
}

/// What becomes of paper ballots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperRule {
    /// The round takes no paper.
    None,
    /// What was handed in before the last moment counts: the vote is not closed before all of it was entered.
    HandedIn,
    /// What was entered before the close counts; the rest is rejected as such.
    Entered,
}

impl PaperRule {
    /// Every rule with its name in forms and in the rules.
    pub const NAMES: [(PaperRule, &'static str); 3] =
        [(PaperRule::None, "none"), (PaperRule::HandedIn, "handed-in"), (PaperRule::Entered, "entered")];

    /// Its name.
    pub fn name(self) -> &'static str {
        PaperRule::NAMES.iter().find(|(rule, _)| *rule == self).expect("every rule has a name").1
    }

    /// The rule of this name.
    pub fn named(name: &str) -> Option<PaperRule> {
        PaperRule::NAMES.iter().find(|(_, known)| *known == name).map(|(rule, _)| *rule)
    }
}

/// What holds for a round from before this was posted: the usual minutes, no paper, no extension.
pub const UNPOSTED: Deadline =
    Deadline { grace_minutes: GRACE_MINUTES.unsigned_abs(), paper: PaperRule::None, extend_until: None };

/// From when a vote that ends at `until` may be closed: what was posted is kept, so not before the minutes of who is under way
/// have passed. A round from before that was posted is closed from its last moment on.
pub fn closes_from(posted: Option<Deadline>, until: Moment) -> Moment {
    posted.map_or(until, |rule| rule.taken_until(until))
}

impl Deadline {
    /// Until when a ballot under way is taken when the vote ends at `until`.
    pub fn taken_until(&self, until: Moment) -> Moment {
        until.plus_minutes(i64::try_from(self.grace_minutes.min(MAX_GRACE)).unwrap_or(GRACE_MINUTES))
    }

    /// Whether it fits the dates of a round: an extension lies between the last moment and the outcome.
    pub fn fits(&self, dates: &Dates) -> bool {
        let fits = |latest: Moment| {
            dates.vote_until.is_none_or(|until| until < latest)
                && dates.outcome_at.is_none_or(|outcome| latest < outcome)
        };
        self.grace_minutes <= MAX_GRACE && self.extend_until.is_none_or(fits)
    }

    /// Whether the vote, which ends at `until`, may at `now` be extended to `wanted`.
    pub fn may_extend(&self, until: Moment, wanted: Moment, now: Moment) -> bool {
        now < until && until < wanted && self.extend_until.is_some_and(|latest| wanted <= latest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_asked_in_time_and_stays_within_what_was_posted() {
        let at = |minutes| Moment::from_micros(0).plus_minutes(minutes);
        let rule = Deadline { extend_until: Some(at(300)), ..UNPOSTED };
        assert!(rule.may_extend(at(100), at(300), at(99)));
        assert!(!rule.may_extend(at(100), at(301), at(99)), "later than was posted");
        assert!(!rule.may_extend(at(100), at(100), at(99)), "to the same moment");
        assert!(!rule.may_extend(at(100), at(200), at(100)), "when it is over");
        assert!(!UNPOSTED.may_extend(at(100), at(101), at(99)), "nothing was posted");
        assert_eq!(UNPOSTED.taken_until(at(100)), at(115));
        assert_eq!(closes_from(None, at(100)), at(100));
        assert_eq!(
            closes_from(Some(Deadline { grace_minutes: 20, ..rule }), at(100)),
            at(120),
            "minutes that were posted"
        );
        let dates = Dates { vote_until: Some(at(100)), outcome_at: Some(at(300)), ..Dates::default() };
        assert!(!rule.fits(&dates), "the outcome would come first");
        assert!(Deadline { extend_until: Some(at(299)), ..rule }.fits(&dates));
    }
}
