//! What stands before every handler: how much is taken, from which site a form may come, who may use the
//! route; and what stands after it: headers, and refusals as pages.

pub mod body;
pub mod csrf;
pub mod headers;
pub mod initiator;
pub mod limits;
pub mod scope;
pub mod session;
pub mod token;
pub mod upload;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::error::{Kind, Refusal};
use super::state::App;
use super::{Access, paths};
use crate::text::Lang;
use http_body_util::Limited;
use limits::{ANSWER_TIME, ClientKey, MAX_BODY, MAX_OFFICE_BODY, MAX_URI};
use scope::Wish;

/// The other end of the connection; put there by the accept loop.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Where a request comes from.
pub fn client(app: &App, request: &axum::http::request::Parts) -> ClientKey {
    let peer = request.extensions.get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
    // A proxy may add a line of its own below the one that the client wrote.
    let lines = request.headers.get_all("x-forwarded-for").iter().filter_map(|value| value.to_str().ok());
    let forwarded = lines.collect::<Vec<_>>().join(",");
    ClientKey::of(peer, &forwarded, &app.settings.trusted_proxies)
}

/// Whether a method may change something.
fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD)
}

/// Around all routes, also where no route is.
pub async fn around(State(app): State<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let asked = super::problem::Asked::of(&app, &parts);
    let place = app.limits.at_work.try_acquire();
    // Whoever watches over the service must get an answer while it is busy.
    let is_watcher = matches!(parts.uri.path(), paths::ALIVE | paths::READY);
    // Nothing here has a name with a zero byte, and databases do not even look for one.
    let is_nameless = parts.uri.path().contains("%00");
    let response = if is_nameless {
        Refusal::NOT_FOUND.into_response()
    } else if parts.uri.to_string().len() > MAX_URI {
        Refusal(Kind::UriTooLong).into_response()
    } else if parts.headers.contains_key(CONTENT_ENCODING) {
        // No browser packs what it sends; something packed could unfold into anything.
        Refusal(Kind::UnsupportedType).into_response()
    } else if place.is_err() && !is_watcher {
        Refusal(Kind::Shedding).into_response()
    } else {
        let answer = next.run(Request::from_parts(parts, body));
        let in_time = tokio::time::timeout(ANSWER_TIME, answer).await;
        in_time.unwrap_or_else(|_| Refusal(Kind::Busy).into_response())
    };
    drop(place);
    headers::add(super::problem::shown(&app, asked, response).await, app.settings.is_https())
}

/// How long a body is, if its sender says so.
fn told_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Before the handler of one route.
pub async fn enter(
    State((app, access)): State<(App, Access)>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let (mut parts, body) = request.into_parts();
    if changes(&parts.method) {
        if !csrf::is_from_here(&parts.headers, &app.settings.origin) {
            return Err(Refusal(Kind::CsrfRejected));
        }
        if !app.limits.allows_write(client(&app, &parts)) {
            return Err(Refusal(Kind::RateLimited));
        }
    }
    if let Access::Staff(permission, about) = access {
        match session::staff(&app, &parts.headers).await? {
            None if changes(&parts.method) => return Err(Refusal(Kind::LoginRequired)),
            None => {
                let lang = parts.extensions.get::<Lang>().copied().unwrap_or(Lang::Nl);
                return Ok(Redirect::to(&paths::fill(lang, paths::SIGN_IN, &[])).into_response());
            }
            // What someone may not use does not exist for them.
            Some(staff) if !staff.account.role.may(permission) => return Err(Refusal::NOT_FOUND),
            Some(staff) => {
                let wish = if changes(&parts.method) { Wish::Change } else { Wish::See };
                if !scope::allows(&app, &staff.account, about, wish, &mut parts).await? {
                    return Err(Refusal::NOT_FOUND);
                }
                parts.extensions.insert(staff);
            }
        }
    }
    if let Access::Initiator(own) = access
        && let Some(elsewhere) = initiator::enter(&app, own, &mut parts).await?
    {
        return Ok(elsewhere);
    }
    // Whatever the handler takes in of it: more than this of a body is never read.
    let most = match access {
        Access::Anyone | Access::Initiator(_) => MAX_BODY,
        Access::Staff(..) => MAX_OFFICE_BODY,
    };
    if told_length(&parts.headers).is_some_and(|length| length > most) {
        return Err(Refusal(Kind::TooLarge));
    }
    let body = Body::new(Limited::new(body, most));
    let is_for_all = access == Access::Anyone && !changes(&parts.method);
    request = Request::from_parts(parts, body);
    let mut response = next.run(request).await;
    if is_for_all && response.status().is_success() {
        // The same for everyone: browsers may keep it, and ask each time whether it still holds.
        response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    }
    Ok(response)
}
