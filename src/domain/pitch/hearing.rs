//! On what a refusal stands, and who reads when what the office found (S53, S54; Awb art. 4:5). Nobody hears no by answers that
//! the group did not see, and nobody but the group and the office reads answers before the decision that rests on them.

use super::assessment::Fault;
use super::{Assessment, Course, Event, EventKind, Ground, State};
use crate::domain::time::Moment;

/// What the office answered about a version of a plan.
#[derive(Debug, Clone, Copy)]
pub struct Answers<'a> {
    /// The version.
    pub version: u64,
    /// When.
    pub at: Moment,
    /// The answers; nothing once they were erased.
    pub content: Option<&'a Assessment>,
}

impl<'a> Answers<'a> {
    fn complete(&self) -> Option<&'a Assessment> {
        self.content.filter(|content| content.is_complete())
    }
}

/// A plan with what was answered about it.
#[derive(Debug, Clone)]
pub struct Hearing<'a> {
    /// Where the plan stands.
    pub state: State,
    /// The number of what was sent in last.
    pub version: u64,
    /// What happened to it.
    pub course: Course<'a>,
    /// What was answered, in order.
    pub answers: Vec<Answers<'a>>,
}

impl<'a> Hearing<'a> {
    fn newest(&self) -> Option<&Answers<'a>> {
        self.answers.last().filter(|last| last.version == self.version)
    }

    /// What was answered about what was sent in last, complete, and no later than a moment.
    fn told(&self, until: Option<Moment>) -> Option<&'a Assessment> {
        let fits = |one: &&Answers<'a>| {
            one.version == self.version
                && until.is_none_or(|until| one.at <= until)
                && one.complete().is_some()
        };
        self.answers.iter().rfind(fits).and_then(Answers::complete)
    }

    /// What everyone reads: nothing before the decision, nothing half done, nothing about an earlier version; of a second look,
    /// and of another look at a plan on the list, nothing before it is decided; and after a refusal that rests on no answers
    /// only what its group read.
    pub fn for_everyone(&self) -> Option<&'a Assessment> {
        match self.state {
            State::Admissible => self.told(Some(self.course.let_in()?.at)),
            State::NotAdmitted => {
                let refused = self.course.refusal()?;
                let found = self.told(self.course.appeal().map(|asked| asked.at))?;
                let rests = refused.ground.is_none_or(Ground::rests_on_answers);
                let read = self.course.shown().and_then(|shown| self.told(Some(shown.at)));
                let later = self.answers.last().is_some_and(|last| refused.at < last.at);
                if rests || later { Some(found) } else { read }
            }
            State::Draft | State::Submitted | State::Incomplete | State::Withdrawn | State::Merged => None,
        }
    }

    /// What its group reads: what it was shown about what it sent in last, and what everyone reads.
    pub fn for_group(&self) -> Option<&'a Assessment> {
        let shown = self.course.shown().filter(|shown| match self.state {
            State::Submitted | State::Incomplete => true,
            State::Admissible => self.course.let_in().is_none_or(|one| one.number < shown.number),
            State::Draft | State::NotAdmitted | State::Withdrawn | State::Merged => false,
        });
        match shown {
            Some(shown) => self.told(Some(shown.at)),
            None => self.for_everyone(),
        }
    }

    /// Whether answers were written down after they were shown to the group: these are to be shown too, and its time to reply
    /// starts anew.
    pub fn is_changed_since_shown(&self) -> bool {
        let shown = self.course.shown();
        shown.is_some_and(|shown| self.newest().is_some_and(|last| shown.at < last.at))
    }

    /// Why the plan cannot be refused on a ground now. A refusal stands on answers to every question about what was sent in last,
    /// which the group saw and replied to, or had its time for that. What was not mended in time is no finding, and neither is too
    /// little support: the group was told of that, and had its term. Nothing is refused without an answer in which a no stands. `until` is the last moment to mend it.
    pub fn fault(&self, ground: Ground, until: Option<Moment>, now: Moment) -> Option<Fault> {
        match ground {
            Ground::Incomplete => {
                let is_late = self.state == State::Incomplete && until.is_some_and(|until| until < now);
                match (is_late, self.course.was_asked_to_mend()) {
                    (true, true) => None,
                    (true, false) => Some(("pt_ground", "pt-not-asked")),
                    (false, _) => Some(("pt_ground", "pt-in-time")),
                }
            }
            Ground::Support => {
                let waits = matches!(self.state, State::Submitted | State::Incomplete);
                let short = self.course.short().filter(|_| waits);
                let is_over = short.and_then(|told| told.until).is_some_and(|until| until < now);
                (!is_over).then_some(("pt_ground", "support-untold"))
            }
            Ground::Unfeasible
            | Ground::Unlawful
            | Ground::OutsideRound
            | Ground::Excluded
            | Ground::Funded => self.unheard(now),
        }
    }

    fn unheard(&self, now: Moment) -> Option<Fault> {
        let Some((last, content)) = self.newest().and_then(|last| Some((last, last.complete()?))) else {
            return Some(("pt_reason", "pt-unanswered"));
        };
        if content.lets_in() {
            return Some(("pt_reason", "pt-without-no"));
        }
        let was_shown = self.course.shown().is_some_and(|shown| last.at <= shown.at);
        match was_shown && self.course.was_heard(now) {
            true => None,
            false => Some(("pt_reason", "pt-unheard")),
        }
    }
}

