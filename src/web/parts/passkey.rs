//! The form that a device answers in the place of a person.

use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

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
