//! What becomes of a plan after the vote (Dutch: voortgang): milestones, reports of progress, and requests to do it in another
//! way. All of it is public. It never moves money: a change gives more time or another use, never another sum.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::calendar::weeks_after;
use super::digest::Digest;
use super::grant::GrantState;
use super::id::AccountId;
use super::moderation::Ground;
use super::time::Moment;

/// Most milestones of a grant.
pub const MOST_MILESTONES: u64 = 40;
/// Most reports of a grant.
pub const MOST_REPORTS: u64 = 200;
/// Most pictures of one report.
pub const MOST_PICTURES: usize = 4;
/// Longest title of a milestone or a report, in characters.
pub const MAX_TITLE: usize = 120;
/// Longest story of a report, and longest answer in a request, in characters.
pub const MAX_STORY: usize = 4_000;
/// Weeks within which the municipality decides on a request to change something, unless it says otherwise (Awb art. 4:13).
pub const DECISION_WEEKS: i64 = 8;

/// Who wrote something: for the public that is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The group that carries out the plan.
    Group,
    /// The municipality, for the group.
    Office,
}

impl Side {
    /// Both with their names.
    pub const NAMES: [(Side, &'static str); 2] = [(Side::Group, "group"), (Side::Office, "office")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Side::NAMES.iter().find(|(side, _)| *side == self).expect("both sides have a name").1
    }

    /// The side of this name.
    pub fn named(name: &str) -> Option<Side> {
        Side::NAMES.iter().find(|(_, known)| *known == name).map(|(side, _)| *side)
    }
}

/// What happened to a milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// It was reached.
    Reached,
    /// It is planned for another day.
    Moved,
    /// It will not come.
    Dropped,
}

impl Turn {
    /// Each with its name.
    pub const NAMES: [(Turn, &'static str); 3] =
        [(Turn::Reached, "reached"), (Turn::Moved, "moved"), (Turn::Dropped, "dropped")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Turn::NAMES.iter().find(|(turn, _)| *turn == self).expect("every turn has a name").1
    }

    /// The turn of this name.
    pub fn named(name: &str) -> Option<Turn> {
        Turn::NAMES.iter().find(|(_, known)| *known == name).map(|(turn, _)| *turn)
    }

    /// Whether it must be told why: whoever waits for it wants to know.
    pub fn asks_reason(self) -> bool {
        match self {
            Turn::Reached => false,
            Turn::Moved | Turn::Dropped => true,
        }
    }
}

/// Something that happened to a milestone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// What.
    pub turn: Turn,
    /// When it was reached, or the new day; of one that is dropped, the day of that.
    pub day: Date,
    /// Why; may be empty where it was reached.
    pub reason: String,
    /// Who says so.
    pub side: Side,
    /// When it was written down.
    pub at: Moment,
}

/// A milestone (Dutch: mijlpaal).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// 1 for the first of the grant.
    pub number: u64,
    /// What will be there.
    pub title: String,
    /// When, as it was first planned.
    pub planned_on: Date,
    /// What happened to it, oldest first.
    pub events: Vec<Event>,
}

impl Milestone {
    /// The day that holds now.
    pub fn day(&self) -> Date {
        self.events.last().map_or(self.planned_on, |event| event.day)
    }

    /// Whether it is reached or dropped; nothing as long as it is to come.
    pub fn end(&self) -> Option<Turn> {
        self.events.last().map(|event| event.turn).filter(|turn| *turn != Turn::Moved)
    }
}

/// A picture of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shot {
    /// Which of its pictures, from 1.
    pub number: u64,
    /// Name of the large file: its SHA-256.
    pub large: Digest,
    /// Name of the small file.
    pub small: Digest,
    /// Words for those who do not see it.
    pub alt: String,
}

/// A report of progress (Dutch: voortgangsbericht).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// 1 for the first of the grant.
    pub number: u64,
    /// What it is about.
    pub title: String,
    /// What is told.
    pub story: String,
    /// Who tells it.
    pub side: Side,
    /// Who of the office, where the office tells it for the group.
    pub desk: Option<AccountId>,
    /// When.
    pub at: Moment,
    /// Its pictures.
    pub shots: Vec<Shot>,
    /// That the municipality took it off, where it did.
    pub off: Option<Off>,
}

/// That something was taken off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Off {
    /// When.
    pub at: Moment,
    /// Why, from the list; nothing of what was taken off for good before there was a second look at it.
    pub ground: Option<Ground>,
    /// Why, in words.
    pub why: String,
}

