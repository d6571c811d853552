//! Help: with drafts, what was asked and said and what became of all drafts of a round; and help that is no money (S12), what became
//! of each wish of a plan and of all wishes of a round.

use maud::{Markup, html};

use crate::domain::pitch::form::Wish;
use crate::domain::pitch::help::{Drafts, Help};
use crate::domain::pitch::wish::{Answered, Counted, FEWEST, Met, newest};
use crate::domain::round::Phase;
use crate::text::number;
use crate::web::parts::form;
use crate::web::visit::Visit;

/// What was asked and said, in order.
pub fn said(visit: &Visit, all: &[Help]) -> Markup {
    html! {
        @if !all.is_empty() {
            ol.sr-rows.sr-rows--plain {
                @for one in all {
                    li {
                        div {
                            strong { (visit.say(&format!("pt-help-is-{}", one.kind.name()))) }
                            ", " (visit.text.moment(one.at))
                            @if !one.function.is_empty() { ", " (one.function) }
                        }
                        @if !one.words.is_empty() { p.sr-prewrap { (one.words) } }
                    }
                }
            }
        }
    }
}

/// What became of the drafts of a round, in counts.
pub fn drafts(visit: &Visit, drafts: &Drafts) -> Markup {
    let row = |key: &str, count: u64| {
        html! { tr { th scope="row" { (visit.say(key)) } td.sr-number { (count) } } }
    };
    html! {
        @if drafts.begun() > drafts.sent {
            section.sr-stack #concepten {
                h2.utrecht-heading-2 { (visit.say("pt-drafts")) }
                p.utrecht-paragraph { (visit.say("pt-drafts-line")) }
                table.utrecht-table {
                    caption.sr-hidden { (visit.say("pt-drafts")) }
                    tbody {
                        (row("pt-drafts-begun", drafts.begun()))
                        (row("pt-drafts-sent", drafts.sent))
                        @if drafts.open > 0 { (row("pt-drafts-open", drafts.open)) }
                        @for (why, count) in &drafts.ended { (row(&format!("pt-why-{}", why.name()), *count)) }
                        (row("pt-drafts-helped", drafts.helped))
                    }
                }
            }
        }
    }
}

/// The word for what became of a wish, or that nothing was said yet.
pub fn met(visit: &Visit, met: Option<Met>) -> Markup {
    let look = match met {
        Some(Met::Yes) => "valid",
        // Not red: the plan itself was not refused.
        Some(Met::No) | None => "neutral",
    };
    let name = met.map_or("open", Met::name);
    html! {
        span class={ "utrecht-status-badge utrecht-status-badge--" (look) } { (visit.say(&format!("pt-wish-is-{name}"))) }
    }
}

/// One wish of a plan: what it is, what became of it, and what was said to that.
pub fn wish(visit: &Visit, wish: Wish, all: &[Answered]) -> Markup {
    let last = newest(all, wish);
    html! {
        p { strong { (visit.say(&format!("pt-wish-{}", wish.name()))) } " " (met(visit, last.map(|one| one.met))) }
        @if let Some(last) = last {
            @if !last.words.is_empty() { p.sr-prewrap { (last.words) } }
            p.sr-small { (visit.text.moment(last.at)) ", " (last.function) }
        }
    }
}

/// What was asked beside money, in counts by form: nobody is named, and of few plans in a round that runs stands only that they asked.
pub fn wishes(visit: &Visit, all: &[Counted], phase: Phase) -> Markup {
    let title = visit.say("pt-wishes");
    let hides = all.iter().any(|one| one.became(phase).is_none());
    html! {
        @if all.iter().any(|one| one.asked > 0) {
            section.sr-stack #andere-hulp {
                h2.utrecht-heading-2 { (title) }
                p.utrecht-paragraph {
                    (visit.say("pt-wishes-line"))
                    @if hides { " " (visit.text.with("pt-wishes-later", &[("count", number(FEWEST))])) }
                }
                (form::table(&title, html! {
                    table.utrecht-table {
                        caption.sr-hidden { (title) }
                        thead { tr {
                            th scope="col" { (visit.say("pt-wishes-what")) }
                            @for key in ["asked", "met", "unmet", "open"] { th.sr-number scope="col" { (visit.say(&format!("pt-wishes-{key}"))) } }
                        } }
                        tbody {
                            @for one in all {
                                tr {
                                    th scope="row" { (visit.say(&format!("pt-wish-{}", one.wish.name()))) }
                                    td.sr-number { (one.asked) }
                                    @match one.became(phase) {
                                        Some(counts) => @for count in counts { td.sr-number { (count) } },
                                        None => @for _ in 0..3 { td.sr-number { span aria-hidden="true" { "–" } span.sr-hidden { (visit.say("pt-wishes-hidden")) } } },
                                    }
                                }
                            }
                        }
                    }
                }))
            }
        }
    }
}
