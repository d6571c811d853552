//! Something that somebody said about a plan, on every page that shows it.

use maud::{Markup, html};

use crate::domain::talk::{Comment, CommentKind, Entry, Side};
use crate::web::parts::moderation;
use crate::web::parts::written::{Below, written};
use crate::web::visit::Visit;

/// Who speaks, what it is and when.
pub fn head(visit: &Visit, one: &Comment) -> Markup {
    html! {
        p {
            span.utrecht-status-badge.utrecht-status-badge--neutral { (visit.say(&format!("talk-kind-{}", one.kind.name()))) } " "
            @if !one.name.is_empty() { strong { bdi { (one.name) } } }
            @if one.entry == Entry::Partner { " (" (visit.say("support-partner")) ")" }
            @if matches!(one.side, Side::Group | Side::Smo) { " (" (visit.say(&format!("talk-side-{}", one.side.name()))) ")" }
            span.sr-small { ", " (visit.text.moment(one.at)) @if one.desk.is_some() { ", " (visit.say("desk-typed")) } }
        }
    }
}

/// What everyone reads of it.
pub fn words(visit: &Visit, one: &Comment) -> Markup {
    html! {
        @if one.gone.is_some() {
            p.sr-small { (visit.say("talk-gone")) }
        } @else if let Some((ground, reason)) = &one.withheld {
            (moderation::off(visit, *ground, reason))
        } @else { (written(&one.words, Below::H3)) }
    }
}

/// A comment as everyone reads it, with what `beside` adds: what was taken off has no name either.
pub fn comment(visit: &Visit, one: &Comment, beside: &Markup) -> Markup {
    let shown =
        Comment { name: if one.is_shown() { one.name.clone() } else { String::new() }, ..one.clone() };
    html! { (head(visit, &shown)) (words(visit, &shown)) (beside) }
}

/// Where what an organisation said stands, where nobody reads it yet.
pub fn entry(visit: &Visit, one: &Comment) -> Option<String> {
    match one.entry {
        Entry::Waits => Some(visit.say("support-waits")),
        Entry::Refused => Some(visit.say("support-refused")),
        Entry::Free | Entry::Shown | Entry::Partner => None,
    }
}

/// The kinds to choose from.
pub fn kinds(visit: &Visit) -> Vec<(String, String)> {
    let words =
        |kind: &CommentKind| (kind.name().to_string(), visit.say(&format!("talk-kind-{}", kind.name())));
    CommentKind::TYPED.iter().map(words).collect()
}
