//! What a plan yields: what was promised per criterion, and what was reached beside it.

use maud::{Markup, html};

use super::{Back, Course, Seat, Which, folded};
use crate::acts::progress::growth::may_reach;
use crate::domain::growth::{Criterion, Yield};
use crate::domain::progress::may_plan;
use crate::web::guard::body::Form;
use crate::web::parts::form::{self, Field, filled, submit};
use crate::web::paths;
use crate::web::visit::Visit;

/// The key of a criterion.
fn key(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::K1 => "after-k1",
        Criterion::K2 => "after-k2",
        Criterion::K3 => "after-k3",
    }
}

/// Promises beside what was reached.
pub(in crate::web) fn table(visit: &Visit, yields: &[Yield]) -> Markup {
    let (text, title) = (visit.text, visit.say("after-yields"));
    form::table(
        &title,
        html! {
            table.utrecht-table {
                caption.sr-hidden { (title) }
                thead {
                    tr {
                        th scope="col" { (text.get("after-criterion")) }
                        th scope="col" { (text.get("after-measure")) }
                        th.sr-number scope="col" { (text.get("after-promised")) }
                        th.sr-number scope="col" { (text.get("after-got")) }
                    }
                }
                tbody {
                    @for one in yields {
                        tr {
                            th scope="row" { (text.get(key(one.criterion))) }
                            td { (one.measure) }
                            td.sr-number { (text.number(one.promised)) }
                            td.sr-number {
                                @match one.reached {
                                    Some(reached) => (text.number(reached)),
                                    None => (text.get("after-not-yet")),
                                }
                            }
                        }
                    }
                }
            }
        },
    )
}

/// The table with the forms; `writes` is whether who looks may write.
pub(super) fn section(
    visit: &Visit,
    seat: &Seat,
    (course, writes): (&Course, bool),
    back: Option<&Back<'_>>,
) -> Markup {
    let grant = course.grant.id.as_str();
    let open = course.yields.iter().filter(|one| one.reached.is_none()).map(|one| one.criterion);
    let open: Vec<Criterion> = open.collect();
    html! {
        section.sr-stack #opbrengst {
            h2.utrecht-heading-2 { (visit.say("after-yields")) }
            p.utrecht-paragraph { (visit.say("after-yields-line")) }
            @if course.yields.is_empty() { p.utrecht-paragraph { (visit.say("after-yields-none")) } }
            @else { (table(visit, &course.yields)) }
            @if writes && may_plan(course.grant.state) { (promising(visit, seat, grant, back)) }
            @if writes && may_reach(course.grant.state) && !open.is_empty() { (reaching(visit, seat, (grant, &open), back)) }
        }
    }
}

fn choices(visit: &Visit, all: &[Criterion]) -> Vec<(String, String)> {
    all.iter().map(|one| (one.name().to_string(), visit.say(key(*one)))).collect()
}

fn promising(visit: &Visit, seat: &Seat, grant: &str, back: Option<&Back<'_>>) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Promise, &first);
    let fields = fields.within("belofte-");
    let action = seat.to(visit, [paths::GROUP_PROMISES, paths::GRANT_PROMISES], &[grant]);
    let all = Criterion::NAMES.map(|(one, _)| one);
    folded(
        &visit.say("after-promise"),
        is_back,
        html! {
            (fields.notice())
            form.sr-stack method="post" action=(action) {
                (fields.choice("criterion", "field-criterion", &choices(visit, &all)))
                (fields.field(&Field::text("counted", "field-counted")))
                (fields.field(&Field::of("number", "promised", "field-promised")))
                (submit(&visit.say("after-promise-do")))
            }
        },
    )
}

fn reaching(
    visit: &Visit,
    seat: &Seat,
    (grant, open): (&str, &[Criterion]),
    back: Option<&Back<'_>>,
) -> Markup {
    let first = Form::default();
    let (fields, is_back) = filled(visit.text, back, Which::Reach, &first);
    let fields = fields.within("bereikt-");
    let action = seat.to(visit, [paths::GROUP_REACHED, paths::GRANT_REACHED], &[grant]);
    folded(
        &visit.say("after-reach"),
        is_back,
        html! {
            (fields.notice())
            form.sr-stack method="post" action=(action) {
                (fields.choice("criterion", "field-criterion", &choices(visit, open)))
                (fields.field(&Field::of("number", "reached_now", "field-reached_now")))
                (submit(&visit.say("after-reach-do")))
            }
        },
    )
}
