//! The script of the voter's way, and the one switch for what a device may keep of it. Everything works without it.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{Markup, html};

use crate::domain::id::RoundId;
use crate::web::assets;
use crate::web::guard::headers;
use crate::web::visit::Visit;

/// The script, at the end of a page on the way. A device that many use runs none, so nothing is kept on it.
pub fn script(visit: &Visit) -> Markup {
    html! { @if visit.kiosk.is_none() { script src=(assets::BALLOT.address()) data-keep="device" defer {} } }
}

/// The script where the way ends: what the device kept of the round, and any code, goes.
pub fn forgetting(visit: &Visit, round: &RoundId) -> Markup {
    html! {
        @if visit.kiosk.is_none() { script src=(assets::BALLOT.address()) data-keep="device" data-erase=(round) defer {} }
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
