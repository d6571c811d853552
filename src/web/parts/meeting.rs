//! A meeting, on every page that shows one.

use maud::{Markup, html};

use crate::domain::meeting::Meeting;
use crate::web::office::frame::facts;
use crate::web::parts::written::{Below, written};
use crate::web::visit::Visit;

/// What it is, when and where, and what was said there; with the name of the plan that it is about, where that is not clear.
pub fn shown(visit: &Visit, one: &Meeting, about: Option<&str>) -> Markup {
    let text = visit.text;
    let mut list = vec![
        (text.get("field-meet_at"), html! { (text.moment(one.at)) }),
        (text.get("field-meet_place"), html! { (one.place) }),
        (text.get("field-meet_access"), html! { span.sr-prewrap { (one.access) } }),
    ];
    if let Some(about) = about {
        list.insert(0, (text.get("field-meet_plan"), html! { (about) }));
    }
    html! {
        h3.utrecht-heading-3 { (one.title) }
        @if one.is_gone() { p.sr-small { (text.get("talk-gone")) } }
        @if let Some((_, reason)) = &one.cancelled { p { strong { (text.get("meet-cancelled")) } " " (reason) } }
        p.sr-prewrap { (one.about) }
        (facts(&list))
        @if one.desk.is_some() { p.sr-small { (text.get("desk-typed-whole")) } }
        @if let Some((at, words)) = &one.report {
            p { strong { (text.get("meet-reported")) } ", " (text.moment(*at)) }
            (written(words, Below::H3))
        }
    }
}
