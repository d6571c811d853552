//! How we count, what we know of people, who can use the pages.

use maud::{Markup, html};

use crate::web::error::Answer;
use crate::web::parts::layout::{self, Head, Place};
use crate::web::visit::Visit;

/// How we count.
pub async fn method(visit: Visit) -> Answer<Markup> {
    Ok(page(&visit, "method", &["shares", "raise", "rest", "ties", "greedy", "exact"]))
}

/// What we know of people.
pub async fn privacy(visit: Visit) -> Answer<Markup> {
    let mut sections = vec!["letter", "ballot", "device", "open", "after", "photos", "pitch", "cookies"];
    if visit.app.provider.is_some() {
        sections.insert(1, "provider");
    }
    Ok(page(&visit, "privacy", &sections))
}

/// What we promise, what we do not, and what can still be seen by whom.
pub async fn trust(visit: Visit) -> Answer<Markup> {
    let sections = ["promise", "auditors", "not", "open", "backups", "watch", "seal", "left", "check"];
    Ok(page(&visit, "trust", &sections))
}

/// Who can use the pages.
pub async fn accessibility(visit: Visit) -> Answer<Markup> {
    Ok(page(&visit, "access", &["aim", "known", "tell"]))
}

/// A page of sections, each a heading and a paragraph.
fn page(visit: &Visit, name: &str, sections: &[&str]) -> Markup {
    let title = visit.say(&format!("{name}-title"));
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack.sr-stack--mid {
                div.sr-stack {
                    h1.utrecht-heading-1 { (title) }
                    p.utrecht-paragraph.utrecht-paragraph--lead { (visit.say(&format!("{name}-lead"))) }
                }
                @for section in sections {
                    section.sr-stack.sr-stack--tight {
                        h2.utrecht-heading-2 { (visit.say(&format!("{name}-{section}"))) }
                        p.utrecht-paragraph { (visit.say(&format!("{name}-{section}-line"))) }
                    }
                }
            }
        }
    };
    layout::page(visit, &Head { title, place: Place::Public }, content)
}
