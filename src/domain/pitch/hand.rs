//! A plan in the hands of its group after it was sent in: asked to mend it, with a part of it going on apart, or taken back in hand
//! after a merge. The term to decide stands still meanwhile (Awb art. 4:15), also while a group in whose plan another one went on can
//! take it in hand and nobody may decide; and what is late waits for the office.

use super::clock::{days_between, end_after};
use super::{Course, Event, EventKind, State};
use crate::domain::time::Moment;

/// Whether a group has its plan in hand from then on, until it sends it in again.
fn is_mending(kind: EventKind) -> bool {
    matches!(kind, EventKind::Repair | EventKind::Split | EventKind::Reopen)
}

impl<'a> Course<'a> {
    /// Until when the office decides. The term stands still while something is mended (Awb art. 4:15), a day once however many
    /// requests overlap, and runs to another day once it was made longer.
    pub fn decide_by(&self) -> Option<Moment> {
        self.deadline(|_| true)
    }

    /// The same as everyone sees it: that something is being mended is for the group, and so is every day that it takes.
    pub fn decide_by_for_everyone(&self, state: State) -> Option<Moment> {
        let sent = self.last(EventKind::Submit).map_or(0, |one| one.number);
        let is_hidden = |one: &Event| state == State::Incomplete && is_mending(one.kind) && sent < one.number;
        self.deadline(|one| !is_hidden(one))
    }

    /// The term with what happened of which somebody knows.
    fn deadline(&self, is_known: impl Fn(&Event) -> bool) -> Option<Moment> {
        let first = self.events.iter().find(|one| one.kind == EventKind::Submit)?;
        let mut until = end_after(first.at, self.clocks.decide);
        // Up to where it stood still already.
        let mut still = first.at;
        for (place, event) in self.events.iter().enumerate().filter(|(_, one)| is_known(one)) {
            if let (EventKind::Extend, Some(end)) = (event.kind, event.until) {
                until = end;
            }
            if let Some(end) = self.still_until(place, &is_known) {
                until = end_after(until, days_between(event.at.max(still), end));
                still = still.max(end);
            }
        }
        Some(until)
    }

    /// Until when the term stands still by what happened at a place: until its group sends the plan in again, and no longer than it has
    /// for that. After a merge until its group has the plan in hand, which is a standstill of its own; of a plan that is in hand, or was
    /// taken in hand before, or in which another one just went on as well, nobody waits for that.
    fn still_until(&self, place: usize, is_known: impl Fn(&Event) -> bool) -> Option<Moment> {
        let event = self.events.get(place)?;
        let is_turn = |one: &&Event| is_known(one) && (one.kind == EventKind::Submit || is_mending(one.kind));
        if is_mending(event.kind) {
            let again = self.events[place..].iter().find(|one| one.kind == EventKind::Submit);
            return event.until.map(|end| again.map_or(end, |one| one.at.min(end)));
        }
        let before = &self.events[..place];
        let is_in_hand = before.iter().rfind(is_turn).is_some_and(|one| is_mending(one.kind));
        let was_reopened = before.iter().any(|one| one.kind == EventKind::Reopen && is_known(one));
        let is_again = before
            .iter()
            .rfind(|one| is_turn(one) || one.kind == EventKind::Merge)
            .is_some_and(|one| one.kind == EventKind::Merge);
        if event.kind != EventKind::Merge || is_in_hand || was_reopened || is_again {
            return None;
        }
        let (end, over) = (self.wait_after(event), self.events[place..].iter().find(is_turn));
        Some(over.map_or(end, |one| one.at.min(end)))
    }

    /// Until when nobody decides after a merge: as long as the time to reply to what the office found.
    fn wait_after(&self, merged: &Event) -> Moment {
        end_after(merged.at, self.clocks.reply)
    }

