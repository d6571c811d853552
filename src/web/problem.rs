//! Refusals as people and programs see them.

use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use maud::html;
use serde_json::json;

use super::error::{Kind, Refusal, Told, with_kind};
use super::parts::layout::{self, Head, Place};
use super::paths;
use super::public::money::day_refused;
use super::state::App;
use super::visit::Visit;
use crate::domain::municipality::Municipality;
use crate::store;

/// What was asked, kept for the case that it is refused.
pub struct Asked {
    visit: Visit,
    wants_json: bool,
}

impl Asked {
    /// Keeps what a refusal needs to know of a request.
    pub fn of(app: &App, parts: &Parts) -> Asked {
        let accepts = parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
        let wants_json = accepts.contains("json") && !accepts.contains("html");
        Asked { visit: Visit::without_town(app, parts), wants_json }
    }
}

/// The answer, with a page or a problem where a handler refused without one.
pub async fn shown(app: &App, asked: Asked, response: Response) -> Response {
    let kind = match (response.extensions().get::<Refusal>(), response.status()) {
        (Some(Refusal(kind)), _) => *kind,
        (None, _) if response.extensions().get::<Told>().is_some() => return response,
        (None, StatusCode::METHOD_NOT_ALLOWED) => Kind::MethodNotAllowed,
        // An address whose parts are not text.
        (None, StatusCode::BAD_REQUEST) => Kind::BadRequest,
        (None, _) => return response,
    };
    let text = asked.visit.text;
    if asked.wants_json {
        let problem = json!({
            "type": "about:blank",
            "title": text.get(&format!("kind-{}", kind.name())),
            "status": kind.status().as_u16(),
            "kind": kind.name(),
            "detail": help(&asked.visit, kind),
        });
        let json = HeaderValue::from_static("application/problem+json");
        return with_kind(kind, ([(header::CONTENT_TYPE, json)], problem.to_string()));
    }
    // Whoever is refused for asking too much costs the database nothing.
    let is_too_much = matches!(kind, Kind::RateLimited | Kind::Shedding);
    let town = if is_too_much { None } else { town(app).await };
    page(&asked.visit.with_town(town), kind).into_response()
}

/// The municipality, when the database can be asked.
async fn town(app: &App) -> Option<Municipality> {
    let mut conn = app.store.read().await.ok()?;
    store::municipality::find(&mut conn).await.ok().flatten()
}

/// What to do about it.
fn help(visit: &Visit, kind: Kind) -> String {
    let day = if kind == Kind::BadQuery { day_refused(visit) } else { None };
    day.unwrap_or_else(|| visit.say(&format!("kind-{}-help", kind.name())))
}

fn page(visit: &Visit, kind: Kind) -> Response {
    let title = visit.say(&format!("kind-{}", kind.name()));
    let help = help(visit, kind);
    let content = html! {
        div.utrecht-page-body {
            div.sr-page.sr-stack {
                div.sr-stack.sr-stack--tight role="alert" data-kind=(kind.name()) {
                    h1.utrecht-heading-1 { (title) }
                    p.utrecht-paragraph.utrecht-paragraph--lead { (help) }
                }
                p {
                    @if kind == Kind::LoginRequired {
                        a.utrecht-button.utrecht-button--primary-action href=(visit.to(paths::SIGN_IN, &[])) {
                            (visit.say("sign-in-action"))
                        }
                    } @else {
                        a.utrecht-button href=(visit.to(paths::HOME, &[])) { (visit.say("to-start")) }
                    }
                }
            }
        }
    };
    with_kind(kind, layout::page(visit, &Head { title, place: Place::Booth }, content))
}
