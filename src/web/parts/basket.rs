//! The script of the voter's way, and the one switch for what a device may keep of it. Everything works without it.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::domain::id::RoundId;
use crate::web::assets;
use crate::web::guard::headers;
use crate::web::visit::Visit;

/// What a device may keep of a voter, until the vote is cast or the round is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// The choices in the storage of this device, and the code of a scanned letter as long as the tab is open.
    Device,
    /// Nothing, and what is there goes: for a device that many use.
    Nothing,
}

impl Keep {
    /// What may be kept on the device of this visit. This is the only place that decides it.
    pub fn of(_: &Visit) -> Keep {
        Keep::Device
    }

    fn name(self) -> &'static str {
        match self {
            Keep::Device => "device",
            Keep::Nothing => "nothing",
        }
    }
}

/// The script, at the end of a page on the way.
pub fn script(visit: &Visit) -> Markup {
    html! { script src=(assets::BALLOT.address()) data-keep=(Keep::of(visit).name()) defer {} }
}

/// The script where the way ends: what the device kept of the round, and any code, goes.
pub fn forgetting(visit: &Visit, round: &RoundId) -> Markup {
    html! {
        script src=(assets::BALLOT.address()) data-keep=(Keep::of(visit).name()) data-erase=(round) defer {}
    }
}

/// An answer that may run our own script.
pub fn scripted(page: impl IntoResponse) -> Response {
    let mut response = page.into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, headers::SCRIPTED);
    response
}

/// The same for a page whose forms may also lead to these origins.
pub fn scripted_with<'a>(page: impl IntoResponse, origins: impl Iterator<Item = &'a str>) -> Response {
    let mut response = page.into_response();
    let policy = headers::scripted_with(origins);
    let policy = HeaderValue::from_str(&policy).expect("origins are plain text");
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    response
}
