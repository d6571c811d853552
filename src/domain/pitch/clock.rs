//! The terms in which a plan is looked at (Awb art. 4:5, 4:13 to 4:15), and where it stands in them.

use super::{Event, EventKind, State};
use crate::domain::calendar::{day_of, days_after, start_of};
use crate::domain::id::InitiativeId;
use crate::domain::time::Moment;

/// The terms of a round, in days: parameters of the round, with these defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Clocks {
    /// In which the office decides about a plan (Awb art. 4:13).
    pub decide: i64,
    /// In which a group replies to what the office found (S54).
    pub reply: i64,
    /// In which a group asks that another officer looks again.
    pub appeal: i64,
    /// In which that officer decides.
    pub ruling: i64,
    /// In which groups say whether their plans go on as one, or one as two.
    pub consent: i64,
    /// In which the office talks with who prepares a bid.
    pub talk: i64,
    /// In which the office finds out what the task of a bid costs.
    pub facts: i64,
}

/// The usual terms: 8 weeks, a week, 2 weeks, 4 weeks, 2 weeks; of a bid 2 weeks and 6 weeks.
pub const USUAL: Clocks =
    Clocks { decide: 56, reply: 7, appeal: 14, ruling: 28, consent: 14, talk: 14, facts: 42 };

/// The last moment of a term of so many days: the end of its last day.
pub fn end_after(from: Moment, days: i64) -> Moment {
    start_of(days_after(day_of(from), days.saturating_add(1))).plus_seconds(-1)
}

pub(super) fn days_between(from: Moment, to: Moment) -> i64 {
    day_of(to).since(day_of(from)).map_or(0, |span| i64::from(span.get_days())).max(0)
}

/// How a group was heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// It replied.
    Replied,
    /// Its time passed.
    Silent,
}

/// What happened to a plan, held against the terms of its round.
#[derive(Debug, Clone, Copy)]
pub struct Course<'a> {
    /// What happened, in order.
    pub events: &'a [Event],
    /// The terms.
    pub clocks: Clocks,
}

