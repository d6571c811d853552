//! What was told of a grant, and the form for more.

use maud::{Markup, html};

use super::{Back, Course, Seat, Which, folded};
use crate::domain::progress::Report;
use crate::web::guard::body::Form;
use crate::web::parts::form::{Field, filled, submit};
use crate::web::parts::picture::address;
use crate::web::paths;
use crate::web::visit::Visit;

/// The reports; `tells` is whether who looks may write.
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
            @for one in course.reports.iter().rev() { (listed(visit, seat, (grant, one), (tells, back))) }
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

fn listed(
    visit: &Visit,
    seat: &Seat,
    (grant, one): (&str, &Report),
    (tells, back): (bool, Option<&Back<'_>>),
) -> Markup {
    let may_withhold = tells && matches!(seat, Seat::Office) && one.withheld.is_none();
    html! {
        article.sr-stack.sr-stack--tight {
            @match &one.withheld {
                Some((at, why)) => {
                    h3.utrecht-heading-3 { (visit.say("news-withheld")) }
                    p.sr-small { (visit.text.day(*at)) ". " (why) }
                }
                None => {
                    h3.utrecht-heading-3 { (one.title) }
                    p.sr-small { (visit.text.day(one.at)) ", " (visit.say(side_key(one))) }
                    @for shot in &one.shots {
                        img.sr-picture.sr-picture--listed src=(address(&shot.small)) width="168" height="126" alt=(shot.alt) loading="lazy";
                    }
                }
            }
            @if may_withhold { (withholding(visit, (grant, one), back)) }
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

fn withholding(visit: &Visit, (grant, one): (&str, &Report), back: Option<&Back<'_>>) -> Markup {
    let (number, first) = (one.number.to_string(), Form::default());
    let prefix = format!("weg-{number}-");
    let (fields, is_back) = filled(visit.text, back, Which::Withhold(one.number), &first);
    let fields = fields.within(&prefix);
    folded(
        &visit.text.with("after-withhold", &[("title", one.title.as_str().into())]),
        is_back,
        html! {
            p.utrecht-paragraph { (visit.say("after-withhold-line")) }
            (fields.notice())
            form.sr-stack method="post" action=(visit.to(paths::GRANT_REPORT_END, &[grant, &number])) {
                (fields.field(&Field::of("area", "withhold_why", "field-withhold_why")))
                (submit(&visit.say("after-withhold-do")))
            }
        },
    )
}
