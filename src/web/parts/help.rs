//! Help with drafts: what was asked and said, and what became of all drafts of a round.

use maud::{Markup, html};

use crate::domain::pitch::help::{Drafts, Help};
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
