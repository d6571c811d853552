//! What an attacker tries (trust.md section 5), item by item. `docs/attacks.md` says which test shows what.

mod addresses;
mod codes;
mod connections;
mod forms;
mod guessing;
mod load;
mod table;

use std::net::{IpAddr, SocketAddr};

use axum::body::Body;
use axum::http::Request;
use axum::http::request::Builder;
use schuifruimte::web::guard::Peer;

use super::changing::{form, review};
use crate::support::{Page, Site};

/// The address to which votes go.
const CAST: &str = "/rondes/zuilen/stem";

/// A form as a browser sends it, from a network address.
fn from(address: &str, path: &str) -> Builder {
    let address: IpAddr = address.parse().expect("an address");
    Request::post(path)
        .extension(Peer(SocketAddr::new(address, 4_000)))
        .header("sec-fetch-site", "same-origin")
        .header("content-type", "application/x-www-form-urlencoded")
}

/// Sends a form from a network address.
async fn post_from(site: &Site, address: &str, path: &str, fields: &[(String, String)]) -> Page {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    site.send(from(address, path).body(Body::from(body)).expect("a request")).await
}

/// A ballot that was looked over, with something typed as its code.
async fn ballot(site: &Site, code: &str) -> Vec<(String, String)> {
    let fields = form(&review(site, "01").await, CAST);
    let fields = fields.into_iter().filter(|(name, _)| name != "code");
    fields.chain([("code".to_string(), code.to_string())]).collect()
}

/// Status and kind of an answer.
fn told(page: &Page) -> (u16, Option<&str>) {
    (page.status.as_u16(), page.kind())
}
