//! What was told of a grant, and the form for more.

use maud::{Markup, html};

use super::{Back, Course, Seat, Which, folded};
use crate::domain::moderation::{ToTell, Withholding, Written};
use crate::domain::progress::{Off, Report};
use crate::domain::retention::ERASED;
use crate::web::guard::body::Form;
use crate::web::parts::form::{self, Field, filled, submit};
use crate::web::parts::moderation;
use crate::web::parts::picture::address;
use crate::web::paths;
use crate::web::visit::Visit;

/// The reports; `tells` is whether who looks may add one.
pub(super) fn section(
    visit: &Visit,
    seat: &Seat,
    (course, tells): (&Course, bool),
    back: Option<&Back<'_>>,
) -> Markup {
    let grant = course.grant.id.as_str();
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Report, &first);
    let fields = fields.within("bericht-");
    let action = seat.to(visit, [paths::GROUP_REPORTS, paths::GRANT_REPORTS], &[grant]);
    html! {
        section.sr-stack #berichten {
            h2.utrecht-heading-2 { (visit.say("after-reports")) }
            @if course.reports.is_empty() { p.utrecht-paragraph { (visit.say("after-reports-none")) } }
            @for one in course.reports.iter().rev() { (listed(visit, seat, (course, one), back)) }
            @if tells {
                (folded(&visit.say("after-report-new"), is_back, html! {
                    p.utrecht-paragraph { (visit.say("after-report-line")) }
                    (fields.notice())
                    form.sr-stack method="post" enctype="multipart/form-data" action=(action) {
                        (fields.field(&Field::text("report_title", "field-report_title")))
                        (fields.field(&Field::of("area", "report_story", "field-report_story")))
                        (fields.field(&Field::of("file", "file", "words-picture-file")))
                        (fields.field(&Field::text("words_alt", "field-words_alt")))
                        (submit(&visit.say("after-report-do")))
                    }
                }))
            }
        }
    }
}

fn listed(visit: &Visit, seat: &Seat, (course, one): (&Course, &Report), back: Option<&Back<'_>>) -> Markup {
    let own = Written::Progress(course.grant.id.clone(), one.number);
    let is_gone = one.story == ERASED;
    html! {
        article.sr-stack.sr-stack--tight {
            @if !is_gone {
                h3.utrecht-heading-3 { (one.title) }
                p.sr-small { (visit.text.day(one.at)) ", " (visit.say(side_key(one))) }
            }
            @if is_gone && one.off.is_none() { p.sr-small { (visit.text.day(one.at)) ". " (visit.say("talk-gone")) } }
            @match &one.off {
                Some(told) => {
                    p { strong { (visit.say("news-withheld")) } " " (visit.text.day(told.at)) }
                    (off(visit, told))
                }
                None => @for shot in &one.shots {
                    img.sr-picture.sr-picture--listed src=(address(&shot.small)) width="168" height="126" alt=(shot.alt) loading="lazy";
                },
            }
            @if !is_gone { (again(visit, seat, (course, &own), back)) }
            @if matches!(seat, Seat::Office) && !is_gone {
                p.sr-small {
                    a.utrecht-link href=(moderation::case(visit, course.grant.source.round(), &own)) {
                        (visit.say("moderation-case")) span.sr-hidden { ": " (one.title) }
                    }
                }
            }
        }
    }
}

/// Why something was taken off: what everyone reads in its place.
pub(in crate::web) fn off(visit: &Visit, one: &Off) -> Markup {
    match one.ground {
        Some(ground) => moderation::off(visit, ground, &one.why),
        None => html! { p.sr-small { (one.why) } },
    }
}

/// What was taken off of a report and what became of it, asking for a second look, and telling a group without e-mail.
fn again(visit: &Visit, seat: &Seat, (course, own): (&Course, &Written), back: Option<&Back<'_>>) -> Markup {
    let taken: Vec<Withholding> = course.taken.iter().filter(|taken| &taken.of == own).cloned().collect();
    let Written::Progress(grant, number) = own else { return html! {} };
    let (id, number_text) = (own.id(), number.to_string());
    let action =
        seat.to(visit, [paths::GROUP_REPORT_OFF, paths::GRANT_REPORT_OFF], &[grant.as_str(), &number_text]);
    let back = back.filter(|back| back.which == Which::Off(*number));
    let back = back.map(|back| form::Back { which: id.as_str(), form: back.form, refused: back.refused });
    let due: &[ToTell] = if matches!(seat, Seat::Office) { &course.due } else { &[] };
    html! {
        @for one in &taken { (moderation::course(visit, one)) }
        @if let Some(back) = &back { (filled(visit.text, Some(back), back.which, back.form).0.within(back.which).notice()) }
        @if seat.writes(visit) {
            (moderation::telling(visit, &action, (own, &taken), due))
            (moderation::appealing(visit, &action, (own.word(), &id), &taken, back.as_ref()))
        }
    }
}

/// The key of who told it.
pub(in crate::web) fn side_key(one: &Report) -> &'static str {
    match one.side {
        crate::domain::progress::Side::Group => "after-by-group",
        crate::domain::progress::Side::Office => "after-by-office",
    }
}