/// What someone wants to do in another way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    /// It takes longer.
    Time,
    /// The money goes to something else within the plan.
    Use,
}

impl ChangeKind {
    /// Both with their names.
    pub const NAMES: [(ChangeKind, &'static str); 2] = [(ChangeKind::Time, "time"), (ChangeKind::Use, "use")];

    /// Its name.
    pub fn name(self) -> &'static str {
        ChangeKind::NAMES.iter().find(|(kind, _)| *kind == self).expect("both kinds have a name").1
    }

    /// The kind of this name.
    pub fn named(name: &str) -> Option<ChangeKind> {
        ChangeKind::NAMES.iter().find(|(_, known)| *known == name).map(|(kind, _)| *kind)
    }
}

/// What the municipality says to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// Yes.
    Agreed,
    /// No.
    Refused,
}

impl Ruling {
    /// Both with their names.
    pub const NAMES: [(Ruling, &'static str); 2] = [(Ruling::Agreed, "agreed"), (Ruling::Refused, "refused")];

    /// Its name.
    pub fn name(self) -> &'static str {
        Ruling::NAMES.iter().find(|(ruling, _)| *ruling == self).expect("both have a name").1
    }

    /// The ruling of this name.
    pub fn named(name: &str) -> Option<Ruling> {
        Ruling::NAMES.iter().find(|(_, known)| *known == name).map(|(ruling, _)| *ruling)
    }
}

/// What was decided on a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// Yes or no.
    pub ruling: Ruling,
    /// Why.
    pub reason: String,
    /// By whom, as in the staff log.
    pub by: String,
    /// When.
    pub at: Moment,
}

/// A request to change something (Dutch: wijzigingsverzoek). It names no sum: a grant never becomes more by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// 1 for the first of the grant.
    pub number: u64,
    /// What kind.
    pub kind: ChangeKind,
    /// What changes.
    pub what: String,
    /// Why.
    pub why: String,
    /// The new last day, where it takes longer.
    pub until: Option<Date>,
    /// Who asks.
    pub side: Side,
    /// When.
    pub at: Moment,
    /// The last day for the decision.
    pub decide_by: Date,
    /// What was decided.
    pub decided: Option<Decided>,
}

impl Change {
    /// Whether nobody decided on it in time.
    pub fn is_late(&self, today: Date) -> bool {
        self.decided.is_none() && self.decide_by < today
    }
}

/// The last day for the decision on a request that came on a day.
pub fn decide_by(asked: Date) -> Date {
    weeks_after(asked, DECISION_WEEKS)
}

/// Whether milestones and changes belong to where a grant stands: it is awarded, and nothing was accounted for.
pub fn may_plan(state: GrantState) -> bool {
    match state {
        GrantState::Awarded | GrantState::Objection | GrantState::Advances | GrantState::Running => true,
        GrantState::Selected
        | GrantState::Certified
        | GrantState::Accounted
        | GrantState::Settled
        | GrantState::Closed
        | GrantState::Withdrawn
        | GrantState::Refused
        | GrantState::Revoked
        | GrantState::Lapsed => false,
    }
}

/// Whether reports belong to where a grant stands: also while it is accounted for and settled.
pub fn may_tell(state: GrantState) -> bool {
    may_plan(state) || matches!(state, GrantState::Accounted | GrantState::Settled)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_milestone_stands_where_its_last_turn_left_it() {
        let event = |turn, day| Event {
            turn,
            day,
            reason: "regen".into(),
            side: Side::Group,
            at: Moment::from_micros(0),
        };
        let mut milestone =
            Milestone { number: 1, title: "Plek".into(), planned_on: date(2027, 5, 1), events: Vec::new() };
        assert_eq!((milestone.day(), milestone.end()), (date(2027, 5, 1), None));
        milestone.events.push(event(Turn::Moved, date(2027, 6, 1)));
        assert_eq!((milestone.day(), milestone.end()), (date(2027, 6, 1), None));
        milestone.events.push(event(Turn::Reached, date(2027, 5, 30)));
        assert_eq!((milestone.day(), milestone.end()), (date(2027, 5, 30), Some(Turn::Reached)));
    }

    #[test]
    fn plans_belong_to_an_award_that_runs_and_stories_also_to_its_end() {
        for (state, _) in GrantState::NAMES {
            assert!(!may_plan(state) || state.is_awarded(), "{state:?}");
            assert!(!may_tell(state) || state.is_awarded(), "{state:?}");
        }
        assert!(!may_plan(GrantState::Accounted) && may_tell(GrantState::Settled));
        assert!(!may_tell(GrantState::Closed));
    }
}
