//! What is seen? Pages for residents and for the office.
//!
//! [`table`] lists every route with who may use it, and the router is made from it: a route that is not
//! in the table does not exist. A handler either renders (GET) or does one act and then renders again or
//! redirects (POST). Nothing here writes outside an act.

pub mod assets;
pub mod booth;
pub mod ceremony;
pub mod error;
pub mod guard;
pub mod health;
pub mod initiator;
pub mod kiosk;
pub mod marks;
mod meetings;
pub mod office;
pub mod parts;
pub mod passkey;
pub mod paths;
pub mod posted;
pub mod problem;
pub mod progress;
pub mod public;
pub mod routes;
pub mod serve;
pub mod sight;
pub mod state;
pub mod visit;
pub mod writing;

use axum::Router;
use axum::extract::Request;
use axum::middleware;
use axum::response::IntoResponse as _;
use tower::Layer as _;
use tower::util::MapRequestLayer;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate as _, SizeAbove};

use error::{Kind, Refusal};
pub use routes::{Access, Route, table};
use state::App;

/// The routes behind their guards.
fn router(app: &App) -> Router {
    let mut router = Router::new();
    for route in table() {
        let door = guard::Door {
            path: route.path,
            access: route.access,
            presence: routes::presence::of(&route.method, route.path),
            is_own: routes::presence::is_own(route.path),
        };
        let guard = middleware::from_fn_with_state((app.clone(), door), guard::enter);
        router = router.route(route.path, route.handler.route_layer(guard));
    }
    // What a page holds for one person only is never compressed beside what that person typed.
    let compressed = SizeAbove::new(1_024).and(NotForContentType::IMAGES).and(is_kept);
    router
        .fallback(|| async { Refusal::NOT_FOUND })
        .layer(CatchPanicLayer::custom(|_: Box<dyn std::any::Any + Send>| {
            Refusal(Kind::IntegrityFailed).into_response()
        }))
        .layer(middleware::from_fn_with_state(app.clone(), guard::around))
        .layer(CompressionLayer::new().compress_when(compressed))
        .with_state(app.clone())
}

/// Whether an answer may be kept by browsers, which means that it is for everyone.
fn is_kept(
    _: axum::http::StatusCode,
    _: axum::http::Version,
    headers: &axum::http::HeaderMap,
    _: &axum::http::Extensions,
) -> bool {
    headers.get(axum::http::header::CACHE_CONTROL).is_some_and(|value| value != "no-store")
}

/// The service: the language comes off the address before a route is looked for.
pub fn service(
    app: &App,
) -> impl tower::Service<
    Request,
    Response = axum::response::Response,
    Error = std::convert::Infallible,
    Future: Send,
> + Clone
+ Send
+ use<> {
    let language = MapRequestLayer::new(|mut request: Request| {
        let (lang, rest) = paths::split_language(request.uri().path());
        let (rest, is_kiosk) = kiosk::strip(rest).map_or((rest, false), |rest| (rest, true));
        if rest.len() != request.uri().path().len() {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            if let Ok(uri) = format!("{rest}{query}").parse() {
                *request.uri_mut() = uri;
            }
        }
        request.extensions_mut().insert(lang);
        if is_kiosk {
            request.extensions_mut().insert(kiosk::Asked);
        }
        request
    });
    language.layer(router(app))
}
