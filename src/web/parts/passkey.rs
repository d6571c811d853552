//! The form that a device answers in the place of a person, and the list of someone's passkeys.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use super::form::{self as fields, Field, Filled};
use crate::store::passkey::Passkey;
use crate::web::assets;
use crate::web::guard::headers::SCRIPTED;
use crate::web::visit::Visit;

/// What the device is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Make a passkey.
    New,
    /// Show one.
    Known,
}

/// The form: `options` for the device, `page` that ties the answer to what was asked, and what goes along.
pub fn form(
    visit: &Visit,
    wanted: Wanted,
    action: &str,
    [options, page]: [&str; 2],
    along: &[(&str, &str)],
) -> Markup {
    let (name, words) = match wanted {
        Wanted::New => ("new", "signin-key-make"),
        Wanted::Known => ("known", "signin-key-show"),
    };
    html! {
        noscript {
            p.utrecht-alert.utrecht-alert--warning { (visit.say("signin-key-no-script")) }
        }
        p.utrecht-alert.utrecht-alert--error #passkey-mislukt tabindex="-1" role="alert" hidden {
            (visit.say("signin-key-failed"))
        }
        form.sr-stack method="post" action=(action) data-passkey=(name) data-options=(options) {
            input type="hidden" name="page" value=(page);
            input type="hidden" name="answer" value="";
            @for (name, value) in along { input type="hidden" name=(name) value=(value); }
            p { button.utrecht-button.utrecht-button--primary-action type="submit" { (visit.say(words)) } }
        }
        script src=(assets::PASSKEY.address()) defer {}
    }
}

/// An answer that may run our own script.
pub fn scripted(page: impl IntoResponse) -> Response {
    let mut response = page.into_response();
    response.headers_mut().insert(axum::http::header::CONTENT_SECURITY_POLICY, SCRIPTED);
    response
}

/// Someone's passkeys on the page of the account.
pub struct Section<'a> {
    /// Where a form with a name begins another one.
    pub add: &'static str,
    /// Where one of them ends.
    pub end: &'static str,
    /// All of them.
    pub keys: &'a [Passkey],
    /// Whether they can be changed here and now.
    pub may_change: bool,
}

impl Section<'_> {
    /// The section, with what it begins with.
    pub fn show(&self, visit: &Visit, filled: &Filled<'_>, lead: Markup) -> Markup {
        html! {
            section.sr-stack #passkeys {
                h2.utrecht-heading-2 { (visit.say("signin-keys")) }
                (lead)
                @if !self.keys.is_empty() {
                    ul.sr-stack { @for key in self.keys { li { (self.one(visit, key)) } } }
                }
                @if !visit.app.passkeys.work() {
                    p { (visit.say("signin-keys-not-here")) }
                } @else if self.may_change {
                    form.sr-stack method="post" action=(visit.to(self.add, &[])) {
                        (filled.field(&Field::text("key_name", "field-key_name")))
                        (fields::submit(&visit.say("signin-key-add")))
                    }
                }
            }
        }
    }

    fn one(&self, visit: &Visit, key: &Passkey) -> Markup {
        html! {
            strong { bdi { (key.name) } } " "
            (visit.text.with("signin-since", &[("day", visit.text.moment(key.made_at).into())]))
            @if self.may_change {
                form method="post" action=(visit.to(self.end, &[&key.id])) {
                    button.utrecht-button type="submit" {
                        (visit.say("signin-remove")) span.sr-hidden { " " (key.name) }
                    }
                }
            }
        }
    }
}
