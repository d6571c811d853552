//! The frame of a page of the office: where one is, what it is about, what was done.

use maud::{Markup, html};

use crate::domain::round::Round;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::parts::round as round_parts;
use crate::web::paths;
use crate::web::visit::Visit;

/// A page of the office before its content.
pub struct Frame {
    /// The menu item it belongs to.
    pub menu: &'static str,
    /// Its title.
    pub title: String,
    /// The pages above it: words and address.
    pub above: Vec<(String, String)>,
    /// The fingerprint of the rules, on pages about a round.
    pub mark: Markup,
}

impl Frame {
    /// A page that the menu leads to.
    pub fn menu(menu: &'static str, title: String) -> Frame {
        Frame { menu, title, above: Vec::new(), mark: html! {} }
    }

    /// A page about a round.
    pub fn below_round(visit: &Visit, round: &Round, title: String) -> Frame {
        let above = vec![
            (visit.say("office-menu-rounds"), visit.to(paths::ROUNDS, &[])),
            (round.plan.title.clone(), visit.to(paths::OFFICE_ROUND, &[round.id.as_str()])),
        ];
        let mark = round_parts::fingerprint(visit, round);
        Frame { menu: paths::ROUNDS, title, above, mark }
    }

    /// The whole page; the content begins below the title.
    pub fn show(self, visit: &Visit, content: Markup) -> Markup {
        let heading = html! { h1.utrecht-heading-1 { (self.title) } (self.mark) };
        self.show_headed(visit, heading, content)
    }

    /// The whole page with a heading of its own.
    pub fn show_headed(self, visit: &Visit, heading: Markup, content: Markup) -> Markup {
        let Frame { menu, title, above, mark: _ } = self;
        let body = html! {
            div.utrecht-page-body {
                div.sr-page.sr-stack {
                    @if !above.is_empty() {
                        nav.sr-small aria-label=(visit.say("breadcrumb")) {
                            @for (words, address) in &above { a.utrecht-link href=(address) { (words) } " / " }
                            (title)
                        }
                    }
                    (heading)
                    div.sr-stack.sr-gap { (content) }
                }
            }
        };
        layout::page(visit, &Head { title, place: Place::Office(menu) }, body)
    }
}

/// Facts as words beside words.
pub fn facts(list: &[(String, Markup)]) -> Markup {
    html! {
        dl.utrecht-data-list.sr-fold {
            @for (words, content) in list { dt { (words) } dd { (content) } }
        }
    }
}
