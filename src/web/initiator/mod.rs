//! Pages of people who pitch: signing in by a link in a mail or a passkey, the own account, groups. Nobody needs them to vote.

pub mod account;
pub mod alliances;
pub mod chosen;
pub mod enter;
pub mod grants;
pub mod groups;
pub mod keys;
pub mod mailbox;
pub mod pitches;
mod sessions;

use axum::response::{IntoResponse as _, Redirect, Response};
use maud::{Markup, html};

use super::parts::layout::{self, Head, Place};
use super::paths;
use super::visit::Visit;
use crate::text::Lang;

/// A page of this part; `above` leads back to the account.
fn page(visit: &Visit, title: String, above: Option<String>, content: Markup) -> Markup {
    let body = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                @if let Some(words) = above {
                    nav.sr-small aria-label=(visit.say("breadcrumb")) {
                        a.utrecht-link href=(visit.to(paths::INITIATOR, &[])) { (words) } " / " (title)
                    }
                }
                h1.utrecht-heading-1 { (title) }
                div.sr-stack.sr-stack--mid { (content) }
            }
        }
    };
    layout::page(visit, &Head { title, place: Place::Public }, body)
}

/// Back to the account.
fn to_account(visit: &Visit) -> Response {
    Redirect::to(&visit.to(paths::INITIATOR, &[])).into_response()
}

/// The languages of mail, for a choice.
fn languages() -> Vec<(String, String)> {
    Lang::ALL.iter().map(|(lang, ..)| (lang.tag().to_string(), lang.own_name().to_string())).collect()
}

/// The language of this tag, or that of the page.
fn language<'a>(visit: &'a Visit, typed: &'a str) -> &'a str {
    Lang::of_tag(typed).map_or(visit.text.lang.tag(), Lang::tag)
}

/// A name, or what stands where none was given yet.
fn named(visit: &Visit, name: &str) -> String {
    if name.is_empty() { visit.say("post-no-name") } else { name.to_string() }
}