/// Whether everyone sees what happened to a plan: of another look at a plan on the list nothing before it is decided.
pub fn is_public(events: &[Event], one: &Event, state: State) -> bool {
    let decided = events.iter().rfind(|event| matches!(event.kind, EventKind::Admit | EventKind::Overturn));
    let again = decided.and_then(|decided| {
        events.iter().find(|event| event.kind == EventKind::Show && event.number > decided.number)
    });
    let is_open = state == State::Admissible
        && again.is_some_and(|again| again.number <= one.number)
        && matches!(one.kind, EventKind::Show | EventKind::Reply);
    !is_open && one.kind.is_public(state)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::AccountId;
    use crate::domain::pitch::assessment::{Answer, Criterion, Hand, Question, Typed, Weight};
    use crate::domain::pitch::clock::USUAL;

    fn at(day: i64) -> Moment {
        Moment::parse("2027-03-01T12:00:00Z").expect("a moment").plus_minutes(day * 24 * 60)
    }

    fn events(list: &[(EventKind, i64)]) -> Vec<Event> {
        let made = list.iter().zip(1..).map(|((kind, day), number)| Event {
            number,
            kind: *kind,
            at: at(*day),
            by: None,
            function: String::new(),
            ground: (*kind == EventKind::NotAdmit).then_some(Ground::Unfeasible),
            reason: String::new(),
            until: matches!(kind, EventKind::Show | EventKind::Short).then(|| at(*day + 7)),
            about: (*kind == EventKind::Appeal).then(|| number - 1),
        });
        made.collect()
    }

    fn answers(count: usize, lawful: Answer, day: i64) -> Assessment {
        let mut all = Question::ALL.map(|(one, ..)| (one, Some(Answer::Yes), String::new())).to_vec();
        all.truncate(count);
        for one in all.iter_mut().filter(|(question, ..)| *question == Question::Lawful) {
            *one = (Question::Lawful, Some(lawful), "De wet.".to_string());
        }
        let weights = Criterion::ALL.map(|(one, ..)| (one, Some(Weight::Some), "Ja.".to_string())).to_vec();
        let typed = Typed { answers: all, weights, consideration: String::new() };
        let by = AccountId::new("bea");
        Assessment::after(None, &typed, Hand { by: &by, function: "Adviseur", at: at(day) })
    }

    fn hearing<'a>(
        state: State,
        version: u64,
        events: &'a [Event],
        list: &[(u64, i64, &'a Assessment)],
    ) -> Hearing<'a> {
        let answers = list.iter().map(|(version, day, content)| Answers {
            version: *version,
            at: at(*day),
            content: Some(content),
        });
        Hearing { state, version, course: Course { events, clocks: USUAL }, answers: answers.collect() }
    }

    #[test]
    fn s54_no_refusal_stands_on_what_the_group_did_not_see() {
        use EventKind::{Admit, Reply, Show, Submit};
        let (all, half, well) =
            (answers(13, Answer::No, 2), answers(6, Answer::No, 2), answers(13, Answer::Yes, 2));
        let no = |state, version, events: &[Event], list: &[(u64, i64, &Assessment)], day: i64| {
            hearing(state, version, events, list)
                .fault(Ground::Unfeasible, None, at(day))
                .map(|(_, fault)| fault)
        };
        let sent = events(&[(Submit, 0)]);
        assert_eq!(no(State::Submitted, 1, &sent, &[], 50), Some("pt-unanswered"));
        assert_eq!(no(State::Submitted, 1, &sent, &[(1, 2, &half)], 50), Some("pt-unanswered"));
        assert_eq!(
            no(State::Submitted, 2, &sent, &[(1, 2, &all)], 50),
            Some("pt-unanswered"),
            "of another version"
        );
        assert_eq!(no(State::Submitted, 1, &sent, &[(1, 2, &all)], 50), Some("pt-unheard"));
        let shown = events(&[(Submit, 0), (Show, 3)]);
        assert_eq!(no(State::Submitted, 1, &shown, &[(1, 2, &all)], 9), Some("pt-unheard"));
        assert_eq!(no(State::Submitted, 1, &shown, &[(1, 2, &all)], 11), None, "its time has passed");
        assert_eq!(no(State::Submitted, 1, &shown, &[(1, 2, &all), (1, 4, &all)], 11), Some("pt-unheard"));
        let replied = events(&[(Submit, 0), (Show, 3), (Reply, 4)]);
        assert_eq!(no(State::Submitted, 1, &replied, &[(1, 2, &all)], 5), None);
        let listed = events(&[(Submit, 0), (Show, 3), (Reply, 4), (Admit, 5)]);
        assert_eq!(no(State::Admissible, 1, &listed, &[(1, 2, &well)], 50), Some("pt-without-no"));
        assert_eq!(no(State::Admissible, 1, &listed, &[(1, 2, &well), (1, 6, &all)], 50), Some("pt-unheard"));
    }

    #[test]
    fn what_was_not_mended_and_too_little_support_have_their_own_terms() {
        use EventKind::{Reopen, Repair, Short, Submit};
        let sent = events(&[(Submit, 0)]);
        let incomplete = |kind, state, day| {
            hearing(state, 1, &events(&[(Submit, 0), (kind, 1)]), &[])
                .fault(Ground::Incomplete, Some(at(14)), at(day))
                .map(|(_, fault)| fault)
        };
        assert_eq!(incomplete(Repair, State::Submitted, 15), Some("pt-in-time"), "it was mended");
        assert_eq!(incomplete(Repair, State::Incomplete, 14), Some("pt-in-time"));
        assert_eq!(incomplete(Repair, State::Incomplete, 15), None);
        assert_eq!(incomplete(Reopen, State::Incomplete, 15), Some("pt-not-asked"), "nobody missed anything");
        let few = |events: &[Event], state, day| {
            hearing(state, 1, events, &[]).fault(Ground::Support, None, at(day)).map(|(_, fault)| fault)
        };
        assert_eq!(few(&sent, State::Submitted, 50), Some("support-untold"));
        let told = events(&[(Submit, 0), (Short, 3)]);
        assert_eq!(few(&told, State::Submitted, 10), Some("support-untold"), "its term runs");
        assert_eq!(few(&told, State::Submitted, 11), None);
        assert_eq!(few(&told, State::Admissible, 11), Some("support-untold"), "it had enough");
    }

    #[test]
    fn everyone_reads_what_a_decision_rests_on_and_nothing_before() {
        use EventKind::{Admit, Appeal, NotAdmit, Reply, Show, Submit};
        let (first, second, half) =
            (answers(13, Answer::No, 2), answers(13, Answer::Yes, 8), answers(6, Answer::Yes, 8));
        let refused = events(&[(Submit, 0), (Show, 3), (NotAdmit, 5)]);
        let one = |state, version, events: &[Event], list: &[(u64, i64, &Assessment)]| {
            hearing(state, version, events, list).for_everyone().cloned()
        };
        assert_eq!(one(State::Submitted, 1, &refused, &[(1, 2, &first)]), None);
        assert_eq!(one(State::NotAdmitted, 1, &refused, &[(1, 2, &first)]), Some(first.clone()));
        assert_eq!(one(State::NotAdmitted, 1, &refused, &[(1, 2, &half)]), None, "half a review");
        assert_eq!(one(State::NotAdmitted, 2, &refused, &[(1, 2, &first)]), None, "of an earlier version");
        let asked = events(&[(Submit, 0), (Show, 3), (NotAdmit, 5), (Appeal, 6)]);
        let again = [(1, 2, &first), (1, 8, &second)];
        assert_eq!(one(State::NotAdmitted, 1, &asked, &again), Some(first.clone()), "a second look runs");
        let listed = events(&[(Submit, 0), (Admit, 5), (Show, 9), (Reply, 10)]);
        let again = [(1, 2, &second), (1, 8, &first)];
        assert_eq!(one(State::Admissible, 1, &listed, &again), Some(second.clone()), "another look runs");
        assert_eq!(hearing(State::Admissible, 1, &listed, &again).for_group(), Some(&first), "it was shown");
        let public = |number: usize, state| is_public(&listed, &listed[number], state);
        assert!(
            public(1, State::Admissible) && !public(2, State::Admissible) && !public(3, State::Admissible)
        );
        assert!(public(2, State::NotAdmitted) && public(3, State::NotAdmitted));
    }

    #[test]
    fn a_refusal_that_rests_on_no_answers_publishes_none_that_the_group_did_not_read() {
        use EventKind::{NotAdmit, Show, Submit};
        let found = answers(13, Answer::No, 2);
        let late = |list: &[(EventKind, i64)]| {
            let mut made = events(list);
            for one in made.iter_mut().filter(|one| one.kind == NotAdmit) {
                one.ground = Some(Ground::Incomplete);
            }
            made
        };
        let unseen = late(&[(Submit, 0), (NotAdmit, 20)]);
        assert_eq!(hearing(State::NotAdmitted, 1, &unseen, &[(1, 2, &found)]).for_everyone(), None);
        let seen = late(&[(Submit, 0), (Show, 3), (NotAdmit, 20)]);
        assert_eq!(hearing(State::NotAdmitted, 1, &seen, &[(1, 2, &found)]).for_everyone(), Some(&found));
    }
}
