//! Requests to do a plan in another way, and the decision on each.

use maud::{Markup, html};

use super::{Back, Course, Seat, Which, folded};
use crate::domain::account::Permission;
use crate::domain::progress::{Change, ChangeKind, Ruling};
use crate::web::guard::body::Form;
use crate::web::office::frame::facts;
use crate::web::parts::form::{Field, filled, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// The requests; `plans` is whether who looks may ask.
pub(super) fn section(
    visit: &Visit,
    seat: &Seat,
    (course, plans): (&Course, bool),
    back: Option<&Back<'_>>,
) -> Markup {
    let grant = course.grant.id.as_str();
    let waits = course.changes.iter().any(|one| one.decided.is_none());
    html! {
        section.sr-stack #wijzigingen {
            h2.utrecht-heading-2 { (visit.say("after-changes")) }
            p.utrecht-paragraph { (visit.say("after-changes-line")) }
            @for one in &course.changes {
                article.sr-stack.sr-stack--tight {
                    h3.utrecht-heading-3 { (visit.say(kind_key(one.kind))) }
                    (facts(&told(visit, one)))
                    @if one.decided.is_none() && matches!(seat, Seat::Office) && visit.may(Permission::DecideGrants) {
                        (ruling(visit, (grant, one), back))
                    }
                }
            }
            @if plans && !waits { (asking(visit, seat, grant, back)) }
        }
    }
}

/// The key of what kind of change it is.
pub(in crate::web) fn kind_key(kind: ChangeKind) -> &'static str {
    match kind {
        ChangeKind::Time => "after-change-time",
        ChangeKind::Use => "after-change-use",
    }
}

/// What is asked.
pub(in crate::web) fn asked(visit: &Visit, one: &Change) -> Vec<(String, Markup)> {
    let text = visit.text;
    let mut all =
        vec![(text.get("after-what"), html! { (one.what) }), (text.get("after-why"), html! { (one.why) })];
    if let Some(until) = one.until {
        all.push((text.get("after-until"), html! { (text.civil_day(until)) }));
    }
    all
}

/// What is asked, and what was decided.
fn told(visit: &Visit, one: &Change) -> Vec<(String, Markup)> {
    let (text, mut all) = (visit.text, asked(visit, one));
    match &one.decided {
        None => {
            let late =
                if one.is_late(visit.now.local().date()) { text.get("after-late") } else { String::new() };
            all.push((text.get("after-decide-by"), html! { (text.civil_day(one.decide_by)) " " (late) }));
        }
        Some(decided) => {
            let words = match decided.ruling {
                Ruling::Agreed => "after-agreed",
                Ruling::Refused => "after-refused",
            };
            all.push((text.get("after-decision"), html! { (text.get(words)) ", " (text.day(decided.at)) }));
            all.push((text.get("after-reason"), html! { (decided.reason) }));
        }
    }
    all
}

fn asking(visit: &Visit, seat: &Seat, grant: &str, back: Option<&Back<'_>>) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Change, &first);
    let fields = fields.within("wijziging-");
    let kinds = ChangeKind::NAMES.map(|(kind, name)| (name.to_string(), visit.say(kind_key(kind))));
    let action = seat.to(visit, [paths::GROUP_CHANGES, paths::GRANT_CHANGES], &[grant]);
    folded(
        &visit.say("after-change-new"),
        is_back,
        html! {
            (fields.notice())
            form.sr-stack method="post" action=(action) {
                (fields.choice("change_kind", "field-change_kind", &kinds))
                (fields.field(&Field::of("area", "change_what", "field-change_what")))
                (fields.field(&Field::of("area", "change_why", "field-change_why")))
                (fields.field(&Field::of("date", "change_until", "field-change_until")))
                (submit(&visit.say("after-change-do")))
            }
        },
    )
}

fn ruling(visit: &Visit, (grant, one): (&str, &Change), back: Option<&Back<'_>>) -> Markup {
    let (number, first) = (one.number.to_string(), Form::default());
    let prefix = format!("besluit-{number}-");
    let (fields, is_back) = filled(visit.text, back, Which::Ruling(one.number), &first);
    let fields = fields.within(&prefix);
    let rulings = [(Ruling::Agreed, "after-agreed"), (Ruling::Refused, "after-refused")];
    let rulings = rulings.map(|(ruling, words)| (ruling.name().to_string(), visit.say(words)));
    folded(
        &visit.say("after-rule"),
        is_back,
        html! {
            (fields.notice())
            form.sr-stack method="post" action=(visit.to(paths::GRANT_CHANGE, &[grant, &number])) {
                (fields.choice("ruling", "field-ruling", &rulings))
                (fields.field(&Field::of("area", "ruling_why", "field-ruling_why")))
                (submit(&visit.say("after-rule-do")))
            }
        },
    )
}
