//! The milestones of a grant with what can be said of each.

use maud::{Markup, html};

use super::{Back, Course, Seat, Which, folded};
use crate::domain::progress::{Milestone, Turn};
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, filled, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// The milestones; `plans` is whether who looks may write.
pub(super) fn section(
    visit: &Visit,
    seat: &Seat,
    (course, plans): (&Course, bool),
    back: Option<&Back<'_>>,
) -> Markup {
    let grant = course.grant.id.as_str();
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Milestone, &first);
    let fields = fields.within("mijlpaal-");
    let action = seat.to(visit, [paths::GROUP_MILESTONES, paths::GRANT_MILESTONES], &[grant]);
    html! {
        section.sr-stack #mijlpalen {
            h2.utrecht-heading-2 { (visit.say("after-milestones")) }
            @if course.milestones.is_empty() { p.utrecht-paragraph { (visit.say("after-milestones-none")) } }
            ol.sr-timeline {
                @for one in &course.milestones {
                    li.sr-done[one.end() == Some(Turn::Reached)] {
                        h3.utrecht-heading-3 { (one.title) }
                        (told(visit, one))
                        @if plans && one.end().is_none() { (turning(visit, seat, (grant, one), back)) }
                    }
                }
            }
            @if plans {
                (folded(&visit.say("after-milestone-new"), is_back, html! {
                    (fields.notice())
                    form.sr-stack method="post" action=(action) {
                        (fields.field(&Field::text("milestone", "field-milestone")))
                        (fields.field(&Field::of("date", "planned_on", "field-planned_on")))
                        (submit(&visit.say("after-milestone-do")))
                    }
                }))
            }
        }
    }
}

/// When it is planned, and what happened to it.
fn told(visit: &Visit, one: &Milestone) -> Markup {
    let text = visit.text;
    html! {
        @if one.end().is_none() {
            p { (text.with("after-planned", &[("day", text.civil_day(one.day()).into())])) }
        }
        @for event in &one.events {
            p.sr-small {
                (text.with(
                    match event.turn {
                        Turn::Reached => "after-reached",
                        Turn::Moved => "after-moved",
                        Turn::Dropped => "after-dropped",
                    },
                    &[("day", text.civil_day(event.day).into())],
                ))
                @if !event.reason.is_empty() { " " (event.reason) }
            }
        }
    }
}

/// The form that says what happened to one.
fn turning(visit: &Visit, seat: &Seat, (grant, one): (&str, &Milestone), back: Option<&Back<'_>>) -> Markup {
    let (number, first) = (one.number.to_string(), Form::default());
    let prefix = format!("stap-{number}-");
    let (fields, is_back) = filled(visit.text, back, Which::Turn(one.number), &first);
    let fields = fields.within(&prefix);
    let turns = [
        (Turn::Reached, "after-turn-reached"),
        (Turn::Moved, "after-turn-moved"),
        (Turn::Dropped, "after-turn-dropped"),
    ];
    let turns = turns.map(|(turn, words)| (turn.name().to_string(), visit.say(words)));
    let action = seat.to(visit, [paths::GROUP_MILESTONE, paths::GRANT_MILESTONE], &[grant, &number]);
    folded(
        &visit.text.with("after-turn", &[("title", one.title.as_str().into())]),
        is_back,
        html! {
            (fields.notice())
            form.sr-stack method="post" action=(action) {
                (fields.choice("turn", "field-turn", &turns))
                (fields.field(&Field::of("date", "turn_day", "field-turn_day")))
                (fields.field(&Field::of("area", "turn_why", "field-turn_why")))
                (submit(&visit.say("after-turn-do")))
            }
        },
    )
}
