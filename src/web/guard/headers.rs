//! Headers on every answer.

use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;

/// What leaves a browser on signing out, for a machine that others use after.
pub const CLEAR_SITE_DATA: HeaderName = HeaderName::from_static("clear-site-data");
/// What it takes along: pages that were kept, and what scripts kept.
pub const CLEARED: HeaderValue = HeaderValue::from_static("\"cache\", \"storage\"");

/// The same without what scripts kept: for pages of people who are signed in.
pub const CLEARED_PAGES: HeaderValue = HeaderValue::from_static("\"cache\"");

/// The same with our own scripts, for the few pages that have one.
pub const SCRIPTED: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'",
);

/// The same with a script that sends the page on which it runs to ourselves.
pub const SENDING: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src 'self'; form-action 'self'; \
     base-uri 'none'; frame-ancestors 'none'",
);

/// Nothing inline, nothing from elsewhere, no scripts at all, no frames.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
    base-uri 'none'; frame-ancestors 'none'";

/// The same for a page whose forms may also lead to these origins.
pub fn policy_with<'a>(origins: impl Iterator<Item = &'a str>) -> String {
    let own = "form-action 'self'";
    let all = origins.fold(own.to_string(), |all, origin| format!("{all} {origin}"));
    POLICY.replace(own, &all)
}

/// The same for a page with our own scripts.
pub fn scripted_with<'a>(origins: impl Iterator<Item = &'a str>) -> String {
    policy_with(origins).replace("style-src", "script-src 'self'; style-src")
}

/// Adds the headers; what the handler set stays. What is not said to be keepable is not kept.
pub fn add(mut response: Response, https: bool) -> Response {
    let fixed: [(HeaderName, &'static str); 8] = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // With `no-referrer` browsers say `Origin: null` on our own forms, and the guard could not know them.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "interest-cohort=(), geolocation=(), camera=()"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    let headers = response.headers_mut();
    for (name, value) in fixed {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if https {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
    }
    response
}