    /// The newest thing by which its group has the plan in hand, since it was sent in last.
    fn in_hand(&self) -> Option<&'a Event> {
        let newest = self.events.iter().rfind(|one| one.kind == EventKind::Submit || is_mending(one.kind));
        newest.filter(|one| one.kind != EventKind::Submit)
    }

    /// Whether its group has the plan in hand and its time has passed.
    pub fn is_late(&self, state: State, now: Moment) -> bool {
        let until = self.in_hand().and_then(|one| one.until);
        state == State::Incomplete && until.is_some_and(|until| until < now)
    }

    /// Whether the office decides about what was sent in last. Also of a plan that its group took in hand after a merge, or of which
    /// a part goes on apart, and that was not sent in again in time: nobody said that anything is missing in it.
    pub fn waits_for_office(&self, state: State, now: Moment) -> bool {
        let asked = self.in_hand().is_some_and(|one| one.kind == EventKind::Repair);
        state.waits_for_office() || (self.is_late(state, now) && !asked)
    }

    /// Whether the office looks at a plan without being asked: what waits for it, and what is on the list, which goes off it again only
    /// after another look.
    pub fn is_looked_at(&self, state: State, now: Moment) -> bool {
        state == State::Admissible || self.waits_for_office(state, now)
    }

    /// Whether a plan can be refused, as far as its state and its term go: what waits for the office, what is on the list, and what was
    /// to be mended and was not sent in again in time.
    pub fn can_be_refused(&self, state: State, now: Moment) -> bool {
        self.is_looked_at(state, now) || self.is_late(state, now)
    }

    /// Whether the office asked to mend what was sent in last.
    pub fn was_asked_to_mend(&self) -> bool {
        let sent = self.last(EventKind::Submit).map_or(0, |one| one.number);
        self.last(EventKind::Repair).is_some_and(|one| sent < one.number)
    }

    /// Whether another plan went on in it and its group did not send it in since: it may take it back in hand. Once in the life of a
    /// plan, however many go on in it: otherwise a group with many plans holds the list up and writes after the term.
    pub fn may_reopen(&self) -> bool {
        let newest = self.events.iter().rfind(|one| matches!(one.kind, EventKind::Merge | EventKind::Submit));
        newest.is_some_and(|one| one.kind == EventKind::Merge) && self.last(EventKind::Reopen).is_none()
    }

    /// Until when the group of a plan in which another one went on has the time to take it in hand: nobody decides about it before.
    /// It is as long as the time to reply to what the office found, and begins with the first that went on in what was sent in last: a
    /// group that lets its own plans go on one by one does not keep the office waiting.
    pub fn merge_until(&self) -> Option<Moment> {
        let sent = self.last(EventKind::Submit).map_or(0, |one| one.number);
        let merged = self.events.iter().find(|one| one.kind == EventKind::Merge && sent < one.number);
        let merged = merged.filter(|_| self.may_reopen())?;
        Some(self.wait_after(merged))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::clock::USUAL;
    use super::super::clock::tests::{at, course, day};
    use super::*;

    #[test]
    fn the_term_to_decide_stands_still_while_a_plan_is_mended_and_is_made_longer_once() {
        use EventKind::{Extend, Repair, Submit};
        let clocks = USUAL;
        let events = course(&[(Submit, 0, None, None)]);
        assert_eq!(day(Course { events: &events, clocks }.decide_by()), 56);
        let events = course(&[(Submit, 0, None, None), (Repair, 10, Some(24), None)]);
        let open = Course { events: &events, clocks };
        assert_eq!(day(open.decide_by()), 70, "it stands still at most as long as there is to mend");
        assert_eq!(day(open.decide_by_for_everyone(State::Incomplete)), 56, "which is for the group");
        let events =
            course(&[(Submit, 0, None, None), (Repair, 10, Some(24), None), (Submit, 15, None, None)]);
        assert_eq!(
            day(Course { events: &events, clocks }.decide_by()),
            61,
            "also across the change of the clock"
        );
        let events =
            course(&[(Submit, 0, None, None), (Extend, 50, Some(80), None), (Repair, 60, Some(65), None)]);
        let longer = Course { events: &events, clocks };
        assert_eq!(day(longer.decide_by()), 85);
        assert!(longer.is_extended());
    }

    type Happened = (EventKind, i64, Option<i64>, Option<u64>);

    /// Requests to mend and merges that a plan had, in order: on which day, of which kind, until when; and on which days it was sent in
    /// again.
    fn mended() -> impl Strategy<Value = Vec<Happened>> {
        use EventKind::{Merge, Reopen, Repair, Split, Submit};
        let kinds = [Repair, Split, Reopen, Submit, Merge];
        let one = (0_usize..5, 0_i64..15, 1_i64..30);
        proptest::collection::vec(one, 0..8).prop_map(move |list| {
            let mut day = 0;
            let mut all = vec![(Submit, 0, None, None)];
            for (kind, later, span) in list {
                day += later;
                let until = (!matches!(kinds[kind], Submit | Merge)).then_some(day + span);
                all.push((kinds[kind], day, until, None));
            }
            all
        })
    }

    /// The days on which it was being mended, or on which nobody may decide after a merge, counted one by one.
    fn still(list: &[Happened]) -> usize {
        let until_sent_in = |place: usize, until: i64| {
            let again = list[place..].iter().find(|(kind, ..)| *kind == EventKind::Submit);
            again.map_or(until, |(_, day, ..)| until.min(*day))
        };
        let waits = |place: usize, from: i64| {
            let was_reopened = list[..place].iter().any(|(kind, ..)| *kind == EventKind::Reopen);
            let last = list[..place].iter().rfind(|(kind, ..)| *kind != EventKind::Merge);
            let is_in_hand = last.is_some_and(|(kind, ..)| *kind != EventKind::Submit);
            let next = list[place + 1..].iter().find(|(kind, ..)| *kind != EventKind::Merge);
            let is_again = list[..place].last().is_some_and(|(kind, ..)| *kind == EventKind::Merge);
            let most = if was_reopened || is_in_hand || is_again { from } else { from + USUAL.reply };
            next.map_or(most, |(_, day, ..)| most.min(*day))
        };
        let stands = |today: i64| {
            list.iter().enumerate().any(|(place, (kind, from, until, _))| {
                let end = match (kind, until) {
                    (EventKind::Merge, _) => waits(place, *from),
                    (_, Some(until)) => until_sent_in(place, *until),
                    (_, None) => *from,
                };
                *from <= today && today < end
            })
        };
        (0..250).filter(|today| stands(*today)).count()
    }

    /// What everyone knows of it while its group has the plan in hand: not that it has.
    fn known_to_all(list: &[Happened]) -> Vec<Happened> {
        let sent = list.iter().rposition(|(kind, ..)| *kind == EventKind::Submit).expect("sent in");
        let is_known = |(place, (kind, ..)): &(usize, &Happened)| *place <= sent || *kind == EventKind::Merge;
        list.iter().enumerate().filter(is_known).map(|(_, one)| *one).collect()
    }

    proptest! {
        /// Awb 4:15: a day on which a plan is mended, or on which nobody may decide after a merge, stands still once, however many of
        /// these overlap on it; and nobody but its group and the office reads from the term that it is being mended.
        #[test]
        fn days_on_which_a_plan_is_mended_count_once_and_show_nothing(list in mended()) {
            let events = course(&list);
            let open = Course { events: &events, clocks: USUAL };
            let still_days = i64::try_from(still(&list)).expect("few days");
            prop_assert_eq!(day(open.decide_by()), 56 + still_days);
            let public = course(&known_to_all(&list));
            let public = Course { events: &public, clocks: USUAL };
            prop_assert_eq!(open.decide_by_for_everyone(State::Incomplete), public.decide_by());
            prop_assert_eq!(open.decide_by_for_everyone(State::Submitted), open.decide_by());
        }
    }

    proptest! {
        /// Whatever is looked at can be refused, and nothing is refused before the time to mend it has passed; of what its group ended, was
        /// never sent in, or was refused, nothing is. One rule for acts and pages.
        #[test]
        fn what_is_looked_at_can_be_refused_and_no_term_is_cut_short(list in mended(), today in 0_i64..250) {
            let events = course(&list);
            let open = Course { events: &events, clocks: USUAL };
            let in_hand = list.iter().rfind(|(kind, ..)| *kind != EventKind::Merge).filter(|(kind, ..)| *kind != EventKind::Submit);
            let is_over = in_hand.is_some_and(|(_, _, until, _)| until.is_some_and(|until| until < today));
            let asked = in_hand.is_some_and(|(kind, ..)| *kind == EventKind::Repair);
            for (state, _) in State::NAMES {
                let [looked_at, refused] = match state {
                    State::Submitted | State::Admissible => [true; 2],
                    State::Incomplete => [is_over && !asked, is_over],
                    State::Draft | State::NotAdmitted | State::Withdrawn | State::Merged => [false; 2],
                };
                prop_assert_eq!(open.is_looked_at(state, at(today)), looked_at, "{:?}", state);
                prop_assert_eq!(open.can_be_refused(state, at(today)), refused, "{:?}", state);
            }
        }
    }

    #[test]
    fn what_nobody_said_was_missing_waits_for_the_office_once_its_time_has_passed() {
        use EventKind::{Merge, Reopen, Repair, Split, Submit};
        let clocks = USUAL;
        for (kind, stands) in [(Reopen, true), (Split, true), (Repair, false)] {
            let events = course(&[(Submit, 0, None, None), (kind, 5, Some(19), None)]);
            let open = Course { events: &events, clocks };
            assert!(
                !open.waits_for_office(State::Incomplete, at(19)) && !open.is_late(State::Incomplete, at(19))
            );
            assert_eq!(open.waits_for_office(State::Incomplete, at(20)), stands, "{kind:?}");
            assert_eq!(open.due(State::Incomplete, at(19)), None, "it is with its group");
            assert_eq!(day(open.due(State::Incomplete, at(20))), 70);
            assert_eq!(open.was_asked_to_mend(), !stands);
        }
        let events = course(&[(Submit, 0, None, None), (Merge, 5, None, None)]);
        let merged = Course { events: &events, clocks };
        assert_eq!(day(merged.merge_until()), 12, "as long as a reply");
        assert_eq!(day(merged.decide_by()), 63, "which is not taken off the term to decide");
        assert_eq!(merged.decide_by_for_everyone(State::Submitted), merged.decide_by());
        let events = course(&[(Submit, 0, None, None), (Merge, 5, None, None), (Merge, 11, None, None)]);
        assert_eq!(day(Course { events: &events, clocks }.merge_until()), 12, "not longer with each of them");
        let events = course(&[(Submit, 0, None, None), (Merge, 5, None, None), (Submit, 6, None, None)]);
        assert_eq!(Course { events: &events, clocks }.merge_until(), None);
    }
}
