//! What stands before every handler: how much is taken, from which site a form may come, who may use the
//! route; and what stands after it: headers, and refusals as pages.

pub mod body;
pub mod crowd;
pub mod csrf;
pub mod headers;
pub mod initiator;
pub mod limits;
pub mod noted;
pub mod patient;
pub mod rates;
pub mod scope;
pub mod session;
pub mod token;
pub mod upload;
pub mod watched;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::body::Body;
use axum::extract::{FromRequestParts as _, RawPathParams, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::error::{Kind, Refusal};
use super::office::signing::presence;
use super::routes::presence::Presence;
use super::routes::{About, Own};
use super::state::App;
use super::visit::Visit;
use super::{Access, kiosk, paths};
use crate::acts::session::Refused;
use crate::domain::account::Permission;
use crate::domain::picture;
use crate::text::Lang;
use http_body_util::Limited;
use limits::{ANSWER_TIME, ClientKey, MAX_BODY, MAX_OFFICE_BODY, MAX_URI};
use scope::Wish;

/// The other end of the connection; put there by the accept loop.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Where a request comes from: the other end of the connection, or what a trusted proxy says of it in `X-Forwarded-For`.
/// `Forwarded` (RFC 7239) and other headers of that kind are never believed: two of them could tell two things.
pub fn client(app: &App, request: &Parts) -> ClientKey {
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
    let at_kiosk = parts.extensions.get::<kiosk::Asked>().map(|_| Visit::without_town(&app, &parts));
    let place = app.limits.at_work.try_acquire();
    let seat = app.limits.at_work_each.sit(client(&app, &parts));
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
    } else if seat.is_none() || (place.is_err() && !is_watcher) {
        Refusal(Kind::Shedding).into_response()
    } else {
        let answer = next.run(Request::from_parts(parts, body));
        let in_time = tokio::time::timeout(ANSWER_TIME, answer).await;
        in_time.unwrap_or_else(|_| Refusal(Kind::Busy).into_response())
    };
    drop((place, seat));
    let mut shown = super::problem::shown(&app, asked, response).await;
    if let Some(visit) = at_kiosk {
        kiosk::headers(&visit, &mut shown);
    }
    headers::add(shown, app.settings.is_https())
}

fn most_of_body(access: Access) -> usize {
    match access {
        // A report may hold a picture, and a plan has some.
        Access::Initiator(Own::GroupGrant | Own::PicturedPitch) => picture::MAX_BYTES + MAX_BODY,
        Access::Anyone
        | Access::Initiator(Own::Account | Own::Group | Own::OwnedGroup | Own::Pitch | Own::WrittenPitch) => {
            MAX_BODY
        }
        Access::Staff(..) => MAX_OFFICE_BODY,
    }
}

/// How long a body is, if its sender says so.
fn told_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// What stands before one route.
#[derive(Debug, Clone, Copy)]
pub struct Door {
    /// The pattern of its address.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
    /// What it asks beside a session.
    pub presence: Presence,
    /// Whether it is about the own account, where everyone who is signed in may be.
    pub is_own: bool,
}

/// Before the handler of one route.
pub async fn enter(
    State((app, door)): State<(App, Door)>,
    mut request: Request,
    next: Next,
) -> Result<Response, Refusal> {
    let (mut parts, body) = request.into_parts();
    let access = door.access;
    // Whoever takes it in: more than this of a body is never read.
    let most = most_of_body(access);
    let mut body = Body::new(Limited::new(body, most));
    if changes(&parts.method) {
        if !csrf::is_from_here(&parts.headers, &app.settings.origin) {
            noted::foreign_form(&app, (&parts, door.path)).await?;
            return Err(Refusal(Kind::CsrfRejected));
        }
        if !app.limits.allows_write(client(&app, &parts)) {
            return Err(Refusal(Kind::RateLimited));
        }
    }
    if access == Access::Anyone {
        scope::open(&mut parts);
    }
    if let Access::Staff(permission, about) = access
        && let Some(elsewhere) =
            enter_office(&app, door, (permission, about), (&mut parts, &mut body)).await?
    {
        return Ok(elsewhere);
    }
    if let Access::Initiator(own) = access
        && let Some(elsewhere) = initiator::enter(&app, own, &mut parts).await?
    {
        return Ok(elsewhere);
    }
    if told_length(&parts.headers).is_some_and(|length| length > most) {
        return Err(Refusal(Kind::TooLarge));
    }
    let is_for_all = access == Access::Anyone && !changes(&parts.method);
    request = Request::from_parts(parts, body);
    let mut response = next.run(request).await;
    if is_for_all && response.status().is_success() {
        // The same for everyone: browsers may keep it, and ask each time whether it still holds.
        response.headers_mut().entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-cache"));
    }
    Ok(response)
}

/// Lets someone of the office in; or the answer that comes first: where to sign in, what is missing of a second factor, or
/// the question to prove anew who is there.
async fn enter_office(
    app: &App,
    door: Door,
    (permission, about): (Permission, About),
    (parts, body): (&mut Parts, &mut Body),
) -> Result<Option<Response>, Refusal> {
    let lang = parts.extensions.get::<Lang>().copied().unwrap_or(Lang::Nl);
    let to = |path| Ok(Some(Redirect::to(&paths::fill(lang, path, &[])).into_response()));
    let changes = changes(&parts.method);
    let Some(staff) = session::staff(app, &parts.headers).await? else {
        return if changes { Err(Refusal(Kind::LoginRequired)) } else { to(paths::SIGN_IN) };
    };
    let wish = if changes { Wish::Change } else { Wish::See };
    // What someone may not use does not exist for them.
    if !staff.account.role.may(permission) || !scope::allows(app, &staff.account, about, wish, parts).await? {
        noted::refusal(app, &staff, Refused::Access, (&parts.method, door.path)).await?;
        return Err(Refusal::NOT_FOUND);
    }
    if !door.is_own && staff.factors.is_missing(app.settings.second_factor) {
        return to(paths::OWN);
    }
    let is_fresh = staff.is_fresh(app.clock.now());
    parts.extensions.insert(staff);
    if !is_fresh && asks_presence(door.presence, parts).await? {
        let parts = std::mem::replace(parts, Request::new(()).into_parts().0);
        return presence::asked(app, parts, std::mem::take(body)).await.map(Some);
    }
    Ok(None)
}

/// Whether this very request must come from someone who proved a moment ago to be there.
async fn asks_presence(presence: Presence, parts: &mut Parts) -> Result<bool, Refusal> {
    match presence {
        Presence::Session => Ok(false),
        Presence::Fresh => Ok(true),
        Presence::FreshAt(part, value) => {
            let params = RawPathParams::from_request_parts(parts, &()).await;
            let params = params.map_err(|_| Refusal(Kind::BadRequest))?;
            Ok(params.iter().any(|(name, found)| name == part && found == value))
        }
    }
}