impl<'a> Course<'a> {
    pub(super) fn last(&self, kind: EventKind) -> Option<&'a Event> {
        self.events.iter().rfind(|one| one.kind == kind)
    }

    /// Whether the term was made longer, which happens once.
    pub fn is_extended(&self) -> bool {
        self.last(EventKind::Extend).is_some()
    }

    /// The refusal that stands.
    pub fn refusal(&self) -> Option<&'a Event> {
        let refused = self.last(EventKind::NotAdmit)?;
        let overturned = self.last(EventKind::Overturn).is_some_and(|one| one.number > refused.number);
        (!overturned).then_some(refused)
    }

    /// The request to look again at the refusal that stands.
    fn request(&self) -> Option<&'a Event> {
        let refused = self.refusal()?;
        self.events.iter().find(|one| one.kind == EventKind::Appeal && one.about == Some(refused.number))
    }

    /// The request to look again that nobody decided about yet.
    pub fn appeal(&self) -> Option<&'a Event> {
        let asked = self.request()?;
        let is_decided = self.events.iter().any(|one| one.about == Some(asked.number));
        (!is_decided).then_some(asked)
    }

    /// Until when the group can ask that another officer looks again; nothing where it did, or where nothing was refused.
    pub fn appeal_until(&self) -> Option<Moment> {
        let refused = self.refusal()?;
        self.request().is_none().then(|| end_after(refused.at, self.clocks.appeal))
    }

    /// How the plan came on the list last.
    pub fn let_in(&self) -> Option<&'a Event> {
        self.events.iter().rfind(|one| matches!(one.kind, EventKind::Admit | EventKind::Overturn))
    }

    /// The refusals that did not stand: another officer looked again and put the plan on the list.
    pub fn overturned(&self) -> impl Iterator<Item = &'a Event> {
        let events = self.events;
        let by_number = move |number: Option<u64>| events.iter().find(|one| Some(one.number) == number);
        let overturned = events.iter().filter(|one| one.kind == EventKind::Overturn);
        overturned.filter_map(move |one| by_number(by_number(one.about)?.about))
    }

    /// The last time that the group was told how much support is missing.
    pub fn short(&self) -> Option<&'a Event> {
        self.last(EventKind::Short)
    }

    /// The last time that the group was shown what the office found about what it sent in last.
    pub fn shown(&self) -> Option<&'a Event> {
        let shown = self.last(EventKind::Show)?;
        let newer = self.last(EventKind::Submit).is_some_and(|one| one.number > shown.number);
        (!newer).then_some(shown)
    }

    /// Whether the group said what it has to say to what it was shown, or had its time for that.
    pub fn was_heard(&self, now: Moment) -> bool {
        self.heard(now).is_some()
    }

    /// How the group was heard about what it was shown; nothing while it was not, or has its time.
    pub fn heard(&self, now: Moment) -> Option<Heard> {
        let shown = self.shown()?;
        let replied = self.last(EventKind::Reply).is_some_and(|one| one.number > shown.number);
        match (replied, shown.until.is_some_and(|until| until < now)) {
            (true, _) => Some(Heard::Replied),
            (false, true) => Some(Heard::Silent),
            (false, false) => None,
        }
    }

    /// Whether the list for the ballot still waits for this plan: it is not decided about, or a refusal of it is not final. Of a
    /// group that ended nobody is left to ask for a second look.
    pub fn holds_up(&self, (state, group): (State, Option<&InitiativeId>), now: Moment) -> bool {
        match state {
            State::Submitted | State::Incomplete => true,
            State::NotAdmitted => {
                let can_ask = group.and(self.appeal_until()).is_some_and(|until| now <= until);
                self.appeal().is_some() || can_ask
            }
            State::Draft | State::Admissible | State::Withdrawn | State::Merged => false,
        }
    }

    /// Whether more support still changes anything for a plan: nothing is decided about it, or another officer looks again.
    pub fn needs_support(&self, state: State) -> bool {
        match state {
            State::Submitted | State::Incomplete => true,
            State::NotAdmitted => self.appeal().is_some(),
            State::Draft | State::Admissible | State::Withdrawn | State::Merged => false,
        }
    }

    /// Until when the office does what is asked of it now; nothing where the plan waits for its group, or for nothing. What its group
    /// had in hand longer than it might waits for the office as well.
    pub fn due(&self, state: State, now: Moment) -> Option<Moment> {
        match state {
            State::Submitted => self.decide_by(),
            State::Incomplete => self.decide_by().filter(|_| self.is_late(state, now)),
            State::NotAdmitted => self.appeal().and_then(|asked| asked.until),
            State::Draft | State::Admissible | State::Withdrawn | State::Merged => None,
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::domain::pitch) fn at(day: i64) -> Moment {
        Moment::parse("2027-03-01T12:00:00Z").expect("a moment").plus_minutes(day * 24 * 60)
    }

    pub(in crate::domain::pitch) fn course(
        list: &[(EventKind, i64, Option<i64>, Option<u64>)],
    ) -> Vec<Event> {
        let made = list.iter().zip(1..).map(|((kind, day, until, about), number)| Event {
            number,
            kind: *kind,
            at: at(*day),
            by: None,
            function: String::new(),
            ground: None,
            reason: String::new(),
            until: until.map(at),
            about: *about,
        });
        made.collect()
    }

    pub(in crate::domain::pitch) fn day(moment: Option<Moment>) -> i64 {
        days_between(at(0), moment.expect("a term"))
    }

    #[test]
    fn a_refusal_holds_the_list_up_until_nobody_can_look_again() {
        use EventKind::{Appeal, NotAdmit, Overturn, Submit, Uphold};
        let clocks = USUAL;
        let start = [(Submit, 0, None, None), (NotAdmit, 5, None, None)];
        let events = course(&start);
        let refused = Course { events: &events, clocks };
        assert_eq!(day(refused.appeal_until()), 19);
        let group = InitiativeId::new("soep");
        let no = (State::NotAdmitted, Some(&group));
        assert!(refused.holds_up(no, at(19)) && !refused.holds_up(no, at(20)));
        assert!(!refused.holds_up((State::NotAdmitted, None), at(6)), "a group that ended asks nothing");
        let asked = [start[0], start[1], (Appeal, 18, Some(46), Some(2))];
        let events = course(&asked);
        let running = Course { events: &events, clocks };
        assert!(running.holds_up(no, at(100)), "until it is decided");
        assert_eq!((running.appeal_until(), day(running.due(State::NotAdmitted, at(100)))), (None, 46));
        for kind in [Uphold, Overturn] {
            let events = course(&[asked[0], asked[1], asked[2], (kind, 30, None, Some(3))]);
            let decided = Course { events: &events, clocks };
            assert!(decided.appeal().is_none() && decided.appeal_until().is_none(), "once");
            assert!(!decided.holds_up(no, at(30)));
        }
        let events = course(&[
            asked[0],
            asked[1],
            asked[2],
            (Overturn, 30, None, Some(3)),
            (NotAdmit, 31, None, None),
        ]);
        assert_eq!(
            day(Course { events: &events, clocks }.appeal_until()),
            45,
            "another refusal is another one"
        );
    }

    #[test]
    fn a_group_is_heard_about_what_it_sent_in_last() {
        use EventKind::{Reply, Show, Submit};
        let clocks = USUAL;
        let shown = [(Submit, 0, None, None), (Show, 3, Some(10), None)];
        let events = course(&shown);
        let open = Course { events: &events, clocks };
        assert!(!open.was_heard(at(10)) && open.was_heard(at(11)));
        let events = course(&[shown[0], shown[1], (Reply, 4, None, None)]);
        assert!(Course { events: &events, clocks }.was_heard(at(5)));
        let events = course(&[shown[0], shown[1], (Submit, 6, None, None)]);
        assert!(
            !Course { events: &events, clocks }.was_heard(at(60)),
            "of a new version nothing was shown yet"
        );
    }
}
