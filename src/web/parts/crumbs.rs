//! The way up: where a page stands between the municipal line and the smallest thing.

use maud::{Markup, html};

use crate::web::visit::Visit;

/// Links from the top down; the last one is the page itself and has no address.
pub fn crumbs(visit: &Visit, steps: &[(String, Option<String>)]) -> Markup {
    html! {
        nav aria-label=(visit.say("walk-way")) {
            ol.sr-crumbs.sr-small {
                @for (words, address) in steps {
                    li {
                        @match address {
                            Some(address) => a.utrecht-link href=(address) { (words) },
                            None => span aria-current="page" { (words) },
                        }
                    }
                }
            }
        }
    }
}
